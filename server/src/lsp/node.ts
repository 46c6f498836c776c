import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeHost } from '../disk/host.ts';
import { remembering } from './files.ts';
import { createServer, type Environment, type Files } from './server.ts';

/**
 * Serves the client that started this process: over its IPC channel, or as the command line says (`--stdio`, `--socket=…`,
 * `--pipe=…`). Hovers quote the rule pages and the documentation of nginx where the folder of the package is known.
 */
export function start(home?: string): void {
  // What a check leaves behind is garbage with the next keystroke: by default the heap may double before it is collected.
  setFlagsFromString('--heap-growing-percent=50');
  const connection = createConnection(ProposedFeatures.all);
  createServer(connection, { files: diskFiles(), ...(home !== undefined && textsIn(home)) });
  connection.listen();
}

/** The disk, for an editor. */
export const diskFiles = (): Files => remembering(nodeHost());

function textsIn(home: string): Pick<Required<Environment>, 'page' | 'documentation'> {
  const read = (...path: string[]) => readFile(join(home, ...path), 'utf8').catch(() => undefined);
  return {
    page: (rule, locale) => read('docs', 'rules', `${rule}${locale === 'en' ? '' : '.zh-CN'}.md`),
    documentation: () => read('dist', 'nginx-docs.json'),
  };
}
