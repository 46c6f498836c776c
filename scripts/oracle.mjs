// `npm run oracle -- --mutants 100000 [--seed N] [--kind K] [--show N]`: mutants of accepted configurations, judged by nginx -t
// and by us; prints counts and, for every kind of disagreement, the smallest text that shows it.
// `npm run oracle -- --sysctl [--lines N] [--seed N] [--report FILE]`: lines of sysctl files, applied in namespaces and judged by us.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { install, run } from './setup.mjs';

install();
const folder = mkdtempSync(join(tmpdir(), 'keepalint-oracle-'));
try {
  const outfile = join(folder, 'oracle.mjs');
  await build({
    entryPoints: [process.argv.includes('--sysctl') ? 'test/sysctl/oracle/main.ts' : 'test/nginx/oracle/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
    // The bundle lies elsewhere, what it reads does not.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(resolve('test/pages.ts')).href) },
  });
  run(process.execPath, [outfile, ...process.argv.slice(2)]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
