import type { Statement, Text, Value } from '../../core/rule.ts';
import { say, sourced, texts } from '../../core/statement.ts';
import { any, before, since, type Target, type VersionRange } from '../../core/version.ts';
import { factsOf, type KeyFacts, type Unit } from '../facts/keys.ts';
import { doubling, memoryOfDefault, mostByDefault, timeouts } from '../facts/tcp.ts';
import { type Assignment, type Reading, type Sysctl, spanOfSetting } from './model.ts';
import { portList, portsListed } from './ports.ts';
import { isTaken } from './value.ts';

/**
 * What the values that a set leaves come to, for a key (below /proc/sys) about the life of connections: numbers that a person can
 * check. `here` is the assignment that the reader looks at. Silent about what is not known: templates, refused values, defaults
 * that differ between the targeted kernels.
 */
export function arithmetic(sysctl: Sysctl, path: string, here?: Assignment): readonly Statement[] {
  const sums = formulas.get(path);
  return sums ? perReading(sysctl, (reading) => sums(valuesOf(sysctl, reading, here))) : [];
}

/** What a key ends up with where that is another line than the one that the reader looks at, and where it is. */
export function inEffect(sysctl: Sysctl, path: string, here?: Assignment): readonly Statement[] {
  return perReading(sysctl, (reading) => {
    const winner = isSure(reading) ? reading.winner(path) : undefined;
    if (!winner || winner === here) return [];
    const data = { value: winner.value.text, place: placeOf(winner) };
    const isLeftOut = winner.file !== here?.file && sysctl.readings.some((r) => !r.files.includes(winner.file));
    return [say(isLeftOut ? words.inEffectIfRead : words.inEffect, data)];
  });
}

/** What a line that every program ends up with comes to, in a few words; undefined where that says no more than the line. */
export function brief(sysctl: Sysctl, a: Assignment): Statement | undefined {
  const [first, ...others] = readingsOf(sysctl).map((reading) => briefly(valuesOf(sysctl, reading, a), a.path));
  return others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : undefined;
}

function briefly(values: Values, path: string): Statement | undefined {
  const known = values.known(path);
  if (!known) return undefined;
  const short = shortForms.get(path)?.(values);
  if (short) return short;
  const [number] = known.numbers;
  const unit = factsOf(path)?.unit;
  if (known.numbers.length > 1 || number === undefined) return undefined;
  const seconds = unit && number * (secondsIn[unit] ?? 0);
  const bytes = unit && number * (bytesIn[unit] ?? 0);
  if (seconds && (seconds >= 120 || (unit !== 's' && seconds >= 1))) return say(words.about, { value: { duration: seconds } });
  if (bytes && bytes >= 10_000) return say(words.about, { value: { bytes } });
  return undefined;
}

/** A value that applies: its numbers, all that the key takes, and the assignment they come from; undefined: the kernel's default. */
interface Known {
  readonly numbers: readonly number[];
  readonly from: Assignment | undefined;
}

/** The values of one reading. */
export interface Values {
  readonly target: Target;
  /** undefined where it is not known what applies. */
  known(path: string): Known | undefined;
  /** What some line sets a key to, whatever kernels make of it. */
  written(path: string): Assignment | undefined;
  /** A number of such a value together with where it comes from. */
  from(known: Known, value: Value): Statement;
}

export function valuesOf({ target }: Sysctl, reading: Reading, here?: Assignment): Values {
  const sure = isSure(reading);
  return {
    target,
    known(path) {
      const facts = factsOf(path);
      if (!facts || !sure) return undefined;
      const from = reading.winner(path);
      const text = from ? from.value.text : defaultOf(facts, target.kernel);
      const numbers = from ? from.numbers : text?.split(' ').map(Number);
      if (text === undefined || !numbers || (from && !isTaken(facts, target.kernel, text))) return undefined;
      return { numbers, from };
    },
    written: (path) => reading.winner(path),
    from: ({ from }, value) => sourced(value, !from ? 'default' : from === here ? 'here' : placeOf(from)),
  };
}

/** Where the target does not tell whether the boot reads sysctl.conf, as if it does: else each key of that file had two answers. */
export const readingsOf = ({ readings, files, target }: Sysctl): readonly Reading[] =>
  readings.filter((r) => target.sysctlConfAtBoot !== undefined || r.files.length === files.length);

/** Lines that stand under a condition may be there or not. */
const isSure = ({ files }: Reading) => !files.some((f) => f.branches);

/** The numbers that a key has where nobody sets it; undefined where the targeted kernels differ, or where nobody knows. */
export function defaultNumbers(path: string, { kernel }: Target): readonly number[] | undefined {
  const facts = factsOf(path);
  return facts && defaultOf(facts, kernel)?.split(' ').map(Number);
}

function defaultOf({ defaults }: KeyFacts, kernels: readonly VersionRange[]): string | undefined {
  const [first, ...others] = defaults.filter(({ from }, i) =>
    any(kernels, { from, until: defaults[i + 1]?.from ?? Number.POSITIVE_INFINITY }),
  );
  return others.length === 0 ? first?.value : undefined;
}

const placeOf = (a: Assignment): Value => ({ place: spanOfSetting(a) });

/** What holds in every reading is said once, else each with the programs that apply it. */
export function perReading(sysctl: Sysctl, tell: (reading: Reading) => readonly Statement[]): readonly Statement[] {
  const readings = readingsOf(sysctl);
  const told = readings.map(tell);
  const [first] = told;
  if (!first || told.every((other) => JSON.stringify(other) === JSON.stringify(first))) return first ?? [];
  return told.flatMap((statements, i) => {
    const { programs } = readings[i]!;
    const by = programs.length === 2 ? undefined : programs[0];
    return statements.map((statement) => (by ? say(words[by], { statement }) : statement));
  });
}

/** Seconds; no setting changes it. */
const timeWait = 60;
/** The usual page. */
const pageSize = 4096;
const secondsIn: { readonly [U in Unit]?: number } = { s: 1, cs: 0.01, ms: 0.001 };
const bytesIn: { readonly [U in Unit]?: number } = { bytes: 1, KiB: 1024, pages: pageSize };

const ipv4 = 'net/ipv4/';

const formulas: ReadonlyMap<string, (values: Values) => readonly Statement[]> = new Map([
  [`${ipv4}ip_local_port_range`, ports],
  [`${ipv4}ip_local_reserved_ports`, ports],
  [`${ipv4}tcp_keepalive_time`, deadPeer],
  [`${ipv4}tcp_keepalive_intvl`, deadPeer],
  [`${ipv4}tcp_keepalive_probes`, deadPeer],
  [`${ipv4}tcp_mem`, memory(`${ipv4}tcp_mem`)],
  [`${ipv4}udp_mem`, memory(`${ipv4}udp_mem`)],
  [`${ipv4}tcp_rmem`, speed(`${ipv4}tcp_rmem`, 'received')],
  [`${ipv4}tcp_wmem`, speed(`${ipv4}tcp_wmem`, 'sent')],
  [`${ipv4}tcp_max_tw_buckets`, buckets],
  [`${ipv4}tcp_retries2`, giveUp],
  [`${ipv4}tcp_syn_retries`, connecting],
  [`${ipv4}tcp_synack_retries`, accepting],
]);

const shortForms: ReadonlyMap<string, (values: Values) => Statement | undefined> = new Map([
  [`${ipv4}ip_local_port_range`, portsShort],
  [`${ipv4}tcp_keepalive_time`, deadPeerShort],
  [`${ipv4}tcp_mem`, (values) => shortly(words.memoryShort, memory(`${ipv4}tcp_mem`)(values))],
  [`${ipv4}udp_mem`, (values) => shortly(words.memoryShort, memory(`${ipv4}udp_mem`)(values))],
  [`${ipv4}tcp_rmem`, (values) => shortly(words.most, speed(`${ipv4}tcp_rmem`, 'received')(values))],
  [`${ipv4}tcp_wmem`, (values) => shortly(words.most, speed(`${ipv4}tcp_wmem`, 'sent')(values))],
  [`${ipv4}tcp_retries2`, (values) => shortly(words.atLeast, giveUp(values))],
  [`${ipv4}tcp_syn_retries`, connectingShort],
  [`${ipv4}tcp_synack_retries`, (values) => shortly(words.after, accepting(values))],
]);

/** The numbers of a statement in fewer words. */
const shortly = (text: Text, [statement]: readonly Statement[]): Statement | undefined =>
  statement && { text, data: statement.data };

function deadPeerShort(values: Values): Statement | undefined {
  const seconds = deadAfter(values);
  const time = values.known(`${ipv4}tcp_keepalive_time`)?.numbers[0];
  if (seconds === undefined || time === undefined) return undefined;
  return say(words.deadPeerShort, { time: { duration: time }, total: { duration: seconds } });
}

function connectingShort(values: Values): Statement | undefined {
  const told = connecting(values);
  return shortly(told[0] && 'newer' in told[0].data ? words.afterEither : words.after, told);
}

function portsShort(values: Values): Statement | undefined {
  const free = freePorts(values);
  const again = reuse(values);
  if (!free || again === undefined) return undefined;
  const numbers = counts({ count: free.count, rate: rateOf(free.count) });
  return again === 'any' ? say(words.portsOnly, { count: numbers.count }) : say(words.portsShort, numbers);
}

/** The ports for outgoing connections; undefined where they are not known. */
export function freePorts(
  values: Values,
): { readonly all: number; readonly reserved: number; readonly count: number } | undefined {
  const [first, last] = values.known(`${ipv4}ip_local_port_range`)?.numbers ?? [];
  if (first === undefined || last === undefined || first > last) return undefined;
  const text = values.written(`${ipv4}ip_local_reserved_ports`)?.value.text;
  const list = text === undefined ? [] : portList(text);
  if (!list) return undefined;
  const all = last - first + 1;
  const reserved = portsListed([first, last], list);
  return { all, reserved, count: all - reserved };
}

/**
 * Whether a connection may take a port that is in TIME_WAIT (tcp_twsk_unique() of net/ipv4/tcp_ipv4.c): to any destination, only to
 * loopback, to none; undefined where that is not known.
 */
export function reuse(values: Values): 'any' | 'loopback' | 'none' | undefined {
  const usual = any(values.target.kernel, since('4.19')) ? 2 : 0;
  const mode = values.written(`${ipv4}tcp_tw_reuse`) ? values.known(`${ipv4}tcp_tw_reuse`)?.numbers[0] : usual;
  const stamps = values.written(`${ipv4}tcp_timestamps`) ? values.known(`${ipv4}tcp_timestamps`)?.numbers[0] : 1;
  if (mode === undefined || stamps === undefined) return undefined;
  return mode === 0 || stamps === 0 ? 'none' : mode === 1 ? 'any' : 'loopback';
}

/** New connections per second where each leaves its port in TIME_WAIT. */
export const rateOf = (count: number): number => Math.floor(count / timeWait);

function ports(values: Values): Statement[] {
  const free = freePorts(values);
  const range = values.known(`${ipv4}ip_local_port_range`);
  if (!free || !range) return [];
  const { all, reserved, count } = free;
  const said = range.numbers.join(' ');
  const data = { range: values.from(range, said), all: { count: all } };
  const size = reserved === 0 ? say(words.range, data) : say(words.reserved, { ...data, ...counts({ reserved, count }) });
  const again = reuse(values);
  if (again === undefined) return [size];
  if (again === 'any') return [size, say(words.reused, {})];
  const rate = counts({ count, rate: rateOf(count) });
  return [size, say(again === 'none' ? words.rate : words.remoteRate, rate)];
}

function deadPeer(values: Values): Statement[] {
  const total = deadAfter(values);
  const [time, interval, probes] = keepalive(values);
  if (total === undefined || !time || !interval || !probes) return [];
  return [
    say(words.deadPeer, {
      time: values.from(time, { seconds: time.numbers[0]! }),
      probes: values.from(probes, String(probes.numbers[0]!)),
      interval: values.from(interval, { seconds: interval.numbers[0]! }),
      ...spell(total, 'total'),
    }),
  ];
}

const keepalive = (values: Values) => ['time', 'intvl', 'probes'].map((part) => values.known(`${ipv4}tcp_keepalive_${part}`));

/** Seconds of silence after which TCP keepalive gives up. */
function deadAfter(values: Values): number | undefined {
  const [time = 0, interval = 0, probes = 0] = keepalive(values).map((part) => part?.numbers[0]);
  return Math.min(time, interval, probes) < 1 ? undefined : time + interval * probes;
}

function memory(path: string): (values: Values) => Statement[] {
  return (values) => {
    const known = values.known(path);
    if (!known?.from) return [];
    const [low = 0, pressure = 0, high = 0] = known.numbers.map((n) => n * pageSize);
    return [say(words.memory, { low: { bytes: low }, pressure: { bytes: pressure }, high: { bytes: high } })];
  };
}

function speed(path: string, direction: 'received' | 'sent'): (values: Values) => Statement[] {
  return (values) => {
    const known = values.known(path);
    const most = known?.numbers[2];
    if (!known?.from || most === undefined || most <= 0) return [];
    const megabits = { count: Math.round((most * 80) / 1e6) };
    return [say(words[direction], { most: { bytes: most }, perSecond: { bytes: most * 10 }, megabits })];
  };
}

function buckets(values: Values): Statement[] {
  const known = values.known(`${ipv4}tcp_max_tw_buckets`);
  const value = known?.numbers[0];
  if (value === undefined || value <= 0) return [];
  const rate = say(words.bucketRate, counts({ value, rate: rateOf(value) }));
  if (value > mostByDefault) return [rate];
  return [say(words.buckets, { ...counts({ value }), memory: { bytes: memoryOfDefault(value) } }), rate];
}

/** tcp_model_timeout() of net/ipv4/tcp_timer.c. */
function giveUp(values: Values): Statement[] {
  const retries = values.known(`${ipv4}tcp_retries2`)?.numbers[0];
  const longest = values.written(`${ipv4}tcp_rto_max_ms`)
    ? values.known(`${ipv4}tcp_rto_max_ms`)?.numbers[0]
    : timeouts.most * 1000;
  if (retries === undefined || retries < 0 || longest === undefined) return [];
  const doublings = Math.floor(Math.log2(longest / 1000 / timeouts.least));
  const doubled = Math.min(retries, doublings);
  const seconds = (2 ** (doubled + 1) - 1) * timeouts.least + ((retries - doubled) * longest) / 1000;
  return [say(words.giveUp, spell(seconds, 'seconds'))];
}

/** Since then the first retries wait as long as the first try. */
const linear = { old: before('6.5'), new: since('6.5') } as const;

function connecting(values: Values): Statement[] {
  const retries = values.known(`${ipv4}tcp_syn_retries`)?.numbers[0];
  if (retries === undefined || retries < 1 || values.written(`${ipv4}tcp_rto_max_ms`)) return [];
  const { kernel } = values.target;
  const path = `${ipv4}tcp_syn_linear_timeouts`;
  const alike = !any(kernel, linear.new) ? 0 : values.written(path) ? values.known(path)?.numbers[0] : 4;
  if (alike === undefined) return [];
  const [old, newer] = [doubling(retries), givenUp(retries, alike)];
  const data = spell(any(kernel, linear.old) ? old : newer, 'seconds');
  if (!any(kernel, linear.old) || old === newer) return [say(words.connecting, data)];
  return [say(words.connectingSince, { ...data, newer: { seconds: newer } })];
}

/**
 * Seconds until a kernel gives up whose first waits are alike: whenever a wait ends, it looks whether so much time is over as it
 * took without them (tcp_write_timeout() of net/ipv4/tcp_timer.c). Measured with Linux 6.18: 3, 7 and 19 s for 1, 2 and 3 retries.
 */
function givenUp(retries: number, alike: number): number {
  const enough = doubling(retries);
  let seconds = 0;
  let wait: number = timeouts.first;
  for (let waits = 1; seconds < enough; waits++) {
    seconds += wait;
    if (waits > alike) wait = Math.min(wait * 2, timeouts.most);
  }
  return seconds;
}

function accepting(values: Values): Statement[] {
  const retries = values.known(`${ipv4}tcp_synack_retries`)?.numbers[0];
  if (retries === undefined || retries < 0 || values.written(`${ipv4}tcp_rto_max_ms`)) return [];
  return [say(words.accepting, spell(doubling(retries), 'seconds'))];
}

/** Seconds, and the same in larger units where that helps. */
const spell = <K extends string>(value: number, name: K) => {
  const seconds = Math.round(value * 10) / 10;
  const duration = seconds < 120 ? say(words.nothing, {}) : say(words.brackets, { duration: { duration: seconds } });
  return { [name]: { seconds }, duration } as { readonly [N in K | 'duration']: Value };
};

const counts = <K extends string>(numbers: Readonly<Record<K, number>>) =>
  Object.fromEntries(Object.entries<number>(numbers).map(([name, count]) => [name, { count }])) as unknown as Readonly<
    Record<K, { readonly count: number }>
  >;

const words = texts({
  nothing: { en: '', 'zh-CN': '' },
  brackets: { en: ' ({duration})', 'zh-CN': '（{duration}）' },
  boot: { en: 'at boot: {statement}', 'zh-CN': '启动时：{statement}' },
  system: { en: 'with sysctl --system: {statement}', 'zh-CN': 'sysctl --system 之后：{statement}' },
  inEffect: { en: 'in effect: {value} ({place})', 'zh-CN': '实际生效：{value}（{place}）' },
  inEffectIfRead: {
    en: 'in effect: {value} ({place}), unless the boot leaves sysctl.conf out',
    'zh-CN': '实际生效：{value}（{place}），除非启动时不读取 sysctl.conf',
  },
  about: { en: '= {value}', 'zh-CN': '= {value}' },
  portsShort: { en: '{count} ports, {rate}/s', 'zh-CN': '{count} 个端口，每秒 {rate} 个连接' },
  portsOnly: { en: '{count} ports', 'zh-CN': '{count} 个端口' },
  deadPeerShort: { en: '= {time}; dead peer noticed after {total}', 'zh-CN': '= {time}；{total}后发现对端失联' },
  memoryShort: { en: '{low} / {pressure} / {high}', 'zh-CN': '{low} / {pressure} / {high}' },
  most: { en: 'up to {most}', 'zh-CN': '最大 {most}' },
  atLeast: { en: 'after {seconds} at least', 'zh-CN': '至少 {seconds}之后' },
  after: { en: 'after {seconds}', 'zh-CN': '{seconds}之后' },
  afterEither: { en: 'after {seconds}, since Linux 6.5 {newer}', 'zh-CN': '{seconds}之后，自 Linux 6.5 起 {newer}' },
  range: {
    en: '{range} are {all} ports for outgoing connections',
    'zh-CN': '{range} 共 {all} 个端口可用于主动发起的连接',
  },
  reserved: {
    en: '{range} are {all} ports, {reserved} of them reserved: {count} are left for outgoing connections',
    'zh-CN': '{range} 共 {all} 个端口，其中保留 {reserved} 个：剩 {count} 个可用于主动发起的连接',
  },
  rate: {
    en: '{count} ports ÷ 60 s in TIME_WAIT = {rate} new connections per second to one destination (address and port), where this side closes first',
    'zh-CN': '{count} 个端口 ÷ 60 秒 TIME_WAIT = 由本机先关闭时，到一个目的地（地址和端口）每秒可新建 {rate} 个连接',
  },
  remoteRate: {
    en: '{count} ports ÷ 60 s in TIME_WAIT = {rate} new connections per second to one destination (address and port) on another machine, where this side closes first',
    'zh-CN':
      '{count} 个端口 ÷ 60 秒 TIME_WAIT = 由本机先关闭时，到另一台机器的一个目的地（地址和端口）每秒可新建 {rate} 个连接',
  },
  reused: {
    en: 'tcp_tw_reuse = 1 lets outgoing connections take those in TIME_WAIT again, where the server sends timestamps',
    'zh-CN': 'tcp_tw_reuse = 1 允许主动发起的连接再次使用处于 TIME_WAIT 的端口，前提是服务器也发送时间戳',
  },
  deadPeer: {
    en: '{time} idle + {probes} probes × {interval} = {total}{duration} until a dead peer is noticed, on sockets that ask for TCP keepalive',
    'zh-CN':
      '空闲 {time} + {probes} 次探测 × {interval} = {total}{duration}后才发现对端失联，仅限开启了 TCP keepalive 的 socket',
  },
  memory: {
    en: 'in pages of 4 KiB: no worry up to {low}, pressure from {pressure}, refusal at {high}',
    'zh-CN': '按 4 KiB 的页计算：{low} 以内不受限，超过 {pressure} 进入压力状态，到 {high} 拒绝分配',
  },
  received: {
    en: '{most} ÷ 100 ms = at most {perSecond} per second ({megabits} Mbit/s) received on one connection with a round trip of 100 ms',
    'zh-CN': '{most} ÷ 100 ms = 往返时延 100 ms 时，单个连接每秒最多接收 {perSecond}（{megabits} Mbit/s）',
  },
  sent: {
    en: '{most} ÷ 100 ms = at most {perSecond} per second ({megabits} Mbit/s) sent on one connection with a round trip of 100 ms',
    'zh-CN': '{most} ÷ 100 ms = 往返时延 100 ms 时，单个连接每秒最多发送 {perSecond}（{megabits} Mbit/s）',
  },
  buckets: {
    en: '{value} is about the default of a machine with {memory} of memory',
    'zh-CN': '{value} 大约是 {memory} 内存机器的默认值',
  },
  bucketRate: {
    en: '{value} entries ÷ 60 s = {rate} connections per second can go through TIME_WAIT here, those beyond it skip it',
    'zh-CN': '{value} 个条目 ÷ 60 秒 = 本机每秒有 {rate} 个连接可以经过 TIME_WAIT，超出的会跳过它',
  },
  giveUp: {
    en: 'an established connection is given up after {seconds}{duration} without an answer, at least',
    'zh-CN': '已建立的连接至少 {seconds}{duration}没有应答后才会被放弃',
  },
  connecting: {
    en: 'connect() gives up after {seconds}{duration}',
    'zh-CN': 'connect() 在 {seconds}{duration}后放弃',
  },
  connectingSince: {
    en: 'connect() gives up after {seconds}{duration}, since Linux 6.5 after {newer}',
    'zh-CN': 'connect() 在 {seconds}{duration}后放弃，自 Linux 6.5 起为 {newer}',
  },
  accepting: {
    en: 'a client that does not answer is given up after {seconds}{duration}',
    'zh-CN': '客户端没有应答时，在 {seconds}{duration}后放弃',
  },
});
