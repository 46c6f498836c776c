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

describe('signature help', () => {
  const listen = 'events {}\nhttp {\n  server {\n    listen 80 ssl backlog=5;\n    root /x;\n  }\n}\n';

  it.each([
    ['listen 8', 'address'],
    ['listen 80 ssl', '[ssl]'],
    ['backlog=', '[backlog=number]'],
  ])('says which argument is written at %s', async (behind, active) => {
    const client = await start();
    await client.open('nginx.conf', 'nginx', listen);
    const help = await client.signature('nginx.conf', behind);
    expect(help?.signatures[0]?.label).toMatch(/^listen address \[default_server\] \[bind\] \[backlog=number\]/);
    expect(help?.signatures[0]?.parameters?.[help.activeParameter ?? -1]?.label).toBe(active);
  });

  it('speaks the language of the client', async () => {
    const client = await start({ params: { locale: 'zh-cn' } });
    await client.open('nginx.conf', 'nginx', listen);
    expect((await client.signature('nginx.conf', 'backlog='))?.signatures[0]?.label).toContain('listen 地址');
  });

  describe('with the documentation of nginx', () => {
    const documentation = async () =>
      JSON.stringify({
        directives: {
          'http_core listen': {
            text: 'Sets the `address`. And more.',
            syntax: ['address'],
            parameters: { 'backlog=': 'Limits the [queue](https://nginx.org/).' },
          },
          'http_headers expires': { text: 'Sets dates.', syntax: ['[modified] time', 'epoch | max | off'] },
        },
        variables: {},
      });
    const expires = 'events {}\nhttp {\n  expires 1d;\n}\n';

    it('quotes the first sentence, and what the word means that is written', async () => {
      const client = await start({ documentation });
      await client.open('nginx.conf', 'nginx', listen);
      const help = await client.signature('nginx.conf', 'backlog=');
      expect(help?.signatures[0]?.documentation).toBe('Sets the address.\nLimits the queue.');
    });

    it('has its forms where nothing else is known about the arguments', async () => {
      const client = await start({ documentation, params: { locale: 'zh-cn' } });
      await client.open('nginx.conf', 'nginx', expires);
      const help = await client.signature('nginx.conf', 'expires 1');
      expect(
        help?.signatures.map(({ label, parameters, activeParameter }) => [label, parameters?.[activeParameter ?? -1]?.label]),
      ).toEqual([
        ['expires [modified] time', undefined],
        ['expires epoch | max | off', 'epoch | max | off'],
      ]);
      expect(help?.signatures[0]?.documentation).toMatch(/英文.*\n\nSets dates\.$/);
    });
  });

  it('says nothing at a name', async () => {
    const client = await start();
    await client.open('nginx.conf', 'nginx', listen);
    expect(await client.signature('nginx.conf', '  lis')).toBeNull();
  });
});

const find = (items: readonly CompletionItem[], label: string) => items.find((item) => item.label === label);
