import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['machine/keepalive-order'] };

test('connections that the firewall forgets first', () =>
  checkNginx(
    `
    # -- etc/nginx/nginx.conf --
    events {}
    http {
      keepalive_timeout 10m;
    # ^^^^^^^^^^^^^^^^^^^^^ info machine/keepalive-order: keepalive_timeout 10m outlives the firewall: it forgets an idle connection after 300 s (etc/sysctl.conf:1), and what is sent on it then is dropped or answered with a reset
      server { location /ws { proxy_read_timeout 3600s; proxy_pass http://127.0.0.1:1; } }
    #                         ^^^^^^^^^^^^^^^^^^^^^^^^ info machine/keepalive-order: proxy_read_timeout 3600s outlives the firewall: it forgets an idle connection after 300 s (etc/sysctl.conf:1), and what is sent on it then is dropped or answered with a reset
    }
    # -- etc/sysctl.conf --
    net.netfilter.nf_conntrack_tcp_timeout_established = 300
    `,
    only,
  ));

test('shorter waits, and a firewall that nobody set', () =>
  checkNginx(
    `
    # -- a/etc/nginx/nginx.conf --
    events {}
    http { keepalive_timeout 65 60; server { location / { proxy_read_timeout 300; proxy_pass http://127.0.0.1:1; } } }
    # -- a/etc/sysctl.conf --
    net.netfilter.nf_conntrack_tcp_timeout_established = 300
    # -- b/etc/nginx/nginx.conf --
    events {}
    http { keepalive_timeout 7d; }
    # -- b/etc/sysctl.conf --
    net.netfilter.nf_conntrack_tcp_timeout_time_wait = 30
    `,
    only,
  ));
