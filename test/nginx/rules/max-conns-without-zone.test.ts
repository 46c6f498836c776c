import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/max-conns-without-zone'] };

test('the limit is for each worker', () =>
  checkNginx(
    `
    worker_processes 4;
    http {
      upstream app {
        server 10.0.0.1 max_conns=250;
    #                   ^^^^^^^^^^^^^ ? info nginx/max-conns-without-zone: each worker counts to 250 on its own, since upstream app has no zone to count in together: 4 workers may open 1,000 connections to this server
        server 10.0.0.2 max_conns=250;
      }
    }
    stream {
      upstream db {
        server 10.0.0.1:1;
        server 10.0.0.2:1 weight=2 max_conns=10;
    #                              ^^^^^^^^^^^^ ? info nginx/max-conns-without-zone: each worker counts to 10 on its own, since upstream db has no zone to count in together: 4 workers may open 40 connections to this server
      }
    }
    `,
    only,
  ));

test('one for each processor', () =>
  checkNginx(
    `
    worker_processes auto;
    http {
      upstream app { server 10.0.0.1 max_conns=250; }
    #                                ^^^^^^^^^^^^^ ? info nginx/max-conns-without-zone: each worker counts to 250 on its own, since upstream app has no zone to count in together: with worker_processes auto there may be 250 connections to this server for each processor of this machine
    }
    `,
    only,
  ));

test.each(['worker_processes 1;', ''])('one worker counts right: %s', (line) =>
  checkNginx(
    `
    ${line}
    http {
      upstream app { server 10.0.0.1 max_conns=250; }
    }
    `,
    only,
  ),
);

test('a zone, no limit, and what may have either', () =>
  checkNginx(
    `
    worker_processes 4;
    http {
      upstream a { server 10.0.0.1 max_conns=250; zone a 64k; }
      upstream b { server 10.0.0.1 max_conns=0; server 10.0.0.2; }
      upstream c { server 10.0.0.1 max_conns=250; include /somewhere/zone.conf; }
    }
    `,
    only,
  ));

test('silent in a fragment, which does not tell how many workers there are', () =>
  checkNginx(
    `
    upstream app { server 10.0.0.1 max_conns=250; }
    server { location / { proxy_pass http://app; } }
    `,
    only,
  ));
