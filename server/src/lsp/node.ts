import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { Entry } from '../core/host.ts';
import type { Locale } from '../core/rule.ts';
import { decode, type Source } from '../core/text.ts';
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

/** The disk. Between two calls of `expire` a file is looked at once; a text that is the same stays the same object. */
export function diskFiles(): Files {
  interface Known {
    readonly source: Source;
    readonly stamp: string;
  }
  const known = new Map<string, Known>();
  let fresh = new Map<string, Promise<unknown>>();

  /** One look per question and period. */
  function once<T>(question: string, look: () => Promise<T>): Promise<T> {
    const asked = fresh.get(question) as Promise<T> | undefined;
    if (asked) return asked;
    const answer = look();
    fresh.set(question, answer);
    return answer;
  }

  async function read(path: string): Promise<Source | undefined> {
    try {
      const { mtimeMs, ctimeMs, size, ino } = await statFile(path);
      const stamp = `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
      const last = known.get(path);
      if (last?.stamp === stamp) return last.source;
      const source = decode(path, await readFile(path));
      const same = last?.source.text === source.text && last.source.encoding === source.encoding ? last.source : source;
      known.set(path, { source: same, stamp });
      return same;
    } catch {
      known.delete(path);
      return undefined;
    }
  }

  return {
    expire: () => {
      fresh = new Map();
    },
    read: (path) => once(`read ${path}`, () => read(path)),
    list: (path) => once(`list ${path}`, () => list(path)),
    isBoundary: (directory) =>
      once(
        `boundary ${directory}`,
        async () => /^(?:\/|[a-z]:\/?)$/.test(directory) || (await exists(join(directory, '.git'))),
      ),
  };
}

/** Devices and pipes are not read: they may never end. */
async function statFile(path: string) {
  const found = await stat(path);
  if (!found.isFile()) throw new Error(`not a regular file: ${path}`);
  return found;
}

async function list(path: string): Promise<readonly Entry[] | undefined> {
  try {
    const entries = await Promise.all(
      (await readdir(path, { withFileTypes: true })).map(async (entry): Promise<Entry | undefined> => {
        const found = entry.isSymbolicLink() ? await stat(join(path, entry.name)).catch(() => undefined) : entry;
        if (found?.isFile()) return { name: entry.name, kind: 'file' };
        return found?.isDirectory() ? { name: entry.name, kind: 'directory' } : undefined;
      }),
    );
    return entries.filter((entry) => entry !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return undefined;
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

const pageReader = (folder: string) => (rule: string, locale: Locale) =>
  readFile(join(folder, `${rule}${locale === 'en' ? '' : '.zh-CN'}.md`), 'utf8').catch(() => undefined);
