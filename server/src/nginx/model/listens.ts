import { once } from '../../core/once.ts';
import type { Edit } from '../../core/text.ts';
import type { Word } from '../syntax.ts';
import type { Directive, Nginx } from './model.ts';

/** A `listen` of a server. */
export interface Listen {
  readonly directive: Directive;
  readonly server: Directive;
  /** Equal for servers that share the socket: `tcp 0.0.0.0:80`, `udp [::]:443`. */
  readonly socket: string;
  readonly quic: boolean;
}

export const parameter = ({ node }: Directive, name: string): Word | undefined =>
  node.args.slice(1).find((w) => w.text === name);

export const isDefault = (listen: Directive): boolean =>
  (parameter(listen, 'default_server') ?? parameter(listen, 'default')) !== undefined;

interface Listens {
  readonly byServer: ReadonlyMap<Directive, readonly Listen[]>;
  readonly bySocket: ReadonlyMap<string, readonly Listen[]>;
}

const known = once((_: Nginx) => new Map<string, Listens>());

/** The servers of a namespace with their sockets, both ways. */
export function listensOf(nginx: Nginx, ns: 'http' | 'stream' | 'mail'): Listens {
  const its = known(nginx);
  let listens = its.get(ns);
  if (!listens) {
    listens = collect(nginx, ns);
    its.set(ns, listens);
  }
  return listens;
}

function collect(nginx: Nginx, ns: 'http' | 'stream' | 'mail'): Listens {
  const byServer = new Map<Directive, Listen[]>();
  const bySocket = new Map<string, Listen[]>();
  for (const directive of nginx.directives('listen')) {
    const server = directive.parent;
    const address = directive.node.args[0]?.text;
    if (directive.ns !== ns || server?.name !== 'server' || address === undefined) continue;
    const quic = parameter(directive, 'quic') !== undefined;
    const udp = quic || (ns === 'stream' && parameter(directive, 'udp') !== undefined);
    const listen = { directive, server, socket: `${udp ? 'udp' : 'tcp'} ${socketOf(address)}`, quic };
    for (const [table, key] of [
      [byServer, server],
      [bySocket, listen.socket],
    ] as const) {
      const list = (table as Map<unknown, Listen[]>).get(key);
      if (list) list.push(listen);
      else (table as Map<unknown, Listen[]>).set(key, [listen]);
    }
  }
  return { byServer, bySocket };
}

/** Where a server without `listen` listens; of a server that runs as an ordinary user it is port 8000. */
export const usualSocket = 'tcp 0.0.0.0:80';

/** `443`, `*:443` and `0.0.0.0:443` are one socket; a host without port listens on 80. */
function socketOf(address: string): string {
  if (/^unix:/i.test(address)) return address;
  if (/^\d+(?:-\d+)?$/.test(address)) return `0.0.0.0:${portOf(address)}`;
  const [, host = address, port = '80'] = /^(\[[^\]]*\]|[^:]*)(?::(\d+(?:-\d+)?))?$/.exec(address) ?? [];
  return `${hostOf(host.toLowerCase())}:${portOf(port)}`;
}

const portOf = (port: string) => port.replace(/^0+(?=\d)/, '');

function hostOf(host: string): string {
  if (host === '*') return '0.0.0.0';
  if (/^\d+(?:\.\d+){3}$/.test(host)) return host.split('.').map(Number).join('.');
  return host.startsWith('[') ? `[${shortest(host.slice(1, -1))}]` : host;
}

/** An IPv6 address in one spelling: eight groups without leading zeros, or `::` for the wildcard. */
function shortest(address: string): string {
  const [left = [], right] = address.split('::').map((half) => (half === '' ? [] : half.split(':')));
  if (/[^\da-f:]/.test(address)) return address;
  const missing = right ? Math.max(8 - left.length - right.length, 0) : 0;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...(right ?? [])];
  const plain = groups.map((group) => group.replace(/^0+(?=.)/, ''));
  return plain.every((group) => group === '0') ? '::' : plain.join(':');
}

/** Takes a parameter out, with the blanks before it. */
export function dropParameter({ file, node }: Directive, word: Word): Edit {
  const before = node.args[node.args.indexOf(word) - 1] ?? node.name;
  return { at: { file: file.path, start: before.end, end: word.end }, text: '' };
}

export function addParameter({ file, node }: Directive, name: string): Edit {
  const at = (node.args.at(-1) ?? node.name).end;
  return { at: { file: file.path, start: at, end: at }, text: ` ${name}` };
}

/** Whether some server of `stream` that a directive is for accepts connections; the others take datagrams. */
export function carriesTcp(nginx: Nginx, { name, parent }: Directive): boolean {
  const isUdp = (listen: Directive) => parameter(listen, 'udp') !== undefined;
  const inherits = (server: Directive) => server.ns === 'stream' && nginx.effective(name, server).level === parent;
  const servers = parent?.name === 'server' ? [parent] : nginx.directives('server').filter(inherits);
  return servers.some((server) => server.children.some((d) => d.name === 'listen' && !isUdp(d)));
}

/** Whether every server of `http` is in the model. */
export function allServersKnown(nginx: Nginx): boolean {
  const servers = nginx.directives('server').filter((d) => d.node.block);
  return (
    nginx.top.context === 'main' &&
    [...nginx.directives('http'), ...nginx.directives('mail'), ...servers].every((d) => !nginx.isOpen(d))
  );
}
