// biome-ignore-all lint/suspicious/noTemplateCurlyInString: nginx writes variables like this
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type LintResult, lintFiles } from '../harness.ts';

/**
 * Names that refer to each other and things that must not be there twice, against `nginx -t`: all pairs of many spellings,
 * so that each of them is seen as the first and as the second one.
 */
const rules = [
  'nginx/unknown-variable',
  'nginx/read-only-variable',
  'nginx/undefined-reference',
  'nginx/duplicate-location',
  'nginx/duplicate-server-name',
  'nginx/conflicting-default-server',
  'nginx/duplicate-listen-options',
  'nginx/listen-protocol-mix',
];

const folder = mkdtempSync(join(tmpdir(), 'references-'));
mkdirSync(join(folder, 'logs'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;

/** What nginx prints; undefined where there is none that may look at it. */
async function nginxSays(text: string): Promise<string> {
  const file = join(folder, `${files++}.conf`);
  writeFileSync(file, `pid ${folder}/pid;\n${text}`);
  const child = spawn('nginx', ['-t', '-p', folder, '-e', 'stderr', '-c', file]);
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  return new Promise((resolve) => {
    child.on('error', () => resolve('no nginx'));
    child.on('close', () => resolve(said));
  });
}

const trial = await nginxSays('events {} http { server { listen 8080; } }');
const runs = /test is successful/.test(trial);
if (!runs) console.log(`skipped: ${trial.trim()}`);

/** Where the two do not agree on errors, or on the names that are ignored. */
async function disagreements(texts: readonly string[]): Promise<string[]> {
  const wrong: string[] = [];
  const queue = [...texts];
  const worker = async () => {
    for (let text = queue.pop(); text !== undefined; text = queue.pop()) {
      const [said, result] = await Promise.all([
        nginxSays(text),
        lintFiles(new Map([['nginx.conf', text]]), { only: rules, target: 'nginx=1.22' }),
      ]);
      const refused = /\[emerg\] \S+ (.*)/.exec(said)?.[1];
      const errors = result.findings.filter((f) => f.severity === 'error');
      if ((refused !== undefined) !== errors.length > 0) wrong.push(`${text}\n  nginx: ${refused}\n  we: ${words(result)}`);
      const ignored = refused === undefined && /conflicting server name/.test(said);
      const named = result.findings.some((f) => f.rule === 'nginx/duplicate-server-name');
      if (refused === undefined && ignored !== named) wrong.push(`${text}\n  nginx: ${said}\n  we: ${words(result)}`);
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  return wrong;
}

const words = (result: LintResult) =>
  result.findings.map((f) => `${f.rule} ${result.words.message(f)}`).join('; ') || 'nothing';
const pairs = <T>(all: readonly T[]): [T, T][] => all.flatMap((a) => all.map((b): [T, T] => [a, b]));
const http = (body: string) => `events {}\nhttp {\naccess_log off;\n${body}\n}`;
const stream = (body: string) => `load_module /usr/lib/nginx/modules/ngx_stream_module.so;\nevents {}\nstream { ${body} }`;
const server = (body: string, listen = '8080') => `server { listen ${listen}; ${body} }`;

const options = { timeout: 60_000, skip: !runs };

test('locations beside and inside each other', options, async () => {
  const forms = ['/a', '= /a', '^~ /a', '~ /a', '~* /a', '@a', '=/a', '/a/b', '"/a"', '/A', '/', '~ ^/a/(?<x>.*)$', '^~/a'];
  const wrong = await disagreements(
    pairs(forms).flatMap(([a, b]) => [
      http(server(`location ${a} { } location ${b} { }`)),
      http(server(`location ${a} { location ${b} { } }`)),
    ]),
  );
  expect(wrong).toEqual([]);
});

test('sockets of one and of two servers', options, async () => {
  const forms = [
    '8080',
    '*:8080',
    '0.0.0.0:8080',
    '[::]:8080',
    '[0::0]:8080 default_server',
    '127.0.0.1:8080 default',
    '8080 default_server',
    '08080 backlog=5',
    '*:8080 backlog=5 default_server',
    '[::]:8080 ipv6only=on',
    '8080 ssl',
    'unix:/tmp/references.sock',
  ];
  const certificate = 'ssl_reject_handshake on;';
  const wrong = await disagreements(
    pairs(forms).flatMap(([a, b]) => [
      http(`${certificate} server { listen ${a}; listen ${b}; }`),
      http(`${certificate} server { server_name a; listen ${a}; } server { server_name b; listen ${b}; }`),
    ]),
  );
  expect(wrong).toEqual([]);
});

test('servers of one socket with and without TLS', options, async () => {
  const listens = ['8080', '8080 ssl', '8080 default_server', '8080 ssl default_server', '127.0.0.1:8080 ssl'];
  const certificate = 'ssl_certificate $ssl_server_name.pem; ssl_certificate_key $ssl_server_name.key;';
  const servers = listens.flatMap((listen) =>
    ['', certificate, 'ssl_reject_handshake on;'].map((body) => server(body, listen)),
  );
  expect(await disagreements(pairs(servers).map(([a, b]) => http(`${a}\n${b}`)))).toEqual([]);
});

test('sockets of stream', options, async () => {
  const forms = ['8080', '*:8080', '[::]:8080', '[0::0]:8080', '8080 udp', '127.0.0.1:8080', '8080 ssl'];
  const wrong = await disagreements(
    pairs(forms).map(([a, b]) => stream(`server { listen ${a}; return a; } server { listen ${b}; return b; }`)),
  );
  expect(wrong).toEqual([]);
});

test('names of servers on one socket', options, async () => {
  const forms = ['a', 'A', '.a', '*.a', 'b.a', 'a.*', '~a', '""', 'a a', 'c .c', '$hostname'];
  const wrong = await disagreements(
    pairs(forms).flatMap(([a, b]) => [
      http(`${server(`server_name ${a};`)} ${server(`server_name ${b};`, '*:8080')}`),
      http(`${server(`server_name ${a};`)} ${server('')} ${server(`server_name x; server_name ${b};`)}`),
    ]),
  );
  expect(wrong).toEqual([]);
});

test('zones', options, async () => {
  const forms = [
    'limit_req_zone $uri zone=z:1m rate=1r/s;',
    'limit_conn_zone $uri zone=z:1m;',
    `proxy_cache_path ${folder}/a keys_zone=z:1m;`,
    `fastcgi_cache_path ${folder}/b keys_zone=z:1m;`,
    'upstream u1 { zone z 1m; server 127.0.0.1; }',
    'upstream u2 { zone z 2m; server 127.0.0.1; }',
    'upstream u3 { zone z; server 127.0.0.1; }',
    'ssl_session_cache shared:z:1m;',
    server('ssl_session_cache shared:z:1024k;'),
    'limit_req zone=z;',
    'limit_conn z 1;',
    server('limit_req zone=z burst=5;'),
    server('limit_conn z 1;'),
    'proxy_cache z;',
    server('proxy_cache z;'),
    server('fastcgi_cache z; fastcgi_cache_key x;'),
    server('proxy_cache off;'),
  ];
  // Directives that may be given once only belong to another rule.
  const twice = (a: string, b: string) => a === b && /^(?:ssl_session_cache|limit_\w+ z|proxy_cache z|limit_req zone)/.test(a);
  const wrong = await disagreements(
    pairs(forms).flatMap(([a, b]) => (twice(a, b) || (a === b && a.startsWith('upstream')) ? [] : [http(`${a} ${b}`)])),
  );
  expect(wrong).toEqual([]);
});

test('formats of logs, upstreams and the rest', options, async () => {
  const log = `access_log ${folder}/log`;
  const wrong = await disagreements(
    [
      `log_format x a; ${log} x;`,
      `${log} x; log_format x a;`,
      `log_format x a; ${log} X;`,
      `log_format x a; log_format x b;`,
      `log_format x a; log_format X b;`,
      'log_format combined a;',
      'log_format Combined a;',
      `${log} combined;`,
      `${log} COMBINED;`,
      `${log};`,
      `${log} y;`,
      `${server(`${log} x;`)} log_format x a;`,
      'upstream a { server 127.0.0.1; } upstream A { server 127.0.0.1; }',
      'upstream a { }',
      'upstream a { keepalive 2; }',
      ...[
        'proxy_pass http://a',
        'proxy_pass https://a',
        'fastcgi_pass a',
        'grpc_pass a',
        'uwsgi_pass a',
        'scgi_pass a',
      ].flatMap((pass) =>
        ['', ':80', ':8080'].flatMap((port) => [
          `upstream a { server 127.0.0.1; } ${server(`location / { ${pass}${port}; }`)}`,
          `${server(`location / { ${pass}${port}; }`)} upstream A { server 127.0.0.1; }`,
        ]),
      ),
      server('aio threads;'),
      server('aio threads=x;'),
      server('aio threads=default;'),
      server('error_page 404 @x; location / { try_files $uri @y; }'),
      'server { listen 8443 ssl; }',
      'server { listen 8443 ssl; ssl_reject_handshake on; }',
      'ssl_reject_handshake on; server { listen 8443 ssl; }',
      server('ssl_certificate a;'),
      ...['fastcgi', 'uwsgi', 'scgi', 'grpc'].flatMap((protocol) => [
        server(`location / { ${protocol}_pass app; }`),
        server(`location / { ${protocol}_pass 127.0.0.1:1; } location /a { ${protocol}_pass localhost; }`),
        server(`location / { ${protocol}_pass localhost:1; } location /a { ${protocol}_pass localhost; }`),
      ]),
      `charset utf-8; ${server('source_charset koi8-r;')}`,
      `source_charset koi8-r; ${server('charset utf-8;')}`,
      'charset utf-8; source_charset koi8-r;',
      `charset utf-8; charset_map koi8-r utf-8 { } ${server('source_charset KOI8-R;')}`,
      `charset koi8-r; charset_map koi8-r windows-1251 { } ${server('source_charset windows-1251;')}`,
      `charset utf-8; ${server('source_charset koi8-r; charset off;')}`,
      `charset utf-8; ${server('source_charset koi8-r; charset $uri;')}`,
      'limit_req zone=a$b;',
      'limit_conn $a 1;',
    ].map(http),
  );
  expect(wrong).toEqual([]);
});

test('variables that are defined and used in all the ways there are', options, async () => {
  const defining = [
    '',
    'map $uri $v { default a; }',
    'map $uri $V { "~(?<v>a)" b; }',
    'geo $v { default a; }',
    'split_clients $uri $v { * a; }',
    server('set $v a;'),
    server('server_name ~^(?<v>.)$;'),
    server('location ~ "(?P<v>.)" { }'),
    server("rewrite (?'v'.) /;"),
    server('if ($uri ~ (?<v>a)) { }'),
    server('location / { auth_request_set $v $uri; }'),
  ];
  const using = [
    'return 200 $v;',
    'return 200 "${v}x";',
    'return 200 "$ve";',
    'return 200 "${v";',
    'return 200 "$";',
    'return 200 "$1";',
    'return 200 "${1}";',
    'return 200 "$-";',
    'if ($v) { }',
    'if ($V = $v) { }',
    'if ($uri = $v) { }',
    'if ($uri ~ $v) { }',
    'if ($1) { }',
    'if (-f $v) { }',
    'set $w $v;',
    'add_header $v a;',
    'add_header a $v always;',
    'proxy_set_header $v a;',
    'proxy_set_header a $v;',
    'proxy_cookie_path ~(.)$ /$v;',
    'proxy_redirect ~(.)$ /$v;',
    'rewrite ^(.*)$ /$v;',
    'root /$v;',
    'index $v a;',
    'error_page 404 /$v;',
    'error_page 404 =200 $v;',
    'expires $v;',
    'charset $v;',
    'resolver 127.0.0.1 valid=10s; add_header a b;',
    'default_type $v;',
    'types { text/plain $v; }',
    'access_log /tmp/$v;',
    'access_log logs/a combined if=$v;',
    'try_files $v =404;',
    'location / { memcached_pass 127.0.0.1:1; }',
    'set $memcached_key a; location / { memcached_pass 127.0.0.1:1; }',
    'set $host a;',
    'set $args a;',
    'set $http_host a;',
    'set $http_mine a;',
    'set $ssl_cipher a;',
    'location ~ (?<uri>.) { }',
    'location ~ (?<Host>.) { }',
  ];
  const wrong = await disagreements([
    ...defining.flatMap((define, i) =>
      using.filter((_, n) => i < 2 || n % 5 === i % 5).map((use) => http(`${define} ${server(use)}`)),
    ),
    ...['log_format x $v;', 'log_format x escape=json $v;', 'log_format $v x;', 'log_format x $1;', 'log_format x "$";'].map(
      http,
    ),
    ...['proxy_set_header a $v;', 'fastcgi_param a $v;', 'proxy_set_body $v;'].flatMap((line) => [
      http(line),
      http(`${line} ${server('')}`),
      http(`${line} ${server('proxy_set_header b c; fastcgi_param b c; proxy_set_body c;')}`),
    ]),
    stream('server { listen 8080; return $uri; }'),
    stream('server { listen 8080; return $remote_addr$v; }'),
    stream('map $v $w { default $remote_addr; }'),
    `${stream('server { listen 8080; return $v; }')} http { map $uri $v { default a; } }`,
  ]);
  expect(wrong).toEqual([]);
});
