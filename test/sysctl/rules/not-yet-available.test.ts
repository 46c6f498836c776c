import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/not-yet-available'];

test('newer than every target', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_reuse_delay = 1000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/not-yet-available: net.ipv4.tcp_tw_reuse_delay came by Linux 6.14: no targeted kernel has it, unless a distribution took it over into its own
    vm.compaction_proactiveness = 20
    kernel.io_uring_disabled = 2
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/not-yet-available: kernel.io_uring_disabled came by Linux 6.6: no targeted kernel has it, unless a distribution took it over into its own
    `,
    { only, target: 'kernel=5.10' },
  ));

test('a kernel that Red Hat takes much over into', () =>
  checkSysctl(
    `
    vm.compaction_proactiveness = 20
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/not-yet-available: vm.compaction_proactiveness came by Linux 5.9: a targeted kernel has it only where its distribution took it over, as Red Hat does for many
    `,
    { only, target: 'rhel=8' },
  ));

test('is silent about a version that nobody looked at', () =>
  checkSysctl(
    `
    net.core.default_qdisc = fq
    `,
    { only, target: 'kernel=3.12' },
  ));

test('is silent where some target has it', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_reuse_delay = 1000
    net.ipv4.tcp_syncookies = 1
    `,
    { only },
  ));
