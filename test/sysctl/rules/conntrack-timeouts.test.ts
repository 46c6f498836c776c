import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/conntrack-timeouts'];

test('forgotten too early', () =>
  checkSysctl(
    `
    net.netfilter.nf_conntrack_tcp_timeout_time_wait = 59
    #                                                  ^^ ! warning sysctl/conntrack-timeouts: net.netfilter.nf_conntrack_tcp_timeout_time_wait = 59 forgets a connection before its TIME_WAIT of 60 s is over: what comes late is unknown to the firewall and may be dropped
    net.netfilter.nf_conntrack_tcp_timeout_established = 299
    #                                                    ^^^ ! warning sysctl/conntrack-timeouts: net.netfilter.nf_conntrack_tcp_timeout_established = 299 forgets an idle connection before TCP keepalive sends its first probe after 300 s (sysctl.conf:3): the probe comes too late to keep it alive
    net.ipv4.tcp_keepalive_time = 300
    `,
    { only },
  ));

test('in Chinese', () =>
  checkSysctl(
    `
    net.netfilter.nf_conntrack_tcp_timeout_time_wait = 59
    #                                                  ^^ ! warning sysctl/conntrack-timeouts: net.netfilter.nf_conntrack_tcp_timeout_time_wait = 59 会在 60 秒的 TIME_WAIT 结束之前忘掉连接：迟到的报文对防火墙来说已是未知的，可能被丢弃
    net.netfilter.nf_conntrack_tcp_timeout_established = 299
    #                                                    ^^^ ! warning sysctl/conntrack-timeouts: net.netfilter.nf_conntrack_tcp_timeout_established = 299 会在 TCP keepalive 于 300 秒后发出第一个探测（sysctl.conf:3）之前忘掉空闲连接：探测来得太晚，保不住它
    net.ipv4.tcp_keepalive_time = 300
    net.nf_conntrack_max = 2000000
    #                      ^^^^^^^ ? info sysctl/conntrack-timeouts: net.nf_conntrack_max = 2000000 允许连接跟踪表的每个桶积累到 15 个条目，而每个包都要在桶里逐个查找：内核自己最多分配 262144 个桶，而这里没有设置 net.netfilter.nf_conntrack_buckets
    `,
    { only, locale: 'zh-CN' },
  ));

test('many connections in a table that is not made larger', () =>
  checkSysctl(
    `
    net.netfilter.nf_conntrack_max = 1048577
    #                                ^^^^^^^ ? info sysctl/conntrack-timeouts: net.netfilter.nf_conntrack_max = 1048577 allows 8 entries per bucket of the table of connections, and every packet searches a bucket: the kernel makes the table no larger than 262144 buckets by itself, and nothing here sets net.netfilter.nf_conntrack_buckets
    net.nf_conntrack_max = 10000000
    #                      ^^^^^^^^ ? info sysctl/conntrack-timeouts: net.nf_conntrack_max = 10000000 allows 76 entries per bucket of the table of connections, and every packet searches a bucket: the kernel makes the table no larger than 262144 buckets by itself, and nothing here sets net.netfilter.nf_conntrack_buckets
    `,
    { only },
  ));

test('a table that is made larger', () =>
  checkSysctl(
    `
    net.netfilter.nf_conntrack_max = 10000000
    net.netfilter.nf_conntrack_buckets = 2500000
    `,
    { only },
  ));

test('a table that the module makes larger', () =>
  checkSysctl(
    `
    # modprobe.d: options nf_conntrack hashsize=2500000
    net.netfilter.nf_conntrack_max = 10000000
    `,
    { only },
  ));

test('what fits', () =>
  checkSysctl(
    `
    net.netfilter.nf_conntrack_max = 1048576
    `,
    { only },
  ));

test('kernels on which the key is read-only', () =>
  checkSysctl(
    `
    net.netfilter.nf_conntrack_max = 10000000
    `,
    { only, target: 'kernel=4.4-6.12' },
  ));

test('containers, which cannot resize it', () =>
  checkSysctl(
    `
    net.netfilter.nf_conntrack_max = 10000000
    `,
    { only, target: 'docker' },
  ));

test('long enough', () =>
  checkSysctl(
    `
    net.netfilter.nf_conntrack_tcp_timeout_time_wait = 60
    net.netfilter.nf_conntrack_tcp_timeout_established = 300
    net.ipv4.tcp_keepalive_time = 300
    `,
    { only },
  ));

test('keepalive that nobody set', () =>
  checkSysctl(
    `
    net.netfilter.nf_conntrack_tcp_timeout_established = 300
    `,
    { only },
  ));
