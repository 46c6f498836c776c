/**
 * Runs one experiment in a network namespace of its own: `unshare -rn node inside.mjs`, the experiment as JSON on standard
 * input, what was measured as JSON on standard output. Nothing leaves the loopback interface.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { connect, createServer as createTcpServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readSockets, tcpStates } from '../../server/src/machine/sockets.ts';
import type { Experiment, Measured } from './experiments.ts';

const frontPort = 8080;
const backendPort = 9000;

/** Requests through nginx to a server that keeps connections as it is asked to. */
async function proxy({ binary, files, requests, host, path }: Extract<Experiment, { kind: 'proxy' }>): Promise<Measured> {
  let opened = 0;
  const http = createServer({ keepAliveTimeout: 0 }, (_, res) => res.writeHead(200, { 'content-length': 2 }).end('ok'));
  const backend = createTcpServer((socket) => {
    opened++;
    socket.once('data', (first) => {
      // A FastCGI record begins with its version; no method of HTTP does.
      if (first[0] === 1) speakFastCgi(socket);
      else http.emit('connection', socket);
      socket.unshift(first);
    });
  });
  await new Promise<void>((done) => backend.listen(backendPort, '127.0.0.1', done));
  const stop = await startNginx(binary, files);
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const clients = new Set<unknown>();
  let failed = 0;
  let left = requests;
  const one = () =>
    new Promise<void>((done) => {
      const req = request({ port: frontPort, host: '127.0.0.1', path, headers: { host }, agent }, (res) => {
        if (res.statusCode !== 200) failed++;
        res.resume().on('close', done);
      });
      req.on('socket', (socket) => clients.add(socket));
      req.on('error', () => {
        failed++;
        done();
      });
      req.end();
    });
  const worker = async () => {
    while (left-- > 0) await one();
  };
  await Promise.all(Array.from({ length: 32 }, worker));
  const { timeWait } = sides(backendPort);
  const front = sides(frontPort);
  await stop();
  return {
    opened,
    failed,
    clients: clients.size,
    timeWaitAtBackend: timeWait.there,
    timeWaitAtProxy: timeWait.here,
    timeWaitAtFront: front.timeWait.there,
  };
}

/** Answers each request, and keeps the connection where the request asks for it (FCGI_KEEP_CONN). */
function speakFastCgi(socket: Socket): void {
  const [beginRequest, endRequest, stdin, stdout] = [1, 3, 5, 6];
  const record = (type: number, id: number, body: string | Buffer) => {
    const head = Buffer.from([1, type, 0, id, 0, body.length, 0, 0]);
    return Buffer.concat([head, Buffer.from(body)]);
  };
  let rest = Buffer.alloc(0);
  let keep = false;
  socket
    .on('error', () => {})
    .on('data', (data: Buffer) => {
      rest = Buffer.concat([rest, data]);
      for (;;) {
        const length = rest.length < 8 ? 0 : rest.readUInt16BE(4);
        const next = 8 + length + (rest[6] ?? 0);
        if (rest.length < next) return;
        const id = rest[3]!;
        if (rest[1] === beginRequest) keep = (rest[10]! & 1) === 1;
        if (rest[1] === stdin && length === 0) {
          const answer = 'Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nok';
          socket.write(
            Buffer.concat([record(stdout, id, answer), record(stdout, id, ''), record(endRequest, id, Buffer.alloc(8))]),
          );
          if (!keep) socket.end();
        }
        rest = rest.subarray(next);
      }
    });
}

/** Sockets in TIME_WAIT whose own port is the one (there) and whose peer's is (here). */
function sides(port: number) {
  const text = readFileSync('/proc/net/tcp', 'latin1');
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const count = (pattern: string) => (text.match(new RegExp(pattern, 'g')) ?? []).length;
  return {
    timeWait: {
      there: count(`: [\\dA-F]{8}:${hex} [\\dA-F]{8}:[\\dA-F]{4} 06`),
      here: count(`: [\\dA-F]{8}:[\\dA-F]{4} [\\dA-F]{8}:${hex} 06`),
    },
  };
}

/** Clients that give up on a server that takes its time: what becomes of their connections to nginx. */
async function abort({ binary, files }: Extract<Experiment, { kind: 'abort' }>): Promise<Measured> {
  const backend = createServer(() => {});
  await new Promise<void>((done) => backend.listen(backendPort, '127.0.0.1', done));
  const stop = await startNginx(binary, files);
  const clients = Array.from({ length: 5 }, () => connect(frontPort, '127.0.0.1'));
  for (const client of clients) client.write('GET / HTTP/1.1\r\nHost: a.example\r\n\r\n');
  await pause(300);
  for (const client of clients) client.destroy();
  await pause(700);
  const closeWait = stateCounts().CLOSE_WAIT;
  await stop();
  return { closeWait };
}

/** Clients that send a large body to a server that answers without reading it: how many see its response, how many a reset. */
async function upload({ binary, files }: Extract<Experiment, { kind: 'upload' }>): Promise<Measured> {
  const backend = createTcpServer((socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'));
    socket.on('error', () => {});
  });
  await new Promise<void>((done) => backend.listen(backendPort, '127.0.0.1', done));
  const stop = await startNginx(binary, files);
  const part = Buffer.alloc(64 << 10);
  const parts = 64;
  let [answered, reset] = [0, 0];
  for (let i = 0; i < 20; i++) {
    const client = connect(frontPort, '127.0.0.1');
    let text = '';
    client.on('data', (chunk) => {
      text += chunk;
    });
    const ended = new Promise<void>((done) => {
      client.on('error', () => reset++).on('close', done);
    });
    client.write(`POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: ${parts * part.length}\r\n\r\n`);
    // As programs do that send all of a request before they look for a response.
    client.pause();
    for (let n = 0; n < parts && !client.destroyed; n++) {
      client.write(part);
      await pause(1);
    }
    client.resume();
    await ended;
    if (text.startsWith('HTTP/1.1 401')) answered++;
  }
  await stop();
  return { answered, reset };
}

/** A client that has sent everything and closes its side, to a server that never does: the states of nginx's two sockets. */
async function half({ binary, files }: Extract<Experiment, { kind: 'half' }>): Promise<Measured> {
  const accepted: Socket[] = [];
  const backend = createTcpServer({ allowHalfOpen: true }, (socket) => accepted.push(socket.resume()));
  await new Promise<void>((done) => backend.listen(backendPort, '127.0.0.1', done));
  const stop = await startNginx(binary, files);
  // That was the one who waited for nginx to come up.
  await until(() => accepted.length > 0);
  accepted.pop()?.destroy();
  const client = connect({ port: frontPort, host: '127.0.0.1', allowHalfOpen: true });
  client.resume().end('all of it');
  await until(() => accepted.length > 0);
  await pause(3000);
  const text = readFileSync('/proc/net/tcp', 'latin1');
  const address = (port: number) => `[\\dA-F]{8}:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const any = '[\\dA-F]{8}:[\\dA-F]{4}';
  const count = (pattern: string) => (text.match(new RegExp(pattern, 'g')) ?? []).length;
  const measured = {
    clientInCloseWait: count(`: ${address(frontPort)} ${any} 08`),
    serverInFinWait2: count(`: ${any} ${address(backendPort)} 05`),
  };
  await stop();
  return measured;
}

/** What the kernel's timers say right after a close: of TIME_WAIT, and of an orphan in FIN_WAIT_2. In seconds. */
async function timers(): Promise<Measured> {
  const accepted: Socket[] = [];
  const server = createTcpServer({ allowHalfOpen: true }, (socket) => accepted.push(socket));
  await new Promise<void>((done) => server.listen(backendPort, '127.0.0.1', done));
  // The server closes first here, so the wait is on its side; the client answers at once.
  const polite = connect(backendPort, '127.0.0.1');
  await until(() => accepted.length === 1);
  accepted[0]!.end();
  polite.on('end', () => polite.end());
  polite.resume();
  await until(() => stateCounts().TIME_WAIT > 0);
  const timeWait = timerOf('06');
  // This client never closes its side: the program behind the socket goes away, the kernel waits alone.
  const child = spawn(process.execPath, [
    '-e',
    `const s = require('net').connect({ port: ${backendPort}, host: '127.0.0.1', allowHalfOpen: true }, () => { s.end(); setTimeout(() => process.exit(), 100); });`,
  ]);
  await new Promise((done) => child.on('exit', done));
  await until(() => stateCounts().FIN_WAIT2 > 0);
  return { timeWait, finWait2: timerOf('05') };
}

/** How long a socket in TIME_WAIT is really there, in seconds. */
async function lifetime(): Promise<Measured> {
  const server = createTcpServer((socket) => socket.end());
  await new Promise<void>((done) => server.listen(backendPort, '127.0.0.1', done));
  const client = connect(backendPort, '127.0.0.1');
  client.resume().on('end', () => client.end());
  await until(() => stateCounts().TIME_WAIT > 0);
  const from = performance.now();
  while (stateCounts().TIME_WAIT > 0) await pause(100);
  return { timeWait: Math.round((performance.now() - from) / 100) / 10 };
}

/** How many connections to one address succeed where there are two ports for them; each is closed before the next. */
async function connects({ tries, host }: Extract<Experiment, { kind: 'connects' }>): Promise<Measured> {
  spawnSync('ip', ['address', 'add', `${host}/32`, 'dev', 'lo']);
  const server = createTcpServer((socket) => socket.resume().on('end', () => socket.end()));
  await new Promise<void>((done) => server.listen(backendPort, host, done));
  let succeeded = 0;
  for (let i = 0; i < tries; i++) {
    const socket = connect({ port: backendPort, host });
    const connected = await new Promise<boolean>((done) => {
      socket.on('connect', () => done(true)).on('error', () => done(false));
    });
    if (connected) {
      succeeded++;
      socket.end();
      socket.resume();
      await new Promise((done) => socket.on('close', done));
    }
    // Reuse wants an age of more than a second.
    await pause(1200);
  }
  return { succeeded };
}

/** Closes more connections than tcp_max_tw_buckets keeps. */
async function overflow({ tries }: Extract<Experiment, { kind: 'overflow' }>): Promise<Measured> {
  const server = createTcpServer((socket) => socket.end());
  await new Promise<void>((done) => server.listen(backendPort, '127.0.0.1', done));
  for (let i = 0; i < tries; i++) {
    const socket = connect(backendPort, '127.0.0.1');
    socket.resume().on('end', () => socket.end());
    await new Promise((done) => socket.on('close', done));
  }
  await pause(200);
  const [names = '', values = ''] = readFileSync('/proc/net/netstat', 'utf8').split('\n');
  const at = names.split(' ').indexOf('TCPTimeWaitOverflow');
  return { timeWait: stateCounts().TIME_WAIT, overflow: Number(values.split(' ')[at]) };
}

/** The accept queue that the kernel gives a listening socket, as ss shows it. */
async function backlog({ binary, files }: Extract<Experiment, { kind: 'backlog' }>): Promise<Measured> {
  const stop = await startNginx(binary, files);
  const { stdout } = spawnSync('ss', ['-ltnH', `sport = :${frontPort}`], { encoding: 'utf8' });
  await stop();
  return { queue: Number(stdout.trim().split(/\s+/)[2]) };
}

function stateCounts(): Record<string, number> & { TIME_WAIT: number; FIN_WAIT2: number; CLOSE_WAIT: number } {
  const { states } = readSockets([readFileSync('/proc/net/tcp', 'latin1')]);
  return Object.fromEntries(tcpStates.map((name, i) => [name, states[i]!])) as ReturnType<typeof stateCounts>;
}

/** The seconds left of the first timer in a state: `tr:tm->when`, in hundredths. */
function timerOf(state: string): number {
  const m = new RegExp(`[\\dA-F]{4} ${state} [\\dA-F]{8}:[\\dA-F]{8} [\\dA-F]{2}:([\\dA-F]{8})`).exec(
    readFileSync('/proc/net/tcp', 'latin1'),
  );
  return m ? Math.round(Number.parseInt(m[1]!, 16) / 10) / 10 : Number.NaN;
}

async function until(done: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !done(); i++) await pause(10);
}

async function startNginx(binary: string, files: Readonly<Record<string, string>>): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const child = spawn(binary, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  for (let i = 0; ; i++) {
    if (child.exitCode !== null || i > 500) throw new Error(`nginx does not start: ${said}`);
    const up = await new Promise<boolean>((done) => {
      const socket = connect(frontPort, '127.0.0.1', () => {
        socket.resetAndDestroy();
        done(true);
      }).on('error', () => done(false));
    });
    if (up) break;
    await pause(10);
  }
  return async () => {
    child.kill('SIGKILL');
    await new Promise((done) => child.once('exit', done));
    rmSync(folder, { recursive: true, force: true });
  };
}

const experiment = JSON.parse(readFileSync(0, 'utf8')) as Experiment;
spawnSync('ip', ['link', 'set', 'lo', 'up']);
for (const [key, value] of Object.entries(experiment.sysctl ?? {}))
  writeFileSync(`/proc/sys/${key.replaceAll('.', '/')}`, value);

const run: { readonly [K in Experiment['kind']]: (e: Extract<Experiment, { kind: K }>) => Promise<Measured> } = {
  proxy,
  abort,
  upload,
  half,
  timers,
  lifetime,
  connects,
  overflow,
  backlog,
};
const result = await run[experiment.kind](experiment as never);
process.stdout.write(JSON.stringify(result), () => process.exit(0));
