import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import {
  type Connection,
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { nodeHost } from '../disk/host.ts';
import { clientFiles, diskAndClient, untilExpired } from './files.ts';
import { createServer, type Environment, type Files } from './server.ts';

/**
 * Serves the client that started this process: over its IPC channel, or as the command line says (`--stdio`, `--socket=…`,
 * `--pipe=…`). Hovers quote the rule pages and the documentation of nginx where the folder of the package is known.
 */
export function start(home?: string): void {
  // What a check leaves behind is garbage with the next keystroke: by default the heap may double before it is collected.
  setFlagsFromString('--heap-growing-percent=50');
  const connection = connect();
  let readsFiles = false;
  createServer(connection, {
    // Some clients never answer what they have never heard of.
    files: filesFor(async (method, params) => {
      if (!readsFiles) throw new Error(`${method} is not for this client`);
      return connection.sendRequest(method, params);
    }),
    meet: (client) => {
      readsFiles = client.readsFiles === true;
    },
    ...(home !== undefined && textsIn(home)),
  });
  connection.listen();
}

function connect(): Connection {
  if (!process.argv.includes('--stdio')) return createConnection(ProposedFeatures.all);
  const input = new StreamMessageReader(process.stdin);
  input.onError((error) => {
    const [text] = error.message.split('\n');
    // A message that is no JSON is only that; behind a header that is none, nobody knows where the next message begins.
    const one = error instanceof SyntaxError;
    process.stderr.write(
      `keepalint lsp: ${one ? 'a message is no JSON' : 'standard input is no language server protocol'}: ${text}\n`,
    );
    if (!one) process.exit(1);
  });
  // Whoever started us has gone without a word.
  input.onClose(() => process.exit(1));
  process.stdin.on('end', () => process.exit(1));
  return createConnection(ProposedFeatures.all, input, new StreamMessageWriter(process.stdout));
}

/** The disk, for an editor. */
export const diskFiles = (): Files => untilExpired(nodeHost());

/** The disk, and what only a client of ours can read; others refuse, and nothing is there. */
export function filesFor(ask: <R>(method: string, params: object) => Promise<R>): Files {
  const client = clientFiles({
    read: async (files) => {
      // JSON between two processes: bytes come as base64.
      const answers = await ask<readonly (Sent | null)[]>('keepalint/fs/read', { files });
      return answers.map(
        (a) => a && { stamp: a.stamp, bytes: a.bytes === undefined ? a.bytes : Buffer.from(a.bytes, 'base64') },
      );
    },
    list: (folders) => ask('keepalint/fs/list', { folders }),
  });
  return diskAndClient(diskFiles(), client);
}

interface Sent {
  readonly stamp?: string;
  readonly bytes?: string;
}

function textsIn(home: string): Pick<Required<Environment>, 'page' | 'documentation'> {
  const read = (...path: string[]) => readFile(join(home, ...path), 'utf8').catch(() => undefined);
  return {
    page: (rule, locale) => read('docs', 'rules', `${rule}${locale === 'en' ? '' : '.zh-CN'}.md`),
    documentation: () => read('dist', 'nginx-docs.json'),
  };
}
