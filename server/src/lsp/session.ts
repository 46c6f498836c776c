import {
  type CancellationToken,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Entry, Host } from '../core/host.ts';
import { folderOf, innermost, nameIn, nameOf } from '../core/path.ts';
import { renderer } from '../core/render.ts';
import type { Locale } from '../core/rule.ts';
import { type LanguageId, linesOf, type Source } from '../core/text.ts';
import { configNames } from '../service/configuration.ts';
import type { Library } from '../service/documentation.ts';
import { nominate } from '../service/recognise.ts';
import { type CheckResult, createService, docsUrl, rules, type Service, visible } from '../service/service.ts';
import { type Abilities, abilitiesOf, languageOf, pathOf, uriOf, type View } from './convert.ts';
import { noSettings, readSettings, type Settings } from './settings.ts';

/** Files that no editor has open. */
export interface Files extends Host {
  /** Whatever was read before may have changed since. */
  expire(): void;
}

export interface Environment extends Library {
  readonly files: Files;
  /** Told what the client says about itself, before anything is read. */
  meet?(client: ClientOptions): void;
  /** The text of a rule's page, undefined where the pages are not at hand. */
  page?(rule: string, locale: Locale): Promise<string | undefined>;
}

/** What our own client says about itself in `initializationOptions`, beside the settings. */
export interface ClientOptions {
  /** It shows what `keepalint/status` says. */
  readonly status?: boolean;
  /** It shows diagnostics in its hovers, with their links and fixes. */
  readonly diagnosticsInHovers?: boolean;
  /** It has the command `keepalint.showReferences`. */
  readonly showsReferences?: boolean;
  /** It has the command `keepalint.explainRule`. */
  readonly explainsRules?: boolean;
  /** It reads files that are on no disk (`keepalint/fs/read`, `keepalint/fs/list`). */
  readonly readsFiles?: boolean;
}

/** What a server does for its client: handlers, registered on the connection when the feature is made. */
export interface Feature {
  /** What the client is told that the server can do. */
  capabilities?(params: InitializeParams): Partial<ServerCapabilities>;
  /** Commands that any client may run (`workspace/executeCommand`), by id. Arguments come from outside: anything. */
  readonly commands?: Readonly<Record<string, (args: readonly unknown[], token: CancellationToken) => Promise<unknown>>>;
  /** After a change: tells the client what it does not ask for by itself. */
  refresh?(result: CheckResult): Promise<void>;
  /** A document was closed. */
  closed?(uri: string): void;
}

/** An open document that is judged, and everything known about it. */
export interface Asked {
  readonly source: Source;
  readonly language: LanguageId;
  readonly result: CheckResult;
  readonly view: View;
}

/** One client and what is known for it. What it said in `initialize` is not known before that. */
export interface Session {
  readonly connection: Connection;
  readonly environment: Environment;
  /** The texts of open documents, and the files behind them. */
  readonly host: Host;
  readonly documents: TextDocuments<TextDocument>;
  readonly abilities: Abilities;
  readonly client: ClientOptions;
  readonly locale: Locale;
  /** Paths of the workspace's folders, without a slash at the end. */
  readonly folders: readonly string[];
  readonly settings: Settings;
  /** Paths of the open documents that are to be judged. */
  readonly requested: readonly string[];
  /** The text of an open document. */
  source(uri: string): Source | undefined;
  /** As the client writes it where the file is open. */
  uriOf(path: string): string;
  isOpen(path: string): boolean;
  /** What is found in the open documents as they are now. */
  check(token?: CancellationToken): Promise<CheckResult>;
  /** The same with some texts replaced. */
  checkWith(changed: ReadonlyMap<string, Source>): Promise<CheckResult>;
  viewOf(result: CheckResult): View;
  /** Files or settings are not what they were. */
  changed(): void;
  /** What crashes costs one line in the log and its own answer, nothing else. */
  attempt<R>(name: string, empty: R, run: () => Promise<R>): Promise<R>;
  guarded<P, R>(
    name: string,
    empty: R,
    handler: (params: P, token: CancellationToken) => Promise<R>,
  ): (params: P, token: CancellationToken) => Promise<R>;
  /** An answer about an open document that is judged; `empty` about any other. */
  aboutText<P extends { readonly textDocument: { readonly uri: string } }, R>(
    name: string,
    empty: R,
    answer: (params: P, asked: Asked) => R | Promise<R>,
  ): (params: P, token: CancellationToken) => Promise<R>;
}

/** What a server does with its session, beside what features may. */
export interface Started extends Session {
  initialize(params: InitializeParams): void;
  initialized(): void;
  listen(features: readonly Feature[]): void;
}

/**
 * Milliseconds without an edit before the client is told what it does not ask for: a part of what the last check took, so that
 * typing never keeps the server busy, and longer than between two keystrokes where a check takes long.
 */
const pauseAfter = (checked: number) => Math.min(checked / 4, 150);

/** Milliseconds that a client has to say what its settings are. */
const patience = 2000;

export function startSession(connection: Connection, environment: Environment): Started {
  const { files } = environment;
  let abilities = abilitiesOf({});
  let client: ClientOptions = {};
  let locale: Locale = 'en';
  let folders: readonly string[] = [];
  let settings = noSettings;
  let configured: Promise<void> = Promise.resolve();
  let features: readonly Feature[] = [];

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
    for (const feature of features) feature.closed?.(uri);
    files.expire();
    changed(0);
  });

  // The engine: one check answers everything that is asked between two changes

  const host: Host = {
    read: async (path) => open.get(path)?.source ?? files.read(path),
    list: async (path) => withOpen(path, await files.list(path)),
    isBoundary: async (directory) => folders.includes(directory) || files.isBoundary(directory),
  };
  /** What an editor holds is about to be a file, if it is none yet. */
  function withOpen(folder: string, entries: readonly Entry[] | undefined): readonly Entry[] | undefined {
    const there = new Set(entries?.map((entry) => entry.name));
    const fresh = [...open.keys()].filter((path) => folderOf(path) === folder && !there.has(nameOf(path)));
    if (fresh.length === 0) return entries;
    const all = [...(entries ?? []), ...fresh.map((path): Entry => ({ name: nameOf(path), kind: 'file' }))];
    return all.sort((a, b) => (a.name < b.name ? -1 : 1));
  }
  const newService = (): Service =>
    createService({
      host,
      target: settings.target,
      rules: settings.rules,
      keepModels: true,
      onCrash: (rule, error) => logCrash(rule, error),
    });
  let service = newService();
  /** Sorted, so that no answer depends on the order in which they were opened. */
  const requested = () => [...open.keys()].filter((path) => !isConfiguration(path)).sort();

  /** The settings are those that the client was asked for last. */
  async function settled(): Promise<void> {
    for (let asked: unknown; asked !== configured; ) {
      asked = configured;
      await asked;
    }
  }

  let generation = 0;
  let latest: { readonly generation: number; readonly result: Promise<CheckResult> } | undefined;

  async function check(token?: CancellationToken): Promise<CheckResult> {
    for (;;) {
      // Edits that have arrived already go first: nobody needs the answer to the text before them.
      await new Promise((resolve) => setTimeout(resolve));
      await settled();
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
      const folder = innermost(folders, file) ?? folderOf(file);
      return nameIn(folder, file) + (source ? `:${linesOf(source).position(start).line + 1}` : '');
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
    for (const feature of features) if (running) await feature.refresh?.(result);
  }

  // Settings

  /** What came with `initialize`, for clients that have nothing to say when they are asked. */
  let initial: unknown;

  let timesAsked = 0;

  /** Settled when the client has answered, or has taken too long for everything else to wait. */
  const loadSettings = (): Promise<void> =>
    new Promise((resolve) => {
      const asked = ++timesAsked;
      let late = false;
      setTimeout(() => {
        late = true;
        resolve();
      }, patience);
      void attempt('settings', undefined, async () => {
        const answer = await connection.workspace.getConfiguration('keepalint');
        // Answers may overtake each other.
        if (asked !== timesAsked) return;
        configure(answer ?? initial);
        if (late) changed(0);
      }).then(resolve);
    });

  function configure(value: unknown): void {
    settings = readSettings(value, rules);
    for (const problem of settings.problems) connection.console.warn(problem[locale]);
    service = newService();
    // What is being checked is checked for other settings.
    generation++;
  }

  connection.onDidChangeConfiguration(({ settings: pushed }) => {
    if (abilities.configuration) configured = loadSettings();
    else if (isRecord(pushed)) configure(pushed.keepalint);
    changed(0);
  });

  function initialize(params: InitializeParams): void {
    abilities = abilitiesOf(params.capabilities);
    locale = params.locale?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
    folders = foldersOf(params);
    const options: unknown = params.initializationOptions;
    client = isRecord(options) ? options : {};
    environment.meet?.(client);
    initial = isRecord(options) && 'keepalint' in options ? options.keepalint : options;
    configure(initial);
  }

  function initialized(): void {
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
  }

  // Crashes

  async function attempt<R>(name: string, empty: R, run: () => Promise<R>): Promise<R> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled) throw error;
      logCrash(name, error);
      return empty;
    }
  }

  const guarded: Session['guarded'] = (name, empty, handler) => (params, token) =>
    attempt(name, empty, () => handler(params, token));

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

  const sourceOf = (uri: string) => open.get(pathOf(uri))?.source;

  return {
    connection,
    environment,
    host,
    documents,
    get abilities() {
      return abilities;
    },
    get client() {
      return client;
    },
    get locale() {
      return locale;
    },
    get folders() {
      return folders;
    },
    get settings() {
      return settings;
    },
    get requested() {
      return requested();
    },
    source: sourceOf,
    uriOf: clientUri,
    isOpen: (path) => open.has(path),
    check,
    checkWith: (texts) => service.checkWith(texts, requested()),
    viewOf,
    changed: () => {
      files.expire();
      changed(0);
    },
    attempt,
    guarded,
    aboutText: (name, empty, answer) =>
      guarded(name, empty, async (params, token) => {
        const result = await check(token);
        const source = sourceOf(params.textDocument.uri);
        const language = source && result.files.get(source.path);
        return language ? answer(params, { source, language, result, view: viewOf(result) }) : empty;
      }),
    initialize,
    initialized,
    listen(list) {
      features = list;
      documents.listen(connection);
    },
  };
}

/** `.keepalint.yaml` and its siblings: judged as configuration, not as one of the languages. */
export const isConfiguration = (path: string) => (configNames as readonly string[]).includes(nameOf(path));

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): readonly string[] {
  const uris = workspaceFolders?.map((f) => f.uri) ?? (rootUri ? [rootUri] : rootPath ? [uriOf(rootPath)] : []);
  return uris.map((uri) => pathOf(uri).replace(/(?<=.)\/$/, ''));
}
