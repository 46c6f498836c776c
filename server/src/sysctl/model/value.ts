import { all, any, type Period, type VersionRange } from '../../core/version.ts';
import { type Form, isNumeric, type KeyFacts } from '../facts/keys.ts';

/** What a kernel makes of a value. */
export type Verdict =
  /** Fewer numbers than the key has: the others keep what they were. More: they are not read. */
  | { readonly kind: 'taken'; readonly numbers: readonly NumberField[] }
  /** EINVAL, or left as it was without a word. */
  | { readonly kind: 'refused'; readonly why: 'text' }
  | { readonly kind: 'refused'; readonly why: 'range'; readonly field: NumberField; readonly bounds: Bounds }
  /** Of a pair that has to be in order. */
  | { readonly kind: 'refused'; readonly why: 'order'; readonly numbers: readonly NumberField[] }
  | { readonly kind: 'unknown' };

/** undefined where the type is the only bound. */
type Bounds = Pick<Form, 'min' | 'max'>;

/** What one form of a key makes of a text that is not empty. Read in kernel/sysctl.c, and measured key by key. */
export function judge({ name }: Pick<KeyFacts, 'name'>, form: Form, text: string): Verdict {
  if (form.type === 'list') return judgeList(text, name === 'net.ipv6.icmp.ratemask' ? 255 : 65535);
  if (name === 'net.netfilter.nf_log.<N>') return /^\w*[A-Za-z]\w*$/.test(text) ? { kind: 'unknown' } : unreadable;
  if (lookedUp.has(name)) return /^[a-z][a-z0-9_-]{0,14}$/.test(text) ? { kind: 'unknown' } : unreadable;
  if (name === 'net.ipv4.tcp_fastopen_key')
    return text.split(',').every((k) => fourGroups.test(k)) ? { kind: 'unknown' } : unreadable;
  if (!isNumeric(form)) return { kind: 'unknown' };
  const { fields, rest } = readNumbers(text);
  const numbers = fields.slice(0, form.fields);
  for (const field of numbers) {
    const fits = takes(form, field);
    if (fits === undefined) return { kind: 'unknown' };
    if (!fits) return { kind: 'refused', why: 'range', field, bounds: form };
  }
  if (numbers.length < form.fields && rest < text.length) return unreadable;
  // proc_ipc_sem_dointvec(): the number of sets is checked, and put back.
  const sets = name === 'kernel.sem' && form.from > 0 ? numbers[3] : undefined;
  if (sets && (sets.value < 0 || sets.value > 32_768))
    return { kind: 'refused', why: 'range', field: sets, bounds: { min: 0, max: 32_768 } };
  const [low, high] = numbers;
  if (name === 'net.ipv4.ip_local_port_range' && low && high && high.value < low.value)
    return { kind: 'refused', why: 'order', numbers };
  return { kind: 'taken', numbers };
}

/** What the targeted kernels make of it, by form; before 3.9 nothing is told. */
export function verdicts(facts: KeyFacts, target: readonly VersionRange[], text: string): readonly FormVerdict[] {
  return facts.forms.flatMap((form, i) => {
    const period = { from: form.from, until: facts.forms[i + 1]?.from ?? Number.POSITIVE_INFINITY };
    const until = Math.min(period.until, facts.removed ?? period.until);
    return any(target, { from: Math.max(period.from, facts.since ?? 0, firstTold), until })
      ? [{ form, period, verdict: judge(facts, form, text) }]
      : [];
  });
}

export interface FormVerdict {
  readonly form: Form;
  readonly period: Period;
  readonly verdict: Verdict;
}

const firstTold = 3_009_000;

/** Whether every targeted kernel takes the text as it stands, all numbers of it and no more. */
export function isTaken(facts: KeyFacts, target: readonly VersionRange[], text: string): boolean {
  return (
    all(target, { from: firstTold, until: Number.POSITIVE_INFINITY }) &&
    verdicts(facts, target, text).every(
      ({ form, verdict }) =>
        verdict.kind === 'taken' &&
        (form.type === 'list' || (verdict.numbers.length === form.fields && verdict.numbers.at(-1)?.end === text.length)),
    )
  );
}

/** The name of something that the kernel has to find, in small letters. */
const lookedUp: ReadonlySet<string> = new Set([
  'net.core.default_qdisc',
  'net.ipv4.tcp_congestion_control',
  'net.mptcp.path_manager',
  'net.mptcp.scheduler',
]);

/** proc_tcp_fastopen_key() does not read on. */
const fourGroups = /^\s*[\da-f]+(?:-[\da-f]+){3}/i;

const unreadable: Verdict = { kind: 'refused', why: 'text' };

/** undefined where it depends on how the kernel was built. */
function takes({ type, min, max }: Form, { value, exact }: NumberField): boolean | undefined {
  if (exact > 2n ** 64n - 1n || exact < -(2n ** 64n)) return false;
  const within = (low: number, high: number) => value >= (min ?? low) && value <= (max ?? high);
  switch (type) {
    case 'int':
      return within(-(2 ** 31), 2 ** 31 - 1) && value >= -(2 ** 31) && value <= 2 ** 31 - 1;
    case 'switch':
      return within(-(2 ** 31), 2 ** 31 - 1);
    case 'uint':
    case 'u8':
      return within(0, 2 ** 32 - 1);
    // A negative number is refused, or passed over without an error.
    case 'ulong':
      return value >= 0 && within(0, 2 ** 64);
    // Counted in jiffies, of which HZ = 100 to 1000 make a second; INT_MAX of them are the most.
    case 'seconds': {
      const size = Math.abs(value);
      return size > (2 ** 31 - 1) / 100 ? false : size > (2 ** 31 - 1) / 1000 ? undefined : within(-(2 ** 31), 2 ** 31 - 1);
    }
    case 'milliseconds':
      // Cut down to 32 bits of which a set highest one is too long a time.
      if (value >= 2 ** 32 || value < -(2 ** 31)) return undefined;
      return within(0, 2 ** 31 - 1) && value >= 0 && value < 2 ** 31;
    case 'long-milliseconds':
      return value < 0 ? false : value > 2 ** 32 ? undefined : within(0, 2 ** 32);
    case 'ticks':
      return Math.abs(value) > 2 ** 60 ? false : undefined;
    default:
      return undefined;
  }
}

/** proc_do_large_bitmap(): numbers and ranges, commas between them and no blanks. */
function judgeList(text: string, most: number): Verdict {
  let at = 0;
  for (const part of text.split(',')) {
    const end = at + part.length;
    const last = end === text.length;
    const [, low, high] = /^(0[xX][0-9a-fA-F]+|\d+)(?:-(0[xX][0-9a-fA-F]+|\d+))?$/.exec(part) ?? [];
    const from = low === undefined ? undefined : toNumber(low);
    const to = high === undefined ? from : toNumber(high);
    if (part === '' && last && at > 0) break;
    if (from === undefined || to === undefined) return unreadable;
    const value = Math.max(from, to);
    if (value > most || from > to)
      return {
        kind: 'refused',
        why: 'range',
        field: { value, exact: BigInt(value), start: at, end },
        bounds: { min: 0, max: most },
      };
    at = end + 1;
  }
  return { kind: 'taken', numbers: [] };
}

/** What the kernel makes of a value for a key that holds numbers. */
export interface Numbers {
  readonly fields: readonly NumberField[];
  /** Offset of the first thing that is no number: white space before it is skipped; the length where there is none. */
  readonly rest: number;
}

export interface NumberField {
  readonly value: number;
  /** The same where it has more digits than a double holds. */
  readonly exact: bigint;
  /** Offsets in the value. */
  readonly start: number;
  readonly end: number;
}

const number = /-?(?:0[xX][0-9a-fA-F]+|\d+)(?![^ \t\n])/y;
const space = /[ \t\n\v\f\r]*/y;

/**
 * Reads numbers as proc_get_long() does: decimal, `0x` hexadecimal, leading `0` octal, each ended by white space or the
 * end; `+30`, `30s`, `1e3` and quotes are no numbers. What follows the last number a key takes is never looked at.
 */
export function readNumbers(text: string): Numbers {
  const fields: NumberField[] = [];
  let at = 0;
  while (fields.length < most) {
    number.lastIndex = at;
    const found = number.exec(text)?.[0];
    const value = found === undefined ? undefined : toNumber(found);
    if (found === undefined || value === undefined) break;
    fields.push({ value, exact: exactly(found), start: at, end: at + found.length });
    space.lastIndex = at + found.length;
    at += found.length + (space.exec(text)?.[0].length ?? 0);
  }
  return { fields, rest: at };
}

/** Far more than any key has. */
const most = 1000;

/** The value as numbers where it is nothing but numbers; undefined where anything else stands in it. */
export function pureNumbers(text: string): readonly number[] | undefined {
  const { fields, rest } = readNumbers(text);
  return fields.length && rest === text.length ? fields.map((f) => f.value) : undefined;
}

function toNumber(text: string): number | undefined {
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  const octal = /^0\d/.test(digits);
  if (octal && /[89]/.test(digits)) return undefined;
  const value = Number(octal ? `0o${digits.slice(1)}` : digits);
  return negative ? -value : value;
}

function exactly(text: string): bigint {
  const digits = text.replace('-', '');
  const value = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return text.startsWith('-') ? -value : value;
}

/** A template's placeholder: what is written there is known to the program that fills it in only. */
export const isTemplate = (text: string) =>
  /\{\{|\{%|<%|\$\{|\$\(|\$[A-Za-z_]|%\{|@[A-Za-z_]\w*@|__[A-Z][A-Z0-9_]*__/.test(text);
