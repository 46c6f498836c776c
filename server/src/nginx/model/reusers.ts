import { any } from '../../core/version.ts';
import type { Directive, Nginx, Pass, PassTarget, Reuse, Upstream } from './model.ts';
import { type Era, eras, headerLines, isZero, targets } from './reuse.ts';
import { locationOf } from './upstreams.ts';

/** A location that hands requests to an upstream, and what becomes of its connections on the targeted releases. */
export interface User {
  /** The location; the pass itself where it stands in none. */
  readonly location: Directive;
  /** no: on some targeted release. */
  readonly reuse: Reuse;
  /** Why not, with the line that is to blame. */
  readonly obstacle: Obstacle | undefined;
}

export interface Obstacle {
  readonly kind: 'pool' | 'balancer' | 'close' | 'replaced' | 'unset' | 'version' | 'fastcgi' | 'protocol';
  readonly at: Directive;
}

/** The locations that lead to an upstream of http, in the order in which nginx reads them. */
export function usersOf(nginx: Nginx, upstream: Upstream): readonly User[] {
  const users = new Map<Directive, User>();
  for (const pass of upstream.passes) {
    const location = locationOf(pass) ?? pass.directive;
    const user = { location, ...verdictOf(nginx, upstream, pass) };
    const known = users.get(location);
    if (!known || worse(user.reuse, known.reuse)) users.set(location, user);
  }
  return [...users.values()];
}

const worse = (a: Reuse, b: Reuse) => a !== b && (a === 'no' || b === 'yes');

function verdictOf(nginx: Nginx, upstream: Upstream, pass: Pass): Pick<User, 'reuse' | 'obstacle'> {
  const verdicts = targetedEras(nginx).map((era) => ({ era, reuse: reuseOf(nginx, pass, poolIn(nginx, upstream, era), era) }));
  const failing = verdicts.find((v) => v.reuse === 'no');
  if (failing) return { reuse: 'no', obstacle: obstacleOf(nginx, upstream, pass, failing.era) };
  return { reuse: verdicts.every((v) => v.reuse === 'yes') ? 'yes' : 'unknown', obstacle: undefined };
}

/** Older releases first. */
export const targetedEras = (nginx: Nginx): readonly Era[] =>
  (['old', 'new'] as const).filter((era) => targets(nginx.target, era));

/** Whether an upstream keeps idle connections on the releases of an era; undefined where that is not known. */
function poolIn(nginx: Nginx, upstream: Upstream, era: Era): boolean | undefined {
  const { directive, keepalive, ns } = upstream;
  if (ns !== 'http') return false;
  if (era === 'old' && balancerBehind(upstream)) return false;
  const kept = keepalive
    ? /^\d+$/.test(keepalive.node.args[0]?.text ?? '')
      ? !isZero(keepalive)
      : undefined
    : nginx.isOpen(directive)
      ? undefined
      : era === 'new';
  return kept && directive.children.some(endsAtOnce) ? undefined : kept;
}

/**
 * Then a connection lives on only where the next request comes in the same instant: with `keepalive_timeout 0`, nginx 1.31.4
 * opened 200 connections for 200 requests one after the other, 2,142 for 5,000 that came 32 at a time.
 */
const endsAtOnce = (d: Directive): boolean =>
  /^keepalive_(?:timeout|time|requests)$/.test(d.name) && /^0+(?:ms|[smhd])?$/.test(d.node.args[0]?.text ?? '');

/** The method that takes the place of what `keepalive` set, until 1.29.7: each sets the upstream's picking function anew. */
export function balancerBehind({ directive, keepalive }: Upstream): Directive | undefined {
  if (!keepalive || isZero(keepalive)) return undefined;
  const after = directive.children.slice(directive.children.indexOf(keepalive) + 1);
  return after.findLast((d) => balancers.has(d.name) && !d.node.block);
}

/** The name of one is enough to do so. */
const balancers: ReadonlySet<string> = new Set(['ip_hash', 'least_conn', 'hash', 'random']);

/** The same for whatever a pass leads to; undefined also where its targets differ. */
export function poolBehind(nginx: Nginx, { targets: list, complete, literal }: Pass, era: Era): boolean | undefined {
  if (!(complete || literal) || list.length === 0) return undefined;
  const pools = new Set(list.map((t) => poolOfTarget(nginx, t, era)));
  return pools.size === 1 ? [...pools][0] : undefined;
}

function poolOfTarget(nginx: Nginx, target: PassTarget, era: Era): boolean | undefined {
  return target.kind === 'upstream' ? poolIn(nginx, target.upstream, era) : target.kind === 'address' ? false : undefined;
}

function reuseOf(nginx: Nginx, pass: Pass, pool: boolean | undefined, era: Era): Reuse {
  if (pool === false) return 'no';
  const said = keptBy(nginx, pass, era);
  return pool === undefined && said === 'yes' ? 'unknown' : said;
}

/** Whether the server is left to keep a connection: by what is sent to it, or by its protocol. */
export function keptBy(nginx: Nginx, pass: Pass, era: Era): Reuse {
  const { name, parent } = pass.directive;
  if (name === 'proxy_pass') return nginx.sent(pass).reuse[era];
  if (name === 'grpc_pass' || name === 'memcached_pass') return 'yes';
  if (name !== 'fastcgi_pass') return 'no';
  const { directives, certain } = nginx.effective('fastcgi_keep_conn', parent);
  const value = directives[0]?.node.args[0]?.text.toLowerCase() ?? 'off';
  return !certain ? 'unknown' : value === 'on' ? 'yes' : value === 'off' ? 'no' : 'unknown';
}

function obstacleOf(nginx: Nginx, upstream: Upstream, pass: Pass, era: Era): Obstacle {
  const { directive } = pass;
  const balancer = era === 'old' ? balancerBehind(upstream) : undefined;
  if (balancer) return { kind: 'balancer', at: balancer };
  if (poolIn(nginx, upstream, era) === false) return { kind: 'pool', at: upstream.keepalive ?? upstream.directive };
  if (directive.name === 'fastcgi_pass') {
    const [line] = nginx.effective('fastcgi_keep_conn', directive.parent).directives;
    return { kind: 'fastcgi', at: line ?? directive };
  }
  if (directive.name !== 'proxy_pass') return { kind: 'protocol', at: directive };
  const { closing, connection, headers, version } = nginx.sent(pass);
  if (closing[0]) return { kind: 'close', at: closing[0] };
  if (connection.length > 0 || era === 'new') return { kind: 'version', at: version.directives[0] ?? directive };
  const [cut] = headers.level ? headers.directives : [];
  const outer = cut?.parent && headerLines(nginx.effective('proxy_set_header', cut.parent.parent), 'connection')[0];
  return outer ? { kind: 'replaced', at: cut } : { kind: 'unset', at: directive };
}

/** The releases on which something differs from era to era; undefined where only one of them is targeted. */
export const periodOf = (nginx: Nginx, era: Era) =>
  any(nginx.target.nginx, eras.old) && any(nginx.target.nginx, eras.new) ? eras[era] : undefined;
