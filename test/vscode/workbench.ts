import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Locator, type Page } from 'playwright-core';

export type Workbench = Awaited<ReturnType<typeof openWorkbench>>;

const menu = '.action-widget:not(.action-list-submenu-panel)';
const anySquiggle = ['error', 'warning', 'info', 'hint'].map((s) => `.squiggly-${s}`).join(',');

/** A VS Code workbench in Debian's Chromium, used as a person would: keys in, what is on the screen out. */
export async function openWorkbench(url: string, size = { width: 1280, height: 800 }, locale = 'en') {
  const profile = await mkdtemp(join(tmpdir(), 'keepalint-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    viewport: size,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-sync',
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  // What a language pack would say, without its texts.
  if (locale !== 'en')
    await page.addInitScript((language) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: language }), locale);
  // "Leave site?", asked when an editor is dirty.
  page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });

  const editor = () => page.locator('.editor-group-container.active .monaco-editor[role="code"]').first();
  const squiggles = () => editor().locator(`.view-overlays :is(${anySquiggle})`);
  const press = (key: string) => page.keyboard.press(key);

  /** Something steals the focus now and then while the workbench starts, hence the tries. */
  async function quickInput(key: string, text: string, row: string | undefined): Promise<void> {
    const widget = page.locator('.quick-input-widget');
    const input = widget.locator('input.input').first();
    for (let tries = 5; ; tries--) {
      try {
        await press(key);
        await input.waitFor({ state: 'visible', timeout: 3000 });
        await input.fill(text, { timeout: 2000 });
        // Enter takes whatever row has the focus: wait for the right one.
        if (row !== undefined) await widget.locator('.monaco-list-row.focused', { hasText: row }).waitFor({ timeout: 5000 });
        await press('Enter');
        // It is gone, or asks for something else.
        await until(
          page,
          async () => !(await widget.isVisible()) || (await input.inputValue()) !== text,
          `${text} taken`,
          3000,
        );
        return;
      } catch (error) {
        if (tries === 0) throw error;
        await press('Escape');
      }
    }
  }

  /** Where the menus and hovers are asked for. Line and column from 1. */
  let cursor = { line: 1, column: 1 };

  async function goto(line: number, column = 1): Promise<void> {
    await press('Control+1');
    await quickInput('Control+G', `:${line}:${column}`, undefined);
    cursor = { line, column };
  }

  /** No menu opens while the server has not looked at the text yet, or where something else has the focus: asks again. */
  async function quickFixes(): Promise<string[]> {
    const titles = page.locator(`${menu} .monaco-list-row.action .title`);
    for (let tries = 5; ; tries--) {
      await press('Control+.');
      try {
        await titles.first().waitFor({ state: 'visible', timeout: 4000 });
        return await titles.allTextContents();
      } catch (error) {
        if (tries === 0) throw error;
        await press('Escape');
        await goto(cursor.line, cursor.column);
      }
    }
  }

  return {
    page,
    editor,
    async openFile(path: string): Promise<void> {
      const name = path.slice(path.lastIndexOf('/') + 1);
      await quickInput('Control+P', path, name);
      await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor({ timeout: 20_000 });
      await editor().locator('.view-line').first().waitFor({ timeout: 20_000 });
    },
    command: (title: string) => quickInput('F1', `>${title}`, title),
    /** Editors are closed, whatever is in them is lost; what lies above them goes away. */
    async closeAll(): Promise<void> {
      for (let tries = 3; tries > 0; tries--) await press('Escape');
      for (let tries = 20; tries > 0 && (await page.locator('.tab').count()) > 0; tries--) {
        await quickInput('F1', '>View: Close All Editors', 'View: Close All Editors');
        await page
          .locator('.monaco-dialog-box .monaco-button', { hasText: "Don't Save" })
          .click({ timeout: 500 })
          .catch(() => undefined);
      }
    },
    /** The rows of the list that is asked to choose from, from the top. */
    async rows(): Promise<string[]> {
      await page.locator('.quick-input-widget .monaco-list-row').first().waitFor({ timeout: 10_000 });
      return page.locator('.quick-input-widget .monaco-list-row').allTextContents();
    },
    goto,
    type: (text: string) => page.keyboard.type(text),
    press,
    save: () => press('Control+S'),
    /** The lines on the screen, joined with LF. */
    async text(): Promise<string> {
      return (await placed(editor().locator('.view-lines .view-line'))).map(({ text }) => text).join('\n');
    },
    /** The squiggles on the screen from top to bottom: severity and the line that they are under. */
    async squiggles(): Promise<{ severity: string; line: string }[]> {
      const lines = await placed(editor().locator('.view-lines .view-line'));
      return (await placed(squiggles())).map(({ y, height, kind }) => ({
        severity: /squiggly-(\w+)/.exec(kind)?.[1] ?? '',
        line: lines.find((line) => line.y <= y + height / 2 && y + height / 2 < line.y + line.height)?.text ?? '',
      }));
    },
    until: (what: () => Promise<boolean>, meaning: string) => until(page, what, meaning),
    untilSquiggles: (count: number) => until(page, async () => (await squiggles().count()) === count, `${count} squiggles`),
    /** The findings in the Problems panel: what is read out and what is shown. */
    async problems(): Promise<{ label: string; text: string }[]> {
      const panel = page.locator('.markers-panel');
      if (!(await panel.isVisible())) await press('Control+Shift+M');
      await panel.waitFor({ timeout: 15_000 });
      // In one step: a row may go away between two.
      return panel
        .locator('.monaco-list-row[aria-level="2"]')
        .evaluateAll((rows) =>
          rows.map((row) => ({ label: row.getAttribute('aria-label') ?? '', text: row.textContent ?? '' })),
        );
    },
    /** The hover at the cursor, once its last part has arrived. */
    async hover(part: string): Promise<string> {
      await press('Control+K');
      await press('Control+I');
      const hover = page.locator('.monaco-hover:not(.hidden) .monaco-hover-content', { hasText: part }).first();
      await hover.waitFor({ state: 'visible', timeout: 10_000 });
      return (await hover.textContent()) ?? '';
    },
    /** In the margin or in the text; a preferred fix has its own picture. */
    lightbulbAt: (line: number, column: number) =>
      // It looks again only when the cursor moves, and the server may not have looked yet when it did.
      until(
        page,
        async () => {
          await goto(1);
          await goto(line, column);
          return page
            .locator('.monaco-editor :is(.lightBulbWidget, [class*="codicon-gutter-lightbulb"], .codicon-lightbulb-autofix)')
            .first()
            .waitFor({ state: 'visible', timeout: 3000 })
            .then(
              () => true,
              () => false,
            );
        },
        `a lightbulb in line ${line}`,
      ),
    quickFixes,
    async applyQuickFix(title: string): Promise<void> {
      const titles = await quickFixes();
      if (!titles.includes(title)) throw new Error(`not offered: ${title}; offered: ${titles.join(' | ')}`);
      const focused = page.locator(`${menu} .monaco-list-row.action.focused .title`);
      for (let i = 0; i <= titles.length && (await focused.textContent()) !== title; i++) await press('ArrowDown');
      await press('Enter');
      await page.locator(menu).waitFor({ state: 'hidden', timeout: 10_000 });
    },
    /** What the status bar calls the language of the file. */
    language: async () => (await page.locator('#status\\.editor\\.mode').textContent()) ?? '',
    screenshot: (path: string) => page.screenshot({ path }),
    async close(): Promise<void> {
      await context.close().catch(() => undefined);
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** Elements from top to bottom; one that goes away meanwhile is left out. */
async function placed(elements: Locator) {
  const all = await Promise.all(
    (await elements.all()).map(async (element) => {
      const box = await element.boundingBox({ timeout: 1000 }).catch(() => null);
      const text = (await element.textContent({ timeout: 1000 }).catch(() => null)) ?? '';
      const kind = (await element.getAttribute('class', { timeout: 1000 }).catch(() => null)) ?? '';
      return box && { y: box.y, height: box.height, text: text.replaceAll('\u00a0', ' '), kind };
    }),
  );
  return all.filter((e) => e !== null).sort((a, b) => a.y - b.y);
}

/** States, not times: asks again until it is so. */
async function until(page: Page, what: () => Promise<boolean>, meaning: string, timeout = 20_000): Promise<void> {
  for (const end = Date.now() + timeout; Date.now() < end; await page.waitForTimeout(50)) if (await what()) return;
  throw new Error(`waited in vain for ${meaning}`);
}
