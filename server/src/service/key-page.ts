import { nearest } from '../core/nearest.ts';
import type { Locale } from '../core/rule.ts';
import type { Target, Version } from '../core/version.ts';
import { didYouMean } from '../sysctl/facts/did-you-mean.ts';
import { digitsOf, type Form, type KeyFacts, type KeyType, keys, lookup, type Scope } from '../sysctl/facts/keys.ts';
import { dotted, pathOf } from '../sysctl/model/key.ts';
import { history, type Page, type Row, release, row } from './page.ts';

/**
 * What is known about a key, spelt as in a file or by its last part alone (`tcp_tw_reuse`) where one key has it, for the
 * targeted kernels; undefined for one that nobody knows.
 */
export async function keyPage(asked: string, target: Target, locale: Locale): Promise<Page | undefined> {
  const path = pathNamed(asked);
  const known = path === undefined ? undefined : lookup(path);
  if (path === undefined || (known?.kind !== 'linux' && known?.kind !== 'vendor')) return undefined;
  const { summaries } = await import('../sysctl/facts/summaries.data.ts');
  const name = known.kind === 'linux' ? known.facts.name : dotted(path);
  const w = words[locale];
  return {
    title: dotted(path),
    summary: summaries[name]?.[locale],
    rows: [
      ...(known.kind === 'linux' ? rowsOf(known.facts, target, locale) : [{ label: w.kernels, text: known.vendor.kernels }]),
      ...rulesRow(name, w),
    ],
    url: documentOf(name),
  };
}

/** The names of the keys that end in a part of a name (`tcp_fin_timeout`: that of net.ipv4 and that of sunrpc). */
export const keysNamed = (part: string): readonly string[] =>
  keys()
    .map(({ name }) => name)
    .filter((name) => name.endsWith(`.${part}`));

/** The key that somebody most likely means who asks for one that nobody knows. */
export function similarKey(asked: string): string | undefined {
  const meant = didYouMean(pathOf(asked));
  return meant && dotted(meant.path);
}

/** The last part of a key's name that somebody most likely means by another. */
export const similarKeyNamed = (part: string): string | undefined =>
  nearest(
    part,
    keys().map(({ name }) => name.slice(name.lastIndexOf('.') + 1)),
  );

function pathNamed(asked: string): string | undefined {
  const path = pathOf(asked).replace(/^proc\/sys\//, '');
  if (path.includes('/')) return path;
  const [name, other] = keysNamed(asked);
  return name === undefined || other !== undefined ? undefined : pathOf(name);
}

function rowsOf(facts: KeyFacts, { kernel }: Target, locale: Locale): readonly Row[] {
  const { mode, unit, scope, scopeSince, since, removed, inertSince, replacedBy } = facts;
  const w = words[locale];
  const when = { product: 'kernel', ranges: kernel, locale } as const;
  const inert = inertSince && w.sinceVersion(linux(inertSince));
  return [
    ...row(w.takes, mode === 'read-only' ? w.readOnly : history(facts.forms, when, (form) => formText(form, w))),
    ...row(w.unit, unit && w.units[unit]),
    ...row(
      w.fallback,
      history(facts.defaults, when, ({ value }) => value),
    ),
    ...row(w.inert, inert === 0 ? w.always : inert),
    ...row(w.removed, removed === undefined ? undefined : linux(removed)),
    ...row(w.replacedBy, replacedBy),
    ...row(w.scope, scope && w.scopes[scope] + (scopeSince ? w.comma + w.sinceVersion(linux(scopeSince)) : '')),
    ...row(w.since, since === undefined ? undefined : linux(since)),
  ];
}

const linux = (version: Version) => release('kernel', version);

function formText({ type, fields, min, max }: Form, w: Words): string | undefined {
  const named = w.types[type];
  if (named) return named;
  if (type === 'unknown' || type === 'custom') return undefined;
  const range =
    min === undefined
      ? max === undefined
        ? ''
        : w.upTo(digitsOf(max))
      : max === undefined
        ? w.from(min)
        : w.fromTo(min, digitsOf(max));
  if (fields > 1) return w.numbers(fields) + range;
  return range === '' ? w.anyNumber : w.number + range;
}

function rulesRow(name: string, w: Words): readonly Row[] {
  return row(
    w.rules,
    rulesAbout
      .filter(([pattern]) => pattern.test(name))
      .flatMap(([, ids]) => ids)
      .join(w.list),
  );
}

/** The rules that know a key by its name; those that read every line are left out. */
export const rulesAbout: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.tcp_fin_timeout$/, ['sysctl/fin-timeout-is-not-time-wait', 'sysctl/fin-timeout-out-of-range']],
  [/\.tcp_tw_recycle$/, ['sysctl/tcp-tw-recycle']],
  [/\.tcp_tw_reuse$/, ['sysctl/tw-reuse-server-side', 'sysctl/tw-reuse-without-timestamps']],
  [/\.tcp_timestamps$/, ['sysctl/tw-reuse-without-timestamps']],
  [/\.tcp_max_tw_buckets$/, ['sysctl/max-tw-buckets-low']],
  [/\.(?:somaxconn|tcp_max_syn_backlog)$/, ['sysctl/syn-backlog-above-somaxconn']],
  [/\.ip_local_port_range$/, ['sysctl/port-range-too-low', 'sysctl/port-range-parity']],
  [/\.ip_local_reserved_ports$/, ['sysctl/port-range-too-low']],
  [/\.(?:tcp|udp)_mem$/, ['sysctl/tcp-mem-in-bytes']],
  [/^net\.(?:netfilter\.nf_conntrack_|nf_conntrack_max$|bridge\.bridge-nf-)/, ['sysctl/needs-module']],
  [/\.rp_filter$/, ['sysctl/rp-filter-maximum']],
  [/\.(?:ip_forward|forwarding)$/, ['sysctl/forwarding-order']],
  [/\.(?:tcp_congestion_control|default_qdisc)$/, ['sysctl/bbr-without-fq']],
];

/** Where the kernel's documentation tells about a key. */
function documentOf(name: string): string {
  const [first = '', second = ''] = name.split('.');
  const page =
    first === 'net' && (second === 'ipv4' || second === 'ipv6' || name === 'net.core.somaxconn')
      ? 'networking/ip-sysctl'
      : /nf_conntrack|nf_flowtable/.test(name)
        ? 'networking/nf_conntrack-sysctl'
        : second === 'mptcp'
          ? 'networking/mptcp-sysctl'
          : `admin-guide/sysctl/${['abi', 'fs', 'kernel', 'net', 'sunrpc', 'user', 'vm'].includes(first) ? first : 'index'}`;
  return `https://docs.kernel.org/${page}.html`;
}

interface Words {
  readonly takes: string;
  readonly unit: string;
  readonly fallback: string;
  readonly scope: string;
  readonly since: string;
  readonly inert: string;
  readonly removed: string;
  readonly replacedBy: string;
  readonly kernels: string;
  readonly rules: string;
  readonly readOnly: string;
  readonly always: string;
  readonly number: string;
  readonly anyNumber: string;
  readonly comma: string;
  readonly list: string;
  numbers(count: number): string;
  from(min: number): string;
  upTo(max: string): string;
  fromTo(min: number, max: string): string;
  sinceVersion(version: string): string;
  readonly types: { readonly [T in KeyType]?: string };
  readonly scopes: Readonly<Record<Scope, string>>;
  readonly units: Readonly<Record<NonNullable<KeyFacts['unit']>, string>>;
}

const words: Readonly<Record<Locale, Words>> = {
  en: {
    takes: 'takes',
    unit: 'unit',
    fallback: 'default',
    scope: 'scope',
    since: 'since',
    inert: 'without effect',
    removed: 'gone since',
    replacedBy: 'replaced by',
    kernels: 'kernels',
    rules: 'rules',
    readOnly: 'nothing: read-only',
    always: 'always',
    number: 'a whole number',
    anyNumber: 'any whole number',
    comma: ', ',
    list: ', ',
    numbers: (count) => `${count} whole numbers`,
    from: (min) => ` from ${min}`,
    upTo: (max) => ` up to ${max}`,
    fromTo: (min, max) => ` from ${min} to ${max}`,
    sinceVersion: (version) => `since ${version}`,
    types: {
      switch: '0 for off, any other whole number for on',
      string: 'text, as it stands',
      list: 'numbers and ranges with commas and no blanks between them, such as 8080,9000-9003',
      cpumask: 'a mask of CPUs',
    },
    scopes: {
      global: 'one value for the whole machine',
      initial: 'one value for the whole machine; containers with a network of their own do not have the key',
      network: 'one value per network namespace',
      ipc: 'one value per IPC namespace',
      user: 'one value per user namespace',
      uts: 'one value per UTS namespace',
    },
    units: {
      s: 'seconds',
      ms: 'milliseconds',
      us: 'microseconds',
      ns: 'nanoseconds',
      cs: 'hundredths of a second',
      bytes: 'bytes',
      KiB: 'KiB',
      pages: 'pages, mostly of 4 KiB',
      '%': 'percent',
    },
  },
  'zh-CN': {
    takes: '取值',
    unit: '单位',
    fallback: '默认值',
    scope: '作用范围',
    since: '引入',
    inert: '不起作用',
    removed: '移除',
    replacedBy: '替代',
    kernels: '内核',
    rules: '规则',
    readOnly: '只读',
    always: '始终',
    number: '整数',
    anyNumber: '任意整数',
    comma: '，',
    list: '、',
    numbers: (count) => `${count} 个整数`,
    from: (min) => `，不小于 ${min}`,
    upTo: (max) => `，不大于 ${max}`,
    fromTo: (min, max) => `，${min} 到 ${max}`,
    sinceVersion: (version) => `${version} 起`,
    types: {
      switch: '0 为关闭，其他整数为开启',
      string: '文本，原样采用',
      list: '以逗号分隔、不含空格的数字和区间，例如 8080,9000-9003',
      cpumask: 'CPU 掩码',
    },
    scopes: {
      global: '整台机器一个值',
      initial: '整台机器一个值；拥有独立网络的容器中没有这个参数',
      network: '每个网络命名空间一个值',
      ipc: '每个 IPC 命名空间一个值',
      user: '每个用户命名空间一个值',
      uts: '每个 UTS 命名空间一个值',
    },
    units: {
      s: '秒',
      ms: '毫秒',
      us: '微秒',
      ns: '纳秒',
      cs: '百分之一秒',
      bytes: '字节',
      KiB: 'KiB',
      pages: '页，通常为 4 KiB',
      '%': '百分比',
    },
  },
};
