import { type ExtensionContext, Uri, workspace } from 'vscode';
import { run } from './extension.ts';
import { serveFiles } from './files.ts';
import { isOurs } from './server.ts';

export function activate(context: ExtensionContext): void {
  run(context, async (options) => {
    const { LanguageClient } = await import('vscode-languageclient/browser');
    const worker = () => startWorker(Uri.joinPath(context.extensionUri, 'dist/server-web.js'));
    const client = new LanguageClient('keepalint', 'keepalint', worker, {
      ...options,
      middleware: {
        ...options.middleware,
        // Its selector cannot say which file systems are meant.
        didOpen: async (document, next) => {
          if (isOurs(document)) await next(document);
        },
      },
    });
    serveFiles(client, context.extensionUri);
    return client;
  });
}

/** From a blob, since the files of an extension often have another origin than the extension host, whose workers must not. */
async function startWorker(bundle: Uri): Promise<Worker> {
  const url = URL.createObjectURL(new Blob([await workspace.fs.readFile(bundle)], { type: 'text/javascript' }));
  return new Worker(url);
}

/** Of the web worker that this runs in. */
declare class Worker {
  constructor(url: string);
}
