import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/syn-retries-low'];

test('hardly a second chance', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syn_retries = 1
    #                          ^ ! warning sysctl/syn-retries-low: net.ipv4.tcp_syn_retries = 1 lets an outgoing connection fail within 3 s: a moment of lost packets is enough
    `,
    { only },
  ));

test('in Chinese', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syn_retries = 1
    #                          ^ ! warning sysctl/syn-retries-low: net.ipv4.tcp_syn_retries = 1 会让主动发起的连接在 3 秒内失败：短暂的丢包就够了
    `,
    { only, locale: 'zh-CN' },
  ));

test('none at all, where the kernel takes it', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syn_retries = 0
    #                          ^ ! warning sysctl/syn-retries-low: net.ipv4.tcp_syn_retries = 0 lets an outgoing connection fail within 1 s: a moment of lost packets is enough
    `,
    { only, target: 'kernel=3.10' },
  ));

test("none at all, where it refuses it: another rule's", () =>
  checkSysctl(
    `
    net.ipv4.tcp_syn_retries = 0
    `,
    { only },
  ));

test('a few of them', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syn_retries = 2
    `,
    { only },
  ));
