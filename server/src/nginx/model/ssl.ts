import type { Edit } from '../../core/text.ts';
import { remove } from './edits.ts';
import { addParameter, allServersKnown, type Listen, listensOf, parameter } from './listens.ts';
import type { Directive, Nginx } from './model.ts';

export interface SslMove {
  readonly edits: readonly Edit[];
  /** Every server that shares one of the sockets speaks TLS on it already, so that nothing changes. */
  readonly exact: boolean;
}

/** The `ssl on` and `ssl off` of HTTP and mail servers: switches of whole servers, before `listen … ssl` replaced them. */
export function sslSwitches(nginx: Nginx): readonly Directive[] {
  return nginx
    .directives('ssl')
    .filter(({ node }) => !node.block && node.args.length === 1 && /^(?:on|off)$/i.test(node.args[0]!.text));
}

/** Puts `ssl` on the sockets that a switch covers, and takes the switch away; undefined where its servers are not all here. */
export function moveToListens(nginx: Nginx, d: Directive): SslMove | undefined {
  if (d.file.times > 1 || (d.ns !== 'http' && d.ns !== 'mail')) return undefined;
  if (/^off$/i.test(d.node.args[0]!.text)) {
    const outer = d.parent && nginx.effective('ssl', d.parent.parent);
    return outer?.certain && outer.directives.length === 0 ? { edits: [remove(d)], exact: true } : undefined;
  }
  const { byServer, bySocket } = listensOf(nginx, d.ns);
  if (d.parent?.name !== 'server' && !allServersKnown(nginx)) return undefined;
  const servers =
    d.parent?.name === 'server'
      ? [d.parent]
      : nginx
          .directives('server')
          .filter((s) => s.node.block && s.ns === d.ns && nginx.effective('ssl', s).directives[0] === d);
  const covered = new Set<Listen>();
  const edits = [remove(d)];
  let exact = allServersKnown(nginx);
  for (const server of servers) {
    const listens = byServer.get(server)?.filter((l) => !l.quic) ?? [];
    if (listens.length === 0 || nginx.isOpen(server)) return undefined;
    const bare = listens.filter((l) => !parameter(l.directive, 'ssl'));
    if (bare.length > 0 && bare.length < listens.length) exact = false;
    for (const l of bare) {
      if (l.directive.file.times > 1) return undefined;
      covered.add(l);
      edits.push(addParameter(l.directive, 'ssl'));
    }
  }
  const speaks = (l: Listen) =>
    covered.has(l) ||
    parameter(l.directive, 'ssl') ||
    /^on$/i.test(nginx.effective('ssl', l.server).directives[0]?.node.args[0]?.text ?? '');
  for (const l of covered) if (!bySocket.get(l.socket)!.every(speaks)) exact = false;
  return { edits, exact };
}
