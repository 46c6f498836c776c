import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/low-keepalive-requests'] };

test('the old default, copied', () =>
  checkNginx(
    `
    http {
      keepalive_requests 100;
    # ^^^^^^^^^^^^^^^^^^^^^^ ! info nginx/low-keepalive-requests: requests per client connection are limited to 100, and every close leaves a TIME_WAIT on this machine: the default is 1,000 since nginx 1.19.10
    }
    `,
    only,
  ));

test('towards an upstream', () =>
  checkNginx(
    `
    http {
      upstream app { server 127.0.0.1:3000; keepalive 32; keepalive_requests 50; }
    #                                                     ^^^^^^^^^^^^^^^^^^^^^ ! info nginx/low-keepalive-requests: requests per connection to upstream app are limited to 50, and every close leaves a TIME_WAIT on this machine: the default is 1,000 since nginx 1.19.10
    }
    `,
    only,
  ));

test('an upstream without a pool reads no such limit', () =>
  checkNginx(
    `
    http {
      upstream app { server 127.0.0.1:3000; keepalive_requests 50; }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('an upstream that has its pool by default', () =>
  checkNginx(
    `
    http {
      upstream app { server 127.0.0.1:3000; keepalive_requests 50; }
    #                                       ^^^^^^^^^^^^^^^^^^^^^ ! info nginx/low-keepalive-requests: requests per connection to upstream app are limited to 50, and every close leaves a TIME_WAIT on this machine: the default is 1,000 since nginx 1.19.10
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('larger numbers, and zero, which is another matter', () =>
  checkNginx(
    `
    http {
      keepalive_requests 101;
      server { keepalive_requests 0; }
      server { keepalive_requests 10000; }
    }
    `,
    only,
  ));

test('a value that every server overrides applies nowhere', () =>
  checkNginx(
    `
    http {
      keepalive_requests 10;
      server { keepalive_requests 500; }
    }
    `,
    only,
  ));

test('the last low number, and words that nginx refuses', () =>
  checkNginx(
    `
    http {
      server { keepalive_requests 100; }
    #          ^^^^^^^^^^^^^^^^^^^^^^ ! info nginx/low-keepalive-requests: requests per client connection are limited to 100, and every close leaves a TIME_WAIT on this machine: the default is 1,000 since nginx 1.19.10
      server { keepalive_requests 101; }
      server { keepalive_requests 50k; }
    }
    `,
    only,
  ));

test('a directive of stream, or a block, is none of it', () =>
  checkNginx(
    `
    http {
      keepalive_requests 50 { }
    }
    stream {
      server { listen 4443; keepalive_requests 50; }
    }
    `,
    only,
  ));
