import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const said = (line: string, limit: string) =>
  `${line}: the connection of a client that gives up stays in CLOSE_WAIT, and its request keeps a connection to the server, until the server has answered or is silent for ${limit}`;

test('every protocol that has the switch, with the limit that applies', () =>
  checkNginx(
    `
    http {
      proxy_ignore_client_abort on;
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info nginx/ignore-client-abort: ${said('proxy_ignore_client_abort on', 'proxy_read_timeout 60s')}
      server {
        listen 80;
        fastcgi_read_timeout 10m;
        location / {
          fastcgi_ignore_client_abort on;
    #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info nginx/ignore-client-abort: ${said('fastcgi_ignore_client_abort on', 'fastcgi_read_timeout 10m')}
          uwsgi_ignore_client_abort ON;
    #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info nginx/ignore-client-abort: ${said('uwsgi_ignore_client_abort ON', 'uwsgi_read_timeout 60s')}
          scgi_ignore_client_abort on;
    #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info nginx/ignore-client-abort: ${said('scgi_ignore_client_abort on', 'scgi_read_timeout 60s')}
        }
      }
    }
    `,
  ));

test('off, and an on that applies nowhere', () =>
  checkNginx(
    `
    http {
      proxy_ignore_client_abort on;
      server { listen 80; proxy_ignore_client_abort off; }
    }
    `,
  ));

test('a limit that may be set elsewhere is named without a value', () =>
  checkNginx(
    `
    http {
      server {
        listen 80;
        include /opt/elsewhere/*.conf;
        proxy_ignore_client_abort on;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info nginx/ignore-client-abort: ${said('proxy_ignore_client_abort on', 'proxy_read_timeout')}
      }
    }
    `,
  ));
