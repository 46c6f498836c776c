import { test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const target = { target: 'nginx=1.26' };
const tcp = 'is for TCP, and a quic listen has a UDP socket: nginx does not start';
const builtIn = 'cannot stand beside quic, which has TLS and HTTP/3 built in: nginx does not start';
const cert = 'ssl_certificate a.pem; ssl_certificate_key a.key;';

test('options of TCP sockets, and protocols', () =>
  checkNginx(
    `
    events {}
    http {
      server {
        ${cert}
        listen 443 quic reuseport ssl;
    #                             ^^^ ! error nginx/quic-socket-options: ssl ${builtIn}
        listen 444 quic http2 backlog=1024;
    #                   ^^^^^ ! error nginx/quic-socket-options: http2 ${builtIn}
    #                         ^^^^^^^^^^^^ ! error nginx/quic-socket-options: backlog=1024 ${tcp}
        listen 445 so_keepalive=on quic;
    #              ^^^^^^^^^^^^^^^ ! error nginx/quic-socket-options: so_keepalive=on ${tcp}
        listen 446 quic deferred;
    #                   ^^^^^^^^ ! error nginx/quic-socket-options: deferred ${tcp}
        listen 447 quic fastopen=10;
    #                   ^^^^^^^^^^^ ! error nginx/quic-socket-options: fastopen=10 ${tcp}
        listen 448 quic proxy_protocol;
    #                   ^^^^^^^^^^^^^^ ! error nginx/quic-socket-options: proxy_protocol ${tcp}
        listen 449 quic accept_filter=httpready;
    #                   ^^^^^^^^^^^^^^^^^^^^^^^ ! error nginx/quic-socket-options: accept_filter=httpready ${tcp}
      }
    }
    `,
    target,
  ));

test('what a UDP socket has, and TCP beside it', () =>
  checkNginx(
    `
    events {}
    http {
      server {
        ${cert}
        listen 443 quic reuseport rcvbuf=1m sndbuf=1m ipv6only=on;
        listen 443 ssl backlog=1024 so_keepalive=on;
      }
    }
    `,
    target,
  ));

test('multipath came with 1.29.7', () =>
  checkNginx(
    `
    events {}
    http {
      server { listen 443 quic multipath; ${cert} }
    #                          ^^^^^^^^^ ! error nginx/quic-socket-options: multipath ${tcp}
    }
    `,
    { target: 'nginx=1.30' },
  ));

test('placeholders may be anything', () =>
  checkNginx(
    `
    events {}
    http {
      server { listen 443 quic {{ more }}; ${cert} }
    }
    `,
    target,
  ));

test('the fix deletes the option', () =>
  fixNginx(
    `
    events {}
    http {
      server { listen 443 quic  ssl backlog=9; ${cert} }
    }
    `,
    `
    events {}
    http {
      server { listen 443 quic; ${cert} }
    }
    `,
    { ...target, safety: ['unsafe'] },
  ));
