import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { startCodeServer } from '../test/vscode/code-server.ts';
import { openWorkbench, type Workbench } from '../test/vscode/workbench.ts';
import { writeFiles } from './files.ts';
import { generateMany } from './generate.ts';
import { median, report } from './measure.ts';

const site = 'conf.d/100.conf';
const rounds = 20;
const warmUp = 5;

/** What somebody sees in VS Code, from the key to the screen, in one of 200 files that a main file includes, 10,000 lines together. */
export async function workbench(root: string, folder: string): Promise<void> {
  execFileSync('bash', ['test/vscode/install.sh'], { cwd: root, stdio: 'inherit' });
  const vsix = join(folder, 'keepalint.vsix');
  execFileSync(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--out', vsix], {
    cwd: root,
  });
  const files = generateMany(200);
  // An editor knows them for nginx by the name of their folder.
  writeFiles(join(folder, 'workbench/nginx'), files);
  const server = await startCodeServer(vsix, join(folder, 'workbench'));
  try {
    const editor = await openWorkbench(server.url);
    try {
      await measure(editor, files.get(site)!.split('\n'));
    } finally {
      await editor.close();
    }
  } finally {
    await server.stop();
  }
}

async function measure(editor: Workbench, lines: readonly string[]): Promise<void> {
  const line = lines.findIndex((l) => l.includes('proxy_read_timeout'));
  await editor.openFile(`nginx/${site}`);
  await editor.until(async () => (await editor.squiggles()).length > 0, 'the first findings');
  await editor.goto(line + 1, lines[line]!.indexOf(';') + 1);
  // 30s is a time, 30sq is none.
  const wrong = '.monaco-editor .view-overlays .squiggly-error';
  const gone: number[] = [];
  const there = await repeated(async () => {
    const time = await timed(editor, ['q'], wrong, true);
    gone.push(await timed(editor, ['Backspace'], wrong, false));
    return time;
  });
  say('keystroke → squiggle', there, 60);
  say('keystroke → squiggle gone', gone.slice(warmUp), 60);

  const shown = async (what: string, limit: number | undefined, keys: readonly string[], selector: string) => {
    const times = await repeated(async () => {
      const time = await timed(editor, keys, selector, true);
      await editor.press('Escape');
      await editor.page.locator(selector).first().waitFor({ state: 'hidden' });
      return time;
    });
    say(what, times, limit);
  };
  await editor.goto(line + 1, lines[line]!.indexOf('_') + 1);
  await shown('Ctrl+Space → list', 100, ['Control+Space'], '.suggest-widget.visible .monaco-list-row');
  await shown('Ctrl+K Ctrl+I → hover', 100, ['Control+K', 'Control+I'], '.monaco-hover:not(.hidden) .hover-contents');
  await activation(editor);
}

async function activation(editor: Workbench): Promise<void> {
  await editor.command('Developer: Show Running Extensions');
  const row = editor.page.locator('.monaco-list-row', { hasText: /keepalint: nginx.*Activation: \d+ms/ });
  // The list draws what fits only.
  await editor.page.setViewportSize({ width: 1280, height: 2400 });
  const [, time] = /Activation: (\d+)ms/.exec((await row.textContent()) ?? '')!;
  await editor.page.setViewportSize({ width: 1280, height: 800 });
  report('activation', Number(time), 50, '', ' ms');
}

async function repeated(measured: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let round = -warmUp; round < rounds; round++) times.push(await measured());
  return times.slice(warmUp);
}

function say(what: string, times: readonly number[], limit: number | undefined): void {
  report(what, median(times), limit, `of ${times.length}, longest ${Math.max(...times).toFixed(0)}`, ' ms');
}

/** Milliseconds from the last of some keys, as the page was told of it, until something is in the page, or no longer. */
async function timed({ page }: Workbench, keys: readonly string[], selector: string, there: boolean): Promise<number> {
  // As a person who looks at what a key has done: all that it has set off is over.
  await page.waitForTimeout(500);
  await page.evaluate(stopwatch(selector, there));
  for (const key of keys) await page.keyboard.press(key);
  return page.evaluate<number>('keepalintTime');
}

/** Runs in the page. */
const stopwatch = (selector: string, there: boolean) => `{
  let pressed = 0;
  const note = ({ timeStamp }) => { pressed = timeStamp; };
  addEventListener('keydown', note, true);
  globalThis.keepalintTime = new Promise((resolve, reject) => {
    const end = (settle) => {
      observer.disconnect();
      clearTimeout(timer);
      removeEventListener('keydown', note, true);
      settle();
    };
    const observer = new MutationObserver(() => {
      const time = performance.now() - pressed;
      if (pressed > 0 && (document.querySelector(${JSON.stringify(selector)}) !== null) === ${there}) end(() => resolve(time));
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    const timer = setTimeout(() => end(() => reject(new Error(${JSON.stringify(`waited in vain for ${selector}`)}))), 10000);
  });
  // Whoever awaits it comes later, and this is not to be awaited.
  globalThis.keepalintTime.catch(() => undefined);
  undefined;
}`;
