import type { Edit } from '../../core/text.ts';
import type { Word } from '../syntax.ts';
import type { Directive, Nginx } from './model.ts';

/** A `listen` of an HTTP or mail server. */
export interface Listen {
  readonly directive: Directive;
  readonly server: Directive;
  /** Equal for servers that share the socket. */
  readonly socket: string;
  readonly quic: boolean;
}

export const parameter = ({ node }: Directive, name: string): Word | undefined =>
  node.args.slice(1).find((w) => w.text === name);

/** The servers of a namespace with their sockets, both ways. */
export function listensOf(nginx: Nginx, ns: 'http' | 'mail') {
  const byServer = new Map<Directive, Listen[]>();
  const bySocket = new Map<string, Listen[]>();
  for (const directive of nginx.directives('listen')) {
    const server = directive.parent;
    const address = directive.node.args[0]?.text;
    if (directive.ns !== ns || server?.name !== 'server' || address === undefined) continue;
    const quic = parameter(directive, 'quic') !== undefined;
    const listen = { directive, server, socket: `${quic ? 'udp' : 'tcp'} ${socketOf(address)}`, quic };
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

/** `443`, `*:443` and `0.0.0.0:443` are one socket; a host without port listens on 80. */
function socketOf(address: string): string {
  if (/^unix:/i.test(address)) return address;
  if (/^\d+$/.test(address)) return `*:${address}`;
  const [, host = address, port = '80'] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(address) ?? [];
  return `${host === '0.0.0.0' ? '*' : host.toLowerCase()}:${port}`;
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

/** Whether every server of `http` is in the model. */
export function allServersKnown(nginx: Nginx): boolean {
  const servers = nginx.directives('server').filter((d) => d.node.block);
  return (
    nginx.top.context === 'main' &&
    [...nginx.directives('http'), ...nginx.directives('mail'), ...servers].every((d) => !nginx.isOpen(d))
  );
}
