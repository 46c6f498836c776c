import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/wrong-context', 'nginx/not-in-version'] };

test('the block it stands in, and those where nginx takes it', () =>
  checkNginx(
    `
    events {}
    listen 80;
    #<^^^^^ error nginx/wrong-context: listen is not allowed outside of all blocks: nginx takes it in http › server, mail › server or stream › server
    http {
    #<^^^ see nginx/wrong-context: the block it stands in
    #<^^^ see nginx/wrong-context: the block it stands in
    #<^^^ see nginx/wrong-context: the block it stands in
      worker_processes 4;
    # ^^^^^^^^^^^^^^^^ error nginx/wrong-context: worker_processes is not allowed in http: nginx takes it outside of all blocks only
      location / { root /srv; }
    # ^^^^^^^^ error nginx/wrong-context: location is not allowed in http: nginx takes it in server or location
      proxy_pass http://127.0.0.1;
    # ^^^^^^^^^^ error nginx/wrong-context: proxy_pass is not allowed in http: nginx takes it in location, location › if or limit_except
      server {
    # ^^^^^^ see nginx/wrong-context: the block it stands in
    # ^^^^^^ see nginx/wrong-context: the block it stands in
        listen 80;
        upstream pool { server 127.0.0.1; }
    #   ^^^^^^^^ error nginx/wrong-context: upstream is not allowed in server: nginx takes it in http
        location / {
    #   ^^^^^^^^ see nginx/wrong-context: the block it stands in
          server_name example.com;
    #     ^^^^^^^^^^^ error nginx/wrong-context: server_name is not allowed in location: nginx takes it in server
          if ($host) { proxy_http_version 1.1; if ($arg_a) { return 404; } }
    #     ^^ see nginx/wrong-context: the block it stands in
    #     ^^ see nginx/wrong-context: the block it stands in
    #                  ^^^^^^^^^^^^^^^^^^ error nginx/wrong-context: proxy_http_version is not allowed in location › if: nginx takes it in http, server or location
    #                                          ^^ error nginx/wrong-context: if is not allowed in location › if: nginx takes it in server or location
          limit_except GET { gzip on; }
    #     ^^^^^^^^^^^^ see nginx/wrong-context: the block it stands in
    #                        ^^^^ error nginx/wrong-context: gzip is not allowed in limit_except: nginx takes it in http, server, location or location › if
        }
        ssl_preread on;
    #   ^^^^^^^^^^^ error nginx/wrong-context: ssl_preread is not allowed in server: nginx takes it in stream or stream › server
      }
      upstream u { keepalive 4; keepalive_timeout 5; proxy_pass http://a; server 127.0.0.1; }
    # ^^^^^^^^ see nginx/wrong-context: the block it stands in
    #                                                ^^^^^^^^^^ error nginx/wrong-context: proxy_pass is not allowed in upstream: nginx takes it in location, location › if or limit_except
    }
    stream {
      server { listen 53 udp; location / { root /srv; } add_header A b; proxy_pass 127.0.0.1:5353; }
    # ^^^^^^ see nginx/wrong-context: the block it stands in
    # ^^^^^^ see nginx/wrong-context: the block it stands in
    #                         ^^^^^^^^ error nginx/wrong-context: location is not allowed in server: nginx takes it in http › server or http › location
    #                                                   ^^^^^^^^^^ error nginx/wrong-context: add_header is not allowed in server: nginx takes it in http, http › server, http › location or http › location › if
    }
    `,
    { ...only, related: true },
  ));

test('an include that brings it here is named', () =>
  checkNginx(
    `
    # -- nginx.conf --
    http {
      include common.inc;
      server { listen 80; include common.inc; }
    # ^^^^^^ see nginx/wrong-context: the block it stands in
    #                     ^^^^^^^^^^^^^^^^^^ see nginx/wrong-context: this include brings it here
    }
    # -- common.inc --
    log_format short '$status';
    #<^^^^^^^^^ error nginx/wrong-context: log_format is not allowed in server: nginx takes it in http
    `,
    { ...only, related: true },
  ));

test('what stands in a block of another module, a block that is out of place or a map is not looked at', () =>
  checkNginx(
    `
    rtmp {
      server { listen 1935; application live { live on; record off; } }
    }
    http {
      map $host $x { default 0; listen 1; server_name 2; }
      types { text/html html; }
      events { server_name x; }
    # ^^^^^^ error nginx/wrong-context: events is not allowed in http: nginx takes it outside of all blocks only
      geoip2 /a.mmdb { $country country iso_code; }
    }
    `,
    only,
  ));

test('where a brace is missing nobody knows which block it is', () =>
  checkNginx(
    `
    http {
      server {
        listen 80;
        location / {
          root /srv;
      }
      server { listen 81; }
    }
    `,
    only,
  ));

test('a fragment of which the place is not known', () =>
  checkNginx(
    `
    # -- snippets/tls.conf --
    ssl_protocols TLSv1.3;
    resolver 127.0.0.53;
    `,
    only,
  ));

test('the fragment of a stream server tells by what only such a server has', () =>
  checkNginx(
    `
    # -- conf.d/dns.conf --
    server { listen 53 udp; js_preread main.filter; return ok; }
    # -- stream.conf --
    server { listen 993; status_zone imap; proxy_pass imap; }
    `,
    only,
  ));

test('a directive of newer releases says which', () =>
  checkNginx(
    `
    http {
      upstream pool { server 127.0.0.1; http3 on; }
    #                                   ^^^^^ error nginx/wrong-context: http3 is not allowed in upstream: nginx takes it in http or server, first in nginx 1.25.0
      server { listen 80; location / { quic_retry on; } }
    #                                  ^^^^^^^^^^ error nginx/wrong-context: quic_retry is not allowed in location: nginx takes it in http or server, first in nginx 1.25.0
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('a module of others may have a directive in several namespaces', () =>
  checkNginx(
    `
    stream {
      upstream pool { server 127.0.0.1:53; check type=udp; check_http_send "PING"; }
      server { listen 53 udp; proxy_pass pool; }
    }
    `,
    only,
  ));
