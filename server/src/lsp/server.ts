import { type Connection, type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver';
import { callHierarchyFeature } from './call-hierarchy.ts';
import { codeActionFeature } from './code-actions.ts';
import { codeLensFeature } from './code-lens.ts';
import { completionFeature } from './completion.ts';
import { diagnosticsFeature } from './diagnostics.ts';
import { effectiveConfigurationFeature } from './effective-configuration.ts';
import { formattingFeature } from './formatting.ts';
import { hoverFeature } from './hover.ts';
import { inlayHintFeature } from './inlay-hints.ts';
import { navigationFeature } from './navigation.ts';
import { rulePageFeature } from './rule-pages.ts';
import { semanticTokensFeature } from './semantic-tokens.ts';
import { type Environment, type Feature, type Session, startSession } from './session.ts';
import { statusFeature } from './status.ts';
import { watchingFeature } from './watching.ts';
import { whichLocationFeature } from './which-location.ts';
import { workspaceFeature } from './workspace.ts';

export type { Environment, Files } from './session.ts';

/** In the order in which a client is told, after a change, what it does not ask for. */
const features: readonly ((session: Session) => Feature)[] = [
  diagnosticsFeature,
  codeActionFeature,
  rulePageFeature,
  hoverFeature,
  navigationFeature,
  callHierarchyFeature,
  completionFeature,
  formattingFeature,
  codeLensFeature,
  inlayHintFeature,
  semanticTokensFeature,
  effectiveConfigurationFeature,
  whichLocationFeature,
  statusFeature,
  watchingFeature,
  workspaceFeature,
];

/** One language server on one connection. The caller listens on the connection. */
export function createServer(connection: Connection, environment: Environment): void {
  const session = startSession(connection, environment);
  const made = features.map((feature) => feature(session));
  const commands = new Map(made.flatMap(({ commands }) => Object.entries(commands ?? {})));

  connection.onInitialize((params) => {
    session.initialize(params);
    const capabilities: ServerCapabilities = {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      ...(commands.size > 0 && { executeCommandProvider: { commands: [...commands.keys()] } }),
    };
    return {
      capabilities: Object.assign(capabilities, ...made.map((feature) => feature.capabilities?.(params))),
      serverInfo: { name: 'keepalint' },
    };
  });
  connection.onInitialized(() => session.initialized());
  connection.onExecuteCommand(({ command, arguments: args = [] }, token) =>
    session.attempt(command, null, async () => commands.get(command)?.(args, token) ?? null),
  );
  session.listen(made);
}
