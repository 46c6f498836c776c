import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/octal-value'];

test('a leading zero', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = 030
    #                          ^^^ !? warning sysctl/octal-value: the leading 0 makes 030 octal: to the kernel it is 24
    vm.swappiness = 010
    #               ^^^ !? warning sysctl/octal-value: the leading 0 makes 010 octal: to the kernel it is 8
    net.ipv4.tcp_rmem = 4096 0131072 6291456
    #                        ^^^^^^^ !? warning sysctl/octal-value: the leading 0 makes 0131072 octal: to the kernel it is 45626
    kernel.sem = 0250 32000 100 128
    #            ^^^^ !? warning sysctl/octal-value: the leading 0 makes 0250 octal: to the kernel it is 168
    `,
    { only },
  ));

test('in a list', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_reserved_ports = 08080,8080,010-020,0x10,07
    #                                             ^^^ !? warning sysctl/octal-value: the leading 0 makes 010 octal: to the kernel it is 8
    #                                                 ^^^ !? warning sysctl/octal-value: the leading 0 makes 020 octal: to the kernel it is 16
    `,
    { only },
  ));

test('is silent where it makes no difference', () =>
  checkSysctl(
    `
    vm.swappiness = 00
    vm.swappiness = 07
    net.ipv4.tcp_fin_timeout = 0x1e
    kernel.core_pattern = 010
    net.ipv4.tcp_fin_timeout = 30 010
    net.bridge.bridge-nf-call-iptables = 010
    `,
    { only },
  ));
