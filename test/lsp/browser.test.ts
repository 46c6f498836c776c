import { runInNewContext } from 'node:vm';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { build } from 'esbuild';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createProtocolConnection,
  type DataCallback,
  type Diagnostic,
  type Hover,
  type MarkupContent,
  type Message,
} from 'vscode-languageserver/node';
import { clientFiles, type FileService } from '../../server/src/lsp/files.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** An editor's file systems: texts by URI. Every message is noted. */
function fileService(texts: Map<string, string | Uint8Array>) {
  const messages: string[] = [];
  const service: FileService = {
    read: async (files) => {
      messages.push(`read ${files.map(({ uri, stamp }) => (stamp === undefined ? uri : `${uri} ${stamp}`)).join(', ')}`);
      return files.map(({ uri, stamp: known }) => {
        const text = texts.get(uri);
        if (text === undefined) return null;
        const stamp = `${text.length}`;
        return stamp === known ? { stamp } : { stamp, bytes: typeof text === 'string' ? encode(text) : text };
      });
    },
    list: async (folders) => {
      messages.push(`list ${folders.join(', ')}`);
      return folders.map((folder) => {
        const below = `${folder.replace(/\/$/, '')}/`;
        const inside = [...texts.keys()].filter((uri) => uri.startsWith(below)).map((uri) => uri.slice(below.length));
        const names = new Set(inside.map((name) => name.replace(/\/.*/, '')));
        const kind = (name: string) => (inside.includes(name) ? ('file' as const) : ('directory' as const));
        return inside.length ? [...names].map((name) => ({ name, kind: kind(name) })) : null;
      });
    },
  };
  return { service, messages };
}

describe('files of a client', () => {
  it('are asked for in as few messages as can be, and none is asked for that a listing does not show', async () => {
    const { service, messages } = fileService(
      new Map([
        ['memfs:/a.conf', 'a'],
        ['memfs:/b.conf', 'b'],
      ]),
    );
    const files = clientFiles(service);
    const paths = ['a', 'b', 'c', 'd'].map((name) => `//memfs:/${name}.conf`);
    const found = await Promise.all(paths.map((path) => files.read(path)));
    expect(found.map((source) => source?.text)).toEqual(['a', 'b', undefined, undefined]);
    expect(messages).toEqual(['list memfs:/', 'read memfs:/a.conf, memfs:/b.conf']);
    await Promise.all(paths.map((path) => files.read(path)));
    expect(messages).toHaveLength(2);
  });

  it('keep their source until their text is another, and are not sent again before', async () => {
    const texts = new Map([['memfs:/a.conf', 'one']]);
    const { service, messages } = fileService(texts);
    const files = clientFiles(service);
    const first = await files.read('//memfs:/a.conf');
    files.expire();
    expect(await files.read('//memfs:/a.conf')).toBe(first);
    expect(messages.at(-1)).toBe('read memfs:/a.conf 3');
    texts.set('memfs:/a.conf', 'other');
    expect(await files.read('//memfs:/a.conf')).toBe(first);
    files.expire();
    expect(await files.read('//memfs:/a.conf')).toMatchObject({ text: 'other' });
    texts.delete('memfs:/a.conf');
    files.expire();
    expect(await files.read('//memfs:/a.conf')).toBeUndefined();
  });

  it('of two file systems stay apart', async () => {
    const texts = new Map([
      ['memfs:/etc/nginx/a.conf', 'memory'],
      ['vscode-vfs://github/etc/nginx/a.conf', 'repository'],
    ]);
    const files = clientFiles(fileService(texts).service);
    expect((await files.read('//memfs:/etc/nginx/a.conf'))?.text).toBe('memory');
    expect((await files.read('//vscode-vfs:github/etc/nginx/a.conf'))?.text).toBe('repository');
    expect(await files.read('/etc/nginx/a.conf')).toBeUndefined();
    expect(await files.list('//memfs:/etc')).toEqual([{ name: 'nginx', kind: 'directory' }]);
  });

  it('may hold any bytes', async () => {
    const texts = new Map([
      ['memfs:/gbk.conf', new Uint8Array([0x23, 0xd6, 0xd0])],
      ['memfs:/image.conf', new Uint8Array([0x89, 0, 0])],
    ]);
    const files = clientFiles(fileService(texts).service);
    expect(await files.read('//memfs:/gbk.conf')).toMatchObject({ text: '#ÖÐ', encoding: 'latin1' });
    expect(await files.read('//memfs:/image.conf')).toBeUndefined();
  });

  it('are not there when the client does not answer', async () => {
    const refuse = () => Promise.reject(new Error('unknown method'));
    const files = clientFiles({ read: refuse, list: refuse });
    expect(await files.read('//memfs:/a.conf')).toBeUndefined();
    expect(await files.list('//memfs:')).toBeUndefined();
  });

  it('end at the root of their file system and at a repository', async () => {
    const files = clientFiles(fileService(new Map([['memfs:/a/.git/config', '']])).service);
    expect(await files.isBoundary('//memfs:')).toBe(true);
    expect(await files.isBoundary('//memfs:/a')).toBe(true);
    expect(await files.isBoundary('//memfs:/a/b')).toBe(false);
  });
});

const nginx = `events {}
http {
    upstream backend {
        server 10.0.0.11:8080;
        keepalive 64;
    }
    server {
        location / {
            include proxy.conf;
            proxy_pass http://backend;
        }
    }
}
`;

const ports: MessagePort[] = [];
let worker = '';
beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: ['server/src/lsp/worker.ts'],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
  });
  worker = outputFiles[0]!.text;
});
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** The worker, with nothing at hand but what every worker has. */
function startWorker(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1);
  const { TextDecoder, TextEncoder, URL, clearTimeout, crypto, performance, queueMicrotask, setTimeout } = globalThis;
  runInNewContext(worker, {
    ...{ TextDecoder, TextEncoder, URL, clearTimeout, crypto, performance, queueMicrotask, setTimeout },
    addEventListener: () => undefined,
    postMessage: (message: unknown) => port2.postMessage(message),
    close: () => port2.close(),
    set onmessage(listen: (event: { data: unknown }) => void) {
      port2.on('message', (data) => listen({ data }));
    },
  });
  return port1;
}

class Reader extends AbstractMessageReader {
  readonly #port: MessagePort;
  constructor(port: MessagePort) {
    super();
    this.#port = port;
  }
  listen(callback: DataCallback) {
    this.#port.on('message', callback);
    return { dispose: () => undefined };
  }
}

class Writer extends AbstractMessageWriter {
  readonly #port: MessagePort;
  constructor(port: MessagePort) {
    super();
    this.#port = port;
  }
  async write(message: Message) {
    this.#port.postMessage(message);
  }
  end() {}
}

/** An editor with a folder open, whose server is a worker. */
async function connect(folder: string, texts: Map<string, string>) {
  const port = startWorker();
  const connection = createProtocolConnection(new Reader(port), new Writer(port));
  const { service } = fileService(texts);
  connection.onRequest('keepalint/fs/read', ({ files }) => service.read(files));
  connection.onRequest('keepalint/fs/list', ({ folders }) => service.list(folders));
  connection.onRequest('keepalint/extension/read', ({ path }: { path: string }) =>
    path.startsWith('docs/rules/') ? `<!-- generated -->\n<!-- /generated -->\n\nThe page ${path}\n` : null,
  );
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders: [{ uri: folder, name: 'folder' }],
    capabilities: { textDocument: { diagnostic: {}, hover: { contentFormat: ['markdown'] } } },
  });
  await connection.sendNotification('initialized', {});
  return {
    open: (uri: string, languageId: string) =>
      connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text: texts.get(uri) },
      }),
    codes: async (uri: string) => {
      const report = await connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', {
        textDocument: { uri },
      });
      return report.items.map(({ code }) => code);
    },
    hover: async (uri: string, line: number, character: number) => {
      const params = { textDocument: { uri }, position: { line, character } };
      const hover = await connection.sendRequest<Hover & { contents: MarkupContent }>('textDocument/hover', params);
      return hover.contents.value;
    },
    stop: async () => {
      const ended = new Promise((done) => port.once('close', done));
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await ended;
    },
  };
}

describe('the worker', () => {
  it.each(['memfs:', 'vscode-vfs://github/owner/repository', 'vscode-test-web://mount', 'file:///srv'])(
    'judges files on %s with what they include',
    async (folder) => {
      const texts = new Map([
        [`${folder}/nginx.conf`, nginx],
        [`${folder}/proxy.conf`, 'proxy_set_header Host $host;\n'],
        [`${folder}/reused/nginx.conf`, nginx],
        [`${folder}/reused/proxy.conf`, 'proxy_http_version 1.1;\nproxy_set_header Connection "";\n'],
        [`${folder}/alone/nginx.conf`, nginx],
      ]);
      const editor = await connect(folder, texts);
      for (const uri of texts.keys()) if (uri.endsWith('nginx.conf')) await editor.open(uri, 'nginx');
      const inert = 'nginx/upstream-keepalive-inert';
      expect(await editor.codes(`${folder}/nginx.conf`)).toContain(inert);
      expect(await editor.codes(`${folder}/reused/nginx.conf`)).not.toContain(inert);
      expect(await editor.codes(`${folder}/alone/nginx.conf`)).toEqual(['nginx/include-missing']);
      expect(await editor.hover(`${folder}/nginx.conf`, 4, 10)).toContain(`The page docs/rules/${inert}.md`);
    },
  );

  it('never takes files of one file system for those of another', async () => {
    const file = 'etc/sysctl.d/10-a.conf';
    const texts = new Map([
      [`memfs:/${file}`, 'net.ipv4.tcp_fin_timeout = 30\n'],
      [`vscode-vfs://github/${file}`, 'net.ipv4.tcp_fin_timeout = 20\n'],
      ['memfs:/etc/.keepalint.yaml', 'rules: { sysctl/tcp-tw-recycle: off }\n'],
      ['memfs:/etc/sysctl.conf', 'net.ipv4.tcp_tw_recycle = 1\n'],
      ['vscode-vfs://github/etc/sysctl.conf', 'net.ipv4.tcp_tw_recycle = 1\n'],
    ]);
    const editor = await connect('memfs:/', texts);
    for (const uri of texts.keys()) if (uri.endsWith('sysctl.conf')) await editor.open(uri, 'sysctl');
    expect(await editor.codes('memfs:/etc/sysctl.conf')).toEqual([]);
    expect(await editor.codes('vscode-vfs://github/etc/sysctl.conf')).toEqual(['sysctl/tcp-tw-recycle']);
  });

  it('ends when it is told to', async () => {
    const editor = await connect('memfs:', new Map());
    await editor.stop();
  });
});
