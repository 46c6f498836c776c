import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/orphan-retries-zero'] };

test('a zero', () =>
  checkSysctl(
    `
    net.ipv4.tcp_orphan_retries = 0
    #                             ^ info sysctl/orphan-retries-zero: net.ipv4.tcp_orphan_retries = 0 means 8: the kernel takes the default where it reads zero
    `,
    only,
  ));

test('a number', () =>
  checkSysctl(
    `
    net.ipv4.tcp_orphan_retries = 1
    `,
    only,
  ));
