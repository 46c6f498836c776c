import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/syncookies-off'] };

test('no cookies', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syncookies = 0
    #                         ^ ! warning sysctl/syncookies-off: net.ipv4.tcp_syncookies = 0 makes the machine drop every new connection once the queue of half-open ones is full: a SYN flood needs nothing else
    `,
    only,
  ));

test('cookies: 1', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syncookies = 1
    `,
    only,
  ));

test('cookies: 2', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syncookies = 2
    `,
    only,
  ));
