import { test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const only = { only: ['nginx/removed', 'nginx/deprecated'] };

test('ssl on, where no target knows it', () =>
  checkNginx(
    `
    http {
      server {
        listen 443 default_server;
        ssl on;
    #   ^^^^^^ + error nginx/removed: nginx does not start with ssl on: the directive is unknown on every targeted nginx (1.25.1 and newer), listen … ssl takes its place
      }
    }
    mail {
      server { listen 993; ssl off; }
    #                      ^^^^^^^ + error nginx/removed: nginx does not start with ssl off: the directive is unknown on every targeted nginx (1.25.1 and newer), listen … ssl takes its place
    }
    `,
    { ...only, target: 'nginx=1.25.1-' },
  ));

test('not where one of them does', () =>
  checkNginx(
    `
    http {
      server { listen 443; ssl on; }
    }
    `,
    { only: ['nginx/removed'], target: 'nginx=1.25.0-1.26' },
  ));

test('words that only look like it', () =>
  checkNginx(
    `
    http {
      server { listen 443 ssl; ssl_certificate a; }
      map $host $ssl { default 0; ssl on; }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('a socket that others use without TLS', () =>
  checkNginx(
    `
    http {
      server { listen 443; ssl on; }
    #                      ^^^^^^ ! error nginx/removed: nginx does not start with ssl on: the directive is unknown on every targeted nginx (1.30), listen … ssl takes its place
      server { listen 443; server_name b.example; }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('a fragment of a server', () =>
  checkNginx(
    `
    # -- snippets/ssl.conf --
    ssl on;
    #<^^^^^ error nginx/removed: nginx does not start with ssl on: the directive is unknown on every targeted nginx (1.30), listen … ssl takes its place
    ssl_certificate /etc/ssl/a.pem;
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('the fix puts ssl on every socket of the server', () =>
  fixNginx(
    `
    http {
      server {
        listen 443 default_server;
        listen [::]:443;
        ssl on; # TLS
        root /srv;
      }
    }
    `,
    `
    http {
      server {
        listen 443 default_server ssl;
        listen [::]:443 ssl;
        # TLS
        root /srv;
      }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('a switch of http covers its servers', () =>
  fixNginx(
    `
    http {
      ssl on;
      server { listen 443; }
      server { listen 8443 ssl; }
      server { listen 80; ssl off; }
    }
    `,
    `
    http {
      server { listen 443 ssl; }
      server { listen 8443 ssl; }
      server { listen 80; }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));
