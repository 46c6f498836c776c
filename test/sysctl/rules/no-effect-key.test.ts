import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/no-effect-key'];

test('kept for old programs only', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fack = 1
    #<^^^^^^^^^^^^^^^^^^^^ + warning sysctl/no-effect-key: net.ipv4.tcp_fack does nothing since Linux 4.15: the kernel still takes a value and never reads it
    net.ipv4.tcp_low_latency = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^ + warning sysctl/no-effect-key: net.ipv4.tcp_low_latency does nothing since Linux 4.14: the kernel still takes a value and never reads it
    net.ipv4.route.max_size = 8048576
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + warning sysctl/no-effect-key: net.ipv4.route.max_size does nothing since Linux 3.6: the kernel still takes a value and never reads it
    `,
    { only, target: 'kernel=5.15' },
  ));

test('never read', () =>
  checkSysctl(
    `
    net.ipv4.udp_wmem_min = 16384
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + warning sysctl/no-effect-key: net.ipv4.udp_wmem_min does nothing: the kernel takes a value and never reads it
    `,
    { only },
  ));

test('is silent where a targeted kernel reads it', () =>
  checkSysctl(
    `
    net.ipv4.tcp_adv_win_scale = 2
    net.ipv6.route.max_size = 8192
    net.ipv4.udp_rmem_min = 16384
    net.ipv4.neigh.default.unres_qlen = 100
    `,
    { only, target: 'kernel=5.15-6.12' },
  ));

test('later on it does nothing', () =>
  checkSysctl(
    `
    net.ipv4.tcp_adv_win_scale = 2
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + warning sysctl/no-effect-key: net.ipv4.tcp_adv_win_scale does nothing since Linux 6.6: the kernel still takes a value and never reads it
    `,
    { only, target: 'kernel=6.6-' },
  ));
