// Draws docs/images/icon.png from icon.svg (marketplaces want a PNG): node scripts/icon.mjs
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 128, height: 128 } });
await page.setContent(`<style>body{margin:0}svg{display:block}</style>${readFileSync('docs/images/icon.svg', 'utf8')}`);
await page.screenshot({ path: 'docs/images/icon.png', omitBackground: true });
await browser.close();
