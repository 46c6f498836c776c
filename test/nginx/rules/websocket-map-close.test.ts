import { expect, test } from 'vitest';
import { checkNginx, fixNginx, lintFiles } from '../../harness.ts';

const only = { only: ['nginx/websocket-map-close', 'nginx/upstream-keepalive-inert'] };

test('the map of the manual, in front of a pool', () =>
  checkNginx(
    `
    http {
      map $http_upgrade $connection_upgrade {
        default upgrade;
        '' close;
    #      ^^^^^ ! warning nginx/websocket-map-close: ordinary requests reach upstream app with Connection: close, so each one opens a new connection: without an Upgrade header this map gives close
      }
      upstream app { server 127.0.0.1:3000; keepalive 32; }
    #                                       ^^^^^^^^^^^^ see nginx/websocket-map-close: connections are kept here
      server {
        location / {
          proxy_pass http://app;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection $connection_upgrade;
    #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/websocket-map-close: sent from here
        }
      }
    }
    `,
    { ...only, target: 'nginx=1.18-1.30', related: true },
  ));

test('an empty value is fine', () =>
  checkNginx(
    `
    http {
      map $http_upgrade $connection_upgrade {
        default upgrade;
        '' '';
      }
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        location / {
          proxy_pass http://app;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection $connection_upgrade;
        }
      }
    }
    `,
    { ...only, target: 'nginx=1.18-1.30' },
  ));

test('in front of an address close is the better choice', () =>
  checkNginx(
    `
    http {
      map $http_upgrade $connection_upgrade { default upgrade; '' close; }
      server {
        location / {
          proxy_pass http://127.0.0.1:3000;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection $connection_upgrade;
        }
      }
    }
    `,
    { ...only, target: 'nginx=1.18-1.30' },
  ));

test('an upstream without keepalive has no pool before 1.29.7', () =>
  checkNginx(
    `
    http {
      map $http_upgrade $connection_upgrade { default upgrade; '' close; }
      upstream app { server 127.0.0.1:3000; }
      server {
        location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection $connection_upgrade; }
      }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('and one since then', () =>
  checkNginx(
    `
    http {
      map $http_upgrade $connection_upgrade { default upgrade; '' close; }
    #                                                             ^^^^^ ! warning nginx/websocket-map-close: ordinary requests reach upstream app with Connection: close, so each one opens a new connection: without an Upgrade header this map gives close
      upstream app { server 127.0.0.1:3000; }
      server {
        location / { proxy_pass http://app; proxy_set_header Connection $connection_upgrade; }
      }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('on some of the targeted versions', () =>
  checkNginx(
    `
    http {
      map $http_upgrade $connection_upgrade { default upgrade; '' close; }
    #                                                             ^^^^^ info nginx/websocket-map-close: upstream app keeps connections since nginx 1.29.7, but ordinary requests reach it with Connection: close: without an Upgrade header this map gives close
      upstream app { server 127.0.0.1:3000; }
      server {
        location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection $connection_upgrade; }
      }
    }
    `,
    { ...only, target: 'nginx=1.24-1.30' },
  ));

test('a default that closes, and a map in another file', () =>
  checkNginx(
    `
    # -- nginx.conf --
    http {
      include maps.conf;
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        proxy_set_header Connection \${connection_upgrade};
        location / { proxy_pass http://app; proxy_http_version 1.1; }
      }
    }
    # -- maps.conf --
    map $http_upgrade $connection_upgrade {
      default close;
    #         ^^^^^ ! warning nginx/websocket-map-close: ordinary requests reach upstream app with Connection: close, so each one opens a new connection: without an Upgrade header this map gives close
      websocket upgrade;
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('another location with its own reason has its own finding', () =>
  checkNginx(
    `
    http {
      map $http_upgrade $connection_upgrade { default upgrade; '' close; }
    #                                                             ^^^^^ ! warning nginx/websocket-map-close: ordinary requests reach upstream app with Connection: close, so each one opens a new connection: without an Upgrade header this map gives close
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        location /ws { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection $connection_upgrade; }
        location / { proxy_pass http://app; }
    #                ^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: on every targeted nginx (1.24) the default is HTTP/1.0 with Connection: close, and neither proxy_http_version nor proxy_set_header Connection changes it
      }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('the fix also speaks HTTP/1.1 where that is missing', () =>
  fixNginx(
    `
    http {
      map $http_upgrade $connection_upgrade {
        default upgrade;
        ''      close;
      }
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        location / {
          proxy_pass http://app;
          proxy_set_header Connection $connection_upgrade;
        }
      }
    }
    `,
    `
    http {
      map $http_upgrade $connection_upgrade {
        default upgrade;
        ''      '';
      }
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        location / {
          proxy_http_version 1.1;
          proxy_pass http://app;
          proxy_set_header Connection $connection_upgrade;
        }
      }
    }
    `,
    { ...only, target: 'nginx=1.24', safety: ['safe', 'unsafe'] },
  ));

test('no fix where an address is behind the same map', () =>
  checkNginx(
    `
    http {
      map $http_upgrade $connection_upgrade { default upgrade; '' close; }
    #                                                             ^^^^^ warning nginx/websocket-map-close: ordinary requests reach upstream app with Connection: close, so each one opens a new connection: without an Upgrade header this map gives close
      upstream app { server 127.0.0.1:3000; keepalive 32; }
    #                                       ^^^^^^^^^^^^ see nginx/websocket-map-close: connections are kept here
      server {
        proxy_http_version 1.1;
        proxy_set_header Connection $connection_upgrade;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/websocket-map-close: sent from here
        location /a { proxy_pass http://app; }
        location /b { proxy_pass http://127.0.0.1:3001; }
      }
    }
    `,
    { ...only, target: 'nginx=1.24', related: true },
  ));

test('the header is for HTTP alone', () =>
  checkNginx(
    `
    http {
      map $http_upgrade $connection_upgrade { default upgrade; '' close; }
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        location / { proxy_set_header Connection $connection_upgrade; grpc_pass grpc://app; }
      }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('twenty places are enough to understand it', async () => {
  const locations = Array.from(
    { length: 25 },
    (_, i) => `location /${i} { proxy_http_version 1.1; proxy_set_header Connection $c; proxy_pass http://app${i}; }`,
  );
  const pools = Array.from({ length: 25 }, (_, i) => `upstream app${i} { server 127.0.0.1:${3000 + i}; keepalive 8; }`);
  const text = `http { map $http_upgrade $c { '' close; } ${pools.join(' ')} server { ${locations.join(' ')} } }`;
  const { findings } = await lintFiles(new Map([['nginx.conf', text]]), { only: ['nginx/websocket-map-close'] });
  const notes = findings.flatMap((f) => f.related.map((r) => r.note));
  expect(['header', 'pool'].map((note) => notes.filter((n) => n === note).length)).toEqual([20, 20]);
});

test('no fix where one of the targets may be an address', () =>
  checkNginx(
    `
    http {
      map $http_upgrade $connection_upgrade { default upgrade; '' close; }
    #                                                             ^^^^^ warning nginx/websocket-map-close: ordinary requests reach upstream app with Connection: close, so each one opens a new connection: without an Upgrade header this map gives close
      map $uri $backend { default app; /x 10.0.0.1; }
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        location / { proxy_http_version 1.1; proxy_set_header Connection $connection_upgrade; proxy_pass http://$backend; }
      }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('a close that no map says belongs to another rule', () =>
  checkNginx(
    `
    http {
      map $http_upgrade $unused { default upgrade; '' close; }
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        location / { proxy_set_header Connection close; proxy_pass http://app; }
      }
    }
    `,
    { only: ['nginx/websocket-map-close'], target: 'nginx=1.24' },
  ));
