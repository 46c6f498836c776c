import { describe, expect, test } from 'vitest';
import { lintFiles } from '../../harness.ts';

/** The same meaning in other words: what nginx takes for the same is judged the same. */

type Case = readonly [
  body: string,
  expected: 'found' | 'fine',
  target?: string | undefined,
  files?: Readonly<Record<string, string>>,
];

const pool = 'upstream app { server 10.0.0.1:80; keepalive 16; }';
const clear = 'proxy_http_version 1.1; proxy_set_header Connection "";';
const site = (inside: string) => `server { listen 80; location / { ${inside} proxy_pass http://app; } }`;
const app = (inside: string) => `${pool} ${site(inside)}`;
const socket = (lines: string) => `server { ${lines} ssl_certificate a; ssl_certificate_key b; }`;

const cases: Readonly<Record<string, readonly Case[]>> = {
  'upstream-keepalive-inert': [
    [app(`"proxy_http_version" '1.1'; 'proxy_set_header' CONNECTION "";`), 'fine'],
    [app('proxy_http_version 1.0; proxy_set_header connection Keep-Alive;'), 'fine', 'nginx=1.30'],
    [app('proxy_http_version 1.1; proxy_set_header Connection "close, TE";'), 'found'],
    [app('proxy_set_header Connection CLOSE;'), 'found', 'nginx=1.30'],
    [app(''), 'found', 'debian=12'],
    [app(''), 'found', 'nginx=1.29-1.31'],
    [app(''), 'fine', 'nginx=1.29.7-1.31'],
    [app(''), 'fine', 'alpine=3.24'],
    [`upstream App { server 10.0.0.1; keepalive 4; } ${site('')}`, 'found'],
    [`upstream "app" { zone app 64k; server unix:/run/app.sock; keepalive 4; } ${site('')}`, 'found'],
    [`${pool} server { location / { proxy_pass HTTPS://APP/x/; } }`, 'found'],
    [`${pool} server { set $to app; location / { proxy_pass http://\${to}$request_uri; } }`, 'found'],
    [`${pool} map $host $url { default "http://app"; } server { location / { proxy_pass $url; } }`, 'found'],
    [`${pool} geo $to { default app; } server { location / { proxy_pass http://$to; } }`, 'found'],
    [`${pool} server { location / { proxy_pass http://$http_x_backend; } }`, 'fine'],
    [`${pool} server { ${clear} location / { location /a { if ($arg_x) { proxy_pass http://app; } } } }`, 'fine'],
    [`${pool} server { ${clear} location / { proxy_set_header X 1; location /a { proxy_pass http://app; } } }`, 'found'],
    [app('set $c ""; proxy_http_version 1.1; proxy_set_header Connection $c;'), 'fine'],
    [app('set $c close; proxy_set_header Connection $c;'), 'found', 'nginx=1.30'],
    [`${pool} include c/*.conf; ${clear}`, 'fine', undefined, { 'c/site.conf': site('') }],
    [`include /etc/nginx/c/?.conf;`, 'found', undefined, { 'c/a.conf': pool, 'c/b.conf': site(''), 'c/.c.conf': clear }],
    [`include /etc/nginx/mime.types; ${app('')}`, 'found'],
    [`${pool} ${site('include "proxy headers.conf";')}`, 'fine', undefined, { 'proxy headers.conf': clear }],
  ],
  'websocket-map-close': [
    [`map $http_upgrade $c { volatile; ''  close; default Upgrade; } ${app('proxy_set_header Connection $c;')}`, 'found'],
    [`map "$HTTP_UPGRADE" $c { default "close"; ~*websocket upgrade; } ${app('proxy_set_header Connection "$C";')}`, 'found'],
    [
      `map $http_upgrade $c { default upgrade; include close.map; } ${app('proxy_set_header connection "$c";')}`,
      'found',
      undefined,
      { 'close.map': '"" Close;' },
    ],
    [
      `map $http_upgrade $c { default upgrade; '' $d; } map $host $d { default close; } ${app('proxy_set_header Connection $c;')}`,
      'found',
    ],
    [
      `map $http_upgrade $c { default upgrade; '' $d; } map $host $d { default ''; } ${app('proxy_set_header Connection $c;')}`,
      'fine',
    ],
    [`map $http_upgrade $c { default upgrade; '' keep-alive; } ${app('proxy_set_header Connection $c;')}`, 'fine'],
    [`map $http_upgrade $c { ~. upgrade; } ${app('proxy_set_header Connection $c;')}`, 'fine'],
  ],
  'keepalive-before-balancer': [
    ['upstream app { keepalive 8; server 10.0.0.1; random two least_conn; }', 'found'],
    ['upstream app { include pool.conf; ip_hash; server 10.0.0.1; }', 'found', undefined, { 'pool.conf': 'keepalive 8;' }],
    ['upstream app { keepalive 8; server 10.0.0.1; # ip_hash;\n }', 'fine'],
    ['upstream app { keepalive 8; hash $uri consistent; server 10.0.0.1; }', 'fine', 'nginx=1.30'],
  ],
  'client-keepalive-off': [
    ['server { keepalive_timeout 0ms 60; root /x; }', 'found'],
    ['server { keepalive_timeout "00"; root /x; }', 'found'],
    ['server { keepalive_timeout 75s 0; root /x; }', 'fine'],
    ['keepalive_timeout 0; server { keepalive_timeout 5; root /x; }', 'fine'],
  ],
  'literal-proxy-pass': [
    ['server { location / { proxy_pass http://[::1]:8080; } }', 'found'],
    ['server { location / { proxy_pass HTTP://localhost; } }', 'found'],
    ['server { location / { proxy_pass http://unix:/run/app.sock:/x/; } }', 'fine'],
    ['include c/*.conf; server { location / { proxy_pass http://APP; } }', 'fine', undefined, { 'c/app.conf': pool }],
    ['include /srv/unknown/*.conf; server { location / { proxy_pass http://other; } }', 'fine'],
  ],
  deprecated: [
    [socket("listen [::]:443 default_server 'http2' ssl;"), 'found', 'debian=13'],
    [socket('listen 443 ssl http2;'), 'fine', 'nginx=1.18-1.28'],
    [socket('listen 443; ssl on;'), 'found', 'nginx=1.15'],
    [socket('listen 443; ssl on;'), 'fine', 'nginx=1.14'],
  ],
  removed: [
    [socket('listen 443; ssl ON;'), 'found', 'nginx=1.25.1'],
    [socket('listen 443 ssl; ssl off;'), 'found', 'nginx=1.30'],
    [socket('listen 443; ssl on;'), 'fine', 'nginx=1.25.0'],
  ],
};

describe.each(Object.entries(cases))('%s', (rule, table) => {
  for (const [body, expected, target = 'nginx=1.24', files = {}] of table)
    test(`${expected} for ${target}: ${body}`, async () => {
      const fixture = new Map([['nginx.conf', `events {}\nhttp {\n${body}\n}\n`], ...Object.entries(files)]);
      const { findings } = await lintFiles(fixture, { only: [`nginx/${rule}`], target });
      expect(findings.length > 0 ? 'found' : 'fine').toBe(expected);
    });
});
