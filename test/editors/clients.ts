import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  type CodeAction,
  type CompletionItem,
  createMessageConnection,
  type Diagnostic,
  type DocumentSymbol,
  type Hover,
  type InitializeResult,
  type MarkupContent,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type SymbolInformation,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';

/** How an editor that cannot be run here talks to a server: what its source or manual says that it announces and sends. */
export interface Said {
  readonly capabilities: ClientCapabilities;
  /** Some send only one of them. */
  readonly root: 'folders' | 'rootUri' | 'both';
  /** It sends its settings once the server is there, beside answering when it is asked. */
  readonly pushes: boolean;
}

const everyKind = Array.from({ length: 26 }, (_, i) => (i + 1) as 1);

/** As of July 2026: helix-lsp/src/client.rs. */
export const helix: Said = {
  root: 'both',
  pushes: true,
  capabilities: {
    general: { positionEncodings: ['utf-8', 'utf-32', 'utf-16'] },
    workspace: {
      configuration: true,
      didChangeConfiguration: { dynamicRegistration: false },
      workspaceFolders: true,
      applyEdit: true,
      symbol: { dynamicRegistration: false },
      executeCommand: { dynamicRegistration: false },
      inlayHint: { refreshSupport: false },
      workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'], failureHandling: 'abort' },
      didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
      diagnostics: { refreshSupport: true },
    },
    textDocument: {
      completion: {
        completionItem: {
          snippetSupport: true,
          resolveSupport: { properties: ['documentation', 'detail', 'additionalTextEdits'] },
          insertReplaceSupport: true,
          deprecatedSupport: true,
          tagSupport: { valueSet: [1] },
        },
      },
      hover: { contentFormat: ['markdown'] },
      signatureHelp: { signatureInformation: { parameterInformation: { labelOffsetSupport: true } } },
      rename: { prepareSupport: true },
      codeAction: {
        codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'refactor', 'source', 'source.fixAll'] } },
        isPreferredSupport: true,
        disabledSupport: true,
        dataSupport: true,
        resolveSupport: { properties: ['edit', 'command'] },
      },
      diagnostic: { dynamicRegistration: false, relatedDocumentSupport: true },
      publishDiagnostics: { versionSupport: true, tagSupport: { valueSet: [1, 2] } },
      inlayHint: { dynamicRegistration: false },
      documentSymbol: { hierarchicalDocumentSymbolSupport: false },
    },
    window: { workDoneProgress: true, showDocument: { support: true } },
  },
};

/** From what its documentation says, not from its source. */
export const zed: Said = {
  root: 'both',
  pushes: true,
  capabilities: {
    general: { positionEncodings: ['utf-16'] },
    workspace: {
      configuration: true,
      didChangeConfiguration: { dynamicRegistration: true },
      didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
      workspaceFolders: true,
      symbol: { resolveSupport: { properties: [] } },
      inlayHint: { refreshSupport: true },
      diagnostics: { refreshSupport: true },
      codeLens: { refreshSupport: true },
      workspaceEdit: {
        documentChanges: true,
        resourceOperations: ['create', 'rename', 'delete'],
        snippetEditSupport: true,
      } as object,
      applyEdit: true,
      executeCommand: { dynamicRegistration: true },
    },
    textDocument: {
      definition: { linkSupport: true, dynamicRegistration: true },
      codeAction: {
        codeActionLiteralSupport: {
          codeActionKind: { valueSet: ['refactor', 'quickfix', 'source', 'source.fixAll', 'source.organizeImports'] },
        },
        dataSupport: true,
        resolveSupport: { properties: ['kind', 'diagnostics', 'isPreferred', 'disabled', 'edit', 'command'] },
      },
      completion: {
        completionItem: {
          snippetSupport: true,
          resolveSupport: { properties: ['additionalTextEdits', 'command', 'detail', 'documentation'] },
          insertReplaceSupport: true,
          documentationFormat: ['markdown', 'plaintext'],
          tagSupport: { valueSet: [1] },
        },
      },
      rename: { prepareSupport: true },
      hover: { contentFormat: ['markdown'] },
      inlayHint: { dynamicRegistration: true },
      publishDiagnostics: {
        relatedInformation: true,
        versionSupport: true,
        tagSupport: { valueSet: [1, 2] },
        codeDescriptionSupport: true,
      },
      formatting: { dynamicRegistration: true },
      signatureHelp: { signatureInformation: { parameterInformation: { labelOffsetSupport: true } } },
      documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      diagnostic: { relatedDocumentSupport: true, dynamicRegistration: true },
    },
    window: { workDoneProgress: true, showDocument: { support: true } },
  },
};

/** plugin/core/sessions.py of the package LSP. */
export const sublime: Said = {
  root: 'both',
  pushes: true,
  capabilities: {
    general: { positionEncodings: ['utf-16'] },
    workspace: {
      applyEdit: true,
      workspaceEdit: {
        documentChanges: true,
        resourceOperations: ['create', 'rename', 'delete'],
        failureHandling: 'abort',
        changeAnnotationSupport: { groupsOnLabel: false },
      },
      didChangeConfiguration: { dynamicRegistration: true },
      symbol: { dynamicRegistration: true, resolveSupport: { properties: ['location.range'] } },
      executeCommand: { dynamicRegistration: true },
      workspaceFolders: true,
      configuration: true,
      semanticTokens: { refreshSupport: true },
      codeLens: { refreshSupport: true },
      inlayHint: { refreshSupport: true },
      diagnostics: { refreshSupport: true },
    },
    textDocument: {
      completion: {
        completionItem: {
          snippetSupport: true,
          documentationFormat: ['markdown', 'plaintext'],
          deprecatedSupport: true,
          tagSupport: { valueSet: [1] },
          insertReplaceSupport: true,
          labelDetailsSupport: true,
        },
        completionList: { itemDefaults: ['editRange', 'insertTextFormat', 'data'] },
      },
      hover: { contentFormat: ['markdown', 'plaintext'] },
      signatureHelp: { signatureInformation: { parameterInformation: { labelOffsetSupport: true } } },
      documentSymbol: { hierarchicalDocumentSymbolSupport: true, symbolKind: { valueSet: everyKind } },
      codeAction: {
        codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor', 'source.fixAll'] } },
        isPreferredSupport: true,
        dataSupport: true,
        resolveSupport: { properties: ['edit'] },
      },
      rename: { prepareSupport: true, honorsChangeAnnotations: true },
      publishDiagnostics: {
        relatedInformation: true,
        tagSupport: { valueSet: [1, 2] },
        versionSupport: true,
        codeDescriptionSupport: true,
      },
      diagnostic: { dynamicRegistration: true, relatedDocumentSupport: true },
      inlayHint: { dynamicRegistration: true },
    },
    window: { workDoneProgress: true },
  },
};

/** addons/lspclient/lspclientserver.cpp. */
export const kate: Said = {
  root: 'rootUri',
  pushes: true,
  capabilities: {
    workspace: { configuration: true },
    textDocument: {
      documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      publishDiagnostics: { relatedInformation: true },
      codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor', 'source'] } } },
      synchronization: { didSave: true },
      hover: { contentFormat: ['markdown', 'plaintext'] },
      completion: { completionItem: { snippetSupport: false, labelDetailsSupport: true } },
      inlayHint: { dynamicRegistration: false },
      diagnostic: { dynamicRegistration: false },
    },
    window: { workDoneProgress: true },
  },
};

/** internal/capabilities/ClientCapabilitiesFactory.java of LSP4IJ. */
export const lsp4ij: Said = {
  root: 'both',
  pushes: true,
  capabilities: {
    general: { positionEncodings: ['utf-16'] },
    workspace: {
      applyEdit: true,
      configuration: true,
      symbol: {},
      executeCommand: { dynamicRegistration: true },
      workspaceFolders: true,
      workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'delete', 'rename'] },
      didChangeWatchedFiles: { dynamicRegistration: true },
      didChangeConfiguration: { dynamicRegistration: true },
      codeLens: { refreshSupport: true },
      inlayHint: { refreshSupport: true },
      semanticTokens: { refreshSupport: true },
      diagnostics: { refreshSupport: true },
    },
    textDocument: {
      publishDiagnostics: { codeDescriptionSupport: true, relatedInformation: true, tagSupport: { valueSet: [1, 2] } },
      diagnostic: { dynamicRegistration: true, relatedDocumentSupport: true },
      codeAction: {
        codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor', 'source'] } },
        dynamicRegistration: true,
        dataSupport: true,
        resolveSupport: { properties: ['edit'] },
      },
      completion: {
        completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'], deprecatedSupport: true },
        completionList: { itemDefaults: ['editRange'] },
      },
      signatureHelp: { signatureInformation: { parameterInformation: { labelOffsetSupport: true } } },
      documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      hover: { contentFormat: ['markdown', 'plaintext'] },
      rename: { prepareSupport: true },
    },
    window: { workDoneProgress: true },
  },
};

export interface Document {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
}

/** A person's round with one document, and what came of it. */
export async function visit(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  { capabilities, root, pushes }: Said,
  folder: string,
  document: Document,
  { settings = {}, initializationOptions }: { readonly settings?: object; readonly initializationOptions?: unknown },
) {
  const child = spawn(command[0]!, command.slice(1), { stdio: ['pipe', 'pipe', 'pipe'], env, cwd: folder });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  /** What the server asks for: it may only ask for what was announced. */
  const asked = new Set<string>();
  let publish: (diagnostics: Diagnostic[]) => void = () => undefined;
  const published = new Promise<Diagnostic[]>((resolve) => {
    publish = resolve;
  });
  const section = (name: string | undefined): unknown =>
    (name ?? '')
      .split('.')
      .reduce((value: unknown, key) => (key === '' ? value : ((value as Record<string, unknown>)?.[key] ?? null)), settings);
  connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) => {
    asked.add('workspace/configuration');
    return items.map((item) => section(item.section));
  });
  connection.onRequest((method) => {
    asked.add(method);
    return null;
  });
  connection.onNotification('textDocument/publishDiagnostics', (p: PublishDiagnosticsParams) => {
    asked.add('textDocument/publishDiagnostics');
    publish(p.diagnostics);
  });
  connection.listen();
  const rootUri = pathToFileURL(folder).href;
  const initialized: InitializeResult = await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri,
    ...(root !== 'rootUri' && { workspaceFolders: [{ uri: rootUri, name: 'w' }] }),
    capabilities,
    ...(initializationOptions !== undefined && { initializationOptions }),
  });
  await connection.sendNotification('initialized', {});
  if (pushes && Object.keys(settings).length)
    await connection.sendNotification('workspace/didChangeConfiguration', { settings });

  const { path, languageId, text } = document;
  const textDocument = { uri: pathToFileURL(path).href };
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { ...textDocument, languageId, version: 1, text },
  });
  const ask = <T>(method: string, more: object = {}) => connection.sendRequest<T>(method, { textDocument, ...more });
  const pulls = capabilities.textDocument?.diagnostic !== undefined;
  const diagnostics = pulls ? (await ask<{ items: Diagnostic[] }>('textDocument/diagnostic')).items : await published;
  const [first] = diagnostics;
  const range = first!.range;
  const hover = await ask<(Hover & { contents: MarkupContent }) | null>('textDocument/hover', { position: range.start });
  const after = { line: range.start.line, character: range.start.character + 4 };
  const items = await ask<CompletionItem[]>('textDocument/completion', { position: after });
  const symbols = await ask<(DocumentSymbol | SymbolInformation)[]>('textDocument/documentSymbol');
  const actions = await ask<CodeAction[]>('textDocument/codeAction', { range, context: { diagnostics: [first] } });
  const edits = await ask<TextEdit[]>('textDocument/formatting', { options: { tabSize: 4, insertSpaces: true } });
  const all = await ask<CodeAction[]>('textDocument/codeAction', {
    range,
    context: { diagnostics: [], only: ['source.fixAll.keepalint'] },
  });
  const fixed: CodeAction | undefined =
    all[0] && !all[0].edit ? await connection.sendRequest('codeAction/resolve', all[0]) : all[0];
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  const status = await ended;
  connection.dispose();
  const edit: WorkspaceEdit | undefined = actions[0]?.edit;
  return { initialized, asked, diagnostics, hover, items, symbols, actions, edit, edits, fixed: fixed?.edit, status };
}
