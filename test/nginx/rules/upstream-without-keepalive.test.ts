import { describe, test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const only = { only: ['nginx/upstream-without-keepalive'] };

describe('which upstreams', () => {
  test('one finding for one upstream', () =>
    checkNginx(
      `
      http {
        upstream app {
      # ^^^^^^^^^^^^ ! info nginx/upstream-without-keepalive: every request opens a new connection to upstream app and leaves a TIME_WAIT behind: on every targeted nginx (1.24) an upstream keeps connections only with keepalive
          server 127.0.0.1:3000;
        }
        upstream rpc { server 127.0.0.1:3001; }
      # ^^^^^^^^^^^^ ! info nginx/upstream-without-keepalive: every request opens a new connection to upstream rpc and leaves a TIME_WAIT behind: on every targeted nginx (1.24) an upstream keeps connections only with keepalive
        server {
          location / { proxy_pass http://app; }
      #                ^^^^^^^^^^^^^^^^^^^^^ see nginx/upstream-without-keepalive: proxied from here
          location /a { proxy_pass http://app; }
      #                 ^^^^^^^^^^^^^^^^^^^^^ see nginx/upstream-without-keepalive: proxied from here
          location /rpc { grpc_pass rpc; }
      #                   ^^^^^^^^^^^^^ see nginx/upstream-without-keepalive: proxied from here
        }
      }
      `,
      { ...only, related: true, target: 'nginx=1.24' },
    ));

  test('where some targeted version is older than 1.29.7', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; }
      # ^^^^^^^^^^^^ ! info nginx/upstream-without-keepalive: every request opens a new connection to upstream app and leaves a TIME_WAIT behind: before nginx 1.29.7 an upstream keeps connections only with keepalive
        server { location / { proxy_pass http://app; } }
      }
      `,
      { ...only, target: 'nginx=1.22-1.30' },
    ));

  test('not since 1.29.7, which keeps 32', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; }
        server { location / { proxy_pass http://app; } }
      }
      `,
      { ...only, target: 'nginx=1.29.7-' },
    ));

  test('not those that have one, that nothing leads to, or other protocols', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 1; }
        upstream nobody { server 127.0.0.1:3000; }
        upstream py { server 127.0.0.1:3000; }
        upstream php { server 127.0.0.1:3000; }
        server {
          location / { proxy_pass http://app; }
          location /py { uwsgi_pass py; }
          location /php { fastcgi_pass php; }
        }
      }
      stream {
        upstream db { server 127.0.0.1:3306; }
        server { listen 3306; proxy_pass db; }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('not Unix sockets, which have no ports and no TIME_WAIT', () =>
    checkNginx(
      `
      http {
        upstream app { server unix:/run/a.sock; server unix:/run/b.sock; }
        upstream both { server unix:/run/a.sock; server 10.0.0.1; }
      # ^^^^^^^^^^^^^ ! info nginx/upstream-without-keepalive: every request opens a new connection to upstream both and leaves a TIME_WAIT behind: on every targeted nginx (1.24) an upstream keeps connections only with keepalive
        server { location / { proxy_pass http://app; } location /b { proxy_pass http://both; } }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('not those that only WebSockets use, or that are to be closed', () =>
    checkNginx(
      `
      http {
        map $http_upgrade $connection_upgrade { default upgrade; '' close; }
        upstream chat { server 127.0.0.1:3000; }
        upstream old { server 127.0.0.1:3001; }
        server {
          location /ws/ {
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection upgrade;
            proxy_pass http://chat;
          }
          location /socket.io/ {
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_pass http://chat;
          }
          location /old { proxy_set_header Connection close; proxy_pass http://old; }
        }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('those that take the same headers for everything', () =>
    checkNginx(
      `
      http {
        map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
        upstream a { server 127.0.0.1:3000; }
      # ^^^^^^^^^^ info nginx/upstream-without-keepalive: every request opens a new connection to upstream a and leaves a TIME_WAIT behind: on every targeted nginx (1.24) an upstream keeps connections only with keepalive
        upstream b { server 127.0.0.1:3001; }
      # ^^^^^^^^^^ info nginx/upstream-without-keepalive: every request opens a new connection to upstream b and leaves a TIME_WAIT behind: on every targeted nginx (1.24) an upstream keeps connections only with keepalive
        server {
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection $connection_upgrade;
          location /b/ { proxy_pass http://b; }
          location / {
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection upgrade;
            proxy_pass http://a;
          }
        }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('silent where an include may bring the keepalive', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; include /somewhere/pool.conf; }
        server { location / { proxy_pass http://app; } }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('not where the block around it is in the wrong place', () =>
    checkNginx(
      `
      http {
        stream {
          upstream db { server 127.0.0.1:3306; }
          server { listen 3306; proxy_pass db; }
        }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('not where a script chooses the server, and may keep its connection', () =>
    checkNginx(
      `
      http {
        upstream app {
          server 0.0.0.1;
          balancer_by_lua_block { require('pick').one() }
        }
        server { location / { proxy_pass http://app; } }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('through a variable', () =>
    checkNginx(
      `
      http {
        map $host $to { default a; b.example b; }
        upstream a { server 127.0.0.1:3000; }
      # ^^^^^^^^^^ info nginx/upstream-without-keepalive: every request opens a new connection to upstream a and leaves a TIME_WAIT behind: on every targeted nginx (1.24) an upstream keeps connections only with keepalive
        upstream b { server 127.0.0.1:3001; keepalive 8; }
        server { location / { proxy_pass http://$to; } }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));
});

describe('the fix', () => {
  const unsafe = { ...only, target: 'nginx=1.24', safety: ['safe', 'unsafe'] as const };

  test('stands behind the balancing method, and adds what the locations lack', () =>
    fixNginx(
      `
      http {
        upstream app {
          server 127.0.0.1:3000;
          server 127.0.0.1:3001;
          least_conn; # the shortest queue
        }
        server {
          proxy_set_header Host $host;
          location / {
            proxy_pass http://app;
          }
          location /b {
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_pass http://app;
          }
        }
      }
      `,
      `
      http {
        upstream app {
          server 127.0.0.1:3000;
          server 127.0.0.1:3001;
          least_conn; # the shortest queue
          keepalive 32;
        }
        server {
          proxy_set_header Host $host;
          location / {
            proxy_http_version 1.1;
            proxy_set_header Host $host;
            proxy_set_header Connection "";
            proxy_pass http://app;
          }
          location /b {
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_pass http://app;
          }
        }
      }
      `,
      unsafe,
    ));

  test.each([
    ['sends a Connection of its own', 'proxy_set_header Connection $http_connection; proxy_pass http://app;'],
    ['may lead elsewhere', 'proxy_pass http://$to;'],
    ['inherits what is not known', 'include /somewhere/proxy.conf; proxy_pass http://app;'],
    ['speaks HTTP/2, and would share connections with HTTP/1', 'grpc_pass app;'],
    ['speaks FastCGI', 'fastcgi_pass app;'],
  ])('is not offered where a location %s', (_, lines) =>
    checkNginx(
      `
      http {
        map $host $to { default app; b.example 10.0.0.1; }
        upstream app { server 127.0.0.1:3000; }
      # ^^^^^^^^^^^^ info nginx/upstream-without-keepalive: every request opens a new connection to upstream app and leaves a TIME_WAIT behind: on every targeted nginx (1.24) an upstream keeps connections only with keepalive
        server {
          location / { proxy_pass http://app; }
          location /b { ${lines} }
        }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ),
  );
});
