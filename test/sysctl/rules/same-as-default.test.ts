import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/same-as-default'];

test('what every kernel starts with', () =>
  checkSysctl(
    `
    net.ipv4.tcp_sack = 1
    #<^^^^^^^^^^^^^^^^^^^^ ! info sysctl/same-as-default: net.ipv4.tcp_sack = 1 is what every targeted kernel starts with
    net.ipv4.tcp_keepalive_time = 7200
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/same-as-default: net.ipv4.tcp_keepalive_time = 7200 is what every targeted kernel starts with
    net.ipv4.tcp_retries2 = 0xf
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/same-as-default: net.ipv4.tcp_retries2 = 0xf is what every targeted kernel starts with
    `,
    { only },
  ));

test('a default that changed', () =>
  checkSysctl(
    `
    net.core.somaxconn = 4096
    #<^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/same-as-default: net.core.somaxconn = 4096 is what every targeted kernel starts with
    net.ipv4.tcp_tw_reuse = 2
    #<^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/same-as-default: net.ipv4.tcp_tw_reuse = 2 is what every targeted kernel starts with
    `,
    { only, target: 'kernel=6.1' },
  ));

test('is silent where a targeted kernel starts otherwise', () =>
  checkSysctl(
    `
    net.core.somaxconn = 4096
    net.ipv4.tcp_tw_reuse = 2
    net.core.rmem_max = 4194304
    net.core.optmem_max = 131072
    `,
    { only, target: 'kernel=4.18-6.1' },
  ));

test('is silent where memory, the build or a distribution decides, and where audits ask for the line', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_tw_buckets = 131072
    net.ipv4.tcp_rmem = 4096 131072 6291456
    kernel.sysrq = 1
    vm.max_map_count = 65530
    fs.protected_symlinks = 0
    net.ipv4.icmp_echo_ignore_broadcasts = 1
    vm.unprivileged_userfaultfd = 0
    net.ipv4.ip_forward = 0
    `,
    { only },
  ));

test('is silent where Red Hat may have taken over a later default', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_reuse = 0
    net.core.somaxconn = 128
    `,
    { only, target: 'rhel=8' },
  ));

test('is silent where the line takes something back', () =>
  checkSysctl(
    `
    net.ipv4.tcp_sack = 0
    net.ipv4.tcp_sack = 1
    `,
    { only },
  ));

test('is silent where a comment says that it is the default', () =>
  checkSysctl(
    `
    # the default fits
    net.ipv4.tcp_fin_timeout = 60
    
    # 默认开启
    net.ipv4.tcp_sack = 1
    
    # loss recovery
    net.ipv4.tcp_dsack = 1
    #<^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/same-as-default: net.ipv4.tcp_dsack = 1 is what every targeted kernel starts with
    `,
    { only },
  ));

test('is silent beside a glob', () =>
  checkSysctl(
    `
    net.ipv4.tcp_* = 0
    net.ipv4.tcp_sack = 1
    `,
    { only },
  ));
