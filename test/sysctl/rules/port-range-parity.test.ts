import { test } from 'vitest';
import { checkSysctl, fixSysctl } from '../../harness.ts';

const only = ['sysctl/port-range-parity'];

test('both ends even', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 15000 65000
    #                              ^^^^^^^^^^^ ! info sysctl/port-range-parity: net.ipv4.ip_local_port_range = 15000 65000 has ends of the same parity: on every targeted Linux (4.18 and newer) the kernel prefers one parity for connect() and the other for bind(), and logs "prefer different parity for start/end values"
    `,
    { only },
  ));

test('both ends odd, on some of the kernels', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 15001 65001
    #                              ^^^^^^^^^^^ ! info sysctl/port-range-parity: net.ipv4.ip_local_port_range = 15001 65001 has ends of the same parity: since Linux 4.2 the kernel prefers one parity for connect() and the other for bind(), and logs "prefer different parity for start/end values"
    `,
    { only, target: 'kernel=3.10-4.4' },
  ));

test.each([
  ['net.ipv4.ip_local_port_range = 32768 60999', ''],
  ['net.ipv4.ip_local_port_range = 32768 61000', 'kernel=3.10'],
  ['net.ipv4.ip_local_port_range = 65000 1024', ''],
  ['net.ipv4.ip_local_port_range = 1024', ''],
  ['net.ipv4.ip_local_port_range = 1024 70000', ''],
])('%j is fine, or refused (%s)', (text, target) => checkSysctl(text, { only, target }));

test('the fix gives up the last port', () =>
  fixSysctl('net.ipv4.ip_local_port_range = 15000\t65000\n', 'net.ipv4.ip_local_port_range = 15000 64999\n', {
    only,
    safety: ['unsafe'],
  }));

test('all ports', () =>
  checkSysctl(
    `
    net.ipv4.ip_unprivileged_port_start = 0
    net.ipv4.ip_local_port_range = 1 65535
    #                              ^^^^^^^ ! info sysctl/port-range-parity: net.ipv4.ip_local_port_range = 1 65535 has ends of the same parity: on every targeted Linux (4.18 and newer) the kernel prefers one parity for connect() and the other for bind(), and logs "prefer different parity for start/end values"
    `,
    { only },
  ));

test('a range too short for its parity to matter', () => checkSysctl('net.ipv4.ip_local_port_range = 40000 40002\n', { only }));
