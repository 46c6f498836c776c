import type { Finding } from '../../../server/src/core/rule.ts';
import { factsOf, type KeyType } from '../../../server/src/sysctl/facts/keys.ts';
import { pathOf } from '../../../server/src/sysctl/model/key.ts';
import { type Assignment, readLines } from '../../../server/src/sysctl/syntax.ts';
import type { Outcome } from './machine.ts';

/**
 * What becomes of a line. refused: the kernel did not take the value; ignored: nothing was tried, or nothing came of it;
 * changed: the key holds something else than is written, be it that the rest of the text was not read.
 */
export type Verdict = 'taken' | 'changed' | 'refused' | 'ignored';

/** An error says that a line has no effect; which of the two it is makes no difference to its author. */
const isTaken = (verdict: Verdict) => verdict === 'taken' || verdict === 'changed';
export const agree = (a: Verdict, b: Verdict) => a === b || (!isTaken(a) && !isTaken(b));

/** What the program and the kernel made of a line. */
export function observed(line: string, { before, after, complaint }: Outcome): Verdict {
  const read = [...readLines(line)].find((l) => l.kind !== 'blank');
  // A comment or an exclude sets nothing, and means to.
  if (read?.kind === 'comment' || read?.kind === 'exclude') return before === after ? 'taken' : 'changed';
  if (/setting key|Couldn't write .*: (?!No such file|Is a directory|Not a directory)/.test(complaint)) return 'refused';
  if (/No such file|s a directory|Not a directory|not an assignment|invalid syntax/.test(complaint)) return 'ignored';
  if (read?.kind !== 'assignment') return before === after ? 'ignored' : 'changed';
  const type = factsOf(pathOf(read.key.text))?.type;
  const [wanted, held] = [type === 'string' ? withoutExtras(read) : read.value.text, after].map((v) => meaning(v, type));
  if (wanted === held || (type && rounded.has(type) && isRounded(Number(wanted), Number(held)))) return 'taken';
  return before === after ? 'ignored' : 'changed';
}

/** Nobody means to store quotes or a comment. */
function withoutExtras({ value, remark }: Assignment): string {
  const text = value.text.slice(0, remark === undefined ? undefined : remark - value.start).trimEnd();
  return text.replace(/^(["'])(.*)\1$/, '$2');
}

/** Kept in ticks of the kernel's clock, of which nobody knows the length: 10 ms become 12 where a tick is 4 ms. */
const rounded: ReadonlySet<KeyType> = new Set<KeyType>(['milliseconds', 'long-milliseconds', 'ticks']);

const isRounded = (wanted: number, held: number) => held - wanted >= -1 && held - wanted < 10;

/** A value as its author means it: white space is white space, a leading zero says nothing, ports are a set, and on is on. */
function meaning(value: string, type: KeyType | undefined): string {
  const numbers = value.trim().split(/\s+/);
  if (/^\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*,?$/.test(value) && type === 'list') return portsOf(value);
  const said = numbers.map((n) => (/^-?(?:0x[\da-f]+|\d+)$/i.test(n) ? numberOf(n) : n)).join(' ');
  return type === 'switch' && /^-?[1-9]\d*$/.test(said) ? '1' : said;
}

const numberOf = (text: string): string => {
  const [sign, digits] = text.startsWith('-') ? ['-', text.slice(1)] : ['', text];
  const value = BigInt(/^0x/i.test(digits) ? digits : digits.replace(/^0+(?=\d)/, ''));
  return value === 0n ? '0' : `${sign}${value}`;
};

function portsOf(value: string): string {
  const ports = new Set<number>();
  for (const range of value.replace(/,$/, '').split(',')) {
    const [from = 0, to = from] = range.split('-').map(Number);
    for (let port = from; port <= to; port++) ports.add(port);
  }
  return [...ports].sort((a, b) => a - b).join(',');
}

/** Findings below an error that speak of the line's effect. */
const meanings: Readonly<Record<string, Verdict>> = {
  'sysctl/unknown-key': 'ignored',
  'sysctl/removed-key': 'ignored',
  'sysctl/renamed-key': 'ignored',
  'sysctl/not-yet-available': 'ignored',
  'sysctl/read-only-key': 'ignored',
  'sysctl/ignored-file': 'ignored',
  'sysctl/octal-value': 'changed',
  'sysctl/wrong-vector-length': 'changed',
  // An error, but about something else than whether the kernel takes it.
  'sysctl/fin-timeout-out-of-range': 'taken',
};
/** Messages that mean otherwise than the rest of their rule. */
const exceptions: Readonly<Record<string, Verdict>> = {
  'sysctl/inline-comment stored': 'changed',
  'sysctl/quoted-value stored': 'changed',
  'sysctl/inline-comment tolerated': 'changed',
  'sysctl/inline-comment unsure': 'changed',
  'sysctl/shell-in-file ended': 'changed',
};

/** What the findings of a line say about its effect. */
export function said(findings: readonly Finding[]): Verdict {
  const verdicts = findings.map(
    (f): Verdict => exceptions[`${f.rule} ${f.message}`] ?? meanings[f.rule] ?? (f.severity === 'error' ? 'refused' : 'taken'),
  );
  return (['ignored', 'refused', 'changed'] as const).find((v) => verdicts.includes(v)) ?? 'taken';
}
