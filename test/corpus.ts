import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode, type Source } from '../server/src/core/text.ts';
import { root } from './pages.ts';

/** Configurations of others, where a collection of them lies beside the repository. */
export const corpus = join(root, '../shared/corpus');

export const isThere = existsSync(corpus);
if (!isThere) console.log(`skipped: ${corpus}, a collection of real configurations, is not there`);

/** The files below a folder, in order; none where it is not there. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

export const sourceOf = (file: string): Source => decode(file, readFileSync(file));

/** The files that the collection calls sysctl files, templates of them included. */
export function sysctlFiles(): string[] {
  if (!isThere) return [];
  const rows = readFileSync(join(corpus, 'MANIFEST.tsv'), 'utf8').split('\n');
  return rows.filter((row) => /\tsysctl(?:-template)?\t/.test(row)).map((row) => join(corpus, row.split('\t')[0]!));
}
