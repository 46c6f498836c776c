import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { run } from './extension.ts';

export function activate(context: ExtensionContext): Promise<void> {
  const module = context.asAbsolutePath('dist/server.cjs');
  return run(
    context,
    (options) => new LanguageClient('keepalint', 'keepalint', { module, transport: TransportKind.ipc }, options),
  );
}
