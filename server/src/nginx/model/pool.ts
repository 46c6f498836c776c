import type { Edit } from '../../core/text.ts';
import { insertAfter, standIn } from './edits.ts';
import type { Directive, Nginx, Pass, Upstream } from './model.ts';
import { repairOf } from './repair.ts';
import { spokenHttp } from './reuse.ts';

/** The servers that get requests while all is well. */
export const serversOf = ({ directive }: Upstream): readonly Directive[] =>
  directive.children.filter(
    ({ name, node }) => name === 'server' && !node.args.some(({ text }) => text === 'down' || text === 'backup'),
  );

/** Whether a script chooses the server, and may keep the connection by itself (`enable_keepalive` of lua-resty-core). */
export const isScripted = ({ directive }: Upstream): boolean =>
  directive.children.some(({ name }) => name.startsWith('balancer_by_lua'));

/**
 * Edits after which an upstream without `keepalive` has a pool, and everything that leads to it uses it. undefined where that is
 * not certain.
 */
export function poolFor(nginx: Nginx): (upstream: Upstream) => Edit[] | undefined {
  const keepOpen = repairOf(nginx);
  return (upstream) => {
    const { directive, passes } = upstream;
    // Behind the balancing method, which takes away what stands before it until 1.29.7.
    const last = directive.children.findLast((d) => !d.name.startsWith('keepalive'));
    const place = last && standIn(last, directive);
    const servers = serversOf(upstream).length;
    if (!place || servers === 0 || place.file.times > 1 || nginx.isOpen(directive)) return undefined;
    // One pool for both would hand connections with HTTP/2 on them to HTTP/1 requests.
    if (new Set(passes.map((pass) => spokenHttp(nginx, pass))).size > 1) return undefined;
    const closed: Pass[] = [];
    for (const pass of passes) {
      const how = howUsed(nginx, pass);
      if (how === 'unknown') return undefined;
      if (how === 'closed') closed.push(pass);
    }
    const edits = keepOpen(closed);
    return edits && [insertAfter(place, [`keepalive ${Math.max(32, servers)};`]), ...edits];
  };
}

function howUsed(nginx: Nginx, pass: Pass): 'kept' | 'closed' | 'unknown' {
  const { directive: d, targets, complete, literal } = pass;
  if (targets.length !== 1 || !(literal || (complete && d.file.times === 1))) return 'unknown';
  if (d.name === 'grpc_pass' || d.name === 'memcached_pass') return 'kept';
  if (d.name !== 'proxy_pass') return 'unknown';
  const { connection, reuse } = nginx.sent(pass);
  // What else is sent has a reason of its own.
  if (connection.some(({ node }) => node.args[1]?.text !== '')) return 'unknown';
  if (reuse.old === 'no' || reuse.new === 'no') return 'closed';
  return reuse.old === 'yes' && reuse.new === 'yes' ? 'kept' : 'unknown';
}
