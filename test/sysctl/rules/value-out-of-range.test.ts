import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/value-out-of-range'];

test('on every targeted kernel', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syn_retries = 0
    #                          ^ ? error sysctl/value-out-of-range: the kernel refuses 0 on every targeted Linux (6.1): net.ipv4.tcp_syn_retries takes 1 to 127 there
    net.ipv4.tcp_retries2 = 256
    #                       ^^^ ? error sysctl/value-out-of-range: the kernel refuses 256 on every targeted Linux (6.1): net.ipv4.tcp_retries2 takes 0 to 255 there
    vm.swappiness = 201
    #               ^^^ ? error sysctl/value-out-of-range: the kernel refuses 201 on every targeted Linux (6.1): vm.swappiness takes 0 to 200 there
    fs.protected_hardlinks = 2
    #                        ^ ? error sysctl/value-out-of-range: the kernel refuses 2 on every targeted Linux (6.1): fs.protected_hardlinks takes 0 to 1 there
    vm.max_map_count = -1
    #                  ^^ ? error sysctl/value-out-of-range: the kernel refuses -1 on every targeted Linux (6.1): vm.max_map_count takes no less than 0 there
    net.ipv4.tcp_wmem = 0 16384 4194304
    #                   ^ ? error sysctl/value-out-of-range: the kernel refuses 0 on every targeted Linux (6.1): net.ipv4.tcp_wmem takes no less than 1 there
    net.ipv4.ip_local_port_range = 1024 65536
    #                                   ^^^^^ ? error sysctl/value-out-of-range: the kernel refuses 65536 on every targeted Linux (6.1): net.ipv4.ip_local_port_range takes 1 to 65535 there
    `,
    { only, target: 'kernel=6.1' },
  ));

test('on a part of them', () =>
  checkSysctl(
    `
    net.ipv4.tcp_retries2 = 300
    #                       ^^^ ? error sysctl/value-out-of-range: the kernel refuses 300 since Linux 5.14: net.ipv4.tcp_retries2 takes 0 to 255 there
    net.ipv4.tcp_tw_reuse = 3
    #                       ^ ? error sysctl/value-out-of-range: the kernel refuses 3 since Linux 4.19: net.ipv4.tcp_tw_reuse takes 0 to 2 there
    vm.swappiness = 180
    #               ^^^ ? error sysctl/value-out-of-range: the kernel refuses 180 before Linux 5.8: vm.swappiness takes 0 to 100 there
    net.ipv4.tcp_ecn = 3
    #                  ^ ? error sysctl/value-out-of-range: the kernel refuses 3 from Linux 5.19 until before 7.1: net.ipv4.tcp_ecn takes 0 to 2 there
    `,
    { only, target: 'kernel=4.18-6.12' },
  ));

test('a bound that went away', () =>
  checkSysctl(
    `
    net.core.somaxconn = 100000
    #                    ^^^^^^ ? error sysctl/value-out-of-range: the kernel refuses 100000 from Linux 3.11 until before 4.1: net.core.somaxconn takes 0 to 65535 there
    `,
    { only, target: 'kernel=3.10-6.12' },
  ));

test('more than the type holds', () =>
  checkSysctl(
    `
    net.core.somaxconn = 4294967296
    #                    ^^^^^^^^^^ ? error sysctl/value-out-of-range: the kernel refuses 4294967296 on every targeted Linux (4.18 and newer): net.core.somaxconn takes no more than 2147483647 there
    net.ipv4.tcp_fin_timeout = 99999999
    #                          ^^^^^^^^ ? error sysctl/value-out-of-range: the kernel refuses 99999999 on every targeted Linux (4.18 and newer): net.ipv4.tcp_fin_timeout takes no more than 2147483 there
    kernel.shmmax = 18446744073709551616
    #               ^^^^^^^^^^^^^^^^^^^^ ? error sysctl/value-out-of-range: the kernel refuses 18446744073709551616 on every targeted Linux (4.18 and newer): kernel.shmmax takes no more than 18446744073709551615 there
    kernel.shmmax = -1
    #               ^^ ? error sysctl/value-out-of-range: the kernel refuses -1 on every targeted Linux (4.18 and newer): kernel.shmmax takes no less than 0 there
    net.ipv4.tcp_notsent_lowat = -1
    #                            ^^ ? error sysctl/value-out-of-range: the kernel refuses -1 on every targeted Linux (4.18 and newer): net.ipv4.tcp_notsent_lowat takes no less than 0 there
    `,
    { only },
  ));

test('a number that is checked by itself', () =>
  checkSysctl(
    `
    kernel.sem = 250 32000 32 512000
    #                         ^^^^^^ ? error sysctl/value-out-of-range: the kernel refuses 512000 since Linux 4.20: kernel.sem takes 0 to 32768 there
    kernel.sem = 250 32000 32 32768
    `,
    { only },
  ));

test('what Red Hat may have taken over', () =>
  checkSysctl(
    `
    vm.swappiness = 180
    vm.swappiness = 300
    #               ^^^ ? error sysctl/value-out-of-range: the kernel refuses 300 on every targeted Linux (4.18): vm.swappiness takes 0 to 100 there
    `,
    { only, target: 'rhel=8' },
  ));

test('lists', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_reserved_ports = 70000
    #                                  ^^^^^ error sysctl/value-out-of-range: net.ipv4.ip_local_reserved_ports takes numbers up to 65535, and ranges from the lower to the higher one: the kernel refuses 70000
    net.ipv4.ip_local_reserved_ports = 9003-9000
    #                                  ^^^^^^^^^ error sysctl/value-out-of-range: net.ipv4.ip_local_reserved_ports takes numbers up to 65535, and ranges from the lower to the higher one: the kernel refuses 9003-9000
    `,
    { only },
  ));

test('is silent where the kernel does not look', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = -1
    net.ipv4.tcp_retries2 = 255
    net.ipv4.conf.all.rp_filter = 7
    kernel.shmmax = 18446744073692774399
    net.ipv4.tcp_max_syn_backlog = -5
    net.ipv4.tcp_fin_timeout = 4000000
    net.ipv4.tcp_notsent_lowat = 4294967295
    `,
    { only },
  ));

test('is silent before Linux 3.9, and where the key is gone', () =>
  checkSysctl(
    `
    net.core.somaxconn = 100000
    vm.swappiness = 101
    `,
    { only, target: 'kernel=2.6.32' },
  ));

test('what is refused has no other fault', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syn_retries = 0
    #                          ^ ? error sysctl/value-out-of-range: the kernel refuses 0 on every targeted Linux (6.1): net.ipv4.tcp_syn_retries takes 1 to 127 there
    net.ipv4.tcp_rmem = 0 87380 4096
    #                   ^ ? error sysctl/value-out-of-range: the kernel refuses 0 on every targeted Linux (6.1): net.ipv4.tcp_rmem takes no less than 1 there
    net.ipv4.ip_local_port_range = 65000 65536
    #                                    ^^^^^ ? error sysctl/value-out-of-range: the kernel refuses 65536 on every targeted Linux (6.1): net.ipv4.ip_local_port_range takes 1 to 65535 there
    `,
    { target: 'kernel=6.1' },
  ));

test('what the kernel refuses is no long time', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = 99999999999
    #                          ^^^^^^^^^^^ ? error sysctl/value-out-of-range: the kernel refuses 99999999999 on every targeted Linux (6.12): net.ipv4.tcp_fin_timeout takes no more than 2147483 there
    `,
    { target: 'kernel=6.12', only: ['sysctl/value-out-of-range', 'sysctl/fin-timeout-out-of-range'] },
  ));

test('the greatest number there is is written to the last digit', () =>
  checkSysctl(
    `
    fs.file-max = 18446744073709551615
    #             ^^^^^^^^^^^^^^^^^^^^ ? error sysctl/value-out-of-range: the kernel refuses 18446744073709551615 on every targeted Linux (6.1): fs.file-max takes no more than 9223372036854775807 there
    `,
    { only, target: 'kernel=6.1' },
  ));
