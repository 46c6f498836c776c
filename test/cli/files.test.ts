import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFiles } from '../../server/src/cli/files.ts';
import { clean, recycle, workspace } from './run.ts';

const found = async ({ folder }: { folder: string }, ...operands: string[]) =>
  (await findFiles(operands.length ? operands : ['.'], folder)).files.map((f) => f.slice(folder.length + 1));

describe('a folder', () => {
  it('gives what may be nginx or sysctl by its name, sorted', async () => {
    const w = workspace({
      'z/nginx.conf': '',
      'a/sysctl.d/10-x.conf': '',
      'a/b/other.conf': '',
      'readme.md': '',
      'a/nginx.conf.j2': '',
      'k8s.yaml': '',
      'node_modules/x/nginx.conf': '',
      '.git/nginx.conf': '',
      '.ci/nginx.conf': '',
    });
    expect(await found(w)).toEqual(['.ci/nginx.conf', 'a/b/other.conf', 'a/sysctl.d/10-x.conf', 'z/nginx.conf']);
  });

  it('honours .gitignore and .keepalintignore, the nearer one first', async () => {
    const w = workspace({
      '.gitignore': 'build/\n*.tmp.conf\n/only-root.conf\n',
      '.keepalintignore': 'legacy/\n',
      'build/nginx.conf': '',
      'a/x.tmp.conf': '',
      'only-root.conf': '',
      'a/only-root.conf': '',
      'legacy/nginx.conf': '',
      'a/.gitignore': '!keep.tmp.conf\nlocal.conf\n',
      'a/keep.tmp.conf': '',
      'a/local.conf': '',
      'b/local.conf': '',
    });
    expect(await found(w)).toEqual(['a/keep.tmp.conf', 'a/only-root.conf', 'b/local.conf']);
    expect(await found(w, 'a')).toEqual(['a/keep.tmp.conf', 'a/only-root.conf']);
  });

  it('that is ignored itself is walked all the same: somebody asked for it', async () => {
    const w = workspace({ '.gitignore': 'build/\n', 'build/nginx.conf': '', 'build/deep/nginx.conf': '' });
    expect(await found(w, 'build')).toEqual(['build/deep/nginx.conf', 'build/nginx.conf']);
    expect(await found(w, 'build/nginx.conf')).toEqual(['build/nginx.conf']);
  });

  it('agrees with git about what is ignored', async () => {
    const names = [
      'a.conf',
      'b.conf',
      'dir/a.conf',
      'dir/sub/b.conf',
      'dir/sub/c.conf',
      'x y.conf',
      '#h.conf',
      '!n.conf',
      'deep/er/a.conf',
      'UPPER.conf',
      'd[1].conf',
    ];
    const w = workspace({
      ...Object.fromEntries(names.map((n) => [n, ''])),
      '.gitignore': 'a.conf\n!/dir/a.conf\ndir/**/c.conf\n\\#h.conf\n\\!n.conf\nx y.conf\nupper.conf\nd[[]1].conf\n',
      'dir/.gitignore': 'sub/*\n!sub/c.conf\n',
    });
    execFileSync('git', ['init', '-q'], { cwd: w.folder });
    const listed = execFileSync('git', ['ls-files', '--others', '--exclude-standard', '-z'], {
      cwd: w.folder,
      encoding: 'utf8',
    });
    const expected = listed
      .split('\0')
      .filter((f) => f.endsWith('.conf'))
      .sort();
    expect(await found(w)).toEqual(expected);
  });

  it('names one file once, by its enabled name', async () => {
    const w = workspace({
      'nginx/sites-available/app': 'server {}\n',
      'nginx/sites-available/off': 'server {}\n',
      'nginx/nginx.conf': '',
    });
    w.link('nginx/sites-enabled/app', '../sites-available/app');
    expect(await found(w)).toEqual(['nginx/nginx.conf', 'nginx/sites-available/off', 'nginx/sites-enabled/app']);
  });

  it('does not run in circles, nor out of itself', async () => {
    const w = workspace({ 'a/nginx.conf': '' });
    w.link('a/up', '..');
    w.link('a/self', '.');
    w.link('a/loop.conf', 'loop.conf');
    w.link('a/dangling.conf', 'nothing');
    expect(await found(w)).toEqual(['a/nginx.conf']);
    expect((await w.run('a --no-error-on-unmatched-pattern')).code).toBe(0);
  });

  it('may be called like a file', async () => {
    const w = workspace({ 'site.conf/sysctl.conf': clean });
    expect(await found(w, 'site.conf')).toEqual(['site.conf/sysctl.conf']);
    expect((await w.run('')).code).toBe(0);
  });
});

it('a pattern gives the files that match it', async () => {
  const w = workspace({ 'a/nginx.conf': '', 'b/nginx.conf': '', 'b/c/sysctl.conf': '', 'b/c/x.md': '' });
  expect(await found(w, '*/nginx.conf')).toEqual(['a/nginx.conf', 'b/nginx.conf']);
  expect(await found(w, '**/*.conf')).toEqual(['a/nginx.conf', 'b/c/sysctl.conf', 'b/nginx.conf']);
});

describe('bad input has a clear message and no stack trace', () => {
  const root = process.getuid?.() === 0;

  it.each<[string, (folder: string) => void, RegExp]>([
    [
      'a large file',
      (f) => {
        writeFileSync(join(f, 'nginx.conf'), '');
        truncateSync(join(f, 'nginx.conf'), 100e6);
      },
      /nginx\.conf: larger than 32 MiB/,
    ],
    [
      'a binary file',
      (f) => writeFileSync(join(f, 'nginx.conf'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1])),
      /nginx\.conf: a binary file, not text\n/,
    ],
    ['a pipe', (f) => execFileSync('mkfifo', [join(f, 'nginx.conf')]), /nginx\.conf: not a regular file: /],
    ['a dangling link', (f) => symlinkSync('nowhere', join(f, 'nginx.conf')), /nginx\.conf: no such file or folder\n/],
    ['a link to itself', (f) => symlinkSync('nginx.conf', join(f, 'nginx.conf')), /nginx\.conf: it cannot be read\n/],
    ['no file at all', () => {}, /nginx\.conf: no such file or folder\n/],
    ['a folder of nothing', (f) => mkdirSync(join(f, 'nginx.conf')), /no nginx or sysctl file in nginx\.conf\n/],
  ])('%s', async (_, make, message) => {
    const { run, folder } = workspace();
    make(folder);
    const { code, out, err } = await run('nginx.conf');
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  it('a folder without permission, once', async () => {
    const { run, folder } = workspace({ 'closed/sysctl.conf': recycle });
    chmodSync(join(folder, 'closed'), 0);
    if (root) return console.log('files: root may read everything, permission not tested');
    const outcome = await run('closed');
    chmodSync(join(folder, 'closed'), 0o755);
    expect(outcome).toMatchObject({ code: 2, err: 'keepalint: closed: no permission to read it\n' });
  });

  it('a file without permission', async () => {
    const { run, folder } = workspace({ 'sysctl.conf': recycle });
    chmodSync(join(folder, 'sysctl.conf'), 0);
    if (root) return console.log('files: root may read everything, permission not tested');
    expect(await run('sysctl.conf')).toMatchObject({ code: 2, err: expect.stringContaining('no permission to read it') });
  });

  it('does not judge what it cannot read, but what it can', async () => {
    const { run, write } = workspace({ 'a/sysctl.conf': recycle });
    write('b/nginx.conf', Buffer.from([0, 1, 2]));
    const { code, out } = await run('');
    expect(code).toBe(1);
    expect(out).toContain('a/sysctl.conf:1:1');
  });

  it.each([
    ['nothing', ''],
    ['a line of a megabyte', `net.ipv4.tcp_tw_recycle = ${'1'.repeat(1e6)}\n`],
    ['a hundred thousand lines', 'net.core.somaxconn = 8192\n'.repeat(20_000)],
    ['broken UTF-8', Buffer.from([0x6e, 0x65, 0x74, 0xff, 0xfe, 0x0a])],
    ['only line breaks', '\r\n\r\r\n\n'],
  ])('reads %s', async (_, content) => {
    const { run } = workspace({ 'sysctl.conf': content });
    const { code, err, out } = await run('sysctl.conf --format full');
    expect(code).toBeLessThan(2);
    expect(err).toMatch(/^(No findings|Found)/);
    for (const line of out.split('\n').filter((l) => / \| /.test(l))) expect(line.length).toBeLessThan(140);
  });
});
