import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type CompletionItem,
  type Connection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type Disposable,
  type DocumentDiagnosticReport,
  type DocumentHighlight,
  type DocumentLink,
  type DocumentLinkParams,
  type DocumentSymbol,
  type DocumentSymbolParams,
  type FileSystemWatcher,
  type FoldingRange,
  type FoldingRangeParams,
  type InitializeParams,
  type InlayHint,
  type Location,
  LSPErrorCodes,
  type Range,
  type ReferenceParams,
  type RenameParams,
  ResponseError,
  type SelectionRange,
  type SelectionRangeParams,
  type SignatureHelp,
  type TextDocumentPositionParams,
  TextDocumentSyncKind,
  TextDocuments,
  type WorkspaceEdit,
  type WorkspaceSymbol,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseConfig } from '../core/config.ts';
import type { Host } from '../core/host.ts';
import { folderOf, nameOf } from '../core/path.ts';
import { renderer } from '../core/render.ts';
import type { Locale } from '../core/rule.ts';
import { defaultTarget } from '../core/targets.ts';
import { type LanguageId, linesOf, type Source } from '../core/text.ts';
import { configNames } from '../service/configuration.ts';
import { nominate } from '../service/recognise.ts';
import { type CheckResult, createService, docsUrl, rules, type Service, visible } from '../service/service.ts';
import { fixAllAction, fixAllEdit, fixAllKind, quickFixes } from './code-actions.ts';
import { codeLenses } from './code-lens.ts';
import { completionsAt, documented, signatureHelp, triggers } from './completion.ts';
import { abilitiesOf, diagnosticOf, languageOf, offsetOf, pathOf, problemOf, spanOf, uriOf, type View } from './convert.ts';
import { formattingEdits } from './formatting.ts';
import { hoverAt } from './hover.ts';
import { inlayHints } from './inlay-hints.ts';
import * as navigation from './navigation.ts';
import { noSettings, readSettings } from './settings.ts';
import { statusOf } from './status.ts';

/** Files that no editor has open. */
export interface Files extends Host {
  /** Whatever was read before may have changed since. */
  expire(): void;
}

export interface Environment {
  readonly files: Files;
  /** The text of a rule's page, undefined where the pages are not at hand. */
  page?(rule: string, locale: Locale): Promise<string | undefined>;
}

/** What our own client says about itself in `initializationOptions`, beside the settings. */
interface ClientOptions {
  /** It shows what `keepalint/status` says. */
  readonly status?: boolean;
  /** It shows diagnostics in its hovers, with their links and fixes. */
  readonly diagnosticsInHovers?: boolean;
  /** It has the command `keepalint.showReferences`. */
  readonly showsReferences?: boolean;
}

/**
 * Milliseconds without an edit before the client is told what it does not ask for: a part of what the last check took, so that
 * typing never keeps the server busy, and longer than between two keystrokes where a check takes long.
 */
const pauseAfter = (checked: number) => Math.min(checked / 4, 150);

/** One language server on one connection. The caller listens on the connection. */
export function createServer(connection: Connection, { files, page }: Environment): void {
  let abilities = abilitiesOf({});
  let client: ClientOptions = {};
  let locale: Locale = 'en';
  let folders: readonly string[] = [];
  let settings = noSettings;
  let configured: Promise<void> = Promise.resolve();

  // Documents

  const documents = new TextDocuments(TextDocument);
  /** What the engine sees of the open documents, by path. */
  const open = new Map<string, { readonly uri: string; readonly source: Source }>();
  const clientUri = (path: string) => open.get(path)?.uri ?? uriOf(path);

  documents.onDidChangeContent(({ document }) => {
    const path = pathOf(document.uri);
    const known = open.has(path);
    // Editors guess a language by the name, too: where the name speaks for one, the content may still veto.
    const guessed = nominate(path) === 'nginx' || nominate(path) === 'sysctl';
    const language = guessed ? undefined : languageOf(document.languageId);
    open.set(path, { uri: document.uri, source: { path, text: document.getText(), encoding: 'utf8', language } });
    if (!known) files.expire();
    changed(known ? pauseAfter(lastCheck) : 0);
  });
  documents.onDidSave(() => {
    files.expire();
    changed(0);
  });
  documents.onDidClose(({ document: { uri } }) => {
    open.delete(pathOf(uri));
    told.delete(uri);
    if (!abilities.pull) void attempt('close', undefined, () => connection.sendDiagnostics({ uri, diagnostics: [] }));
    files.expire();
    changed(0);
  });

  // The engine: one check answers everything that is asked between two changes

  const host: Host = {
    read: async (path) => open.get(path)?.source ?? files.read(path),
    list: (path) => files.list(path),
    isBoundary: async (directory) => folders.includes(directory) || files.isBoundary(directory),
  };
  const newService = (): Service =>
    createService({
      host,
      target: settings.target,
      rules: settings.rules,
      keepModels: true,
      onCrash: (rule, error) => logCrash(rule, error),
    });
  let service = newService();
  const requested = () => [...open.keys()].filter((path) => !isConfiguration(path));

  let generation = 0;
  let latest: { readonly generation: number; readonly result: Promise<CheckResult> } | undefined;

  async function check(token?: CancellationToken): Promise<CheckResult> {
    for (;;) {
      // Edits that have arrived already go first: nobody needs the answer to the text before them.
      await new Promise((resolve) => setTimeout(resolve));
      await configured;
      if (token?.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
      const asked = generation;
      if (latest?.generation !== asked) latest = { generation: asked, result: checkOpen() };
      const result = await latest.result;
      if (asked === generation) return result;
    }
  }

  /** Milliseconds. */
  let lastCheck = 0;

  /** All open documents together, since they may explain each other; but none takes the findings of the others with it. */
  async function checkOpen(): Promise<CheckResult> {
    const paths = requested();
    const start = performance.now();
    // Nobody sees a finding in a file that is not open.
    const seen = (result: CheckResult) => ({ ...result, findings: visible(result.findings, (path) => open.has(path)) });
    try {
      const result = await service.check(paths);
      lastCheck = performance.now() - start;
      return seen(result);
    } catch {
      const sound: string[] = [];
      for (const path of paths)
        await attempt(`check of ${path}`, undefined, async () => {
          await service.check([path]);
          sound.push(path);
        });
      return seen(await service.check(sound));
    }
  }

  const viewOf = (result: CheckResult): View => ({
    abilities,
    locale,
    findings: result.findings,
    sources: result.sources,
    rules,
    words: renderer(rules, locale, ({ file, start }) => {
      const source = result.sources.get(file);
      const folder = folders.find((f) => file.startsWith(`${f}/`)) ?? folderOf(file);
      return file.slice(folder.length).replace(/^\//, '') + (source ? `:${linesOf(source).position(start).line + 1}` : '');
    }),
    docsUrl: (rule) => docsUrl(rule, locale),
    uriOf: clientUri,
    versionOf: (path) => documents.get(clientUri(path))?.version ?? null,
  });

  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = true;
  connection.onShutdown(() => {
    running = false;
    clearTimeout(timer);
  });

  function changed(after: number): void {
    generation++;
    clearTimeout(timer);
    if (running) timer = setTimeout(() => void attempt('check', undefined, background), after);
  }

  /** Tells the client what it does not ask for by itself. */
  async function background(): Promise<void> {
    const result = await check();
    if (!running) return;
    if (!abilities.pull) await publish(result);
    else if (abilities.refresh && (await isStale(result))) await connection.languages.diagnostics.refresh();
    if (abilities.lensRefresh && given.lenses.isStale(result)) await connection.sendRequest('workspace/codeLens/refresh');
    if (abilities.hintRefresh && given.hints.isStale(result)) await connection.sendRequest('workspace/inlayHint/refresh');
    if (client.status) {
      const status = [...open].map(([path, { uri }]) => ({ uri, ...statusOf(result, path, settings, locale) }));
      await connection.sendNotification('keepalint/status', { documents: status });
    }
    await watch(result);
  }

  // Diagnostics

  /** What the client was last told about a document. */
  const told = new Map<string, { readonly version: number; readonly json: string; readonly id: string }>();
  let ids = 0;

  async function diagnosticsOf(uri: string, result: CheckResult): Promise<Diagnostic[]> {
    const path = pathOf(uri);
    const source = open.get(path)?.source;
    if (!source) return [];
    if (isConfiguration(path)) {
      const { problems } = await parseConfig(path, source.text, rules.keys());
      return problems.map((p) => problemOf(source, p, p.message[locale]));
    }
    const view = viewOf(result);
    return result.findings.filter((f) => f.at.file === path).map((f) => diagnosticOf(view, f, source));
  }

  /** Remembers what the client is told. An id stands for one version of a document and for what was said about it. */
  function tell({ uri, version }: TextDocument, items: readonly Diagnostic[]): { readonly id: string; readonly news: boolean } {
    const json = JSON.stringify(items);
    const last = told.get(uri);
    if (last?.version === version && last.json === json) return { id: last.id, news: false };
    const id = String(++ids);
    told.set(uri, { version, json, id });
    return { id, news: true };
  }

  async function publish(result: CheckResult): Promise<void> {
    for (const document of documents.all()) {
      const { uri, version } = document;
      const diagnostics = await diagnosticsOf(uri, result);
      if (tell(document, diagnostics).news)
        await connection.sendDiagnostics({ uri, diagnostics, ...(abilities.versions && { version }) });
    }
  }

  /** Whether a document would get another answer than it got, though it was not edited: its client does not ask again. */
  async function isStale(result: CheckResult): Promise<boolean> {
    for (const { uri, version } of documents.all()) {
      const last = told.get(uri);
      if (last?.version === version && JSON.stringify(await diagnosticsOf(uri, result)) !== last.json) return true;
    }
    return false;
  }

  connection.languages.diagnostics.on(
    guarded('diagnostics', nothing, async ({ textDocument, previousResultId }, token) => {
      const result = await check(token);
      const document = documents.get(textDocument.uri);
      if (!document) return nothing;
      const items = await diagnosticsOf(document.uri, result);
      const { id } = tell(document, items);
      return previousResultId === id ? { kind: 'unchanged', resultId: id } : { kind: 'full', resultId: id, items };
    }),
  );

  // Code actions and hovers

  connection.onCodeAction(
    guarded('code actions', [], async ({ textDocument: { uri }, range, context }, token) => {
      const result = await check(token);
      const path = pathOf(uri);
      const source = open.get(path)?.source;
      if (!source || !abilities.codeActions) return [];
      const view = viewOf(result);
      const wanted = (kind: string) =>
        context.only?.some((only) => kind === only || kind.startsWith(`${only}.`) || only === '');
      const actions =
        (wanted(CodeActionKind.QuickFix) ?? true)
          ? quickFixes(view, source, spanOf(source, range), result.files.get(path))
          : [];
      // Asked for by name, or for the menu of source actions; at the cursor it would only be in the way.
      const all = wanted(fixAllKind) ? fixAllAction(result, path, uri, locale) : undefined;
      if (all) actions.push(abilities.resolvesEdits ? all : await withEdit(all, result));
      return actions;
    }),
  );

  connection.onCodeActionResolve((action, token) =>
    attempt('fix all', action, async () => (action.kind === fixAllKind ? withEdit(action, await check(token)) : action)),
  );

  async function withEdit(action: CodeAction, result: CheckResult): Promise<CodeAction> {
    const relint = (changed: ReadonlyMap<string, Source>) => service.checkWith(changed, requested());
    const edit = await fixAllEdit(viewOf(result), result, pathOf(String(action.data)), relint);
    return edit ? { ...action, edit } : action;
  }

  connection.onHover(
    guarded('hover', null, async ({ textDocument: { uri }, position }, token) => {
      const result = await check(token);
      const source = open.get(pathOf(uri))?.source;
      if (!source) return null;
      return hoverAt(viewOf(result), source, offsetOf(source, position), {
        brief: client.diagnosticsInHovers === true,
        language: result.files.get(source.path),
        target: settings.target ?? defaultTarget,
        models: () => result.models(source.path),
        page: async (rule) => page?.(rule, locale),
      });
    }),
  );

  // Navigation

  /** An answer about an open document that is judged; `empty` about any other. */
  function aboutText<P extends { readonly textDocument: { readonly uri: string } }, R>(
    name: string,
    empty: R,
    answer: (params: P, source: Source, result: CheckResult, language: LanguageId) => R,
  ) {
    return guarded<P, R>(name, empty, async (params, token) => {
      const result = await check(token);
      const source = open.get(pathOf(params.textDocument.uri))?.source;
      const language = source && result.files.get(source.path);
      return language ? answer(params, source, result, language) : empty;
    });
  }

  connection.onDefinition(
    aboutText<TextDocumentPositionParams, Location[]>('definition', [], ({ position }, source, result) =>
      navigation.definitions(viewOf(result), result, source, position),
    ),
  );
  connection.onReferences(
    aboutText<ReferenceParams, Location[]>('references', [], ({ position, context }, source, result) =>
      navigation.references(viewOf(result), result, source, position, context.includeDeclaration),
    ),
  );
  connection.onDocumentHighlight(
    aboutText<TextDocumentPositionParams, DocumentHighlight[]>('highlight', [], ({ position }, source, result) =>
      navigation.highlights(result, source, position),
    ),
  );
  connection.onPrepareRename(
    aboutText<TextDocumentPositionParams, ReturnType<typeof navigation.prepareRename>>(
      'rename',
      null,
      ({ position }, source, result) => navigation.prepareRename(viewOf(result), result, source, position),
    ),
  );
  connection.onRenameRequest(
    aboutText<RenameParams, WorkspaceEdit | ResponseError | null>('rename', null, ({ position, newName }, source, result) =>
      navigation.renameEdit(viewOf(result), result, source, position, newName),
    ),
  );
  connection.onDocumentSymbol(
    aboutText<DocumentSymbolParams, DocumentSymbol[]>('symbols', [], (_, source, _result, language) =>
      navigation.documentSymbols(source, language),
    ),
  );
  connection.onWorkspaceSymbol(
    guarded<WorkspaceSymbolParams, WorkspaceSymbol[]>('symbols', [], async ({ query }, token) => {
      const result = await check(token);
      return navigation.workspaceSymbols(viewOf(result), result, query);
    }),
  );
  connection.onDocumentLinks(
    aboutText<DocumentLinkParams, DocumentLink[]>('links', [], (_, source, result) =>
      navigation.documentLinks(viewOf(result), result, source),
    ),
  );
  connection.onFoldingRanges(
    aboutText<FoldingRangeParams, FoldingRange[]>('folding', [], (_, source, _result, language) =>
      navigation.foldingRanges(source, language),
    ),
  );
  connection.onSelectionRanges(
    aboutText<SelectionRangeParams, SelectionRange[]>('selection', [], ({ positions }, source, _result, language) =>
      navigation.selectionRanges(source, language, positions),
    ),
  );

  // Completion

  /** What is asked about one place of an open document. */
  function atPlace<R>(name: string, empty: R, answer: (...place: Parameters<typeof completionsAt>) => R | Promise<R>) {
    return guarded<TextDocumentPositionParams, R>(name, empty, async ({ textDocument: { uri }, position }, token) => {
      const result = await check(token);
      const source = open.get(pathOf(uri))?.source;
      if (!source) return empty;
      const models = result.models(source.path);
      return answer(viewOf(result), result.files.get(source.path), source, offsetOf(source, position), {
        target: (models[0]?.nginx ?? models[0]?.sysctl)?.target ?? settings.target ?? defaultTarget,
        locale,
        host,
        models,
        entries: result.entries(source.path),
      });
    });
  }

  connection.onCompletion(atPlace<CompletionItem[]>('completion', [], completionsAt));
  connection.onSignatureHelp(atPlace<SignatureHelp | null>('signature help', null, signatureHelp));

  connection.onCompletionResolve((item, token) =>
    attempt('completion', item, async () => documented(viewOf(await check(token)), item, settings.target ?? defaultTarget)),
  );

  // Formatting: it asks nobody but the text

  connection.onDocumentFormatting(
    guarded('formatting', [], ({ textDocument: { uri }, options }) => formattingEdits(host, pathOf(uri), options)),
  );

  connection.onDocumentRangeFormatting(
    guarded('formatting', [], ({ textDocument: { uri }, options, range }) =>
      formattingEdits(host, pathOf(uri), options, range),
    ),
  );

  // Code lenses and inlay hints

  const given = {
    lenses: remembering((source, result) => {
      if (!settings.codeLens) return [];
      const models = result.models(source.path).flatMap(({ nginx }) => nginx ?? []);
      return codeLenses(viewOf(result), [...new Set(models)], source, client.showsReferences === true);
    }),
    hints: remembering((source, result, range?: Range) => {
      if (!settings.inlayHints) return [];
      const part = range ? spanOf(source, range) : { file: source.path, start: 0, end: source.text.length };
      return inlayHints(viewOf(result), result.models(source.path), source, part);
    }),
  };

  /** Answers about open documents, of which it is told whether the same question would get another one now. */
  function remembering<T>(answer: (source: Source, result: CheckResult, range?: Range) => T[]) {
    const answers = new Map<string, { readonly version: number; readonly range: Range | undefined; readonly json: string }>();
    const answerTo = (uri: string, result: CheckResult, range: Range | undefined) => {
      const source = open.get(pathOf(uri))?.source;
      return source && result.files.has(source.path) ? answer(source, result, range) : [];
    };
    return {
      about(uri: string, result: CheckResult, range?: Range): T[] {
        const items = answerTo(uri, result, range);
        answers.set(uri, { version: documents.get(uri)?.version ?? 0, range, json: JSON.stringify(items) });
        return items;
      },
      isStale(result: CheckResult): boolean {
        for (const [uri, { version, range, json }] of answers) {
          const document = documents.get(uri);
          if (!document) answers.delete(uri);
          else if (document.version === version && JSON.stringify(answerTo(uri, result, range)) !== json) return true;
        }
        return false;
      },
    };
  }

  connection.onCodeLens(
    guarded<{ textDocument: { uri: string } }, CodeLens[]>('code lenses', [], async ({ textDocument: { uri } }, token) =>
      given.lenses.about(uri, await check(token)),
    ),
  );

  connection.languages.inlayHint.on(
    guarded<{ textDocument: { uri: string }; range: Range }, InlayHint[]>(
      'inlay hints',
      [],
      async ({ textDocument: { uri }, range }, token) => given.hints.about(uri, await check(token), range),
    ),
  );

  // The workspace

  connection.onInitialize((params) => {
    abilities = abilitiesOf(params.capabilities);
    locale = params.locale?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
    folders = foldersOf(params);
    const options: unknown = params.initializationOptions;
    client = isRecord(options) ? options : {};
    configure(isRecord(options) && 'keepalint' in options ? options.keepalint : options);
    return {
      capabilities: {
        positionEncoding: 'utf-16',
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        codeActionProvider: abilities.codeActions
          ? { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind], resolveProvider: abilities.resolvesEdits }
          : true,
        hoverProvider: true,
        signatureHelpProvider: { triggerCharacters: ['='], retriggerCharacters: [' '] },
        completionProvider: { triggerCharacters: triggers, resolveProvider: true },
        definitionProvider: true,
        referencesProvider: true,
        documentHighlightProvider: true,
        renameProvider: params.capabilities.textDocument?.rename?.prepareSupport ? { prepareProvider: true } : true,
        documentSymbolProvider: true,
        workspaceSymbolProvider: true,
        documentLinkProvider: {},
        foldingRangeProvider: true,
        selectionRangeProvider: true,
        documentFormattingProvider: true,
        documentRangeFormattingProvider: true,
        codeLensProvider: {},
        inlayHintProvider: true,
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        ...(abilities.pull && {
          diagnosticProvider: { identifier: 'keepalint', interFileDependencies: true, workspaceDiagnostics: false },
        }),
      },
      serverInfo: { name: 'keepalint' },
    };
  });

  connection.onInitialized(() => {
    if (abilities.configuration) configured = loadSettings();
    if (abilities.configurationEvents)
      void attempt('settings', undefined, () =>
        connection.client.register(DidChangeConfigurationNotification.type, { section: 'keepalint' }).then(() => undefined),
      );
    if (abilities.folders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = removed.map((f) => pathOf(f.uri));
        folders = [...folders.filter((f) => !gone.includes(f)), ...added.map((f) => pathOf(f.uri))];
        changed(0);
      });
  });

  const loadSettings = () =>
    attempt('settings', undefined, async () => configure(await connection.workspace.getConfiguration('keepalint')));

  function configure(value: unknown): void {
    settings = readSettings(value, rules);
    for (const problem of settings.problems) connection.console.warn(problem[locale]);
    service = newService();
    latest = undefined;
  }

  connection.onDidChangeConfiguration(({ settings: pushed }) => {
    if (abilities.configuration) configured = loadSettings();
    else if (isRecord(pushed)) configure(pushed.keepalint);
    changed(0);
  });

  connection.onDidChangeWatchedFiles(({ changes }) => {
    // What an editor has open is not read from the disk.
    if (changes.every(({ uri }) => open.has(pathOf(uri)))) return;
    files.expire();
    changed(0);
  });

  let watched = '';
  let watching: Disposable | undefined;

  /** Watches the folders of everything that the open files depend on, also outside the workspace. */
  async function watch(result: CheckResult): Promise<void> {
    if (!abilities.watching) return;
    const paths = requested().flatMap((path) => result.dependencies(path));
    const directories = [...new Set(paths.map((path) => (path.endsWith('/') ? path.slice(0, -1) : folderOf(path))))].sort();
    if (watched === directories.join('\n') && watching) return;
    watched = directories.join('\n');
    const watchers: FileSystemWatcher[] = [{ globPattern: '**/*.conf' }, { globPattern: `**/{${configNames.join(',')}}` }];
    for (const directory of directories)
      watchers.push({
        globPattern: abilities.relativeWatching ? { baseUri: uriOf(directory), pattern: '*' } : `${directory}/*`,
      });
    const before = watching;
    watching = await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    before?.dispose();
  }

  // Crashes

  /** What crashes costs one line in the log and its own answer, nothing else. */
  async function attempt<R>(name: string, empty: R, run: () => Promise<R>): Promise<R> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled) throw error;
      logCrash(name, error);
      return empty;
    }
  }

  function guarded<P, R>(name: string, empty: R, handler: (params: P, token: CancellationToken) => Promise<R>) {
    return (params: P, token: CancellationToken): Promise<R> => attempt(name, empty, () => handler(params, token));
  }

  let logged = '';

  function logCrash(where: string, error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    // Not with every keystroke.
    if (!running || text === logged) return;
    logged = text;
    connection.console.error(
      `${where} crashed: ${text
        .split('\n', 2)
        .map((line) => line.trim())
        .join(' ')}`,
    );
  }

  documents.listen(connection);
}

const nothing: DocumentDiagnosticReport = { kind: 'full', items: [] };

const isConfiguration = (path: string) => (configNames as readonly string[]).includes(nameOf(path));
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): readonly string[] {
  const uris = workspaceFolders?.map((f) => f.uri) ?? (rootUri ? [rootUri] : rootPath ? [uriOf(rootPath)] : []);
  return uris.map((uri) => pathOf(uri).replace(/(?<=.)\/$/, ''));
}
