import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

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
