// `npm test`: installs, builds and runs everything; the last line is `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install } from './setup.mjs';

const ci = process.env.CI === 'true';
install();
debianTools();

let passed = 0;
let failed = 0;
step('build', ['scripts/build.mjs']);
step('types', ['node_modules/typescript/bin/tsc', '-p', '.']);
step('format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings']);
step('unused code', ['node_modules/knip/bin/knip.js', '--no-progress']);
suite('test', ['run']);
if (ci) suite('editor test', ['run', '--config', 'test/vscode/vitest.config.mts']);
else
  console.log('\nNot run: the editor tests, which download a workbench of 670 MB (npm run test:editors, or CI=true npm test).');

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

/** One check that passes or fails as a whole. */
function step(name, args) {
  console.log(`\n— ${name}`);
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status === 0) passed++;
  else failed++;
}

/** A vitest run, counted test by test. */
function suite(name, args) {
  console.log(`\n— ${name}s`);
  const report = join(mkdtempSync(join(tmpdir(), 'keepalint-')), 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...args, ...reporters], {
    stdio: 'inherit',
  });
  const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { numPassedTests: 0, numFailedTests: 0 };
  passed += counts.numPassedTests;
  // A file that does not even load fails the run without failing a test.
  failed += counts.numFailedTests || (status === 0 ? 0 : 1);
}

/** The real programs that some tests compare with: installed where that is wanted and possible, named otherwise. */
function debianTools() {
  const tools = [
    ['nginx', 'nginx-extras', 'the nginx oracle'],
    ['nvim', 'neovim', 'the Neovim test'],
    ['emacs', 'emacs-nox elpa-eglot', 'the Emacs test'],
    ['sysctl', 'procps', 'the sysctl oracle'],
    ['pre-commit', 'pre-commit', 'the pre-commit test'],
    ...(ci ? [['chromium', 'chromium', 'the VS Code tests']] : []),
  ];
  const has = (program) =>
    [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'].some((folder) => existsSync(join(folder, program)));
  let missing = tools.filter(([program]) => !has(program));
  if (missing.length && ci && process.getuid?.() === 0 && has('apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
    const packages = missing.flatMap(([, name]) => name.split(' '));
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { stdio: 'inherit', env });
    missing = tools.filter(([program]) => !has(program));
  }
  for (const [, name, what] of missing)
    console.log(`Not installed: ${name}, so ${what} will be skipped (apt-get install ${name}).`);
}
