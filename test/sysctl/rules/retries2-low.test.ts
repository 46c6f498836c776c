import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/retries2-low'] };

test('less than RFC 1122 asks for: 7', () =>
  checkSysctl(
    `
    net.ipv4.tcp_retries2 = 7
    #                       ^ ! warning sysctl/retries2-low: net.ipv4.tcp_retries2 = 7 gives up an established connection after about 51 s without an answer: RFC 1122 asks for 100 s at least, and a route that changes takes longer
    `,
    only,
  ));

test('less than RFC 1122 asks for: 0', () =>
  checkSysctl(
    `
    net.ipv4.tcp_retries2 = 0
    #                       ^ ! warning sysctl/retries2-low: net.ipv4.tcp_retries2 = 0 gives up an established connection after about 0.2 s without an answer: RFC 1122 asks for 100 s at least, and a route that changes takes longer
    `,
    only,
  ));

test('what it asks for: 8', () =>
  checkSysctl(
    `
    net.ipv4.tcp_retries2 = 8
    `,
    only,
  ));

test('what it asks for: 15', () =>
  checkSysctl(
    `
    net.ipv4.tcp_retries2 = 15
    `,
    only,
  ));
