import type { InlayHint } from 'vscode-languageserver';
import type { Source, Span } from '../core/text.ts';
import type { Sides } from '../machine/arithmetic.ts';
import { hintsIn } from '../service/effective.ts';
import { rangeOf, type View } from './convert.ts';

/** What is in effect, and what it comes to, behind the lines of a part of a file. */
export function inlayHints({ words }: View, sides: readonly Sides[], source: Source, { start, end }: Span): InlayHint[] {
  return hintsIn(sides, source, start, end).map(({ at, label, about }) => ({
    position: rangeOf(source, { start: at, end: at }).start,
    label: words.statement(label),
    paddingLeft: true,
    ...(about.length > 0 && { tooltip: about.map(words.statement).join('\n') }),
  }));
}
