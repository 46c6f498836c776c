import { describe, test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

describe('keepalive 0', () => {
  test('is refused before 1.29.7, and says what the default is', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 0; }
      #                                       ^^^^^^^^^^^ + error nginx/keepalive-zero: nginx does not start with keepalive 0 in upstream app: on every targeted nginx (1.24) the number must be at least 1, and no connection is kept without the line
      }
      `,
      { target: 'nginx=1.24' },
    ));

  test('switches the default off since 1.29.7', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 0; }
      #                                       ^^^^^^^^^^^ ? info nginx/keepalive-zero: keepalive 0 switches off what upstream app does by default on every targeted nginx (1.30): every request opens a new connection, and nginx closes it first, which leaves a TIME_WAIT on this machine
        server { location / { proxy_pass http://app; } }
      }
      `,
      { target: 'nginx=1.30' },
    ));

  test('where some of the targeted versions take it, it is meant for them', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 00; }
      #                                       ^^^^^^^^^^^^ ? info nginx/keepalive-zero: keepalive 00 switches off what upstream app does by default since nginx 1.29.7: every request opens a new connection, and nginx closes it first, which leaves a TIME_WAIT on this machine
        server { location / { proxy_pass http://app; } }
      }
      `,
      { target: 'nginx=1.22-1.30', only: ['nginx/keepalive-zero', 'nginx/invalid-value'] },
    ));

  test('without it, an old nginx does what was meant', () =>
    fixNginx(
      `
      http {
        upstream app {
          server 127.0.0.1:3000;
          keepalive 0;
        }
      }
      `,
      `
      http {
        upstream app {
          server 127.0.0.1:3000;
        }
      }
      `,
      { target: 'nginx=1.24' },
    ));

  test('is nothing to uwsgi, which keeps none anyway', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 0; keepalive_timeout 0; }
        server { location / { uwsgi_pass app; } }
      }
      `,
      { target: 'nginx=1.30' },
    ));

  test('but is refused there as well', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 0; }
      #                                       ^^^^^^^^^^^ + error nginx/keepalive-zero: nginx does not start with keepalive 0 in upstream app: on every targeted nginx (1.24) the number must be at least 1, and no connection is kept without the line
        server { location / { uwsgi_pass app; } }
      }
      `,
      { target: 'nginx=1.24' },
    ));
});

describe('the parameters of a pool', () => {
  const only = { only: ['nginx/keepalive-zero', 'nginx/low-keepalive-requests'] };

  test.each(['1.24', '1.30'])('that close each connection after its first request, on %s', (version) =>
    checkNginx(
      `
      http {
        upstream a { server 10.0.0.1; keepalive 32; keepalive_timeout 0; }
      #                                             ^^^^^^^^^^^^^^^^^^^ ! warning nginx/keepalive-zero: keepalive_timeout 0 closes each connection to upstream a as soon as it is idle, so only a request that comes in the same moment uses it again: otherwise nginx closes it first, which leaves a TIME_WAIT on this machine
        upstream b { server 10.0.0.1; keepalive 32; keepalive_timeout 0s; }
      #                                             ^^^^^^^^^^^^^^^^^^^^ ! warning nginx/keepalive-zero: keepalive_timeout 0s closes each connection to upstream b as soon as it is idle, so only a request that comes in the same moment uses it again: otherwise nginx closes it first, which leaves a TIME_WAIT on this machine
        upstream c { server 10.0.0.1; keepalive 32; keepalive_requests 0; }
      #                                             ^^^^^^^^^^^^^^^^^^^^ ! warning nginx/keepalive-zero: keepalive_requests 0 closes each connection to upstream c after its first request, so none is used again: nginx closes it first, which leaves a TIME_WAIT on this machine
        upstream d { server 10.0.0.1; keepalive 32; keepalive_requests 1; }
      #                                             ^^^^^^^^^^^^^^^^^^^^ ! warning nginx/keepalive-zero: keepalive_requests 1 closes each connection to upstream d after its first request, so none is used again: nginx closes it first, which leaves a TIME_WAIT on this machine
        upstream e { server 10.0.0.1; keepalive 32; keepalive_time 0m; }
      #                                             ^^^^^^^^^^^^^^^^^ ! warning nginx/keepalive-zero: keepalive_time 0m closes each connection to upstream e after its first request, so none is used again: nginx closes it first, which leaves a TIME_WAIT on this machine
        upstream f { server 10.0.0.1; keepalive 32; keepalive_time 1m; keepalive_timeout 1s; keepalive_requests 1000; }
      }
      `,
      { ...only, target: `nginx=${version}` },
    ),
  );

  test('also where the pool is the default', () =>
    checkNginx(
      `
      http {
        upstream a { server 10.0.0.1; keepalive_timeout 0; }
      #                               ^^^^^^^^^^^^^^^^^^^ ! warning nginx/keepalive-zero: keepalive_timeout 0 closes each connection to upstream a as soon as it is idle, so only a request that comes in the same moment uses it again: otherwise nginx closes it first, which leaves a TIME_WAIT on this machine
      }
      `,
      { ...only, target: 'nginx=1.30' },
    ));

  test('of a pool that is not there are another matter', () =>
    checkNginx(
      `
      http {
        upstream a { server 10.0.0.1; keepalive_timeout 0; }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('of clients are another matter', () =>
    checkNginx(
      `
      http {
        keepalive_requests 1;
        keepalive_timeout 0;
      }
      `,
      { ...only, only: ['nginx/keepalive-zero'] },
    ));
});
