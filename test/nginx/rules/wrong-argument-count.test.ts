import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/wrong-argument-count', 'nginx/syntax', 'nginx/not-in-version'] };

test('too many and too few, with what nginx takes', () =>
  checkNginx(
    `
    events { worker_connections; }
    #        ^^^^^^^^^^^^^^^^^^ error nginx/wrong-argument-count: worker_connections takes one argument, this one has 0
    http {
      gzip on always;
    # ^^^^^^^^^^^^^^ error nginx/wrong-argument-count: gzip takes one argument, this one has 2
      keepalive_timeout 60 60 60;
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/wrong-argument-count: keepalive_timeout takes 1 or 2 arguments, this one has 3
      add_header X-Frame-Options;
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/wrong-argument-count: add_header takes 2 or 3 arguments, this one has 1
      log_format main;
    # ^^^^^^^^^^^^^^^ error nginx/wrong-argument-count: log_format takes 2 arguments or more, this one has 1
      server {
        server_name;
    #   ^^^^^^^^^^^ error nginx/wrong-argument-count: server_name needs an argument
        listen;
    #   ^^^^^^ error nginx/wrong-argument-count: listen needs an argument
        ssl_session_tickets;
    #   ^^^^^^^^^^^^^^^^^^^ error nginx/wrong-argument-count: ssl_session_tickets takes one argument, this one has 0
        location / { internal yes; }
    #                ^^^^^^^^^^^^ error nginx/wrong-argument-count: internal takes no argument, this one has 1
        location /a { try_files $uri; }
    #                 ^^^^^^^^^^^^^^ error nginx/wrong-argument-count: try_files takes 2 arguments or more, this one has 1
        location { root /srv; }
    #   ^^^^^^^^ error nginx/wrong-argument-count: location takes 1 or 2 arguments, this one has 0
      }
      upstream pool { ip_hash on; server; }
    #                 ^^^^^^^^^^ error nginx/wrong-argument-count: ip_hash takes no argument, this one has 1
    #                             ^^^^^^ error nginx/wrong-argument-count: server needs an argument
      server on { listen 81; }
    # ^^^^^^^^^ error nginx/wrong-argument-count: server takes no argument, this one has 1
      limit_req_zone $binary_remote_addr zone=one:1m;
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/wrong-argument-count: limit_req_zone takes 3 arguments, this one has 2
    }
    `,
    only,
  ));

test('a missing semicolon is said once, where it is missing', () =>
  checkNginx(
    `
    http {
      server {
        root /srv
    #        ^^^^ + error nginx/syntax: a semicolon is missing after /srv: nginx takes index for an argument of root and does not start
        index index.html;
      }
    }
    `,
    only,
  ));

test('a placeholder may stand for any number of words', () =>
  checkNginx(
    `
    http {
      server {
        listen 80;
        root {{ root }} {{ more }};
        keepalive_timeout \${TIMEOUTS} 60 60;
      }
    }
    `,
    only,
  ));

test('a number that some targeted release takes', () =>
  checkNginx(
    `
    http {
      server { listen 80; location / { proxy_set_header Host $host; } }
      proxy_bind 127.0.0.1 transparent;
      add_header A b always;
    }
    `,
    only,
  ));

test('a word that only NGINX Plus takes', () =>
  checkNginx(
    `
    http {
      limit_req_zone $remote_addr zone=a:1M rate=100r/s sync;
      limit_req_zone $remote_addr zone=b:1M rate=100r/s synced;
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/wrong-argument-count: limit_req_zone takes 3 arguments, this one has 4
    }
    `,
    only,
  ));
