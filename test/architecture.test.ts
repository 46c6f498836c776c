import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const src = 'server/src';
/** Lowest layer first; a file may import its own layer or a lower one. */
const layers = [
  /^core\//,
  /^(nginx|sysctl)\/syntax/,
  /^(nginx|sysctl)\/(?:format|typing)/,
  /^(nginx|sysctl)\/facts/,
  /^(nginx|sysctl)\/model/,
  /^(nginx|sysctl)\/rules\//,
  /^(nginx|sysctl)\/language/,
  /^machine\//,
  /^service\//,
  /^disk\//,
  /^(lsp|cli)\//,
];
/** What may be imported from elsewhere below the shells: each runs in a worker, too. */
const packages = new Set(['yaml', 'picomatch', 'ignore']);
const level = (file: string) => layers.findIndex((layer) => layer.test(file));
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

test.each(sources)('%s imports downwards only', (file) => {
  expect(level(file), 'belongs to a layer').not.toBe(-1);
  for (const [, to = ''] of readFileSync(`${src}/${file}`, 'utf8').matchAll(/(?:from |import\()'([^']+)'/g)) {
    if (!to.startsWith('.')) {
      if (level(file) <= level('service/')) expect([...packages], `${file} may not import ${to}`).toContain(to);
      continue;
    }
    const target = posix.join(posix.dirname(file), to);
    expect(level(target), `${file} -> ${target}`).toBeLessThanOrEqual(level(file));
    const [from, into] = [file, target].map((f) => /^(nginx|sysctl)\//.exec(f)?.[1]);
    if (from && into) expect(into, 'languages do not know each other').toBe(from);
  }
});

test('everything below the shells runs in a web worker', async () => {
  const { errors } = await build({
    entryPoints: [`${src}/service/service.ts`],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    logLevel: 'silent',
  });
  expect(errors).toEqual([]);
});
