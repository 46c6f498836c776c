import {
  AnnotatedTextEdit,
  type ClientCapabilities,
  type Diagnostic,
  type DiagnosticSeverity,
  type DiagnosticTag,
  type Location,
  type Position,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Renderer } from '../core/render.ts';
import type { Finding, Locale, Rule, Severity, Tag } from '../core/rule.ts';
import type { Edit, LanguageId, Source, Span } from '../core/text.ts';

/** What the client can show. Whatever it does not name is not sent. */
export interface Abilities {
  readonly pull: boolean;
  readonly registersPull: boolean;
  readonly progress: boolean;
  readonly refresh: boolean;
  readonly lensRefresh: boolean;
  readonly hintRefresh: boolean;
  readonly tokenRefresh: boolean;
  readonly related: boolean;
  readonly codeLinks: boolean;
  readonly tags: readonly DiagnosticTag[];
  readonly versions: boolean;
  readonly codeActions: boolean;
  readonly resolvesEdits: boolean;
  readonly preferred: boolean;
  readonly disabledActions: boolean;
  readonly documentChanges: boolean;
  readonly snippetEdits: boolean;
  /** Edits may create files. */
  readonly creates: boolean;
  readonly showsDocuments: boolean;
  readonly confirmations: boolean;
  readonly markdown: boolean;
  readonly snippets: boolean;
  readonly deprecatedItems: boolean;
  readonly itemMarkdown: boolean;
  readonly labelOffsets: boolean;
  readonly signatureMarkdown: boolean;
  readonly configuration: boolean;
  readonly configurationEvents: boolean;
  readonly watching: boolean;
  readonly relativeWatching: boolean;
  readonly folders: boolean;
  readonly symbolTree: boolean;
}

export function abilitiesOf({ textDocument, workspace, window }: ClientCapabilities): Abilities {
  const diagnostics = [textDocument?.diagnostic, textDocument?.publishDiagnostics];
  const actions = textDocument?.codeAction;
  const items = textDocument?.completion?.completionItem;
  const edits = workspace?.workspaceEdit;
  const watching = workspace?.didChangeWatchedFiles;
  return {
    pull: textDocument?.diagnostic !== undefined,
    registersPull: textDocument?.diagnostic?.dynamicRegistration === true,
    progress: window?.workDoneProgress === true,
    refresh: workspace?.diagnostics?.refreshSupport === true,
    lensRefresh: workspace?.codeLens?.refreshSupport === true,
    hintRefresh: workspace?.inlayHint?.refreshSupport === true,
    tokenRefresh: workspace?.semanticTokens?.refreshSupport === true,
    related: diagnostics.some((d) => d?.relatedInformation),
    codeLinks: diagnostics.some((d) => d?.codeDescriptionSupport),
    tags: diagnostics.flatMap((d) => d?.tagSupport?.valueSet ?? []),
    versions: textDocument?.publishDiagnostics?.versionSupport === true,
    codeActions: actions?.codeActionLiteralSupport !== undefined,
    resolvesEdits: actions?.dataSupport === true && actions.resolveSupport?.properties.includes('edit') === true,
    preferred: actions?.isPreferredSupport === true,
    disabledActions: actions?.disabledSupport === true,
    documentChanges: edits?.documentChanges === true,
    snippetEdits: edits?.documentChanges === true && edits.snippetEditSupport === true,
    creates: edits?.documentChanges === true && edits.resourceOperations?.includes('create') === true,
    showsDocuments: window?.showDocument?.support === true,
    confirmations: edits?.documentChanges === true && edits.changeAnnotationSupport !== undefined,
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') === true,
    snippets: items?.snippetSupport === true,
    deprecatedItems: items?.tagSupport?.valueSet.includes(1) === true,
    signatureMarkdown: textDocument?.signatureHelp?.signatureInformation?.documentationFormat?.includes('markdown') === true,
    labelOffsets: textDocument?.signatureHelp?.signatureInformation?.parameterInformation?.labelOffsetSupport === true,
    itemMarkdown: items?.documentationFormat?.includes('markdown') === true,
    configuration: workspace?.configuration === true,
    configurationEvents: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watching: watching?.dynamicRegistration === true,
    relativeWatching: watching?.relativePatternSupport === true,
    folders: workspace?.workspaceFolders === true,
    symbolTree: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
  };
}

/**
 * The path of a document or folder: `/etc/nginx.conf`, `c:/nginx/nginx.conf`, `//server/share/nginx.conf`. What is no `file:` lies on
 * a volume of its scheme and authority: `//memfs:/nginx.conf`, `//vscode-vfs:github/owner/repository/nginx.conf`; and what lies in
 * no folder on one where nothing else is: `//untitled:?/Untitled-1`.
 */
export function pathOf(uri: string): string {
  const [, host = '', path] = /^file:(?:\/\/([^/]*))?(\/.*)$/i.exec(uri) ?? [];
  if (path !== undefined) {
    const decoded = withoutSlash(decode(path));
    if (host) return `//${host}${decoded}`;
    return /^\/[a-z]:/i.test(decoded) ? decoded[1]!.toLowerCase() + decoded.slice(2) : decoded;
  }
  const [, scheme, rest = ''] = /^([a-z][a-z\d+.-]+):(.*)$/i.exec(uri) ?? [];
  if (scheme === undefined) return `/${uri}`;
  const [, authority = '', below] = /^(?:\/\/([^/?#]*))?((?:\/[^?#]*)?)$/.exec(rest) ?? [];
  return below === undefined || rest === ''
    ? `//${scheme}:?/${encodeURIComponent(rest)}`
    : withoutSlash(`//${scheme}:${authority}${decode(below)}`);
}

export function uriOf(path: string): string {
  const [, scheme, authority = '', below = ''] = /^\/\/([a-z][a-z\d+.-]+):([^/]*)(.*)$/i.exec(path) ?? [];
  if (authority === '?') return `${scheme}:${decode(below.slice(1))}`;
  const encoded = (scheme === undefined ? path : below || '/').split('/').map(encodeURIComponent).join('/');
  if (scheme !== undefined) return `${scheme}:${authority && `//${authority}`}${encoded}`;
  return encoded.startsWith('//') ? `file:${encoded}` : `file://${encoded.startsWith('/') ? '' : '/'}${encoded}`;
}

/** On a file system that no `file:` names. */
export const isElsewhere = (path: string): boolean => /^\/\/[a-z][a-z\d+.-]+:/i.test(path);

/** In no folder: a text that was never saved, and the place around it. */
export const standsAlone = (path: string): boolean => /^\/\/[^/]+:\?(?:\/|$)/.test(path);

const withoutSlash = (path: string) => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path);

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** What the editor's language id says; undefined where it says nothing about our languages. */
export function languageOf(languageId: string): LanguageId | undefined {
  const id = languageId.toLowerCase();
  return id === 'nginx' || id === 'sysctl' ? id : undefined;
}

/** LSP also ends a line at a lone CR, so these are not the lines of core/text.ts. */
const documents = new WeakMap<Source, TextDocument>();

function documentOf(source: Source): TextDocument {
  const known = documents.get(source) ?? TextDocument.create(source.path, '', 0, source.text);
  documents.set(source, known);
  return known;
}

export function rangeOf(source: Source, { start, end }: Pick<Span, 'start' | 'end'>): Range {
  const document = documentOf(source);
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

export function offsetOf(source: Source, position: Position): number {
  return documentOf(source).offsetAt(position);
}

export function spanOf(source: Source, range: Range): Span {
  return { file: source.path, start: offsetOf(source, range.start), end: offsetOf(source, range.end) };
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = { error: 1, warning: 2, info: 3 };
const tags: Readonly<Record<Tag, DiagnosticTag>> = { unnecessary: 1, deprecated: 2 };

/** One answer of the engine, and what it takes to speak about it to this client. */
export interface View {
  readonly abilities: Abilities;
  readonly locale: Locale;
  readonly findings: readonly Finding[];
  readonly sources: ReadonlyMap<string, Source>;
  readonly rules: ReadonlyMap<string, Rule<never>>;
  readonly words: Renderer;
  docsUrl(rule: string): string;
  /** As the client spells it. */
  uriOf(path: string): string;
  /** The version of an open document; null where the file is closed. */
  versionOf(path: string): number | null;
}

/** Those in files that were read. */
export function locationsOf(view: View, spans: readonly Span[]): Location[] {
  return spans.flatMap((at) => {
    const source = view.sources.get(at.file);
    return source ? [{ uri: view.uriOf(at.file), range: rangeOf(source, at) }] : [];
  });
}

export function diagnosticOf(view: View, finding: Finding, source: Source): Diagnostic {
  const { abilities, words, sources } = view;
  const tag = view.rules.get(finding.rule)?.messages[finding.message]?.tag;
  const related = abilities.related ? finding.related.filter(({ at }) => sources.has(at.file)) : [];
  return {
    range: rangeOf(source, finding.at),
    severity: severities[finding.severity],
    code: finding.rule,
    ...(abilities.codeLinks && { codeDescription: { href: view.docsUrl(finding.rule) } }),
    source: 'keepalint',
    message: words.message(finding),
    ...(tag && abilities.tags.includes(tags[tag]) && { tags: [tags[tag]] }),
    ...(related.length > 0 && {
      relatedInformation: related.map((r) => ({
        location: { uri: view.uriOf(r.at.file), range: rangeOf(sources.get(r.at.file)!, r.at) },
        message: words.related(finding, r),
      })),
    }),
  };
}

/** A problem that no rule stands for. */
export function problemOf(source: Source, at: Pick<Span, 'start' | 'end'>, message: string): Diagnostic {
  return { range: rangeOf(source, at), severity: severities.error, source: 'keepalint', message };
}

/**
 * Edits as the client can take them; undefined where one lies in a file that was not read. With a question the client
 * asks before it makes them, where it can.
 */
export function workspaceEditOf(view: View, edits: readonly Edit[], question?: string): WorkspaceEdit | undefined {
  const byPath = new Map<string, TextEdit[]>();
  const asks = question !== undefined && view.abilities.confirmations;
  for (const { at, text } of edits) {
    const source = view.sources.get(at.file);
    if (!source) return undefined;
    const range = rangeOf(source, at);
    const list = byPath.get(at.file) ?? [];
    list.push(asks ? AnnotatedTextEdit.replace(range, text, 'ask') : { range, newText: text });
    byPath.set(at.file, list);
  }
  if (!view.abilities.documentChanges)
    return { changes: Object.fromEntries([...byPath].map(([path, list]) => [view.uriOf(path), list])) };
  return {
    documentChanges: [...byPath].map(([path, list]) => ({
      textDocument: { uri: view.uriOf(path), version: view.versionOf(path) },
      edits: list,
    })),
    ...(asks && { changeAnnotations: { ask: { label: question, needsConfirmation: true } } }),
  };
}
