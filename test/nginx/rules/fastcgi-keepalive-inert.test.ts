import { describe, test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const only = { only: ['nginx/fastcgi-keepalive-inert', 'nginx/upstream-keepalive-inert'] };

test.each(['1.24', '1.30'])('fastcgi_keep_conn is off by default, on %s', (version) =>
  checkNginx(
    `
    http {
      upstream php {
        server 127.0.0.1:9000;
        keepalive 8;
    #   ^^^^^^^^^^^ ! warning nginx/fastcgi-keepalive-inert: every request opens a new connection to upstream php despite its keepalive 8: fastcgi_keep_conn is off by default, and the server closes each connection after its response
      }
      server {
        location ~ \\.php$ {
          fastcgi_pass php;
    #     ^^^^^^^^^^^^^^^^ see nginx/fastcgi-keepalive-inert: passed on from here
        }
      }
    }
    `,
    { ...only, related: true, target: `nginx=${version}` },
  ),
);

test('a pool that nobody asked for is not missed', () =>
  checkNginx(
    `
    http {
      upstream php { server 127.0.0.1:9000; }
      server { location / { fastcgi_pass php; } }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('a switch without a value says nothing', () =>
  checkNginx(
    `
    http {
      upstream php { server 127.0.0.1:9000; keepalive 8; }
      server { location / { fastcgi_keep_conn; fastcgi_pass php; } }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('switched on, at any level', () =>
  checkNginx(
    `
    http {
      fastcgi_keep_conn on;
      upstream php { server 127.0.0.1:9000; keepalive 8; }
      server { location / { fastcgi_pass php; } }
      server { location / { fastcgi_keep_conn ON; fastcgi_pass php; } }
    }
    `,
    only,
  ));

test('switched off by a line', () =>
  checkNginx(
    `
    http {
      upstream php {
        server unix:/run/php/php-fpm.sock;
        keepalive 8;
    #   ^^^^^^^^^^^ ! warning nginx/fastcgi-keepalive-inert: every request opens a new connection to upstream php despite its keepalive 8: fastcgi_keep_conn off tells the server to close each one after its response
      }
      fastcgi_keep_conn on;
      server {
        fastcgi_keep_conn off;
    #   ^^^^^^^^^^^^^^^^^^^^^ see nginx/fastcgi-keepalive-inert: this is what closes the connection
        location ~ \\.php$ { fastcgi_pass php; }
    #                       ^^^^^^^^^^^^^^^^ see nginx/fastcgi-keepalive-inert: passed on from here
      }
    }
    `,
    { ...only, related: true },
  ));

test('in one of two places: there', () =>
  checkNginx(
    `
    http {
      upstream php { server 127.0.0.1:9000; keepalive 8; }
      server {
        location / { fastcgi_keep_conn on; fastcgi_pass php; }
        location /b { fastcgi_pass php; }
    #                 ^^^^^^^^^^^^^^^^ ! warning nginx/fastcgi-keepalive-inert: every request opens a new connection to upstream php despite its keepalive 8: fastcgi_keep_conn is off by default, and the server closes each connection after its response
      }
    }
    `,
    only,
  ));

test('silent where an include that is not here may say otherwise', () =>
  checkNginx(
    `
    http {
      upstream php { server 127.0.0.1:9000; keepalive 8; }
      server { location / { include /somewhere/php.conf; fastcgi_pass php; } }
    }
    `,
    only,
  ));

describe('the fix', () => {
  const unsafe = { ...only, safety: ['safe', 'unsafe'] as const };

  test('says it in each location, and through an if', () =>
    fixNginx(
      `
      http {
        upstream php { server 127.0.0.1:9000; keepalive 8; }
        fastcgi_keep_conn off;
        server {
          location / {
            fastcgi_pass php;
          }
          location /b {
            fastcgi_keep_conn off;
            fastcgi_pass php;
          }
          location /c {
            if ($request_method = POST) {
              fastcgi_pass php;
            }
          }
        }
      }
      `,
      `
      http {
        upstream php { server 127.0.0.1:9000; keepalive 8; }
        fastcgi_keep_conn off;
        server {
          location / {
            fastcgi_keep_conn on;
            fastcgi_pass php;
          }
          location /b {
            fastcgi_keep_conn on;
            fastcgi_pass php;
          }
          location /c {
            fastcgi_keep_conn on;
            if ($request_method = POST) {
              fastcgi_pass php;
            }
          }
        }
      }
      `,
      unsafe,
    ));

  test('goes once into a location that several servers include', () =>
    fixNginx(
      `
      # -- nginx.conf --
      http {
        upstream php { server 127.0.0.1:9000; keepalive 8; }
        server { server_name a; include php.inc; }
        server { server_name b; include php.inc; }
      }
      # -- php.inc --
      location ~ \\.php$ {
        fastcgi_pass php;
      }
      `,
      `
      # -- nginx.conf --
      http {
        upstream php { server 127.0.0.1:9000; keepalive 8; }
        server { server_name a; include php.inc; }
        server { server_name b; include php.inc; }
      }
      # -- php.inc --
      location ~ \\.php$ {
        fastcgi_keep_conn on;
        fastcgi_pass php;
      }
      `,
      unsafe,
    ));

  test('is not made where the text is shared with a location that says otherwise', () =>
    checkNginx(
      `
      # -- nginx.conf --
      http {
        upstream php { server 127.0.0.1:9000; keepalive 8; }
        server { server_name a; location / { include pass.inc; } }
        server { server_name b; location / { fastcgi_keep_conn on; include pass.inc; } }
      }
      # -- pass.inc --
      fastcgi_pass php;
      #<^^^^^^^^^^^^^^^ warning nginx/fastcgi-keepalive-inert: every request opens a new connection to upstream php despite its keepalive 8: fastcgi_keep_conn is off by default, and the server closes each connection after its response

      `,
      only,
    ));
});
