import { test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const only = { only: ['nginx/keepalive-before-balancer'] };

test('every balancing method loses what stands before it', () =>
  checkNginx(
    `
    http {
      upstream a {
        keepalive 32;
    #   ^^^^^^^^^^^^ ! error nginx/keepalive-before-balancer: keepalive 32 of upstream a is lost: on every targeted nginx (1.24) least_conn replaces what stands before it, so no connection is kept
        server 127.0.0.1:3000;
        least_conn;
    #   ^^^^^^^^^^ see nginx/keepalive-before-balancer: the balancing method comes after it
      }
      upstream b { keepalive 16; ip_hash; server 127.0.0.1:3000; }
    #              ^^^^^^^^^^^^ ! error nginx/keepalive-before-balancer: keepalive 16 of upstream b is lost: on every targeted nginx (1.24) ip_hash replaces what stands before it, so no connection is kept
    #                            ^^^^^^^ see nginx/keepalive-before-balancer: the balancing method comes after it
      upstream c { keepalive 8; hash $request_uri consistent; server 127.0.0.1:3000; }
    #              ^^^^^^^^^^^ ! error nginx/keepalive-before-balancer: keepalive 8 of upstream c is lost: on every targeted nginx (1.24) hash $request_uri consistent replaces what stands before it, so no connection is kept
    #                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/keepalive-before-balancer: the balancing method comes after it
      upstream d { keepalive 4; random two; server 127.0.0.1:3000; }
    #              ^^^^^^^^^^^ ! error nginx/keepalive-before-balancer: keepalive 4 of upstream d is lost: on every targeted nginx (1.24) random two replaces what stands before it, so no connection is kept
    #                           ^^^^^^^^^^ see nginx/keepalive-before-balancer: the balancing method comes after it
    }
    `,
    { ...only, target: 'nginx=1.24', related: true },
  ));

test('the order is fine the other way round', () =>
  checkNginx(
    `
    http {
      upstream a { least_conn; server 127.0.0.1:3000; keepalive 32; }
      upstream b { server 127.0.0.1:3000; keepalive 32; keepalive_timeout 60s; zone b 64k; }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('the order does not matter since 1.29.7', () =>
  checkNginx(
    `
    http {
      upstream a { keepalive 32; least_conn; server 127.0.0.1:3000; }
    }
    `,
    { ...only, target: 'nginx=1.29.7-' },
  ));

test('one affected version is enough', () =>
  checkNginx(
    `
    http {
      upstream a { keepalive 32; least_conn; server 127.0.0.1:3000; }
    #              ^^^^^^^^^^^^ ! error nginx/keepalive-before-balancer: keepalive 32 of upstream a is lost: before nginx 1.29.7 least_conn replaces what stands before it, so no connection is kept
    }
    `,
    { ...only, target: 'nginx=1.28-1.30' },
  ));

test('the method may come from another file', () =>
  checkNginx(
    `
    # -- nginx.conf --
    http {
      upstream a { keepalive 32; include method.inc; server 127.0.0.1:3000; }
    #              ^^^^^^^^^^^^ error nginx/keepalive-before-balancer: keepalive 32 of upstream a is lost: on every targeted nginx (1.24) least_conn replaces what stands before it, so no connection is kept
    }
    # -- method.inc --
    least_conn;
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('a stream upstream has no keepalive', () =>
  checkNginx(
    `
    stream {
      upstream a { keepalive 32; least_conn; server 127.0.0.1:3000; }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('the fix moves the line', () =>
  fixNginx(
    `
    http {
      upstream a {
        keepalive 32;
        server 127.0.0.1:3000;
        least_conn; # slow ones
      }
    }
    `,
    `
    http {
      upstream a {
        server 127.0.0.1:3000;
        least_conn; # slow ones
        keepalive 32;
      }
    }
    `,
    { ...only, target: 'nginx=1.24', safety: ['safe', 'unsafe'] },
  ));

test('the fix keeps CRLF and the comment behind the method', () =>
  fixNginx(
    'http {\r\n  upstream a {\r\n    keepalive 32;\r\n    least_conn; # slow ones\r\n    server 127.0.0.1:3000;\r\n  }\r\n}\r\n',
    'http {\r\n  upstream a {\r\n    least_conn; # slow ones\r\n    keepalive 32;\r\n    server 127.0.0.1:3000;\r\n  }\r\n}\r\n',
    { ...only, target: 'nginx=1.24', safety: ['safe', 'unsafe'] },
  ));

test('the last of several methods counts', () =>
  checkNginx(
    `
    http {
      upstream a { keepalive 32; ip_hash; least_conn; server 127.0.0.1:3000; }
    #              ^^^^^^^^^^^^ ! error nginx/keepalive-before-balancer: keepalive 32 of upstream a is lost: on every targeted nginx (1.24) least_conn replaces what stands before it, so no connection is kept
    #                                     ^^^^^^^^^^ see nginx/keepalive-before-balancer: the balancing method comes after it
    }
    `,
    { ...only, target: 'nginx=1.24', related: true },
  ));

test('the fix stays on a line that holds more', () =>
  fixNginx(
    `
    http {
      upstream a {
        keepalive 32;
        least_conn; server 127.0.0.1:3000;
      }
    }
    `,
    `
    http {
      upstream a {
        least_conn; keepalive 32; server 127.0.0.1:3000;
      }
    }
    `,
    { ...only, target: 'nginx=1.24', safety: ['safe', 'unsafe'] },
  ));
