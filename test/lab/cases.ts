/** Configurations whose connections are counted, before and after the rule's own fix. */
export interface Case {
  readonly rule: string;
  readonly title: string;
  /** Inside `http`. */
  readonly http: string;
  readonly sysctl?: Readonly<Record<string, string>>;
}

const location = (...lines: string[]) =>
  `server {\n    listen 127.0.0.1:8080;\n    location / {\n${lines.map((l) => `        ${l}\n`).join('')}    }\n}\n`;
const upstream = (...lines: string[]) =>
  `upstream app {\n${lines.map((l) => `    ${l}\n`).join('')}    server 127.0.0.1:9000;\n}\n`;
const kept = ['proxy_http_version 1.1;', 'proxy_set_header Connection "";'];

export const cases: readonly Case[] = [
  {
    rule: 'nginx/upstream-keepalive-inert',
    title: '`keepalive` alone',
    http: upstream('keepalive 32;') + location('proxy_pass http://app;'),
  },
  {
    rule: 'nginx/upstream-keepalive-inert',
    title: '`keepalive`, HTTP/1.1, `Connection` not cleared',
    http: upstream('keepalive 32;') + location('proxy_http_version 1.1;', 'proxy_pass http://app;'),
  },
  {
    rule: 'nginx/upstream-keepalive-inert',
    title: '`Connection ""` in the server, another header in the location',
    http: `${upstream('keepalive 32;')}proxy_http_version 1.1;\nproxy_set_header Connection "";\n${location('proxy_set_header X-Real-IP $remote_addr;', 'proxy_pass http://app;')}`,
  },
  {
    rule: 'nginx/upstream-keepalive-inert',
    title: '`Connection close`',
    http:
      upstream('keepalive 32;') +
      location('proxy_http_version 1.1;', 'proxy_set_header Connection close;', 'proxy_pass http://app;'),
  },
  {
    rule: 'nginx/websocket-map-close',
    title: "the WebSocket map with `'' close`",
    http: `map $http_upgrade $connection_upgrade {\n    default upgrade;\n    '' close;\n}\n${upstream('keepalive 32;')}${location(
      'proxy_http_version 1.1;',
      'proxy_set_header Upgrade $http_upgrade;',
      'proxy_set_header Connection $connection_upgrade;',
      'proxy_pass http://app;',
    )}`,
  },
  {
    rule: 'nginx/keepalive-before-balancer',
    title: '`keepalive` before `least_conn`',
    http: upstream('keepalive 32;', 'least_conn;') + location(...kept, 'proxy_pass http://app;'),
  },
  {
    rule: 'nginx/literal-proxy-pass',
    title: 'an address in `proxy_pass`',
    http: location(...kept, 'proxy_pass http://127.0.0.1:9000;'),
  },
  {
    rule: 'nginx/literal-proxy-pass',
    title: 'an address in `proxy_pass`, nothing else',
    http: location('proxy_pass http://127.0.0.1:9000;'),
  },
  {
    rule: 'nginx/literal-proxy-pass',
    title: 'the same with 500 ports and no reuse',
    http: location('proxy_pass http://127.0.0.1:9000;'),
    sysctl: { 'net.ipv4.ip_local_port_range': '40000 40499', 'net.ipv4.tcp_tw_reuse': '0' },
  },
  {
    rule: 'nginx/upstream-without-keepalive',
    title: 'an upstream without `keepalive`',
    http: upstream() + location('proxy_pass http://app;'),
  },
  {
    rule: 'nginx/keepalive-parameters-unused',
    title: '`keepalive_timeout` without `keepalive`',
    http: upstream('keepalive_timeout 30s;') + location('proxy_pass http://app;'),
  },
  {
    rule: 'nginx/keepalive-zero',
    title: '`keepalive_requests 1` in the upstream',
    http: upstream('keepalive_requests 1;', 'keepalive 32;') + location(...kept, 'proxy_pass http://app;'),
  },
  {
    rule: 'nginx/keepalive-zero',
    title: '`keepalive_timeout 0` in the upstream',
    http: upstream('keepalive_timeout 0;', 'keepalive 32;') + location(...kept, 'proxy_pass http://app;'),
  },
  {
    rule: 'nginx/fastcgi-keepalive-inert',
    title: 'FastCGI without `fastcgi_keep_conn`',
    http: upstream('keepalive 32;') + location('fastcgi_param REQUEST_METHOD GET;', 'fastcgi_pass app;'),
  },
  {
    rule: 'nginx/proxy-bind-port',
    title: '`proxy_bind` with a port',
    http: upstream('keepalive 32;') + location(...kept, 'proxy_bind 127.0.0.1:12345;', 'proxy_pass http://app;'),
  },
  {
    rule: 'nginx/client-keepalive-off',
    title: '`keepalive_timeout 0`',
    http: `keepalive_timeout 0;\n${location('return 200 ok;')}`,
  },
  {
    rule: 'nginx/low-keepalive-requests',
    title: '`keepalive_requests 10`',
    http: `keepalive_requests 10;\n${location('return 200 ok;')}`,
  },
];

/** For bodies that the server answers without reading them. */
export const unbuffered = `client_max_body_size 0;
proxy_request_buffering off;
proxy_http_version 1.1;
${location('proxy_pass http://127.0.0.1:9000;')}`;
