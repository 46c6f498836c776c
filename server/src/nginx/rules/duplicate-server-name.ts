import { ruleFor } from '../../core/rule.ts';
import { all, since } from '../../core/version.ts';
import { remove } from '../model/edits.ts';
import { dropParameter, listensOf, usualSocket } from '../model/listens.ts';
import { isPlaceholder } from '../model/meaning.ts';
import { type Directive, type Nginx, wordSpan } from '../model/model.ts';
import { bothPlaces, surelyTogether } from '../model/twice.ts';
import type { Word } from '../syntax.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/duplicate-server-name',
  since: '0.2.0',
  messages: {
    conflicting: {
      severity: 'warning',
      en: 'the name {name} on {sockets} belongs to another server already: nginx ignores it here, the requests go there',
      'zh-CN': '{sockets} 上的名称 {name} 已属于另一个 server：nginx 会忽略这里的这一个，请求都进入那边',
    },
    twice: {
      severity: 'warning',
      en: 'this server has the name {name} twice',
      'zh-CN': '这个 server 重复写了名称 {name}',
    },
    nameless: {
      severity: 'warning',
      en: 'a second server without a name on {sockets}: no request comes to it unless it is the default server',
      'zh-CN': '{sockets} 上的第二个没有名称的 server：除非它是默认 server，否则不会收到任何请求',
    },
  },
  notes: {
    first: { en: 'the server that has it', 'zh-CN': '拥有该名称的 server' },
  },
  toldAt: ['first'],
  fixes: {
    drop: { safety: 'safe', en: 'take the second {name} out', 'zh-CN': '删掉第二个 {name}' },
  },
  check(nginx, report) {
    const spaces = all(nginx.target.nginx, virtualStreams) ? (['http', 'stream'] as const) : (['http'] as const);
    for (const { name, first, second, sockets } of spaces.flatMap((ns) => [...conflicts(nginx, ns)])) {
      const list = { list: [...sockets], word: 'and' } as const;
      if (!second.word) {
        const at = bothPlaces(first.server, second.server);
        report(at.second, 'nameless', { sockets: list }, { related: [{ note: 'first', at: at.first }] });
        continue;
      }
      const here = wordSpan(second.directive, second.word);
      if (first.server === second.server) {
        const lone = second.directive.node.args.length === 1;
        const edits = [lone ? remove(second.directive) : dropParameter(second.directive, second.word)];
        report(
          here,
          'twice',
          { name },
          second.directive.file.times > 1 ? {} : { fixes: [{ fix: 'drop', edits, data: { name } }] },
        );
        continue;
      }
      const same = !first.word || first.word === second.word;
      const at = same ? bothPlaces(first.directive, second.directive).first : wordSpan(first.directive, first.word);
      report(here, 'conflicting', { name, sockets: list }, { related: [{ note: 'first', at }] });
    }
  },
});

/** Since then stream has servers with names, too. */
const virtualStreams = since('1.25.5');

interface Named {
  readonly server: Directive;
  /** The server_name; the server where it has none. */
  readonly directive: Directive;
  readonly word: Word | undefined;
}

interface Conflict {
  readonly name: string;
  readonly first: Named;
  readonly second: Named;
  readonly sockets: ReadonlySet<string>;
}

/** What `ngx_http_server_names` would warn of, a pair of servers once for all their sockets. */
function conflicts(nginx: Nginx, ns: 'http' | 'stream'): Iterable<Conflict> {
  const names = new Map<Directive, readonly Named[]>();
  const found = new Map<Word | Directive, Conflict & { sockets: Set<string> }>();
  for (const [socket, servers] of serversBySocket(nginx, ns)) {
    if (servers.length < 2) continue;
    const taken = new Map<string, Named>();
    for (const server of servers) {
      let its = names.get(server);
      if (!its) {
        its = namesOf(nginx, server);
        names.set(server, its);
      }
      for (const named of its) {
        const name = named.word?.text.toLowerCase() ?? '';
        const keys = keysOf(name);
        const first = keys.map((key) => taken.get(key)).find((owner) => owner !== undefined);
        if (!first) for (const key of keys) taken.set(key, named);
        else if (surelyTogether(first.directive, named.directive, nginx.top.context === 'main')) {
          const known = found.get(named.word ?? server);
          const address = socket.slice(socket.indexOf(' ') + 1);
          if (!known)
            found.set(named.word ?? server, {
              name: named.word?.text || '""',
              first,
              second: named,
              sockets: new Set([address]),
            });
          else known.sockets.add(address);
        }
      }
    }
  }
  return found.values();
}

function serversBySocket(nginx: Nginx, ns: 'http' | 'stream'): ReadonlyMap<string, readonly Directive[]> {
  const { byServer, bySocket } = listensOf(nginx, ns);
  const servers = new Map([...bySocket].map(([socket, listens]) => [socket, [...new Set(listens.map((l) => l.server))]]));
  const silent = nginx
    .directives('server')
    .filter(
      (d) =>
        d.node.block &&
        d.ns === 'http' &&
        ns === 'http' &&
        nginx.meaning(d).kind === 'known' &&
        !byServer.has(d) &&
        !nginx.isOpen(d),
    );
  if (silent.length > 0) {
    const usual = new Set([...(servers.get(usualSocket) ?? []), ...silent]);
    servers.set(
      usualSocket,
      nginx.directives('server').filter((d) => usual.has(d)),
    );
  }
  return servers;
}

function namesOf(nginx: Nginx, server: Directive): readonly Named[] {
  const named = server.children
    .filter(({ name }) => name === 'server_name')
    .flatMap((directive) => directive.node.args.map((word) => ({ server, directive, word })));
  if (named.length > 0) return named.filter(({ word, directive }) => isPlain(word) && !isPlaceholder(word, directive.file));
  return nginx.isOpen(server) ? [] : [{ server, directive: server, word: undefined }];
}

/** An expression takes what no name takes. */
const isPlain = ({ text }: Word) => !text.startsWith('~');

/** `.example.com` is example.com and *.example.com at once. */
const keysOf = (name: string) => (name.startsWith('.') && name.length > 1 ? [name.slice(1), `*${name}`] : [name]);
