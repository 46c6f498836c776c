import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { clean, home, recycle, workspace } from './run.ts';

const cli = join(home, 'dist', 'cli.js');
const run = promisify(execFile);
const call = (argv: readonly string[], cwd: string) =>
  run(process.execPath, [cli, ...argv], { cwd, env: { PATH: process.env.PATH } }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (e: { code: number; stdout: string; stderr: string }) => ({ code: e.code, stdout: e.stdout, stderr: e.stderr }),
  );

beforeAll(() => {
  if (!existsSync(cli)) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: home });
}, 60_000);

test('the built command works, and ends with its exit code', async () => {
  const { folder } = workspace({ 'sysctl.conf': recycle, 'good/sysctl.conf': clean });
  expect(await call(['good'], folder)).toMatchObject({ code: 0, stdout: '' });
  expect(await call(['sysctl.conf'], folder)).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^sysctl\.conf:1:1: error /),
  });
  expect(await call(['--nope'], folder)).toMatchObject({ code: 2, stdout: '' });
  expect(await call(['--version'], folder)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  expect((await call(['explain', 'unused-suppression'], folder)).stdout).toContain('keepalint/unused-suppression');
});

test('what is loaded late is there: patterns, ignore files, configuration, the second reader, diffs', async () => {
  const { folder } = workspace({
    '.gitignore': 'old/\n',
    '.keepalint.yaml': 'targets: [nginx=1.24]\n',
    'old/sysctl.conf': recycle,
    'nginx.conf':
      'events {}\nhttp {\n  upstream app { server 10.0.0.1; keepalive 16; }\n  server { location / { proxy_pass http://app; } }\n}\n',
  });
  expect((await call(['*.conf'], folder)).stdout).toContain('upstream-keepalive-inert');
  expect((await call(['.'], folder)).stdout).not.toContain('old/');
  const { code, stdout } = await call(['--diff', '--unsafe-fixes'], folder);
  expect(stdout).toContain('+++ b/nginx.conf\n');
  expect(code).toBe(1);
});

test('a reader that leaves early is no error', async () => {
  const { folder } = workspace(
    Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${i}/sysctl.conf`, recycle.repeat(20)])),
  );
  const { stdout, stderr } = await run('sh', ['-c', `"${process.execPath}" "${cli}" --format full --quiet | head -n 1`], {
    cwd: folder,
  });
  expect(stdout.split('\n')).toHaveLength(2);
  expect(stderr).toBe('');
});

test.skipIf(!existsSync('/dev/full'))('a full disk is an error in one line (needs /dev/full)', async () => {
  const { folder } = workspace({ 'sysctl.conf': recycle });
  const script = `"${process.execPath}" "${cli}" --quiet sysctl.conf > /dev/full; echo $?`;
  const { stdout, stderr } = await run('sh', ['-c', script], { cwd: folder });
  expect(stderr).toMatch(/^keepalint: .*ENOSPC.*\n$/);
  expect(stdout).toBe('2\n');
});

test('lsp --stdio speaks the language server protocol', async () => {
  const { folder } = workspace();
  const server = spawn(process.execPath, [cli, 'lsp', '--stdio'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
  const send = (message: object) => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  let out = '';
  const answer = new Promise<void>((resolve) => {
    server.stdout.on('data', (chunk) => {
      out += chunk;
      if (out.includes('"id":1')) resolve();
    });
  });
  send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
  await answer;
  expect(out).toContain('"capabilities"');
  const ended = new Promise<number | null>((resolve) => server.on('exit', resolve));
  send({ id: 2, method: 'shutdown' });
  send({ method: 'exit' });
  expect(await ended).toBe(0);
});
