// Draws what the command line prints as docs/images/terminal.png: node scripts/terminal-picture.mjs <arguments of keepalint>
import { spawnSync } from 'node:child_process';
import { chromium } from 'playwright-core';

const args = process.argv.slice(2);
const { stdout, stderr } = spawnSync(process.execPath, ['dist/cli.js', ...args, '--color', 'always', '--format', 'full'], {
  encoding: 'utf8',
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ deviceScaleFactor: 1.5, viewport: { width: 1120, height: 400 } });
await page.setContent(`<style>
  body { margin: 0; background: #1e1e1e; display: inline-block; }
  pre { margin: 0; padding: 20px 26px; width: 116ch; white-space: pre-wrap; color: #d4d4d4; font: 14px/1.45 "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; }
</style><pre><b style="color:#8ab4f8">$</b> keepalint ${html(args.join(' '))}\n\n${html(`${stdout}${stderr}`.trimEnd())}</pre>`);
await (await page.$('body')).screenshot({ path: 'docs/images/terminal.png' });
await browser.close();

/** Select Graphic Rendition as spans, of links only the text. */
function html(text) {
  const styles = new Set();
  return text
    .replaceAll('\u001b', '␛')
    .replace(/␛\]8;.*?␛\\/g, '')
    .split(/(␛\[[\d;]*m)/)
    .map((part) => {
      const codes = /^␛\[(.*)m$/.exec(part)?.[1];
      if (codes === undefined)
        return `<span style="${[...styles].join(';')}">${part.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</span>`;
      for (const code of codes.split(';').map(Number)) render(code, styles);
      return '';
    })
    .join('');
}

function render(code, styles) {
  const drop = (property) => {
    for (const style of styles) if (style.startsWith(property)) styles.delete(style);
  };
  const plain = { 1: 'font-weight:bold', 2: 'opacity:.65', 3: 'font-style:italic', 4: 'text-decoration:underline' };
  const colours = ['#808080', '#f44747', '#89d185', '#dcdcaa', '#569cd6', '#c586c0', '#4ec9b0', '#d4d4d4'];
  if (code === 0) styles.clear();
  else if (plain[code]) styles.add(plain[code]);
  else if (code === 22) [drop('font-weight'), drop('opacity')];
  else if (code === 23) drop('font-style');
  else if (code === 24) drop('text-decoration');
  else if (code === 39) drop('color');
  else if (colours[code % 10] && [3, 9].includes(Math.floor(code / 10))) {
    drop('color');
    styles.add(`color:${colours[code % 10]}`);
  }
}
