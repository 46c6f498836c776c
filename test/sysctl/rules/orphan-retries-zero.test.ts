import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/orphan-retries-zero'];

test('a zero', () =>
  checkSysctl(
    `
    net.ipv4.tcp_orphan_retries = 0
    #                             ^ info sysctl/orphan-retries-zero: net.ipv4.tcp_orphan_retries = 0 does not mean to give up at once: the kernel makes 8 of it, more than 100 s, while the other side seems alive
    `,
    { only },
  ));

test('in Chinese', () =>
  checkSysctl(
    `
    net.ipv4.tcp_orphan_retries = 0
    #                             ^ info sysctl/orphan-retries-zero: net.ipv4.tcp_orphan_retries = 0 并不是立即放弃：只要对端看起来还在，内核就按 8 次处理，即 100 秒以上
    `,
    { only, locale: 'zh-CN' },
  ));

test('a number', () =>
  checkSysctl(
    `
    net.ipv4.tcp_orphan_retries = 1
    `,
    { only },
  ));

test('that 0 is the default is not told again', () =>
  checkSysctl(
    `
    net.ipv4.tcp_orphan_retries = 0
    #                             ^ info sysctl/orphan-retries-zero: net.ipv4.tcp_orphan_retries = 0 does not mean to give up at once: the kernel makes 8 of it, more than 100 s, while the other side seems alive
    `,
  ));
