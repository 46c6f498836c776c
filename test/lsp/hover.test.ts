import { afterEach, describe, expect, it, test } from 'vitest';
import type { Hover, MarkupContent } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Documentation } from '../../server/src/service/documentation.ts';
import { type Client, connect, type Options, plain } from './client.ts';

const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
});

/** In the form of the real one, with words of our own. */
const docs: Documentation = {
  directives: {
    'http_core client_max_body_size': { text: 'The largest body. Zero is *`none`*.', syntax: ['size'], fallback: '1m' },
    'http_core keepalive_timeout': { text: 'How long idle clients stay.', syntax: ['time [header_time]'] },
    'http_core listen': {
      text: 'Where requests arrive, for example:\n\n```nginx\nlisten 80;\n```',
      syntax: ['address [ssl]'],
      parameters: { 'backlog=': 'limits the queue', ssl: 'The `ssl` word asks for [TLS](https://nginx.org/tls).' },
    },
    'http_core location': { text: 'What answers a URI.', syntax: ['uri { ... }'] },
    'http_core resolver_timeout': { text: 'How long names take.', syntax: ['time'] },
    'http_core root': { text: 'Where files lie.', syntax: ['path'] },
    'http_core sendfile': { text: 'Lets the kernel copy. It is quick.', syntax: ['on | off'] },
    'http_core server': { text: 'A server.', syntax: [] },
    'http_headers add_header': { text: 'Adds a field.', syntax: ['name value [always]'] },
    'http_limit_req limit_req_zone': { text: 'Where requests are counted.', syntax: ['key zone=name:size rate=rate'] },
    'http_map map': { text: 'A table.', syntax: ['string $variable { ... }'], parameters: { default: 'what else it is' } },
    'http_proxy proxy_pass': { text: 'Where requests go.', syntax: ['URL'] },
    'http_proxy proxy_http_version': { text: 'The version.', syntax: ['1.0 | 1.1 | 2'] },
    'http_proxy proxy_next_upstream': {
      text: 'When to try the next one.',
      syntax: [`${'x'.repeat(90)} [timeout] [http_500] [http_502] [off]`],
    },
    'http_upstream server': {
      text: 'A server behind.',
      syntax: ['address [parameters]'],
      parameters: { 'max_fails=': 'failures until it rests' },
    },
    'http_upstream queue': { text: 'Who waits.', syntax: ['number'], commercial: true },
    'stream_core listen': { text: 'Where connections arrive.', syntax: ['address'] },
  },
  variables: {
    'http_core host': 'name of the host',
    'http_core http_NAME': 'any header',
    'http_core args': 'the arguments',
    'http_upstream upstream_addr': 'who answered',
    'stream_core remote_addr': 'the client of the stream',
  },
};

async function start(files: Readonly<Record<string, string>>, open: string, options: Options = {}) {
  const documentation = async () => JSON.stringify(docs);
  const client = await connect({ documentation, ...options, files });
  clients.push(client);
  await client.open(open, open.includes('sysctl') ? 'sysctl' : 'nginx');
  return client;
}

/** The hover where `|` stands in one of the files. */
async function hover(files: string | Readonly<Record<string, string>>, options: Options = {}) {
  const marked = Object.entries(typeof files === 'string' ? { 'nginx.conf': files } : files);
  const name = marked.find(([, text]) => text.includes('|'))![0];
  const texts = Object.fromEntries(marked.map(([path, text]) => [path, text.replace('|', '')]));
  const client = await start(texts, name, options);
  const at = Object.fromEntries(marked)[name]!.indexOf('|');
  const position = TextDocument.create('', '', 0, texts[name]!).positionAt(at);
  const found = await client.connection.sendRequest<(Hover & { contents: MarkupContent }) | null>('textDocument/hover', {
    textDocument: { uri: client.uri(name) },
    position,
  });
  expect(client.heard.log).toEqual([]);
  // Findings stand first.
  return found?.contents.value.split('\n\n---\n\n').at(-1);
}

const chinese: Options = { params: { locale: 'zh-cn' } };
/** The statements of a hover. */
const list = (text: string | undefined) =>
  (text ?? '')
    .split('\n')
    .filter((line) => line.startsWith('- '))
    .map((line) => line.slice(2).replaceAll('\\', ''));

describe('a directive', () => {
  it('has its form, its documentation, where it may stand and a link', async () => {
    expect(await hover('http {\n  client_max_|body_size 8m;\n}\n')).toBe(`\`\`\`nginx
client_max_body_size size;
\`\`\`

The largest body. Zero is *\`none\`*.

allowed in: http, server, location; default today: 1m; since: nginx 0.1.0; module: ngx\\_http\\_core\\_module

[nginx.org](https://nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size)`);
  });
  it('says in Chinese which words are English', async () => {
    expect(await hover('http {\n  sendf|ile on;\n}\n', chinese)).toBe(`\`\`\`nginx
sendfile on | off;
\`\`\`

官方文档（英文）：

Lets the kernel copy. It is quick.

可用于：http、server、location、if in location；当前默认值：off；引入：nginx 0.1.0；模块：ngx\\_http\\_core\\_module

[nginx.org](https://nginx.org/en/docs/http/ngx_http_core_module.html#sendfile)`);
  });
  it('is plain text where the client wants it', async () => {
    expect(await hover('http { server { lis|ten 80; } }', { capabilities: plain })).toContain(
      'listen address [ssl];\nWhere requests arrive, for example:\nlisten 80;\n',
    );
    expect(await hover('http {\n  client_max_|body_size 8m;\n}\n', { capabilities: plain })).toContain('Zero is none.');
  });
  it.each([
    ['http { server { lis|ten 80; } }', 'Where requests arrive'],
    ['stream { server { lis|ten 80; } }', 'Where connections arrive'],
    ['http { ser|ver { } }', 'A server.'],
    ['http { upstream u { ser|ver 10.0.0.1; } }', 'A server behind.'],
  ])('is what it is there: %s', async (text, said) => {
    expect(await hover(text)).toContain(said);
  });
  it('is that of http where the place is not known, with the others named', async () => {
    const files = { 'snippets/ocsp.conf': 'resolver_|timeout 2s;\n' };
    const text = await hover(files);
    expect(text).toContain('How long names take.');
    expect(text).toMatch(/also in: .*ngx\\_stream\\_core\\_module/);
  });
  it('has the page that nginx.org has', async () => {
    const text = await hover('http { add_|header X 1; }');
    expect(text).toContain('Adds a field.');
    expect(text).toContain('https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header');
  });
  it('tells what the targeted releases do not know yet', async () => {
    const at = 'http { proxy_http_ver|sion 1.1; }';
    expect(await hover(at, { settings: { targets: ['nginx=1.24'] } })).toContain('values: 1.0, 1.1;');
    expect(await hover(at, { settings: { targets: ['nginx=1.29.4'] } })).not.toContain('values:');
  });
  it('tells which product has it', async () => {
    expect(await hover('http { upstream u { server a; que|ue 5; } }')).toContain('edition: NGINX Plus only');
  });
  it('is cut where it has many parameters', async () => {
    expect(await hover('http { proxy_next_up|stream off; }')).toContain('x [timeout] [http_500] ...;\n');
  });
  it('is described without documentation, too', async () => {
    const text = await hover('http { sendf|ile on; }', { documentation: async () => undefined });
    expect(text).toMatch(/^\*\*sendfile\*\*\n\nallowed in: http, server, location, if in location; takes: one argument; /);
  });
});

describe('what applies', () => {
  const site = (server: string) => `events {}\nhttp {\n${server}\n}\n`;
  it.each([
    ['root /a; server { ro|ot /b; }', ['here instead of root /a (nginx.conf:3)']],
    ['ro|ot /a; server { location / { root /b; } }', ['overridden further in by nginx.conf:3']],
    ['ro|ot /a; server { root /b; }', ['applies nowhere: every server has its own']],
    [
      'ro|ot /a; server { } server { root /b; } server { root /c; }',
      ['overridden further in by nginx.conf:3 and nginx.conf:3'],
    ],
    [
      'add_header A 1;\nadd_header B 1; server { add_|header C 1; add_header D 1; }',
      ['here instead of all 2 add_header lines around it (nginx.conf:3): none of them is inherited once a block has its own'],
    ],
    // The first one has said it.
    ['add_header A 1; server { add_header C 1; add_|header D 1; }', []],
    ['add_header A 1; server { add_header_inherit merge; add_|header D 1; }', []],
    ['add_|header A 1; add_header_inherit merge; server { add_header D 1; }', []],
    ['res|olver 10.0.0.1; server { resolver 10.0.0.2; }', ['applies nowhere: every server has its own']],
    [
      'res|olver 10.0.0.1; upstream u { zone u 1m; server a.example resolve; } server { resolver 10.0.0.2; }',
      ['overridden further in by nginx.conf:3'],
    ],
    // allow and deny make one list.
    [
      'allow 10.0.0.0/8; deny all; server { location / { all|ow all; } }',
      ['here instead of all 2 allow/deny lines around it (nginx.conf:3): none of them is inherited once a block has its own'],
    ],
    ['deny all; server { location / { all|ow all; } }', ['here instead of deny all (nginx.conf:3)']],
    ['allow 10.0.0.0/8; de|ny all; server { location / { allow all; } }', ['overridden further in by nginx.conf:3']],
    ['deny all; server { allow 10.0.0.0/8; location / { de|ny all; } }', ['here instead of allow 10.0.0.0/8 (nginx.conf:3)']],
    ['server { stub_|status; location / { stub_status; } }', []],
    ['server { location / { ret|urn 200; } return 404; }', []],
    ['server { rewrite ^ /a; location / { rew|rite ^ /b; } }', []],
    ['keepalive_time|out 75s; upstream u { server a; keepalive 2; keepalive_timeout 30s; } server { }', []],
    ['include missing.conf; server { ro|ot /b; }', []],
  ])('%s', async (text, expected) => {
    const told = list(await hover(site(text))).map((line) => line.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1'));
    expect(told.filter((line) => !line.includes('TIME_WAIT'))).toEqual(expected);
  });
  it('is a link to the line', async () => {
    expect(await hover(site('root /a;\nserver { ro|ot /b; }'))).toContain(
      '- here instead of root /a ([nginx.conf:3](file:///w/nginx.conf#L3))\n',
    );
  });
  it('knows how long a pass waits, and why', async () => {
    const text = 'proxy_read_timeout 5m;\nserver { location / { proxy_|pass http://10.0.0.1; } }';
    expect(list(await hover(site(text)))[0]).toBe(
      'timeouts here: connect 60s (default), send 60s (default), read 5m ([nginx.conf:3](file:///w/nginx.conf#L3))',
    );
    expect(list(await hover(site(text), chinese))[0]).toMatch(/^此处的超时：连接 60s（默认），发送 60s（默认），读取 5m（/);
  });
  it('is silent in a fragment, whose surroundings may set anything', async () => {
    const files = { 'snippets/proxy.conf': 'proxy_|pass http://10.0.0.1;\nproxy_set_header Host $host;\n' };
    expect((await hover(files)) ?? '').not.toContain('timeouts here');
  });
});

describe('a value', () => {
  it.each([
    ['client_max_body_size 8|m;', '8m = 8,388,608 bytes'],
    ['client_max_body_size 104857|60;', '10485760 = 10 MiB'],
    ['client_body_timeout 1|d;', '1d = 86,400 s'],
    ['client_body_timeout 90|m;', '90m = 5,400 s (1 h 30 min)'],
    ['client_body_timeout 1h3|0m;', '1h30m = 5,400 s (1 h 30 min)'],
    ['client_body_timeout 30|0s;', '300s = 5 min'],
    ['client_body_timeout 36|00;', '3600 = 1 h'],
    ['client_body_timeout 6|0;', '60 = 60 s: a number without a unit counts seconds'],
    ['client_body_timeout 5|00ms;', '500ms = 0.5 s'],
    ['proxy_cache_path /c keys_zone=z:10m inactive=6|0m;', '60m = 3,600 s'],
    ['proxy_cache_path /c keys_zone=z:10|m;', '10m = 10,485,760 bytes'],
    ['limit_req_zone $host zone=z:1m rate=1|0r/s;', '10r/s = one request every 0.1 s: more at once need burst'],
    ['limit_req_zone $host zone=z:1m rate=3|0r/m;', '30r/m = one request every 2 s: more at once need burst'],
    // A whole number of thousandths of a request per second: 16, not 16.67.
    ['limit_req_zone $host zone=z:1m rate=1|r/m;', '1r/m = one request every 62.5 s: more at once need burst'],
    ['limit_req_zone $host zone=z:1m rate=30|0r/s;', '300r/s = one request every 0.00333 s: more at once need burst'],
    ['ssl_session_cache shared:a:1|m;', '1m = 1,048,576 bytes'],
    ['server { return 30|1 /a; }', '301: Moved Permanently; browsers remember it, and may make a GET of a POST'],
    ['server { return 44|4; }', '444: nginx closes the connection without a response'],
    ['error_page 502 50|4 =200 /e.html;', '504: Gateway Time-out; the server behind did not answer in time'],
    ['server { location / { try_files $uri =40|4; } }', '404: Not Found'],
    ['limit_req_status 42|9;', '429: Too Many Requests'],
    ['proxy_cache_valid 20|0 1h;', '200: OK'],
    ['expires 3|0d;', '30d = 2,592,000 s'],
    ['server { location ^~| /a { } }', 'prefix: where it is the longest one that matches, regular expressions are not tried'],
    ['server { if (-|f /x) { } }', 'the file is there'],
    ['server { if ($host !~|* ^a) { } }', 'does not match the regular expression, upper and lower case are the same'],
  ])('%s', async (line, told) => {
    expect(list(await hover(`http {\n  ${line}\n}\n`))[0]).toBe(told);
  });
  it('has the first sentence about its directive', async () => {
    expect(await hover('http { sendfile o|n; }')).toBe(
      '**sendfile on**\n\nLets the kernel copy.\n\n[nginx.org](https://nginx.org/en/docs/http/ngx_http_core_module.html#sendfile)',
    );
  });
  it('that is a parameter has what is said about that one', async () => {
    expect(await hover('http { server { listen 80 back|log=512; } }')).toContain(
      '**listen backlog=512**\n\nLimits the queue.\n',
    );
    expect(await hover('http { server { listen 443 s|sl; } }')).toContain(
      'The `ssl` word asks for [TLS](https://nginx.org/tls).',
    );
    expect(await hover('http { upstream u { server a max_fa|ils=2; } }')).toContain('Failures until it rests.');
    expect(await hover('http { map $host $x { def|ault 1; } }')).toContain('**map: default**\n\nWhat else it is.');
  });
  it.each(['http { root /|srv; }', 'http { server { server_name a.|example; } }', 'http { map $host $x { con|structor 1; } }'])(
    'of its author is nothing to explain: %s',
    async (text) => {
      expect(await hover(text)).toBeUndefined();
    },
  );
  it('has the sums of its directive', async () => {
    expect(await hover('events { worker_connections 10|24; }\nhttp {}')).toContain('- connections: 1,024 per worker ×');
    expect(await hover('http { server { listen 8|0; } }')).toBeUndefined();
  });
  it('is told in Chinese', async () => {
    expect(list(await hover('http { client_body_timeout 6|0; }', chinese))).toEqual(['60 = 60 秒：不带单位的数字按秒计']);
    expect(list(await hover('http { client_max_body_size 8|m; }', chinese))).toEqual(['8m = 8,388,608 字节']);
  });
});

describe('a variable', () => {
  it('of nginx has its documentation', async () => {
    expect(await hover('http { log_format a "$upstream_|addr"; }')).toBe(`**$upstream\\_addr**

Who answered.

module: ngx\\_http\\_upstream\\_module; since: nginx 0.5.19

[nginx.org](https://nginx.org/en/docs/http/ngx_http_upstream_module.html#var_upstream_addr)`);
  });
  it('of a name with any ending says what the ending asks for', async () => {
    const text = await hover('http { log_format a "$http_x_|forwarded_for"; }');
    expect(list(text)).toEqual(['the request header X-Forwarded-For']);
    expect(list(await hover('http { log_format a "$cookie_s|id"; }'))).toEqual(['the cookie sid']);
    expect(list(await hover('http { log_format a "$sent_http_e|tag"; }', chinese))).toEqual(['发给客户端的响应头 Etag']);
  });
  it('of the namespace it stands in', async () => {
    expect(await hover('stream { log_format a "$remote_|addr"; }')).toContain('The client of the stream.');
  });
  it('of the configuration has the lines that define it', async () => {
    const map =
      'http {\n    map $http_upgrade $connection_upgrade {\n        default upgrade;\n        ""      close;\n    }\n';
    expect(await hover(`${map}    server { location / { proxy_set_header Connection $connection_up|grade; } }\n}\n`)).toBe(
      `\`\`\`nginx
map $http_upgrade $connection_upgrade {
    default upgrade;
    ""      close;
}
\`\`\`

- defined in [nginx.conf:2](file:///w/nginx.conf#L2)`,
    );
  });
  it('says where it is used, where it is defined', async () => {
    const text = 'http {\n  map $host $a|a { default 1; }\n  log_format x $aa;\n  server { return 200 $aa; }\n}\n';
    expect(list(await hover(text))).toEqual([
      'used in [nginx.conf:3](file:///w/nginx.conf#L3) and [nginx.conf:4](file:///w/nginx.conf#L4)',
    ]);
  });
  it('that is set and given has both', async () => {
    const client = hover('http { server { set $args a=1; location / { return 200 $ar|gs; } } }');
    expect(await client).toContain('The arguments.');
  });
  it('of a group is told as such', async () => {
    expect(list(await hover('http { server { rewrite ^/(.*) /b/$|1; } }'))).toEqual([
      'group 1 of the regular expression that matched last',
    ]);
  });
  it('that nobody defines is nothing to explain', async () => {
    expect((await hover('http { log_format a "$nob|ody"; }')) ?? '').not.toContain('nginx.org/en/docs');
  });
});

describe('a name', () => {
  it('of an upstream has its servers', async () => {
    const text = await hover(
      'http {\n  upstream back {\n    server 10.0.0.1;\n    keepalive 8;\n  }\n  server { location / { proxy_pass http://ba|ck; } }\n}\n',
    );
    expect(text).toMatch(/^```nginx\nupstream back \{\n {2}server 10\.0\.0\.1;\n {2}keepalive 8;\n\}\n```\n\n- defined in /);
    expect(text).toContain('locations that reuse its connections');
  });
  it.each([
    [
      'limit_req_zone $host zone=one:1m rate=1r/s; server { limit_req zone=o|ne; }',
      'limit_req_zone $host zone=one:1m rate=1r/s;',
    ],
    ["log_format short '$host'; access_log /a sho|rt;", "log_format short '$host';"],
    ['server { error_page 404 @fall|back; location @fallback { return 404; } }', 'location @fallback { return 404; }'],
    ['proxy_cache_path /c keys_zone=pages:1m; proxy_cache pag|es;', 'proxy_cache_path /c keys_zone=pages:1m;'],
  ])('has the line that defines it: %s', async (text, line) => {
    expect(await hover(`http { ${text} }`)).toContain(`\`\`\`nginx\n${line}\n\`\`\`\n\n- defined in `);
  });
  it('of a long block has its first lines', async () => {
    const servers = Array.from({ length: 30 }, (_, i) => `    server 10.0.0.${i};`).join('\n');
    const text = await hover(
      `http {\n  upstream back {\n${servers}\n  }\n  server { location / { proxy_pass http://ba|ck; } }\n}\n`,
    );
    expect(text?.match(/server 10/g)).toHaveLength(10);
    expect(text).toContain('# … 21');
  });
  it('in another file is found there', async () => {
    const files = {
      'nginx.conf': 'events {}\nhttp {\n  include up.conf;\n  server { location / { proxy_pass http://ba|ck; } }\n}\n',
      'up.conf': '\nupstream back { server 10.0.0.1; }\n',
    };
    expect(await hover(files)).toContain('- defined in [up.conf:2](file:///w/up.conf#L2)');
  });
});

describe('an include', () => {
  const files = {
    'nginx.conf': 'events {}\nhttp { include conf.d/*.c|onf; }\n',
    'conf.d/a.conf': 'sendfile on;\n',
    'conf.d/b (1).conf': '',
  };
  it('says which files it leads to', async () => {
    expect(list(await hover(files))).toEqual([
      'leads to 2 files: [conf.d/a.conf:1](file:///w/conf.d/a.conf#L1), [conf.d/b (1).conf:1](file:///w/conf.d/b%20%281%29.conf#L1)',
    ]);
    expect(list(await hover(files, chinese))[0]).toMatch(/^引入 2 个文件：\[conf\.d\/a\.conf:1\]\(.*\)、\[/);
  });
  it('says so on its name, too', async () => {
    const text = await hover({ ...files, 'nginx.conf': files['nginx.conf'].replace('|', '').replace('include', 'incl|ude') });
    expect(list(text)[0]).toMatch(/^leads to 2 files/);
  });
  it('that leads nowhere is just that', async () => {
    expect(list(await hover('http { incl|ude conf.d/*.conf; }'))).toEqual([]);
  });
});

describe('a key of sysctl', () => {
  const sysctl = (text: string, options: Options = {}) => hover({ 'etc/sysctl.conf': text }, options);
  it.each([
    ['net.ipv4.tcp_tw_reu|se = 2', ['2 means for loopback only']],
    ['net.ipv4.ip_forw|ard = 1', ['1 means a router: passes it on']],
    [
      'net.ipv6.conf.all.accept_redi|rects = 0',
      [
        'reaches no interface: IPv6 reads this key of each interface alone, and conf.default sets it for those that appear later',
      ],
    ],
    ['net.ipv6.conf.all.disable_i|pv6 = 1', []],
    ['net.ipv4.conf.all.accept_redi|rects = 0', []],
    [
      'net.ipv6.conf.eth0.forw|arding = 1',
      ['1 means a router: takes router advertisements only where accept_ra is 2; whether packets are passed on, conf.all says'],
    ],
    [
      'net.sctp.sctp_rm|em = 4096 87380 6291456',
      ['always granted to a socket: 4096', 'not used by SCTP: 87380', 'not used by SCTP: 6291456'],
    ],
    ['net.core.rmem_max = 4194|304', ['4194304 = 4 MiB']],
    ['net.core.rmem_default = 1258|291990', ['1258291990 ≈ 1.2 GiB']],
    [
      'net.ipv4.tcp_keepalive_ti|me = 7200',
      [
        '7200 = 2 h',
        '7,200 s idle + 9 (default) probes × 75 s (default) = 7,875 s (2 h 11 min 15 s) until a dead peer is noticed, on sockets that ask for TCP keepalive',
      ],
    ],
    ['vm.min_free_kbytes = 655|36', ['65536 = 64 MiB']],
    [
      'net.ipv4.tcp_wm|em = 4096 16384 4194304',
      [
        'always granted to a socket: 4096 = 4 KiB',
        'at the start: 16384 = 16 KiB',
        'at most, by autotuning: 4194304 = 4 MiB',
        '4 MiB ÷ 100 ms = at most 40 MiB per second (336 Mbit/s) sent on one connection with a round trip of 100 ms',
      ],
    ],
    [
      'kernel.s|em = 250 32000 100 128',
      [
        'semaphores in a set (SEMMSL): 250',
        'semaphores altogether (SEMMNS): 32000',
        'operations in one semop() (SEMOPM): 100',
        'sets (SEMMNI): 128',
      ],
    ],
    ['vm.dirty_expire_cent|isecs = 3000', ['3000 = 30 s']],
    ['net.ipv4.tcp_fin_time|out = 30', []],
    ['net.ipv4.tcp_tw_reu|se = 7', []],
    ['net.core.rmem_m|ax = "4194304"', []],
    ['net.ipv4.conf.*.rp_fil|ter = 1', ['a pattern: stands for every matching key that no line of these files names in full']],
    [
      'net.ipv6.conf.default.accept_r|a = 0',
      ['0 means no', 'for interfaces that appear later; those that are there keep their own value'],
    ],
    [
      'net.ipv4.conf.default.log_mart|ians = 1',
      ['for interfaces that appear later, and those that have had neither an address nor a value of their own'],
    ],
    [
      'net.ipv4.conf.default.forward|ing = 1',
      ['1 means a router: passes it on', 'for interfaces that appear later; those that are there keep their own value'],
    ],
  ])('%s', async (text, expected) => {
    expect(list(await sysctl(`${text}\n`))).toEqual(expected);
  });
  it('knows its range, its default and its history for the targets', async () => {
    const at = 'vm.swapp|iness = 10\n';
    expect(await sysctl(at, { settings: { targets: ['kernel=5.4'] } })).toContain(
      'takes: a whole number from 0 to 100; default: 60',
    );
    expect(await sysctl(at)).toContain('takes: a whole number from 0 to 200; a whole number from 0 to 100 before Linux 5.8; ');
  });
  it('says which line applies where several files set it', async () => {
    const files = {
      'etc/sysctl.d/10-a.conf': 'vm.swappiness = 10\n',
      'etc/sysctl.d/20-b.conf': 'vm.swappiness = 20\n',
    };
    const [at, first, last] = ['vm.swap|piness', 'etc/sysctl.d/10-a.conf', 'etc/sysctl.d/20-b.conf'] as const;
    const marked = (name: typeof first | typeof last) => ({ ...files, [name]: files[name].replace('vm.swappiness', at) });
    expect(list(await hover(marked(first)))).toEqual([
      'in effect: 20 ([etc/sysctl.d/20-b.conf:1](file:///w/etc/sysctl.d/20-b.conf#L1))',
    ]);
    expect(list(await hover(marked(last)))).toEqual([
      'applied instead of [etc/sysctl.d/10-a.conf:1](file:///w/etc/sysctl.d/10-a.conf#L1)',
    ]);
    expect(list(await hover(marked(last), chinese))[0]).toMatch(/^取代 .* 而生效$/);
  });
});

test('completion shows the first sentence and where the rest is', async () => {
  const client = await start({ 'nginx.conf': 'http {\n  sendf\n}\n' }, 'nginx.conf');
  const item = (await client.complete('nginx.conf', 'sendf')).find(({ label }) => label === 'sendfile')!;
  const { documentation } = await client.documented(item);
  expect((documentation as MarkupContent).value).toMatch(
    /Lets the kernel copy\.\n\n?allowed in: .*\n\n?.*https:\/\/nginx\.org\/en\/docs\/http\/ngx_http_core_module\.html#sendfile/,
  );
});

test('documentation is read once, and only where somebody asks', async () => {
  let reads = 0;
  const documentation = async () => {
    reads++;
    return JSON.stringify(docs);
  };
  const client = await start(
    { 'nginx.conf': 'http { sendfile on; root a; }', 'sysctl.conf': 'vm.swappiness = 10\n' },
    'nginx.conf',
    { documentation },
  );
  await client.pull('nginx.conf');
  expect(reads).toBe(0);
  await client.hover('nginx.conf', 'sendfile');
  await client.hover('nginx.conf', 'root');
  expect(reads).toBe(1);
});
