import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
/** What install.sh fills; may be shared between checkouts. */
export const runtime = process.env.KEEPALINT_RUNTIME ?? join(root, '.runtime');
const node = join(runtime, 'node/home/bin/node');
const entry = join(runtime, 'code-server/node_modules/code-server/out/node/entry.js');

export interface CodeServer {
  readonly url: string;
  /** The copy of the workspace that is open. */
  readonly workspace: string;
  stop(): Promise<void>;
}

/** Everything that pops up, guesses or phones home is off. */
export const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'git.enabled': false,
  'editor.minimap.enabled': false,
  'editor.wordBasedSuggestions': 'off',
  'editor.inlineSuggest.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.accessibilitySupport': 'off',
  'files.autoSave': 'off',
};

/**
 * Serves a workbench with a vsix installed and a copy of a folder open. Its home, settings and extensions are in one
 * directory that `stop` deletes.
 */
export async function startCodeServer(vsix: string, folder: string, settings: object = {}, locale = 'en'): Promise<CodeServer> {
  const home = await mkdtemp(join(tmpdir(), 'keepalint-workbench-'));
  const [data, extensions, workspace] = [join(home, 'data'), join(home, 'extensions'), join(home, 'workspace')];
  await mkdir(join(data, 'User'), { recursive: true });
  await mkdir(extensions);
  await cp(folder, workspace, { recursive: true });
  await writeFile(join(data, 'User/settings.json'), JSON.stringify({ ...quiet, ...settings }));
  await writeFile(join(home, 'config.yaml'), 'auth: none\n');
  const env = {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_RUNTIME_DIR: home,
    TMPDIR: home,
    NODE_OPTIONS: '',
    VSCODE_IPC_HOOK_CLI: '',
    EXTENSIONS_GALLERY: '{}',
  };
  const base = [entry, '--config', join(home, 'config.yaml'), '--user-data-dir', data, '--extensions-dir', extensions];
  await promisify(execFile)(node, [...base, '--install-extension', resolve(vsix)], { env });

  const port = await freePort();
  const quietly = [
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-workspace-trust',
    '--disable-getting-started-override',
    `--locale=${locale}`,
  ];
  const child = spawn(
    node,
    [...base, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, ...quietly, '--ignore-last-opened'],
    {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      log += data;
    });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const kill = (signal: NodeJS.Signals) => {
    try {
      // Its own process group, so that the extension host and the language server end with it.
      process.kill(-child.pid!, signal);
    } catch {
      // Gone already.
    }
  };
  const stop = async () => {
    kill('SIGTERM');
    await Promise.race([ended, new Promise((done) => setTimeout(done, 3000))]);
    kill('SIGKILL');
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    await untilServing(`http://127.0.0.1:${port}/healthz`, () => child.exitCode !== null);
  } catch (error) {
    await stop();
    throw new Error(`${error}\n${log}`);
  }
  return { url: `http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace)}`, workspace, stop };
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
      .once('error', fail)
      .listen(0, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => (typeof address === 'object' && address ? done(address.port) : fail(new Error('no port'))));
      });
  });
}

async function untilServing(url: string, isGone: () => boolean): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    if (isGone()) throw new Error('the workbench server ended');
    const answer = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
    if (answer && answer.status < 500) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('the workbench server does not answer');
}
