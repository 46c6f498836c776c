import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/conntrack-is-not-socket'];

test('beside timers of sockets', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = 60
    net.netfilter.nf_conntrack_tcp_timeout_close_wait = 59
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/conntrack-is-not-socket: net.netfilter.nf_conntrack_tcp_timeout_close_wait makes the firewall forget an entry, it closes no socket: CLOSE_WAIT ends when the program closes, and no kernel setting does that for it
    net.netfilter.nf_conntrack_tcp_timeout_time_wait = 119
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/conntrack-is-not-socket: net.netfilter.nf_conntrack_tcp_timeout_time_wait makes the firewall forget an entry, it ends no TIME_WAIT: that lasts 60 s in the kernel, whatever the firewall remembers
    `,
    { only },
  ));

test('a comment that speaks of sockets', () =>
  checkSysctl(
    `
    # close dead connections sooner
    net.netfilter.nf_conntrack_tcp_timeout_close_wait = 15
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/conntrack-is-not-socket: net.netfilter.nf_conntrack_tcp_timeout_close_wait makes the firewall forget an entry, it closes no socket: CLOSE_WAIT ends when the program closes, and no kernel setting does that for it

    # 减少 TIME_WAIT 连接
    net.netfilter.nf_conntrack_tcp_timeout_time_wait = 60
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/conntrack-is-not-socket: net.netfilter.nf_conntrack_tcp_timeout_time_wait makes the firewall forget an entry, it ends no TIME_WAIT: that lasts 60 s in the kernel, whatever the firewall remembers
    `,
    { only },
  ));

test('in Chinese', () =>
  checkSysctl(
    `
    # CLOSE_WAIT 连接太多
    net.netfilter.nf_conntrack_tcp_timeout_close_wait = 15
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/conntrack-is-not-socket: net.netfilter.nf_conntrack_tcp_timeout_close_wait 只是让防火墙忘掉一个条目，不会关闭任何套接字：CLOSE_WAIT 要等程序关闭才会结束，没有内核参数能代替
    # TIME_WAIT 连接太多
    net.netfilter.nf_conntrack_tcp_timeout_time_wait = 60
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/conntrack-is-not-socket: net.netfilter.nf_conntrack_tcp_timeout_time_wait 只是让防火墙忘掉一个条目，不会结束 TIME_WAIT：无论防火墙记多久，它在内核中都持续 60 秒
    `,
    { only, locale: 'zh-CN' },
  ));

test('a small table is what is meant', () =>
  checkSysctl(
    `
    # 连接跟踪表的条目
    net.netfilter.nf_conntrack_tcp_timeout_close_wait = 15
    # keep the conntrack table small: connections are forgotten sooner
    net.netfilter.nf_conntrack_tcp_timeout_time_wait = 60
    `,
    { only },
  ));

test('without a word', () =>
  checkSysctl(
    `
    net.netfilter.nf_conntrack_max = 1048576
    net.netfilter.nf_conntrack_tcp_timeout_close_wait = 15
    net.netfilter.nf_conntrack_tcp_timeout_time_wait = 60
    `,
    { only },
  ));

test('as long or longer, and other timeouts', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = 60
    net.netfilter.nf_conntrack_tcp_timeout_close_wait = 60
    net.netfilter.nf_conntrack_tcp_timeout_time_wait = 120
    net.netfilter.nf_conntrack_tcp_timeout_fin_wait = 5
    `,
    { only },
  ));
