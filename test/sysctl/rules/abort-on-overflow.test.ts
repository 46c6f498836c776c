import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/abort-on-overflow'] };

test('switched on', () =>
  checkSysctl(
    `
    net.ipv4.tcp_abort_on_overflow = 1
    #                                ^ ! warning sysctl/abort-on-overflow: net.ipv4.tcp_abort_on_overflow = 1 answers a full accept queue with RST: a burst of connections that would have been served a moment later fails at once
    `,
    only,
  ));

test('off', () =>
  checkSysctl(
    `
    net.ipv4.tcp_abort_on_overflow = 0
    `,
    only,
  ));
