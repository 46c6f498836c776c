import { BrowserMessageReader, BrowserMessageWriter, createConnection, ProposedFeatures } from 'vscode-languageserver/browser';
import { clientFiles, type FileService } from './files.ts';
import { createServer } from './server.ts';

/** What a worker and a port have in common; `close` ends it. */
export type Port = ConstructorParameters<typeof BrowserMessageReader>[0] & { close(): void };

/** Serves the client at the other end of a port. It reads the files of the workspace for us, and those of the extension. */
export function start(port: Port): void {
  const connection = createConnection(ProposedFeatures.all, new BrowserMessageReader(port), new BrowserMessageWriter(port));
  const service: FileService = {
    read: (files) => connection.sendRequest('keepalint/fs/read', { files }),
    list: (folders) => connection.sendRequest('keepalint/fs/list', { folders }),
  };
  /** The text of a file that the extension brings along. */
  const own = (path: string): Promise<string | undefined> =>
    connection.sendRequest<string | null>('keepalint/extension/read', { path }).then(
      (text) => text ?? undefined,
      () => undefined,
    );
  createServer(connection, {
    files: clientFiles(service),
    page: (rule, locale) => own(`docs/rules/${rule}${locale === 'en' ? '' : '.zh-CN'}.md`),
    documentation: () => own('dist/nginx-docs.json'),
  });
  connection.onExit(() => port.close());
  connection.listen();
}
