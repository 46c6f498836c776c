import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { nominate } from '../../server/src/service/recognise.ts';
import * as clients from './clients.ts';
import { blocksOf, environment, root } from './setup.ts';

const folder = mkdtempSync(join(tmpdir(), 'keepalint-pages-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pages = readdirSync(join(root, 'docs/editors')).filter((name) => name.endsWith('.md'));
const english = pages.filter((name) => !name.includes('.zh-CN.'));

test('every page is there in both languages, with the same code, and in the index', () => {
  const code = (page: string) => blocksOf(page).map((b) => b.text.replace(/(?:--|\/\/|;;) .*$/gm, ''));
  for (const page of english) {
    const chinese = page.replace('.md', '.zh-CN.md');
    expect(code(chinese), chinese).toEqual(code(page));
    if (page === 'README.md') continue;
    expect(readFileSync(join(root, 'docs/editors/README.md'), 'utf8')).toContain(`](${page})`);
    expect(readFileSync(join(root, 'docs/editors/README.zh-CN.md'), 'utf8')).toContain(`](${chinese})`);
  }
  expect(pages).toHaveLength(2 * english.length);
});

test('pages name only settings that there are', () => {
  const known = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).contributes.configuration.properties);
  for (const page of pages) {
    const text = readFileSync(join(root, 'docs/editors', page), 'utf8');
    const named = text.match(/keepalint\.(?:targets|rules|\w*Hints|\w*Lens)\b/g) ?? [];
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  }
});

const block = (page: string, language: string, at = 0) => blocksOf(page).filter((b) => b.language === language)[at]!.text;
/** Comments of JSON are those of the pages: on lines of their own. */
const json = (text: string) => JSON.parse(text.replace(/^\s*\/\/.*$/gm, ''));

/** TOML as Python reads it, undefined where there is no Python that can. */
function toml(text: string) {
  const script = 'import json, sys, tomllib; json.dump(tomllib.loads(sys.stdin.read()), sys.stdout)';
  const { status, stdout, stderr } = spawnSync('python3', ['-c', script], { input: text, encoding: 'utf8' });
  if (status === 0) return JSON.parse(stdout);
  if (/No module named|ENOENT/.test(stderr ?? 'ENOENT')) return undefined;
  throw new Error(stderr);
}

interface Setup {
  readonly said: clients.Said;
  readonly command: readonly string[];
  readonly languageId: string;
  readonly settings?: object;
  readonly initializationOptions?: unknown;
}

/** What an editor makes of its page. */
const setups: Readonly<Record<string, () => Setup | undefined>> = {
  helix: () => {
    const languages = toml(block('helix.md', 'toml'));
    if (!languages) return undefined;
    expect(toml(block('helix.md', 'toml', 1))).toEqual({ editor: { lsp: { 'display-inlay-hints': true } } });
    const { command, args, config } = languages['language-server'].keepalint;
    const sysctl = languages.language.find((l: { name: string }) => l.name === 'sysctl');
    expect(languages.language.every((l: Record<string, unknown>) => String(l['language-servers']) === 'keepalint')).toBe(true);
    // Helix sends `config` when it starts a server, and answers with it.
    return {
      said: clients.helix,
      command: [command, ...args],
      languageId: sysctl.name,
      settings: config,
      initializationOptions: config,
    };
  },
  zed: () => {
    const { lsp, file_types: types, languages } = json(block('zed.md', 'json'));
    const { binary, initialization_options: initializationOptions } = lsp.nginx;
    expect(Object.keys(types)).toEqual(Object.keys(languages));
    // The path of an installation; `settings` of a server are not passed on by the extension.
    return {
      said: clients.zed,
      command: [basename(binary.path), ...binary.arguments],
      languageId: 'nginx',
      initializationOptions,
    };
  },
  sublime: () => {
    const { command, selector, settings } = json(block('sublime.md', 'jsonc')).keepalint;
    const { scope, file_extensions: extensions } = parse(block('sublime.md', 'yaml').replace('%YAML 1.2\n---\n', ''));
    expect(selector).toContain(scope);
    expect(extensions).toEqual(['sysctl.conf']);
    expect(json(block('sublime.md', 'jsonc', 1))).toMatchObject({
      lsp_code_actions_on_save: { 'source.fixAll.keepalint': true },
    });
    // Dots in names of settings are levels.
    const nested = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name.replace('keepalint.', ''), value]));
    return { said: clients.sublime, command, languageId: scope.replace('source.', ''), settings: { keepalint: nested } };
  },
  kate: () => {
    const { servers } = json(block('kate.md', 'json'));
    const { command, settings } = { ...servers[servers.sysctl.use], ...servers.sysctl };
    expect('nginx Configuration').toMatch(new RegExp(servers.nginx.highlightingModeRegex));
    const keys = ['command', 'highlightingModeRegex', 'rootIndicationFileNames', 'url', 'settings', 'use'];
    for (const server of Object.values<object>(servers)) expect(keys).toEqual(expect.arrayContaining(Object.keys(server)));
    return { said: clients.kate, command, languageId: 'sysctl', settings };
  },
  jetbrains: () => {
    const template = json(block('jetbrains.md', 'json'));
    const ids: Record<string, string> = {};
    for (const { fileType, languageId } of template.fileTypeMappings)
      for (const pattern of fileType.patterns) {
        const name = pattern.replace('*', 'x');
        // Only names that say so themselves may be given to a language.
        if (languageId !== 'conf') expect(nominate(`/w/${name}`), pattern).toBe(languageId);
        ids[pattern] = languageId;
      }
    const settings = json(block('jetbrains.md', 'json', 1));
    return {
      said: clients.lsp4ij,
      command: ['sh', '-c', template.programArgs.default.slice(7, -1)],
      languageId: ids['sysctl.conf']!,
      settings,
    };
  },
};

const missing = Object.keys(setups).filter((name) => !toml('') && name === 'helix');
if (missing.length) console.log('Skipped: the page of Helix, since there is no Python 3.11 to read its TOML');

describe.each(Object.keys(setups).filter((name) => !missing.includes(name)))('%s, as it talks to a server', (name) => {
  it('shows findings by its settings, answers, fixes, formats, and ends it', async () => {
    const setup = setups[name]!()!;
    const { said } = setup;
    const home = join(folder, name);
    mkdirSync(home);
    const path = join(home, 'sysctl.conf');
    const text = '# 高并发 🚀\nnet.ipv4.tcp_tw_recycle = 1\nnet.core.somaxconn = 128\nvm.swappiness=10\n';
    writeFileSync(path, text);
    const document = { path, languageId: setup.languageId, text };
    const told = await clients.visit(setup.command, environment(home), said, home, document, setup);

    expect(told.diagnostics.map((d) => [d.code, d.range.start.line])).toEqual([
      ['sysctl/tcp-tw-recycle', 1],
      ['sysctl/somaxconn-below-default', 2],
    ]);
    // The kernel of Debian 12: the settings have arrived.
    expect(told.diagnostics[1]!.message).toContain('on every targeted Linux (6.1)');
    expect(told.initialized.capabilities.positionEncoding).toBe('utf-16');
    const { textDocument: can, workspace } = said.capabilities;
    const formats = can!.hover!.contentFormat!;
    expect(formats).toContain(told.hover!.contents.kind);
    expect(told.hover!.contents.value).toContain('tcp_tw_recycle'.replaceAll('_', formats[0] === 'markdown' ? '\\_' : '_'));
    expect(told.items.length).toBeGreaterThan(0);
    if (!can!.completion!.completionItem!.snippetSupport)
      expect(told.items.every((item) => item.insertTextFormat !== 2)).toBe(true);
    expect(told.symbols.length).toBeGreaterThan(0);
    for (const symbol of told.symbols)
      expect('location' in symbol).toBe(!can!.documentSymbol!.hierarchicalDocumentSymbolSupport);
    expect(told.actions[0]!.title).toBe('Delete net.ipv4.tcp_tw_recycle, which no targeted kernel has');
    for (const edit of [told.edit, told.fixed])
      expect(Object.keys(edit!)).toContain(workspace!.workspaceEdit?.documentChanges ? 'documentChanges' : 'changes');
    expect(told.edits.length).toBeGreaterThan(0);
    expect(told.status).toBe(0);

    // Nothing was asked of it that it did not announce.
    const announced = new Set<string>([
      ...(workspace!.configuration ? ['workspace/configuration'] : []),
      ...(workspace!.didChangeWatchedFiles?.dynamicRegistration || workspace!.didChangeConfiguration?.dynamicRegistration
        ? ['client/registerCapability', 'client/unregisterCapability']
        : []),
      ...(workspace!.diagnostics?.refreshSupport ? ['workspace/diagnostic/refresh'] : []),
      ...(workspace!.codeLens?.refreshSupport ? ['workspace/codeLens/refresh'] : []),
      ...(workspace!.inlayHint?.refreshSupport ? ['workspace/inlayHint/refresh'] : []),
      ...(workspace!.semanticTokens?.refreshSupport ? ['workspace/semanticTokens/refresh'] : []),
      ...(can!.diagnostic ? [] : ['textDocument/publishDiagnostics']),
    ]);
    expect([...told.asked].filter((method) => !announced.has(method))).toEqual([]);
  });
});
