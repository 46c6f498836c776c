import { afterEach, describe, expect, it } from 'vitest';
import type { ClientCapabilities, CompletionItem } from 'vscode-languageserver';
import { type Client, connect, modern, type Options, plain } from './client.ts';

const clients: Client[] = [];
const start = async (options: Options = {}) => {
  const client = await connect(options);
  clients.push(client);
  return client;
};
afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
});

const able: ClientCapabilities = {
  ...modern,
  textDocument: {
    ...modern.textDocument,
    completion: {
      completionItem: { snippetSupport: true, documentationFormat: ['markdown'], tagSupport: { valueSet: [1] } },
    },
  },
};

const text = `events {}
http {
  upstream pool { server b:1; }
  server {
    loc
    proxy_pass http://
  }
}
`;

describe('completion', () => {
  it('is announced, and a blank does not start it', async () => {
    const { initialized } = await start();
    expect(initialized.capabilities.completionProvider).toEqual({
      triggerCharacters: ['$', '@', '/', '=', '.'],
      resolveProvider: true,
    });
  });

  it('gives stops to a client that has them, and the range of the word', async () => {
    const client = await start({ capabilities: able });
    await client.open('nginx.conf', 'nginx', text);
    const item = find(await client.complete('nginx.conf', 'loc'), 'location');
    expect(item).toMatchObject({
      insertTextFormat: 2,
      textEdit: {
        range: { start: { line: 4, character: 4 }, end: { line: 4, character: 7 } },
        newText: `location $\{1:/} {\n\t$0\n}`,
      },
    });
  });

  it('gives plain text to others', async () => {
    const client = await start({ capabilities: plain });
    await client.open('nginx.conf', 'nginx', text);
    const item = find(await client.complete('nginx.conf', 'loc'), 'location');
    expect(item?.textEdit?.newText).toBe('location');
    expect(item?.insertTextFormat).toBeUndefined();
  });

  it('knows the text as it is being written', async () => {
    const client = await start();
    await client.open('nginx.conf', 'nginx', text);
    await client.edit('nginx.conf', 'pool', 'other');
    const items = await client.complete('nginx.conf', 'http://');
    expect(items.map(({ label }) => label)).toEqual(['http://other']);
  });

  it('says more when it is asked for, in the language of the client', async () => {
    const client = await start({ capabilities: able, params: { locale: 'zh-cn' } });
    await client.open('sysctl.conf', 'sysctl', 'tcp_fin_tim\n');
    const item = find(await client.complete('sysctl.conf', 'tcp_fin_tim'), 'net.ipv4.tcp_fin_timeout')!;
    expect(item.documentation).toBeUndefined();
    const { documentation } = await client.documented(item);
    expect(documentation).toMatchObject({ kind: 'markdown', value: expect.stringContaining('FIN\\_WAIT\\_2') });
  });

  it('is empty for a file of neither language', async () => {
    const client = await start();
    await client.open('notes.txt', 'plaintext', 'loc');
    expect(await client.complete('notes.txt', 'loc')).toEqual([]);
  });
});

const find = (items: readonly CompletionItem[], label: string) => items.find((item) => item.label === label);
