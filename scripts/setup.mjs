// What a fresh clone needs before anything else: the locked packages. Uses nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`keepalint needs Node 20.19 or newer; this is ${process.version}`);
  process.exit(2);
}

const stamp = 'node_modules/.keepalint-lock';
const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');

/** Runs a command with its output shown; ends the process with its exit code when it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32', ...options });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

/** Installs the locked packages unless this very lock file is installed already. */
export function install() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('Installing packages …');
  run('npm', ['ci', '--ignore-scripts']);
  writeFileSync(stamp, lock);
}
