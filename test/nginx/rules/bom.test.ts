import { test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const only = { only: ['nginx/bom', 'nginx/unknown-directive', 'nginx/full-width-character', 'nginx/syntax'] };

test('before the first directive', () =>
  checkNginx(
    `
\ufeffserver { listen 80; }
#<^ + error nginx/bom: the file begins with a byte order mark, which nginx takes for a part of the first word
    `,
    only,
  ));

test('before a comment, which is none then', () =>
  checkNginx(
    `
\ufeff# 说明
#<^ + error nginx/bom: the file begins with a byte order mark, which nginx takes for a part of the first word
server { listen 80; }
    `,
    only,
  ));

test('in an included file, too', () =>
  checkNginx(
    `
    # -- nginx.conf --
    http {
      server { listen 80; include site.inc; }
    }
    # -- site.inc --
    \ufeffroot /srv;
    #<^ + error nginx/bom: the file begins with a byte order mark, which nginx takes for a part of the first word
    `,
    only,
  ));

test('further inside it is a blank that nginx does not know', () =>
  checkNginx(
    `
    server {
      \ufefflisten 80;
    # ^ + error nginx/full-width-character: "\ufefflisten" holds a blank that nginx does not know (U+FEFF) and takes for a letter
    }
    `,
    only,
  ));

test('the fix removes it and nothing else', () =>
  fixNginx(
    `
\ufeff# 说明
server { listen 80; }
    `,
    `
# 说明
server { listen 80; }
    `,
    only,
  ));
