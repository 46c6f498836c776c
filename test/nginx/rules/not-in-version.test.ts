import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/not-in-version', 'nginx/unknown-directive', 'nginx/wrong-argument-count', 'nginx/wrong-context'] };

test('a directive, a place and a number of arguments that only newer releases have', () =>
  checkNginx(
    `
    http {
      http2 on;
    # ^^^^^ warning nginx/not-in-version: http2 came with nginx 1.25.1, after every targeted release: unless your distribution has backported it, nginx does not start
      max_headers 100;
    # ^^^^^^^^^^^ warning nginx/not-in-version: max_headers came with nginx 1.29.8, after every targeted release: unless your distribution has backported it, nginx does not start
      server { listen 443 ssl; http3 on; }
    #                          ^^^^^ warning nginx/not-in-version: http3 came with nginx 1.25.0, after every targeted release: unless your distribution has backported it, nginx does not start
    }
    `,
    { ...only, target: 'nginx=1.22' },
  ));

test('not where some targeted release has it', () =>
  checkNginx(
    `
    http {
      http2 on;
      max_headers 100;
    }
    `,
    only,
  ));

test('parameters and words that only newer releases take', () =>
  checkNginx(
    `
    http {
      proxy_http_version 2;
    #                    ^ warning nginx/not-in-version: proxy_http_version takes "2" since nginx 1.29.4 only, after every targeted release: unless your distribution has backported that, nginx does not start
      upstream app {
        zone app 64k;
        server app.example.com resolve;
    #                          ^^^^^^^ warning nginx/not-in-version: server takes "resolve" since nginx 1.27.3 only, after every targeted release: unless your distribution has backported that, nginx does not start
        keepalive 32 local;
    #   ^^^^^^^^^^^^^^^^^^ warning nginx/not-in-version: keepalive takes 2 arguments since nginx 1.29.7 only, after every targeted release: unless your distribution has backported that, nginx does not start
      }
      server {
        listen 443 quic reuseport;
    #              ^^^^ warning nginx/not-in-version: listen takes "quic" since nginx 1.25.0 only, after every targeted release: unless your distribution has backported that, nginx does not start
      }
    }
    `,
    { only: ['nginx/not-in-version', 'nginx/invalid-value'], target: 'nginx=1.22' },
  ));
