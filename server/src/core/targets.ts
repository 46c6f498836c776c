import { type Distribution, distributions, nginxBranches, type Release } from './distributions.data.ts';
import { nearest } from './nearest.ts';
import type { Text } from './rule.ts';
import { type Containers, type Product, parseVersion, type Target, type Version, type VersionRange } from './version.ts';

const open = (from: string): readonly VersionRange[] => [{ min: parseVersion(from)!, max: Number.POSITIVE_INFINITY }];

/** What supported distributions still ship, kernels before 4.18 aside; every upper end is open. */
export const defaultTarget: Target = {
  nginx: open('1.18'),
  kernel: open('4.18'),
  procps: open('3.3.15'),
  systemd: open('239'),
  sysctlConfAtBoot: undefined,
  busybox: false,
  containers: [],
};

export interface TargetProblem {
  /** As the user wrote it. */
  readonly word: string;
  readonly message: Text;
  /** A word to write instead. */
  readonly suggestion?: string;
}

/**
 * Reads words such as `nginx=1.24` (every 1.24.x), `nginx=1.24.0`, `nginx=1.18-1.30`, `kernel=5.15-`, `nginx=mainline`,
 * `ubuntu=22.04`, `debian=bookworm`, `alpine=3`, `arch`, `docker`, `kubernetes`. Several distributions, or several words for one product, make the
 * union. A product named by a word of its own is taken from there, else from the distributions, else it keeps its default.
 */
export function parseTargets(words: readonly string[]): { readonly target: Target } | { readonly problem: TargetProblem } {
  const versions = new Map<Product, VersionRange[]>();
  const releases: Release[] = [];
  const containers = new Set<Containers>();
  for (const word of words) {
    const read = parseWord(word.trim());
    if ('message' in read) return { problem: { word, ...read } };
    if ('product' in read) versions.set(read.product, [...(versions.get(read.product) ?? []), read.range]);
    else if ('containers' in read) containers.add(read.containers);
    else releases.push(...read.releases);
  }
  const rangesOf = (product: Product): readonly VersionRange[] => {
    const own = versions.get(product);
    if (own) return union(own);
    if (releases.length === 0) return defaultTarget[product];
    return union(releases.flatMap((r) => (r[product] === undefined ? defaultTarget[product] : [parseRange(r[product])!])));
  };
  const atBoot = new Set(releases.map((r) => r.sysctlConfAtBoot));
  return {
    target: {
      nginx: rangesOf('nginx'),
      kernel: rangesOf('kernel'),
      procps: rangesOf('procps'),
      systemd: rangesOf('systemd'),
      sysctlConfAtBoot: atBoot.size === 1 ? [...atBoot][0] : undefined,
      busybox: releases.some((r) => r.busybox),
      containers: [...containers],
    },
  };
}

const products: readonly Product[] = ['nginx', 'kernel', 'procps', 'systemd'];

type Problem = Omit<TargetProblem, 'word'>;

const containersByWord: ReadonlyMap<string, Containers> = new Map([
  ['docker', 'docker'],
  ['kubernetes', 'kubernetes'],
  ['k8s', 'kubernetes'],
]);

type Word =
  | { readonly product: Product; readonly range: VersionRange }
  | { readonly releases: readonly Release[] }
  | { readonly containers: Containers };

function parseWord(word: string): Word | Problem {
  const containers = containersByWord.get(word.toLowerCase());
  if (containers) return { containers };
  const at = word.indexOf('=');
  const name = (at === -1 ? word : word.slice(0, at)).trim();
  const value = at === -1 ? '' : word.slice(at + 1).trim();
  const product = products.find((p) => p === name.toLowerCase());
  if (product) {
    const branch = product === 'nginx' ? nginxBranches[value.toLowerCase() as keyof typeof nginxBranches] : undefined;
    const range = parseRange(branch ?? value);
    return range ? { product, range } : badVersion(product, value);
  }
  const all = distributions();
  const distribution = all.find((d) => d.id === name.toLowerCase() || d.aliases.includes(name.toLowerCase()));
  return distribution ? findReleases(distribution, value) : unknownName(word, all);
}

/** `1.24` covers the whole series, `1.24-` is open at the end; undefined where the text is no range or runs backwards. */
function parseRange(text: string): VersionRange | undefined {
  const m = /^([\d.]+)(?:(-)([\d.]+)?)?$/.exec(text);
  const min = m?.[1] === undefined ? undefined : parseVersion(m[1]);
  if (!m || min === undefined) return undefined;
  const max = m[2] === '-' && m[3] === undefined ? Number.POSITIVE_INFINITY : endOfSeries(m[3] ?? m[1]!);
  return max === undefined || max < min ? undefined : { min, max };
}

function endOfSeries(text: string): Version | undefined {
  const first = parseVersion(text);
  if (first === undefined) return undefined;
  return first + ([999_999, 999, 0][text.split('.').length - 1] ?? 0);
}

/** Ranges in order, those that overlap or touch made one. */
function union(ranges: readonly VersionRange[]): readonly VersionRange[] {
  const out: VersionRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.min - b.min)) {
    const last = out.at(-1);
    if (last && range.min <= last.max + 1) out[out.length - 1] = { min: last.min, max: Math.max(last.max, range.max) };
    else out.push(range);
  }
  return out;
}

/** The release of that name, else every one of its series (`alpine=3`), else the one it is a point release of (`rhel=8.10`, `ubuntu=22.04-lts`). */
function findReleases({ id, name, releases }: Distribution, value: string): { releases: readonly Release[] } | Problem {
  const wanted = value.toLowerCase();
  if (wanted === '' && releases.length === 1) return { releases };
  const named = (r: Release) => r.release === wanted || r.names.some((n) => n.toLowerCase() === wanted);
  const pointReleaseOf = (r: Release) => wanted.startsWith(r.release) && /^[.-]/.test(wanted.slice(r.release.length));
  const found = [named, (r: Release) => r.release.startsWith(`${wanted}.`), pointReleaseOf]
    .map((test) => releases.filter(test))
    .find((list) => list.length > 0);
  if (found && wanted !== '') return { releases: found };
  const known = [...new Set(releases.map((r) => r.release))];
  const series = /^\d+\./.exec(wanted)?.[0];
  // One digit more or less is another release, not a slip of the pen.
  const names = releases.flatMap((r) => r.names);
  const close = series ? known.find((r) => r.startsWith(series)) : nearest(wanted, names);
  return {
    message: wanted
      ? {
          en: `unknown ${name} release "${value}": known are ${known.join(', ')}`,
          'zh-CN': `未知的 ${name} 版本“${value}”：已知的有 ${known.join('、')}`,
        }
      : {
          en: `which release of ${name}? Known are ${known.join(', ')}`,
          'zh-CN': `没有写明 ${name} 的版本：已知的有 ${known.join('、')}`,
        },
    ...(close ? { suggestion: `${id}=${close}` } : {}),
  };
}

function badVersion(product: Product, value: string): Problem {
  const suggestion = repair(value);
  return {
    message: value
      ? {
          en: `"${value}" is neither a version nor a range: write ${product}=${examples[product]}`,
          'zh-CN': `“${value}”既不是版本也不是版本范围：请写成 ${product}=${examples[product]}`,
        }
      : {
          en: `no version given: write ${product}=${examples[product]}`,
          'zh-CN': `没有写明版本：请写成 ${product}=${examples[product]}`,
        },
    ...(suggestion ? { suggestion: `${product}=${suggestion}` } : {}),
  };
}

const examples: Readonly<Record<Product, string>> = { nginx: '1.24', kernel: '5.15', procps: '4.0.2', systemd: '252' };

/** What people write for a version: `v1.24`, `>=1.24`, `1.24+`, `1.24.x`, `1.18..1.30`, `1.30-1.18`, `5.15.0-91-generic`. */
function repair(value: string): string | undefined {
  const number = String.raw`v?(\d{1,3}(?:\.\d{1,3}){0,2})(?:\.[x*])?`;
  const uname = /^(\d+\.\d+)\.\d+-\d.*[a-z]/.exec(value);
  if (uname) return uname[1];
  const m = new RegExp(String.raw`^\s*(>=?)?\s*${number}\s*(?:(\+)|(?:-|–|~|,|\.{2,3}|to)\s*${number})?$`, 'i').exec(value);
  const [, from, first, orNewer, second] = m ?? [];
  if (!first) return undefined;
  if (from || orNewer) return `${first}-`;
  if (!second) return first;
  return parseVersion(first)! <= parseVersion(second)! ? `${first}-${second}` : `${second}-${first}`;
}

function unknownName(word: string, all: readonly Distribution[]): Problem {
  const suggestion = repairName(word, all);
  return {
    message: {
      en: `unknown target "${word}": name ${products.join(', ')} with a version, a distribution such as ubuntu=24.04, or docker, kubernetes`,
      'zh-CN': `未知的目标“${word}”：请写 ${products.join('、')} 加版本，或者发行版（例如 ubuntu=24.04），或者 docker、kubernetes`,
    },
    ...(suggestion ? { suggestion } : {}),
  };
}

/** A misspelt name, or another way to join name and version: `debian:12`, `nginx 1.24`, `ubuntu-22.04`, `nginx>=1.24`, `linux=6.1`. */
function repairName(word: string, all: readonly Distribution[]): string | undefined {
  const m = /^([a-z][a-z-]*?)[\s=:@/-]*([\d><v].*)?$/i.exec(word);
  const name = m?.[1]?.toLowerCase();
  if (!name) return undefined;
  const names = new Map([
    ...products.map((p) => [p as string, p as string] as const),
    ...all.flatMap((d) => [d.id, ...d.aliases].map((n) => [n, d.id] as const)),
    ['linux', 'kernel'] as const,
    ...containersByWord,
  ]);
  const id = names.get(nearest(name, names.keys()) ?? '');
  const value = (m?.[2] ?? '').replace(/^=+/, '');
  const version = parseRange(value) ? value : repair(value);
  if (id && containersByWord.has(id)) return id;
  const corrected = id && (version ? `${id}=${version}` : value || id === 'arch' ? id : undefined);
  return corrected && 'message' in parseWord(corrected) ? undefined : corrected;
}
