import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFailed } from 'vitest';
import { type CodeServer, startCodeServer } from './code-server.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const out = inject('pictures');
const workspace = join(import.meta.dirname, 'features');

let server: CodeServer;
let workbench: Workbench;
const read = (path: string) => readFileSync(join(server.workspace, path), 'utf8');

beforeAll(async () => {
  server = await startCodeServer(inject('vsix'), workspace, {
    'workbench.colorTheme': 'Default Dark Modern',
    'keepalint.inlayHints': true,
  });
  workbench = await openWorkbench(server.url, { width: 1440, height: 900 });
});
afterAll(async () => {
  await workbench?.close();
  await server?.stop();
});

/** States, not times. */
const patiently = { timeout: 20_000 };
const picture = (name: string) => workbench.screenshot(join(out, `features-${name}.png`));
const locator = (selector: string, hasText?: string | RegExp) =>
  workbench.page.locator(selector, hasText === undefined ? {} : { hasText });
const place = () => locator('#status\\.editor\\.selection').textContent();

/** A test begins with the files as they came, whatever the one before did to them; one that fails leaves a picture. */
function test(name: string, body: () => Promise<void>): void {
  it(name, async () => {
    onTestFailed(async () => {
      if (workbench) await picture(`failed-${name.replace(/\W+/g, '-')}`);
    });
    await workbench.closeAll();
    cpSync(workspace, server.workspace, { recursive: true });
    await body();
  });
}

/** Opens a file, and waits until the server has looked at it. */
async function open(path: string, language = 'nginx'): Promise<void> {
  await workbench.openFile(path);
  expect(await workbench.language()).toBe(language);
}

describe('the extension', () => {
  test('is activated within 50 ms', async () => {
    await open('nginx/conf.d/shop.conf');
    await workbench.command('Developer: Show Running Extensions');
    // The list draws what fits only, and the slowest come first.
    await workbench.page.setViewportSize({ width: 1440, height: 2400 });
    const row = locator('.monaco-list-row', /keepalint: nginx.*Activation: \d+ms/);
    await row.waitFor(patiently);
    const [, milliseconds] = /Activation: (\d+)ms/.exec((await row.textContent()) ?? '') ?? [];
    console.log(`activated in ${milliseconds} ms`);
    expect(Number(milliseconds)).toBeLessThanOrEqual(50);
    await workbench.page.setViewportSize({ width: 1440, height: 900 });
  });

  test('has a walkthrough', async () => {
    const row = locator('.quick-input-widget .monaco-list-row.focused', 'Get Started with keepalint');
    // The list does not grow while it is open, and walkthroughs are gathered when the workbench has time.
    await workbench.until(async () => {
      await workbench.press('Escape');
      await workbench.command('Welcome: Open Walkthrough');
      await workbench.type('keepalint');
      return row.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
    }, 'the walkthrough in the list');
    await workbench.press('Enter');
    await locator('.getting-started-step', 'Open a configuration').waitFor(patiently);
    for (const step of [
      'Say which versions you run',
      'Fix what is found',
      'See what is in effect',
      'Lint everything, everywhere',
    ])
      await locator('.getting-started-step', step).waitFor(patiently);
    await locator('.getting-started-step', 'See what is in effect').click();
    // A frame may go away meanwhile.
    const drawn = () => workbench.page.frames().map((frame) => frame.locator('svg[viewBox="0 0 560 300"]').count());
    await workbench.until(
      async () => (await Promise.allSettled(drawn())).some((n) => n.status === 'fulfilled' && n.value > 0),
      'its picture',
    );
    await picture('walkthrough');
  });
});

describe('typing', () => {
  test('is completed, with documentation', async () => {
    await open('nginx/conf.d/shop.conf');
    await workbench.goto(7, 35);
    await workbench.press('End');
    await workbench.type('\nproxy_rea');
    const row = locator('.suggest-widget .monaco-list-row.focused', 'proxy_read_timeout');
    await row.waitFor(patiently);
    const details = locator('.suggest-details', 'Defines a timeout for reading a response');
    await workbench.until(async () => {
      await workbench.press('Control+Space');
      return details.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
    }, 'the documentation beside the list');
    await picture('completion');
    await workbench.press('Enter');
    await expect.poll(workbench.text, patiently).toMatch(/^ {8}proxy_read_timeout .*;$/m);
  });

  test('is told what a directive takes', async () => {
    await open('nginx/conf.d/shop.conf');
    await workbench.goto(11, 17);
    await workbench.press('Control+Shift+Space');
    const hints = locator('.parameter-hints-widget');
    await hints.waitFor(patiently);
    await expect.poll(() => hints.textContent(), patiently).toContain('expires');
    await picture('signature');
  });

  test('has snippets', async () => {
    await open('nginx/conf.d/shop.conf');
    await workbench.goto(24);
    await workbench.type('upstream-keep');
    await locator('.suggest-widget .monaco-list-row.focused', 'upstream-keepalive').waitFor(patiently);
    await workbench.press('Enter');
    await expect
      .poll(workbench.text, patiently)
      .toContain('upstream backend {\n    server 127.0.0.1:8080;\n    keepalive 32;\n}');
  });
});

describe('a place', () => {
  test('is explained by a hover', async () => {
    await open('nginx/conf.d/shop.conf');
    await workbench.goto(7, 12);
    await workbench.hover('proxy_pass');
    await picture('hover');
    await workbench.press('Escape');
    await open('etc/sysctl.conf', 'sysctl');
    await workbench.goto(2, 12);
    await workbench.hover('ip_local_port_range');
    await picture('hover-sysctl');
  });

  test('leads to the definition in another file', async () => {
    await open('nginx/conf.d/shop.conf');
    await workbench.goto(7, 31);
    await workbench.press('F12');
    await locator('.tab.active[data-resource-name="nginx.conf"]').waitFor(patiently);
    await expect.poll(place, patiently).toMatch(/^Ln 16,/);
  });

  test('has references in all files', async () => {
    await open('nginx/nginx.conf');
    await workbench.goto(16, 16);
    await workbench.press('Shift+F12');
    const peek = locator('.reference-zone-widget');
    await peek.waitFor(patiently);
    await expect.poll(() => peek.textContent(), patiently).toContain('shop.conf');
    await picture('references');
  });

  test('is renamed in all files', async () => {
    await open('nginx/nginx.conf');
    await workbench.goto(16, 16);
    await workbench.press('F2');
    const box = locator('.rename-box input');
    await box.waitFor(patiently);
    expect(await box.inputValue()).toBe('backend');
    await box.fill('pool');
    await workbench.press('Enter');
    await expect.poll(workbench.text, patiently).toContain('upstream pool {');
    await workbench.openFile('nginx/conf.d/shop.conf');
    expect((await workbench.text()).match(/http:\/\/pool;/g)).toHaveLength(2);
  });

  test('of an include has its callers', async () => {
    await open('nginx/conf.d/shop.conf');
    await workbench.goto(1, 1);
    await workbench.command('Peek Call Hierarchy');
    const peek = locator('.call-hierarchy');
    await peek.waitFor(patiently);
    await expect.poll(() => peek.textContent(), patiently).toContain('nginx.conf');
    await picture('calls');
  });

  test('has a token of a meaning', async () => {
    await open('nginx/conf.d/shop.conf');
    await workbench.goto(7, 31);
    await workbench.command('Developer: Inspect Editor Tokens and Scopes');
    const inspected = locator('.token-inspect-widget');
    await inspected.waitFor(patiently);
    await expect.poll(() => inspected.textContent(), patiently).toContain('semantic token type');
    await picture('token');
  });
});

describe('a file', () => {
  test('has an outline', async () => {
    await open('nginx/conf.d/shop.conf');
    await workbench.press('Control+Shift+O');
    await expect
      .poll(workbench.rows, patiently)
      .toEqual(
        expect.arrayContaining([
          expect.stringContaining('server shop.example.com'),
          expect.stringContaining('location /images/'),
          expect.stringContaining('location ~ \\.png$'),
        ]),
      );
    await picture('outline');
  });

  test('is found by what is in it', async () => {
    await open('nginx/conf.d/shop.conf');
    await workbench.press('Control+T');
    await workbench.type('backend');
    await locator('.quick-input-widget .monaco-list-row', 'backend').first().waitFor(patiently);
    expect((await workbench.rows())[0]).toContain('nginx.conf');
  });

  test('is folded', async () => {
    await open('nginx/conf.d/shop.conf');
    await expect.poll(async () => (await workbench.text()).split('\n').length, patiently).toBeGreaterThan(20);
    await workbench.command('Fold All');
    await expect.poll(async () => (await workbench.text()).split('\n').length, patiently).toBeLessThan(5);
    await workbench.command('Unfold All');
  });

  test('is formatted', async () => {
    await open('nginx/conf.d/blog.conf');
    await workbench.command('Format Document');
    await expect
      .poll(workbench.text, patiently)
      .toContain(
        [
          'server {',
          '  listen 80;',
          '  server_name blog.example.com;',
          '',
          '  location / {',
          '    keepalive_timout 65;',
          '    proxy_pass http://10.0.0.21:3000;',
          '  }',
          '}',
        ].join('\n'),
      );
  });

  test('has fixes, refactorings and comments that silence a rule', async () => {
    await open('nginx/conf.d/blog.conf');
    await workbench.untilSquiggles(2);
    await workbench.goto(6, 12);
    expect((await workbench.quickFixes()).join('\n')).toMatch(
      /keepalive_timeout[\s\S]*Disable nginx\/unknown-directive for this line[\s\S]*Explain/,
    );
    await picture('fixes');
    await workbench.press('Escape');
    await workbench.goto(7, 12);
    expect((await workbench.quickFixes()).join('\n')).toMatch(/Extract upstream/);
    await picture('refactor');
  });

  test('has hints behind its lines', async () => {
    await open('etc/sysctl.d/10-first.conf', 'sysctl');
    await expect.poll(workbench.text, patiently).toMatch(/somaxconn = 1024.*8192/);
    await picture('hints');
  });

  test('says in its status what was found, for which versions, and where nginx reads it', async () => {
    await open('nginx/conf.d/shop.conf');
    await locator('#status\\.languageStatus').click();
    await locator('.hover-language-status', 'No findings').waitFor(patiently);
    await locator('.hover-language-status', 'nginx 1.18.0 and newer').waitFor(patiently);
    await picture('status');
    await locator('.hover-language-status', 'nginx.conf').locator('a', { hasText: 'Open' }).click();
    await locator('.tab.active[data-resource-name="nginx.conf"]').waitFor(patiently);
  });
});

describe('a file that nobody claims', () => {
  test('becomes one of ours with one click', async () => {
    await workbench.openFile('app/edge.conf');
    expect(await workbench.language()).toBe('Properties');
    await picture('switch');
    await locator('.statusbar-item', 'nginx?').click();
    await expect.poll(workbench.language, patiently).toBe('nginx');
    await workbench.untilSquiggles(1);
    await locator('.statusbar-item', 'nginx?').waitFor({ state: 'hidden' });
    await workbench.openFile('app/tuning');
    await locator('.statusbar-item', 'sysctl?').waitFor(patiently);
  });

  test('is left alone where it looks like neither', async () => {
    await workbench.openFile('app/tuning');
    await locator('.statusbar-item', 'sysctl?').waitFor(patiently);
    await workbench.openFile('app/app.conf');
    await locator('.statusbar-item', 'sysctl?').waitFor({ state: 'hidden' });
  });
});

describe('the command', () => {
  test('Show Effective Configuration: every line leads to where it is written, and follows the files', async () => {
    await open('nginx/conf.d/shop.conf');
    await workbench.goto(20, 9);
    await workbench.command('keepalint: Show Effective Configuration');
    await locator('.tab.active', 'shop.conf (effective)').waitFor(patiently);
    await expect.poll(workbench.text, patiently).toContain('proxy_set_header Upgrade $http_upgrade;');
    await picture('effective');
    writeFileSync(
      join(server.workspace, 'nginx/conf.d/shop.conf'),
      read('nginx/conf.d/shop.conf').replace('Upgrade $', 'X-Was-Upgrade $'),
    );
    await expect.poll(workbench.text, patiently).toContain('proxy_set_header X-Was-Upgrade $http_upgrade;');
    await workbench.press('F12');
    await expect.poll(place, patiently).toMatch(/^Ln 20,/);
    await locator('.editor-group-container.active .tab.active[data-resource-name="shop.conf"]').waitFor(patiently);
  });

  test('Which Location Answers…?: the answer with its steps, each shown in the file', async () => {
    await open('nginx/conf.d/shop.conf');
    await workbench.command('keepalint: Which Location Answers');
    await workbench.type('http://shop.example.com/images/a.png');
    await workbench.press('Enter');
    await expect
      .poll(async () => (await workbench.rows())[0], patiently)
      .toMatch(/location ~ \\\.png\$ answers \/images\/a\.png.*shop\.conf:14/);
    await picture('which-location');
    await workbench.press('Enter');
    await expect.poll(place, patiently).toMatch(/^Ln 14,/);
  });

  test('Choose Target: into .keepalint.yaml, and what is found is for it', async () => {
    await open('nginx/conf.d/shop.conf');
    await workbench.command('keepalint: Choose Target');
    await workbench.type('Debian 12');
    await locator('.quick-input-widget .monaco-list-row', 'Debian 12').click();
    await locator('.quick-input-widget', '1 Selected').waitFor(patiently);
    await picture('targets');
    await workbench.press('Enter');
    await locator('.quick-input-widget .monaco-list-row', '.keepalint.yaml').click();
    await locator('.tab.active[data-resource-name=".keepalint.yaml"]').waitFor(patiently);
    await expect.poll(workbench.text, patiently).toContain('targets: [debian=12]');
    await workbench.save();
    await workbench.until(async () => existsSync(join(server.workspace, '.keepalint.yaml')), 'the file');
    await workbench.openFile('nginx/conf.d/shop.conf');
    await locator('#status\\.languageStatus').click();
    await locator('.hover-language-status', /nginx 1\.22\.1.*\.keepalint\.yaml/).waitFor(patiently);
    rmSync(join(server.workspace, '.keepalint.yaml'));
  });

  test('Explain Rule: the page of the finding at the cursor', async () => {
    await open('etc/sysctl.d/90-late.conf', 'sysctl');
    await workbench.untilSquiggles(1);
    await workbench.goto(2, 5);
    await workbench.command('keepalint: Explain Rule');
    await locator('.tab.active', 'Preview tcp-tw-recycle.md').waitFor(patiently);
    await picture('explain');
  });

  test('Lint Workspace: findings in files that nobody opened', async () => {
    await workbench.command('keepalint: Lint Workspace');
    await workbench.until(async () => (await workbench.problems()).some((p) => p.text.includes('recycle')), 'its findings');
    const rows = (await workbench.problems()).map((p) => p.text);
    expect(rows.some((row) => row.includes('keepalive_timout'))).toBe(true);
    await picture('lint-workspace');
    // Once, not twice, where the file is open.
    await open('etc/sysctl.d/90-late.conf', 'sysctl');
    await workbench.untilSquiggles(1);
    const recycle = async () => (await workbench.problems()).filter((p) => p.text.includes('recycle')).length;
    await expect.poll(recycle, patiently).toBe(1);
  });
});

describe('in Chinese', () => {
  it('speaks it: messages, hovers, status, commands, pages', async () => {
    const chinese = await startCodeServer(
      inject('vsix'),
      workspace,
      { 'workbench.colorTheme': 'Default Dark Modern', 'keepalint.diagnosticMode': 'workspace' },
      'zh-cn',
    );
    const window = await openWorkbench(chinese.url, { width: 1440, height: 900 }, 'zh-cn');
    const has = (selector: string, hasText: string) => window.page.locator(selector, { hasText }).waitFor(patiently);
    try {
      await window.openFile('etc/sysctl.d/90-late.conf');
      await window.untilSquiggles(1);
      // The one of the file that is open, once, and one of a file that nobody opened.
      const saying = async (part: string) => (await window.problems()).filter(({ text }) => text.includes(part)).length;
      await expect.poll(() => saying('自 Linux 4.12 起已被移除'), patiently).toBe(1);
      await expect.poll(() => saying('keepalive_timout'), patiently).toBe(1);
      await window.goto(2, 5);
      await window.hover('曾让 TIME_WAIT');
      await window.screenshot(join(out, 'features-chinese.png'));
      await window.press('Escape');
      await window.page.locator('#status\\.languageStatus').click();
      await has('.hover-language-status', '1 个问题');
      await has('.hover-language-status', 'Linux 4.18 及以上');
      await window.press('Escape');
      await window.goto(2, 5);
      await window.command('keepalint: 解释规则');
      await has('.tab.active', 'tcp-tw-recycle.zh-CN.md');
      await window.openFile('app/edge.conf');
      await has('.statusbar-item', 'nginx?');
    } finally {
      await window.close();
      await chinese.stop();
    }
  });
});
