import { lstat, readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { sep } from 'node:path';
import type { Entry, Host } from '../core/host.ts';
import { folderOf, resolvePath } from '../core/path.ts';
import { decode, type Source } from '../core/text.ts';

/** Why a file cannot be read. */
export type Unreadable = 'missing' | 'denied' | 'folder' | 'special' | 'large' | 'binary' | 'failed';

export interface NodeHost extends Host {
  /** Why the last `read` of a path gave nothing. */
  why(path: string): Unreadable | undefined;
}

/** No configuration that a person keeps is larger; a log file under a wrong name is. */
export const largest = 32 * 1024 * 1024;

/** The disk. A file keeps its source as long as its size, time of change and inode stay the same. */
export function nodeHost(): NodeHost {
  const known = new Map<string, { readonly stamp: string; readonly source: Source }>();
  const reasons = new Map<string, Unreadable>();
  const home = toSlashes(homedir());

  const read = async (path: string): Promise<Source | undefined> => {
    const refuse = (why: Unreadable) => {
      known.delete(path);
      reasons.set(path, why);
      return undefined;
    };
    try {
      const real = await followed(path);
      const found = await stat(real);
      if (found.isDirectory()) return refuse('folder');
      if (!found.isFile() && !isEmptyDevice(real)) return refuse('special');
      if (found.size > largest) return refuse('large');
      const stamp = [found.dev, found.ino, found.size, found.mtimeMs, found.ctimeMs].join(' ');
      const last = known.get(path);
      if (last?.stamp === stamp) return last.source;
      const bytes = await readFile(real);
      if (bytes.subarray(0, 8192).includes(0)) return refuse('binary');
      const source = decode(path, bytes);
      // An editor that touches a file without changing it changes nothing here either.
      const same = last && last.source.text === source.text && last.source.encoding === source.encoding;
      const kept = same ? last.source : source;
      known.set(path, { stamp, source: kept });
      reasons.delete(path);
      return kept;
    } catch (error) {
      return refuse(reasonOf(error));
    }
  };

  return {
    read,
    list: async (path) => {
      try {
        const found = await readdir(path, { withFileTypes: true });
        const entries = await Promise.all(
          found.map(async (entry): Promise<Entry[]> => {
            const { name } = entry;
            if (!entry.isSymbolicLink())
              return entry.isDirectory() ? [{ name, kind: 'directory' }] : entry.isFile() ? [{ name, kind: 'file' }] : [];
            const link = resolvePath(path, await followed(`${path}/${name}`));
            const behind = await stat(link).catch(() => undefined);
            if (behind?.isDirectory()) return [{ name, kind: 'directory', link }];
            return behind?.isFile() || (behind && isEmptyDevice(link)) ? [{ name, kind: 'file', link }] : [];
          }),
        );
        return entries.flat().sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
      } catch {
        return undefined;
      }
    },
    isBoundary: async (directory) => {
      if (directory === '/' || directory === home || /^[a-z]:\/?$/i.test(directory)) return true;
      return (await kindOf(`${directory}/.git`)) !== undefined;
    },
    why: (path) => reasons.get(path),
  };
}

/** A link to it is how a file of sysctl.d is taken out: as an empty file of that name, it replaces the one of the package. */
const isEmptyDevice = (path: string) => path.endsWith('/dev/null');

/** What stands at a path, behind links; undefined where there is nothing. */
export const kindOf = (path: string) =>
  followed(path)
    .then((real) => stat(real))
    .catch(() => undefined);

/**
 * What a link leads to. An absolute target is meant from the root of the machine that the link is part of, and its files may
 * stand below a folder (`web1/etc/nginx/sites-enabled/shop -> /etc/nginx/sites-available/shop`): the nearest folder above
 * the link that has the target is that root.
 */
async function followed(path: string): Promise<string> {
  let at = path;
  // As many as Linux follows; `stat` says what is wrong with more.
  for (let links = 0; links < 40; links++) {
    const found = await lstat(at).catch(() => undefined);
    // What leads nowhere is asked for by its own name: /dev/fd/63 says "pipe:[4711]", and is a file.
    if (!found) return path;
    if (!found.isSymbolicLink()) return at;
    const target = toSlashes(await readlink(at));
    at = target.startsWith('/') ? await inMachineOf(at, target) : `${folderOf(at)}/${target}`;
  }
  return at;
}

async function inMachineOf(link: string, target: string): Promise<string> {
  for (let root = folderOf(link); root !== folderOf(root); root = folderOf(root)) {
    const exists = await lstat(root + target).catch(() => undefined);
    if (exists) return root + target;
  }
  return target;
}

/** Paths inside the engine use `/`. */
export const toSlashes = (path: string) => (sep === '/' ? path : path.replaceAll(sep, '/'));

/** The file behind symbolic links; the path itself where that cannot be told. */
export const realPath = (path: string) =>
  followed(path)
    .then((real) => realpath(real))
    .then(toSlashes, () => path);

export function reasonOf(error: unknown): Unreadable {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  if (code === 'EACCES' || code === 'EPERM') return 'denied';
  return code === 'EISDIR' ? 'folder' : 'failed';
}
