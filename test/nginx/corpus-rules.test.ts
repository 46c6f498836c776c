import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Host } from '../../server/src/core/host.ts';
import { decode, type Source } from '../../server/src/core/text.ts';
import { createService } from '../../server/src/service/service.ts';
import { corpus } from '../corpus.ts';

const folders = ['nginx', 'nginx-invalid', 'nginx-templates'].flatMap((kind) =>
  existsSync(`${corpus}/${kind}`) ? readdirSync(`${corpus}/${kind}`).map((name) => `${corpus}/${kind}/${name}`) : [],
);

/** The files on disk; nothing above one folder of the corpus counts. */
function diskHost(boundary: string): Host {
  const sources = new Map<string, Source | undefined>();
  const load = (path: string) =>
    statSync(path, { throwIfNoEntry: false })?.isFile() ? decode(path, readFileSync(path)) : undefined;
  return {
    async read(path) {
      if (!sources.has(path)) sources.set(path, load(path));
      return sources.get(path);
    },
    async list(path) {
      if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return undefined;
      const entries = readdirSync(path, { withFileTypes: true });
      return entries
        .map((e) => ({ name: e.name, kind: e.isDirectory() ? ('directory' as const) : ('file' as const) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    isBoundary: async (directory) => directory === boundary || !directory.startsWith(boundary),
  };
}

if (folders.length === 0) console.log('skipped: no real files to judge beside the repository');

test.runIf(folders.length > 0)('the rules get through real files without a crash', async () => {
  const counts = new Map<string, number>();
  const crashes: string[] = [];
  let files = 0;
  for (const folder of folders) {
    const inside = statSync(folder).isDirectory()
      ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`)
      : [folder];
    const service = createService({ host: diskHost(folder), onCrash: (rule, error) => crashes.push(`${rule}: ${error}`) });
    const result = await service.check(inside.filter((path) => statSync(path).isFile()));
    files += result.files.size;
    for (const { rule, severity } of result.findings)
      counts.set(`${rule} ${severity}`, (counts.get(`${rule} ${severity}`) ?? 0) + 1);
  }
  const table = [...counts].sort().map(([what, n]) => `${String(n).padStart(5)} ${what}`);
  console.log([`findings in ${files} real files`, ...table].join('\n'));
  expect(crashes).toEqual([]);
  expect(files).toBeGreaterThan(0);
});
