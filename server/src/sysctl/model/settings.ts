import { once } from '../../core/once.ts';
import { any, type VersionRange } from '../../core/version.ts';
import { factsOf, type KeyFacts } from '../facts/keys.ts';
import type { Piece } from '../syntax.ts';
import type { Assignment, Sysctl } from './model.ts';
import { isTemplate } from './value.ts';

/** An assignment to a key of Linux, with the value that its author means. */
export interface Setting {
  readonly a: Assignment;
  readonly facts: KeyFacts;
  /** Without what stands behind a comment mark; not empty, no template. */
  readonly value: Piece;
}

/** Every assignment whose value can be judged: some targeted kernel has the key. One of a glob is judged as that of each key. */
export const settings: (sysctl: Sysctl) => readonly Setting[] = once(({ files, target }) =>
  files.flatMap(({ assignments }) =>
    assignments.flatMap((a) => {
      const facts = factsOf(a.path);
      if (!facts || !isPresent(facts, target.kernel) || isTemplate(a.line.value.text)) return [];
      const value = meant(a, facts);
      return value.text === '' ? [] : [{ a, facts, value }];
    }),
  ),
);

/** Whether some kernel of the target has the key. */
export function isPresent({ since, removed }: KeyFacts, kernels: readonly VersionRange[]): boolean {
  return any(kernels, { from: since ?? 0, until: removed ?? Number.POSITIVE_INFINITY });
}

/** To a text a mark is no comment but behind a blank. */
function meant({ line: { value, remark } }: Assignment, { type }: KeyFacts): Piece {
  if (remark === undefined || !/[\p{L}\p{N}]/u.test(value.text.slice(remark - value.start))) return value;
  if (type === 'string' && !/\s/.test(value.text[remark - value.start - 1] ?? '')) return value;
  const text = value.text.slice(0, remark - value.start).trimEnd();
  return { text, start: value.start, end: value.start + text.length };
}
