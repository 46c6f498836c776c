import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Agent, createServer, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mainFile } from './main-file.ts';

/** A real nginx on loopback between a client and a backend that counts connections. */
export interface Wire {
  /** Sends one request, waits for its answer, tells what the backend saw. */
  send(to: { readonly host: string; readonly path: string }, client: Client): Promise<Seen>;
  stop(): Promise<void>;
}

interface Client {
  readonly headers?: Readonly<Record<string, string>>;
  /** Keeps its connection to nginx; without it each request has its own, with `Connection: close`. */
  readonly agent?: Agent;
}

/** A request as it arrived at the backend. */
export interface Seen {
  /** Numbers the connections that nginx has opened. */
  readonly connection: number;
  readonly version: string;
  /** In order, names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly url: string;
  /** Whether the client's own connection to nginx was used again. */
  readonly kept: boolean;
}

export interface Backend {
  readonly port: number;
  take(id: string): Omit<Seen, 'kept'> | undefined;
  stop(): Promise<void>;
}

/** The nginx under test and its version; undefined where there is none, with the reason printed. */
export async function findNginx(): Promise<{ binary: string; version: string } | undefined> {
  const asked = process.env.KEEPALINT_NGINX;
  for (const binary of asked ? [asked] : ['nginx', '/usr/sbin/nginx']) {
    const version = /nginx\/(\d+\.\d+\.\d+)/.exec(spawnSync(binary, ['-v'], { encoding: 'utf8' }).stderr ?? '')?.[1];
    if (!version) continue;
    const backend = await startBackend();
    try {
      const wire = await startWire(binary, new Map([['nginx.conf', mainFile(`server { ${listen} return 204; }`)]]), backend);
      await wire.stop();
      return { binary, version };
    } catch (error) {
      console.log(`Skipped: ${binary} does not start here (${error instanceof Error ? error.message : error})`);
      return undefined;
    } finally {
      await backend.stop();
    }
  }
  console.log(`Skipped: ${asked ?? 'nginx'} is not installed (apt-get install nginx; KEEPALINT_NGINX names another one)`);
  return undefined;
}

/** What every server of a configuration listens on: a socket file beside it, so that no port has to be free. */
export const listen = 'listen unix:front.sock;';

/** An HTTP server that keeps connections as the request's version and Connection header ask. */
export async function startBackend(): Promise<Backend> {
  const numbers = new WeakMap<Socket, number>();
  const seen = new Map<string, Omit<Seen, 'kept'>>();
  let opened = 0;
  const server = createServer({ keepAliveTimeout: 0 }, (req, res) => {
    const headers = pairs(req.rawHeaders);
    seen.set(String(req.headers['x-probe']), {
      connection: numbers.get(req.socket)!,
      version: req.httpVersion,
      headers: headers.filter(([name]) => name !== 'x-probe'),
      url: req.url ?? '',
    });
    // Without a length, Node closes the connection of every HTTP/1.0 client.
    res.writeHead(200, { 'content-length': 2 }).end('ok');
  });
  server.on('connection', (socket) => numbers.set(socket, ++opened));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: (server.address() as AddressInfo).port,
    take(id) {
      const request = seen.get(id);
      seen.delete(id);
      return request;
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** A running nginx. */
export interface Running {
  /** Where its files lie, `front.sock` among them. */
  readonly folder: string;
  /** What it has written to its error log so far. */
  said(): string;
  stop(): Promise<void>;
}

/** Starts nginx with these files, and waits for its sockets; rejects with what nginx says when it does not take the files. */
export async function startNginx(
  binary: string,
  files: ReadonlyMap<string, string>,
  sockets: readonly string[] = ['front.sock'],
): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'keepalint-wire-'));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const child = spawn(binary, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const stop = async () => {
    await end(child);
    process.off('exit', kill);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const socket of sockets) await answering(join(folder, socket), child, () => said.replaceAll(folder, ''));
  } catch (error) {
    await stop();
    throw error;
  }
  return { folder, said: () => said, stop };
}

/** The same with a backend behind it. */
export async function startWire(binary: string, files: ReadonlyMap<string, string>, backend: Backend): Promise<Wire> {
  const { folder, said, stop } = await startNginx(binary, files);
  const front = join(folder, 'front.sock');
  let sent = 0;
  return {
    stop,
    async send({ host, path }, { headers, agent }) {
      const id = `${++sent}`;
      const { status, kept } = await get(front, path, { ...headers, host, 'x-probe': id }, agent);
      const seen = backend.take(id);
      if (!seen) throw new Error(`${host}${path}: status ${status}, and the backend saw nothing\n${said()}`);
      return { ...seen, kept };
    },
  };
}

function get(socketPath: string, path: string, headers: Record<string, string>, agent: Agent | undefined) {
  return new Promise<{ status: number; kept: boolean }>((done, fail) => {
    const req = request({ socketPath, path, headers, agent: agent ?? false }, (res) => {
      res.resume().on('end', () => done({ status: res.statusCode ?? 0, kept: req.reusedSocket }));
      res.on('error', fail);
    });
    req.on('error', fail).end();
  });
}

async function answering(socketPath: string, child: ChildProcess, said: () => string): Promise<void> {
  let failed: Error | undefined;
  child.on('error', (error) => {
    failed = error;
  });
  for (let i = 0; i < 500; i++) {
    if (failed) throw failed;
    if (child.exitCode !== null) throw new Error(said());
    if (await accepts(socketPath)) return;
    await new Promise((wake) => setTimeout(wake, 10));
  }
  throw new Error(`nginx does not answer\n${said()}`);
}

const accepts = (socketPath: string) =>
  new Promise<boolean>((done) => {
    const socket = connect(socketPath, () => {
      socket.destroy();
      done(true);
    });
    socket.on('error', () => done(false));
  });

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((done) => {
    child.once('exit', () => done());
    child.kill('SIGKILL');
  });
}

function pairs(raw: readonly string[]): [string, string][] {
  const out: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) out.push([raw[i]!.toLowerCase(), raw[i + 1]!]);
  return out;
}
