import { test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const only = { only: ['nginx/connection-forwarded'] };

test('the header of the client, in front of a pool', () =>
  checkNginx(
    `
    http {
      upstream app { server 127.0.0.1:3000; keepalive 32; }
    #                                       ^^^^^^^^^^^^ see nginx/connection-forwarded: connections are kept here
      server {
        location / {
          proxy_pass http://app;
    #     ^^^^^^^^^^^^^^^^^^^^^ see nginx/connection-forwarded: proxied from here
          proxy_http_version 1.1;
          proxy_set_header Connection $http_connection;
    #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/connection-forwarded: proxy_set_header Connection $http_connection lets every client decide whether the connection to upstream app is kept: one that sends Connection: close has it closed, and the header is meant for nginx, not for the server behind it
        }
      }
    }
    `,
    { ...only, target: 'nginx=1.24', related: true },
  ));

test('through a map', () =>
  checkNginx(
    `
    http {
      map $http_upgrade $conn { default upgrade; '' $http_connection; }
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection $conn; }
    #                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/connection-forwarded: proxy_set_header Connection $conn lets every client decide whether the connection to upstream app is kept: one that sends Connection: close has it closed, and the header is meant for nginx, not for the server behind it
      }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('a map may hand it on for an upgrade', () =>
  checkNginx(
    `
    http {
      map $http_connection $conn { "~*Upgrade" $http_connection; default keep-alive; }
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection $conn; }
      }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('in front of an address there is nothing to keep', () =>
  checkNginx(
    `
    http {
      server {
        location / { proxy_pass http://127.0.0.1:3000; proxy_http_version 1.1; proxy_set_header Connection $http_connection; }
      }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('a hard-coded upgrade', () =>
  checkNginx(
    `
    http {
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        location / {
          proxy_pass http://app;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection "upgrade";
    #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info nginx/connection-forwarded: proxy_set_header Connection "upgrade" announces an upgrade with every request to upstream app, also with those that ask for none: whether the connection is kept then is up to the server
        }
      }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('an upstream with the default pool', () =>
  checkNginx(
    `
    http {
      upstream app { server 127.0.0.1:3000; }
      server { location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection $http_connection; } }
    #                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info nginx/connection-forwarded: upstream app keeps connections since nginx 1.29.7, and proxy_set_header Connection $http_connection lets every client decide whether one is kept: one that sends Connection: close has it closed
    }
    `,
    { ...only, target: 'nginx=1.24-1.30' },
  ));

test('one line for several locations is one finding', () =>
  checkNginx(
    `
    http {
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      proxy_http_version 1.1;
      proxy_set_header Connection $http_connection;
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/connection-forwarded: proxy_set_header Connection $http_connection lets every client decide whether the connection to upstream app is kept: one that sends Connection: close has it closed, and the header is meant for nginx, not for the server behind it
      server {
        location /a { proxy_pass http://app; }
        location /b { proxy_pass http://app; }
        location /c { proxy_pass http://app; proxy_set_header Connection ""; }
      }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('the map that is there is used', () =>
  fixNginx(
    `
    http {
      map $http_upgrade $ws { default upgrade; '' ''; }
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        location / {
          proxy_pass http://app;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection "upgrade";
        }
      }
    }
    `,
    `
    http {
      map $http_upgrade $ws { default upgrade; '' ''; }
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        location / {
          proxy_pass http://app;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection $ws;
        }
      }
    }
    `,
    { ...only, target: 'nginx=1.24', safety: ['unsafe'] },
  ));

test('else a map is made, once', () =>
  fixNginx(
    `
    http {
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        location /a {
          proxy_pass http://app;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection $http_connection;
        }
        location /b {
          proxy_pass http://app;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection upgrade;
        }
        location /c {
          proxy_pass http://app;
          proxy_set_header Connection $http_connection;
        }
      }
    }
    `,
    `
    http {
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      map $http_upgrade $connection_upgrade {
        default upgrade;
        '' '';
      }
      server {
        location /a {
          proxy_pass http://app;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection $connection_upgrade;
        }
        location /b {
          proxy_pass http://app;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection $connection_upgrade;
        }
        location /c {
          proxy_http_version 1.1;
          proxy_pass http://app;
          proxy_set_header Connection "";
        }
      }
    }
    `,
    { ...only, target: 'nginx=1.24', safety: ['unsafe'] },
  ));

test('names the places that lead to a pool only', () =>
  checkNginx(
    `
    http {
      upstream app { server 127.0.0.1:3000; keepalive 32; }
    #                                       ^^^^^^^^^^^^ see nginx/connection-forwarded: connections are kept here
      server {
        proxy_http_version 1.1;
        proxy_set_header Connection $http_connection;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning nginx/connection-forwarded: proxy_set_header Connection $http_connection lets every client decide whether the connection to upstream app is kept: one that sends Connection: close has it closed, and the header is meant for nginx, not for the server behind it
        location /a { proxy_pass http://app; }
    #                 ^^^^^^^^^^^^^^^^^^^^^ see nginx/connection-forwarded: proxied from here
        location /b { proxy_pass http://127.0.0.1:3001; }
      }
    }
    `,
    { ...only, target: 'nginx=1.24', related: true },
  ));

test('no fix where HTTP/1.0 is said in a text of others', () =>
  checkNginx(
    `
    # -- nginx.conf --
    http {
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        location /a { include old.inc; proxy_pass http://app; proxy_set_header Connection $http_connection; }
    #                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning nginx/connection-forwarded: proxy_set_header Connection $http_connection lets every client decide whether the connection to upstream app is kept: one that sends Connection: close has it closed, and the header is meant for nginx, not for the server behind it
        location /b { include old.inc; proxy_pass http://10.0.0.1; }
      }
    }
    # -- old.inc --
    proxy_http_version 1.0;
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('a variable is a part of it', () =>
  checkNginx(
    `
    http {
      map $http_upgrade $conn { default upgrade; '' $http_connection; }
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection "$conn, te"; }
      }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('no fix where the line is sent to servers that are not known, too', () =>
  checkNginx(
    `
    http {
      upstream pool { server a:1; keepalive 4; }
      proxy_http_version 1.1;
      proxy_set_header Connection $http_connection;
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning nginx/connection-forwarded: proxy_set_header Connection $http_connection lets every client decide whether the connection to upstream pool is kept: one that sends Connection: close has it closed, and the header is meant for nginx, not for the server behind it
      server {
        location /a { proxy_pass http://pool; }
        location /b { proxy_pass http://$arg_b; }
      }
    }
    `,
    { only: ['nginx/connection-forwarded'] },
  ));

test('letter case does not matter', () =>
  checkNginx(
    `
    http {
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection $Http_Connection; }
    #                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/connection-forwarded: proxy_set_header Connection $Http_Connection lets every client decide whether the connection to upstream app is kept: one that sends Connection: close has it closed, and the header is meant for nginx, not for the server behind it
      }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));
