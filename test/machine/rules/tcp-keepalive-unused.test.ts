import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['machine/tcp-keepalive-unused'] };

test('keepalive that nginx never asks for', () =>
  checkNginx(
    `
    # -- etc/nginx/nginx.conf --
    events {}
    http {
      server { listen 80 so_keepalive=off; }
    #          ^^^^^^^^^^^^^^^^^^^^^^^^^^ see machine/tcp-keepalive-unused: accepts connections without SO_KEEPALIVE
    #          ^^^^^^^^^^^^^^^^^^^^^^^^^^ see machine/tcp-keepalive-unused: accepts connections without SO_KEEPALIVE
    }
    # -- etc/sysctl.conf --
    net.ipv4.tcp_keepalive_time = 600
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info machine/tcp-keepalive-unused: net.ipv4.tcp_keepalive_time reaches no connection of nginx: TCP keepalive is off until a program asks for it, and nginx.conf does so nowhere (so_keepalive of listen, proxy_socket_keepalive)
    net.ipv4.tcp_keepalive_intvl = 10
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info machine/tcp-keepalive-unused: net.ipv4.tcp_keepalive_intvl reaches no connection of nginx: TCP keepalive is off until a program asks for it, and nginx.conf does so nowhere (so_keepalive of listen, proxy_socket_keepalive)
    `,
    { ...only, related: true },
  ));

test('some connection asks for it, or may do so where nobody sees it', () =>
  checkNginx(
    `
    # -- a/etc/nginx/nginx.conf --
    events {}
    http { server { listen 80 so_keepalive=30m::10; } }
    # -- a/etc/sysctl.conf --
    net.ipv4.tcp_keepalive_time = 600
    # -- b/etc/nginx/nginx.conf --
    events {}
    http { server { listen 80; location / { proxy_socket_keepalive on; proxy_pass http://127.0.0.1:1; } } }
    # -- b/etc/sysctl.conf --
    net.ipv4.tcp_keepalive_time = 600
    # -- c/etc/nginx/nginx.conf --
    events {}
    http { server { listen 80; include /srv/elsewhere.conf; } }
    # -- c/etc/sysctl.conf --
    net.ipv4.tcp_keepalive_time = 600
    # -- d/etc/nginx/nginx.conf --
    events {}
    http { server { listen 80; } }
    # -- d/etc/sysctl.conf --
    net.ipv4.tcp_fin_timeout = 30
    `,
    only,
  ));
