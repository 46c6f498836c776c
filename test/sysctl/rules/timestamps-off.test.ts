import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/timestamps-off'] };

test('what was switched off', () =>
  checkSysctl(
    `
    net.ipv4.tcp_timestamps = 0
    #                         ^ ! warning sysctl/timestamps-off: net.ipv4.tcp_timestamps = 0 takes away what tells old packets from new ones on fast connections (PAWS), what tells round trips apart when a packet is sent twice, and what tcp_tw_reuse needs; it saves 12 bytes a packet
    net.ipv4.tcp_sack = 0
    #                   ^ ! warning sysctl/timestamps-off: net.ipv4.tcp_sack = 0 hides from the sender what arrived behind a lost packet, so it repairs one loss per round trip: on a lossy path connections get slower by a multiple
    net.ipv4.tcp_window_scaling = 0
    #                             ^ ! warning sysctl/timestamps-off: net.ipv4.tcp_window_scaling = 0 caps every window at 64 KiB: at a round trip of 100 ms no connection is faster than 5 Mbit/s
    `,
    only,
  ));

test('what is on, in whatever way', () =>
  checkSysctl(
    `
    net.ipv4.tcp_timestamps = 2
    net.ipv4.tcp_sack = 1
    net.ipv4.tcp_dsack = 0
    `,
    only,
  ));
