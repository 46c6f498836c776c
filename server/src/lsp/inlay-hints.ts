import type { InlayHint, InlayHintParams } from 'vscode-languageserver';
import type { Source, Span } from '../core/text.ts';
import type { Sides } from '../machine/arithmetic.ts';
import { hintsIn } from '../service/effective.ts';
import { rangeOf, spanOf, type View } from './convert.ts';
import { remembering } from './remembering.ts';
import type { Feature, Session } from './session.ts';

export function inlayHintFeature(session: Session): Feature {
  const { connection } = session;
  const hints = remembering<InlayHint>(session, (source, result, range) => {
    if (!session.settings.inlayHints) return [];
    const part = range ? spanOf(source, range) : { file: source.path, start: 0, end: source.text.length };
    return inlayHints(session.viewOf(result), result.models(source.path), source, part);
  });
  connection.languages.inlayHint.on(
    session.guarded<InlayHintParams, InlayHint[]>('inlay hints', [], async ({ textDocument: { uri }, range }, token) => [
      ...hints.about(uri, await session.check(token), range),
    ]),
  );
  return {
    capabilities: () => ({ inlayHintProvider: true }),
    async refresh(result) {
      if (session.abilities.hintRefresh && hints.isStale(result)) await connection.sendRequest('workspace/inlayHint/refresh');
    },
  };
}

/** What is in effect, and what it comes to, behind the lines of a part of a file. */
function inlayHints({ words }: View, sides: readonly Sides[], source: Source, { start, end }: Span): InlayHint[] {
  return hintsIn(sides, source, start, end).map(({ at, label, about }) => ({
    position: rangeOf(source, { start: at, end: at }).start,
    label: words.statement(label),
    paddingLeft: true,
    ...(about.length > 0 && { tooltip: about.map(words.statement).join('\n') }),
  }));
}
