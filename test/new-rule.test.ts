import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './pages.ts';

let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'keepalint-new-rule-'));
  for (const name of [
    'server',
    'scripts',
    'docs',
    'package.json',
    'tsconfig.json',
    'biome.json',
    'test/rules.test.ts',
    'test/harness.ts',
    'test/pages.ts',
  ])
    cpSync(root + name, join(copy, name), { recursive: true, filter: (path) => !/[/\\](cli|lsp)$/.test(path) });
  symlinkSync(`${root}node_modules`, join(copy, 'node_modules'), 'junction');
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });

test.each(['nginx/example-pattern', 'sysctl/example-pattern'])(
  'a new rule is registered, compiles and has its pages: %s',
  (id) => {
    const { status, stdout, stderr } = node('scripts/new-rule.mjs', id);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const written = stdout.split('\n\n')[0]!.split('\n');
    expect(written).toContain(`docs/rules/${id}.zh-CN.md`);
    const [language, name] = id.split('/');
    const index = readFileSync(join(copy, `server/src/${language}/rules/index.ts`), 'utf8');
    expect(index).toContain(`import examplePattern from './${name}.ts';\n`);
    expect(index).toMatch(/examplePattern,?\s*\];/);
    expect(readFileSync(join(copy, 'test/rules.test.ts'), 'utf8')).toContain(`\n  '${id}',\n`);
    const biome = node('node_modules/@biomejs/biome/bin/biome', 'check', ...written.filter((path) => path.endsWith('.ts')));
    expect(biome.status, biome.stderr).toBe(0);
    expect(node('node_modules/typescript/bin/tsc', '-p', '.').stdout).toBe('');
  },
);

test('a rule that exists, or a name that is none, changes nothing', () => {
  for (const id of ['sysctl/tcp-tw-recycle', 'nginx/Example', 'example', 'nginx/../x', '']) {
    const { status, stdout, stderr } = node('scripts/new-rule.mjs', id);
    expect(status, id).toBe(2);
    expect(stdout, id).toBe('');
    expect(stderr, id).toMatch(/exists already|usage:/);
  }
});
