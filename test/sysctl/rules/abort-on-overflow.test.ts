import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/abort-on-overflow'];

test('switched on', () =>
  checkSysctl(
    `
    net.ipv4.tcp_abort_on_overflow = 1
    #                                ^ ! warning sysctl/abort-on-overflow: net.ipv4.tcp_abort_on_overflow = 1 answers a full accept queue with RST: a burst of connections that would have been served a moment later fails at once
    `,
    { only },
  ));

test('with any number', () =>
  checkSysctl(
    `
    net.ipv4.tcp_abort_on_overflow = 2
    #                                ^ ! warning sysctl/abort-on-overflow: net.ipv4.tcp_abort_on_overflow = 2 answers a full accept queue with RST: a burst of connections that would have been served a moment later fails at once
    `,
    { only },
  ));

test('in Chinese', () =>
  checkSysctl(
    `
    net.ipv4.tcp_abort_on_overflow = 1
    #                                ^ ! warning sysctl/abort-on-overflow: net.ipv4.tcp_abort_on_overflow = 1 会在 accept 队列满时回复 RST：本可以稍后得到服务的突发连接会立刻失败
    `,
    { only, locale: 'zh-CN' },
  ));

test('off', () =>
  checkSysctl(
    `
    net.ipv4.tcp_abort_on_overflow = 0
    `,
    { only },
  ));
