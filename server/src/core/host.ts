import type { Source } from './text.ts';

/**
 * The only way to files. Node, a web worker and the tests each bring one; nothing below the shells touches a disk.
 * Paths are absolute with `/` separators. No call rejects.
 */
export interface Host {
  /**
   * The current text of a file, open editors before the disk; undefined where there is no readable regular file.
   * Returns the identical object as long as the text is unchanged.
   */
  read(path: string): Promise<Source | undefined>;
  /** The names in a directory, sorted by code unit; undefined where there is none. Symbolic links count as what they point to. */
  list(path: string): Promise<readonly Entry[] | undefined>;
  /** The directories above which nothing is looked for: workspace folders, the repository, or the file-system root. */
  isBoundary(directory: string): Promise<boolean>;
}

export interface Entry {
  readonly name: string;
  /** Of what a symbolic link leads to. */
  readonly kind: 'file' | 'directory';
  /** The path that a symbolic link leads to; empty where it is known to be a link, but not where to. */
  readonly link?: string;
}

/** A host in which some files have another text. */
export function overlay(host: Host, sources: ReadonlyMap<string, Source>): Host {
  return {
    ...host,
    read: (path) => {
      const source = sources.get(path);
      return source ? Promise.resolve(source) : host.read(path);
    },
  };
}

/** Files in memory, all below `/`; directories are what their paths imply. */
export function memoryHost(sources: ReadonlyMap<string, Source>, boundary = '/'): Host {
  const directories = new Map<string, Map<string, Entry>>();
  const add = (path: string, kind: Entry['kind']) => {
    const cut = path.lastIndexOf('/');
    const [parent, name] = [path.slice(0, cut) || '/', path.slice(cut + 1)];
    if (!name) return;
    let entries = directories.get(parent);
    if (!entries) {
      entries = new Map();
      directories.set(parent, entries);
      add(parent, 'directory');
    }
    entries.set(name, { name, kind });
  };
  for (const path of sources.keys()) add(path, 'file');
  return {
    read: (path) => Promise.resolve(sources.get(path)),
    list: (path) => {
      const entries = directories.get(path.length > 1 ? path.replace(/\/$/, '') : path);
      return Promise.resolve(entries && [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1)));
    },
    isBoundary: (directory) => Promise.resolve(directory === boundary),
  };
}
