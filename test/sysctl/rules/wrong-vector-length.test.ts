import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/wrong-vector-length'];

test('too few', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 1024
    #                              ^^^^ warning sysctl/wrong-vector-length: net.ipv4.ip_local_port_range has 2 numbers and gets 1: the kernel sets the first ones and leaves the others as they are
    net.ipv4.tcp_rmem = 4096 131072
    #                   ^^^^^^^^^^^ warning sysctl/wrong-vector-length: net.ipv4.tcp_rmem has 3 numbers and gets 2: the kernel sets the first ones and leaves the others as they are
    kernel.printk = 4
    #               ^ warning sysctl/wrong-vector-length: kernel.printk has 4 numbers and gets 1: the kernel sets the first ones and leaves the others as they are
    `,
    { only },
  ));

test('too many', () =>
  checkSysctl(
    `
    net.ipv4.tcp_rmem = 4096 131072 6291456 6291456
    #                                       ^^^^^^^ + warning sysctl/wrong-vector-length: net.ipv4.tcp_rmem has 3 numbers, and the kernel does not read what follows: "6291456" is ignored
    net.core.somaxconn = 1024 4096
    #                         ^^^^ + warning sysctl/wrong-vector-length: net.core.somaxconn has one number, and the kernel does not read what follows: "4096" is ignored
    `,
    { only },
  ));

test('words behind the last number', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = 30 seconds
    #                             ^^^^^^^ + warning sysctl/wrong-vector-length: net.ipv4.tcp_fin_timeout has one number, and the kernel does not read what follows: "seconds" is ignored
    net.core.rmem_max = 16 MB
    #                      ^^ ! warning sysctl/wrong-vector-length: net.core.rmem_max has one number, and the kernel does not read what follows: "MB" is ignored
    net.core.somaxconn = 4096 ;
    #                         ^ + warning sysctl/wrong-vector-length: the kernel does not read what follows the value of net.core.somaxconn: ";" is ignored
    net.ipv4.tcp_sack = 1 net.ipv4.tcp_dsack = 1
    #                     ^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/wrong-vector-length: net.ipv4.tcp_sack has one number, and the kernel does not read what follows: "net.ipv4.tcp_dsack = 1" is ignored
    net.ipv4.tcp_wmem = 4096 16384 4194304 bytes
    #                                      ^^^^^ + warning sysctl/wrong-vector-length: net.ipv4.tcp_wmem has 3 numbers, and the kernel does not read what follows: "bytes" is ignored
    `,
    { only },
  ));

test('is silent about the right length, words, and unknown keys', () =>
  checkSysctl(
    `
    net.ipv4.tcp_rmem = 4096 131072 6291456
    net.ipv4.tcp_rmem = 4096 x
    net.core.somaxconn = 1024 # 4096
    kernel.core_pattern = 1 2 3
    net.core.nonsense = 1 2
    net.core.somaxconn = 4096 \\
    `,
    { only },
  ));
