import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/syn-retries-low'] };

test('hardly a second chance', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syn_retries = 1
    #                          ^ ! warning sysctl/syn-retries-low: net.ipv4.tcp_syn_retries = 1 lets an outgoing connection fail within 3 s: a moment of lost packets is enough
    `,
    only,
  ));

test('a few of them', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syn_retries = 2
    `,
    only,
  ));
