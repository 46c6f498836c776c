import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/conntrack-is-not-socket'] };

test('shorter than the firewall by itself', () =>
  checkSysctl(
    `
    net.netfilter.nf_conntrack_tcp_timeout_close_wait = 59
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/conntrack-is-not-socket: net.netfilter.nf_conntrack_tcp_timeout_close_wait makes the firewall forget an entry, it closes no socket: CLOSE_WAIT ends when the program closes, and no kernel setting does that for it
    net.netfilter.nf_conntrack_tcp_timeout_time_wait = 119
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/conntrack-is-not-socket: net.netfilter.nf_conntrack_tcp_timeout_time_wait makes the firewall forget an entry, it ends no TIME_WAIT: that lasts 60 s in the kernel, whatever the firewall remembers
    `,
    only,
  ));

test('as long or longer, and other timeouts', () =>
  checkSysctl(
    `
    net.netfilter.nf_conntrack_tcp_timeout_close_wait = 60
    net.netfilter.nf_conntrack_tcp_timeout_time_wait = 120
    net.netfilter.nf_conntrack_tcp_timeout_fin_wait = 5
    `,
    only,
  ));
