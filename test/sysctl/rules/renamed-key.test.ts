import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/renamed-key'];

test('lives on under another name', () =>
  checkSysctl(
    `
    net.ipv4.ip_conntrack_max = 655360
    #<^^^^^^^^^^^^^^^^^^^^^^^^ + warning sysctl/renamed-key: net.ipv4.ip_conntrack_max is gone by Linux 2.6.32, so nothing is set: its name is net.netfilter.nf_conntrack_max now
    net.ipv4.netfilter.ip_conntrack_tcp_timeout_established = 1200
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + warning sysctl/renamed-key: net.ipv4.netfilter.ip_conntrack_tcp_timeout_established is gone by Linux 4.9, so nothing is set: its name is net.netfilter.nf_conntrack_tcp_timeout_established now
    net/ipv4/netfilter/ip_conntrack_max = 655360
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + warning sysctl/renamed-key: net/ipv4/netfilter/ip_conntrack_max is gone by Linux 4.9, so nothing is set: its name is net.netfilter.nf_conntrack_max now
    vm.percpu_pagelist_fraction = 8
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ + warning sysctl/renamed-key: vm.percpu_pagelist_fraction is gone by Linux 5.14, so nothing is set: its name is vm.percpu_pagelist_high_fraction now
    `,
    { only, target: 'debian=12' },
  ));

test('is silent where a targeted kernel has the old name', () =>
  checkSysctl(
    `
    net.ipv4.netfilter.ip_conntrack_max = 655360
    vm.percpu_pagelist_fraction = 8
    `,
    { only, target: 'kernel=4.4-5.15' },
  ));

test('is silent where the new name is gone, too', () =>
  checkSysctl(
    `
    kernel.sched_migration_cost = 500000
    `,
    { only, target: 'kernel=6.1' },
  ));
