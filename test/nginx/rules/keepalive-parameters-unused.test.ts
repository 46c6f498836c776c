import { describe, test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const only = { only: ['nginx/keepalive-parameters-unused', 'nginx/upstream-without-keepalive', 'nginx/keepalive-zero'] };
// Without the settings that did nothing, the upstream still keeps no connections.
const reveals = ['nginx/upstream-without-keepalive'];

describe('without a pool', () => {
  test('the settings of one do nothing', () =>
    checkNginx(
      `
      http {
        upstream app {
      # ^^^^^^^^^^^^ see nginx/keepalive-parameters-unused: this upstream has no keepalive
      # ^^^^^^^^^^^^ see nginx/keepalive-parameters-unused: this upstream has no keepalive
          server 127.0.0.1:3000;
          keepalive_timeout 30s;
      #   ^^^^^^^^^^^^^^^^^^^^^ !+ warning nginx/keepalive-parameters-unused: keepalive_timeout 30s does nothing: on every targeted nginx (1.24) upstream app keeps no connections without keepalive
          keepalive_requests 9000;
      #   ^^^^^^^^^^^^^^^^^^^^^^^ !+ warning nginx/keepalive-parameters-unused: keepalive_requests 9000 does nothing: on every targeted nginx (1.24) upstream app keeps no connections without keepalive
        }
        server { location / { proxy_pass http://app; } }
      }
      `,
      { ...only, related: true, reveals, target: 'nginx=1.24' },
    ));

  test.each(['1.30', '1.22-1.30'])('those of the default pool do something, on %s', (version) =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive_timeout 30s; }
      }
      `,
      { ...only, target: `nginx=${version}` },
    ),
  );

  test('settings that the version does not have are refused, not unused', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive_time 30m; }
      }
      `,
      { ...only, target: 'nginx=1.18' },
    ));

  test('silent where an include may bring the keepalive', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive_timeout 30s; include /somewhere/pool.conf; }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  const fixture = `
      http {
        upstream app {
          server 127.0.0.1:3000;
          keepalive_timeout 30s;
          keepalive_requests 500;
        }
        server {
          location / {
            proxy_pass http://app;
          }
        }
      }
      `;
  test('the safe fix takes them out', () =>
    fixNginx(
      fixture,
      `
      http {
        upstream app {
          server 127.0.0.1:3000;
        }
        server {
          location / {
            proxy_pass http://app;
          }
        }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('the other one makes them work', () =>
    fixNginx(
      fixture,
      `
      http {
        upstream app {
          server 127.0.0.1:3000;
          keepalive 32;
          keepalive_timeout 30s;
          keepalive_requests 500;
        }
        server {
          location / {
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_pass http://app;
          }
        }
      }
      `,
      { ...only, target: 'nginx=1.24', safety: ['safe', 'unsafe'] },
    ));
});

test.each(['1.24', '1.30'])('a pool that is smaller than the number of servers, on %s', (version) =>
  checkNginx(
    `
    http {
      upstream app {
        server 10.0.0.1;
        server 10.0.0.2;
        server 10.0.0.3;
        server 10.0.0.4 backup;
        server 10.0.0.5 down;
        keepalive 2;
    #   ^^^^^^^^^^^ info nginx/keepalive-parameters-unused: a worker keeps at most 2 idle connections to upstream app, which has 3 servers: there is not one for each of them, so they close each other
      }
      upstream fits { server 10.0.0.1; server 10.0.0.2; keepalive 2; }
      upstream one { server 10.0.0.1; keepalive 1; }
      upstream many { server 10.0.0.1; server 10.0.0.2; keepalive many; }
    }
    `,
    { ...only, target: `nginx=${version}` },
  ),
);

test('uwsgi has no pool of any size', () =>
  checkNginx(
    `
    http {
      upstream app { server 10.0.0.1; server 10.0.0.2; keepalive 1; }
      server { location / { uwsgi_pass app; } }
    }
    `,
    only,
  ));
