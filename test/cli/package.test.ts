import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

// The package as somebody gets it who has nothing else: packed, and run by npx in a folder of its own without a registry.
const folder = mkdtempSync(join(tmpdir(), 'keepalint-package-'));
const env = {
  ...process.env,
  npm_config_registry: 'http://127.0.0.1:9/',
  npm_config_cache: join(folder, 'cache'),
  LC_ALL: 'C',
};
let packed: { filename: string; size: number; files: { path: string }[] };

beforeAll(() => {
  if (!existsSync('dist/cli.js')) execFileSync(process.execPath, ['scripts/build.mjs']);
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  [packed] = JSON.parse(execFileSync('npm', args, { encoding: 'utf8', env })) as [typeof packed];
  cpSync('examples', join(folder, 'examples'), { recursive: true });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const npx = (...args: string[]) =>
  spawnSync('npx', ['--yes', `./${packed.filename}`, ...args], { cwd: folder, encoding: 'utf8', env });

test('it is small, and holds what it runs with and nothing of how it is made', () => {
  const paths = packed.files.map((f) => f.path);
  expect(paths).toEqual(
    expect.arrayContaining(['dist/cli.js', 'dist/server.js', 'dist/nginx-docs.json', 'docs/rules/nginx/syntax.md', 'LICENSE']),
  );
  expect(paths.filter((p) => /^(test|server|client|scripts|node_modules)\//.test(p))).toEqual([]);
  expect(packed.size).toBeLessThan(1_500_000);
});

test('it names those whose work it holds, with their licences', () => {
  expect(packed.files.map((f) => f.path)).toContain('dist/THIRD-PARTY-NOTICES.txt');
  const notices = readFileSync('dist/THIRD-PARTY-NOTICES.txt', 'utf8');
  for (const part of [
    '@nginx/reference-lib 1.1.41 (Apache-2.0)',
    'Apache License',
    'Copyright (C) 2002-2021 Igor Sysoev',
    'yaml ',
  ])
    expect(notices).toContain(part);
});

test('npx checks the examples with it', () => {
  const { status, stdout, stderr } = npx('check', 'examples', '--format', 'concise');
  expect(stderr).not.toMatch(/npm (error|ERR)/);
  expect(stdout).toMatch(/^examples\/sysctl\.conf:9:1: error sysctl\/tcp-tw-recycle /m);
  expect(status).toBe(1);
});

test('it brings the pages of its rules', () => {
  const { stdout } = npx('explain', 'sysctl/tcp-tw-recycle');
  expect(stdout).toContain('Linux 4.12');
  expect(readdirSync(folder)).not.toContain('node_modules');
});
