import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/max-orphans-extreme'];

test('none', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_orphans = 0
    #                          ^ ! info sysctl/max-orphans-extreme: net.ipv4.tcp_max_orphans = 0 resets every connection that its program closes before the other side has confirmed the last data
    `,
    { only },
  ));

test('few', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_orphans = 8192
    #                          ^^^^ ! info sysctl/max-orphans-extreme: net.ipv4.tcp_max_orphans = 8192 is the default of a machine with 2 GiB of memory: above it connections that their programs have closed are reset before their last data is confirmed
    `,
    { only },
  ));

test('very many', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_orphans = 1000000
    #                          ^^^^^^^ ! info sysctl/max-orphans-extreme: net.ipv4.tcp_max_orphans = 1000000 allows orphaned connections to take 61.0 GiB of memory: the kernel itself never goes above 262144, however much there is
    `,
    { only },
  ));

test('in Chinese', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_orphans = 4096
    #                          ^^^^ ! info sysctl/max-orphans-extreme: net.ipv4.tcp_max_orphans = 4096 是 1 GiB 内存机器的默认值：超出后，程序已经关闭的连接会在最后的数据得到确认之前被复位
    `,
    { only, locale: 'zh-CN' },
  ));

test('in Chinese, none', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_orphans = 0
    #                          ^ ! info sysctl/max-orphans-extreme: net.ipv4.tcp_max_orphans = 0 会复位每一个程序已经关闭、而对端还没有确认最后数据的连接
    `,
    { only, locale: 'zh-CN' },
  ));

test('in Chinese, very many', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_orphans = 3276800
    #                          ^^^^^^^ ! info sysctl/max-orphans-extreme: net.ipv4.tcp_max_orphans = 3276800 允许孤儿连接占用 200 GiB 内存：无论内存多大，内核自己都不会超过 262144
    `,
    { only, locale: 'zh-CN' },
  ));

test('what machines have by themselves: 8193', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_orphans = 8193
    `,
    { only },
  ));

test('more than any machine has by itself, within reason', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_orphans = 999999
    `,
    { only },
  ));

test('negative', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_orphans = -1
    `,
    { only },
  ));
