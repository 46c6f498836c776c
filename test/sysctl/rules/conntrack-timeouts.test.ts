import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/conntrack-timeouts'] };

test('forgotten too early', () =>
  checkSysctl(
    `
    net.netfilter.nf_conntrack_tcp_timeout_time_wait = 59
    #                                                  ^^ ! warning sysctl/conntrack-timeouts: net.netfilter.nf_conntrack_tcp_timeout_time_wait = 59 forgets a connection before its TIME_WAIT of 60 s is over: what comes late is unknown to the firewall and may be dropped
    net.netfilter.nf_conntrack_tcp_timeout_established = 299
    #                                                    ^^^ ! warning sysctl/conntrack-timeouts: net.netfilter.nf_conntrack_tcp_timeout_established = 299 forgets an idle connection before TCP keepalive sends its first probe after 300 s (sysctl.conf:3): the probe comes too late to keep it alive
    net.ipv4.tcp_keepalive_time = 300
    `,
    only,
  ));

test('long enough', () =>
  checkSysctl(
    `
    net.netfilter.nf_conntrack_tcp_timeout_time_wait = 60
    net.netfilter.nf_conntrack_tcp_timeout_established = 300
    net.ipv4.tcp_keepalive_time = 300
    `,
    only,
  ));

test('keepalive that nobody set', () =>
  checkSysctl(
    `
    net.netfilter.nf_conntrack_tcp_timeout_established = 300
    `,
    only,
  ));
