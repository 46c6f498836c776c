import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { Locale } from '../core/rule.ts';
import { nodeHost } from '../disk/host.ts';
import { remembering } from './files.ts';
import { createServer, type Files } from './server.ts';

/**
 * Serves the client that started this process: over its IPC channel, or as the command line says (`--stdio`, `--socket=…`,
 * `--pipe=…`). Hovers quote the rule pages where their folder is known.
 */
export function start(pages?: string): void {
  const connection = createConnection(ProposedFeatures.all);
  createServer(connection, { files: diskFiles(), ...(pages !== undefined && { page: pageReader(pages) }) });
  connection.listen();
}

/** The disk, for an editor. */
export const diskFiles = (): Files => remembering(nodeHost());

const pageReader = (folder: string) => (rule: string, locale: Locale) =>
  readFile(join(folder, `${rule}${locale === 'en' ? '' : '.zh-CN'}.md`), 'utf8').catch(() => undefined);
