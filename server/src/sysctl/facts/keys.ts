import { distance } from '../../core/nearest.ts';
import { parseVersion, type Version } from '../../core/version.ts';
import { type OtherSystem, otherSystems, renamed, unregistered, type VendorKey, vendorKeys } from './curated.ts';
import { keysData } from './keys.data.ts';

/** What Linux says about a key. */
export interface KeyFacts {
  /** With dots; `<iface>` and its like stand for any name. */
  readonly name: string;
  /** Of the newest kernel, as are the number of fields and the bounds. */
  readonly type: KeyType;
  /** How many numbers it takes. */
  readonly fields: number;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** What it took from which version on, oldest first; the first one holds for all before, back to 3.9. */
  readonly forms: readonly Form[];
  /** The values it starts with, where neither memory nor hardware nor the build decide; undefined: not known from there on. */
  readonly defaults: readonly { readonly from: Version; readonly value: string | undefined }[];
  /** The version by which it was there; undefined: as old as 2.6.32. */
  readonly since: Version | undefined;
  /** Up to here, this one excluded, it was not there: earlier than `since` where nobody looked at the versions between. */
  readonly absentUntil: Version | undefined;
  /** The version by which it was gone. */
  readonly removed: Version | undefined;
  /** The version by which it was accepted and ignored; 0: it never did anything. */
  readonly inertSince: Version | undefined;
  /** What took its place. */
  readonly replacedBy: string | undefined;
  readonly mode: 'read-only' | 'write-only' | undefined;
  readonly unit: Unit | undefined;
  readonly scope: Scope | undefined;
  /** The version that gave every network namespace a value of its own; undefined where `scope` always held. */
  readonly scopeSince: Version | undefined;
}

export interface Form {
  readonly from: Version;
  readonly type: KeyType;
  readonly fields: number;
  /** undefined: the kernel takes whatever fits the type. */
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/**
 * How the kernel reads a value. `seconds` are kept in jiffies, which bounds them by the kernel's HZ; `switch` takes any number
 * for on; `custom` has a parser of its own.
 */
export type KeyType =
  | 'int'
  | 'uint'
  | 'u8'
  | 'ulong'
  | 'switch'
  | 'seconds'
  | 'milliseconds'
  | 'long-milliseconds'
  | 'ticks'
  | 'string'
  | 'list'
  | 'cpumask'
  | 'custom'
  | 'unknown';

export type Unit = 's' | 'ms' | 'us' | 'ns' | 'cs' | 'bytes' | 'KiB' | 'pages' | '%';

/** `initial`: one value, and only the first network namespace has the key. */
export type Scope = 'global' | 'initial' | 'network' | 'ipc' | 'user' | 'uts';

export type Known =
  | { readonly kind: 'linux'; readonly facts: KeyFacts }
  | { readonly kind: 'vendor'; readonly vendor: VendorKey }
  /** Below a directory whose entries come and go with modules and devices. */
  | { readonly kind: 'registered-at-runtime' }
  | { readonly kind: 'other-system'; readonly system: OtherSystem }
  | { readonly kind: 'unknown' };

/** What is known about a key, by its path below /proc/sys. */
export function lookup(path: string): Known {
  const facts = find(table(), path.split('/'), 0);
  if (facts) return { kind: 'linux', facts };
  const vendor = vendorKeys.get(path);
  if (vendor) return { kind: 'vendor', vendor };
  if (!plausible.test(path) || below(path)) return { kind: 'unknown' };
  const system = otherSystems.find((s) => s.pattern.test(path));
  if (system) return { kind: 'other-system', system };
  return unregistered.test(path) ? { kind: 'registered-at-runtime' } : { kind: 'unknown' };
}

/** A name that can stand below /proc/sys, where directories are at the top. */
const plausible = /^[^\s"'`/]+\/[^\s"'`]+$/;

/** The key that the path would lie below, were that a directory. */
function below(path: string): { readonly path: string; readonly facts: KeyFacts } | undefined {
  for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
    const facts = find(table(), path.slice(0, cut).split('/'), 0);
    if (facts) return { path: path.slice(0, cut), facts };
  }
  return undefined;
}

/** Linux's facts about a key; undefined where it is none of mainline's. */
export function factsOf(path: string): KeyFacts | undefined {
  const known = lookup(path);
  return known.kind === 'linux' ? known.facts : undefined;
}

/** Whether the kernel reads the key as one or more numbers and stops at what follows them. */
export function isNumeric({ type }: Pick<KeyFacts, 'type'>): boolean {
  return numeric.has(type);
}

const numeric: ReadonlySet<KeyType> = new Set<KeyType>([
  'int',
  'uint',
  'u8',
  'ulong',
  'switch',
  'seconds',
  'milliseconds',
  'long-milliseconds',
  'ticks',
]);

/** Whether keys lie below this path: it is a directory of /proc/sys. */
export function isDirectory(path: string): boolean {
  let node: Node | undefined = table();
  for (const part of path.split('/')) node = node?.children.get(part) ?? (part === '' ? undefined : node?.children.get('<>'));
  return node !== undefined && node.entry === undefined && node.children.size > 0;
}

/**
 * The one key that a misspelt path most likely means, the wrong part put right and all else kept; undefined where there
 * is none, or more than one as near. The facts say when that key is a removed one: then it is no advice to write it.
 */
export function didYouMean(path: string): { readonly path: string; readonly facts: KeyFacts } | undefined {
  const bare = path.replace(/^proc\/sys\/|^(?:\$\s*)?(?:sudo\s+)?sysctl\s+(?:-w\s+)?/, '').replace(/^["'`\s]+|["'`\s]+$/g, '');
  const parent = below(bare);
  if (parent) return parent;
  const lower = bare.toLowerCase();
  const inLower = lower === bare ? undefined : factsOf(lower);
  if (inLower) return { path: lower, facts: inLower };
  // Without its beginning, and nothing but one beginning fits.
  const whole = ['', 'net/', 'net/ipv4/', 'net/ipv6/']
    .map((start) => start + (start === '' ? bare : bare.replace(/^net\/(?=conf\/|neigh\/)/, '')))
    .filter((full) => full !== path && factsOf(full) !== undefined);
  const [direct] = whole;
  if (direct !== undefined && whole.length === 1) return { path: direct, facts: factsOf(direct)! };
  const dottedInterface = /^(net\/ipv[46]\/(?:conf|neigh)\/)(.+)(\/[^/]+)$/.exec(bare);
  const joined = dottedInterface && `${dottedInterface[1]}${dottedInterface[2]?.replaceAll('/', '.')}${dottedInterface[3]}`;
  const escaped = joined && joined !== bare ? factsOf(joined) : undefined;
  if (joined && escaped) return { path: joined, facts: escaped };

  const parts = bare.split('/');
  const wrong: Spelling = spellingOf(bare);
  let best: { path: string; entry: Entry; cost: number } | undefined;
  let tie = false;
  for (const candidate of candidates()) {
    const path = candidate.spelling ? candidate.path : fill(candidate.segments, parts);
    if (path === undefined) continue;
    const cost = costOf(candidate.spelling ?? spellingOf(path), wrong);
    if (cost === Number.POSITIVE_INFINITY) continue;
    if (!best || cost < best.cost) {
      best = { path, entry: candidate.entry, cost };
      tie = false;
    } else if (cost === best.cost && path !== best.path) tie = true;
  }
  return tie || !best ? undefined : { path: best.path, facts: factsIn(best.entry) };
}

/** A path as people mix it up: case, hyphens and separators do not count. */
interface Spelling {
  readonly flat: string;
  /** Of the last part. */
  readonly name: string;
  /** Which letters occur: two texts whose letters differ by more than twice the slips allowed need not be compared. */
  readonly letters: number;
}

function spellingOf(path: string): Spelling {
  const flat = path.toLowerCase().replace(/[-./]/g, '_');
  let letters = 0;
  for (let i = 0; i < flat.length; i++) letters |= 1 << (flat.charCodeAt(i) & 31);
  return { flat, name: flat.slice(path.lastIndexOf('/') + 1), letters };
}

interface Candidate {
  readonly entry: Entry;
  readonly path: string;
  readonly segments: readonly string[];
  /** undefined where placeholders have to be filled first. */
  readonly spelling: Spelling | undefined;
}

/** A key whose very name is a placeholder is no suggestion. */
function candidates(): readonly Candidate[] {
  suggestions ??= entries().flatMap((entry) => {
    const segments = entry.name.split('.');
    if (segments.at(-1)?.startsWith('<')) return [];
    const path = segments.join('/');
    return { entry, path, segments, spelling: path.includes('<') ? undefined : spellingOf(path) };
  });
  return suggestions;
}

/** A whole name in the wrong place, or without its prefix or its end, is a clearer slip than letters that differ. */
function costOf(candidate: Spelling, wrong: Spelling): number {
  const { flat, name } = candidate;
  if (flat === wrong.flat) return 0;
  const last = wrong.name;
  if (last.length >= 6) {
    if (name === last) return 1 + distance(flat, wrong.flat, 8) / 100;
    if (name === `tcp_${last}` || name === `nf_${last}` || `tcp_${name}` === last)
      return 1.5 + distance(flat, wrong.flat, 16) / 100;
    if (flat.length === wrong.flat.length + 4 && flat.replace('_tcp_', '_') === wrong.flat) return 1.6;
    if (flat.startsWith(`${wrong.flat}_`)) return 1.9;
  }
  // One slip in five letters, and three of them only behind the same beginning.
  const limit = Math.min(3, Math.max(1, Math.floor(name.length / 5)));
  if (Math.abs(flat.length - wrong.flat.length) > limit || bits(candidate.letters ^ wrong.letters) > 2 * limit)
    return Number.POSITIVE_INFINITY;
  const d = distance(flat, wrong.flat, limit);
  if (d > limit || (d > 2 && !name.startsWith(last.slice(0, Math.ceil(last.length * 0.6))))) return Number.POSITIVE_INFINITY;
  return 2 + d;
}

function bits(n: number): number {
  let count = 0;
  for (; n !== 0; n &= n - 1) count++;
  return count;
}

/** The pattern with its placeholders taken from the same places of the path; undefined where there is no such place. */
function fill(segments: readonly string[], parts: readonly string[]): string | undefined {
  if (segments.length !== parts.length) return undefined;
  return segments.map((segment, i) => (segment.startsWith('<') ? parts[i] : segment)).join('/');
}

interface Node {
  readonly children: Map<string, Node>;
  entry?: Entry;
}

/** Literal names go before placeholders: `conf.all` has its own entry where it differs. */
function find(node: Node, parts: readonly string[], at: number): KeyFacts | undefined {
  const part = parts[at];
  if (part === undefined) return node.entry && factsIn(node.entry);
  const exact = node.children.get(part);
  const found = exact && find(exact, parts, at + 1);
  const any = found || part === '' ? undefined : node.children.get('<>');
  return found ?? (any && find(any, parts, at + 1));
}

/** A line of the table, read when it is asked for: a run asks for a few dozen of them. */
interface Entry {
  readonly name: string;
  /** Behind the key. */
  readonly line: string;
  facts?: KeyFacts;
}

const factsIn = (entry: Entry): KeyFacts => {
  entry.facts ??= parse(entry);
  return entry.facts;
};

let root: Node | undefined;
let all: readonly Entry[] | undefined;
let suggestions: readonly Candidate[] | undefined;

/** Every key of the table, in its order. */
export const keys = (): readonly KeyFacts[] => entries().map(factsIn);

function entries(): readonly Entry[] {
  if (all) return all;
  const out: Entry[] = [];
  let directory = '';
  for (const line of keysData.split('\n')) {
    if (line.startsWith('/')) directory = line.slice(1);
    else {
      const blank = line.indexOf(' ');
      out.push({ name: `${directory}.${line.slice(0, blank)}`, line: line.slice(blank + 1) });
    }
  }
  all = out;
  return all;
}

function table(): Node {
  if (root) return root;
  root = { children: new Map() };
  let directory: Node = root;
  let name = '';
  for (const entry of entries()) {
    const dot = entry.name.lastIndexOf('.');
    const parent = entry.name.slice(0, dot);
    if (parent !== name) {
      name = parent;
      directory = parent.split('.').reduce(childOf, root);
    }
    childOf(directory, entry.name.slice(dot + 1)).entry = entry;
  }
  return root;
}

function childOf(node: Node, segment: string): Node {
  const key = segment.startsWith('<') ? '<>' : segment;
  let child = node.children.get(key);
  if (!child) {
    child = { children: new Map() };
    node.children.set(key, child);
  }
  return child;
}

const types: Readonly<Record<string, KeyType>> = {
  i: 'int',
  u: 'uint',
  o: 'u8',
  l: 'ulong',
  b: 'switch',
  j: 'seconds',
  k: 'milliseconds',
  K: 'long-milliseconds',
  h: 'ticks',
  s: 'string',
  B: 'list',
  m: 'cpumask',
  c: 'custom',
};

const scopes: Readonly<Record<string, Scope>> = {
  g: 'global',
  i: 'initial',
  n: 'network',
  p: 'ipc',
  u: 'user',
  t: 'uts',
};

/** What a type takes by itself, where that is narrower than what anybody writes. */
const natural: { readonly [T in KeyType]?: readonly [number, number] } = { u8: [0, 255], uint: [0, 2 ** 32 - 1] };

function parse({ name, line }: Entry): KeyFacts {
  const [forms = '?', ...rest] = line.split(' ');
  const marked = (mark: string) => rest.find((r) => r.startsWith(mark))?.slice(1);
  const version = (mark: string) => parseVersion(marked(mark) ?? '');
  const history = forms.split(',').map(parseForm);
  const { type, fields, min, max } = history.at(-1)!;
  const scope = marked('@');
  const [since, lastWithout] = (marked('+') ?? '').split('<').map(parseVersion);
  return {
    name,
    type,
    fields,
    min,
    max,
    forms: history,
    defaults: marked('=')?.split(',').map(parseDefault) ?? [],
    since,
    absentUntil: lastWithout === undefined ? since : afterSeries(lastWithout),
    removed: version('-'),
    inertSince: version('~'),
    replacedBy: renamed.get(name),
    mode: rest.includes('!ro') ? 'read-only' : rest.includes('!wo') ? 'write-only' : undefined,
    unit: marked('%') as Unit | undefined,
    scope: scopes[scope?.[0] ?? ''],
    scopeSince: parseVersion(scope?.slice(1) ?? ''),
  };
}

/** Of a series it is the first of the next. */
const afterSeries = (version: Version) => version + (version % 1000 === 0 ? 1000 : 1);

/** `4.19:i3[0..2]`. */
function parseForm(text: string): Form {
  const [, from = '', letter = '?', fields = '', low = '', high = ''] =
    /^(?:([\d.]+):)?(.)(\d*)(?:\[(-?\d*)\.\.(-?\d*)\])?$/.exec(text) ?? [];
  const type = types[letter] ?? 'unknown';
  return {
    from: parseVersion(from) ?? 0,
    type,
    fields: Number(fields || 1),
    min: low ? Number(low) : natural[type]?.[0],
    max: high ? Number(high) : natural[type]?.[1],
  };
}

/** `5.4:4096`. */
function parseDefault(text: string): KeyFacts['defaults'][number] {
  const [, from = '', value = ''] = /^(?:([\d.]+):)?(.*)$/.exec(text) ?? [];
  return { from: parseVersion(from) ?? 0, value: value === '?' ? undefined : value.replaceAll('_', ' ') };
}
