import { readdir, stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { kindOf, nodeHost, realPath, reasonOf, toSlashes, type Unreadable } from '../disk/host.ts';
import { filesBelow } from '../service/walk.ts';

export interface Found {
  /** Absolute, sorted, each once: also where two links lead to one file. */
  readonly files: readonly string[];
  /** Those that were asked for by name, with the words for it. */
  readonly named: ReadonlyMap<string, string>;
  /** Operands that are no file, or cannot be looked at. */
  readonly missing: readonly { readonly operand: string; readonly why: Unreadable | 'no-match' }[];
  /** Folders below which there is nothing to check. */
  readonly empty: readonly string[];
}

/**
 * The files that operands stand for: a file is taken as it is, a folder is walked, a pattern is matched. What is found on
 * the way counts only where its name may be nginx's or sysctl's, and nothing in .gitignore or .keepalintignore forbids it.
 */
export async function findFiles(operands: readonly string[], cwd: string): Promise<Found> {
  const named = new Map<string, string>();
  const walked = new Set<string>();
  const missing: { operand: string; why: Unreadable | 'no-match' }[] = [];
  const empty: string[] = [];
  for (const operand of operands) {
    const path = toSlashes(resolve(cwd, operand));
    try {
      if (((await kindOf(path)) ?? (await stat(path))).isDirectory()) {
        const before = missing.length;
        const { inside, denied } = await walk(path);
        for (const folder of denied) missing.push({ operand: displayName(folder, cwd), why: 'denied' });
        if (inside.length === 0 && missing.length === before) empty.push(operand);
        for (const file of inside) walked.add(file);
      } else named.set(path, operand);
    } catch (error) {
      const matches = /[*?[{]/.test(operand) ? await glob(operand, cwd) : undefined;
      if (matches?.length) for (const file of matches) walked.add(file);
      else missing.push({ operand, why: matches ? 'no-match' : reasonOf(error) });
    }
  }
  const files = [...new Set([...named.keys(), ...(await withoutTwins([...walked], new Set(named.keys())))])];
  return { files: files.sort(byCodeUnit), named, missing, empty };
}

const byCodeUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Of two names for one file the one below a folder of enabled files: that is where nginx reads it. */
async function withoutTwins(paths: readonly string[], named: ReadonlySet<string>): Promise<string[]> {
  const byReal = new Map<string, string>();
  const rank = (path: string) => (named.has(path) ? 0 : /\/(?:sites|modules|conf)-enabled\//.test(path) ? 1 : 2);
  for (const path of [...named, ...paths.toSorted(byCodeUnit)]) {
    const real = await realPath(path);
    const other = byReal.get(real);
    if (other === undefined || rank(path) < rank(other)) byReal.set(real, path);
  }
  return [...byReal.values()];
}

const machineParts = [
  'etc/nginx',
  'etc/sysctl.conf',
  'etc/sysctl.d',
  'run/sysctl.d',
  'usr/local/lib/sysctl.d',
  'usr/lib/sysctl.d',
] as const;

/** What nginx and the sysctl tools read of the machine whose file system is below a folder; empty where it is none. */
export async function partsOfMachine(root: string): Promise<string[]> {
  const there = await Promise.all(
    machineParts.map((part) =>
      stat(`${root}/${part}`).then(
        () => true,
        () => false,
      ),
    ),
  );
  return machineParts.filter((_, i) => there[i]).map((part) => `${root.replace(/\/+$/, '')}/${part}`);
}

async function walk(folder: string, matches: (path: string) => boolean = () => true) {
  const unreadable: string[] = [];
  const inside = await filesBelow(nodeHost(), folder, { matches, onUnreadable: (at) => unreadable.push(at) });
  const whys = await Promise.all(unreadable.map((at) => readdir(at).then(() => undefined, reasonOf)));
  return { inside, denied: unreadable.filter((_, i) => whys[i] === 'denied') };
}

async function glob(pattern: string, cwd: string): Promise<string[]> {
  const { default: picomatch } = await import('picomatch');
  const absolute = toSlashes(resolve(cwd, pattern));
  const { base } = picomatch.scan(absolute);
  const inside = await stat(base).catch(() => undefined);
  return inside?.isDirectory() ? (await walk(base, picomatch(absolute))).inside : [];
}

/** How a path is called: from the working directory where it is below it. */
export function displayName(path: string, cwd: string): string {
  const near = toSlashes(relative(cwd, path));
  return near === '' || near === '..' || near.startsWith('../') ? path : near;
}
