import { describe, expect, test } from 'vitest';
import { filesOf, lintFiles } from '../../harness.ts';

/** The same meaning in other words: what the programs and the kernel take for the same is judged the same. */

type Case = readonly [text: string, expected: 'found' | 'fine', target?: string];

const cases: Readonly<Record<string, readonly Case[]>> = {
  'tcp-tw-recycle': [
    ['net/ipv4/tcp_tw_recycle=1', 'found'],
    ['/net/ipv4/tcp_tw_recycle = 1', 'found'],
    ['-net.ipv4.tcp_tw_recycle = 0x1', 'found'],
    ['\tnet.ipv4.tcp_tw_recycle\t=\t0 \r\n', 'found'],
    ['net.ipv4.tcp_tw_recycle = 0', 'fine', 'kernel=3.10'],
    ['net.ipv4.tcp_tw_recycle = 1', 'found', 'centos=7'],
    [';net.ipv4.tcp_tw_recycle = 1', 'fine'],
  ],
  'fin-timeout-out-of-range': [
    ['net.ipv4.tcp_fin_timeout = 012', 'found'],
    ['net.ipv4.tcp_fin_timeout = 074', 'fine'],
    ['net.ipv4.tcp_fin_timeout = 0x3c', 'fine'],
    ['net.ipv4.tcp_fin_timeout = 0x3d', 'found'],
    ['net.ipv4.tcp_fin_timeout = 11', 'fine'],
  ],
  'tw-reuse-without-timestamps': [
    ['net/ipv4/tcp_timestamps=0\n\n-net/ipv4/tcp_tw_reuse=2', 'found'],
    ['net.ipv4.tcp_tw_reuse = 1\nnet.ipv4.tcp_timestamps = 2', 'fine'],
    ['net.ipv4.tcp_timestamps = 0\nnet.ipv4.tcp_tw_reuse = 1\nnet/ipv4/tcp_timestamps = 1', 'fine'],
    [
      '# -- etc/sysctl.d/10-a.conf --\nnet.ipv4.tcp_tw_reuse = 1\n# -- usr/lib/sysctl.d/20-b.conf --\nnet.ipv4.tcp_timestamps = 0',
      'found',
    ],
    [
      '# -- etc/sysctl.d/10-a.conf --\nnet.ipv4.tcp_tw_reuse = 1\n# -- usr/lib/sysctl.d/10-a.conf --\nnet.ipv4.tcp_timestamps = 0',
      'fine',
    ],
    ['# -- a/sysctl.conf --\nnet.ipv4.tcp_tw_reuse = 1\n# -- b/sysctl.conf --\nnet.ipv4.tcp_timestamps = 0', 'fine'],
  ],
  'tw-reuse-server-side': [
    ['net/ipv4/tcp_tw_reuse=01', 'found'],
    ['net.ipv4.tcp_tw_reuse = 2', 'fine'],
  ],
  'max-tw-buckets-low': [
    ['net.ipv4.tcp_max_tw_buckets = 0x1388', 'found'],
    ['net.ipv4.tcp_max_tw_buckets = 05000000', 'fine'],
    ['-net/ipv4/tcp_max_tw_buckets = 20000', 'found'],
    ['net.ipv4.tcp_max_tw_buckets = 20001', 'fine'],
  ],
  'syn-backlog-above-somaxconn': [
    ['net/core/somaxconn=65535\nnet.ipv4.tcp_max_syn_backlog = 0x10000', 'found'],
    ['net.ipv4.tcp_max_syn_backlog = 4096', 'fine', 'kernel=5.4'],
    ['net.ipv4.tcp_max_syn_backlog = 4096', 'found', 'kernel=5.3'],
    ['net.ipv4.tcp_max_syn_backlog = 4096', 'found', 'rhel=8'],
    ['net.ipv4.tcp_syncookies = 0\nnet.core.somaxconn = 1024\nnet.ipv4.tcp_max_syn_backlog = 8192', 'fine'],
    [
      '# -- etc/sysctl.d/10-a.conf --\nnet.core.somaxconn=8192\nnet.ipv4.tcp_max_syn_backlog=8192\n# -- etc/sysctl.d/20-b.conf --\nnet.core.somaxconn=128',
      'found',
    ],
  ],
  'port-range-too-low': [
    ['net.ipv4.ip_local_port_range=0x400\t0xffff', 'found'],
    ['net.ipv4.ip_local_port_range = 10001 65534', 'fine'],
    [
      '# -- etc/sysctl.d/10-a.conf --\nnet.ipv4.ip_local_port_range = 1024 65535\n# -- usr/lib/sysctl.d/b.conf --\nnet/ipv4/ip_local_reserved_ports = 3306',
      'fine',
    ],
    [
      '# -- etc/sysctl.d/10-a.conf --\nnet.ipv4.ip_local_port_range = 1024 65535\n# -- etc/sysctl.d/90-b.conf --\nnet.ipv4.ip_local_reserved_ports =',
      'found',
    ],
  ],
  'port-range-parity': [
    ['net.ipv4.ip_local_port_range = 32768    61000', 'found', 'kernel=4.2'],
    ['net.ipv4.ip_local_port_range = 32768 61000', 'fine', 'kernel=4.1'],
    ['net.ipv4.ip_local_port_range = 32768', 'fine'],
  ],
  'removed-key': [
    ['kernel/sched_migration_cost_ns=5000000', 'found', 'kernel=5.15'],
    ['kernel.sched_migration_cost_ns = 5000000', 'fine', 'kernel=5.10'],
    ['kernel.sched_migration_cost = 5000000', 'found', 'ubuntu=22.04'],
    ['vm.percpu_pagelist_fraction = 8', 'fine'],
  ],
  'unknown-key': [
    ['NET.IPV4.TCP_FIN_TIMEOUT = 60', 'found'],

    ['net.ipv4.conf.eth0/100.rp_filter = 1\nnet/ipv4/conf/eth0.100/rp_filter = 1', 'fine'],
    ['net.ipv4.conf.*.rp_filter = 1\n-net.ipv4.conf.lo.rp_filter', 'fine'],
  ],
  'duplicate-key': [
    ['vm.swappiness = 10\n-vm/swappiness = 0xa', 'found'],
    ['net.ipv4.conf.eth0/1.rp_filter=1\nnet/ipv4/conf/eth0.1/rp_filter=0', 'found'],
    ['net.ipv4.conf.all.rp_filter=1\nnet.ipv4.conf.default.rp_filter=1', 'fine'],
  ],
  overridden: [
    ['# -- etc/sysctl.d/9-a.conf --\nvm.swappiness=1\n# -- etc/sysctl.d/10-a.conf --\nvm.swappiness=2', 'found'],
    ['# -- etc/sysctl.d/10-a.conf --\nvm.swappiness=1\n# -- etc/sysctl.d/20-b.conf --\nvm/swappiness = 1', 'fine'],
    ['# -- usr/lib/sysctl.d/50-x.conf --\nvm.swappiness=1\n# -- etc/sysctl.d/50-x.conf --\nvm.swappiness=2', 'fine'],
    ['# -- a/etc/sysctl.d/10-a.conf --\nvm.swappiness=1\n# -- b/etc/sysctl.d/20-b.conf --\nvm.swappiness=2', 'fine'],
  ],
};

describe.each(Object.entries(cases))('%s', (rule, table) => {
  for (const [text, expected, target] of table)
    test(`${expected} for ${target ?? 'every kernel'}: ${text}`, async () => {
      const options = { only: [`sysctl/${rule}`], ...(target !== undefined && { target }) };
      const { findings } = await lintFiles(filesOf(text, 'sysctl.conf'), options);
      expect(findings.length > 0 ? 'found' : 'fine').toBe(expected);
    });
});
