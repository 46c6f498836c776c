import type { Edit, Span } from '../../core/text.ts';
import { all } from '../../core/version.ts';
import type { Advice, Topics } from '../facts/hardening.ts';
import { factsOf } from '../facts/keys.ts';
import { append, setValue } from './edits.ts';
import { pathOf } from './key.ts';
import { type Assignment, at, type Sysctl } from './model.ts';

/** A setting that is weaker than what is asked for. */
export interface Weak<T extends string> {
  readonly topic: T;
  readonly at: Span;
  readonly data: {
    readonly key: string;
    readonly value: string;
    readonly wanted: number;
    readonly sources: { readonly list: readonly string[]; readonly word: 'and' };
  };
  readonly edits: readonly Edit[];
}

/** Settings that are asked for and that nothing sets, told once for a set of files. */
export interface Missing {
  /** The first line of the file that is applied last. */
  readonly at: Span;
  readonly settings: readonly string[];
  readonly edits: readonly Edit[];
}

export function weakIn<T extends string>(topics: Topics<T>, sysctl: Sysctl): Weak<T>[] {
  const said = new Set<Assignment>();
  return each(topics).flatMap(({ topic, advice }) =>
    sysctl.effective(advice.key).flatMap((a) => {
      const [number] = a.numbers ?? [];
      if (number === undefined || (number >= advice.least && number <= advice.most) || said.has(a)) return [];
      said.add(a);
      const sources = { list: advice.sources, word: 'and' } as const;
      const data = { key: a.line.key.text, value: a.value.text, wanted: advice.value, sources };
      const where = at(a, { start: a.line.key.start, end: a.value.end });
      return { topic, at: where, data, edits: setValue(a, String(advice.value)) };
    }),
  );
}

/** Only keys that every targeted kernel has; undefined where nothing is missing or nothing is set at all. */
export function missingIn(topics: Topics, { effective, readings, target }: Sysctl): Missing | undefined {
  const last = readings.findLast((r) => r.files.some((f) => f.assignments.length > 0))?.files.at(-1);
  const first = last?.lines[0];
  if (!last || !first || target.containers.length > 0) return undefined;
  const isEverywhere = ({ key }: Advice) => {
    const facts = factsOf(pathOf(key));
    return facts && all(target.kernel, { from: facts.since ?? 0, until: facts.removed ?? Number.POSITIVE_INFINITY });
  };
  const missing = each(topics)
    .map(({ advice }) => advice)
    .filter((advice) => advice.wanted && isEverywhere(advice) && effective(advice.key).length === 0);
  if (missing.length === 0) return undefined;
  const settings = missing.map(({ key, value }) => `${key} = ${value}`);
  return { at: { file: last.source.path, start: first.start, end: first.end }, settings, edits: append(last, settings) };
}

const each = <T extends string>(topics: Topics<T>) =>
  (Object.entries(topics) as [T, readonly Advice[]][]).flatMap(([topic, list]) => list.map((advice) => ({ topic, advice })));
