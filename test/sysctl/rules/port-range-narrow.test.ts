import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/port-range-narrow'] };

test('few ports: 40000 49998', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 40000 49998
    #                              ^^^^^^^^^^^ ? warning sysctl/port-range-narrow: net.ipv4.ip_local_port_range leaves 9,999 ports for outgoing connections: with each one in TIME_WAIT for 60 s that is 166 new connections per second to one destination, the default allows 470
    `,
    only,
  ));

test('few ports: 50001 50001', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 50001 50001
    #                              ^^^^^^^^^^^ ? warning sysctl/port-range-narrow: net.ipv4.ip_local_port_range leaves 1 ports for outgoing connections: with each one in TIME_WAIT for 60 s that is 1 new connections per second to one destination, the default allows 470
    `,
    only,
  ));

test('enough, or no range at all: 40000 49999', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 40000 49999
    `,
    only,
  ));

test('enough, or no range at all: 50000 40000', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 50000 40000
    `,
    only,
  ));
