import { afterEach, describe, expect, it } from 'vitest';
import { type ClientCapabilities, type Diagnostic, LSPErrorCodes } from 'vscode-languageserver/node';
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

const sysctl = '# 高并发 🚀\nnet.ipv4.tcp_tw_recycle = 1\nvm.swappiness = 10\n';

/** A pool that nothing uses as long as the fragment does not clear the Connection header. */
const site = {
  'nginx/nginx.conf': `events {}
http {
    upstream backend {
        server 10.0.0.1;
        keepalive 32;
    }
    server {
        location / {
            include snippets/proxy.conf;
            proxy_pass http://backend;
        }
    }
}
`,
  'nginx/snippets/proxy.conf': 'proxy_http_version 1.1;\nproxy_set_header Connection "";\n',
  '.keepalint.yaml': 'targets: [nginx=1.24]\n',
};
const cleared = 'proxy_set_header Connection "";';

/** The same with the pool in a file of its own. */
const split = {
  'nginx/nginx.conf': 'http {\n  include conf.d/*.conf;\n  server { location / { proxy_pass http://backend; } }\n}\n',
  'nginx/conf.d/backend.conf': 'upstream backend {\n  server 10.0.0.1;\n  keepalive 32;\n}\n',
  '.keepalint.yaml': 'targets: [nginx=1.24]\n',
};

const server = 'server { location / { proxy_pass http://backend; } }\n';

const brief = (items: readonly Diagnostic[] | undefined) =>
  items?.map(({ code, range: { start, end } }) => `${start.line}:${start.character}-${end.line}:${end.character} ${code}`);

describe('a client that pulls', () => {
  it('gets findings with their rule, link, severity, tag and place', async () => {
    const client = await start();
    await client.open('sysctl.conf', 'sysctl', sysctl);
    const { items } = await client.pull('sysctl.conf');
    expect(items).toEqual([
      {
        range: { start: { line: 1, character: 0 }, end: { line: 1, character: 27 } },
        severity: 1,
        code: 'sysctl/tcp-tw-recycle',
        codeDescription: { href: 'https://github.com/keepalint/keepalint/blob/main/docs/rules/sysctl/tcp-tw-recycle.md' },
        source: 'keepalint',
        message:
          'net.ipv4.tcp_tw_recycle is gone since Linux 4.12: "sysctl -p" fails on this line, and no setting shortens TIME_WAIT',
        tags: [2],
      },
    ]);
    expect(client.heard.published).toEqual([]);
  });

  it('reads where another line stands by its path in the folder', async () => {
    const client = await start();
    await client.open('etc/sysctl.conf', 'sysctl', 'vm.swappiness = 10\nvm.swappiness = 10\n');
    const { items } = await client.pull('etc/sysctl.conf');
    expect(items?.map((d) => d.message)).toEqual(['vm.swappiness is set to the same value again in etc/sysctl.conf:2']);
  });

  it('is told when nothing has changed since its last answer, and only then', async () => {
    const client = await start();
    await client.open('sysctl.conf', 'sysctl', sysctl);
    const first = await client.pull('sysctl.conf');
    expect(await client.pull('sysctl.conf', first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    await client.edit('sysctl.conf', 'recycle = 1', 'reuse = 1');
    const second = await client.pull('sysctl.conf', first.resultId);
    expect(second.kind).toBe('full');
    await client.edit('sysctl.conf', 'reuse = 1', 'recycle = 1');
    // The same words about another version: squiggles moved with the text in between.
    expect((await client.pull('sysctl.conf', second.resultId)).kind).toBe('full');
  });

  it('gets nothing for a document that is not open', async () => {
    const client = await start({ files: { 'sysctl.conf': sysctl } });
    expect(await client.pull('sysctl.conf')).toEqual({ kind: 'full', items: [] });
  });

  it('is asked to pull again when an edit in an included file changes another document', async () => {
    const client = await start({ files: site });
    await client.open('nginx/nginx.conf', 'nginx');
    await client.open('nginx/snippets/proxy.conf', 'nginx');
    expect(brief((await client.pull('nginx/nginx.conf')).items)).toEqual([]);
    await client.edit('nginx/snippets/proxy.conf', cleared, '');
    await client.until(() => client.heard.refreshes > 0);
    expect(brief((await client.pull('nginx/nginx.conf')).items)).toContainEqual(
      expect.stringMatching('nginx/upstream-keepalive-inert'),
    );
  });

  it('is asked to pull again when a file changes on the disk', async () => {
    const client = await start({ files: site });
    await client.open('nginx/nginx.conf', 'nginx');
    expect(brief((await client.pull('nginx/nginx.conf')).items)).toEqual([]);
    await client.write('nginx/snippets/proxy.conf', 'proxy_http_version 1.1;\n');
    await client.until(() => client.heard.refreshes > 0);
    expect((await client.pull('nginx/nginx.conf')).items).not.toEqual([]);
    // Who knows what the missing file sets?
    await client.write('nginx/snippets/proxy.conf', undefined);
    await client.until(() => client.heard.refreshes > 1);
  });

  it('gets the findings of a fragment from the root that includes it', async () => {
    const client = await start({ files: split });
    await client.open('nginx/conf.d/backend.conf', 'nginx');
    const { items } = await client.pull('nginx/conf.d/backend.conf');
    expect(brief(items)).toEqual([expect.stringMatching('nginx/upstream-keepalive-inert')]);
    expect(items![0]!.relatedInformation!.map((r) => r.location.uri)).toContain(client.uri('nginx/nginx.conf'));
  });

  it('gets a finding of a file that is not open at the place that it is about, with its fix', async () => {
    const client = await start({ files: split });
    await client.open('nginx/nginx.conf', 'nginx');
    const { items } = await client.pull('nginx/nginx.conf');
    expect(brief(items)).toEqual(['2:24-2:49 nginx/upstream-keepalive-inert']);
    expect(items![0]!.relatedInformation![0]!.location.uri).toBe(client.uri('nginx/conf.d/backend.conf'));
    const actions = await client.actions('nginx/nginx.conf', 'proxy_pass');
    expect(actions.map((a) => a.title)).toEqual([
      expect.stringMatching('^Reuse connections'),
      expect.stringMatching('in this workspace'),
    ]);
    await client.open('nginx/conf.d/backend.conf', 'nginx');
    expect(brief((await client.pull('nginx/nginx.conf')).items)).toEqual([]);
  });

  it('can cancel', async () => {
    const client = await start();
    await client.open('sysctl.conf', 'sysctl', sysctl);
    const { CancellationTokenSource } = await import('vscode-languageserver/node');
    const source = new CancellationTokenSource();
    const textDocument = { uri: client.uri('sysctl.conf') };
    const answer = client.connection.sendRequest('textDocument/diagnostic', { textDocument }, source.token);
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(client.heard.log).toEqual([]);
  });
});

describe('a client that does not pull', () => {
  it('is sent findings after opening, editing and closing', async () => {
    const client = await start({ capabilities: { textDocument: { publishDiagnostics: { versionSupport: true } } } });
    expect(client.initialized.capabilities.diagnosticProvider).toBeUndefined();
    await client.open('sysctl.conf', 'sysctl', sysctl);
    await client.until(() => client.heard.published.length === 1);
    await client.edit('sysctl.conf', 'net.ipv4.tcp_tw_recycle = 1\n', '');
    await client.until(() => client.heard.published.length === 2);
    await client.close('sysctl.conf');
    await client.until(() => client.heard.published.length === 3);
    expect(client.heard.published.map((p) => [p.version, brief(p.diagnostics)])).toEqual([
      [1, ['1:0-1:27 sysctl/tcp-tw-recycle']],
      [2, []],
      [undefined, []],
    ]);
  });

  it('is sent the findings of the other documents that an edit changes', async () => {
    const client = await start({ files: site, capabilities: plain });
    await client.open('nginx/nginx.conf', 'nginx');
    await client.open('nginx/snippets/proxy.conf', 'nginx');
    await client.until(() => client.heard.published.length === 2);
    await client.edit('nginx/snippets/proxy.conf', cleared, '');
    await client.until(() =>
      client.heard.published.slice(2).some((p) => p.uri === client.uri('nginx/nginx.conf') && p.diagnostics.length > 0),
    );
  });

  it('gets no tags, links and versions that it did not ask for', async () => {
    const client = await start({ capabilities: plain });
    await client.open('sysctl.conf', 'sysctl', sysctl);
    const { diagnostics, ...rest } = await client.until(() => client.heard.published[0]);
    expect(rest).toEqual({ uri: client.uri('sysctl.conf') });
    expect(Object.keys(diagnostics[0]!).sort()).toEqual(['code', 'message', 'range', 'severity', 'source']);
  });
});

describe('documents', () => {
  it('win over the disk while they are open', async () => {
    const client = await start({ files: site });
    await client.open('nginx/nginx.conf', 'nginx');
    await client.open('nginx/snippets/proxy.conf', 'nginx', 'proxy_http_version 1.1;\n');
    expect((await client.pull('nginx/nginx.conf')).items).not.toEqual([]);
    await client.close('nginx/snippets/proxy.conf');
    expect((await client.pull('nginx/nginx.conf')).items).toEqual([]);
  });

  it('outside every workspace folder, and those that are no files, work too', async () => {
    const client = await start();
    await client.open('/elsewhere/sysctl.conf', 'sysctl', sysctl);
    await client.open('untitled:Untitled-1', 'sysctl', sysctl);
    expect((await client.pull('/elsewhere/sysctl.conf')).items).toHaveLength(1);
    expect((await client.pull('untitled:Untitled-1')).items).toHaveLength(1);
  });

  it('have positions in UTF-16, and lines that a lone CR may end', async () => {
    const client = await start();
    await client.open('a.conf', 'sysctl', '# 🚀\r# 高\r\n  net.ipv4.tcp_tw_recycle = 1');
    expect(brief((await client.pull('a.conf')).items)).toEqual(['2:2-2:29 sysctl/tcp-tw-recycle']);
  });

  it('are of the language that the client says', async () => {
    const client = await start();
    for (const id of ['nginx', 'NGINX']) {
      const text = 'upstream b { server 10.0.0.1; keepalive 32; }\nserver { location / { proxy_pass http://b; } }\n';
      await client.open(`${id}.txt`, id, text);
      expect(brief((await client.pull(`${id}.txt`)).items)).toEqual([expect.stringMatching('nginx/upstream-keepalive-inert')]);
    }
  });

  it('of an unknown language id are recognised by name and content', async () => {
    const client = await start();
    await client.open('etc/sysctl.d/90-tw.conf', 'conf', sysctl);
    expect((await client.pull('etc/sysctl.d/90-tw.conf')).items).toHaveLength(1);
    await client.open('notes.conf', 'plaintext', 'net.ipv4.tcp_tw_recycle was a bad idea\n');
    expect((await client.pull('notes.conf')).items).toEqual([]);
  });

  it('that an editor takes for nginx because of their name stay unjudged when their content is something else', async () => {
    const client = await start();
    const filter =
      '[Definition]\nfailregex = ^ \\[error\\] \\d+#\\d+: \\*\\d+ user "(?:[^"]+|.*?)":? was not found\nignoreregex =\n';
    await client.open('filter.d/nginx-http-auth.conf', 'nginx', filter);
    expect((await client.pull('filter.d/nginx-http-auth.conf')).items).toEqual([]);
  });

  it('named .keepalint.yaml show the mistakes in them', async () => {
    const client = await start();
    await client.open('.keepalint.yaml', 'yaml', 'rules:\n  sysctl/tcp-tw-recycl: off\n');
    const { items } = await client.pull('.keepalint.yaml');
    expect(items).toMatchObject([{ range: { start: { line: 1, character: 2 } }, source: 'keepalint' }]);
  });
});

describe('code actions', () => {
  it('offer each fix of a finding, the safe one preferred, as versioned edits', async () => {
    const client = await start();
    await client.open('sysctl.conf', 'sysctl', sysctl);
    const [action, ...more] = await client.actions('sysctl.conf', 'recycle');
    expect(more.map((a) => a.title)).toEqual([
      'Disable sysctl/tcp-tw-recycle for this line',
      'Disable sysctl/tcp-tw-recycle for this file',
    ]);
    expect(action).toMatchObject({
      title: 'Delete net.ipv4.tcp_tw_recycle, which no targeted kernel has',
      kind: 'quickfix',
      isPreferred: true,
      diagnostics: (await client.pull('sysctl.conf')).items,
      edit: { documentChanges: [{ textDocument: { uri: client.uri('sysctl.conf'), version: 1 } }] },
    });
    expect(client.apply('sysctl.conf', action!.edit!)).toBe('# 高并发 🚀\nvm.swappiness = 10\n');
  });

  it('are plain changes where the client knows no document changes', async () => {
    const client = await start({ capabilities: plain });
    await client.open('sysctl.conf', 'sysctl', sysctl);
    const [action] = await client.actions('sysctl.conf', 'recycle');
    expect(Object.keys(action!.edit!)).toEqual(['changes']);
    expect(action!.isPreferred).toBeUndefined();
    expect(client.apply('sysctl.conf', action!.edit!)).not.toContain('recycle');
  });

  it('are not offered where there is no finding, and not for other kinds', async () => {
    const client = await start();
    await client.open('sysctl.conf', 'sysctl', sysctl);
    expect(await client.actions('sysctl.conf', 'swappiness')).toEqual([]);
    expect(await client.actions('sysctl.conf', 'recycle', ['refactor'])).toEqual([]);
    expect(await client.actions('sysctl.conf', 'recycle', ['quickfix'])).toHaveLength(3);
  });

  it('ask before an unsafe fix changes another file, where the client can ask', async () => {
    for (const capabilities of [modern, plain]) {
      const client = await start({ files: split, capabilities });
      await client.open('nginx/conf.d/backend.conf', 'nginx');
      const [action] = await client.actions('nginx/conf.d/backend.conf', 'keepalive 32');
      const { changes, documentChanges, changeAnnotations } = action!.edit!;
      const changed = documentChanges?.map((c) => 'edits' in c && c.textDocument) ?? Object.keys(changes!);
      const uri = client.uri('nginx/nginx.conf');
      expect(changed).toEqual(capabilities === modern ? [{ uri, version: null }] : [uri]);
      expect(changeAnnotations).toEqual(
        capabilities === modern ? { ask: { label: action!.title, needsConfirmation: true } } : undefined,
      );
    }
  });

  it.each([
    ['sysctl.conf', sysctl, 'recycle', '# 高并发 🚀\n# keepalint-disable-next-line sysctl/tcp-tw-recycle\n'],
    [
      'nginx.conf',
      `${split['nginx/conf.d/backend.conf']}${server}`,
      'keepalive',
      '  # keepalint-disable-next-line nginx/upstream-',
    ],
    [
      'nginx.conf',
      `upstream backend {\r\n  server 10.0.0.1;\r\n\tkeepalive\r\n32;\r\n}\r\n${server}`,
      'keepalive',
      '\t# keepalint-dis',
    ],
  ])('silence a finding by a comment above its line: %s, %j', async (name, text, at, comment) => {
    const client = await start();
    await client.open(name, '', text);
    const before = (await client.pull(name)).items!;
    const action = (await client.actions(name, at)).find((a) => a.title.startsWith('Disable'));
    const after = client.apply(name, action!.edit!);
    expect(after).toContain(comment);
    expect(after.includes('\r')).toBe(text.includes('\r'));
    await client.edit(name, text, after);
    expect((await client.pull(name)).items).toHaveLength(before.length - 1);
  });

  it('put no comment inside of a quoted text', async () => {
    const client = await start();
    const text = (end: string) => `http {\n  add_header X "a\n  b"; keepalive_requests 10;${end}\n}\n`;
    await client.open('nginx.conf', '', text(''));
    const action = (await client.actions('nginx.conf', 'keepalive_requests')).find((a) => a.title.includes('this line'));
    expect(client.apply('nginx.conf', action!.edit!)).toBe(text(' # keepalint-disable-line nginx/low-keepalive-requests'));
  });

  const several =
    'net.ipv4.tcp_tw_recycle = 1\nvm.swappiness = 10\nnet.core.somaxconn ＝ 4096\nnet.ipv4.ip_local_port_range = 1024 65000\n';

  it('fix everything safe at once, when the client asks for the edit', async () => {
    const client = await start();
    await client.open('sysctl.conf', 'sysctl', several);
    const [action] = await client.actions('sysctl.conf', 'swappiness', ['source.fixAll']);
    expect(action).toEqual({
      title: 'Apply all safe fixes of keepalint',
      kind: 'source.fixAll.keepalint',
      data: { uri: client.uri('sysctl.conf'), fix: 'all' },
    });
    const { edit } = await client.resolve(action!);
    expect(client.apply('sysctl.conf', edit!)).toBe(
      'vm.swappiness = 10\nnet.core.somaxconn = 4096\nnet.ipv4.ip_local_port_range = 1024 65000\n',
    );
  });

  it('fix everything safe at once for a client that cannot ask later', async () => {
    const client = await start({ capabilities: plain });
    await client.open('sysctl.conf', 'sysctl', several);
    const [action] = await client.actions('sysctl.conf', 'swappiness', ['source.fixAll.keepalint']);
    expect(client.apply('sysctl.conf', action!.edit!)).toContain('somaxconn = 4096');
  });

  it('leave out fixing everything where there is nothing safe to do', async () => {
    const client = await start();
    await client.open('sysctl.conf', 'sysctl', 'net.ipv4.ip_local_port_range = 1024 65000\n');
    expect(await client.actions('sysctl.conf', 'range', ['source'])).toEqual([]);
  });
});

describe('hovers', () => {
  const page = async () =>
    '# sysctl/tcp-tw-recycle\n\n<!-- generated: header -->\nSince 0.1.0\n\n| error | gone |\n<!-- /generated -->\n\nIt *never* [worked](other.md).\n\n## Bad\n';

  const aboutRecycle = `**net.ipv4.tcp\\_tw\\_recycle**

Expired TIME\\_WAIT within a few retransmission timeouts and refused SYNs whose timestamp ran backwards for their source address, which cut off clients behind NAT. Gone since 4.12; delete the line.

takes: any whole number; gone since: Linux 4.12; scope: one value for the whole machine; containers with a network of their own do not have the key

[docs.kernel.org](https://docs.kernel.org/networking/ip-sysctl.html)`;

  it('explain a finding on its place and on its key', async () => {
    const client = await start({ page });
    await client.open('sysctl.conf', 'sysctl', sysctl);
    const hover = await client.hover('sysctl.conf', 'tcp_tw');
    expect(hover!.contents).toEqual({
      kind: 'markdown',
      value: `**sysctl/tcp-tw-recycle**

net.ipv4.tcp\\_tw\\_recycle is gone since Linux 4.12: "sysctl -p" fails on this line, and no setting shortens TIME\\_WAIT

It *never* worked.

- Fix: delete net.ipv4.tcp\\_tw\\_recycle, which no targeted kernel has (safe)

[More about this rule](https://github.com/keepalint/keepalint/blob/main/docs/rules/sysctl/tcp-tw-recycle.md)

---

${aboutRecycle}`,
    });
    expect((await client.hover('sysctl.conf', '10'))?.contents.value).toMatch(/^\*\*vm\.swappiness\*\*/);
  });

  it('explain a key of sysctl without a finding', async () => {
    const text =
      '# net.ipv4.tcp_sack\nnet.ipv4.tcp_keepalive_time = 600\nnet/ipv4/conf/eth0/arp_ignore = 1\nnet.nobody.knows = 1\n';
    const hovers = async (client: Client) => {
      await client.open('sysctl.conf', 'sysctl', text);
      const hover = async (at: string) => (await client.hover('sysctl.conf', at))?.contents.value;
      return [
        await hover('tcp_keep'),
        await hover('conf/eth0'),
        await hover('nobody'),
        await hover('600'),
        await hover('# net'),
      ];
    };
    const [keepalive, ignore, unknown, value, comment] = await hovers(await start({}));
    expect(keepalive).toMatch(
      /^\*\*net\.ipv4\.tcp\\_keepalive\\_time\*\*\n\nIdle time .*\n\n- 600 = 10 min\n- 600 s idle \+ .*\n\ntakes: .*; unit: seconds; default: 7200; .*\n\n\[docs\.kernel\.org\]\(https:.*\)$/,
    );
    expect(ignore).toMatch(/^\*\*net\.ipv4\.conf\.eth0\.arp\\_ignore\*\*\n\nWhich ARP/);
    expect([unknown, value, comment]).toEqual([undefined, keepalive, undefined]);
    const [chinese] = await hovers(await start({ capabilities: plain, params: { locale: 'zh-cn' } }));
    expect(chinese).toMatch(
      /^net\.ipv4\.tcp_keepalive_time\n连接空闲.*。\n600 = 10 分钟\n空闲 600 秒 \+ .*\n取值：.*；单位：秒；默认值：7200；.*\nhttps:\S+$/,
    );
  });

  it('explain a directive of nginx, as the blocks around it have it', async () => {
    const client = await start({});
    const text =
      'stream {\n  server {\n    listen 80;\n    proxy_pass a;\n  }\n}\nhttp {\n  map $host $x { server_name 1; }\n  nobody_knows 1;\n}\n';
    await client.open('nginx.conf', 'nginx', text);
    const hover = async (at: string) => (await client.hover('nginx.conf', at))?.contents.value;
    expect(await hover('proxy_pass')).toMatch(
      /\*\*proxy\\_pass\*\*\n\nallowed in: server; takes: one argument; since: nginx 1\.9\.0; module: ngx\\_stream\\_proxy\\_module\n\n\[nginx\.org\]\(\S+#proxy_pass\)$/,
    );
    expect((await hover('listen'))!.match(/\*\*listen\*\*/g)).toHaveLength(1);
    expect((await hover('80;')) ?? '').not.toContain('**listen**');
    expect(await hover('server_name')).toBeUndefined();
    expect((await hover('nobody_knows')) ?? '').not.toContain('nginx.org');
  });

  it('are plain text where the client wants it', async () => {
    const client = await start({ capabilities: plain });
    await client.open('sysctl.conf', 'sysctl', sysctl);
    const hover = await client.hover('sysctl.conf', 'net.ipv4');
    expect(hover!.contents.kind).toBe('plaintext');
    expect(hover!.contents.value).not.toContain('\\');
  });

  it('leave out what a client shows with its diagnostics anyway', async () => {
    const params = { initializationOptions: { diagnosticsInHovers: true } };
    const [with_, without] = [await start({ page, params }), await start({ params })];
    for (const client of [with_, without]) await client.open('sysctl.conf', 'sysctl', sysctl);
    expect((await with_.hover('sysctl.conf', 'net.ipv4'))!.contents.value).toBe(`It *never* worked.\n\n---\n\n${aboutRecycle}`);
    expect((await without.hover('sysctl.conf', 'net.ipv4'))!.contents.value).toBe(aboutRecycle);
  });

  it.each(['It fails!', '会失败！', '会失败吗？', '会失败。'])('end with a sentence: %s', async (sentence) => {
    const long = async () => `# x\n\n${sentence}${/[a-z]/.test(sentence) ? ' ' : ''}${'长'.repeat(300)}。\n`;
    const client = await start({ page: long, params: { initializationOptions: { diagnosticsInHovers: true } } });
    await client.open('sysctl.conf', 'sysctl', sysctl);
    expect((await client.hover('sysctl.conf', 'net.ipv4'))!.contents.value.split('\n')[0]).toBe(sentence);
  });
});

describe('what a file depends on beside texts', () => {
  const codes = async (client: Client, name: string) => (await client.pull(name)).items!.map((d) => d.code);

  it('is what modules-load.d says', async () => {
    const files = { 'etc/sysctl.d/10-x.conf': 'net.netfilter.nf_conntrack_max = 1\n', 'etc/modules-load.d/a.conf': '# none\n' };
    const client = await start({ files });
    await client.open('etc/sysctl.d/10-x.conf');
    expect(await codes(client, 'etc/sysctl.d/10-x.conf')).toContain('sysctl/needs-module');
    await client.write('etc/modules-load.d/a.conf', 'nf_conntrack\n');
    await client.until(() => client.heard.refreshes > 0);
    expect(await codes(client, 'etc/sysctl.d/10-x.conf')).not.toContain('sysctl/needs-module');
  });

  it('is which file of the same name goes before it', async () => {
    const files = {
      'usr/lib/sysctl.d/10-x.conf': 'vm.swappiness = 1\n',
      'etc/sysctl.d/10-x.conf': 'vm.swappiness = 2\n',
      'etc/hostname': 'w\n',
    };
    const client = await start({ files });
    await client.open('usr/lib/sysctl.d/10-x.conf');
    const messages = async () => (await client.pull('usr/lib/sysctl.d/10-x.conf')).items!.map((d) => d.message);
    expect(await messages()).toEqual([expect.stringContaining('/etc/sysctl.d/10-x.conf')]);
    client.write('run/sysctl.d/10-x.conf', 'vm.swappiness = 3\n', false);
    await client.write('etc/sysctl.d/10-x.conf', undefined);
    expect(await messages()).toEqual([expect.stringContaining('/run/sysctl.d/10-x.conf')]);
  });

  it('is whether the folder of an include is there', async () => {
    const text = 'events {}\nhttp {\n    include extra/a.conf;\n}\n';
    const client = await start({ files: { 'nginx/nginx.conf': text } });
    await client.open('nginx/nginx.conf', 'nginx');
    expect(await codes(client, 'nginx/nginx.conf')).toEqual([]);
    await client.write('nginx/extra/b.conf', '');
    expect(await codes(client, 'nginx/nginx.conf')).toEqual(['nginx/include-missing']);
  });

  it('is no matter of the disk as long as an editor has it', async () => {
    const files = {
      'nginx.conf': 'events {}\nhttp {\n    server {\n        listen 80 backlog=4096;\n    }\n}\n',
      'sysctl.conf': 'net.core.somaxconn = 128\n',
    };
    const client = await start({ files });
    await client.open('nginx.conf', 'nginx');
    await client.open('sysctl.conf', 'sysctl');
    expect(await codes(client, 'nginx.conf')).toEqual(['machine/backlog-above-somaxconn']);
    await client.write('sysctl.conf', undefined);
    expect(await codes(client, 'nginx.conf')).toEqual(['machine/backlog-above-somaxconn']);
    await client.close('sysctl.conf');
    expect(await codes(client, 'nginx.conf')).toEqual([]);
  });

  it('counts a new file as soon as an editor has it', async () => {
    const files = { 'etc/sysctl.d/20-y.conf': 'vm.swappiness = 1\n', 'run/sysctl.d/10-x.conf': 'vm.swappiness = 2\n' };
    const client = await start({ files });
    await client.open('etc/sysctl.d/10-x.conf', 'sysctl', 'vm.swappiness = 3\n');
    await client.open('run/sysctl.d/10-x.conf', 'sysctl');
    const { items } = await client.pull('run/sysctl.d/10-x.conf');
    expect(items!.map((d) => d.message)).toEqual([expect.stringContaining('/etc/sysctl.d/10-x.conf has the same name')]);
  });
});

describe('settings', () => {
  it('of the client set severities and targets, and may change', async () => {
    const client = await start({ settings: { rules: { 'sysctl/tcp-tw-recycle': 'off' } } });
    await client.open('sysctl.conf', 'sysctl', sysctl);
    expect((await client.pull('sysctl.conf')).items).toEqual([]);
    await client.configure({ targets: ['kernel=4.4'] });
    const { items } = await client.pull('sysctl.conf');
    expect(items![0]!.message).toContain('drops connections');
  });

  it.each([
    ['bare', { rules: { 'sysctl/tcp-tw-recycle': 'info' } }],
    ['below keepalint', { keepalint: { rules: { 'sysctl/tcp-tw-recycle': 'info' } } }],
  ])(
    'come from initializationOptions, %s, where the client has no configuration to ask for',
    async (_, initializationOptions) => {
      const client = await start({ capabilities: plain, params: { initializationOptions } });
      await client.open('sysctl.conf', 'sysctl', sysctl);
      const { diagnostics } = await client.until(() => client.heard.published[0]);
      expect(diagnostics[0]!.severity).toBe(3);
    },
  );

  it('of initializationOptions stay where the client says that it has none', async () => {
    const initializationOptions = { rules: { 'sysctl/tcp-tw-recycle': 'info' } };
    const client = await start({ settings: null, params: { initializationOptions } });
    await client.open('sysctl.conf', 'sysctl', sysctl);
    expect((await client.pull('sysctl.conf')).items!.map((d) => d.severity)).toEqual([3]);
  });

  it('that a client never tells keep nobody waiting, and count when they come', async () => {
    let answer: (settings: unknown) => void = () => undefined;
    const settings = new Promise((resolve) => {
      answer = resolve;
    });
    const client = await start({ settings });
    await client.open('sysctl.conf', 'sysctl', sysctl);
    expect((await client.pull('sysctl.conf')).items).toHaveLength(1);
    answer({ rules: { 'sysctl/tcp-tw-recycle': 'off' } });
    await client.until(() => client.heard.refreshes > 0);
    expect((await client.pull('sysctl.conf')).items).toEqual([]);
  });

  it('are those that the client was asked for last, whichever it tells first', async () => {
    let answer: (settings: unknown) => void = () => undefined;
    const settings = new Promise((resolve) => {
      answer = resolve;
    });
    const client = await start({ settings });
    await client.open('sysctl.conf', 'sysctl', sysctl);
    /** Settings have nothing to do with it: the server has heard what was said before. */
    const heard = async () => {
      await new Promise(setImmediate);
      await client.connection.sendRequest('textDocument/formatting', {
        textDocument: { uri: client.uri('sysctl.conf') },
        options: { tabSize: 4, insertSpaces: true },
      });
    };
    const early = client.pull('sysctl.conf');
    await heard();
    await client.configure({ rules: { 'sysctl/tcp-tw-recycle': 'info' } });
    await heard();
    answer({ rules: { 'sysctl/tcp-tw-recycle': 'off' } });
    await heard();
    expect((await early).items!.map((d) => d.severity)).toEqual([3]);
    expect((await client.pull('sysctl.conf')).items!.map((d) => d.severity)).toEqual([3]);
  });

  it('are taken from the notification of a client that cannot be asked', async () => {
    const client = await start({ capabilities: plain });
    await client.open('sysctl.conf', 'sysctl', sysctl);
    await client.until(() => client.heard.published.length === 1);
    await client.configure({ rules: { 'sysctl/tcp-tw-recycle': 'off' } });
    await client.until(() => client.heard.published[1]?.diagnostics.length === 0);
  });

  it('that make no sense are named in the log and otherwise ignored', async () => {
    const client = await start({
      settings: { targets: ['nginx=new'], rules: { 'sysctl/x': 'off', 'sysctl/tcp-tw-recycle': 'loud' } },
    });
    await client.open('sysctl.conf', 'sysctl', sysctl);
    expect((await client.pull('sysctl.conf')).items).toHaveLength(1);
    expect(client.heard.log).toHaveLength(3);
  });
});

describe('the server', () => {
  it('speaks 简体中文 to a Chinese editor', async () => {
    const client = await start({ params: { locale: 'zh-cn' } });
    await client.open('sysctl.conf', 'sysctl', sysctl);
    const { items } = await client.pull('sysctl.conf');
    expect(items![0]).toMatchObject({
      message: 'net.ipv4.tcp_tw_recycle 自 Linux 4.12 起已被移除：“sysctl -p” 会在这一行报错，也没有任何参数能缩短 TIME_WAIT',
      codeDescription: { href: expect.stringMatching(/tcp-tw-recycle\.zh-CN\.md$/) },
    });
    const [action] = await client.actions('sysctl.conf', 'recycle');
    expect(action!.title).toBe('删除目标内核中已不存在的 net.ipv4.tcp_tw_recycle');
  });

  it('survives a crash with one line in the log, and no other document notices', async () => {
    const client = await start({
      files: { 'nginx/nginx.conf': 'http { include a.conf; }\n' },
      spoil: (host) => ({
        ...host,
        read: (path) => {
          if (path.endsWith('a.conf')) throw new Error('the disk is on fire');
          return host.read(path);
        },
      }),
    });
    await client.open('nginx/nginx.conf', 'nginx');
    await client.open('sysctl.conf', 'sysctl', sysctl);
    expect((await client.pull('nginx/nginx.conf')).items).toEqual([]);
    expect((await client.pull('sysctl.conf')).items).toHaveLength(1);
    expect(await client.hover('nginx/nginx.conf', 'http')).toBeNull();
    expect(client.heard.log).toEqual([
      expect.stringMatching(/^check of \/w\/nginx\/nginx\.conf crashed: Error: the disk is on fire at .*$/),
    ]);
  });

  it('answers with nothing when a handler crashes', async () => {
    const page = () => Promise.reject(new Error('no such page'));
    const client = await start({ page });
    await client.open('sysctl.conf', 'sysctl', sysctl);
    expect(await client.hover('sysctl.conf', 'net.ipv4')).toBeNull();
    expect(client.heard.log).toEqual([expect.stringMatching(/^hover crashed: Error: no such page at .*$/)]);
    expect((await client.pull('sysctl.conf')).items).toHaveLength(1);
  });

  it('watches the folders of what the open files depend on', async () => {
    const client = await start({ files: site });
    await client.open('nginx/nginx.conf', 'nginx');
    const { registerOptions } = await client.until(() =>
      client.heard.registrations.find((r) => r.method === 'workspace/didChangeWatchedFiles'),
    );
    expect(registerOptions.watchers).toContainEqual({ globPattern: { baseUri: 'file:///w/nginx/snippets', pattern: '*' } });
  });

  it('watches nothing around a text that was never saved', async () => {
    const client = await start({});
    await client.open('untitled:Untitled-1', 'nginx', 'events {}\n');
    const { registerOptions } = await client.until(() =>
      client.heard.registrations.find((r) => r.method === 'workspace/didChangeWatchedFiles'),
    );
    expect(JSON.stringify(registerOptions)).not.toContain('untitled');
  });

  it('says in a status what was found, for which versions and through which file', async () => {
    const client = await start({ files: site, params: { initializationOptions: { status: true } } });
    await client.open('.keepalint.yaml', 'yaml');
    await client.open('nginx/snippets/proxy.conf', 'nginx');
    const status = await client.until(() => client.heard.status.at(-1)?.documents[0]);
    expect(status).toEqual({
      uri: client.uri('nginx/snippets/proxy.conf'),
      findings: 0,
      text: 'No findings',
      detail: '',
      problem: false,
      targets: { text: 'nginx 1.24', detail: '.keepalint.yaml' },
      entries: [{ uri: client.uri('nginx/nginx.conf'), name: 'nginx.conf' }],
    });
  });

  it('tells what it can do only as far as the client can follow', async () => {
    const capabilitiesOf = async (capabilities: ClientCapabilities) => (await start({ capabilities })).initialized.capabilities;
    expect(await capabilitiesOf(modern)).toMatchObject({
      codeActionProvider: {
        codeActionKinds: ['quickfix', 'refactor.extract', 'refactor.rewrite', 'source.fixAll.keepalint'],
        resolveProvider: true,
      },
      diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false },
      textDocumentSync: { change: 2 },
    });
    expect(await capabilitiesOf(plain)).toMatchObject({ codeActionProvider: { resolveProvider: false } });
  });
});
