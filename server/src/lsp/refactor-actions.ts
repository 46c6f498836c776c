import { type CodeAction, CodeActionKind, type WorkspaceEdit } from 'vscode-languageserver';
import type { Source } from '../core/text.ts';
import { refactorings } from '../service/refactor.ts';
import type { CheckResult } from '../service/service.ts';
import { type View, workspaceEditOf } from './convert.ts';
import type { Asked, Session } from './session.ts';

/** A refactoring that was offered, and where. */
export interface RefactorData {
  readonly refactor: string;
  readonly offset: number;
}

const kinds = { extract: CodeActionKind.RefactorExtract, rewrite: CodeActionKind.RefactorRewrite } as const;

/** Those at a place, without their edits; those that cannot be done with the reason, where the client shows it. */
export function refactorActions(session: Session, { source, result, view }: Asked, offset: number, uri: string): CodeAction[] {
  return refactorings(result.models(source.path), source, offset).flatMap(({ id, kind, title, refused }) => {
    if (refused && !session.abilities.disabledActions) return [];
    const data: RefactorData & { uri: string } = { uri, refactor: id, offset };
    return [
      {
        title: view.words.statement(title),
        kind: kinds[kind],
        ...(refused ? { disabled: { reason: view.words.statement(refused) } } : { data }),
      },
    ];
  });
}

/** The edit of one that was offered; undefined where the text has changed since. */
export function refactorAction(
  { refactor, offset }: RefactorData,
  result: CheckResult,
  view: View,
  source: Source,
): WorkspaceEdit | undefined {
  const found = refactorings(result.models(source.path), source, offset).find(({ id }) => id === refactor);
  return found && !found.refused ? workspaceEditOf(view, found.edits()) : undefined;
}
