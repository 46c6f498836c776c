import { expect, test } from 'vitest';
import { checkSysctl, lintFiles } from '../../harness.ts';

const only = ['sysctl/port-range-too-low'];

test('service ports in the range, none reserved', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 1024 65535
    #                              ^^^^^^^^^^ ? warning sysctl/port-range-too-low: net.ipv4.ip_local_port_range begins at 1024, below the ports of many services, and nothing is reserved: an outgoing connection can hold a port when its service starts, which then fails with "Address already in use"
    `,
    { only },
  ));

test('10000 is low, with tabs between the numbers', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range	=	10000		65535
    #                              ^^^^^^^^^^^^ ? warning sysctl/port-range-too-low: net.ipv4.ip_local_port_range begins at 10000, below the ports of many services, and nothing is reserved: an outgoing connection can hold a port when its service starts, which then fails with "Address already in use"
    net.ipv4.ip_local_reserved_ports =
    `,
    { only },
  ));

test('a range whose upper end stays', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 2000
    #                              ^^^^ ? warning sysctl/port-range-too-low: net.ipv4.ip_local_port_range begins at 2000, below the ports of many services, and nothing is reserved: an outgoing connection can hold a port when its service starts, which then fails with "Address already in use"
    `,
    { only },
  ));

test.each([
  'net.ipv4.ip_local_port_range = 10001 65535',
  'net.ipv4.ip_local_port_range = 1024 65535\nnet.ipv4.ip_local_reserved_ports = 8080',
  'net.ipv4.ip_local_port_range = 1024 65535\nnet.ipv4.ip_local_reserved_ports = {{ ports }}',
  'net.ipv4.ip_local_port_range = 65000 1024',
  'net.ipv4.ip_local_port_range = 1024 65536',
  'net.ipv4.ip_local_port_range = {{ low }} 65000',
  'net.ipv4.ip_local_port_range = 1024,65000',
])('%j is fine, or refused', (text) => checkSysctl(text, { only }));

test('another file of the set reserves', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/10-a.conf --
    net.ipv4.ip_local_port_range = 1024 65535

    # -- usr/lib/sysctl.d/20-b.conf --
    net.ipv4.ip_local_reserved_ports = 3306,8080
    `,
    { only },
  ));

test('the fix shows how ports are reserved', async () => {
  const { findings } = await lintFiles(new Map([['sysctl.conf', 'net.ipv4.ip_local_port_range = 1024 65535\n']]), { only });
  const edits = findings.flatMap((f) => f.fixes.flatMap((fix) => fix.edits.map((e) => e.text)));
  expect(edits).toEqual(['# net.ipv4.ip_local_reserved_ports = 8080,9000-9100\n']);
});
