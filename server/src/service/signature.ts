import type { Locale } from '../core/rule.ts';
import type { Source } from '../core/text.ts';
import { any } from '../core/version.ts';
import { nginxIn } from '../machine/arithmetic.ts';
import type { Expected, Grammar, Value } from '../nginx/facts/arguments.ts';
import type { DirectiveFact } from '../nginx/facts/directives.ts';
import { shapeOf } from '../nginx/facts/setters.ts';
import type { Around } from './complete.ts';
import { placesAt, readingsAt } from './complete-nginx.ts';
import { statementAt } from './statement.ts';

/** What a directive takes, as one line. */
export interface Signature {
  readonly label: string;
  /** The parts of the label that are arguments, from and to. */
  readonly arguments: readonly (readonly [from: number, to: number])[];
  /** Which of them is being written. */
  readonly active: number | undefined;
  /** The word that is being written. */
  readonly word: string;
  readonly fact: DirectiveFact;
  /** Nothing is known about the arguments but how many there are. */
  readonly isVague: boolean;
}

/** What the documentation says that a directive takes, a line for each form; which part is written is only known where none may be left out. */
export function documentedForms(
  { fact, active = 0 }: Signature,
  syntax: readonly string[],
): Pick<Signature, 'label' | 'arguments' | 'active'>[] {
  return syntax.map((form) => {
    const label = `${fact.name} ${form}`;
    // What stands in brackets is one part, and alternatives are.
    const parts = [...label.matchAll(/(?:\[[^\]]*\]|\S)+(?: \| (?:\[[^\]]*\]|\S)+)*/g)].slice(1);
    return {
      label,
      arguments: parts.map(({ 0: part, index }) => [index, index + part.length] as const),
      active: label.includes('[') ? undefined : Math.min(active, parts.length - 1),
    };
  });
}

/** What the directive takes whose arguments stand at an offset of nginx's configuration; undefined where that is not known. */
export function signatureAt(source: Source, offset: number, around: Around): Signature | undefined {
  const statement = statementAt(source, offset);
  if (!statement || statement.at === 0 || statement.blocks.at(-1)?.block?.kind === 'entries') return undefined;
  const { blocks, words, at } = statement;
  const name = words[0]!.text;
  const places = placesAt(blocks, source.path, nginxIn(around.models));
  const reading = readingsAt(name, places, around.target)?.at(-1);
  const shape = reading && shapeOf(reading.fact, reading.form);
  if (!shape) return undefined;
  const { nginx: ranges } = around.target;
  const args = words.slice(1).map(({ text }) => text);
  const grammar: Grammar = typeof shape === 'function' ? shape(args, ranges) : shape;
  const offered = Object.entries(grammar.parameters ?? {}).filter(
    ([, { unoffered, versions }]) => !unoffered && (!versions || any(ranges, versions)),
  );
  const hint = (value: Value) => hintOf(value, around.locale);
  const first = grammar.words ?? [];
  const parts = [
    ...first.map(hint),
    ...offered.map(([parameter, { value }]) => `[${parameter}${value ? hint(value) : ''}]`),
    ...(grammar.rest ? [`${hint(grammar.rest)} …`] : []),
    ...(grammar.last ? [hint(grammar.last)] : []),
  ];
  if (parts.length === 0) return undefined;
  let label = name;
  const extents = parts.map((part) => {
    label += ` ${part}`;
    return [label.length - part.length, label.length] as const;
  });
  const active = activeIn(grammar, offered, args, at - 1);
  const isVague = parts.every((part) => part.startsWith(hints.text[around.locale]));
  return { label, arguments: extents, active, word: args[at - 1] ?? '', fact: reading.fact, isVague };
}

function activeIn(
  { words = [], rest, last }: Grammar,
  offered: readonly (readonly [string, unknown])[],
  args: readonly string[],
  index: number,
): number | undefined {
  if (last && index === args.length - 1 && index >= words.length) return words.length + offered.length + (rest ? 1 : 0);
  if (index < words.length) return index;
  const parameter = offered.findIndex(([name]) => (/[=:]$/.test(name) ? args[index]!.startsWith(name) : args[index] === name));
  if (parameter !== -1) return words.length + parameter;
  return rest && words.length + offered.length;
}

/** A few letters for what a value has to be. */
function hintOf(value: Value, locale: Locale): string {
  const own =
    value.kind === 'word' || value.kind === 'sizes'
      ? value.words.length <= fewWords
        ? value.words.join('|')
        : hints.word[locale]
      : (hints[value.kind] ?? hints.text)[locale];
  return [own, ...(value.or ?? [])].join('|');
}

const fewWords = 8;

const hints: { readonly [K in Expected['kind']]?: Readonly<Record<Locale, string>> } & {
  readonly word: Readonly<Record<Locale, string>>;
  readonly text: Readonly<Record<Locale, string>>;
} = {
  text: { en: 'text', 'zh-CN': '文本' },
  word: { en: 'word', 'zh-CN': '关键字' },
  number: { en: 'number', 'zh-CN': '整数' },
  size: { en: 'size', 'zh-CN': '大小' },
  offset: { en: 'size', 'zh-CN': '大小' },
  time: { en: 'time', 'zh-CN': '时间' },
  address: { en: 'address', 'zh-CN': '地址' },
  local: { en: 'address', 'zh-CN': '地址' },
  network: { en: 'network', 'zh-CN': '网段' },
  url: { en: 'URL', 'zh-CN': 'URL' },
  variable: { en: '$variable', 'zh-CN': '$变量' },
  zone: { en: 'name:size', 'zh-CN': '名称:大小' },
  code: { en: 'status', 'zh-CN': '状态码' },
  status: { en: 'status', 'zh-CN': '状态码' },
  errorStatus: { en: 'status', 'zh-CN': '状态码' },
  rate: { en: '10r/s', 'zh-CN': '10r/s' },
  levels: { en: '1:2', 'zh-CN': '1:2' },
};
