import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/client-keepalive-off'] };

test('a timeout or a number of zero', () =>
  checkNginx(
    `
    http {
      keepalive_timeout 0;
    # ^^^^^^^^^^^^^^^^^^^ ! warning nginx/client-keepalive-off: keepalive_timeout 0 closes every client connection after one request: each request pays a new handshake, and each close leaves a TIME_WAIT on this machine
      server {
        keepalive_requests 0;
    #   ^^^^^^^^^^^^^^^^^^^^ ! warning nginx/client-keepalive-off: keepalive_requests 0 closes every client connection after one request: each request pays a new handshake, and each close leaves a TIME_WAIT on this machine
        listen 80;
      }
      server {
        keepalive_timeout 0s 30;
    #   ^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/client-keepalive-off: keepalive_timeout 0s 30 closes every client connection after one request: each request pays a new handshake, and each close leaves a TIME_WAIT on this machine
      }
    }
    `,
    only,
  ));

test('other values', () =>
  checkNginx(
    `
    http {
      keepalive_timeout 65;
      keepalive_requests 1000;
      server { keepalive_timeout 10ms; }
      upstream app { server 127.0.0.1:3000; keepalive 8; keepalive_timeout 0; }
    }
    `,
    only,
  ));

test('one location, or a server for this machine only, is less of a matter', () =>
  checkNginx(
    `
    http {
      server { location /health { keepalive_timeout 0; } }
    #                             ^^^^^^^^^^^^^^^^^^^ ! info nginx/client-keepalive-off: keepalive_timeout 0 closes the client connection after each request to this location: each close leaves a TIME_WAIT on this machine
      server { listen 80 default_server; keepalive_timeout 0; return 444; }
    #                                    ^^^^^^^^^^^^^^^^^^^ ! info nginx/client-keepalive-off: keepalive_timeout 0 closes the client connection after each request to this server: each close leaves a TIME_WAIT on this machine
      server { listen 127.0.0.1:8080; listen [::1]:8080; keepalive_timeout 0; }
    #                                                    ^^^^^^^^^^^^^^^^^^^ ! info nginx/client-keepalive-off: keepalive_timeout 0 closes the client connection after each request to this server: each close leaves a TIME_WAIT on this machine
    }
    `,
    only,
  ));

test('a value that every server overrides applies nowhere', () =>
  checkNginx(
    `
    # -- nginx.conf --
    http {
      keepalive_timeout 0;
      server { keepalive_timeout 65; }
      server { include keep.inc; }
    }
    # -- keep.inc --
    keepalive_timeout 30s;
    `,
    only,
  ));

test('a number that only begins with a zero', () =>
  checkNginx(
    `
    http {
      server { keepalive_timeout 05s; }
    }
    `,
    only,
  ));
