import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/block-form', 'nginx/syntax'] };

test('a block without its braces', () =>
  checkNginx(
    `
    events;
    #<^^^^^ error nginx/block-form: events needs a block: nginx finds no opening brace after it
    http {
      server { listen 80; location /a; }
    #                     ^^^^^^^^^^^ error nginx/block-form: location needs a block: nginx finds no opening brace after it
    }
    `,
    only,
  ));

test('a simple directive with braces', () =>
  checkNginx(
    `
    http {
      server {
        listen 80 { }
    #   ^^^^^^^^^ error nginx/block-form: listen has no block: nginx wants a semicolon after its arguments, not a brace
        root /srv { index index.html; }
    #   ^^^^^^^^^ error nginx/block-form: root has no block: nginx wants a semicolon after its arguments, not a brace
      }
    }
    `,
    only,
  ));

test('a name that is both: the place decides', () =>
  checkNginx(
    `
    http {
      upstream pool { server 127.0.0.1:8080; }
      server { listen 80; }
    }
    `,
    only,
  ));

test('an upstream server with braces', () =>
  checkNginx(
    `
    http {
      upstream pool { server 127.0.0.1:8080 { } }
    #                 ^^^^^^^^^^^^^^^^^^^^^ error nginx/block-form: server has no block: nginx wants a semicolon after its arguments, not a brace
    }
    `,
    only,
  ));
