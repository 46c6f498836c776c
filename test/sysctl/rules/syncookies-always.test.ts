import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/syncookies-always'] };

test('nothing but cookies', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syncookies = 2
    #                         ^ ! warning sysctl/syncookies-always: net.ipv4.tcp_syncookies = 2 answers every SYN with a cookie, which is meant for tests: all connections lose what does not fit into one, such as large windows where timestamps are off
    `,
    only,
  ));

test('cookies when they are needed: 1', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syncookies = 1
    `,
    only,
  ));

test('cookies when they are needed: 0', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syncookies = 0
    `,
    only,
  ));
