import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/netdev-max-backlog'] };

test('none and very many: 0', () =>
  checkSysctl(
    `
    net.core.netdev_max_backlog = 0
    #                             ^ ! info sysctl/netdev-max-backlog: net.core.netdev_max_backlog = 0 leaves room for one packet: loopback, tunnels and receive packet steering drop what comes faster
    `,
    only,
  ));

test('none and very many: 1000000', () =>
  checkSysctl(
    `
    net.core.netdev_max_backlog = 1000000
    #                             ^^^^^^^ ! info sysctl/netdev-max-backlog: net.core.netdev_max_backlog = 1000000 lets that many packets of loopback, tunnels and receive packet steering wait on each processor: a queue this long is delay, not speed, and what network cards receive does not pass through it
    `,
    only,
  ));

test('what people need: 250000', () =>
  checkSysctl(
    `
    net.core.netdev_max_backlog = 250000
    `,
    only,
  ));

test('what people need: 1', () =>
  checkSysctl(
    `
    net.core.netdev_max_backlog = 1
    `,
    only,
  ));
