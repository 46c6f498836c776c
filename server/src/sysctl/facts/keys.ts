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
  if (!plausible.test(path) || keyAbove(path)) return { kind: 'unknown' };
  const system = otherSystems.find((s) => s.pattern.test(path));
  if (system) return { kind: 'other-system', system };
  return unregistered.test(path) ? { kind: 'registered-at-runtime' } : { kind: 'unknown' };
}

/** A name that can stand below /proc/sys, where directories are at the top. */
const plausible = /^[^\s"'`/]+\/[^\s"'`]+$/;

/** The key that the path would lie below, were that a directory. */
export function keyAbove(path: string): { readonly path: string; readonly facts: KeyFacts } | undefined {
  let above: ReturnType<typeof keyAbove>;
  let nodes: readonly Node[] = [table()];
  // A path may be as long as a file: behind the last directory that there is nobody looks at it.
  for (let end = path.indexOf('/'), start = 0; end !== -1 && nodes.length > 0; end = path.indexOf('/', start)) {
    const part = path.slice(start, end);
    const named = ({ children }: Node) => [children.get(part), part === '' ? undefined : children.get('<>')];
    nodes = nodes.flatMap(named).filter((node) => node !== undefined);
    const entry = nodes.find((node) => node.entry)?.entry;
    if (entry) above = { path: path.slice(0, end), facts: factsIn(entry) };
    start = end + 1;
  }
  return above;
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

/** The name of every key of the table. */
export const keyNames = (): readonly string[] => entries().map((e) => e.name);

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

/** An end of a range as the kernel has it: 2^63 - 1 is no number of ours. */
export const digitsOf = (end: number): string => (end === 2 ** 63 ? '9223372036854775807' : String(end));

/** `5.4:4096`. */
function parseDefault(text: string): KeyFacts['defaults'][number] {
  const [, from = '', value = ''] = /^(?:([\d.]+):)?(.*)$/.exec(text) ?? [];
  return { from: parseVersion(from) ?? 0, value: value === '?' ? undefined : value.replaceAll('_', ' ') };
}
