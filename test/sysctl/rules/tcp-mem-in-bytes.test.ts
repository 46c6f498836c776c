import { test } from 'vitest';
import { checkSysctl, fixSysctl } from '../../harness.ts';

const only = ['sysctl/tcp-mem-in-bytes'];

test('terabytes are bytes taken for pages', () =>
  checkSysctl(
    `
    net.ipv4.tcp_mem = 94500000 915000000 927000000
    #                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/tcp-mem-in-bytes: net.ipv4.tcp_mem counts pages, not bytes: 927000000 lets it use 3.5 TiB, so the kernel never sees memory pressure and has no limit before memory runs out
    `,
    { only },
  ));

test('the number of a buffer is in bytes', () =>
  checkSysctl(
    `
    net.core.rmem_max = 16777216
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^ see sysctl/tcp-mem-in-bytes: bytes here
    net.ipv4.udp_mem = 8388608 12582912 16777216
    #                  ^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/tcp-mem-in-bytes: net.ipv4.udp_mem counts pages, not bytes: 16777216, the number of net.core.rmem_max (sysctl.conf:1), lets it use 64 GiB
    `,
    { only, related: true },
  ));

test.each([
  'net.ipv4.tcp_mem = 786432 1048576 1572864',
  'net.ipv4.tcp_mem = 8388608 12582912 16777216',
  'net.ipv4.tcp_mem = 65536 131072 262144\nnet.core.rmem_max = 262144',
  'net.ipv4.tcp_rmem = 4096 87380 927000000',
  'net.ipv4.tcp_mem = {{ pages }}',
])('%j is fine', (text) => checkSysctl(text, { only }));

test('the largest number of the buffers of a socket', () =>
  checkSysctl(
    `
    net.ipv4.tcp_rmem = 4096 131072 4194304
    net.ipv4.tcp_mem = 4096 8192 4194304
    #                  ^^^^^^^^^^^^^^^^^ ? warning sysctl/tcp-mem-in-bytes: net.ipv4.tcp_mem counts pages, not bytes: 4194304, the number of net.ipv4.tcp_rmem (sysctl.conf:1), lets it use 16 GiB
    `,
    { only },
  ));

test('one byte less than 4 MiB may well be pages', () =>
  checkSysctl('net.ipv4.tcp_rmem = 4096 131072 4194303\nnet.ipv4.tcp_mem = 4096 8192 4194303', { only }));

test('the fix counts in pages, of which there is at least one', () =>
  fixSysctl(
    'net.core.wmem_max = 16777216\nnet.ipv4.udp_mem = 1000 8388608 16777216\n',
    'net.core.wmem_max = 16777216\nnet.ipv4.udp_mem = 1 2048 4096\n',
    { only, safety: ['manual'] },
  ));

test('from a tebibyte on', () =>
  checkSysctl(
    `
    net.ipv4.tcp_mem = 1 2 268435456
    #                  ^^^^^^^^^^^^^ ? warning sysctl/tcp-mem-in-bytes: net.ipv4.tcp_mem counts pages, not bytes: 268435456 lets it use 1 TiB, so the kernel never sees memory pressure and has no limit before memory runs out
    net.ipv4.udp_mem = 1 2 268435455
    `,
    { only },
  ));
