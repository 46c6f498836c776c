import type { VersionRange } from '../../core/version.ts';
import type { KeyFacts, Unit } from '../facts/keys.ts';
import { isTaken } from './value.ts';

export interface Repair {
  readonly text: string;
  /** It can mean nothing else. */
  readonly certain: boolean;
}

/** What the author of a refused value means, in words that every targeted kernel takes; undefined where that is anybody's guess. */
export function repair(facts: KeyFacts, target: readonly VersionRange[], text: string): Repair | undefined {
  if (text.length > longest) return undefined;
  for (const wrapped of [text, bare(text)])
    for (const attempt of attempts) {
      const made = attempt(wrapped, facts);
      if (made && made.text !== text && accepted(facts, target, made.text)) return made;
    }
  return undefined;
}

/** Nobody writes as much for a few numbers. */
const longest = 1000;

/** `30;` `"30` `= 30` `(30)` `+30` */
const bare = (text: string) => text.replace(/^[\s"'`=:([<+]+|(?<![\s"'`;,.:#!)\]>])[\s"'`;,.:#!)\]>]+$/g, '');

/** A name that the kernel looks up is as good as its letters. */
const accepted = (facts: KeyFacts, target: readonly VersionRange[], text: string) =>
  facts.type === 'string' ? /^[a-z0-9_-]+$/.test(text) : isTaken(facts, target, text);

type Attempt = (text: string, facts: KeyFacts) => Repair | undefined;
const certain = (text: string | undefined): Repair | undefined => (text === undefined ? undefined : { text, certain: true });
const likely = (text: string | undefined): Repair | undefined => (text === undefined ? undefined : { text, certain: false });

const attempts: readonly Attempt[] = [
  (text) => certain(bare(text)),
  (text) => certain(/^0+[0-9]+$/.test(text) ? text.replace(/^0+/, '') : undefined),
  // `1024-65000` `4096,87380,4194304`
  (text, { fields }) => certain(fields > 1 ? text.replace(/\s*[,;:|-]\s*|\s+/g, ' ') : undefined),
  // `8080, 9000`
  (text, { type }) => certain(type === 'list' ? text.replace(/(?<!\s)\s*-\s*/g, '-').replace(/\s*[,;\s]\s*/g, ',') : undefined),
  (text, { type }) => certain(type === 'string' ? text.toLowerCase().replace(/(?<![\s;,.])[\s;,.]+$/, '') : undefined),
  (text, { max, type }) => {
    const on = /^(?:yes|on|true|enabled?|y)$/i.test(text);
    if (!on && !/^(?:no|off|false|disabled?|n)$/i.test(text)) return undefined;
    return { text: on ? '1' : '0', certain: max === 1 || type === 'switch' };
  },
  withUnit,
  (text) => likely(/^\d{1,3}(?:[,_'.]\d{3})+$/.test(text) ? text.replace(/\D/g, '') : undefined),
  (text) => likely(/^\d+(?:\.\d+)?e\+?\d{1,2}$/i.test(text) ? String(Number(text)) : undefined),
  (text) => likely(/^\d+(?:\s*\*\s*\d+)+$/.test(text) ? String(text.split('*').reduce((n, f) => n * Number(f), 1)) : undefined),
];

/** `30s` where the key counts seconds; `64k` where it counts bytes. */
function withUnit(text: string, { unit }: KeyFacts): Repair | undefined {
  const [, number = '', word = ''] = /^(\d+(?:\.\d+)?)\s?([a-zA-Zµ%]+)$/.exec(text) ?? [];
  const own = unit && units[unit];
  if (!own || word === '') return undefined;
  const factor = Object.entries(own).find(([words]) => words.split(' ').includes(word.toLowerCase()))?.[1];
  const value = factor === undefined ? undefined : Number(number) * factor;
  return value !== undefined && Number.isInteger(value) ? { text: String(value), certain: factor === 1 } : undefined;
}

const [kibi, mebi, gibi] = [2 ** 10, 2 ** 20, 2 ** 30];
/** By the key's unit: how many of it one of the written is. */
const units: { readonly [U in Unit]?: Readonly<Record<string, number>> } = {
  s: { 's sec secs second seconds': 1, 'm min mins minute minutes': 60, 'h hour hours': 3600, 'd day days': 86_400 },
  ms: { 'ms msec msecs': 1, 's sec secs second seconds': 1000 },
  us: { 'us usec µs': 1, 'ms msec': 1000 },
  ns: { ns: 1, us: 1000, ms: 1_000_000 },
  bytes: { 'b byte bytes': 1, 'k kb kib': kibi, 'm mb mib': mebi, 'g gb gib': gibi },
  KiB: { 'k kb kib': 1, 'm mb mib': kibi, 'g gb gib': mebi },
  '%': { '% percent': 1 },
};
