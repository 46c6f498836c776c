import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/synack-retries-low'] };

test('hardly a second chance: 0', () =>
  checkSysctl(
    `
    net.ipv4.tcp_synack_retries = 0
    #                             ^ ! warning sysctl/synack-retries-low: net.ipv4.tcp_synack_retries = 0 gives a client 1 s to answer: on a lossy line real ones are turned away, and an attack needs no retries
    `,
    only,
  ));

test('hardly a second chance: 1', () =>
  checkSysctl(
    `
    net.ipv4.tcp_synack_retries = 1
    #                             ^ ! warning sysctl/synack-retries-low: net.ipv4.tcp_synack_retries = 1 gives a client 3 s to answer: on a lossy line real ones are turned away, and an attack needs no retries
    `,
    only,
  ));

test('a few of them', () =>
  checkSysctl(
    `
    net.ipv4.tcp_synack_retries = 2
    `,
    only,
  ));
