// `npm run bench`: builds everything and measures it. Only ratios within one run mean anything; the machine decides the rest.
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { install, run } from './setup.mjs';

install();
run(process.execPath, ['scripts/build.mjs']);
process.env.KEEPALINT_RUNTIME ??= resolve('.runtime');
// Where the packages are found that are not bundled.
const folder = mkdtempSync(resolve('node_modules/.keepalint-bench-'));
// Also when a target is missed, which ends this process.
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
await build({
  entryPoints: { bench: 'bench/main.ts' },
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  external: ['playwright-core'],
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
  banner: { js: "import{createRequire as $cr}from'node:module';const require=$cr(import.meta.url);" },
});
run(process.execPath, ['--expose-gc', join(folder, 'bench.mjs'), process.cwd(), ...process.argv.slice(2)]);
