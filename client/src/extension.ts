import { commands, type ExtensionContext, type LogOutputChannel, type Position, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions, Location } from 'vscode-languageclient';
import { effectiveConfiguration } from './effective-configuration.ts';
import { explainRule } from './explain-rule.ts';
import { lintWorkspace } from './lint-workspace.ts';
import { documents, isOurs, lazily } from './server.ts';
import { type DocumentStatus, statusItems } from './status.ts';
import { switchLanguage } from './switch-language.ts';
import { chooseTarget } from './targets.ts';
import { whichLocation } from './which-location.ts';

/** How a client comes to its server is the host's business: a process or a worker. */
export type Create = (options: LanguageClientOptions) => BaseLanguageClient | Promise<BaseLanguageClient>;

/**
 * Everything but the language client, which is loaded, as the server is started, for the first document that is ours or the
 * first command that needs it: the editor opens many a text that only might be.
 */
export function run(context: ExtensionContext, create: Create): void {
  let log: LogOutputChannel | undefined;
  const logged = () => {
    if (log) return log;
    log = window.createOutputChannel('keepalint', { log: true });
    context.subscriptions.push(log);
    return log;
  };
  const status = statusItems();
  const effective = effectiveConfiguration();
  const server = lazily(async () => {
    const client = await create({
      documentSelector: documents,
      outputChannel: logged(),
      middleware: {
        // A selector cannot say which file systems are meant.
        didOpen: async (document, next) => {
          if (isOurs(document)) await next(document);
        },
      },
      diagnosticPullOptions: { onChange: true, onFocus: true },
      initializationOptions: {
        status: true,
        diagnosticsInHovers: true,
        showsReferences: true,
        explainsRules: true,
        readsFiles: true,
      },
    });
    context.subscriptions.push(
      client,
      client.onNotification('keepalint/status', (params: { documents: readonly DocumentStatus[] }) => {
        status.show(params.documents);
        effective.refresh();
      }),
    );
    return client;
  });

  const startWhenNeeded = () => {
    if (wantsWorkspace() || workspace.textDocuments.some(isOurs)) void server.start();
  };
  context.subscriptions.push(
    status,
    effective.connect(server),
    switchLanguage(),
    workspace.onDidOpenTextDocument((document) => {
      if (isOurs(document)) void server.start();
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('keepalint.diagnosticMode')) startWhenNeeded();
    }),
    commands.registerCommand('keepalint.showReferences', async (uri: string, position: Position, places: Location[]) => {
      const { protocol2CodeConverter: converter } = await server.start();
      const locations = places.map((place) => converter.asLocation(place));
      await commands.executeCommand('editor.action.showReferences', Uri.parse(uri), converter.asPosition(position), locations);
    }),
    commands.registerCommand('keepalint.showLog', () => logged().show()),
    commands.registerCommand('keepalint.lintWorkspace', () => lintWorkspace(server)),
    commands.registerCommand('keepalint.whichLocationAnswers', () => whichLocation(server, context.workspaceState)),
    commands.registerCommand('keepalint.chooseTarget', () => chooseTarget()),
    commands.registerCommand('keepalint.explainRule', (rule?: unknown) => explainRule(context, rule)),
  );
  // Behind the activation, for which other extensions may be waiting.
  setTimeout(startWhenNeeded);
}

const wantsWorkspace = () => workspace.getConfiguration('keepalint').get('diagnosticMode') === 'workspace';
