import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { workspace } from './run.ts';

const untidy = 'events{}\nhttp{\nserver {listen 80;}\n}\n';
const tidy = 'events {}\nhttp {\n    server {\n        listen 80;\n    }\n}\n';
const kernel = 'net.core.somaxconn=8192\n';
const broken = 'events {}\nhttp {\n  server {\n    listen 80\n  }\n}\n';
const template = 'events {}\nhttp {\n{% if a %}\n  server {\n    listen 80;\n  }\n{% endif %}\n}\n';

describe('keepalint format', () => {
  it('writes what it changes and says so', async () => {
    const { run, read } = workspace({
      'nginx.conf': untidy,
      'sysctl.conf': kernel,
      'conf.d/a.conf': 'server {\n}\n',
      'b.txt': 'a=b',
    });
    const first = await run('format');
    expect(first).toMatchObject({
      code: 0,
      out: 'nginx.conf\nsysctl.conf\n',
      err: 'Formatted 2 files, 1 left as they were.\n',
    });
    expect(read('nginx.conf')).toBe(tidy);
    expect(read('sysctl.conf')).toBe('net.core.somaxconn = 8192\n');
    expect(await run('format')).toMatchObject({ code: 0, out: '', err: 'Formatted 0 files, 3 left as they were.\n' });
  });

  it('only says what it would change, with --check', async () => {
    const { run, read } = workspace({ 'nginx.conf': untidy, 'sysctl.conf': 'a.b = 1\n' });
    expect(await run('format --check')).toMatchObject({
      code: 1,
      out: 'nginx.conf\n',
      err: 'Would format 1 file, 1 left as they are.\n',
    });
    expect(read('nginx.conf')).toBe(untidy);
    expect(await run('format --check sysctl.conf -q')).toMatchObject({ code: 0, out: '', err: '' });
  });

  it('shows it, with --diff', async () => {
    const { run, read } = workspace({ 'sysctl.conf': `# a\n${kernel}` });
    const { code, out } = await run('format --diff');
    expect(code).toBe(1);
    expect(out).toContain('@@ -1,2 +1,2 @@\n # a\n-net.core.somaxconn=8192\n+net.core.somaxconn = 8192\n');
    expect(read('sysctl.conf')).toContain(kernel);
  });

  it.each([
    ['indent: 2', tidy.replace(/ {4}/g, '  ')],
    ['indent: tab', tidy.replace(/ {4}/g, '\t')],
    ['blankLines: 0', tidy],
  ])('does as the configuration says: %s', async (option, expected) => {
    const { run, read } = workspace({ 'nginx.conf': untidy, '.keepalint.yaml': `format: { ${option} }\n` });
    expect((await run('format')).code).toBe(0);
    expect(read('nginx.conf')).toBe(expected);
    await run('format --no-config');
    expect(read('nginx.conf')).toBe(tidy);
  });

  it('leaves alone what the configuration leaves out', async () => {
    const { run, read } = workspace({ 'nginx.conf': untidy, '.keepalint.yaml': 'ignore: [nginx.conf]\n' });
    expect(await run('format nginx.conf')).toMatchObject({
      code: 0,
      err: 'keepalint: nginx.conf: left out by the configuration\n',
    });
    expect(read('nginx.conf')).toBe(untidy);
  });

  it('does nothing under a configuration with mistakes', async () => {
    const { run, read } = workspace({ 'nginx.conf': untidy, '.keepalint.yaml': 'format: { indent: 3 }\n' });
    expect(await run('format')).toMatchObject({
      code: 2,
      err: 'keepalint: .keepalint.yaml:1:19: indent cannot be “3”: it is one of 2, 4, tab\n',
    });
    expect(read('nginx.conf')).toBe(untidy);
  });

  it('refuses a file with a syntax error, and formats the others', async () => {
    const { run, read } = workspace({ 'nginx.conf': broken, 'sysctl.conf': kernel });
    const { code, out, err } = await run('format');
    expect(code).toBe(2);
    expect(out).toBe('sysctl.conf\n');
    expect(err).toContain('keepalint: nginx.conf:4:12: not formatted: here is a syntax error, see keepalint check\n');
    expect(read('nginx.conf')).toBe(broken);
  });

  it('refuses a template only where it is asked for by name', async () => {
    const { run, read } = workspace({ 'nginx.conf': template });
    const says = 'keepalint: nginx.conf:3:1: not formatted: it is a template, so what nginx will read is not known\n';
    const named = await run('format nginx.conf --language nginx');
    expect(named).toMatchObject({ code: 2, out: '' });
    expect(named.err).toContain(says);
    expect(read('nginx.conf')).toBe(template);
  });

  it('knows what it was not given', async () => {
    const { run } = workspace({ 'a.txt': 'Hello.\n' });
    expect(await run('format nginx.conf')).toMatchObject({ code: 2, err: 'keepalint: nginx.conf: no such file or folder\n' });
    expect((await run('format a.txt')).err).toContain('keepalint: a.txt: neither nginx nor sysctl by its content');
    expect((await run('format')).err).toContain('keepalint: no nginx or sysctl file in .');
  });

  it('speaks Chinese', async () => {
    const { run } = workspace({ 'nginx.conf': broken, 'sysctl.conf': kernel });
    const { err } = await run('format --check --locale zh-CN');
    expect(err).toBe(
      'keepalint: nginx.conf:4:12：未格式化：此处有语法错误，详见 keepalint check\n将格式化 1 个文件，其余 1 个无需改动。\n',
    );
  });
});

describe('keepalint format -', () => {
  it('gives what it read, formatted', async () => {
    const { run } = workspace({ '.keepalint.yaml': 'format: { indent: 2 }\n' });
    const call = { stdin: untidy };
    expect(await run('format - --stdin-filename a/nginx.conf', call)).toMatchObject({
      code: 0,
      out: tidy.replace(/ {4}/g, '  '),
      err: '',
    });
    expect(await run('format --check -', call)).toMatchObject({ code: 1, out: '<stdin>\n' });
    expect(await run('format --check -', { stdin: tidy.replace(/ {4}/g, '  ') })).toMatchObject({ code: 0, out: '' });
  });

  it('gives back what it cannot format', async () => {
    const { run } = workspace();
    expect(await run('format -', { stdin: broken })).toMatchObject({ code: 2, out: broken });
  });

  it('keeps bytes of other encodings', async () => {
    const { run } = workspace();
    const stdin = Uint8Array.from('# \xc4\xe3\xba\xa0 \r\nnet.core.somaxconn=1\r\n', (c) => c.charCodeAt(0));
    const { bytes } = await run('format - --language sysctl', { stdin });
    expect(bytes.toString('latin1')).toBe('# \xc4\xe3\xba\xa0\r\nnet.core.somaxconn = 1\r\n');
  });
});

test('a file that is not to be written stays', async () => {
  const { run, folder, write } = workspace({ 'sysctl.conf': kernel });
  write('sysctl.conf', kernel);
  const { chmodSync } = await import('node:fs');
  chmodSync(join(folder, 'sysctl.conf'), 0o444);
  expect(await run('format')).toMatchObject({ code: 2, out: '' });
  expect(readFileSync(join(folder, 'sysctl.conf'), 'utf8')).toBe(kernel);
});

test.each([
  ['check --check', '--check goes with keepalint format'],
  ['format --fix', '--fix goes with keepalint check'],
])('%s', async (argv, message) => {
  expect(await workspace({ 'sysctl.conf': kernel }).run(argv)).toMatchObject({ code: 2, err: `keepalint: ${message}\n` });
});
