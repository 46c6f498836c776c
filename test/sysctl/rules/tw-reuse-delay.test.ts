import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/tw-reuse-delay'] };

test('a delay below a second', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_reuse_delay = 999
    #                             ^^^ ? warning sysctl/tw-reuse-delay: net.ipv4.tcp_tw_reuse_delay = 999 lets a port be used again after 999 ms: a peer whose timestamps tick once a second cannot tell the new connection from the old one until then
    `,
    only,
  ));

test('a second or more, and what the kernel refuses: 1000', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_reuse_delay = 1000
    `,
    only,
  ));

test('a second or more, and what the kernel refuses: 60000', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_reuse_delay = 60000
    `,
    only,
  ));

test('a second or more, and what the kernel refuses: 0', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_reuse_delay = 0
    `,
    only,
  ));
