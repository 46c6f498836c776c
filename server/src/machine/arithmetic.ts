import type { Statement } from '../core/rule.ts';
import { say, texts } from '../core/statement.ts';
import { backlogOf, backlogStatement, closerOf, isPerWorker, passOf } from '../nginx/model/arithmetic.ts';
import type { Directive, Nginx, Pass } from '../nginx/model/model.ts';
import { targetedEras } from '../nginx/model/reusers.ts';
import {
  defaultNumbers,
  freePorts,
  perReading,
  rateOf,
  readingsOf,
  reuse,
  type Values,
  valuesOf,
} from '../sysctl/model/arithmetic.ts';
import type { Assignment, Sysctl } from '../sysctl/model/model.ts';

/** The two sides of a machine; undefined: that side is not known. */
export interface Sides {
  readonly nginx: Nginx | undefined;
  readonly sysctl: Sysctl | undefined;
}

/** The configurations of nginx in what several machines have, each once. */
export const nginxIn = (sides: readonly Sides[]): readonly Nginx[] => [...new Set(sides.flatMap(({ nginx }) => nginx ?? []))];

/** The same of sets of sysctl files. */
export const sysctlIn = (sides: readonly Sides[]): readonly Sysctl[] => [
  ...new Set(sides.flatMap(({ sysctl }) => sysctl ?? [])),
];

const somaxconn = 'net/core/somaxconn';
const portRange = 'net/ipv4/ip_local_port_range';

/** What a directive comes to only together with the kernel's settings. */
export function ofDirective({ nginx, sysctl }: Sides, d: Directive): readonly Statement[] {
  if (!nginx) return [];
  if (d.name === 'listen') return queue(nginx, sysctl, d);
  const pass = d.name === 'proxy_pass' || d.name === 'grpc_pass' ? passOf(nginx, d) : undefined;
  return pass ? budget(nginx, sysctl, pass) : [];
}

/** What a key comes to only together with the configuration of nginx. */
export function ofKey({ nginx, sysctl }: Sides, path: string, here?: Assignment): readonly Statement[] {
  if (!nginx || !sysctl || path !== somaxconn) return [];
  return perReading(sysctl, (reading) => {
    const values = valuesOf(sysctl, reading, here);
    const cap = values.known(somaxconn);
    if (!cap) return [];
    const told = new Map<number, Statement>();
    for (const d of nginx.directives('listen')) {
      const asked = backlogOf(nginx, d);
      if (!asked || told.has(asked.value)) continue;
      const length = { count: Math.min(asked.value, cap.numbers[0]!) };
      const limit = values.from(cap, { count: cap.numbers[0]! });
      told.set(asked.value, say(words.queue, { backlog: backlogStatement(asked, d), limit, length }));
    }
    return [...told.values()].slice(0, mostQueues);
  });
}

const mostQueues = 3;

/** How long the accept queue of a socket is; undefined where one of the two numbers is not known. */
export function queueLength({ nginx, sysctl }: Sides, d: Directive): number | undefined {
  const asked = nginx && backlogOf(nginx, d);
  const lengths = new Set(sysctl && readingsOf(sysctl).map((r) => valuesOf(sysctl, r).known(somaxconn)?.numbers[0]));
  const [cap] = lengths;
  return asked && lengths.size === 1 && cap !== undefined ? Math.min(asked.value, cap) : undefined;
}

function queue(nginx: Nginx, sysctl: Sysctl | undefined, d: Directive): readonly Statement[] {
  const asked = backlogOf(nginx, d);
  if (!asked) return [];
  const backlog = backlogStatement(asked, d);
  const each = isPerWorker(nginx, d) ? [say(words.perWorker, {})] : [];
  if (!sysctl) return [say(words.asked, { backlog }), ...each];
  const lengths = perReading(sysctl, (reading) => {
    const values = valuesOf(sysctl, reading);
    const cap = values.known(somaxconn);
    const limit = cap?.numbers[0];
    if (!cap || limit === undefined) return [say(words.asked, { backlog })];
    const length = { count: Math.min(asked.value, limit) };
    return [say(words.queue, { backlog, limit: values.from(cap, { count: limit }), length })];
  });
  return [...lengths, ...each];
}

/** Only where this side closes first, and TIME_WAIT keeps the port from being taken again. */
function budget(nginx: Nginx, sysctl: Sysctl | undefined, pass: Pass): readonly Statement[] {
  if (!targetedEras(nginx).some((era) => closerOf(nginx, pass, era) === 'nginx')) return [];
  const local = hostsOf(pass).map(isLoopback);
  if (!sysctl) {
    const [first, last] = defaultNumbers(portRange, nginx.target) ?? [];
    if (first === undefined || last === undefined || local.length === 0 || local.includes(true)) return [];
    const count = last - first + 1;
    return [say(words.usualBudget, { count: { count }, rate: { count: rateOf(count) } })];
  }
  return perReading(sysctl, (reading) => {
    const values = valuesOf(sysctl, reading);
    const free = freePorts(values);
    if (!free || !isBound(values, local)) return [];
    const range = values.known(portRange)!;
    const count = values.from(range, { count: free.count });
    return [say(words.budget, { count, rate: { count: rateOf(free.count) } })];
  });
}

function isBound(values: Values, local: readonly boolean[]): boolean {
  const again = reuse(values);
  return again === 'none' || (again === 'loopback' && local.length > 0 && !local.includes(true));
}

function hostsOf({ targets }: Pass): string[] {
  return targets.flatMap((t) =>
    t.kind === 'address'
      ? [t.host]
      : t.kind === 'upstream'
        ? t.upstream.directive.children.filter((d) => d.name === 'server').map((d) => d.node.args[0]?.text ?? '')
        : [],
  );
}

const isLoopback = (host: string) => /^(?:127\.|localhost\b|\[::1\]|unix:)/i.test(host);

const words = texts({
  queue: {
    en: 'accept queue: min(backlog {backlog}, somaxconn {limit}) = {length} connections',
    'zh-CN': 'accept 队列：min(backlog {backlog}, somaxconn {limit}) = {length} 个连接',
  },
  asked: {
    en: 'asks for an accept queue of {backlog} connections; the kernel cuts it at net.core.somaxconn',
    'zh-CN': '请求长度为 {backlog} 的 accept 队列；内核以 net.core.somaxconn 为上限',
  },
  perWorker: {
    en: 'reuseport: each worker process has such a queue of its own',
    'zh-CN': 'reuseport：每个 worker 进程各有一个这样的队列',
  },
  usualBudget: {
    en: '{count} ports, where ip_local_port_range is the default, ÷ 60 s = at most {rate} new connections per second to each address and port',
    'zh-CN': '{count} 个端口（ip_local_port_range 为默认值时）÷ 60 秒 = 到每个地址和端口每秒最多新建 {rate} 个连接',
  },
  budget: {
    en: '{count} ports ÷ 60 s = at most {rate} new connections per second to each address and port',
    'zh-CN': '{count} 个端口 ÷ 60 秒 = 到每个地址和端口每秒最多新建 {rate} 个连接',
  },
});
