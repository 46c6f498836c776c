import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/token-too-long', 'nginx/syntax'] };
const long = (n: number) => 'a'.repeat(n);

test('a word that is too long', () =>
  checkNginx(
    `
    server {
      listen 80;
      location / {
        return 200 ${long(4096)};
    #              ^^^^^^^^^^^^^^^^^^^^ error nginx/token-too-long: aaaaaaaaaaaaaaaaaaaa … does not fit into the 4 KiB that nginx reads at once
      }
    }
    `,
    only,
  ));

test('quotes take a byte of it', () =>
  checkNginx(
    `
    server {
      location /a { return 200 ${long(4095)}; }
      location /b { return 200 "${long(4094)}"; }
      location /c { return 200 "${long(4095)}"; }
    #                          ^^^^^^^^^^^^^^^^^^^^ error nginx/token-too-long: "aaaaaaaaaaaaaaaaaaa … does not fit into the 4 KiB that nginx reads at once
    }
    `,
    only,
  ));

test('a comment counts as a word, bytes count and not characters', () =>
  checkNginx(
    `
    server {
      # ${long(4100)}
    # ^^^^^^^^^^^^^^^^^^^^ error nginx/token-too-long: # aaaaaaaaaaaaaaaaaa … does not fit into the 4 KiB that nginx reads at once
      listen 80;
      return 200 '${'界'.repeat(1400)}';
    #            ^^^^^^^^^^^^^^^^^^^^ error nginx/token-too-long: '界界界界界界界界界界界界界界界界界界界 … does not fit into the 4 KiB that nginx reads at once
    }
    `,
    only,
  ));
