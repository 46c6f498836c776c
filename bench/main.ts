import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine } from './command.ts';
import { editor } from './editor.ts';
import { compareStages, growth } from './engine.ts';
import { missedTargets } from './measure.ts';
import { server } from './server.ts';

const [root = '.', ...wanted] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'keepalint-bench-'));
const parts = {
  cli: () => commandLine(root, folder),
  stages: compareStages,
  growth,
  server: () => server(root, folder),
  editor: () => editor(root, folder),
  // Takes a browser and several hundred megabytes, which is loaded for those who ask for it.
  workbench: async () => (await import('./workbench.ts')).workbench(root, folder),
};
try {
  for (const [name, part] of Object.entries(parts))
    if (wanted.length === 0 ? name !== 'workbench' : wanted.includes(name)) await part();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const missed = missedTargets();
console.log(missed ? `\n${missed} above the target` : '\nall within the targets');
process.exitCode = missed ? 1 : 0;
