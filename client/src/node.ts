import type { ExtensionContext } from 'vscode';
import { run } from './extension.ts';
import { serveFiles } from './files.ts';

export function activate(context: ExtensionContext): void {
  run(context, async (options) => {
    // A file of its own: nine tenths of the code are in there, and most windows have no use for it.
    const { processClient }: typeof import('./language-client.ts') = require(
      context.asAbsolutePath('dist/language-client.cjs'),
    );
    const client = await processClient(context.asAbsolutePath('dist/server.js'), options);
    serveFiles(client, context.extensionUri, (bytes) => Buffer.from(bytes).toString('base64'));
    return client;
  });
}
