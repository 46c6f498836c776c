import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/rfc1337'];

test('a comment that promises more', () =>
  checkSysctl(
    `
    # protect against TCP TIME-WAIT
    net.ipv4.tcp_rfc1337 = 1
    #                      ^ ! info sysctl/rfc1337: net.ipv4.tcp_rfc1337 = 1 only makes sockets in TIME_WAIT ignore RST: it lowers no number of TIME_WAITs, each of them lasts its 60 s now
    `,
    { only },
  ));

test('in Chinese', () =>
  checkSysctl(
    `
    # 减少 TIME_WAIT
    net.ipv4.tcp_rfc1337 = 1
    #                      ^ ! info sysctl/rfc1337: net.ipv4.tcp_rfc1337 = 1 只是让处于 TIME_WAIT 的套接字忽略 RST：它不会减少 TIME_WAIT，反而让每一个都停留满 60 秒
    `,
    { only, locale: 'zh-CN' },
  ));

test('asked for by audits, without a word', () =>
  checkSysctl(
    `
    net.ipv4.tcp_rfc1337 = 1
    `,
    { only },
  ));

test('a comment that knows', () =>
  checkSysctl(
    `
    # drop RST packets for sockets in TIME_WAIT
    net.ipv4.tcp_rfc1337 = 1
    # TIME-WAIT assassination hazards
    net.ipv4.tcp_rfc1337 = 1
    # RFC 1337
    net.ipv4.tcp_rfc1337 = 1
    `,
    { only },
  ));

test('off', () =>
  checkSysctl(
    `
    # TIME_WAIT
    net.ipv4.tcp_rfc1337 = 0
    `,
    { only },
  ));
