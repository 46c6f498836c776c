import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The extension as somebody installs it. */
    vsix: string;
    /** For pictures to look at; of the last run only. */
    pictures: string;
  }
}

const root = join(import.meta.dirname, '../..');

/** Once for all files: the workbenches, and the extension built and packed. */
export default function setup(project: TestProject): () => void {
  execFileSync('bash', [join(import.meta.dirname, 'install.sh')], { stdio: 'inherit' });
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'keepalint-vsix-'));
  const vsix = join(folder, 'keepalint.vsix');
  execFileSync(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--out', vsix], {
    cwd: root,
  });
  const pictures = join(import.meta.dirname, 'out');
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures);
  project.provide('vsix', vsix);
  project.provide('pictures', pictures);
  return () => rmSync(folder, { recursive: true, force: true });
}
