import {
  type DefinitionParams,
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentHighlightParams,
  type DocumentLink,
  type DocumentLinkParams,
  type DocumentSymbol,
  type DocumentSymbolParams,
  type FoldingRange,
  type FoldingRangeParams,
  type Location,
  LSPErrorCodes,
  type Position,
  type PrepareRenameParams,
  type Range,
  type ReferenceParams,
  type RenameParams,
  ResponseError,
  type SelectionRange,
  type SelectionRangeParams,
  type SymbolInformation,
  SymbolKind,
  type WorkspaceEdit,
  type WorkspaceSymbol,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver';
import type { Fold, OutlineItem } from '../core/outline.ts';
import { folderOf, nameOf } from '../core/path.ts';
import type { LanguageId, Source, Span } from '../core/text.ts';
import * as nginx from '../nginx/model/outline.ts';
import { includedAt, includeLinks, nameAt, rename } from '../service/navigate.ts';
import { recognise } from '../service/recognise.ts';
import type { CheckResult } from '../service/service.ts';
import * as sysctl from '../sysctl/model/outline.ts';
import { locationsOf, offsetOf, rangeOf, uriOf, type View, workspaceEditOf } from './convert.ts';
import type { Feature, Session } from './session.ts';

const outlines = { nginx, sysctl };

export function navigationFeature(session: Session): Feature {
  const { connection, aboutText } = session;
  connection.onDefinition(
    aboutText<DefinitionParams, Location[]>('definition', [], ({ position }, { view, result, source }) =>
      definitions(view, result, source, position),
    ),
  );
  connection.onReferences(
    aboutText<ReferenceParams, Location[]>('references', [], ({ position, context }, { view, result, source }) =>
      references(view, result, source, position, context.includeDeclaration),
    ),
  );
  connection.onDocumentHighlight(
    aboutText<DocumentHighlightParams, DocumentHighlight[]>('highlight', [], ({ position }, { result, source }) =>
      highlights(result, source, position),
    ),
  );
  connection.onPrepareRename(
    aboutText<PrepareRenameParams, ReturnType<typeof prepareRename>>('rename', null, ({ position }, { view, result, source }) =>
      prepareRename(view, result, source, position),
    ),
  );
  connection.onRenameRequest(
    aboutText<RenameParams, ReturnType<typeof renameEdit>>('rename', null, ({ position, newName }, { view, result, source }) =>
      renameEdit(view, result, source, position, newName),
    ),
  );
  connection.onDocumentSymbol(
    aboutText<DocumentSymbolParams, DocumentSymbol[] | SymbolInformation[]>('symbols', [], (_, { source, language, view }) =>
      session.abilities.symbolTree ? documentSymbols(source, language) : listedSymbols(view, source, language),
    ),
  );
  connection.onWorkspaceSymbol(
    session.guarded<WorkspaceSymbolParams, WorkspaceSymbol[]>('symbols', [], async ({ query }, token) => {
      const result = await session.check(token);
      return workspaceSymbols(session.viewOf(result), result, query);
    }),
  );
  connection.onDocumentLinks(
    aboutText<DocumentLinkParams, DocumentLink[]>('links', [], (_, { view, result, source }) =>
      documentLinks(view, result, source),
    ),
  );
  connection.onFoldingRanges(
    aboutText<FoldingRangeParams, FoldingRange[]>('folding', [], (_, { source, language }) => foldingRanges(source, language)),
  );
  connection.onSelectionRanges(
    aboutText<SelectionRangeParams, SelectionRange[]>('selection', [], ({ positions }, { source, language }) =>
      selectionRanges(source, language, positions),
    ),
  );
  return {
    capabilities: ({ capabilities }) => ({
      definitionProvider: true,
      referencesProvider: true,
      documentHighlightProvider: true,
      renameProvider: capabilities.textDocument?.rename?.prepareSupport ? { prepareProvider: true } : true,
      documentSymbolProvider: true,
      workspaceSymbolProvider: true,
      documentLinkProvider: {},
      foldingRangeProvider: true,
      selectionRangeProvider: true,
    }),
  };
}

function definitions(view: View, { models }: CheckResult, source: Source, position: Position): Location[] {
  const offset = offsetOf(source, position);
  const found = nameAt(models, source, offset)?.definitions;
  if (found) return locationsOf(view, found);
  const start = { line: 0, character: 0 };
  return includedAt(models, source, offset).map((path) => ({ uri: view.uriOf(path), range: { start, end: start } }));
}

function references(view: View, { models }: CheckResult, source: Source, position: Position, declared: boolean): Location[] {
  const found = nameAt(models, source, offsetOf(source, position));
  return found ? locationsOf(view, [...(declared ? found.definitions : []), ...found.uses]) : [];
}

function highlights({ models }: CheckResult, source: Source, position: Position): DocumentHighlight[] {
  const found = nameAt(models, source, offsetOf(source, position));
  const shown = (spans: readonly Span[], kind: DocumentHighlightKind) =>
    spans.filter(({ file }) => file === source.path).map((at) => ({ range: rangeOf(source, at), kind }));
  return found
    ? [...shown(found.definitions, DocumentHighlightKind.Write), ...shown(found.uses, DocumentHighlightKind.Read)]
    : [];
}

/** An error is what the client tells its reader: why the name cannot be changed. */
function prepareRename(
  { locale }: View,
  { models }: CheckResult,
  source: Source,
  position: Position,
): { range: Range; placeholder: string } | ResponseError | null {
  const found = rename(models, source, offsetOf(source, position));
  if (!found) return null;
  if ('refused' in found) return new ResponseError(LSPErrorCodes.RequestFailed, found.refused[locale]);
  return { range: rangeOf(source, found.at), placeholder: found.name };
}

function renameEdit(
  view: View,
  { models }: CheckResult,
  source: Source,
  position: Position,
  name: string,
): WorkspaceEdit | ResponseError | null {
  const found = rename(models, source, offsetOf(source, position), name);
  if (!found) return null;
  if ('refused' in found) return new ResponseError(LSPErrorCodes.RequestFailed, found.refused[view.locale]);
  return workspaceEditOf(view, found.edits) ?? null;
}

function documentSymbols(source: Source, language: LanguageId): DocumentSymbol[] {
  const symbol = ({ name, detail, kind, start, end, focus, children }: OutlineItem): DocumentSymbol => ({
    name,
    ...(detail && { detail }),
    kind: kinds[kind],
    range: rangeOf(source, { start, end }),
    selectionRange: rangeOf(source, focus),
    children: children.map(symbol),
  });
  return outlines[language].outline(source).map(symbol);
}

/** For clients that know no trees. */
function listedSymbols(view: View, source: Source, language: LanguageId): SymbolInformation[] {
  const uri = view.uriOf(source.path);
  const listed = (items: readonly OutlineItem[], containerName: string): SymbolInformation[] =>
    items.flatMap(({ name, kind, start, end, children }) => [
      { name, kind: kinds[kind], location: { uri, range: rangeOf(source, { start, end }) }, containerName },
      ...listed(children, name),
    ]);
  return listed(outlines[language].outline(source), nameOf(source.path));
}

/** The symbols of all known files in whose name the letters of a query follow on each other. */
function workspaceSymbols(view: View, { files, sources }: CheckResult, query: string): WorkspaceSymbol[] {
  const letters = [...query.toLowerCase().replace(/\s+/g, '')];
  const out: WorkspaceSymbol[] = [];
  // Also of what was read only because open files are part of it.
  for (const [path, source] of sources) {
    const language = files.get(path) ?? recognise(path, source.text);
    if (!language) continue;
    const collect = (items: readonly OutlineItem[], containerName: string): void => {
      for (const item of items) {
        if (out.length === mostSymbols) return;
        const location = { uri: view.uriOf(path), range: rangeOf(source, item.focus) };
        if (follows(item.name.toLowerCase(), letters))
          out.push({ name: item.name, kind: kinds[item.kind], location, containerName });
        collect(item.children, item.name);
      }
    };
    collect(outlines[language].outline(source), nameOf(path));
  }
  return out;
}

const mostSymbols = 1000;

function follows(name: string, letters: readonly string[]): boolean {
  let from = 0;
  for (const letter of letters) {
    const at = name.indexOf(letter, from);
    if (at < 0) return false;
    from = at + letter.length;
  }
  return true;
}

/** A link leads to the file that is included; to the folder where there are several. */
function documentLinks(view: View, { models }: CheckResult, source: Source): DocumentLink[] {
  return includeLinks(models, source).map(({ at, paths }) => {
    const [path = ''] = paths;
    return { range: rangeOf(source, at), target: paths.length === 1 ? view.uriOf(path) : uriOf(folderOf(path)) };
  });
}

function foldingRanges(source: Source, language: LanguageId): FoldingRange[] {
  return outlines[language].folds(source).flatMap(({ start, end, kind }: Fold) => {
    const { start: first, end: last } = rangeOf(source, { start, end });
    // The closing brace stays in sight.
    const endLine = kind === 'block' ? last.line - 1 : last.line;
    return endLine > first.line ? [{ startLine: first.line, endLine, ...(kind === 'comment' && { kind }) }] : [];
  });
}

function selectionRanges(source: Source, language: LanguageId, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    const steps = outlines[language].selections(source, offsetOf(source, position));
    let parent: SelectionRange | undefined;
    // Clients read this recursively.
    for (const [start, end] of steps.slice(0, deepest).toReversed())
      parent = { range: rangeOf(source, { start, end }), ...(parent && { parent }) };
    return parent ?? { range: { start: position, end: position } };
  });
}

const deepest = 100;

const kinds: Readonly<Record<OutlineItem['kind'], SymbolKind>> = {
  block: SymbolKind.Namespace,
  server: SymbolKind.Class,
  location: SymbolKind.Method,
  upstream: SymbolKind.Interface,
  variable: SymbolKind.Variable,
  format: SymbolKind.String,
  zone: SymbolKind.Object,
  address: SymbolKind.Field,
  section: SymbolKind.Namespace,
  key: SymbolKind.Key,
};
