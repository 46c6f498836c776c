import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/buffer-order'] };

test('numbers that are not in order', () =>
  checkSysctl(
    `
    net.ipv4.tcp_rmem = 4096 16777216 131072
    #                   ^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/buffer-order: net.ipv4.tcp_rmem = 4096 16777216 131072 is not in order: the three are the least, what a connection begins with, and the most, and the kernel checks none of it
    net.ipv4.tcp_wmem = 65536 16384 4194304
    #                   ^^^^^^^^^^^^^^^^^^^ ? warning sysctl/buffer-order: net.ipv4.tcp_wmem = 65536 16384 4194304 is not in order: the three are the least, what a connection begins with, and the most, and the kernel checks none of it
    `,
    only,
  ));

test('in order, equal ones too', () =>
  checkSysctl(
    `
    net.ipv4.tcp_rmem = 4096 131072 6291456
    net.ipv4.tcp_wmem = 4096 4096 4096
    net.ipv4.tcp_mem = 3 2 1
    `,
    only,
  ));

test('out of order is one fault, whatever the largest is', () =>
  checkSysctl(
    `
    net.ipv4.tcp_wmem = 87380 4096 100000
    #                   ^^^^^^^^^^^^^^^^^ ? warning sysctl/buffer-order: net.ipv4.tcp_wmem = 87380 4096 100000 is not in order: the three are the least, what a connection begins with, and the most, and the kernel checks none of it
    `,
  ));
