import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFailed } from 'vitest';
import { startCodeServer } from './code-server.ts';
import { startTestWeb } from './test-web.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const root = join(import.meta.dirname, '../..');
const out = inject('pictures');
const workspace = join(import.meta.dirname, 'workspace');
const temporary = mkdtempSync(join(tmpdir(), 'keepalint-unpacked-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** What the vsix holds, which no workbench without a server can install. */
function unpacked(): string {
  const vsce = ['node_modules/@vscode/vsce/vsce', 'ls', '--no-dependencies'];
  for (const file of execFileSync(process.execPath, vsce, { cwd: root, encoding: 'utf8' }).trim().split('\n'))
    cpSync(join(root, file), join(temporary, file));
  return temporary;
}

const patiently = { timeout: 20_000 };

// The extension runs in a web worker, the server in another one; all files are read by the editor.
describe.each([
  {
    name: 'Code 1.91 in the browser alone',
    id: 'web-1.91',
    start: () => startTestWeb(unpacked(), workspace),
  },
  {
    name: "Code 1.139's web worker host",
    id: 'web-1.139',
    start: () => startCodeServer(inject('vsix'), workspace, { 'remote.extensionKind': { 'keepalint.keepalint': ['web'] } }),
  },
])('$name', ({ id, start }) => {
  let server: Awaited<ReturnType<typeof start>>;
  let workbench: Workbench;
  beforeAll(async () => {
    server = await start();
    workbench = await openWorkbench(server.url);
  });
  afterAll(async () => {
    await workbench?.close();
    await server?.stop();
  });

  function test(name: string, body: () => Promise<void>): void {
    it(name, async () => {
      onTestFailed(async () => {
        await workbench?.screenshot(join(out, `failed-${id}-${name.replace(/\W+/g, '-')}.png`));
      });
      await body();
    });
  }

  const inert = async () => (await workbench.problems()).some((p) => p.text.includes('upstream-keepalive-inert'));

  test('squiggles and rows of the Problems panel, by the targets of .keepalint.yaml', async () => {
    await workbench.openFile('etc/sysctl.conf');
    await expect.poll(workbench.squiggles, patiently).toEqual([
      { severity: 'error', line: 'net.ipv4.tcp_tw_recycle = 1' },
      { severity: 'warning', line: 'net.ipv4.tcp_fin_timeout = 15' },
    ]);
    await workbench.until(async () => (await workbench.problems()).length === 2, 'two problems');
    expect((await workbench.problems())[0]!.text).toMatch(/is gone since Linux 4\.12: .*keepalintsysctl\/tcp-tw-recycle/);
    await workbench.screenshot(join(out, `${id}-1-problems.png`));
  });

  test('a hover with the page of the rule', async () => {
    await workbench.goto(6, 12);
    await workbench.hover('sysctl/tcp-tw-recycle');
    await workbench.screenshot(join(out, `${id}-2-hover.png`));
    await workbench.press('Escape');
  });

  test('a quick fix', async () => {
    await workbench.goto(6, 12);
    await workbench.applyQuickFix('Delete net.ipv4.tcp_tw_recycle, which no targeted kernel has');
    await workbench.until(async () => (await workbench.problems()).length === 1, 'one problem');
  });

  test('a finding that depends on an included file, which nobody has opened', async () => {
    await workbench.openFile('nginx/nginx.conf');
    await workbench.until(inert, 'its row');
    await workbench.screenshot(join(out, `${id}-3-include.png`));
  });

  test('completion', async () => {
    await workbench.goto(21, 80);
    await workbench.type('\nproxy_read_ti');
    const suggestion = workbench.page.locator('.suggest-widget.visible .monaco-list-row.focused');
    await expect.poll(() => suggestion.textContent(), patiently).toContain('proxy_read_timeout');
    await workbench.screenshot(join(out, `${id}-4-completion.png`));
    await workbench.press('Escape');
  });

  test('the finding is gone once the included file is repaired, in the editor or past it', async () => {
    const repair = 'proxy_http_version 1.1;\nproxy_set_header Connection "";\n';
    if ('workspace' in server) appendFileSync(join(server.workspace, 'nginx/snippets/proxy.conf'), repair);
    else {
      await workbench.openFile('nginx/snippets/proxy.conf');
      await workbench.goto(1);
      await workbench.type(repair);
    }
    await workbench.until(async () => !(await inert()), 'no such row');
    await workbench.screenshot(join(out, `${id}-5-repaired.png`));
  });
});
