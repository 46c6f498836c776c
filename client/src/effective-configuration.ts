import {
  commands,
  Disposable,
  EventEmitter,
  type LocationLink,
  languages,
  type Position,
  Range,
  Selection,
  type TextDocument,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import { isOurs, type Server } from './server.ts';
import { say } from './words.ts';

const scheme = 'keepalint-effective';

/** What the server answers: a text, and for each of its lines where it stands in the files. */
interface Effective {
  readonly text: string;
  readonly lines: readonly ({ readonly uri: string; readonly line: number } | null)[];
}

/** What is asked about: a file, and a place in it or all of it. */
interface Question {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number } | null;
}

/** What nginx sees, as a document of its own that follows the files; every line of it leads to where it is written. */
export function effectiveConfiguration() {
  const changed = new EventEmitter<Uri>();
  const answers = new Map<string, Effective>();

  function connect(server: Server): Disposable {
    async function provideTextDocumentContent(uri: Uri): Promise<string> {
      const { uri: file, position } = questionOf(uri);
      const answer = await server.ask<Effective>('keepalint.effectiveConfiguration', [file, position]);
      if (answer) answers.set(uri.toString(), answer);
      // Of a file that was closed meanwhile, what was known last.
      return answers.get(uri.toString())?.text ?? say('# Nothing is in effect here\n', '# 此处没有生效的配置\n');
    }

    function provideDefinition(document: TextDocument, position: Position): LocationLink[] {
      const source = answers.get(document.uri.toString())?.lines[position.line];
      if (!source) return [];
      const { text, firstNonWhitespaceCharacterIndex } = document.lineAt(position);
      const originSelectionRange = new Range(position.line, firstNonWhitespaceCharacterIndex, position.line, text.length);
      return [
        { originSelectionRange, targetUri: Uri.parse(source.uri), targetRange: new Range(source.line, 0, source.line, 0) },
      ];
    }

    async function show(atCursor: boolean): Promise<void> {
      const editor = window.activeTextEditor;
      if (!editor || !isOurs(editor.document)) return;
      const { line, character } = editor.selection.active;
      const question = { uri: editor.document.uri.toString(), position: atCursor ? { line, character } : null };
      const document = await workspace.openTextDocument(uriOf(editor.document, question));
      await languages.setTextDocumentLanguage(document, editor.document.languageId);
      const shown = await window.showTextDocument(document, { preview: false, viewColumn: ViewColumn.Beside });
      const here = answers.get(document.uri.toString())?.lines.findIndex((at) => at?.uri === question.uri && at.line === line);
      if (here === undefined || here < 0) return;
      shown.selection = new Selection(here, 0, here, 0);
      shown.revealRange(shown.selection, TextEditorRevealType.InCenterIfOutsideViewport);
    }

    return Disposable.from(
      changed,
      workspace.registerTextDocumentContentProvider(scheme, { onDidChange: changed.event, provideTextDocumentContent }),
      languages.registerDefinitionProvider({ scheme }, { provideDefinition }),
      workspace.onDidCloseTextDocument((document) => {
        // The event also comes where only the language changes.
        if (document.isClosed) answers.delete(document.uri.toString());
      }),
      commands.registerCommand('keepalint.showEffectiveConfiguration', () => show(false)),
      commands.registerCommand('keepalint.showEffectiveConfigurationHere', () => show(true)),
    );
  }

  return {
    connect,
    /** The files may say something else now. */
    refresh(): void {
      for (const { uri } of workspace.textDocuments) if (uri.scheme === scheme) changed.fire(uri);
    },
  };
}

/** The tab is called after the file, and after the line where a place is asked about. */
function uriOf({ uri, fileName }: TextDocument, question: Question): Uri {
  const name = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
  const place = question.position ? `:${question.position.line + 1}` : '';
  const title = say(`${name}${place} (effective)`, `${name}${place}（生效配置）`);
  return Uri.from({
    scheme,
    path: `${uri.path.slice(0, uri.path.lastIndexOf('/'))}/${title}`,
    query: JSON.stringify(question),
  });
}

const questionOf = (uri: Uri): Question => JSON.parse(uri.query);
