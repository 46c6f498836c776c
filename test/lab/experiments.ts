import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

interface Common {
  /** Set before anything else happens. */
  readonly sysctl?: Readonly<Record<string, string>>;
}

interface WithNginx extends Common {
  readonly binary: string;
  /** `nginx.conf` listens on 127.0.0.1:8080 and proxies to 127.0.0.1:9000. */
  readonly files: Readonly<Record<string, string>>;
}

export type Experiment =
  | ({ readonly kind: 'proxy'; readonly requests: number; readonly host: string; readonly path: string } & WithNginx)
  | ({ readonly kind: 'abort' } & WithNginx)
  | ({ readonly kind: 'upload' } & WithNginx)
  | ({ readonly kind: 'half' } & WithNginx)
  | ({ readonly kind: 'backlog' } & WithNginx)
  | ({ readonly kind: 'timers' } & Common)
  | ({ readonly kind: 'lifetime' } & Common)
  | ({ readonly kind: 'connects'; readonly tries: number; readonly host: string } & Common)
  | ({ readonly kind: 'overflow'; readonly tries: number } & Common);

/** Numbers by what they count. */
export type Measured = Readonly<Record<string, number>>;

/** A way to run experiments, or why there is none. */
export async function laboratory(): Promise<((e: Experiment) => Promise<Measured>) | string> {
  if (process.platform !== 'linux') return 'not Linux';
  const unshare = [['-n'], ['-rn']].find(
    (flags) => spawnSync('unshare', [...flags, 'ip', 'link', 'set', 'lo', 'up']).status === 0,
  );
  if (!unshare) return 'unshare -n is not allowed, or ip is not installed';
  const script = join(mkdtempSync(join(tmpdir(), 'lab-')), 'inside.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('inside.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: script,
    logLevel: 'error',
  });
  return (experiment) =>
    new Promise((done, fail) => {
      const child = spawn('unshare', [...unshare, process.execPath, script], { stdio: ['pipe', 'pipe', 'pipe'] });
      let out = '';
      let err = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        out += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        err += text;
      });
      child.on('error', fail).on('exit', (code) => {
        if (code === 0) done(JSON.parse(out) as Measured);
        else fail(new Error(`${JSON.stringify(experiment).slice(0, 200)}: ${err}`));
      });
      child.stdin.end(JSON.stringify(experiment));
    });
}
