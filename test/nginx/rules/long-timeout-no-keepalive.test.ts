import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/long-timeout-no-keepalive'] };
const said = (line: string, wait: string, by = 'proxy_socket_keepalive') =>
  `info nginx/long-timeout-no-keepalive: ${line}: while nothing is sent, a client or server that vanished is noticed after ${wait} only, as neither so_keepalive of a listen nor ${by} asks whether it is still there; so_keepalive=5m:30s:4 notices a client after 5 min + 4 × 30 s`;

test('an hour or more, in every protocol', () =>
  checkNginx(
    `
    events {}
    http {
      proxy_read_timeout 1h;
    # ^^^^^^^^^^^^^^^^^^^^^ ${said('proxy_read_timeout 1h', '1 h')}
      server {
        listen 80;
        grpc_read_timeout 86400;
    #   ^^^^^^^^^^^^^^^^^^^^^^^ ${said('grpc_read_timeout 86400', '1 d', 'grpc_socket_keepalive')}
        location /live/ {
          fastcgi_read_timeout 90m;
    #     ^^^^^^^^^^^^^^^^^^^^^^^^ ${said('fastcgi_read_timeout 90m', '1 h 30 min', 'fastcgi_socket_keepalive')}
          location /live/more/ { uwsgi_read_timeout 3600s; }
    #                            ^^^^^^^^^^^^^^^^^^^^^^^^ ${said('uwsgi_read_timeout 3600s', '1 h', 'uwsgi_socket_keepalive')}
        }
      }
    }
    stream {
      server { listen 5432; proxy_pass 10.0.0.1:5432; proxy_timeout 1d; }
    #                                                 ^^^^^^^^^^^^^^^^ ${said('proxy_timeout 1d', '1 d')}
    }
    `,
    only,
  ));

test('the listen is shown', () =>
  checkNginx(
    `
    events {}
    http {
      server {
        listen 80;
    #   ^^^^^^^^^ see nginx/long-timeout-no-keepalive: accepts connections without TCP keepalive
        location /live/ { scgi_read_timeout 2h; }
    #                     ^^^^^^^^^^^^^^^^^^^^ ${said('scgi_read_timeout 2h', '2 h', 'scgi_socket_keepalive')}
      }
    }
    `,
    { ...only, related: true },
  ));

test('less than an hour, and waits that TCP ends itself', () =>
  checkNginx(
    `
    events {}
    http {
      server {
        listen 80;
        proxy_read_timeout 59m;
        proxy_send_timeout 1d;
        proxy_connect_timeout 1d;
      }
    }
    stream { server { listen 53 udp; proxy_pass 10.0.0.1:53; proxy_timeout 1d; } }
    `,
    only,
  ));

test('one of the two that ask is enough, wherever it stands', () =>
  checkNginx(
    `
    events {}
    http {
      server { listen 80 so_keepalive=30m::10; server_name a.example; }
      server { listen 80; server_name b.example; proxy_read_timeout 1h; }
      server {
        listen 81;
        proxy_read_timeout 1h;
        location /a/ { proxy_socket_keepalive on; }
      }
      server {
        listen 82;
        proxy_socket_keepalive on;
        location /a/ { proxy_read_timeout 1h; }
      }
    }
    stream {
      proxy_socket_keepalive on;
      server { listen 5432; proxy_pass 10.0.0.1:5432; proxy_timeout 1d; }
    }
    `,
    only,
  ));

test('off asks nobody', () =>
  checkNginx(
    `
    events {}
    http {
      server {
        listen 80 so_keepalive=off;
        proxy_socket_keepalive off;
        proxy_read_timeout 1h;
    #   ^^^^^^^^^^^^^^^^^^^^^ ${said('proxy_read_timeout 1h', '1 h')}
      }
    }
    `,
    only,
  ));

test('silent where the listens are not known, or what is asked of servers', () =>
  checkNginx(
    `
    # -- nginx.conf --
    events {}
    http {
      server {
        include /opt/elsewhere/listen.conf;
        listen 80;
        proxy_read_timeout 1h;
      }
      server {
        listen 81;
        location / { include /opt/elsewhere/proxy.conf; proxy_read_timeout 1h; }
      }
    }
    # -- snippets/proxy.conf --
    proxy_pass http://app;
    proxy_read_timeout 1h;
    `,
    only,
  ));

test('a value of http that every server overrides', () =>
  checkNginx(
    `
    events {}
    http {
      proxy_read_timeout 1h;
      server { listen 80; proxy_read_timeout 60s; }
    }
    `,
    only,
  ));
