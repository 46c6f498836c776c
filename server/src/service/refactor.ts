import type { Statement } from '../core/rule.ts';
import type { Edit, Source } from '../core/text.ts';
import type { Sides } from '../machine/arithmetic.ts';

/** A change of the text that changes nothing of what nginx does. */
export interface Refactoring {
  /** Tells those at one place apart. */
  readonly id: string;
  readonly kind: 'extract' | 'rewrite';
  readonly title: Statement;
  /** Why it cannot be done here; undefined where it can. */
  readonly refused: Statement | undefined;
  /** Made when asked for. */
  edits(): readonly Edit[];
}

/** What can be done with the statement at an offset, and what cannot although it looks so. */
export function refactorings(_sides: readonly Sides[], _source: Source, _offset: number): readonly Refactoring[] {
  return [];
}
