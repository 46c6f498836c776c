import type { Edit } from '../../core/text.ts';
import { remove } from './edits.ts';
import { addParameter, allServersKnown, isDefault, type Listen, listensOf, parameter } from './listens.ts';
import type { Directive, Namespace, Nginx } from './model.ts';
import { knowsVariables } from './whole.ts';

/**
 * Of the listens of a socket with TLS, those that keep nginx from starting for want of a certificate: that of the default
 * server, and where that one rejects handshakes, those of all others (`ngx_http_ssl_init`).
 */
export function uncertified(nginx: Nginx, listens: readonly Listen[]): readonly Listen[] {
  // Forks have certificates of their own kinds.
  if (!knowsVariables(nginx)) return [];
  const lacks = ({ server }: Listen) => nginx.effective('ssl_certificate', server).directives.length === 0;
  const rejects = ({ server }: Listen) =>
    nginx.effective('ssl_reject_handshake', server).directives.some(({ node }) => /^on$/i.test(node.args[0]?.text ?? ''));
  const first = listens.find((l) => isDefault(l.directive)) ?? listens[0]!;
  if (!lacks(first)) return [];
  return rejects(first) ? listens.filter((l) => lacks(l) && !rejects(l)) : [first];
}

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

/** For a switch: puts `ssl` on the sockets that it covers, and takes it away; undefined where its servers are not all here. */
export function sslMoves(nginx: Nginx): (d: Directive) => SslMove | undefined {
  const tables = new Map<Namespace, Tables>();
  return (d) => {
    if (d.file.times > 1 || (d.ns !== 'http' && d.ns !== 'mail')) return undefined;
    let known = tables.get(d.ns);
    if (!known) {
      known = tablesOf(nginx, d.ns);
      tables.set(d.ns, known);
    }
    return move(nginx, d, known);
  };
}

interface Tables {
  readonly byServer: ReadonlyMap<Directive, readonly Listen[]>;
  readonly allKnown: boolean;
  /** Sockets that some server does not speak TLS on. */
  readonly mixed: ReadonlySet<string>;
}

function tablesOf(nginx: Nginx, ns: 'http' | 'mail'): Tables {
  const { byServer, bySocket } = listensOf(nginx, ns);
  const speaks = (l: Listen) =>
    parameter(l.directive, 'ssl') !== undefined ||
    /^on$/i.test(nginx.effective('ssl', l.server).directives[0]?.node.args[0]?.text ?? '');
  const mixed = [...bySocket].flatMap(([socket, listens]) => (listens.every(speaks) ? [] : [socket]));
  return { byServer, allKnown: allServersKnown(nginx), mixed: new Set(mixed) };
}

function move(nginx: Nginx, d: Directive, { byServer, allKnown, mixed }: Tables): SslMove | undefined {
  if (/^off$/i.test(d.node.args[0]!.text)) {
    const outer = d.parent && nginx.effective('ssl', d.parent.parent);
    return outer?.certain && outer.directives.length === 0 ? { edits: [remove(d)], exact: true } : undefined;
  }
  if (d.parent?.name !== 'server' && !allKnown) return undefined;
  const servers =
    d.parent?.name === 'server'
      ? [d.parent]
      : nginx
          .directives('server')
          .filter((s) => s.node.block && s.ns === d.ns && nginx.effective('ssl', s).directives[0] === d);
  const edits = [remove(d)];
  let exact = allKnown;
  for (const server of servers) {
    const listens = byServer.get(server)?.filter((l) => !l.quic) ?? [];
    if (listens.length === 0 || nginx.isOpen(server)) return undefined;
    const bare = listens.filter((l) => !parameter(l.directive, 'ssl'));
    if (bare.length > 0 && bare.length < listens.length) exact = false;
    for (const l of bare) {
      if (l.directive.file.times > 1) return undefined;
      edits.push(addParameter(l.directive, 'ssl'));
      if (mixed.has(l.socket)) exact = false;
    }
  }
  return { edits, exact };
}
