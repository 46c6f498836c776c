import { commands, type ExtensionContext, env, LanguageStatusSeverity, languages, Uri, window } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions, Location, Position } from 'vscode-languageclient';

/** Also the language id of two older extensions, and our own configuration files. No version control views: they are history. */
const documents = ['file', 'untitled'].flatMap((scheme) => [
  { scheme, language: 'nginx' },
  { scheme, language: 'NGINX' },
  { scheme, language: 'sysctl' },
  { scheme, pattern: '**/.keepalint.{yaml,yml,jsonc,json}' },
]);

/** What the server says about each open document, in the user's language. */
interface StatusParams {
  readonly documents: readonly {
    readonly uri: string;
    readonly text: string;
    readonly detail: string;
    readonly problem: boolean;
  }[];
}

/** Starts the server and shows its state. How a client comes to its server is the host's business: a process or a worker. */
export async function run(
  context: ExtensionContext,
  create: (options: LanguageClientOptions) => BaseLanguageClient,
): Promise<void> {
  const log = window.createOutputChannel('keepalint', { log: true });
  const item = languages.createLanguageStatusItem('keepalint', documents);
  item.name = 'keepalint';
  item.command = { command: 'keepalint.showLog', title: env.language.startsWith('zh') ? '显示日志' : 'Show Log' };
  let status: StatusParams['documents'] = [];
  const show = () => {
    const uri = window.activeTextEditor?.document.uri.toString();
    const mine = status.find((s) => Uri.parse(s.uri).toString() === uri);
    item.text = mine?.text ?? 'keepalint';
    item.detail = mine?.detail ?? '';
    item.severity = mine?.problem ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
  };
  show();

  const client = create({
    documentSelector: documents,
    outputChannel: log,
    diagnosticPullOptions: { onChange: true, onFocus: true },
    initializationOptions: { status: true, diagnosticsInHovers: true, showsReferences: true },
  });
  context.subscriptions.push(
    log,
    item,
    client,
    window.onDidChangeActiveTextEditor(show),
    commands.registerCommand('keepalint.showLog', () => log.show()),
    commands.registerCommand('keepalint.showReferences', (uri: string, position: Position, places: Location[]) =>
      commands.executeCommand(
        'editor.action.showReferences',
        Uri.parse(uri),
        client.protocol2CodeConverter.asPosition(position),
        places.map((place) => client.protocol2CodeConverter.asLocation(place)),
      ),
    ),
    client.onNotification('keepalint/status', (params: StatusParams) => {
      status = params.documents;
      show();
    }),
  );
  await client.start();
}
