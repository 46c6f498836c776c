import { test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const only = { only: ['nginx/keepalive-unused-protocol', 'nginx/upstream-keepalive-inert', 'nginx/keepalive-before-balancer'] };

test.each(['1.24', '1.30'])('uwsgi and scgi keep no connection, on %s', (version) =>
  checkNginx(
    `
    http {
      upstream a {
        server 127.0.0.1:3031;
        keepalive 16;
    #   ^^^^^^^^^^^^ + warning nginx/keepalive-unused-protocol: keepalive 16 of upstream a does nothing: only uwsgi_pass leads to it, and nginx opens a new connection for every request of that protocol
      }
      upstream b {
        server 127.0.0.1:3032;
        keepalive 16;
    #   ^^^^^^^^^^^^ + warning nginx/keepalive-unused-protocol: keepalive 16 of upstream b does nothing: only scgi_pass or uwsgi_pass leads to it, and nginx opens a new connection for every request of that protocol
      }
      server {
        location / { uwsgi_pass a; }
    #                ^^^^^^^^^^^^ see nginx/keepalive-unused-protocol: passed on from here
        location /b { uwsgi_pass b; }
    #                 ^^^^^^^^^^^^ see nginx/keepalive-unused-protocol: passed on from here
        location /c { scgi_pass b; }
    #                 ^^^^^^^^^^^ see nginx/keepalive-unused-protocol: passed on from here
      }
    }
    `,
    { ...only, related: true, target: `nginx=${version}` },
  ),
);

test('where another protocol uses the pool, it has its use', () =>
  checkNginx(
    `
    http {
      upstream a { server 127.0.0.1:3031; keepalive 16; }
      upstream unused { server 127.0.0.1:3031; keepalive 16; }
      server {
        location / { uwsgi_pass a; }
        location /m { memcached_pass a; set $memcached_key $uri; }
      }
    }
    `,
    only,
  ));

test('a balancing method behind it makes no difference', () =>
  checkNginx(
    `
    http {
      upstream a {
        server 127.0.0.1:3031;
        keepalive 16;
    #   ^^^^^^^^^^^^ + warning nginx/keepalive-unused-protocol: keepalive 16 of upstream a does nothing: only uwsgi_pass leads to it, and nginx opens a new connection for every request of that protocol
        least_conn;
      }
      server { location / { uwsgi_pass a; } }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('no fix where a variable may lead anywhere', () =>
  checkNginx(
    `
    http {
      upstream a {
        server 127.0.0.1:3031;
        keepalive 16;
    #   ^^^^^^^^^^^^ warning nginx/keepalive-unused-protocol: keepalive 16 of upstream a does nothing: only uwsgi_pass leads to it, and nginx opens a new connection for every request of that protocol
      }
      server {
        location / { uwsgi_pass a; }
        location /p { proxy_pass http://$arg_to; }
      }
    }
    `,
    only,
  ));

test('the other settings of the pool go with it', () =>
  fixNginx(
    `
    http {
      upstream a {
        server 127.0.0.1:3031;
        keepalive 16;
        keepalive_timeout 30s;
      }
      server { location / { uwsgi_pass a; } }
    }
    `,
    `
    http {
      upstream a {
        server 127.0.0.1:3031;
      }
      server { location / { uwsgi_pass a; } }
    }
    `,
    only,
  ));
