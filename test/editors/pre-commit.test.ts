import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { nominate } from '../../server/src/service/recognise.ts';
import { clean, home, recycle } from '../cli/run.ts';

const hooks = parse(readFileSync(join(home, '.pre-commit-hooks.yaml'), 'utf8')) as readonly {
  readonly id: string;
  readonly files: string;
}[];

it('every hook is offered the files that may be nginx or sysctl by their name', () => {
  const names = [
    'nginx.conf',
    'a/nginx-prod.conf',
    'mime.types',
    'x/fastcgi_params',
    'shop.vhost',
    'nginx/sites-enabled/shop.example',
    'sites-available/000-default',
    'nginx/snippets/tls',
    'nginx/app.conf.template',
    'etc/nginx/anything',
    'usr/local/nginx/conf/x',
    'sysctl.conf',
    'etc/sysctl.d/10-x.conf',
    'conf.d/x.conf',
    'README.md',
    'nginx.conf.j2',
    'values.yaml',
    'nginx/app.js',
    'src/nginx.ts',
    'conf.d/readme.txt',
    'Dockerfile',
  ];
  for (const { id, files } of hooks) {
    // Python's verbose mode: blanks do not count.
    const pattern = new RegExp(files.replace('(?x)', '').replace(/\s+/g, ''));
    for (const name of names) if (nominate(`/${name}`)) expect(pattern.test(name), `${id}: ${name}`).toBe(true);
    for (const name of ['README.md', 'nginx.conf.j2', 'values.yaml', 'nginx/app.js', 'src/nginx.ts', 'Dockerfile'])
      expect(pattern.test(name), `${id}: ${name}`).toBe(false);
  }
});

const installed = spawnSync('pre-commit', ['--version']).status === 0;
if (!installed) console.log('pre-commit is not installed: its test is skipped');

describe.runIf(installed)('pre-commit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keepalint-'));
  const env = {
    ...process.env,
    HOME: join(folder, 'home'),
    PRE_COMMIT_HOME: join(folder, 'home/pc'),
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args], { cwd, env, encoding: 'utf8' });
  const project = join(folder, 'project');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  };

  beforeAll(() => {
    mkdirSync(join(folder, 'home'), { recursive: true });
    // A clone of what is committed, as users get it.
    git(folder, 'clone', '-q', '--depth', '1', `file://${home}`, 'hook');
    mkdirSync(project);
    git(project, 'init', '-q', '-b', 'main');
    const rev = git(join(folder, 'hook'), 'rev-parse', 'HEAD').trim();
    const ids = hooks.map(({ id }) => `      - id: ${id}\n        stages: [manual]\n`).join('');
    write('.pre-commit-config.yaml', `repos:\n  - repo: ${join(folder, 'hook')}\n    rev: ${rev}\n    hooks:\n${ids}`);
    write('etc/sysctl.conf', recycle + clean);
    write('conf.d/other.conf', '[main]\nx = 1\n');
    write('good/sysctl.conf', clean);
    git(project, 'add', '-A');
  }, 30_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const preCommit = (id: string, ...args: string[]) =>
    spawnSync('pre-commit', ['run', id, '--hook-stage', 'manual', ...args], { cwd: project, env, encoding: 'utf8' });

  it('installs it from a clone and reports what it finds', () => {
    const { status, stdout } = preCommit('keepalint', '--all-files');
    expect(stdout).toContain('etc/sysctl.conf:1:1: error sysctl/tcp-tw-recycle');
    expect(stdout).not.toMatch(/other\.conf|internal error/);
    expect(status).toBe(1);
  }, 600_000);

  it('passes where nothing is wrong', () => {
    expect(preCommit('keepalint', '--files', 'good/sysctl.conf', 'conf.d/other.conf')).toMatchObject({ status: 0 });
  }, 60_000);

  it('fixes with the other hook', () => {
    const { stdout } = preCommit('keepalint-fix', '--all-files');
    expect(stdout).toContain('files were modified by this hook');
    expect(readFileSync(join(project, 'etc/sysctl.conf'), 'utf8')).toBe(clean);
    expect(preCommit('keepalint', '--all-files')).toMatchObject({ status: 0 });
  }, 60_000);
});
