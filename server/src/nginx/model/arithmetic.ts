import { once } from '../../core/once.ts';
import type { Statement } from '../../core/rule.ts';
import { say, sourced, texts } from '../../core/statement.ts';
import { parseNumber, parseTime } from '../facts/values.ts';
import { type Listen, listensOf, parameter } from './listens.ts';
import { type Directive, type Nginx, type Pass, type PassTarget, spanOf } from './model.ts';
import type { Era } from './reuse.ts';
import { balancerBehind, keptBy, periodOf, poolBehind, targetedEras, usersOf } from './reusers.ts';

/**
 * What a directive about the life of connections comes to together with what else applies to it: numbers that a person can check.
 * Silent about what is not known.
 */
export function arithmetic(nginx: Nginx, d: Directive): readonly Statement[] {
  if (d.name === 'proxy_pass' || d.name === 'grpc_pass') return pass(nginx, d);
  return formulas.get(d.name)?.(nginx, d) ?? [];
}

const formulas: ReadonlyMap<string, (nginx: Nginx, d: Directive) => readonly Statement[]> = new Map([
  ['upstream', users],
  ['keepalive', pool],
  ['keepalive_timeout', idle],
  ['keepalive_requests', requests],
  ['keepalive_time', lifetime],
  ['worker_connections', connections],
  ['worker_processes', connections],
]);

/** What a line comes to over all worker processes, in a few words; undefined where that says no more than the line. */
export function brief(nginx: Nginx, d: Directive): Statement | undefined {
  const workers = d.name === 'keepalive' || d.name === 'worker_connections' ? workersOf(nginx)?.value : undefined;
  if (typeof workers !== 'number') return undefined;
  const each = d.name === 'keepalive' ? poolSize(nginx, d)?.each : connectionsOf(nginx)?.value;
  return each && workers > 1 ? say(words.times, { workers: { count: workers }, all: { count: each * workers } }) : undefined;
}

/** A number that the configuration or nginx sets, and the line that does. */
interface Known<T = number> {
  readonly value: T;
  readonly from: Directive | undefined;
}

/** The number of worker processes; undefined where it is not known. */
function workersOf(nginx: Nginx): Known<number | 'auto'> | undefined {
  const found = onlyOne(nginx, 'worker_processes', undefined);
  if (found === undefined) return undefined;
  if (found === 'none') return { value: 1, from: undefined };
  const text = argument(found);
  const value = text === 'auto' ? text : parseNumber(text);
  return value === 0 || value === undefined ? undefined : { value, from: found };
}

/** Connections of one worker process. */
function connectionsOf(nginx: Nginx): Known | undefined {
  const [events, ...others] = nginx.directives('events');
  if (!events || others.length > 0) return undefined;
  const found = onlyOne(nginx, 'worker_connections', events);
  if (found === undefined) return undefined;
  if (found === 'none') return { value: 512, from: undefined };
  const value = parseNumber(argument(found));
  return value ? { value, from: found } : undefined;
}

/** undefined where there are several, or others where nobody looked. */
function onlyOne(nginx: Nginx, name: string, block: Directive | undefined): Directive | 'none' | undefined {
  const [first, second] = nginx.directives(name);
  if (nginx.top.context !== 'main' || second) return undefined;
  return first ?? (nginx.isOpen(block) ? undefined : 'none');
}

const argument = ({ node }: Directive, at = 0): string => node.args[at]?.text ?? '';

/** A number, with its line unless the reader looks at it. */
const from = ({ from: line, value }: Known, here: Directive): Statement =>
  sourced({ count: value }, line === undefined ? 'default' : line === here ? 'here' : { place: spanOf(line) });

/** Idle connections to an upstream: of one worker, and of all of them. */
function poolSize(
  nginx: Nginx,
  d: Directive,
): { readonly each: number; readonly all: number | 'auto' | undefined } | undefined {
  const each = d.parent?.name === 'upstream' && d.ns === 'http' ? parseNumber(argument(d)) : undefined;
  const upstream = d.parent && upstreamOf(nginx).get(d.parent);
  const isLost = upstream && balancerBehind(upstream) && !targetedEras(nginx).includes('new');
  if (!each || isLost) return undefined;
  const workers = workersOf(nginx)?.value;
  return { each, all: typeof workers === 'number' ? each * workers : workers };
}

function pool(nginx: Nginx, d: Directive): Statement[] {
  const size = poolSize(nginx, d);
  if (!size) return [];
  const each = { count: size.each };
  const workers = workersOf(nginx);
  if (!workers) return [say(words.poolEach, { each })];
  if (workers.value === 'auto') return [say(words.poolPerCore, { each })];
  const all = { count: size.each * workers.value };
  return [say(words.pool, { each, workers: from({ ...workers, value: workers.value }, d), all })];
}

const upstreamOf = once((nginx: Nginx) => new Map(nginx.upstreams.map((u) => [u.directive, u])));

/** Whether an upstream has idle connections on any targeted release. */
function mayKeep(nginx: Nginx, block: Directive): boolean {
  const upstream = upstreamOf(nginx).get(block);
  return (
    upstream === undefined || upstream.keepalive !== undefined || nginx.isOpen(block) || targetedEras(nginx).includes('new')
  );
}

function idle(nginx: Nginx, d: Directive): Statement[] {
  if (d.ns !== 'http') return [];
  const seconds = (parseTime(argument(d), 'ms') ?? Number.NaN) / 1000;
  if (Number.isNaN(seconds)) return [];
  const time = { duration: seconds };
  if (d.parent?.name === 'upstream') return seconds > 0 && mayKeep(nginx, d.parent) ? [say(words.idleServer, { time })] : [];
  if (seconds === 0) return [say(words.closeAtOnce, {})];
  const header = parseTime(argument(d, 1), 's');
  const told = header === undefined ? [] : [say(words.header, { header: { duration: header } })];
  return [say(words.idleClient, { time }), ...told];
}

function lifetime(_: Nginx, d: Directive): Statement[] {
  const seconds = d.ns === 'http' ? parseTime(argument(d), 'ms') : undefined;
  if (!seconds) return [];
  return [say(words.lifetime, { time: { duration: seconds / 1000 } })];
}

function requests(_: Nginx, d: Directive): Statement[] {
  const count = d.ns === 'http' ? parseNumber(argument(d)) : undefined;
  // Beyond that they are as good as none.
  if (!count || count > 100_000) return [];
  const rate = { count: Math.round(100_000 / count) / 100 };
  return [say(d.parent?.name === 'upstream' ? words.requestsServer : words.requestsClient, { count: { count }, rate })];
}

function connections(nginx: Nginx, d: Directive): Statement[] {
  const workers = workersOf(nginx);
  const each = connectionsOf(nginx);
  if (!each) return [];
  const half = (count: number) => ({ half: { count: Math.floor(count / 2) } });
  if (!workers || workers.value === 'auto') {
    const data = { each: from(each, d), ...half(each.value) };
    return d.name === 'worker_connections' || workers
      ? [say(workers ? words.connectionsPerCore : words.connectionsEach, data)]
      : [];
  }
  const total = each.value * workers.value;
  const data = { each: from(each, d), workers: from({ ...workers, value: workers.value }, d), total: { count: total } };
  return [say(words.connections, { ...data, ...half(total) })];
}

function users(nginx: Nginx, d: Directive): Statement[] {
  const upstream = nginx.upstreams.find((u) => u.directive === d && u.ns === 'http');
  const all = upstream ? usersOf(nginx, upstream) : [];
  const count = (reuse: string) => all.filter((u) => u.reuse === reuse).length;
  if (all.length === 0 || count('unknown') > 0) return [];
  return [say(words.users, { reusing: { count: count('yes') }, others: { count: count('no') } })];
}

/** Who closes the connections of a pass first, and so keeps TIME_WAIT; nobody: they are reused. */
export type Closer = 'nginx' | 'server' | 'nobody';

/**
 * undefined where it is not known. Measured with nginx 1.22.1, 1.29.6, 1.29.7 and 1.31.4: a server that is not asked to close waits
 * for nginx; one that is asked closes first where it is quick, since nginx does not wait for it once it has the whole response.
 */
export function closerOf(nginx: Nginx, p: Pass, era: Era): Closer | undefined {
  if (p.directive.ns !== 'http' || p.targets.some(isUnix)) return undefined;
  const pooled = poolBehind(nginx, p, era);
  if (pooled === undefined || !['proxy_pass', 'grpc_pass'].includes(p.directive.name)) return undefined;
  const kept = keptBy(nginx, p, era);
  if (kept === 'no') return 'server';
  return kept === 'yes' ? (pooled ? 'nobody' : 'nginx') : undefined;
}

/** Sockets of that kind have no TIME_WAIT. */
const isUnix = (target: PassTarget): boolean =>
  target.kind === 'address'
    ? target.unix
    : target.kind === 'upstream' &&
      target.upstream.directive.children.some((d) => d.name === 'server' && /^unix:/i.test(argument(d)));

/** The pass that a directive is. */
export const passOf = (nginx: Nginx, d: Directive): Pass | undefined => passesOf(nginx).get(d);

const passesOf = once((nginx: Nginx) => new Map(nginx.passes.map((p) => [p.directive, p])));

function pass(nginx: Nginx, d: Directive): Statement[] {
  const p = passOf(nginx, d);
  if (!p) return [];
  const eras = targetedEras(nginx);
  const closers = eras.map((era) => closerOf(nginx, p, era));
  if (closers.every((c) => c === closers[0])) return closers[0] ? [say(words[closers[0]], {})] : [];
  return eras.flatMap((era, i) => {
    const [closer, period] = [closers[i], periodOf(nginx, era)];
    if (!closer || !period) return [];
    const versions = { product: 'nginx', ranges: nginx.target.nginx, period } as const;
    return [say(words.versions, { versions, statement: say(words[closer], {}) })];
  });
}

/** What a `listen` asks for: nginx's own default where no line of its socket says so; undefined for sockets without such a queue. */
export function backlogOf(nginx: Nginx, d: Directive): Known | undefined {
  const lines = acceptingLines(nginx, d);
  return lines && sharedBacklog(lines);
}

/** Whether each worker process has a socket and a queue of its own. */
export const isPerWorker = (nginx: Nginx, d: Directive): boolean =>
  acceptingLines(nginx, d)?.some((l) => parameter(l.directive, 'reuseport')) ?? false;

/**
 * The lines of the socket that accepts connections for a `listen`; undefined where there is none, or it is not known. Connections
 * to an address that asks for no socket of its own come by that of the wildcard (`bind_wildcard` of ngx_http_init_listening()).
 */
function acceptingLines(nginx: Nginx, d: Directive): readonly Listen[] | undefined {
  const ns = d.ns === 'http' || d.ns === 'stream' || d.ns === 'mail' ? d.ns : undefined;
  if (!ns || d.name !== 'listen' || d.parent?.name !== 'server') return undefined;
  const { byServer, bySocket } = listensOf(nginx, ns);
  const own = byServer.get(d.parent)?.find((l) => l.directive === d);
  if (!own || own.socket.startsWith('udp ')) return undefined;
  const lines = bySocket.get(own.socket) ?? [];
  const [, host, port] = /^tcp (\[.*\]|[^:/]+):(\d+)$/.exec(own.socket) ?? [];
  const around = host && bySocket.get(`tcp ${host.startsWith('[') ? '[::]' : '0.0.0.0'}:${port}`);
  if (!around || around === lines || hasSocket(lines)) return lines;
  return /^[\d.]+$|^\[/.test(host) ? around : undefined;
}

/** Whether an address gets a socket whatever else there is on its port. */
const hasSocket = once((lines: readonly Listen[]): boolean =>
  lines.some(({ directive: { node } }) => node.args.slice(1).some(({ text }) => asksForSocket.test(text))),
);

const asksForSocket =
  /^(?:bind|deferred|reuseport|multipath|(?:backlog|rcvbuf|sndbuf|setfib|fastopen|accept_filter|ipv6only|so_keepalive)=.*)$/;

/** Thousands of servers may share a socket. */
const sharedBacklog = once((lines: readonly Listen[]): Known => first(lines, written) ?? { value: 511, from: undefined });

function first<T, R>(list: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of list) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function written({ directive }: Listen): Known | undefined {
  const word = directive.node.args.find((w) => w.text.startsWith('backlog='));
  const value = word && parseNumber(word.text.slice('backlog='.length));
  return value ? { value, from: directive } : undefined;
}

export const backlogStatement = (known: Known, here: Directive): Statement => from(known, here);

const words = texts({
  times: { en: '× {workers} workers = {all}', 'zh-CN': '× {workers} 个 worker = {all}' },
  versions: { en: '{versions}: {statement}', 'zh-CN': '{versions}：{statement}' },
  pool: {
    en: 'idle connections to this upstream: {each} per worker × worker_processes {workers} = at most {all}; more may be open while requests run',
    'zh-CN':
      '到此 upstream 的空闲连接：每个 worker {each} 个 × worker_processes {workers} = 最多 {all} 个；处理请求时可以打开更多',
  },
  poolPerCore: {
    en: 'idle connections to this upstream: at most {each} per worker process, of which there is one per core; more may be open while requests run',
    'zh-CN': '到此 upstream 的空闲连接：每个 worker 进程（每核一个）最多 {each} 个；处理请求时可以打开更多',
  },
  poolEach: {
    en: 'idle connections to this upstream: at most {each} per worker process; more may be open while requests run',
    'zh-CN': '到此 upstream 的空闲连接：每个 worker 进程最多 {each} 个；处理请求时可以打开更多',
  },
  idleServer: {
    en: 'nginx closes an idle connection to a server after {time}, unless the server does so sooner: who closes keeps TIME_WAIT',
    'zh-CN': '到后端的连接空闲 {time}后由 nginx 关闭，除非后端更早关闭：TIME_WAIT 留在先关闭的一侧',
  },
  idleClient: {
    en: 'nginx closes an idle client connection after {time}, unless the client does so sooner: who closes keeps TIME_WAIT',
    'zh-CN': '客户端连接空闲 {time}后由 nginx 关闭，除非客户端更早关闭：TIME_WAIT 留在先关闭的一侧',
  },
  lifetime: {
    en: 'nginx closes a connection after the first response beyond {time}, however busy it is',
    'zh-CN': '连接存在超过 {time}后，无论多忙，nginx 都会在下一次响应后关闭它',
  },
  header: {
    en: 'clients are told {header} in a Keep-Alive header, which changes nothing here',
    'zh-CN': 'Keep-Alive 响应头告诉客户端 {header}，这不改变 nginx 自己的行为',
  },
  closeAtOnce: {
    en: 'nginx closes every client connection after one response: its side keeps TIME_WAIT for each request',
    'zh-CN': 'nginx 在一次响应后关闭每个客户端连接：每个请求都会在 nginx 一侧留下 TIME_WAIT',
  },
  requestsServer: {
    en: '1,000 requests per second ÷ {count} per connection = at least {rate} new connections per second to servers',
    'zh-CN': '每秒 1,000 个请求 ÷ 每个连接 {count} 个 = 每秒至少新建 {rate} 个到后端的连接',
  },
  requestsClient: {
    en: '1,000 requests per second ÷ {count} per connection = at least {rate} new client connections per second',
    'zh-CN': '每秒 1,000 个请求 ÷ 每个连接 {count} 个 = 每秒至少新建 {rate} 个客户端连接',
  },
  connections: {
    en: 'connections: {each} per worker × worker_processes {workers} = {total}; a proxied request takes two, so at most {half} at a time',
    'zh-CN':
      '连接：每个 worker {each} 个 × worker_processes {workers} = {total} 个；代理的请求各占两个，因此最多同时处理 {half} 个',
  },
  connectionsPerCore: {
    en: 'connections: {each} per worker process, of which there is one per core; a proxied request takes two, so at most {half} at a time in each',
    'zh-CN': '连接：每个 worker 进程（每核一个）{each} 个；代理的请求各占两个，因此每个进程最多同时处理 {half} 个',
  },
  connectionsEach: {
    en: 'connections: {each} per worker process; a proxied request takes two, so at most {half} at a time in each',
    'zh-CN': '连接：每个 worker 进程 {each} 个；代理的请求各占两个，因此每个进程最多同时处理 {half} 个',
  },
  users: {
    en: 'locations that reuse its connections: {reusing}, that do not: {others}',
    'zh-CN': '复用其连接的 location：{reusing} 个，不复用的：{others} 个',
  },
  nobody: {
    en: 'requests reuse idle connections of the upstream: no TIME_WAIT for each of them',
    'zh-CN': '请求复用 upstream 的空闲连接：不会每个请求留下一个 TIME_WAIT',
  },
  server: {
    en: 'every request opens a connection that the server is asked to close: TIME_WAIT stays with it where it does so before nginx, which closes as soon as it has the response',
    'zh-CN': '每个请求都新建连接，并要求后端关闭它：后端先于 nginx 关闭时，TIME_WAIT 留在后端；nginx 收完响应就会关闭',
  },
  nginx: {
    en: 'every request opens a connection that nobody asks the server to close, so nginx closes it: TIME_WAIT and the port stay on this machine for 60 s',
    'zh-CN': '每个请求都新建连接，又没有要求后端关闭它，于是由 nginx 关闭：TIME_WAIT 及其端口在本机停留 60 秒',
  },
});
