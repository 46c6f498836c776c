import { type ExtensionContext, Uri, workspace } from 'vscode';
import { run } from './extension.ts';
import { serveFiles } from './files.ts';

export function activate(context: ExtensionContext): void {
  const bundle = (name: string) => Uri.joinPath(context.extensionUri, 'dist', name);
  run(context, async (options) => {
    const { workerClient }: typeof import('./language-client.ts') = await load(bundle('language-client.cjs'));
    const client = await workerClient(() => startWorker(bundle('server-web.js')), options);
    serveFiles(client, context.extensionUri, (bytes) => bytes);
    return client;
  });
}

/** As this host loads the extension itself; its `require` knows the editor and no file. */
async function load<Exports>(bundle: Uri): Promise<Exports> {
  const source = new TextDecoder().decode(await workspace.fs.readFile(bundle));
  const module = { exports: {} as Exports };
  new Function('module', 'exports', 'require', source)(module, module.exports, require);
  return module.exports;
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
