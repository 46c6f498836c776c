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

test('directives of old releases, and what to write instead', () =>
  checkNginx(
    `
    worker_threads 4;
    #<^^^^^^^^^^^^^^^ error nginx/removed: nginx does not start with worker_threads: nginx 1.8.1 was the last release that had it
    events { connections 512; }
    #        ^^^^^^^^^^^^^^^ + error nginx/removed: nginx does not start with connections: nginx 1.9.0 was the last release that had it, worker_connections takes its place
    http {
      limit_zone one $binary_remote_addr 10m;
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error nginx/removed: nginx does not start with limit_zone: nginx 1.7.5 was the last release that had it, limit_conn_zone takes its place
      open_file_cache_retest 30s;
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^ + error nginx/removed: nginx does not start with open_file_cache_retest: nginx 1.9.0 was the last release that had it, open_file_cache_valid takes its place
      spdy_chunk_size 8k;
    # ^^^^^^^^^^^^^^^^^^ + error nginx/removed: nginx does not start with spdy_chunk_size: nginx 1.19.6 was the last release that had it, http2_chunk_size takes its place
      spdy_pool_size 8k;
    # ^^^^^^^^^^^^^^^^^ + error nginx/removed: nginx does not start with spdy_pool_size: nginx 1.19.6 was the last release that had it
      server {
        listen 443 ssl spdy;
    #                  ^^^^ + error nginx/removed: nginx does not start with the spdy parameter of listen: 1.19.6 was the last release that read it, HTTP/2 has taken its place
        satisfy_any on;
    #   ^^^^^^^^^^^^^^ error nginx/removed: nginx does not start with satisfy_any: nginx 1.9.0 was the last release that had it, satisfy any takes its place
        proxy_preserve_host on;
    #   ^^^^^^^^^^^^^^^^^^^^^^ error nginx/removed: nginx does not start with proxy_preserve_host: nginx 0.3.35 was the last release that had it, proxy_set_header Host $host takes its place
        proxy_header_buffer_size 4k;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/removed: nginx does not start with proxy_header_buffer_size: nginx 0.7.0 was the last release that had it, proxy_buffer_size takes its place
        proxy_buffer_size 8k;
      }
    }
    imap { }
    #<^^^ + error nginx/removed: nginx does not start with imap: nginx 1.9.0 was the last release that had it, mail takes its place
    `,
    { ...only, target: 'nginx=1.20-' },
  ));

test('renamed', () =>
  fixNginx(
    `
    events { connections 512; }
    http {
      limit_zone one $binary_remote_addr 10m;
      open_file_cache_retest 30s;
      spdy_chunk_size 8k;
    }
    `,
    `
    events { worker_connections 512; }
    http {
      limit_conn_zone $binary_remote_addr zone=one:10m;
      open_file_cache_valid 30s;
    }
    `,
    { ...only, target: 'nginx=1.20-' },
  ));

test('still there for some target', () =>
  checkNginx(
    `
    http { spdy_chunk_size 8k; }
    `,
    { only: ['nginx/removed'], target: 'nginx=1.18-' },
  ));
