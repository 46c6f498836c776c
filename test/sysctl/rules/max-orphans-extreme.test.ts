import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/max-orphans-extreme'] };

test('few and very many: 8192', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_orphans = 8192
    #                          ^^^^ ! info sysctl/max-orphans-extreme: net.ipv4.tcp_max_orphans = 8192 is the default of a machine with 2 GiB of memory: above it connections that were closed properly are reset
    `,
    only,
  ));

test('few and very many: 1000000', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_orphans = 1000000
    #                          ^^^^^^^ ! info sysctl/max-orphans-extreme: net.ipv4.tcp_max_orphans = 1000000 allows orphaned connections to take 61.0 GiB of memory: the default grows with what the machine has
    `,
    only,
  ));

test('what machines have by themselves: 8193', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_orphans = 8193
    `,
    only,
  ));

test('what machines have by themselves: 999999', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_orphans = 999999
    `,
    only,
  ));
