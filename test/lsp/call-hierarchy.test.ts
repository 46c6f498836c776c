import { describe, expect, it, onTestFinished } from 'vitest';
import type { CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { connect } from './client.ts';

const files = {
  'nginx/nginx.conf': `events {}
http {
    include conf.d/*.conf;
    upstream backend { server 10.0.0.1; }
    server {
        server_name a.example;
        include snippets/proxy.conf;
        error_page 502 @down;
        location / {
            include snippets/proxy.conf;
            proxy_pass http://backend;
            location /deep { proxy_pass http://backend/; error_page 404 @down; }
        }
        location @down { proxy_pass http://$x; }
    }
}
`,
  'nginx/conf.d/a.conf': 'map $uri $x { default backend; }\n',
  'nginx/conf.d/b.conf': 'server { listen 81; location / { proxy_pass http://backend; } }\n',
  'nginx/snippets/proxy.conf': 'proxy_set_header Host $host;\ninclude more.conf;\n',
  'nginx/more.conf': 'gzip on;\n',
} as const;
const main = 'nginx/nginx.conf';

async function start() {
  const client = await connect({ files });
  onTestFinished(() => client.stop());
  for (const name of Object.keys(files)) await client.open(name, 'nginx');
  const lines = (uri: string, ranges: readonly CallHierarchyItem['range'][]) => {
    const text = TextDocument.create(uri, '', 0, files[uri.replace('file:///w/', '') as keyof typeof files]);
    return ranges.map((range) => `${range.start.line + 1} ${text.getText(range)}`);
  };
  return {
    prepare: async (name: string, at: string): Promise<CallHierarchyItem[] | null> => {
      const [before = '', after = ''] = at.split('|');
      const text = client.text(name);
      const position = TextDocument.create('', '', 0, text).positionAt(text.indexOf(before + after) + before.length);
      return client.connection.sendRequest('textDocument/prepareCallHierarchy', {
        textDocument: { uri: client.uri(name) },
        position,
      });
    },
    callers: async (item: CallHierarchyItem) => {
      const calls: CallHierarchyIncomingCall[] = await client.connection.sendRequest('callHierarchy/incomingCalls', { item });
      return calls.map(({ from }) => from);
    },
    incoming: async (item: CallHierarchyItem) => {
      const calls: CallHierarchyIncomingCall[] = await client.connection.sendRequest('callHierarchy/incomingCalls', { item });
      return calls.map(({ from, fromRanges }) => [from.name, ...lines(from.uri, fromRanges)]);
    },
    outgoing: async (item: CallHierarchyItem) => {
      const calls: CallHierarchyOutgoingCall[] = await client.connection.sendRequest('callHierarchy/outgoingCalls', { item });
      return calls.map(({ to, fromRanges }) => [to.name, ...lines(item.uri, fromRanges)]);
    },
  };
}

describe('the hierarchy of includes', () => {
  it('has the files of an include, the file itself elsewhere', async () => {
    const { prepare } = await start();
    const named = async (name: string, at: string) => (await prepare(name, at))?.map((item) => `${item.detail}/${item.name}`);
    expect(await named(main, 'include conf.d/|*')).toEqual(['nginx/conf.d/a.conf', 'nginx/conf.d/b.conf']);
    expect(await named(main, '|events')).toEqual(['nginx/nginx.conf']);
    expect(await named('nginx/more.conf', 'gzip |on')).toEqual(['nginx/more.conf']);
    expect(await named('nginx/conf.d/a.conf', 'map $uri $|x')).toBeUndefined();
  });

  it('goes up to the lines that include a file, and down its own includes', async () => {
    const { prepare, incoming, outgoing } = await start();
    const [proxy] = (await prepare(main, 'snippets/|proxy'))!;
    expect(await incoming(proxy!)).toEqual([['nginx.conf', '7 snippets/proxy.conf', '10 snippets/proxy.conf']]);
    expect(await outgoing(proxy!)).toEqual([['more.conf', '2 more.conf']]);
    const [root] = (await prepare(main, '|events'))!;
    expect(await incoming(root!)).toEqual([]);
    expect(await outgoing(root!)).toEqual([
      ['a.conf', '3 conf.d/*.conf'],
      ['b.conf', '3 conf.d/*.conf'],
      ['proxy.conf', '7 snippets/proxy.conf', '10 snippets/proxy.conf'],
    ]);
  });
});

describe('the hierarchy of upstreams and locations', () => {
  it('goes up to the locations that lead to them', async () => {
    const { prepare, incoming } = await start();
    const [backend] = (await prepare(main, 'http://back|end;'))!;
    expect(backend).toMatchObject({ name: 'upstream backend', detail: 'nginx.conf' });
    expect(await incoming(backend!)).toEqual([
      ['location /', '1 http://backend'],
      ['location /', '11 http://backend'],
      ['location /deep', '12 http://backend/'],
      ['location @down', '14 http://$x'],
    ]);
    const [down] = (await prepare(main, 'error_page 502 @|down'))!;
    expect(await incoming(down!)).toEqual([
      ['server a.example', '8 down'],
      ['location /deep', '12 down'],
    ]);
  });

  it('goes down from a location, without those in it', async () => {
    const { prepare, callers, outgoing } = await start();
    const [backend] = (await prepare(main, 'upstream |backend'))!;
    expect(await outgoing(backend!)).toEqual([]);
    const [, root, deep, down] = await callers(backend!);
    expect(await outgoing(root!)).toEqual([['upstream backend', '11 http://backend']]);
    expect(await outgoing(deep!)).toEqual([
      ['upstream backend', '12 http://backend/'],
      ['location @down', '12 down'],
    ]);
    expect(await outgoing(down!)).toEqual([['upstream backend', '14 http://$x']]);
    const [server] = await callers(down!);
    expect(await outgoing(server!)).toEqual([['location @down', '8 down']]);
  });
});
