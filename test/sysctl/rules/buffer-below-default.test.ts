import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/buffer-below-default'] };

test('less than the kernel gives by itself', () =>
  checkSysctl(
    `
    net.ipv4.tcp_rmem = 4096 87380 6291455
    #                   ^^^^^^^^^^^^^^^^^^ ? warning sysctl/buffer-below-default: net.ipv4.tcp_rmem lets a buffer grow to 6.0 MiB only, the default is 6 MiB: a single connection gets no more than 503 Mbit/s at a round trip of 100 ms
    net.ipv4.tcp_wmem = 4096 16384 1048576
    #                   ^^^^^^^^^^^^^^^^^^ ? warning sysctl/buffer-below-default: net.ipv4.tcp_wmem lets a buffer grow to 1 MiB only, the default is 4 MiB: a single connection gets no more than 84 Mbit/s at a round trip of 100 ms
    `,
    only,
  ));

test('as much or more', () =>
  checkSysctl(
    `
    net.ipv4.tcp_rmem = 4096 87380 6291456
    net.ipv4.tcp_wmem = 4096 16384 4194304
    `,
    only,
  ));
