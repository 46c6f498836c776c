import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/rfc1337'] };

test('switched on', () =>
  checkSysctl(
    `
    net.ipv4.tcp_rfc1337 = 1
    #                      ^ ! info sysctl/rfc1337: net.ipv4.tcp_rfc1337 = 1 only makes sockets in TIME_WAIT ignore RST: it lowers no number of TIME_WAITs, each of them lasts its 60 s now
    `,
    only,
  ));

test('off', () =>
  checkSysctl(
    `
    net.ipv4.tcp_rfc1337 = 0
    `,
    only,
  ));
