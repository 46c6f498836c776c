import { readdir, readFile, stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { Ignore } from 'ignore';
import { folderOf } from '../core/path.ts';
import { kindOf, realPath, reasonOf, toSlashes, type Unreadable } from '../disk/host.ts';
import { nominate } from '../service/recognise.ts';

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
        const inside = await walk(path, (folder) => missing.push({ operand: displayName(folder, cwd), why: 'denied' }));
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

const skipped = new Set(['.git', '.hg', '.svn', 'node_modules']);

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

/** Files below a folder. Links to folders are not followed: they lead out of it, or in circles. */
async function walk(
  folder: string,
  onDenied: (folder: string) => void,
  matches: (path: string) => boolean = () => true,
): Promise<string[]> {
  const found: string[] = [];
  const visit = async (directory: string, outer: readonly IgnoreFile[]): Promise<void> => {
    const entries = await readdir(directory, { withFileTypes: true }).catch((error) => {
      if (reasonOf(error) === 'denied') onDenied(directory);
      return [];
    });
    const rules = [...outer, ...(await ignoreFiles(directory, new Set(entries.map((e) => e.name))))];
    for (const entry of entries.sort((a, b) => byCodeUnit(a.name, b.name))) {
      const path = `${directory === '/' ? '' : directory}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name) && !isIgnored(rules, `${path}/`)) await visit(path, rules);
      } else if (nominate(path) && matches(path) && !isIgnored(rules, path)) {
        if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(path)))) found.push(path);
      }
    }
  };
  await visit(folder, await outerRules(folder));
  return found;
}

const isFile = async (path: string) => (await kindOf(path))?.isFile() === true;

async function glob(pattern: string, cwd: string): Promise<string[]> {
  const { default: picomatch } = await import('picomatch');
  const absolute = toSlashes(resolve(cwd, pattern));
  const { base } = picomatch.scan(absolute);
  const isMatch = picomatch(absolute);
  const inside = await stat(base).catch(() => undefined);
  return inside?.isDirectory()
    ? walk(
        base,
        () => {},
        (path) => isMatch(path),
      )
    : [];
}

/** One ignore file: it speaks about what is below its folder, and over those further out. */
interface IgnoreFile {
  readonly folder: string;
  readonly rules: Ignore;
}

const ignoreNames = ['.gitignore', '.keepalintignore'];

async function ignoreFiles(directory: string, names: ReadonlySet<string>): Promise<IgnoreFile[]> {
  const files: IgnoreFile[] = [];
  for (const name of ignoreNames) {
    if (!names.has(name)) continue;
    const text = await readFile(`${directory}/${name}`, 'utf8').catch(() => '');
    const { default: ignore } = await import('ignore');
    files.push({ folder: directory === '/' ? '' : directory, rules: ignore({ ignorecase: false }).add(text) });
  }
  return files;
}

/** The rules of the folders above, up to the repository's; none where they leave out the folder itself: it was asked for. */
async function outerRules(folder: string): Promise<readonly IgnoreFile[]> {
  const above: IgnoreFile[][] = [];
  let inRepository = (await readdir(folder).catch(() => [] as string[])).includes('.git');
  for (let at = folder; !inRepository && at !== folderOf(at); ) {
    at = folderOf(at);
    const names = new Set(await readdir(at).catch(() => [] as string[]));
    above.unshift(await ignoreFiles(at, names));
    inRepository = names.has('.git');
  }
  const rules = inRepository ? above.flat() : [];
  return isIgnored(rules, `${folder}/`) ? [] : rules;
}

/** The nearest ignore file that says anything decides. */
function isIgnored(files: readonly IgnoreFile[], path: string): boolean {
  for (const { folder, rules } of files.toReversed()) {
    const { ignored, unignored } = rules.test(path.slice(folder.length + 1));
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** How a path is called: from the working directory where it is below it. */
export function displayName(path: string, cwd: string): string {
  const near = toSlashes(relative(cwd, path));
  return near === '' || near === '..' || near.startsWith('../') ? path : near;
}
