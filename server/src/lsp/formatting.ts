import type { FormattingOptions, Position, Range, TextEdit } from 'vscode-languageserver';
import { type FormatOptions, isWithin } from '../core/format.ts';
import type { Host } from '../core/host.ts';
import { formatTyped, formatter } from '../service/format.ts';
import { languages } from '../service/service.ts';
import { offsetOf, pathOf, rangeOf, spanOf } from './convert.ts';
import type { Feature, Session } from './session.ts';

export function formattingFeature(session: Session): Feature {
  const { connection, host } = session;
  connection.onDocumentFormatting(
    session.guarded('formatting', [], ({ textDocument: { uri }, options }) => formattingEdits(host, pathOf(uri), options)),
  );
  connection.onDocumentRangeFormatting(
    session.guarded('formatting', [], ({ textDocument: { uri }, options, range }) =>
      formattingEdits(host, pathOf(uri), options, range),
    ),
  );
  connection.onDocumentOnTypeFormatting(
    session.guarded('formatting', [], ({ textDocument: { uri }, options, position, ch }) =>
      typedEdits(host, pathOf(uri), options, position, ch),
    ),
  );
  return {
    capabilities: () => ({
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
      documentOnTypeFormattingProvider: { firstTriggerCharacter: '}', moreTriggerCharacter: [';', '\n'] },
    }),
  };
}

/**
 * The edits that lay out a document, or the statements of it whose lines a range touches; none where it is left as it is. The
 * editor's own indentation counts where no configuration says anything.
 */
async function formattingEdits(host: Host, path: string, editor: FormattingOptions, range?: Range): Promise<TextEdit[]> {
  const result = await formatter(host, undefined, layoutOf(editor))(path);
  if (result.kind !== 'judged' || result.formatting.refused) return [];
  const { source, language, formatting } = result;
  let { edits } = formatting;
  if (range) {
    const { start, end } = wholeLines(source.text, spanOf(source, range));
    edits = edits.filter(isWithin(...languages[language].wholeStatements(source, start, end)));
  }
  return edits.map((edit) => ({ range: rangeOf(source, edit), newText: edit.text }));
}

async function typedEdits(
  host: Host,
  path: string,
  editor: FormattingOptions,
  position: Position,
  character: string,
): Promise<TextEdit[]> {
  const typed = await formatTyped(host, layoutOf(editor), path, (source) => offsetOf(source, position), character);
  return typed?.edits.map((edit) => ({ range: rangeOf(typed.source, edit), newText: edit.text })) ?? [];
}

function layoutOf({ insertSpaces, tabSize }: FormattingOptions): Pick<FormatOptions, 'indent'> {
  return { indent: insertSpaces ? Math.min(Math.max(Math.trunc(tabSize) || 4, 1), 16) : 'tab' };
}

/** Lines with their ends, and the end of the text with its last line. A selection that ends where a line begins is without that line. */
function wholeLines(text: string, { start, end }: { readonly start: number; readonly end: number }) {
  const from = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  if (end > start && text[end - 1] === '\n') return { start: from, end };
  const feed = text.indexOf('\n', end);
  return { start: from, end: feed === -1 ? text.length + 1 : feed + 1 };
}
