import { test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const only = { only: ['nginx/swallowed-directive', 'nginx/syntax', 'nginx/wrong-argument-count'] };

test('a directive becomes an argument of the one before', () =>
  checkNginx(
    `
    http {
      server {
        server_name example.com
        root /srv;
    #   ^^^^ ! warning nginx/swallowed-directive: root is an argument of server_name here, which nginx accepts: a semicolon is missing after example.com
        index index.html
        access_log off;
    #   ^^^^^^^^^^ ! warning nginx/swallowed-directive: access_log is an argument of index here, which nginx accepts: a semicolon is missing after index.html
      }
      resolver 127.0.0.53 ipv6=off
      resolver_timeout 5s;
    # ^^^^^^^^^^^^^^^^ ! warning nginx/swallowed-directive: resolver_timeout is an argument of resolver here, which nginx accepts: a semicolon is missing after ipv6=off
      gzip_types text/css
      gzip on;
    # ^^^^ ! warning nginx/swallowed-directive: gzip is an argument of gzip_types here, which nginx accepts: a semicolon is missing after text/css
    }
    `,
    only,
  ));

test('several, one after the other', () =>
  fixNginx(
    `
    http {
      server {
        server_name example.com # main
        root /srv
        index index.html;
      }
    }
    `,
    `
    http {
      server {
        server_name example.com; # main
        root /srv;
        index index.html;
      }
    }
    `,
    { ...only, safety: ['safe', 'unsafe'] },
  ));

test('words of a list that goes over several lines', () =>
  checkNginx(
    `
    http {
      server {
        server_name
            default
            internal
            root.example.com
            proxy_pass
            return;
        index
            index
            root;
        server_name a
          charset utf-8;
      }
      log_format main '$remote_addr'
                      ' $status';
    }
    `,
    only,
  ));
