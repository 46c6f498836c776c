import type { FixTitle, Message } from '../../core/rule.ts';
import type { Edit, Span } from '../../core/text.ts';
import { all } from '../../core/version.ts';
import type { Advice, Topics } from '../facts/hardening.ts';
import { factsOf } from '../facts/keys.ts';
import { append, setValue } from './edits.ts';
import { pathOf } from './key.ts';
import { type Assignment, type Sysctl, spanOfSetting } from './model.ts';

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
  readonly fixes: readonly [
    { readonly fix: 'set'; readonly edits: readonly Edit[]; readonly data: { readonly wanted: number } },
  ];
}

/** Settings that are asked for and that nothing sets, told once for a set of files. */
export interface Missing {
  /** The first line of the file that is applied last. */
  readonly at: Span;
  readonly data: { readonly settings: { readonly list: readonly string[]; readonly word: 'and' } };
  readonly fixes: readonly [{ readonly fix: 'append'; readonly edits: readonly Edit[] }];
}

/** What all rules of the preset say alike. */
export const missing = {
  severity: 'info',
  en: 'hardening guides ask for what nothing here sets: {settings}',
  'zh-CN': '安全加固指南要求、而这里没有设置的有：{settings}',
} as const satisfies Message;

export const fixes = {
  set: { safety: 'unsafe', en: 'write {wanted}', 'zh-CN': '改为 {wanted}' },
  append: { safety: 'unsafe', en: 'append them', 'zh-CN': '追加这些设置' },
} as const satisfies Record<string, FixTitle>;

export function weakIn<T extends string>(topics: Topics<T>, sysctl: Sysctl): Weak<T>[] {
  const said = new Set<Assignment>();
  return each(topics).flatMap(({ topic, advice }) =>
    sysctl.effective(advice.key).flatMap((a) => {
      const [number] = a.numbers ?? [];
      if (number === undefined || (number >= advice.least && number <= advice.most) || said.has(a)) return [];
      said.add(a);
      const sources = { list: advice.sources, word: 'and' } as const;
      const data = { key: a.line.key.text, value: a.value.text, wanted: advice.value, sources };
      const where = spanOfSetting(a);
      const edits = setValue(a, String(advice.value));
      return { topic, at: where, data, fixes: [{ fix: 'set', edits, data: { wanted: advice.value } }] };
    }),
  );
}

/** Only keys that every targeted kernel has; nothing where nothing is set at all. */
export function missingIn(topics: Topics, { effective, readings, target }: Sysctl): readonly Missing[] {
  const last = readings.findLast((r) => r.files.some((f) => f.assignments.length > 0))?.files.at(-1);
  const first = last?.lines.find((line) => line.kind === 'assignment') ?? last?.lines[0];
  if (!last || !first || target.containers.length > 0) return [];
  const isEverywhere = ({ key }: Advice) => {
    const facts = factsOf(pathOf(key));
    return facts && all(target.kernel, { from: facts.since ?? 0, until: facts.removed ?? Number.POSITIVE_INFINITY });
  };
  const absent = each(topics)
    .map(({ advice }) => advice)
    .filter((advice) => advice.wanted && isEverywhere(advice) && effective(advice.key).length === 0);
  if (absent.length === 0) return [];
  const list = absent.map(({ key, value }) => `${key} = ${value}`);
  const at = { file: last.source.path, start: first.start, end: first.end };
  return [{ at, data: { settings: { list, word: 'and' } }, fixes: [{ fix: 'append', edits: append(last, list) }] }];
}

const each = <T extends string>(topics: Topics<T>) =>
  (Object.entries(topics) as [T, readonly Advice[]][]).flatMap(([topic, list]) => list.map((advice) => ({ topic, advice })));
