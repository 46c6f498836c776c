import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/balancer-redefined', 'nginx/duplicate-directive'] };

test.each(['1.24', '1.30'])('the last method counts, on %s', (version) =>
  checkNginx(
    `
    http {
      upstream app {
        ip_hash;
    #   ^^^^^^^ ? warning nginx/balancer-redefined: ip_hash has no effect: upstream app takes one balancing method, the last one, which is hash $request_uri consistent
        least_conn;
    #   ^^^^^^^^^^ ? warning nginx/balancer-redefined: least_conn has no effect: upstream app takes one balancing method, the last one, which is hash $request_uri consistent
        server 10.0.0.1;
        hash $request_uri consistent;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/balancer-redefined: this one is in effect
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/balancer-redefined: this one is in effect
      }
    }
    stream {
      upstream db {
        random;
    #   ^^^^^^ ? warning nginx/balancer-redefined: random has no effect: upstream db takes one balancing method, the last one, which is least_conn
        server 10.0.0.1:1;
        least_conn;
    #   ^^^^^^^^^^ see nginx/balancer-redefined: this one is in effect
      }
    }
    `,
    { ...only, related: true, target: `nginx=${version}` },
  ),
);

test('one method, a pool and a zone are fine together', () =>
  checkNginx(
    `
    http {
      upstream app { zone app 64k; least_conn; server 10.0.0.1; keepalive 32; }
      upstream other { server 10.0.0.1; ip_hash; }
    }
    stream {
      upstream db { hash $remote_addr; server 10.0.0.1:1; }
    }
    `,
    only,
  ));

test('through an include', () =>
  checkNginx(
    `
    # -- nginx.conf --
    http {
      upstream app {
        include balance.inc;
        server 10.0.0.1;
        ip_hash;
      }
    }
    # -- balance.inc --
    least_conn;
    #<^^^^^^^^^ ? warning nginx/balancer-redefined: least_conn has no effect: upstream app takes one balancing method, the last one, which is ip_hash

    `,
    only,
  ));
