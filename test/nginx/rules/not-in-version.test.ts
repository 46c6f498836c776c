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
