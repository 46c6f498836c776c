import { once } from '../../core/once.ts';
import { isDefault, type Listen, listensOf, usualSocket } from './listens.ts';
import type { Directive, Nginx } from './model.ts';
import { expression } from './pcre.ts';
import { bytesOf, type Origin } from './request.ts';

/** The server that a connection to a socket with a Host header comes to. */
export interface Choice {
  /** `0.0.0.0:80` */
  readonly address: string;
  readonly server: Directive;
  /** Where requests go that no name fits. */
  readonly fallback: Directive;
  /** The name that fits; undefined where none does. */
  readonly name: string | undefined;
  readonly why: 'only' | 'exact' | 'leading' | 'trailing' | 'regex' | 'marked' | 'first';
  /** Names that may fit before: regular expressions that are not followed, the name of the machine. */
  readonly doubts: readonly Directive[];
}

/** One choice for each socket that a URL may lead to, as `ngx_http_find_virtual_server` makes it; empty where nothing listens there. */
export function choicesFor(nginx: Nginx, origin: Origin): readonly Choice[] {
  const sockets = [...socketsOf(nginx)].filter(([address]) => !/^unix:/i.test(address) && hasPort(address, origin.port));
  const exact = sockets.filter(([address]) => hostOf(address) === origin.host);
  const family = origin.host.startsWith('[') ? '[::]' : '0.0.0.0';
  const literal = origin.host.startsWith('[') || /^\d+(?:\.\d+){3}$/.test(origin.host);
  const wild = literal ? sockets.filter(([address]) => hostOf(address) === family) : sockets;
  return (exact.length > 0 ? exact : wild).map(([address, servers]) => choose(nginx, address, servers, origin.host));
}

/** The default servers of the sockets of one server. */
export function fallbacksBeside(nginx: Nginx, server: Directive): readonly Directive[] {
  return [...socketsOf(nginx).values()].flatMap((listed) =>
    listed.some((l) => l.server === server) ? [fallbackOf(listed).server] : [],
  );
}

interface Listed {
  readonly server: Directive;
  readonly listen: Listen | undefined;
}

/** The servers of http by address, in the order in which nginx reads them, each once. */
const socketsOf = once((nginx: Nginx): ReadonlyMap<string, readonly Listed[]> => {
  const { byServer } = listensOf(nginx, 'http');
  const sockets = new Map<string, Listed[]>();
  for (const server of nginx.directives('server')) {
    if (!server.node.block || server.ns === 'stream' || server.ns === 'mail' || server.parent?.name === 'upstream') continue;
    const listens = byServer.get(server);
    const its = listens?.map((listen) => ({ socket: listen.socket, listen })) ?? [{ socket: usualSocket, listen: undefined }];
    for (const { socket, listen } of its) {
      if (!socket.startsWith('tcp ')) continue;
      const address = socket.slice('tcp '.length);
      const list = sockets.get(address) ?? [];
      // Its lines come one after the other.
      if (list.at(-1)?.server !== server) list.push({ server, listen });
      else if (listen && isDefault(listen.directive)) list[list.length - 1] = { server, listen };
      sockets.set(address, list);
    }
  }
  return sockets;
});

const hostOf = (address: string) => address.slice(0, address.lastIndexOf(':'));

function hasPort(address: string, port: number): boolean {
  const [, low, high = low] = /:(\d+)(?:-(\d+))?$/.exec(address) ?? [];
  return Number(low) <= port && port <= Number(high);
}

function fallbackOf(listed: readonly Listed[]): { readonly server: Directive; readonly marked: boolean } {
  const marked = listed.find(({ listen }) => listen && isDefault(listen.directive));
  return { server: (marked ?? listed[0]!).server, marked: marked !== undefined };
}

function choose(nginx: Nginx, address: string, listed: readonly Listed[], host: string): Choice {
  const { server: fallback, marked } = fallbackOf(listed);
  const doubts: Directive[] = [];
  const to = (server: Directive, why: Choice['why'], name?: string): Choice => ({
    address,
    server,
    fallback,
    name,
    why,
    doubts,
  });
  if (listed.length === 1) return to(fallback, 'only');
  const names = listed.flatMap(({ server }) => namesOf(server));
  for (const { directive, text } of names) if (text === '$hostname' || nginx.isOpen(directive.parent)) doubts.push(directive);
  const table = tableOf(names);
  const exact = table.exact.get(host);
  if (exact) return to(exact.server, 'exact', exact.text);
  // Label by label, so the longest one comes first.
  for (let dot = -1; dot !== host.length; ) {
    const name = table.leading.get(host.slice(dot + 1));
    if (name && (dot >= 0 || name.text.startsWith('.'))) return to(name.server, 'leading', name.text);
    const next = host.indexOf('.', dot + 1);
    dot = next === -1 ? host.length : next;
  }
  for (let dot = host.lastIndexOf('.'); dot > 0; dot = host.lastIndexOf('.', dot - 1)) {
    const name = table.trailing.get(host.slice(0, dot));
    if (name) return to(name.server, 'trailing', name.text);
  }
  for (const { server, directive, text } of names) {
    if (!text.startsWith('~')) continue;
    const source = text.slice(1);
    const read = expression(bytesOf(source, directive.file.source.encoding), /[A-Z]/.test(source));
    if (!read) doubts.push(directive);
    else if (read.match(host)) return to(server, 'regex', text);
  }
  return to(fallback, marked ? 'marked' : 'first');
}

/** As `ngx_hash_add_key` fills its tables: of names that say the same the first one counts. */
function tableOf(names: readonly Name[]) {
  const exact = new Map<string, Name>();
  const leading = new Map<string, Name>();
  const trailing = new Map<string, Name>();
  /** `.example.com` keeps others from `example.com`, too, even where it is ignored for `*.example.com`. */
  const taken = new Set<string>();
  for (const name of names) {
    const { text } = name;
    const [, mark, base = ''] = /^(\*?\.)(.*)$/s.exec(text) ?? [];
    if (text.startsWith('~')) continue;
    if (mark === undefined && text.endsWith('.*')) add(trailing, text.slice(0, -2), name);
    else if (mark === '*.') add(leading, base, name);
    else {
      const whole = mark === '.' ? base : text;
      if (taken.has(whole)) continue;
      taken.add(whole);
      add(mark === '.' ? leading : exact, whole, name);
    }
  }
  return { exact, leading, trailing };
}

function add(table: Map<string, Name>, key: string, name: Name): void {
  if (!table.has(key)) table.set(key, name);
}

interface Name {
  readonly server: Directive;
  readonly directive: Directive;
  readonly text: string;
}

/** Asked for each address that a server listens on. */
const namesOf = once((server: Directive): readonly Name[] =>
  server.children.flatMap((directive) =>
    directive.name === 'server_name'
      ? directive.node.args.map(({ text }) => ({ server, directive, text: text.startsWith('~') ? text : text.toLowerCase() }))
      : [],
  ),
);
