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
    # ^^^^^^^^^^^^^^^^^^^^^ info machine/keepalive-order: keepalive_timeout 10m outlives the memory of the firewall: it forgets an idle connection after 300 s (etc/sysctl.conf:1), and behind NAT or strict rules what is sent on it then gets lost
      server { location /ws { proxy_read_timeout 3600s; proxy_pass http://127.0.0.1:1; } }
    #                         ^^^^^^^^^^^^^^^^^^^^^^^^ info machine/keepalive-order: proxy_read_timeout 3600s outlives the memory of the firewall: it forgets an idle connection after 300 s (etc/sysctl.conf:1), and behind NAT or strict rules what is sent on it then gets lost
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

test('probes keep the memory of the firewall fresh, and a value that applies nowhere has no effect', () =>
  checkNginx(
    `
    # -- a/etc/nginx/nginx.conf --
    events {}
    http { keepalive_timeout 10m; server { listen 80 so_keepalive=1m; } }
    # -- a/etc/sysctl.conf --
    net.netfilter.nf_conntrack_tcp_timeout_established = 300
    # -- b/etc/nginx/nginx.conf --
    events {}
    http { keepalive_timeout 10m; server { listen 80; keepalive_timeout 65; } }
    # -- b/etc/sysctl.conf --
    net.netfilter.nf_conntrack_tcp_timeout_established = 300
    `,
    only,
  ));
