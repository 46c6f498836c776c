import { test } from 'vitest';
import { checkSysctl, fixSysctl } from '../../harness.ts';

const only = ['sysctl/removed-key', 'sysctl/unknown-key', 'sysctl/duplicate-key'];

test('gone from every targeted kernel', () =>
  checkSysctl(
    `
    net.ipv4.tcp_abc = 0
    #<^^^^^^^^^^^^^^^^^^^ + error sysctl/removed-key: net.ipv4.tcp_abc is gone by Linux 3.9: "sysctl -p" fails on this line, and nothing is set
    kernel.sched_latency_ns=1000000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/removed-key: kernel.sched_latency_ns is gone by Linux 5.13: "sysctl -p" fails on this line, and nothing is set
    `,
    { only, target: 'kernel=5.15-6.12' },
  ));

test('gone, with a successor that a part of the targets has', () =>
  checkSysctl(
    `
    kernel.sched_migration_cost = 5000000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/removed-key: kernel.sched_migration_cost is gone by Linux 3.9, where kernel.sched_migration_cost_ns takes its place: "sysctl -p" fails on this line, and nothing is set
    `,
    { only, target: 'kernel=4.18-6.1' },
  ));

test('is silent where every target has it under another name, which is told as that', () =>
  checkSysctl(
    `
    vm.percpu_pagelist_fraction = 8
    net.ipv4.netfilter.ip_conntrack_max = 655360
    `,
    { only, target: 'debian=12' },
  ));

test('two lines of one removed key are one matter each', () =>
  checkSysctl(
    `
    net.ipv4.tcp_abc = 0
    #<^^^^^^^^^^^^^^^^^^^ + error sysctl/removed-key: net.ipv4.tcp_abc is gone by Linux 3.9: "sysctl -p" fails on this line, and nothing is set
    net.ipv4.tcp_abc = 1
    #<^^^^^^^^^^^^^^^^^^^ + error sysctl/removed-key: net.ipv4.tcp_abc is gone by Linux 3.9: "sysctl -p" fails on this line, and nothing is set
    `,
    { only },
  ));

test('is silent where a targeted kernel has the key', () =>
  checkSysctl(
    `
    kernel.sched_latency_ns = 1000000
    vm.block_dump = 1
    `,
    { only, target: 'kernel=4.18-6.12' },
  ));

test('is silent about keys of vendors, globs and comments', () =>
  checkSysctl(
    `
    kernel.exec-shield = 1
    net.ipv4.tcp_ab* = 1
    # net.ipv4.tcp_abc = 1
    `,
    { only },
  ));

test('the fix deletes the line', () =>
  fixSysctl('a.b = 1\n\n# congestion window\nnet.ipv4.tcp_abc = 0\nc.d = 1', 'a.b = 1\n\n# congestion window\nc.d = 1', {
    only,
  }));

test('a file of a later name does not make it a matter of order', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/10-a.conf --
    net.ipv4.tcp_abc = 1
    #<^^^^^^^^^^^^^^^^^^^ + error sysctl/removed-key: net.ipv4.tcp_abc is gone by Linux 3.9: "sysctl -p" fails on this line, and nothing is set

    # -- etc/sysctl.d/20-b.conf --
    net.ipv4.tcp_abc = 0
    #<^^^^^^^^^^^^^^^^^^^ + error sysctl/removed-key: net.ipv4.tcp_abc is gone by Linux 3.9: "sysctl -p" fails on this line, and nothing is set
    `,
    { only: [...only, 'sysctl/overridden'], target: 'kernel=6.1' },
  ));
