import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const cli = join(root, 'dist/cli.js');
const home = mkdtempSync(join(tmpdir(), 'keepalint-editors-'));

beforeAll(() => {
  if (!existsSync(cli)) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
const editors = [
  {
    name: 'Neovim',
    install: 'neovim',
    installed: has('nvim', '--version'),
    command: ['nvim', '--headless', '--clean', '-n', '-c', `luafile ${join(import.meta.dirname, 'nvim.lua')}`],
  },
  {
    name: 'Emacs with eglot',
    install: 'emacs-nox elpa-eglot',
    installed: has('emacs', '--batch', '--eval', "(require 'eglot)"),
    command: ['emacs', '--batch', '-l', join(import.meta.dirname, 'eglot.el')],
  },
];

interface Shown {
  readonly line: number;
  readonly text: string;
}

for (const { name, install, installed, command } of editors) {
  if (!installed) console.log(`Skipped: ${name} is not installed (apt-get install ${install})`);
  describe.skipIf(!installed)(`${name}, over standard input and output`, () => {
    it('shows findings, applies a code action, and saves the fixed file', () => {
      const file = join(home, 'sysctl.conf');
      writeFileSync(file, 'net.ipv4.tcp_tw_recycle = 1\nnet.ipv4.ip_local_port_range = 20000 60000\nvm.swappiness = 10\n');
      const { stdout, stderr, status } = spawnSync(command[0]!, command.slice(1), {
        encoding: 'utf8',
        timeout: 25_000,
        env: { ...process.env, HOME: home, KEEPALINT_FILE: file, KEEPALINT_NODE: process.execPath, KEEPALINT_CLI: cli },
      });
      expect({ status, stdout, stderr }).toMatchObject({ status: 0 });
      const line = stdout.split('\n').find((text) => text.startsWith('{')) ?? '{}';
      const { before, title, after }: { before: Shown[]; title: string; after: Shown[] } = JSON.parse(line);
      expect(before.map((d) => d.line)).toEqual([1, 2]);
      expect(before[0]!.text).toContain('net.ipv4.tcp_tw_recycle is gone since Linux 4.12');
      expect(title).toBe('Delete net.ipv4.tcp_tw_recycle, which no targeted kernel has');
      expect(after).toEqual([{ ...before[1]!, line: 1 }]);
      expect(readFileSync(file, 'utf8')).toBe('net.ipv4.ip_local_port_range = 20000 60000\nvm.swappiness = 10\n');
    });
  });
}
