import { afterEach, describe, expect, it } from 'vitest';
import type {
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Location,
  Range,
  SelectionRange,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Client, connect, modern, type Options, plain } from './client.ts';

const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
});

/** A client on some files, of which those named are open. */
async function start(files: Readonly<Record<string, string>>, open: readonly string[], options: Options = {}) {
  const client = await connect({ ...options, files });
  clients.push(client);
  for (const name of open) await client.open(name, name.includes('sysctl') ? 'sysctl' : 'nginx');
  const textOf = (uri: string) => files[uri.replace('file:///w/', '')]!;
  const cut = (uri: string, range: Range) => TextDocument.create(uri, '', 0, textOf(uri)).getText(range);
  /** `file:line word`, lines from 1. */
  const shown = ({ uri, range }: Location) =>
    `${uri.replace('file:///w/', '')}:${range.start.line + 1}:${range.start.character} ${cut(uri, range)}`;
  const positionOf = (name: string, at: string) => {
    const [before, after = ''] = at.split('|');
    const text = client.text(name);
    const found = text.indexOf(before + after);
    if (found < 0) throw new Error(`not in the document: ${at}`);
    return TextDocument.create('', '', 0, text).positionAt(found + before!.length);
  };
  const ask = <T>(method: string, name: string, more: object): Promise<T> =>
    client.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri: client.uri(name) }, ...more });
  const at = <T>(method: string, name: string, place: string, more: object = {}) =>
    ask<T>(method, name, { position: positionOf(name, place), ...more });
  return {
    client,
    ask,
    definition: async (name: string, place: string) => (await at<Location[]>('definition', name, place)).map(shown),
    references: async (name: string, place: string, includeDeclaration = true) =>
      (await at<Location[]>('references', name, place, { context: { includeDeclaration } })).map(shown),
    highlights: async (name: string, place: string) =>
      (await at<DocumentHighlight[]>('documentHighlight', name, place)).map(
        (h) => `${h.kind} ${shown({ uri: client.uri(name), ...h })}`,
      ),
    prepare: (name: string, place: string) => at<{ range: Range; placeholder: string } | null>('prepareRename', name, place),
    rename: (name: string, place: string, newName: string) => at<WorkspaceEdit | null>('rename', name, place, { newName }),
    /** The text of every file after an edit. */
    applied: (edit: WorkspaceEdit) => {
      const lists =
        edit.documentChanges?.flatMap((c) => ('edits' in c ? [[c.textDocument.uri, c.edits] as const] : [])) ??
        Object.entries(edit.changes ?? {});
      const after: Record<string, string> = { ...files };
      for (const [uri, edits] of lists)
        after[uri.replace('file:///w/', '')] = TextDocument.applyEdits(
          TextDocument.create(uri, '', 0, textOf(uri)),
          edits as never,
        );
      return after;
    },
    cut,
  };
}

const site = {
  'nginx/nginx.conf': `events {}
http {
    log_format 'main' '$remote_addr 中文🚀 $pool "\${pool}"';
    limit_req_zone $binary_remote_addr zone=slow:10m rate=1r/s;
    proxy_cache_path /tmp/c keys_zone=pages:10m;
    map $uri $pool {
        default backend;
        ~^/(?<part>[a-z]+) http://backend;
    }
    include conf.d/*.conf;
    server {
        listen 80;
        server_name a.example;
        access_log /tmp/a.log main;
        limit_req zone=slow;
        proxy_cache pages;
        error_page 502 @down;
        set $mine $part;
        location / {
            include snippets/proxy.conf;
            proxy_pass http://backend/$mine;
        }
        location /b { proxy_pass http://$pool; }
        location @down { return 503; }
    }
    server {
        listen 81;
        location / { include snippets/proxy.conf; }
        error_page 502 @down;
        location @down { return 500; }
    }
}
`,
  'nginx/conf.d/backend.conf': 'upstream backend {\r\n    server 10.0.0.1;\r\n}\r\n',
  'nginx/conf.d/other.conf': 'upstream other { server 10.0.0.2; }\n',
  'nginx/snippets/proxy.conf': 'proxy_set_header X-Pool $pool;\n',
};
const main = 'nginx/nginx.conf';

describe('names of nginx', () => {
  it('lead to where they are defined, through includes', async () => {
    const { definition } = await start(site, [main, 'nginx/snippets/proxy.conf']);
    expect(await definition(main, 'http://back|end/')).toEqual(['nginx/conf.d/backend.conf:1:9 backend']);
    expect(await definition(main, 'default back|end')).toEqual(['nginx/conf.d/backend.conf:1:9 backend']);
    expect(await definition(main, 'proxy_pass http://|$pool')).toEqual([`${main}:6:14 pool`]);
    expect(await definition('nginx/snippets/proxy.conf', '$po|ol')).toEqual([`${main}:6:14 pool`]);
    expect(await definition(main, 'a.log ma|in')).toEqual([`${main}:3:16 main`]);
    expect(await definition(main, 'zone=sl|ow;')).toEqual([`${main}:4:44 slow`]);
    expect(await definition(main, 'proxy_cache pag|es')).toEqual([`${main}:5:38 pages`]);
    expect(await definition(main, 'error_page 502 @do|wn')).toEqual([`${main}:24:18 down`]);
    expect(await definition(main, 'set $mine $pa|rt')).toEqual([`${main}:8:14 part`]);
    expect(await definition(main, 'server_n|ame')).toEqual([]);
  });

  it('are found wherever they are used, a fragment that stands in two places once', async () => {
    const { references, highlights } = await start(site, [main]);
    expect(await references(main, 'map $uri $po|ol')).toEqual([
      `${main}:6:14 pool`,
      `${main}:3:42 pool`,
      `${main}:3:50 pool`,
      `${main}:23:41 pool`,
      'nginx/snippets/proxy.conf:1:25 pool',
    ]);
    expect(await references(main, '~^/(?<part>[a-z]+) http://back|end', false)).toEqual([
      `${main}:7:16 backend`,
      `${main}:8:34 backend`,
      `${main}:21:30 backend`,
    ]);
    expect(await highlights(main, '@do|wn { return 500')).toEqual([`3 ${main}:30:18 down`, `2 ${main}:29:24 down`]);
  });

  it('lead from an include to its files', async () => {
    const { definition, ask, client } = await start(site, [main]);
    expect((await definition(main, 'conf.d/|*')).map((line) => line.split(':')[0])).toEqual([
      'nginx/conf.d/backend.conf',
      'nginx/conf.d/other.conf',
    ]);
    const links = await ask<DocumentLink[]>('documentLink', main, {});
    expect(links.map((l) => l.target)).toEqual([
      'file:///w/nginx/conf.d',
      client.uri('nginx/snippets/proxy.conf'),
      client.uri('nginx/snippets/proxy.conf'),
    ]);
  });

  it('get another name in all files', async () => {
    const { rename, applied, prepare } = await start(site, [main]);
    expect(await prepare(main, 'http://back|end/')).toMatchObject({ placeholder: 'backend' });
    const edit = await rename(main, 'http://back|end/', 'pool-1');
    expect(edit!.documentChanges!.map((c) => 'edits' in c && c.textDocument.version)).toEqual([null, 1]);
    const after = applied(edit!);
    expect(after['nginx/conf.d/backend.conf']).toBe('upstream pool-1 {\r\n    server 10.0.0.1;\r\n}\r\n');
    expect(after[main]).toBe(
      site[main].replace('default backend', 'default pool-1').replaceAll('http://backend', 'http://pool-1'),
    );
    const names = applied((await rename(main, 'a.log ma|in', 'lines'))!);
    expect(names[main]).toBe(site[main].replace("'main'", "'lines'").replace('a.log main', 'a.log lines'));
    const variable = applied((await rename(main, 'set $m|ine', '$own'))!);
    expect(variable[main]).toBe(site[main].replaceAll('$mine', '$own'));
    const pool = applied((await rename(main, 'map $uri $p|ool', 'chosen'))!);
    expect(pool[main]).toBe(site[main].replaceAll(/(\$\{?)pool/g, '$1chosen'));
    expect(pool['nginx/snippets/proxy.conf']).toBe('proxy_set_header X-Pool $chosen;\n');
  });

  it('keep the findings of the linter', async () => {
    const { rename, applied, client } = await start(site, [main]);
    const brief = async (c: Client) => (await c.pull(main)).items!.map((d) => `${d.range.start.line} ${d.code}`);
    const before = await brief(client);
    const after = applied((await rename(main, 'http://back|end/', 'pool-1'))!);
    const { client: second } = await start(after, [main]);
    expect(await brief(second)).toEqual(before);
  });

  it('get changes without versions where the client cannot take them', async () => {
    const { rename } = await start(site, [main], { capabilities: plain });
    const edit = await rename(main, 'zone=sl|ow;', 'slower');
    expect(Object.keys(edit!.changes!)).toEqual([`file:///w/${main}`]);
  });

  it.each([
    ['$remote|_addr', 'x', 'nginx or a module of it gives this name: it cannot be renamed'],
    ['http://back|end/', 'a b', 'the name of an upstream takes letters, digits, "_", "." and "-" here'],
    ['http://back|end/', 'Other', 'the new name has a meaning here already'],
    ['set $m|ine', 'uri', 'the new name has a meaning here already'],
    ['zone=sl|ow;', 'pages', 'the new name has a meaning here already'],
  ])('are refused with a reason: %s as %s', async (place, name, message) => {
    const { rename } = await start(site, [main]);
    await expect(rename(main, place, name)).rejects.toThrow(message);
  });

  it('are refused in the language of the reader, where a part is not known', async () => {
    const open = { [main]: 'events {}\nhttp {\n include /elsewhere/x.conf;\n upstream a { server 1.1.1.1; }\n}\n' };
    const { prepare } = await start(open, [main], { params: { locale: 'zh-cn' } });
    await expect(prepare(main, 'upstream a|')).rejects.toThrow('无法确定这个名字的所有用处');
  });

  it('are refused where a name is put together', async () => {
    const text =
      'events {}\nhttp {\n map $uri $c { default a; }\n upstream p_a { server 1.1.1.1; }\n server { location / { proxy_pass http://p_$c; } }\n}\n';
    const { rename } = await start({ [main]: text }, [main]);
    await expect(rename(main, 'upstream p|_a', 'x')).rejects.toThrow('"proxy_pass http://p_$c" may get to it at run time');
  });

  it('are found in Lua', async () => {
    const text =
      'events {}\nhttp {\n server {\n  set $a 1;\n  location / { content_by_lua_block { ngx.say(ngx.var.a) } }\n }\n}\n';
    const { references } = await start({ [main]: text }, [main]);
    expect(await references(main, 'set $|a')).toEqual([`${main}:4:7 a`, `${main}:5:54 a`]);
  });

  const withLua = (code: string) =>
    `events {}\nhttp {\n lua_shared_dict a 1m;\n server {\n  set $b 1;\n  location / { content_by_lua_block { ${code} } }\n }\n}\n`;

  it('of dictionaries are renamed in Lua, too', async () => {
    const text = withLua('local d = ngx.shared.a; ngx.shared["a"]:get(1)');
    const { references, rename, applied } = await start({ [main]: text }, [main]);
    expect(await references(main, 'lua_shared_dict |a')).toEqual([`${main}:3:17 a`, `${main}:6:59 a`, `${main}:6:74 a`]);
    const after = applied((await rename(main, 'lua_shared_dict |a', 'cache'))!);
    expect(after[main]).toBe(
      text.replace('_dict a', '_dict cache').replace('shared.a', 'shared.cache').replace('"a"', '"cache"'),
    );
  });

  it.each([
    ['lua_shared_dict |a', 'require("resty.lock"):new("a")'],
    ['lua_shared_dict |a', 'local dicts = ngx.shared'],
    ['lua_shared_dict |a', 'ngx.shared[name]:get(1)'],
    ['set $|b', 'require("app").run()'],
    ['set $|b', 'local var = ngx.var'],
    ['set $|b', 'ngx.var[name] = 1'],
  ])('are refused where Lua may get to them: %s, %s', async (place, code) => {
    const { rename } = await start({ [main]: withLua(code) }, [main]);
    await expect(rename(main, place, 'x')).rejects.toThrow('"content_by_lua_block" may get to it at run time');
  });

  it('of variables are renamed beside libraries', async () => {
    const text = withLua('local cjson = require "cjson.safe"; ngx.say(ngx.var.b)');
    const { rename, applied } = await start({ [main]: text }, [main]);
    expect(applied((await rename(main, 'set $|b', 'x'))!)[main]).toBe(text.replace('$b', '$x').replace('var.b', 'var.x'));
  });

  it('are one in two configurations that share a file', async () => {
    const root = (listen: number) =>
      `events {}\nhttp {\n upstream back { server 1.1.1.1:${listen}; }\n server { listen ${listen}; include site.inc; }\n}\n`;
    const shared = {
      'a/nginx.conf': root(80),
      'a/other.nginx.conf': root(81),
      'a/site.inc': 'location / { proxy_pass http://back; }\n',
    };
    const { references, rename, applied } = await start(shared, ['a/nginx.conf', 'a/other.nginx.conf', 'a/site.inc']);
    const all = ['a/nginx.conf:3:10 back', 'a/other.nginx.conf:3:10 back', 'a/site.inc:1:31 back'];
    expect((await references('a/site.inc', '://ba|ck')).sort()).toEqual(all);
    expect((await references('a/nginx.conf', 'upstream ba|ck')).sort()).toEqual(all);
    const after = applied((await rename('a/nginx.conf', 'upstream ba|ck', 'front'))!);
    expect(Object.values(after).join('')).toBe(Object.values(shared).join('').replaceAll('back', 'front'));
  });

  it('of locations are those of the server, also where a jump stands around servers', async () => {
    const text =
      'events {}\nhttp {\n error_page 500 @x;\n server { listen 1; location @x { } }\n server { listen 2; location @y { } error_page 404 @x; }\n}\n';
    const { references } = await start({ [main]: text }, [main]);
    expect(await references(main, 'location @|x')).toEqual([`${main}:4:30 x`, `${main}:3:17 x`]);
    expect(await references(main, 'error_page 404 @|x')).toEqual([`${main}:5:52 x`]);
  });

  it('of groups are changed in each branch of an expression', async () => {
    const text = 'events {}\nhttp {\n server {\n  location ~ "(?J)^/a(?<n>.)|^/b(?<n>.)$" { return 200 $n$1; }\n }\n}\n';
    const { rename, applied } = await start({ [main]: text }, [main]);
    const after = applied((await rename(main, 'return 200 $|n', 'part'))!);
    expect(after[main]).toBe(text.replaceAll('<n>', '<part>').replace('$n', '$part'));
  });

  it('are answered while somebody types', async () => {
    const { client, ask } = await start(site, [main]);
    await client.edit(main, 'location /b { proxy_pass http://$pool; }', 'location /b { proxy_pass http://$');
    const whole = { context: { includeDeclaration: true }, position: { line: 20, character: 32 } };
    expect(await ask<Location[]>('references', main, whole)).not.toEqual([]);
    expect(await ask<DocumentSymbol[]>('documentSymbol', main, {})).toHaveLength(2);
    expect(client.heard.log).toEqual([]);
  });
});

describe('the structure of a file of nginx', () => {
  it('is listed with servers by their names and sockets', async () => {
    const { ask } = await start(site, [main]);
    const tree = (items: readonly DocumentSymbol[], depth = 0): string[] =>
      items.flatMap((s) => [
        `${' '.repeat(depth)}${s.name}${s.detail ? ` [${s.detail}]` : ''}`,
        ...tree(s.children ?? [], depth + 1),
      ]);
    expect(tree(await ask<DocumentSymbol[]>('documentSymbol', main, {}))).toEqual([
      'events',
      'http',
      ' log_format main',
      ' limit_req_zone $binary_remote_addr',
      ' proxy_cache_path /tmp/c',
      ' map $uri $pool',
      ' server a.example [80]',
      '  location /',
      '  location /b',
      '  location @down',
      ' server [81]',
      '  location /',
      '  location @down',
    ]);
  });

  it('is searched over all known files', async () => {
    const { client, cut } = await start(site, [main]);
    const found: WorkspaceSymbol[] = await client.connection.sendRequest('workspace/symbol', { query: 'upsback' });
    expect(found.map((s) => [s.name, s.containerName, cut(s.location.uri, (s.location as Location).range)])).toEqual([
      ['upstream backend', 'backend.conf', 'backend'],
    ]);
  });

  it('is searched over what an open file is part of', async () => {
    const { client } = await start(
      site,
      Object.keys(site)
        .filter((path) => path !== main)
        .slice(0, 1),
    );
    const found: WorkspaceSymbol[] = await client.connection.sendRequest('workspace/symbol', { query: 'upsback' });
    expect(found.map((s) => s.name)).toEqual(['upstream backend']);
  });

  it('folds without its closing braces', async () => {
    const text = '# a\n# b\n\n# c\nhttp {\n  # d\n  server {\n    listen 80;\n  }\n}\n';
    const { ask } = await start({ [main]: text }, [main]);
    const folds = await ask<FoldingRange[]>('foldingRange', main, {});
    expect(folds.map((f) => `${f.startLine}-${f.endLine} ${f.kind ?? ''}`)).toEqual(['0-1 comment', '4-8 ', '6-7 ']);
  });

  it('is selected from the inside out', async () => {
    const text = 'http {\n  log_format a "中 🚀 b";\n}\n';
    const { ask, cut } = await start({ [main]: text }, [main]);
    const [first] = await ask<SelectionRange[]>('selectionRange', main, { positions: [{ line: 1, character: 20 }] });
    const steps: string[] = [];
    for (let s: SelectionRange | undefined = first; s; s = s.parent) steps.push(cut(`file:///w/${main}`, s.range));
    expect(steps).toEqual([
      '中 🚀 b',
      '"中 🚀 b"',
      'log_format a "中 🚀 b"',
      'log_format a "中 🚀 b";',
      '\n  log_format a "中 🚀 b";\n',
      '{\n  log_format a "中 🚀 b";\n}',
      'http {\n  log_format a "中 🚀 b";\n}',
      text,
    ]);
  });
});

describe('keys of sysctl', () => {
  const files = {
    'etc/sysctl.d/10-net.conf':
      '# 网络 🚀\n# 第二行\nnet.ipv4.tcp_syncookies = 1\nnet/ipv4/conf/all/rp_filter = 1\n\nvm.swappiness = 1\r\n',
    'etc/sysctl.d/20-net.conf': 'net.ipv4.tcp_syncookies = 0\nnet.ipv4.conf.*.rp_filter = 2\n-net.core.somaxconn = 1\n',
    'etc/sysctl.conf': 'net/ipv4/tcp_syncookies = 1\n',
  };
  const first = 'etc/sysctl.d/10-net.conf';

  it('lead to every file that sets them, in order of application', async () => {
    const { definition, references, highlights } = await start(files, [first]);
    const all = [
      `${first}:3:0 net.ipv4.tcp_syncookies`,
      'etc/sysctl.d/20-net.conf:1:0 net.ipv4.tcp_syncookies',
      'etc/sysctl.conf:1:0 net/ipv4/tcp_syncookies',
    ];
    expect(await definition(first, 'tcp_|syn')).toEqual(all);
    expect(await references(first, 'tcp_|syn')).toEqual(all);
    expect(await highlights(first, 'tcp_|syn')).toEqual([`3 ${first}:3:0 net.ipv4.tcp_syncookies`]);
    expect(await definition(first, 'rp_|filter')).toEqual([
      `${first}:4:0 net/ipv4/conf/all/rp_filter`,
      'etc/sysctl.d/20-net.conf:2:0 net.ipv4.conf.*.rp_filter',
    ]);
    expect(await definition(first, 'swappiness = |1')).toEqual([]);
  });

  it('cannot be renamed', async () => {
    const { prepare } = await start(files, [first]);
    await expect(prepare(first, 'tcp_|syn')).rejects.toThrow('the kernel names its keys');
  });

  it('are listed by section, fold with their comments, and are selected', async () => {
    const { ask, cut } = await start(files, [first]);
    const symbols = await ask<DocumentSymbol[]>('documentSymbol', first, {});
    expect(symbols.map((s) => [s.name, ...(s.children ?? []).map((c) => `${c.name} ${c.detail}`)])).toEqual([
      ['网络 🚀', 'net.ipv4.tcp_syncookies 1', 'net.ipv4.conf.all.rp_filter 1', 'vm.swappiness 1'],
    ]);
    expect(await ask<FoldingRange[]>('foldingRange', first, {})).toEqual([{ startLine: 0, endLine: 1, kind: 'comment' }]);
    const [at] = await ask<SelectionRange[]>('selectionRange', first, { positions: [{ line: 5, character: 3 }] });
    expect(cut(`file:///w/${first}`, at!.range)).toBe('vm.swappiness');
    expect(cut(`file:///w/${first}`, at!.parent!.range)).toBe('vm.swappiness = 1');
  });
});

it('tells a client that can prepare a rename that the server can', async () => {
  const able = { ...modern, textDocument: { ...modern.textDocument, rename: { prepareSupport: true } } };
  const { client } = await start({}, [], { capabilities: able });
  expect(client.initialized.capabilities.renameProvider).toEqual({ prepareProvider: true });
  const { client: other } = await start({}, [], { capabilities: plain });
  expect(other.initialized.capabilities.renameProvider).toBe(true);
});
