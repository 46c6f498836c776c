import picomatch from 'picomatch';
import {
  type ClientCapabilities,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  Event,
  type FileSystemWatcher,
  type InitializeResult,
  type Message,
  type MessageReader,
  type MessageWriter,
  type PublishDiagnosticsParams,
  type Registration,
  type TextDocumentContentChangeEvent,
  type Unregistration,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Host } from '../../server/src/core/host.ts';
import { folderOf, nameOf } from '../../server/src/core/path.ts';
import { pathOf, uriOf } from '../../server/src/lsp/convert.ts';
import { untilExpired } from '../../server/src/lsp/files.ts';
import { createServer } from '../../server/src/lsp/server.ts';
import { modern, plain } from './client.ts';

export type Kind = 'asks' | 'is told';

/** As editors are: one that asks for diagnostics when it edits or is told to, and one that is sent them. */
const abilities: Readonly<Record<Kind, ClientCapabilities>> = {
  asks: {
    ...modern,
    textDocument: {
      ...modern.textDocument,
      completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
      rename: { prepareSupport: true },
      semanticTokens: {
        requests: { full: true },
        formats: ['relative'],
        tokenTypes: [
          'keyword',
          'variable',
          'string',
          'number',
          'type',
          'property',
          'function',
          'operator',
          'comment',
          'regexp',
        ],
        tokenModifiers: ['definition', 'readonly', 'deprecated', 'modification', 'defaultLibrary'],
      },
    },
    workspace: {
      ...modern.workspace,
      workspaceFolders: true,
      semanticTokens: { refreshSupport: true },
      didChangeConfiguration: { dynamicRegistration: true },
    },
  },
  'is told': {
    ...plain,
    workspace: {
      workspaceFolders: true,
      codeLens: { refreshSupport: true },
      inlayHint: { refreshSupport: true },
      didChangeWatchedFiles: { dynamicRegistration: true },
    },
  },
};

/** What an editor has on its screen for one document. */
export interface Screen {
  diagnostics?: readonly Diagnostic[];
  lenses?: unknown;
  hints?: unknown;
  tokens?: unknown;
}

export interface State {
  readonly kind: Kind;
  readonly folders: readonly string[];
  readonly settings: unknown;
}

export type Editor = Awaited<ReturnType<typeof startEditor>>;

/**
 * An editor with a server of its own. It shows what it was told or what it was answered, and asks again only where editors do:
 * about what was edited, and about everything when the server says so.
 */
export async function startEditor(disk: Host, { kind, folders: firstFolders, settings: firstSettings }: State) {
  const [up, down] = [wire(), wire()];
  const server = createConnection(up.reader, down.writer);
  createServer(server, { files: untilExpired(disk) });
  server.listen();
  const connection = createProtocolConnection(down.reader, up.writer);

  const documents = new Map<string, TextDocument>();
  const screens = new Map<string, Screen>();
  const ids = new Map<string, string>();
  const registrations = new Map<string, Registration>();
  const log: string[] = [];
  let [settings, folders] = [firstSettings, firstFolders];
  let stopped = false;
  let provided: InitializeResult['capabilities'] = {};
  const screenOf = (path: string) => {
    const screen = screens.get(path) ?? {};
    screens.set(path, screen);
    return screen;
  };
  const about = (path: string) => ({ textDocument: { uri: uriOf(path) } });
  /** Answers to older texts of a document, or about one that was closed meanwhile, are not shown. */
  const show = async <T>(path: string, question: () => Promise<T>, put: (screen: Screen, answer: T) => void) => {
    const document = documents.get(path);
    const version = document?.version;
    const answer = await question().catch((error) => {
      if (!stopped) throw error;
      return undefined;
    });
    if (answer !== undefined && document && documents.get(path) === document && document.version === version)
      put(screenOf(path), answer);
  };

  const draw = {
    diagnostics: (path: string) =>
      show(
        path,
        () =>
          connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
            ...about(path),
            ...(ids.has(path) && { previousResultId: ids.get(path) }),
          }),
        (screen, answer) => {
          if (answer.resultId !== undefined) ids.set(path, answer.resultId);
          if (answer.kind === 'full') screen.diagnostics = answer.items;
        },
      ),
    lenses: (path: string) =>
      show(
        path,
        () => connection.sendRequest('textDocument/codeLens', about(path)),
        (screen, lenses) => {
          screen.lenses = lenses;
        },
      ),
    hints: (path: string) =>
      show(
        path,
        () =>
          connection.sendRequest<unknown>('textDocument/inlayHint', { ...about(path), range: wholeOf(documents.get(path)!) }),
        (screen, hints) => {
          screen.hints = hints;
        },
      ),
    tokens: (path: string) =>
      show(
        path,
        () => connection.sendRequest<{ data?: unknown } | null>('textDocument/semanticTokens/full', about(path)),
        (screen, tokens) => {
          screen.tokens = tokens?.data;
        },
      ),
  };
  const drawAll = (what: keyof typeof draw) => {
    for (const path of documents.keys()) void draw[what](path);
  };
  const drawOne = (path: string) => {
    if (kind === 'asks') void draw.diagnostics(path);
    void draw.lenses(path);
    void draw.hints(path);
    if (provided.semanticTokensProvider) void draw.tokens(path);
  };

  connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }: PublishDiagnosticsParams) => {
    if (diagnostics.length > 0 || documents.has(pathOf(uri))) screenOf(pathOf(uri)).diagnostics = diagnostics;
    else screens.delete(pathOf(uri));
  });
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
    log.push(message);
  });
  for (const [method, what] of [
    ['workspace/diagnostic/refresh', 'diagnostics'],
    ['workspace/codeLens/refresh', 'lenses'],
    ['workspace/inlayHint/refresh', 'hints'],
    ['workspace/semanticTokens/refresh', 'tokens'],
  ] as const)
    connection.onRequest(method, () => {
      drawAll(what);
      return null;
    });
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) => items.map(() => settings));
  connection.onRequest('client/registerCapability', (p: { registrations: Registration[] }) => {
    for (const r of p.registrations) registrations.set(r.id, r);
    return null;
  });
  connection.onRequest('client/unregisterCapability', (p: { unregisterations: Unregistration[] }) => {
    for (const r of p.unregisterations) registrations.delete(r.id);
    return null;
  });
  connection.listen();

  const folder = (path: string) => ({ uri: uriOf(path), name: nameOf(path) });
  const initialized: InitializeResult = await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders: folders.map(folder),
    capabilities: abilities[kind],
    initializationOptions: settings,
  });
  provided = initialized.capabilities;
  await connection.sendNotification('initialized', {});

  /** String patterns look into the workspace, relative ones wherever their base is; an absolute one says where by itself. */
  const isWatched = (path: string) =>
    [...registrations.values()]
      .filter((r) => r.method === 'workspace/didChangeWatchedFiles')
      .flatMap((r) => (r.registerOptions as { watchers: FileSystemWatcher[] }).watchers)
      .some(({ globPattern: pattern }) => {
        if (typeof pattern !== 'string') {
          const base = pathOf(typeof pattern.baseUri === 'string' ? pattern.baseUri : pattern.baseUri.uri);
          return folderOf(path) === base && pattern.pattern === '*';
        }
        const inside = pattern.startsWith('/') || folders.some((f) => path.startsWith(`${f}/`));
        return inside && picomatch.isMatch(path, pattern, { dot: true });
      });

  return {
    provided,
    log,
    documents,
    /** Documents and closed files alike: what is shown of a closed one is a mistake. */
    shown: () => Object.fromEntries([...screens].sort(([a], [b]) => (a < b ? -1 : 1))),
    /** Nothing is missing yet. */
    isDrawn: () =>
      [...documents.keys()].every((path) => {
        const { diagnostics, lenses, hints, tokens } = screens.get(path) ?? {};
        return diagnostics && lenses && hints && (tokens || !provided.semanticTokensProvider);
      }),
    request: <T>(method: string, params: object): Promise<T> => connection.sendRequest(method, params),
    /** Asks, and does not wait for the answer. */
    prod: (method: string, params: object): void => {
      connection.sendRequest(method, params).catch((error) => {
        if (!stopped) throw error;
      });
    },
    open: async (path: string, languageId: string, text: string, version = 1) => {
      documents.set(path, TextDocument.create(uriOf(path), languageId, version, text));
      await connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uriOf(path), languageId, version, text },
      });
      drawOne(path);
    },
    change: async (path: string, contentChanges: TextDocumentContentChangeEvent[]) => {
      const document = documents.get(path)!;
      TextDocument.update(document, contentChanges, document.version + 1);
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uriOf(path), version: document.version },
        contentChanges,
      });
      drawOne(path);
    },
    save: (path: string) => connection.sendNotification('textDocument/didSave', about(path)),
    close: async (path: string) => {
      documents.delete(path);
      ids.delete(path);
      // Whoever asks throws away what it was answered; whoever is told waits to be told.
      if (kind === 'asks') screens.delete(path);
      else {
        const { diagnostics } = screenOf(path);
        screens.set(path, diagnostics ? { diagnostics } : {});
      }
      await connection.sendNotification('textDocument/didClose', about(path));
    },
    /** Some files are others on the disk, or gone. */
    changedOnDisk: async (paths: readonly { readonly path: string; readonly type: 1 | 2 | 3 }[]) => {
      const changes = paths.filter(({ path }) => isWatched(path)).map(({ path, type }) => ({ uri: uriOf(path), type }));
      if (changes.length) await connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    },
    changeFolders: async (next: readonly string[]) => {
      const added = next.filter((f) => !folders.includes(f)).map(folder);
      const removed = folders.filter((f) => !next.includes(f)).map(folder);
      folders = next;
      await connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added, removed } });
    },
    configure: async (value: unknown) => {
      settings = value;
      await connection.sendNotification('workspace/didChangeConfiguration', { settings: { keepalint: value } });
    },
    stop: async () => {
      stopped = true;
      await connection.sendRequest('shutdown');
      connection.dispose();
      server.dispose();
    },
  };
}

/** Messages go from one end to the other as they are: most of a session would be JSON otherwise. */
function wire(): { readonly reader: MessageReader; readonly writer: MessageWriter } {
  let hear: (message: Message) => void = () => undefined;
  const common = { onError: Event.None, onClose: Event.None, dispose: () => undefined };
  return {
    reader: {
      ...common,
      onPartialMessage: Event.None,
      listen: (callback) => {
        hear = callback;
        return { dispose: () => undefined };
      },
    },
    writer: {
      ...common,
      end: () => undefined,
      write: async (message) => {
        setImmediate(() => hear(message));
      },
    },
  };
}

export function wholeOf(document: TextDocument) {
  return { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) };
}
