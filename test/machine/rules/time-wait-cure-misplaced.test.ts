import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['machine/time-wait-cure-misplaced'], target: 'nginx=1.24' };

test('the kernel is turned, nginx opens the connections', () =>
  checkNginx(
    `
    # -- etc/nginx/nginx.conf --
    events {}
    http {
      upstream app { server 10.0.0.1:80; keepalive 32; }
    #                                    ^^^^^^^^^^^^ see machine/time-wait-cure-misplaced: defeated by the locations that proxy to it
    #                                    ^^^^^^^^^^^^ see machine/time-wait-cure-misplaced: defeated by the locations that proxy to it
      server { location / { proxy_pass http://app; } }
    }
    # -- etc/sysctl.conf --
    net.ipv4.tcp_tw_reuse = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^ info machine/time-wait-cure-misplaced: net.ipv4.tcp_tw_reuse treats a symptom: nginx opens a connection to upstream app for every request, its keepalive 32 notwithstanding (etc/nginx/nginx.conf:3), and each of them ends in a TIME_WAIT on the side that closes first
    net.ipv4.tcp_fin_timeout = 15
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info machine/time-wait-cure-misplaced: net.ipv4.tcp_fin_timeout treats a symptom: nginx opens a connection to upstream app for every request, its keepalive 32 notwithstanding (etc/nginx/nginx.conf:3), and each of them ends in a TIME_WAIT on the side that closes first
    `,
    { ...only, related: true },
  ));

test('a pool that some location uses, settings that are none of the cures', () =>
  checkNginx(
    `
    # -- a/etc/nginx/nginx.conf --
    events {}
    http {
      upstream app { server 10.0.0.1:80; keepalive 32; }
      server {
        location / { proxy_pass http://app; }
        location /b { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://app; }
      }
    }
    # -- a/etc/sysctl.conf --
    net.ipv4.tcp_tw_reuse = 1
    # -- b/etc/nginx/nginx.conf --
    events {}
    http { upstream app { server 10.0.0.1:80; keepalive 32; } server { location / { proxy_pass http://app; } } }
    # -- b/etc/sysctl.conf --
    net.ipv4.tcp_tw_reuse = 2
    net.ipv4.tcp_fin_timeout = 60
    `,
    only,
  ));

test('newer releases reuse the connections', () =>
  checkNginx(
    `
    # -- etc/nginx/nginx.conf --
    events {}
    http { upstream app { server 10.0.0.1:80; keepalive 32; } server { location / { proxy_pass http://app; } } }
    # -- etc/sysctl.conf --
    net.ipv4.tcp_tw_reuse = 1
    `,
    { only: ['machine/time-wait-cure-misplaced'], target: 'nginx=1.30' },
  ));
