import { type ExtensionContext, Uri, workspace } from 'vscode';
import { run } from './extension.ts';
import { serveFiles } from './files.ts';
import { isOurs } from './server.ts';

export function activate(context: ExtensionContext): void {
  run(context, async (options) => {
    const { BrowserMessageReader, BrowserMessageWriter, LanguageClient } = await import('vscode-languageclient/browser');
    const connect = async () => {
      const worker = await startWorker(Uri.joinPath(context.extensionUri, 'dist/server-web.js'));
      return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
    };
    const client = new LanguageClient('keepalint', 'keepalint', connect, {
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
  const source = await workspace.fs.readFile(bundle);
  return new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
}

/** Of the web worker that this runs in. */
declare class Worker {
  constructor(url: string);
}
