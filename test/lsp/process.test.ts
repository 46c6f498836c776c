import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { environment } from '../editors/setup.ts';

const hasTimes = existsSync('/proc/self/stat');
if (!hasTimes) console.log('Skipped: how much a process works is not told by this system (no /proc)');

const home = mkdtempSync(join(tmpdir(), 'keepalint-process-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

const framed = (body: Buffer) => Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
const message = (content: object) => framed(Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...content })));
const initialize = (processId: number | null = null) =>
  message({ id: 1, method: 'initialize', params: { processId, rootUri: null, capabilities: {} } });
const shutdown = message({ id: 2, method: 'shutdown' });
const exit = message({ method: 'exit' });

/** A server as an editor starts it. */
function start() {
  const child = spawn('keepalint', ['lsp', '--stdio'], { env: environment(home), stdio: ['pipe', 'pipe', 'pipe'] });
  running.push(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  // It may be gone before it has read everything.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return {
    pid: child.pid!,
    send: (...parts: Buffer[]) => {
      for (const part of parts) child.stdin.write(part);
    },
    end: () => child.stdin.end(),
    ended,
    err: () => err,
    said: async (text: string) => {
      while (!out.includes(text)) await new Promise((resolve) => setTimeout(resolve, 10));
    },
  };
}

describe('keepalint lsp', () => {
  it('ends with 0 when it was told to shut down before, else with 1', async () => {
    const [good, rude] = [start(), start()];
    good.send(initialize(), shutdown, exit);
    rude.send(initialize(), exit);
    expect([await good.ended, await rude.ended]).toEqual([0, 1]);
    expect([good.err(), rude.err()]).toEqual(['', '']);
  });

  it('ends when its input ends, also before anything was said', async () => {
    const [early, late] = [start(), start()];
    early.end();
    late.send(initialize());
    await late.said('"serverInfo"');
    late.end();
    expect([await early.ended, await late.ended]).toEqual([expect.any(Number), 1]);
  });

  it('does not wait for a client that never answers what it has never heard of', async () => {
    const server = start();
    const uri = 'zipfile:/a.zip/nginx.conf';
    const opened = { textDocument: { uri, languageId: 'nginx', version: 1, text: 'events {}' } };
    server.send(
      initialize(),
      message({ method: 'textDocument/didOpen', params: opened }),
      message({ id: 3, method: 'textDocument/hover', params: { ...opened, position: { line: 0, character: 1 } } }),
    );
    await server.said('"id":3');
    expect(server.err()).toBe('');
  });

  it('ends when the process that started it is gone', async () => {
    const parent = spawn('true');
    await new Promise((resolve) => parent.on('exit', resolve));
    const server = start();
    server.send(initialize(parent.pid));
    expect(await server.ended).toBe(1);
  });

  it.each([
    ['GET / HTTP/1.1\r\nHost: localhost\r\n\r\n', /^keepalint lsp: standard input is no language server protocol: .+\n$/],
    ['Content-Length: many\r\n\r\n{}', /^keepalint lsp: standard input is no language server protocol: .*many\n$/],
  ])('says what is wrong with %j, and ends', async (text, told) => {
    const server = start();
    server.send(Buffer.from(text));
    expect(await server.ended).toBe(1);
    expect(server.err()).toMatch(told);
  });

  it('goes on behind a message that is no JSON, and one that is no UTF-8', async () => {
    const server = start();
    const uri = Buffer.concat([Buffer.from('file:///'), Buffer.from([0xff, 0xfe, 0xc3])]);
    const hover = Buffer.concat([
      Buffer.from('{"jsonrpc":"2.0","id":3,"method":"textDocument/hover","params":{"textDocument":{"uri":"'),
      uri,
      Buffer.from('"},"position":{"line":0,"character":0}}}'),
    ]);
    server.send(initialize(), message({ method: 'initialized', params: {} }), framed(Buffer.from('{bad}')), framed(hover));
    await server.said('"id":3,"result":null');
    server.send(shutdown, exit);
    expect(await server.ended).toBe(0);
    expect(server.err()).toMatch(/^keepalint lsp: a message is no JSON: .+\n$/);
  });

  it('takes a document of 32 MB', async () => {
    const server = start();
    const text = `# ${'x'.repeat(32 * 1024 * 1024)}\nworker_processes 4.0;\n`;
    const document = { uri: 'file:///w/nginx.conf', languageId: 'nginx', version: 1, text };
    server.send(initialize(), message({ method: 'initialized', params: {} }));
    server.send(message({ method: 'textDocument/didOpen', params: { textDocument: document } }));
    await server.said('nginx/invalid-value');
    server.send(shutdown, exit);
    expect(await server.ended).toBe(0);
  });

  it.skipIf(!hasTimes)('does nothing while nobody asks', async () => {
    const server = start();
    const document = { uri: 'file:///w/nginx.conf', languageId: 'nginx', version: 1, text: 'events {}\nhttp {}\n' };
    server.send(initialize(process.pid), message({ method: 'initialized', params: {} }));
    server.send(message({ method: 'textDocument/didOpen', params: { textDocument: document } }));
    await server.said('publishDiagnostics');
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    /** Hundredths of a second that the process has computed. */
    const used = () => {
      const fields = readFileSync(`/proc/${server.pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      return Number(fields[11]) + Number(fields[12]);
    };
    await wait(1500);
    const before = used();
    await wait(4000);
    expect(used() - before).toBeLessThanOrEqual(2);
  });
});
