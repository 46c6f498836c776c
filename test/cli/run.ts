import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { main } from '../../server/src/cli/main.ts';

export interface Workspace {
  readonly folder: string;
  write(path: string, content: string | Uint8Array): void;
  read(path: string): string;
  link(path: string, target: string): void;
  /** Calls the command line in the folder. */
  run(argv: string | readonly string[], call?: Call): Promise<Outcome>;
}

interface Call {
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly terminal?: boolean;
  readonly columns?: number;
}

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly bytes: Buffer;
  readonly err: string;
}

export const home = fileURLToPath(new URL('../../', import.meta.url));

/** A folder of its own that looks like a repository, so that nothing above it is looked at. */
export function workspace(files: Readonly<Record<string, string | Uint8Array>> = {}): Workspace {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'keepalint-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, '.git'));
  const write = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const [path, content] of Object.entries(files)) write(path, content);
  return {
    folder,
    write,
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    link: (path, target) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      symlinkSync(target, join(folder, path));
    },
    run: async (argv, { stdin = '', env = {}, terminal = false, columns = 100 } = {}) => {
      const out: Buffer[] = [];
      let err = '';
      const code = await main({
        argv: typeof argv === 'string' ? argv.split(' ').filter(Boolean) : argv,
        cwd: folder,
        env,
        home,
        stdin: () => Promise.resolve(Buffer.from(stdin)),
        out: (data) => void out.push(Buffer.from(data)),
        err: (text) => {
          err += text;
        },
        terminal: { out: terminal, err: terminal, columns },
      });
      const bytes = Buffer.concat(out);
      return { code, out: bytes.toString(), bytes, err };
    },
  };
}

/** One error with a safe fix. */
export const recycle = 'net.ipv4.tcp_tw_recycle = 1\n';
/** Nothing to say. */
export const clean = 'net.core.somaxconn = 8192\n';
/** One warning with an unsafe fix. */
export const buckets = 'net.ipv4.tcp_max_tw_buckets = 5000\n';
/** One info, which is not shown by default, without a fix. */
export const parity = 'net.ipv4.tcp_tw_reuse = 1\n';
