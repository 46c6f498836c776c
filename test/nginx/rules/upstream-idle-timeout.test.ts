import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/upstream-idle-timeout'] };

test('longer than common servers keep a connection', () =>
  checkNginx(
    `
    http {
      upstream app {
        server 10.0.0.1;
        keepalive 32;
        keepalive_timeout 10m;
    #   ^^^^^^^^^^^^^^^^^^^^^ ? info nginx/upstream-idle-timeout: keepalive_timeout 10m keeps idle connections to upstream app longer than common servers do (Node.js and Apache httpd 5 s, nginx 75 s by default): a request that meets one which the server is closing fails, and nginx tries a POST only once, so the client gets 502
      }
      upstream by_default {
        server 10.0.0.1;
        keepalive_timeout 75001ms;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^ ? info nginx/upstream-idle-timeout: keepalive_timeout 75001ms keeps idle connections to upstream by_default longer than common servers do (Node.js and Apache httpd 5 s, nginx 75 s by default): a request that meets one which the server is closing fails, and nginx tries a POST only once, so the client gets 502
      }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('what is no longer, is no pool, or speaks no HTTP', () =>
  checkNginx(
    `
    http {
      keepalive_timeout 10m;
      upstream a { server 10.0.0.1; keepalive 32; keepalive_timeout 75; }
      upstream b { server 10.0.0.1; keepalive 32; }
      upstream c { server 10.0.0.1; keepalive_timeout 10m; }
      upstream d { server 10.0.0.1; keepalive 32; keepalive_timeout 10m; }
      server { location / { fastcgi_pass d; } }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));
