import type { Ignore } from 'ignore';
import type { Entry, Host } from '../core/host.ts';
import { folderOf } from '../core/path.ts';
import { nominate } from './recognise.ts';

export interface Walk {
  /** Only these paths. */
  matches?(path: string): boolean;
  /** A file that was found by a symbolic link, and the path that it leads to. */
  onLink?(path: string, to: string): void;
  /** A folder that cannot be looked into. */
  onUnreadable?(folder: string): void;
  /** Asked before each folder; true ends the walk with what was found until then. */
  isEnough?(): boolean;
}

/**
 * The files below a folder whose names may be nginx's or sysctl's, unless .gitignore or .keepalintignore leaves them out.
 * Links to folders are not followed: they lead out of it, or in circles.
 */
export async function filesBelow(host: Host, folder: string, walk: Walk = {}): Promise<string[]> {
  const found: string[] = [];
  // What is deepest in the list comes next; no stack of calls, however deep the folders.
  const waiting: { readonly directory: string; readonly outer: readonly IgnoreFile[] }[] = [
    { directory: folder, outer: await outerRules(host, folder) },
  ];
  for (let next = waiting.pop(); next && !walk.isEnough?.(); next = waiting.pop()) {
    const { directory } = next;
    const entries = await host.list(directory);
    if (!entries) {
      walk.onUnreadable?.(directory);
      continue;
    }
    const rules = [...next.outer, ...(await ignoreFiles(host, directory, entries))];
    const inside: typeof waiting = [];
    for (const { name, kind, link } of entries) {
      const path = `${directory === '/' ? '' : directory}/${name}`;
      if (kind === 'directory') {
        if (link === undefined && !skipped.has(name) && !isIgnored(rules, `${path}/`))
          inside.push({ directory: path, outer: rules });
      } else if (!link?.endsWith('/dev/null') && nominate(path) && walk.matches?.(path) !== false && !isIgnored(rules, path)) {
        found.push(path);
        if (link) walk.onLink?.(path, link);
      }
    }
    waiting.push(...inside.reverse());
  }
  return found;
}

const skipped = new Set(['.git', '.hg', '.svn', 'node_modules']);

/** One ignore file: it speaks about what is below its folder, and over those further out. */
interface IgnoreFile {
  readonly folder: string;
  readonly rules: Ignore;
}

const ignoreNames = ['.gitignore', '.keepalintignore'];

async function ignoreFiles(host: Host, directory: string, entries: readonly Entry[]): Promise<IgnoreFile[]> {
  const files: IgnoreFile[] = [];
  for (const name of ignoreNames) {
    if (!entries.some((entry) => entry.name === name)) continue;
    const source = await host.read(`${directory === '/' ? '' : directory}/${name}`);
    if (!source) continue;
    const { default: ignore } = await import('ignore');
    files.push({ folder: directory === '/' ? '' : directory, rules: ignore({ ignorecase: false }).add(source.text) });
  }
  return files;
}

/** The rules of the folders above, up to the repository's; none where they leave out the folder itself: it was asked for. */
async function outerRules(host: Host, folder: string): Promise<readonly IgnoreFile[]> {
  const above: IgnoreFile[][] = [];
  const isRepository = (entries: readonly Entry[]) => entries.some(({ name }) => name === '.git');
  let inRepository = isRepository((await host.list(folder)) ?? []);
  for (let at = folder; !inRepository && at !== folderOf(at); ) {
    at = folderOf(at);
    const entries = (await host.list(at)) ?? [];
    above.unshift(await ignoreFiles(host, at, entries));
    inRepository = isRepository(entries);
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
