import { expect, test } from 'vitest';
import { checkNginx, filesOf, fixNginx, lintFiles } from '../../harness.ts';

const only = { only: ['nginx/deprecated'] };

test('the http2 parameter, where every target knows the directive', () =>
  checkNginx(
    `
    http {
      server {
        listen 443 ssl http2;
    #                  ^^^^^ + warning nginx/deprecated: the http2 parameter of listen is deprecated on every targeted nginx (1.25.1 and newer): nginx warns at every start, the http2 directive takes its place
        listen [::]:443 ssl http2;
    #                       ^^^^^ + warning nginx/deprecated: the http2 parameter of listen is deprecated on every targeted nginx (1.25.1 and newer): nginx warns at every start, the http2 directive takes its place
        server_name example.com;
      }
    }
    `,
    { ...only, target: 'nginx=1.25.1-' },
  ));

test('not where one of them does not', () =>
  checkNginx(
    `
    http {
      server { listen 443 ssl http2; }
    }
    `,
    { ...only, target: 'nginx=1.24-1.30' },
  ));

test('other parameters, other blocks', () =>
  checkNginx(
    `
    http {
      server { listen 443 ssl; http2 on; listen 443 quic; }
    }
    stream {
      server { listen 4443 ssl; proxy_pass 127.0.0.1:1; }
    }
    `,
    { ...only, target: 'nginx=1.25.1-' },
  ));

test('a plain socket of the same server would speak it, too', () =>
  checkNginx(
    `
    http {
      server { listen 80; listen 443 ssl http2; }
    #                                    ^^^^^ ! warning nginx/deprecated: the http2 parameter of listen is deprecated on every targeted nginx (1.30): nginx warns at every start, the http2 directive takes its place
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('servers that share a socket move together', () =>
  fixNginx(
    `
    http {
      server {
        listen 443 ssl http2;
        server_name a.example;
      }
      server {
        listen 0.0.0.0:443 ssl;
        server_name b.example;
      }
      server {
        listen 8443 ssl;
      }
    }
    `,
    `
    http {
      server {
        listen 443 ssl;
        http2 on;
        server_name a.example;
      }
      server {
        listen 0.0.0.0:443 ssl;
        http2 on;
        server_name b.example;
      }
      server {
        listen 8443 ssl;
      }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('each server moves by itself; the first takes along the ones that have it from its socket', async () => {
  const sites = `
    http {
      server { listen 443 ssl; server_name none.example; }
      server { listen 443 ssl http2; server_name first.example; }
      server { listen 443 ssl http2; server_name second.example; }
    }
    `;
  const { findings } = await lintFiles(filesOf(sites, 'nginx.conf'), { ...only, target: 'nginx=1.30' });
  expect(findings.map((f) => f.fixes[0]?.edits.length)).toEqual([3, 2]);
  await fixNginx(
    sites,
    `
    http {
      server { listen 443 ssl; http2 on; server_name none.example; }
      server { listen 443 ssl; http2 on; server_name first.example; }
      server { listen 443 ssl; http2 on; server_name second.example; }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  );
});

test('http2 on at http needs no more', () =>
  fixNginx(
    `
    http {
      http2 on;
      server { listen 443 http2 ssl; }
    }
    `,
    `
    http {
      http2 on;
      server { listen 443 ssl; }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('ssl on, while it still loads somewhere', () =>
  checkNginx(
    `
    http {
      server {
        listen 443;
        ssl on;
    #   ^^^^^^ + warning nginx/deprecated: ssl on is deprecated on every targeted nginx (1.18.0–1.30) and nginx 1.25.1 does not start with it: listen … ssl takes its place
      }
    }
    `,
    { ...only, target: 'nginx=1.18-1.30' },
  ));

test('a listen that is out of place, or of another module', () =>
  checkNginx(
    `
    http {
      listen 443 ssl http2;
    }
    stream {
      server { listen 4443 ssl http2; proxy_pass 127.0.0.1:1; }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('no fix in a server that several include', () =>
  checkNginx(
    `
    # -- nginx.conf --
    http {
      server { include listen.inc; server_name a.example; }
      server { include listen.inc; server_name b.example; }
    }
    # -- listen.inc --
    listen 443 ssl http2;
    #              ^^^^^ warning nginx/deprecated: the http2 parameter of listen is deprecated on every targeted nginx (1.30): nginx warns at every start, the http2 directive takes its place
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('no fix where a file that is not here may say http2', () =>
  checkNginx(
    `
    http {
      server { listen 443 ssl http2; include /srv/none.conf; }
    #                         ^^^^^ warning nginx/deprecated: the http2 parameter of listen is deprecated on every targeted nginx (1.30): nginx warns at every start, the http2 directive takes its place
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('no fix against http2 off, nor where one socket comes from a file of several', () =>
  checkNginx(
    `
    # -- nginx.conf --
    http {
      server { listen 443 ssl http2; http2 off; }
    #                         ^^^^^ warning nginx/deprecated: the http2 parameter of listen is deprecated on every targeted nginx (1.30): nginx warns at every start, the http2 directive takes its place

      server { listen 8443 ssl http2; include listen.inc; server_name a.example; }
    #                          ^^^^^ warning nginx/deprecated: the http2 parameter of listen is deprecated on every targeted nginx (1.30): nginx warns at every start, the http2 directive takes its place

      server { listen 9443 ssl; include listen.inc; server_name b.example; }
    }
    # -- listen.inc --
    listen 10443 ssl;
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('what stands in front of the new directive gets the semicolon that it lacks', () =>
  fixNginx(
    `
    http {
      server {
        server_name a.example;
        listen 443 ssl http2  # TLS
      }
    }
    `,
    `
    http {
      server {
        server_name a.example;
        listen 443 ssl;  # TLS
        http2 on;
      }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('what nginx reads and ignores', () =>
  checkNginx(
    `
    http {
      http2_max_field_size 4k;
      http2_push_preload on;
      spdy_headers_comp 1;
    # ^^^^^^^^^^^^^^^^^^^ + warning nginx/deprecated: spdy_headers_comp does nothing on every targeted nginx (1.18.0–1.28): nginx warns at every start and ignores it
      server {
        listen 443 ssl spdy;
    #                  ^^^^ + warning nginx/deprecated: the spdy parameter of listen does nothing on every targeted nginx (1.18.0–1.28), and nginx 1.19.7 does not start with it: HTTP/2 has taken its place
        http2_push /style.css;
        http2_max_concurrent_pushes 10;
        spdy_chunk_size 8k;
    #   ^^^^^^^^^^^^^^^^^^ + warning nginx/deprecated: spdy_chunk_size does nothing on every targeted nginx (1.18.0–1.28): nginx warns at every start and ignores it, http2_chunk_size has taken its place
      }
    }
    `,
    { ...only, target: 'nginx=1.18-1.28' },
  ));

test('pushes, where no target has them', () =>
  checkNginx(
    `
    http {
      http2_push_preload on;
    # ^^^^^^^^^^^^^^^^^^^^^ + warning nginx/deprecated: http2_push_preload does nothing on every targeted nginx (1.26): nginx warns at every start and ignores it
      server {
        listen 443 ssl;
        http2_push /style.css;
    #   ^^^^^^^^^^^^^^^^^^^^^ + warning nginx/deprecated: http2_push does nothing on every targeted nginx (1.26): nginx warns at every start and ignores it
        http2_max_concurrent_pushes 10;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + warning nginx/deprecated: http2_max_concurrent_pushes does nothing on every targeted nginx (1.26): nginx warns at every start and ignores it
        http2_max_header_size 4k;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^ + warning nginx/deprecated: http2_max_header_size does nothing on every targeted nginx (1.26): nginx warns at every start and ignores it, large_client_header_buffers has taken its place
      }
    }
    `,
    { ...only, target: 'nginx=1.26' },
  ));

test('another name for the same', () =>
  checkNginx(
    `
    stream {
      proxy_downstream_buffer 16k;
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^ + warning nginx/deprecated: proxy_downstream_buffer is deprecated on every targeted nginx (1.18.0 and newer): nginx warns at every start, proxy_buffer_size takes its place
      server { listen 1; proxy_pass 127.0.0.1:2; proxy_upstream_buffer 16k; }
    #                                            ^^^^^^^^^^^^^^^^^^^^^^^^^ + warning nginx/deprecated: proxy_upstream_buffer is deprecated on every targeted nginx (1.18.0 and newer): nginx warns at every start, proxy_buffer_size takes its place
      server { listen 3; proxy_pass 127.0.0.1:2; proxy_upstream_buffer 16k; proxy_downstream_buffer 8k; }
    #                                            ^^^^^^^^^^^^^^^^^^^^^^^^^ warning nginx/deprecated: proxy_upstream_buffer is deprecated on every targeted nginx (1.18.0 and newer): nginx warns at every start, proxy_buffer_size takes its place
    #                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning nginx/deprecated: proxy_downstream_buffer is deprecated on every targeted nginx (1.18.0 and newer): nginx warns at every start, proxy_buffer_size takes its place
    }
    `,
    only,
  ));

test('the old name of default_server', () =>
  checkNginx(
    `
    http {
      server { listen 80 default; server_name default; }
    #                    ^^^^^^^ + info nginx/deprecated: the default parameter of listen is the old name of default_server, which replaced it in nginx 0.8.21
      server { listen 81 default default_server; }
    #                    ^^^^^^^ + info nginx/deprecated: the default parameter of listen is the old name of default_server, which replaced it in nginx 0.8.21
    }
    `,
    only,
  ));
