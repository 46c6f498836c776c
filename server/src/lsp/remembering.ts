import type { Range } from 'vscode-languageserver';
import type { Source } from '../core/text.ts';
import type { CheckResult } from '../service/service.ts';
import type { Session } from './session.ts';

/** Answers about open documents, of which it is told whether the same question would get another one now. */
export interface Remembering<T> {
  about(uri: string, result: CheckResult, range?: Range): readonly T[];
  isStale(result: CheckResult): boolean;
}

export function remembering<T>(
  session: Session,
  answer: (source: Source, result: CheckResult, range?: Range) => readonly T[],
): Remembering<T> {
  const answers = new Map<string, { readonly version: number; readonly range: Range | undefined; readonly json: string }>();
  const answerTo = (uri: string, result: CheckResult, range: Range | undefined) => {
    const source = session.source(uri);
    return source && result.files.has(source.path) ? answer(source, result, range) : [];
  };
  session.documents.onDidClose(({ document }) => answers.delete(document.uri));
  return {
    about(uri, result, range) {
      const items = answerTo(uri, result, range);
      const document = session.documents.get(uri);
      if (document) answers.set(uri, { version: document.version, range, json: JSON.stringify(items) });
      return items;
    },
    isStale(result) {
      for (const [uri, { version, range, json }] of answers) {
        const document = session.documents.get(uri);
        if (document?.version === version && JSON.stringify(answerTo(uri, result, range)) !== json) return true;
      }
      return false;
    },
  };
}
