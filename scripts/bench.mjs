// `npm run bench`: builds everything and measures it. Only ratios within one run mean anything; the machine decides the rest.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { install, run } from './setup.mjs';

install();
run(process.execPath, ['scripts/build.mjs']);
const folder = mkdtempSync(join(tmpdir(), 'keepalint-bench-'));
try {
  const outfile = join(folder, 'bench.mjs');
  await build({
    entryPoints: ['bench/main.ts'],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
    banner: { js: "import{createRequire as $cr}from'node:module';const require=$cr(import.meta.url);" },
  });
  run(process.execPath, ['--expose-gc', outfile, process.cwd(), ...process.argv.slice(2)]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
