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

const known = new WeakMap<Nginx, ReadonlyMap<string, readonly Listed[]>>();

/** The servers of http by address, in the order in which nginx reads them, each once. */
function socketsOf(nginx: Nginx): ReadonlyMap<string, readonly Listed[]> {
  let sockets = known.get(nginx);
  if (!sockets) {
    sockets = collect(nginx);
    known.set(nginx, sockets);
  }
  return sockets;
}

function collect(nginx: Nginx): ReadonlyMap<string, readonly Listed[]> {
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
      const same = list.findIndex((l) => l.server === server);
      if (same === -1) list.push({ server, listen });
      else if (listen && isDefault(listen.directive)) list[same] = { server, listen };
      sockets.set(address, list);
    }
  }
  return sockets;
}

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
  const exact = names.find(({ text }) => (text.startsWith('.') ? text.slice(1) : text) === host);
  if (exact) return to(exact.server, 'exact', exact.text);
  const longest = (kind: 'leading' | 'trailing', fits: (text: string) => boolean) => {
    // The first one of the longest: those with the same meaning later on are ignored.
    const [best] = names.filter(({ text }) => fits(text)).sort((a, b) => weight(b.text) - weight(a.text));
    return best && to(best.server, kind, best.text);
  };
  const leading = longest(
    'leading',
    (text) => /^\*?\./.test(text) && host.endsWith(text.replace(/^\*/, '')) && !host.startsWith('.'),
  );
  const trailing =
    leading ??
    longest('trailing', (text) => text.endsWith('.*') && host.startsWith(text.slice(0, -1)) && host.length >= text.length);
  if (trailing) return trailing;
  for (const { server, directive, text } of names) {
    if (!text.startsWith('~')) continue;
    const source = text.slice(1);
    const read = expression(bytesOf(source, directive.file.source.encoding), /[A-Z]/.test(source));
    if (!read) doubts.push(directive);
    else if (read.match(host)) return to(server, 'regex', text);
  }
  return to(fallback, marked ? 'marked' : 'first');
}

/** `.example.com` and `*.example.com` are equally long. */
const weight = (text: string) => text.replace(/^\*/, '').replace(/\*$/, '').length;

interface Name {
  readonly server: Directive;
  readonly directive: Directive;
  readonly text: string;
}

function namesOf(server: Directive): readonly Name[] {
  return server.children.flatMap((directive) =>
    directive.name === 'server_name'
      ? directive.node.args.map(({ text }) => ({ server, directive, text: text.startsWith('~') ? text : text.toLowerCase() }))
      : [],
  );
}
