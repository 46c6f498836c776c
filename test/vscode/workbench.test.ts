import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFailed } from 'vitest';
import { type CodeServer, startCodeServer } from './code-server.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const root = join(import.meta.dirname, '../..');
const out = inject('pictures');
const vsix = inject('vsix');

let server: CodeServer;
let workbench: Workbench;
const read = (path: string) => readFileSync(join(server.workspace, path), 'utf8');

beforeAll(async () => {
  server = await startCodeServer(vsix, join(import.meta.dirname, 'workspace'), {
    'workbench.colorTheme': 'Default Dark Modern',
  });
  workbench = await openWorkbench(server.url);
});
afterAll(async () => {
  await workbench?.close();
  await server?.stop();
});

/** States, not times. */
const patiently = { timeout: 20_000 };

/** A test that leaves a picture when it fails. */
function test(name: string, body: () => Promise<void>): void {
  it(name, async () => {
    onTestFailed(async () => {
      await workbench?.screenshot(join(out, `failed-${name.replace(/\W+/g, '-')}.png`));
    });
    await body();
  });
}

describe('the vsix', () => {
  it('is at most 1.5 MB', () => {
    expect(statSync(vsix).size).toBeLessThanOrEqual(1_500_000);
  });
});

describe('tcp_tw_recycle in a sysctl.conf', () => {
  test('has a squiggle under it', async () => {
    await workbench.openFile('etc/sysctl.conf');
    expect(await workbench.language()).toBe('sysctl');
    await expect.poll(workbench.squiggles, patiently).toEqual([
      { severity: 'error', line: 'net.ipv4.tcp_tw_recycle = 1' },
      { severity: 'warning', line: 'net.ipv4.tcp_fin_timeout = 15' },
    ]);
  });

  test('is a row of the Problems panel: text, rule, source, place', async () => {
    await workbench.until(async () => (await workbench.problems()).length === 2, 'two problems');
    const [row] = await workbench.problems();
    expect(row!.text).toBe(
      'net.ipv4.tcp_tw_recycle is gone since Linux 4.12: "sysctl -p" fails on this line, and no setting shortens TIME_WAIT' +
        'keepalintsysctl/tcp-tw-recycle[Ln 6, Col 1]',
    );
    expect(row!.label).toMatch(/^Error: /);
    await workbench.screenshot(join(out, '1-sysctl.png'));
  });

  test('explains itself in a hover', async () => {
    await workbench.goto(6, 12);
    const page = readFileSync(join(root, 'docs/rules/sysctl/tcp-tw-recycle.md'), 'utf8');
    const [why] = page
      .split('<!-- /generated -->')[1]!
      .trim()
      .split(/[\n`*[]/);
    expect(await workbench.hover(why!)).toContain('sysctl/tcp-tw-recycle');
    await workbench.screenshot(join(out, '2-sysctl-hover.png'));
    await workbench.press('Escape');
  });

  test('has a lightbulb whose preferred fix deletes the line', async () => {
    await workbench.lightbulbAt(6, 12);
    const fix = 'Delete net.ipv4.tcp_tw_recycle, which no targeted kernel has';
    expect(await workbench.quickFixes()).toContain(fix);
    await workbench.screenshot(join(out, '3-sysctl-fixes.png'));
    await workbench.press('Escape');
    await workbench.applyQuickFix(fix);
    await workbench.until(async () => (await workbench.problems()).length === 1, 'one problem');
    await workbench.save();
    const fixed = readFileSync(join(import.meta.dirname, 'workspace/etc/sysctl.conf'), 'utf8').replace(/^.*recycle =.*\n/m, '');
    await workbench.until(async () => read('etc/sysctl.conf') === fixed, 'the fixed file on the disk');
  });

  test('has a neighbour whose hover says what it comes to', async () => {
    await workbench.goto(3, 12);
    expect(await workbench.hover('44,616 ports for outgoing')).toContain('= 743 new connections per second');
    await workbench.press('Escape');
  });
});

describe('keepalive in an upstream', () => {
  test('has a squiggle and a row of the Problems panel', async () => {
    await workbench.openFile('nginx/nginx.conf');
    expect(await workbench.language()).toBe('nginx');
    await expect.poll(workbench.squiggles, patiently).toEqual([{ severity: 'warning', line: '        keepalive 64;' }]);
    await workbench.until(
      async () => (await workbench.problems()).some((p) => p.text.includes('upstream-keepalive-inert')),
      'its row',
    );
    const row = (await workbench.problems()).find((p) => p.text.includes('upstream-keepalive-inert'))!;
    expect(row.text).toMatch(
      /^every request opens a new connection to upstream backend .*keepalintnginx\/upstream-keepalive-inert\[Ln 12, Col 9\]$/,
    );
    expect(row.label).toMatch(/^Warning: /);
    await workbench.goto(12, 12);
    await workbench.screenshot(join(out, '4-nginx.png'));
  });

  test('has a lens that leads to the location that does not reuse its connections', async () => {
    const lenses = workbench.editor().locator('.codelens-decoration a');
    await expect
      .poll(() => lenses.allTextContents(), patiently)
      .toEqual([
        '1 location does not reuse its connections',
        'Connection: close, the default before nginx 1.29.7',
        '1 reference',
      ]);
    await lenses.first().click();
    const places = workbench.page.locator('.reference-zone-widget');
    await places.waitFor();
    await expect.poll(() => places.textContent(), patiently).toContain('location / {');
    await workbench.screenshot(join(out, '8-lens.png'));
    await workbench.press('Escape');
    await places.waitFor({ state: 'hidden' });
  });

  test('has no squiggle any more once an edit in the included file repairs it', async () => {
    await workbench.openFile('nginx/snippets/proxy.conf');
    expect(await workbench.language()).toBe('nginx');
    await workbench.goto(1);
    await workbench.type('proxy_http_version 1.1;\nproxy_set_header Connection "";\n');
    await workbench.until(async () => !(await workbench.problems()).some((p) => p.text.includes('inert')), 'no such problem');
    await workbench.openFile('nginx/nginx.conf');
    await workbench.untilSquiggles(0);
  });

  test('has it again once the edit is undone', async () => {
    await workbench.openFile('nginx/snippets/proxy.conf');
    await workbench.until(async () => {
      await workbench.press('Control+Z');
      return (await workbench.text()).startsWith('proxy_set_header Host');
    }, 'everything undone');
    await workbench.openFile('nginx/nginx.conf');
    await workbench.untilSquiggles(1);
  });

  test('has a lightbulb whose fix repairs it', async () => {
    await workbench.lightbulbAt(12, 12);
    const [fix] = (await workbench.quickFixes()).filter((title) => /proxy_http_version|Connection/.test(title));
    await workbench.screenshot(join(out, '5-nginx-fixes.png'));
    await workbench.press('Escape');
    await workbench.applyQuickFix(fix!);
    await workbench.untilSquiggles(0);
    await workbench.screenshot(join(out, '6-nginx-fixed.png'));
  });
});

describe('Fix All', () => {
  test('applies every safe fix of a file and nothing else', async () => {
    await workbench.openFile('etc/sysctl.d/90-fix.conf');
    await workbench.untilSquiggles(3);
    // The command does nothing where the server has not looked at the text yet.
    await workbench.until(async () => {
      await workbench.command('Fix All');
      await workbench.page.waitForTimeout(1000);
      return (await workbench.text()).split('\n').length < 5;
    }, 'the fixes');
    await workbench.untilSquiggles(1);
    expect(await workbench.text()).toBe(
      '# added later\nnet.ipv4.tcp_keepalive_probes = 5\nnet.ipv4.tcp_max_tw_buckets = 5000\n',
    );
  });
});

describe('the status of a file', () => {
  test('tells the number of findings and the versions they are for', async () => {
    await workbench.openFile('etc/sysctl.d/90-fix.conf');
    await workbench.page.locator('#status\\.languageStatus').click();
    const status = workbench.page.locator('.hover-language-status', { hasText: 'finding' });
    await status.waitFor();
    expect(await status.textContent()).toContain('1 finding');
    const targets = workbench.page.locator('.hover-language-status', { hasText: '.keepalint.yaml' });
    expect(await targets.textContent()).toContain('Linux');
    expect(await workbench.page.locator('.hover-language-status', { hasText: 'entry file' }).count()).toBe(0);
    await workbench.screenshot(join(out, '7-status.png'));
    await workbench.press('Escape');
  });
});

describe('an included file that another program writes', () => {
  test('changes the findings of the file that includes it', async () => {
    await workbench.openFile('nginx/other.nginx.conf');
    await workbench.untilSquiggles(1);
    writeFileSync(
      join(server.workspace, 'nginx/snippets/other.conf'),
      'proxy_http_version 1.1;\nproxy_set_header Connection "";\n',
    );
    await workbench.untilSquiggles(0);
  });
});

describe('a plain app.conf', () => {
  test('is not claimed', async () => {
    await workbench.openFile('app.conf');
    expect(['nginx', 'sysctl']).not.toContain(await workbench.language());
    expect(await workbench.squiggles()).toEqual([]);
    await workbench.openFile('nginx/nginx.conf');
    const rows = (await workbench.problems()).map((p) => p.text);
    expect(rows.filter((row) => row.includes('recycle') || row.includes('nginx/syntax'))).toEqual([]);
  });
});

describe('the picture of the README', () => {
  it('can be taken again: out/editor.png', async () => {
    const picture = await startCodeServer(vsix, join(import.meta.dirname, 'picture'), {
      'workbench.colorTheme': 'Default Dark Modern',
      'workbench.activityBar.location': 'hidden',
      'workbench.layoutControl.enabled': false,
      'window.commandCenter': false,
      'breadcrumbs.enabled': false,
      'editor.hover.above': false,
      'editor.scrollBeyondLastLine': false,
      'editor.stickyScroll.enabled': false,
    });
    const window = await openWorkbench(picture.url, { width: 1240, height: 690 });
    try {
      await window.openFile('nginx.conf');
      await window.press('Control+B');
      await window.until(async () => (await window.squiggles()).some((s) => s.severity === 'warning'), 'a warning on the left');
      await window.press('Control+\\');
      await window.openFile('sysctl.conf');
      await window.until(async () => (await window.squiggles()).length >= 5, 'squiggles on the right');
      await window.goto(18, 12);
      await window.hover('nginx/upstream-keepalive-inert');
      await window.screenshot(join(out, 'editor.png'));
    } finally {
      await window.close();
      await picture.stop();
    }
  });
});
