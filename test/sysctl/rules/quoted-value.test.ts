import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/quoted-value'];

test('quotes around what is fine without them', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syncookies = "1"
    #                         ^^^ + error sysctl/quoted-value: the quotes belong to the value, for sysctl files know no quoting: the kernel refuses "1", and net.ipv4.tcp_syncookies is not set
    net.core.somaxconn='4096'
    #                  ^^^^^^ + error sysctl/quoted-value: the quotes belong to the value, for sysctl files know no quoting: the kernel refuses '4096', and net.core.somaxconn is not set
    net.ipv4.tcp_rmem = "4096 131072 6291456"
    #                   ^^^^^^^^^^^^^^^^^^^^^ + error sysctl/quoted-value: the quotes belong to the value, for sysctl files know no quoting: the kernel refuses "4096 131072 6291456", and net.ipv4.tcp_rmem is not set
    net.ipv4.ip_local_reserved_ports = "8080,9000-9003"
    #                                  ^^^^^^^^^^^^^^^^ + error sysctl/quoted-value: the quotes belong to the value, for sysctl files know no quoting: the kernel refuses "8080,9000-9003", and net.ipv4.ip_local_reserved_ports is not set
    net.ipv4.tcp_congestion_control = "bbr"
    #                                 ^^^^^ + error sysctl/quoted-value: the quotes belong to the value, for sysctl files know no quoting: the kernel refuses "bbr", and net.ipv4.tcp_congestion_control is not set
    `,
    { only },
  ));

test('text keeps its quotes', () =>
  checkSysctl(
    `
    kernel.core_pattern = "/var/crash/%e"
    #                     ^^^^^^^^^^^^^^^ ! error sysctl/quoted-value: the quotes belong to the value, for sysctl files know no quoting: kernel.core_pattern becomes "/var/crash/%e", quotes included
    `,
    { only },
  ));

test('is silent about quotes around what is refused anyway, and quotes inside', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syncookies = "yes"
    kernel.core_pattern = |/bin/sh -c "x"
    kernel.core_pattern = "a" "b"
    # net.core.somaxconn = "4096"
    net.core.nonsense = "1"
    net.core.somaxconn = "{{ n }}"
    `,
    { only },
  ));

test('quotes before a comment', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syncookies = "1" # on
    #                         ^^^ + error sysctl/quoted-value: the quotes belong to the value, for sysctl files know no quoting: the kernel refuses "1", and net.ipv4.tcp_syncookies is not set
    `,
    { only },
  ));
