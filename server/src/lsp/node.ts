import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { Locale } from '../core/rule.ts';
import { nodeHost } from '../disk/host.ts';
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

/** The disk, where a file or folder is looked at once between two calls of `expire`: not with every keystroke. */
export function diskFiles(): Files {
  const disk = nodeHost();
  const answers = { read: new Map(), list: new Map(), isBoundary: new Map() };
  const once =
    <K extends keyof typeof answers>(question: K) =>
    (path: string): ReturnType<Files[K]> => {
      const answer = answers[question].get(path) ?? disk[question](path);
      answers[question].set(path, answer);
      return answer;
    };
  return {
    read: once('read'),
    list: once('list'),
    isBoundary: once('isBoundary'),
    expire: () => {
      for (const known of Object.values(answers)) known.clear();
    },
  };
}

const pageReader = (folder: string) => (rule: string, locale: Locale) =>
  readFile(join(folder, `${rule}${locale === 'en' ? '' : '.zh-CN'}.md`), 'utf8').catch(() => undefined);
