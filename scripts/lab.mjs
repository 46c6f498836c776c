// `npm run lab`: measures what the rules claim, with real programs on loopback, and prints the tables of docs/evidence.md.
// KEEPALINT_NGINX names another nginx, LAB_REQUESTS another number of requests. Takes about three minutes.
import { mkdirSync } from 'node:fs';
import { build } from 'esbuild';

mkdirSync('node_modules/.cache', { recursive: true });
const outfile = 'node_modules/.cache/lab.mjs';
await build({
  entryPoints: ['test/lab/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  define: { 'import.meta.url': JSON.stringify(new URL('../test/lab/main.ts', import.meta.url).href) },
  logLevel: 'error',
});
await import(new URL(`../${outfile}`, import.meta.url).href);
