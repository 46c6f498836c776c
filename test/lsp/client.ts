import { PassThrough } from 'node:stream';
import {
  type ClientCapabilities,
  type CodeAction,
  type CodeActionContext,
  type CodeLens,
  type CompletionItem,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  type InlayHint,
  type MarkupContent,
  type PublishDiagnosticsParams,
  type Range,
  type Registration,
  type SignatureHelp,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Host, memoryHost } from '../../server/src/core/host.ts';
import { uriOf } from '../../server/src/lsp/convert.ts';
import { createServer, type Environment } from '../../server/src/lsp/server.ts';

export interface Options {
  /** The disk: paths below `/w`, the workspace folder. */
  readonly files?: Readonly<Record<string, string>>;
  readonly capabilities?: ClientCapabilities;
  readonly params?: Partial<InitializeParams>;
  /** What the client answers to workspace/configuration. */
  readonly settings?: unknown;
  readonly page?: Environment['page'];
  readonly documentation?: Environment['documentation'];
  /** Stands between the server and the disk. */
  readonly spoil?: (host: Host) => Host;
}

/** What VS Code says it can do, as far as it matters here. */
export const modern: ClientCapabilities = {
  textDocument: {
    diagnostic: {
      relatedInformation: true,
      codeDescriptionSupport: true,
      tagSupport: { valueSet: [1, 2] },
    },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      isPreferredSupport: true,
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
  workspace: {
    configuration: true,
    diagnostics: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
  },
};

/** What Neovim 0.7 and eglot 1.9 say: no pull, no versioned edits, plain text. */
export const plain: ClientCapabilities = {
  textDocument: {
    publishDiagnostics: { relatedInformation: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
    hover: { contentFormat: ['plaintext'] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
};

export type Client = Awaited<ReturnType<typeof connect>>;

/** A client and a server in this process, with two streams between them. */
export async function connect({ files = {}, capabilities = modern, params, settings, page, documentation, spoil }: Options) {
  const disk = new Map(Object.entries(files).map(([name, text]) => [`/w/${name}`, sourceOf(`/w/${name}`, text)]));
  let host = memoryHost(disk);
  const environment: Environment = {
    files: {
      ...(spoil ?? ((h: Host) => h))({
        read: (path) => host.read(path),
        list: (path) => host.list(path),
        isBoundary: (directory) => host.isBoundary(directory),
      }),
      expire: () => undefined,
    },
    ...(page && { page }),
    ...(documentation && { documentation }),
  };
  const [up, down] = [new PassThrough(), new PassThrough()];
  const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  createServer(server, environment);
  server.listen();

  const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const heard = {
    /** One entry per textDocument/publishDiagnostics. */
    published: [] as PublishDiagnosticsParams[],
    refreshes: 0,
    lensRefreshes: 0,
    hintRefreshes: 0,
    log: [] as string[],
    registrations: [] as Registration[],
    /** Methods. */
    unregistered: [] as string[],
    status: [] as { documents: readonly { uri: string; text: string; detail: string; findings: number }[] }[],
  };
  let current = settings;
  let notice: () => void = () => undefined;
  connection.onNotification('textDocument/publishDiagnostics', (p: PublishDiagnosticsParams) => {
    heard.published.push(p);
    notice();
  });
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
    heard.log.push(message);
    notice();
  });
  connection.onNotification('keepalint/status', (p: (typeof heard.status)[number]) => {
    heard.status.push(p);
    notice();
  });
  connection.onRequest('workspace/diagnostic/refresh', () => {
    heard.refreshes++;
    notice();
    return null;
  });
  for (const [method, count] of [
    ['workspace/codeLens/refresh', 'lensRefreshes'],
    ['workspace/inlayHint/refresh', 'hintRefreshes'],
  ] as const)
    connection.onRequest(method, () => {
      heard[count]++;
      notice();
      return null;
    });
  connection.onRequest('workspace/configuration', async () => [await current]);
  connection.onRequest('client/registerCapability', (p: { registrations: Registration[] }) => {
    heard.registrations.push(...p.registrations);
    notice();
    return null;
  });
  // The protocol spells it so.
  connection.onRequest('client/unregisterCapability', (p: { unregisterations: { method: string }[] }) => {
    heard.unregistered.push(...p.unregisterations.map(({ method }) => method));
    notice();
    return null;
  });
  connection.listen();

  const initialized: InitializeResult = await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders: [{ uri: 'file:///w', name: 'w' }],
    capabilities,
    ...params,
  });
  await connection.sendNotification('initialized', {});

  const documents = new Map<string, TextDocument>();
  const uri = (name: string) => (/^[a-z]+:/.test(name) ? name : uriOf(name.startsWith('/') ? name : `/w/${name}`));
  const request = <T>(method: string, more: object, name: string): Promise<T> =>
    connection.sendRequest(method, { textDocument: { uri: uri(name) }, ...more });

  return {
    initialized,
    heard,
    connection,
    uri,
    /** Waits until the client has heard what it waits for. */
    until: <T>(what: () => T | undefined | false): Promise<T> =>
      new Promise((resolve) => {
        notice = () => {
          const found = what();
          if (found) resolve(found);
        };
        notice();
      }),
    text: (name: string) => documents.get(uri(name))!.getText(),
    open: (name: string, languageId = '', text = disk.get(`/w/${name}`)?.text ?? '') => {
      const document = TextDocument.create(uri(name), languageId, 1, text);
      documents.set(uri(name), document);
      return connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uri(name), languageId, version: 1, text },
      });
    },
    /** Replaces the one place where a text stands, as an editor does: by its range. */
    edit: (name: string, before: string, after: string) => {
      const document = documents.get(uri(name))!;
      const at = document.getText().indexOf(before);
      const range = { start: document.positionAt(at), end: document.positionAt(at + before.length) };
      const change = { range, text: after };
      TextDocument.update(document, [change], document.version + 1);
      return connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uri(name), version: document.version },
        contentChanges: [change],
      });
    },
    close: (name: string) => connection.sendNotification('textDocument/didClose', { textDocument: { uri: uri(name) } }),
    /** Writes to the disk, past the editor. */
    write: (name: string, text: string | undefined, event = true) => {
      const path = `/w/${name}`;
      const type = text === undefined ? 3 : disk.has(path) ? 2 : 1;
      if (text === undefined) disk.delete(path);
      else disk.set(path, sourceOf(path, text));
      host = memoryHost(disk);
      if (event) return connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(name), type }] });
    },
    configure: (value: unknown) => {
      current = value;
      return connection.sendNotification('workspace/didChangeConfiguration', { settings: { keepalint: value } });
    },
    pull: (name: string, previousResultId?: string): Promise<DocumentDiagnosticReport & { items?: Diagnostic[] }> =>
      request('textDocument/diagnostic', previousResultId === undefined ? {} : { previousResultId }, name),
    /** Code actions where a text stands. */
    actions: (name: string, at: string, only?: string[]): Promise<CodeAction[]> => {
      const context: CodeActionContext = { diagnostics: [], ...(only && { only }) };
      return request('textDocument/codeAction', { range: rangeOf(documents.get(uri(name))!, at), context }, name);
    },
    resolve: (action: CodeAction): Promise<CodeAction> => connection.sendRequest('codeAction/resolve', action),
    hover: async (name: string, at: string): Promise<(Hover & { contents: MarkupContent }) | null> =>
      request('textDocument/hover', { position: rangeOf(documents.get(uri(name))!, at).start }, name),
    /** Completion behind a text. */
    complete: (name: string, behind: string): Promise<CompletionItem[]> =>
      request('textDocument/completion', { position: rangeOf(documents.get(uri(name))!, behind).end }, name),
    signature: (name: string, behind: string): Promise<SignatureHelp | null> =>
      request('textDocument/signatureHelp', { position: rangeOf(documents.get(uri(name))!, behind).end }, name),
    documented: (item: CompletionItem): Promise<CompletionItem> => connection.sendRequest('completionItem/resolve', item),
    /** Code lenses, each resolved as an editor does it where it is seen. */
    lenses: async (name: string): Promise<CodeLens[]> => {
      const lenses = await request<CodeLens[]>('textDocument/codeLens', {}, name);
      return Promise.all(
        lenses.map((lens): Promise<CodeLens> | CodeLens =>
          lens.command ? lens : connection.sendRequest('codeLens/resolve', lens),
        ),
      );
    },
    /** The inlay hints of a whole document. */
    hints: (name: string): Promise<InlayHint[]> => {
      const document = documents.get(uri(name))!;
      const range = { start: document.positionAt(0), end: document.positionAt(document.getText().length) };
      return request('textDocument/inlayHint', { range }, name);
    },
    /** Applies an edit to the open documents; gives the new text of one. */
    apply: (name: string, edit: WorkspaceEdit): string => {
      const edits =
        edit.changes?.[uri(name)] ??
        edit.documentChanges?.flatMap((c) => ('edits' in c && c.textDocument.uri === uri(name) ? (c.edits as TextEdit[]) : []));
      return TextDocument.applyEdits(documents.get(uri(name))!, edits ?? []);
    },
    stop: async () => {
      await connection.sendRequest('shutdown');
      connection.dispose();
      server.dispose();
    },
  };
}

const sourceOf = (path: string, text: string) => ({ path, text, encoding: 'utf8' as const });

function rangeOf(document: TextDocument, text: string): Range {
  const at = document.getText().indexOf(text);
  if (at === -1) throw new Error(`not in the document: ${text}`);
  return { start: document.positionAt(at), end: document.positionAt(at + text.length) };
}
