import { test } from 'vitest';
import { checkSysctl, fixSysctl } from '../../harness.ts';

const only = ['sysctl/max-tw-buckets-low'];

test('a few thousand is far below the default', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_tw_buckets = 5000
    #                             ^^^^ ! warning sysctl/max-tw-buckets-low: net.ipv4.tcp_max_tw_buckets = 5000 lowers the cap of TIME_WAIT entries to the default of a machine with 1.2 GiB of memory: connections over it skip TIME_WAIT, so late packets of an old connection can reach a new one
    `,
    { only },
  ));

test('8192 is the last that warns', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_tw_buckets = 8192
    #                             ^^^^ ! warning sysctl/max-tw-buckets-low: net.ipv4.tcp_max_tw_buckets = 8192 lowers the cap of TIME_WAIT entries to the default of a machine with 2 GiB of memory: connections over it skip TIME_WAIT, so late packets of an old connection can reach a new one
    `,
    { only },
  ));

test('up to 20000 it depends on the memory', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_tw_buckets = 20000
    #                             ^^^^^ ! info sysctl/max-tw-buckets-low: net.ipv4.tcp_max_tw_buckets = 20000 is the default of a machine with 4.9 GiB of memory; with more it is a lower cap, and connections over it skip TIME_WAIT
    `,
    { only },
  ));

test.each(['20001', '262144', '0', '-1', '{{ buckets }}'])('%s is not low', (value) =>
  checkSysctl(`net.ipv4.tcp_max_tw_buckets = ${value}`, { only }),
);

test('the fix leaves it to the kernel', () =>
  fixSysctl('a.b = 1\nnet.ipv4.tcp_max_tw_buckets = 5000', 'a.b = 1\n', { only, safety: ['unsafe'] }));

test('8193 is the first that depends', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_tw_buckets = 8193
    #                             ^^^^ ! info sysctl/max-tw-buckets-low: net.ipv4.tcp_max_tw_buckets = 8193 is the default of a machine with 2.0 GiB of memory; with more it is a lower cap, and connections over it skip TIME_WAIT
    `,
    { only },
  ));

test('one is low', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_tw_buckets = 1
    #                             ^ ! warning sysctl/max-tw-buckets-low: net.ipv4.tcp_max_tw_buckets = 1 lowers the cap of TIME_WAIT entries to the default of a machine with 256 KiB of memory: connections over it skip TIME_WAIT, so late packets of an old connection can reach a new one
    `,
    { only },
  ));
