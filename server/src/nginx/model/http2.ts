import type { Edit } from '../../core/text.ts';
import { since } from '../../core/version.ts';
import { insertAfter, remove, standIn } from './edits.ts';
import { addParameter, allServersKnown, dropParameter, listensOf, parameter } from './listens.ts';
import type { Directive, Nginx } from './model.ts';

/** Releases with the directive `http2`, in which the parameter of `listen` is deprecated. */
export const http2Period = since('1.25.1');

interface Move {
  readonly edits: readonly Edit[];
  /** No socket speaks HTTP/2 that did not before. */
  readonly exact: boolean;
}

/**
 * `listen … http2` switches a socket for all servers that share it, `http2 on` a server on all its sockets. So each server
 * can move by itself, as long as one of them, the first, takes along those that have the protocol from its socket alone.
 */
export function http2Moves(nginx: Nginx): (server: Directive) => Move | undefined {
  let tables: Tables | undefined;
  const moves = new Map<Directive, Move | undefined>();
  return (server) => {
    tables ??= tablesOf(nginx);
    if (!moves.has(server)) moves.set(server, move(nginx, server, tables));
    return moves.get(server);
  };
}

interface Tables extends ReturnType<typeof listensOf> {
  readonly allKnown: boolean;
  /** Sockets with the parameter, and the first server that has it there. */
  readonly first: ReadonlyMap<string, Directive>;
}

function tablesOf(nginx: Nginx): Tables {
  const listens = listensOf(nginx, 'http');
  const first = new Map<string, Directive>();
  for (const [socket, list] of listens.bySocket) {
    const owner = list.find((l) => parameter(l.directive, 'http2'));
    if (owner) first.set(socket, owner.server);
  }
  return { ...listens, allKnown: allServersKnown(nginx), first };
}

function move(nginx: Nginx, server: Directive, { byServer, bySocket, allKnown, first }: Tables): Move | undefined {
  const own = byServer.get(server) ?? [];
  const movers = new Set([server]);
  for (const { socket } of own)
    if (first.get(socket) === server)
      for (const l of bySocket.get(socket)!) if (!parameter(l.directive, 'http2')) movers.add(l.server);
  const edits: Edit[] = [];
  let exact = allKnown;
  for (const { directive } of own) {
    const word = parameter(directive, 'http2');
    if (word) edits.push(dropParameter(directive, word));
  }
  for (const mover of movers) {
    const listens = byServer.get(mover)!;
    const http2 = nginx.effective('http2', mover);
    if (!http2.certain && nginx.top.context === 'main') return undefined;
    const on = /^on$/i.test(http2.directives[0]?.node.args[0]?.text ?? '');
    if (http2.directives.length > 0 && !on) return undefined;
    if (listens.some((l) => l.directive.file.times > 1)) return undefined;
    if (on) continue;
    if (listens.some((l) => !l.quic && !first.has(l.socket))) exact = false;
    edits.push(insertAfter(standIn(listens.at(-1)!.directive, mover), ['http2 on;']));
  }
  return { edits, exact };
}

/**
 * The way back: `http2 on` becomes a parameter of every `listen` of its server, and of the servers that share a socket with it,
 * since the parameter is one of the socket. undefined where one of them does not have HTTP/2, or where that is not known.
 */
export function http2Parameters(nginx: Nginx, d: Directive): Edit[] | undefined {
  if (d.parent?.name !== 'server' || !allServersKnown(nginx)) return undefined;
  const { byServer, bySocket } = listensOf(nginx, 'http');
  const servers = new Set([d.parent]);
  const edits: Edit[] = [];
  // A set is walked together with what is added to it.
  for (const server of servers) {
    const http2 = nginx.effective('http2', server);
    const [on] = http2.directives;
    if (!on || http2.level !== server || !/^on$/i.test(on.node.args[0]?.text ?? '') || on.file.times > 1) return undefined;
    const listens = byServer.get(server)?.filter((l) => !l.quic) ?? [];
    if (listens.length === 0) return undefined;
    edits.push(remove(on));
    for (const { directive, socket } of listens) {
      if (directive.file.times > 1) return undefined;
      if (!parameter(directive, 'http2')) edits.push(addParameter(directive, 'http2'));
      for (const other of bySocket.get(socket)!) servers.add(other.server);
    }
  }
  return edits;
}
