import { once } from '../../core/once.ts';
import { allServersKnown, isDefault, type Listen, listensOf, usualSocket } from './listens.ts';
import { isPlaceholder } from './meaning.ts';
import type { Directive, Nginx } from './model.ts';

/** An address that several servers of http share, and the one that takes the requests that none of them is named for. */
export interface SharedDefault {
  /** As people write it: `*:80`. */
  readonly socket: string;
  readonly server: Directive;
  readonly default: Listen;
  /** Its `listen` says so; else it is the first that nginx reads. */
  readonly explicit: boolean;
  readonly listens: readonly Listen[];
}

/** For each server, of the addresses that it shares. Silent where another address may be the same, or another server may be first. */
export const sharedDefaults = once((nginx: Nginx): ReadonlyMap<Directive, readonly SharedDefault[]> => {
  const found = new Map<Directive, SharedDefault[]>();
  const { byServer, bySocket } = listensOf(nginx, 'http');
  const sockets = [...bySocket.keys()];
  // A range holds other sockets, a host name stands for an address.
  if (sockets.some((socket) => /:\d+-\d+$/.test(socket))) return found;
  const whole = allServersKnown(nginx);
  const unsaid = nginx.directives('server').some((d) => d.ns === 'http' && d.node.block && !byServer.has(d));
  for (const [socket, listens] of bySocket) {
    const servers = new Set(listens.map((l) => l.server));
    if (servers.size < 2 || !plainSocket.test(socket)) continue;
    if (listens.some(({ directive: d }) => d.node.args.some((word) => isPlaceholder(word, d.file)))) continue;
    const [named, another] = listens.filter((l) => isDefault(l.directive));
    const chosen = named ?? listens[0]!;
    if (another || (!named && (!whole || (unsaid && socket === usualSocket)))) continue;
    const shown = socket.replace(/^tcp /, '').replace(/^0\.0\.0\.0:/, '*:');
    const its = { socket: shown, server: chosen.server, default: chosen, explicit: named !== undefined, listens };
    for (const server of servers) {
      const list = found.get(server);
      if (list) list.push(its);
      else found.set(server, [its]);
    }
  }
  return found;
});

const plainSocket = /^tcp (?:[\d.]+|\[[\da-f:.]+\]):\d+$/;
