import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { blocksOf, environment } from './setup.ts';

const home = mkdtempSync(join(tmpdir(), 'keepalint-editors-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const here = (name: string) => join(import.meta.dirname, name);

const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
const editors = {
  nvim: {
    install: 'neovim',
    installed: has('nvim', '--version'),
    page: 'neovim.md',
    command: ['nvim', '--headless', '--clean', '-n', '--cmd', 'let g:do_filetype_lua = 1', '-c', `luafile ${here('nvim.lua')}`],
  },
  emacs: {
    install: 'emacs-nox elpa-eglot',
    installed: has('emacs', '--batch', '--eval', "(require 'eglot)"),
    page: 'emacs.md',
    command: ['emacs', '--batch', '-l', here('eglot.el')],
  },
};

const standIn = readFileSync(here('nvim-new.lua'), 'utf8');
const cases = [
  { name: 'Neovim', editor: editors.nvim, under: 'Neovim 0.7', standsIn: false },
  { name: 'Neovim with a stand-in for 0.8', editor: editors.nvim, under: 'Neovim 0.8 to 0.10', standsIn: true },
  { name: 'Neovim with a stand-in for 0.11', editor: editors.nvim, under: 'Neovim 0.11 and newer', standsIn: true },
  { name: 'Emacs with eglot', editor: editors.emacs, under: undefined, standsIn: false },
];

interface Shown {
  readonly line: number;
  readonly text: string;
}

for (const { install, installed } of Object.values(editors))
  if (!installed) console.log(`Skipped: the set-up page of an editor that is not installed (apt-get install ${install})`);

describe.each(cases)('$name, set up as its page says', ({ name, editor, under, standsIn }) => {
  it.skipIf(!editor.installed)('shows findings, answers, applies a code action, formats and saves', () => {
    const setup = join(home, 'setup');
    const blocks = blocksOf(editor.page).filter(
      (block) => under === undefined || block.under === under || (standsIn && block.text.includes('vim.filetype.add')),
    );
    expect(blocks.length).toBeGreaterThan(0);
    writeFileSync(setup, [...(standsIn ? [standIn] : []), ...blocks.map((block) => block.text)].join('\n'));
    const file = join(home, 'sysctl.conf');
    writeFileSync(file, 'net.ipv4.tcp_tw_recycle = 1\nnet.core.somaxconn = 128\nvm.swappiness=10\n');
    const { stdout, stderr, status } = spawnSync(editor.command[0]!, editor.command.slice(1), {
      encoding: 'utf8',
      timeout: 25_000,
      cwd: home,
      env: { ...environment(home), KEEPALINT_FILE: file, KEEPALINT_SETUP: setup },
    });
    expect(status, `${stdout}\n${stderr}`).toBe(0);
    const line = stdout.split('\n').find((text) => text.startsWith('{')) ?? '{}';
    const told: { before: Shown[]; title: string; after: Shown[]; hover: string; items: number } = JSON.parse(line);
    expect(told.before.map((d) => d.line)).toEqual([1, 2]);
    expect(told.before[0]!.text).toContain('net.ipv4.tcp_tw_recycle is gone since Linux 4.12');
    // The kernel of Debian 12: the settings have arrived.
    expect(told.before[1]!.text).toContain('on every targeted Linux (6.1)');
    expect(told.hover).toContain('tcp_tw_recycle');
    expect(told.items).toBeGreaterThan(0);
    expect(told.title).toBe('Delete net.ipv4.tcp_tw_recycle, which no targeted kernel has');
    expect(told.after).toEqual([{ ...told.before[1]!, line: 1 }]);
    // The set-up for 0.8 to 0.10 has no formatting on save.
    const formatted = name.includes('0.8') ? 'vm.swappiness=10' : 'vm.swappiness = 10';
    expect(readFileSync(file, 'utf8')).toBe(`net.core.somaxconn = 128\n${formatted}\n`);
  });
});
