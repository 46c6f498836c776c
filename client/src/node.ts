import type { ExtensionContext } from 'vscode';
import { run } from './extension.ts';

export function activate(context: ExtensionContext): void {
  const module = context.asAbsolutePath('dist/server.js');
  run(context, async (options) => {
    const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
    return new LanguageClient('keepalint', 'keepalint', { module, transport: TransportKind.ipc }, options);
  });
}
