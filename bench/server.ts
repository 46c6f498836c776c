import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type DocumentDiagnosticReport,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { generate } from './generate.ts';
import { median, report } from './measure.ts';

/** Through the built server's standard input and output, once as a client that asks for diagnostics and once as one that is told. */
export async function server(root: string, folder: string): Promise<void> {
  const text = generate(10_000);
  const workspace = join(folder, 'large');
  mkdirSync(join(workspace, '.git'), { recursive: true });
  writeFileSync(join(workspace, 'nginx.conf'), text);
  for (const pull of [true, false]) {
    const opens: number[] = [];
    let keys: number[] = [];
    for (let i = 0; i < 3; i++) {
      const { open, typed } = await session(root, workspace, text, pull);
      opens.push(open);
      keys = [...keys, ...typed];
    }
    const way = pull ? 'pulled' : 'pushed';
    report(
      `open → first diagnostics, ${way}`,
      median(opens),
      300,
      `each ${opens.map((ms) => ms.toFixed(0)).join(', ')}`,
      ' ms',
    );
    report(
      `keystroke → diagnostics, ${way}`,
      median(keys),
      50,
      `of ${keys.length}, longest ${Math.max(...keys).toFixed(0)}`,
      ' ms',
    );
  }
}

async function session(root: string, workspace: string, text: string, pull: boolean) {
  const { connection, stop } = await startServer(root, workspace, {
    textDocument: pull ? { diagnostic: {} } : { publishDiagnostics: { versionSupport: true } },
  });
  let told: ((params: PublishDiagnosticsParams) => void) | undefined;
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => told?.(params));
  const uri = pathToFileURL(join(workspace, 'nginx.conf')).href;

  const diagnostics = (version: number): Promise<number> => {
    if (pull) return pulled(connection, uri);
    return new Promise((resolve) => {
      told = (params) => {
        if (params.uri === uri && (params.version === undefined || params.version === version))
          resolve(params.diagnostics.length);
      };
    });
  };
  const started = performance.now();
  const first = diagnostics(1);
  const opened = { uri, languageId: 'nginx', version: 1, text };
  const open = connection.sendNotification('textDocument/didOpen', { textDocument: opened });
  const count = pull ? await open.then(() => diagnostics(1)) : await first;
  if (count === 0) throw new Error('the large file has no findings: nothing was measured');
  const untilOpen = performance.now() - started;

  const typed: number[] = [];
  const line = text.split('\n').findIndex((l, i) => i > 5000 && l.includes('proxy_read_timeout'));
  for (let version = 2; version < 22; version++) {
    const at = { line, character: 31 };
    const start = performance.now();
    const answer = pull ? undefined : diagnostics(version);
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: at, end: at }, text: String(version % 10) }],
    });
    await (answer ?? diagnostics(version));
    typed.push(performance.now() - start);
  }
  await stop();
  return { open: untilOpen, typed };
}

/** The built server, as a client has it that opened a folder. */
export async function startServer(root: string, workspace: string, capabilities: ClientCapabilities) {
  const child = spawn(process.execPath, [join(root, 'dist', 'server.js'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) => items.map(() => null));
  connection.listen();
  const folders = [{ uri: pathToFileURL(workspace).href, name: 'large' }];
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: folders[0]!.uri,
    workspaceFolders: folders,
    capabilities,
  });
  await connection.sendNotification('initialized', {});
  const stop = async () => {
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    connection.dispose();
  };
  return { connection, pid: child.pid!, stop };
}

/** Asks for the diagnostics of a document and says how many there are. */
export const pulled = async (connection: ProtocolConnection, uri: string): Promise<number> => {
  const answer = await connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: { uri } });
  return 'items' in answer ? answer.items.length : 0;
};
