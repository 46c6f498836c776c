import type { ExtensionContext } from 'vscode';
import { run } from './extension.ts';

export function activate(context: ExtensionContext): void {
  run(context, (options) => {
    // A file of its own: nine tenths of the code are in there, and most windows have no use for it.
    const { processClient }: typeof import('./language-client.ts') = require(
      context.asAbsolutePath('dist/language-client.cjs'),
    );
    return processClient(context.asAbsolutePath('dist/server.js'), options);
  });
}
