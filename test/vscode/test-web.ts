import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, quiet, runtime } from './code-server.ts';

const testWeb = join(runtime, 'test-web');

/**
 * Serves the workbench of Code 1.91 that runs in the browser alone, with a copy of a folder open that it reads from a file system
 * which an extension brings along. Without a home, its settings are those of the folder.
 */
export async function startTestWeb(extension: string, folder: string, settings: object = {}) {
  const home = await mkdtemp(join(tmpdir(), 'keepalint-web-'));
  const workspace = join(home, 'workspace');
  await cp(folder, workspace, { recursive: true });
  await mkdir(join(workspace, '.vscode'));
  await writeFile(join(workspace, '.vscode/settings.json'), JSON.stringify({ ...quiet, ...settings }));
  const port = await freePort();
  const { open } = createRequire(join(testWeb, 'package.json'))('@vscode/test-web');
  const running = await open({
    browserType: 'none',
    host: 'localhost',
    port,
    quality: 'stable',
    commit: 'npm',
    testRunnerDataDir: join(testWeb, 'builds'),
    extensionDevelopmentPath: extension,
    folderPath: workspace,
    printServerLog: false,
  });
  return {
    url: `http://localhost:${port}/`,
    async stop() {
      running.dispose();
      await rm(home, { recursive: true, force: true });
    },
  };
}
