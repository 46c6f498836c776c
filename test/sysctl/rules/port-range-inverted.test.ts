import { test } from 'vitest';
import { checkSysctl, fixSysctl } from '../../harness.ts';

const only = ['sysctl/port-range-inverted'];

test('the higher end first', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 60999 32768
    #                              ^^^^^^^^^^^ ! error sysctl/port-range-inverted: the kernel refuses "60999 32768": the first number of net.ipv4.ip_local_port_range is the lower end
    `,
    { only },
  ));

test('in Chinese', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 65000 1024
    #                              ^^^^^^^^^^ ! error sysctl/port-range-inverted: 内核会拒绝 “65000 1024”：net.ipv4.ip_local_port_range 的第一个数字是下限
    `,
    { only, locale: 'zh-CN' },
  ));

test('in order, one number, out of range', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 32768 60999
    net.ipv4.ip_local_port_range = 32768
    net.ipv4.ip_local_port_range = 40000 40000
    net.ipv4.ip_local_port_range = 70000 1024
    net.ipv4.tcp_rmem = 6291456 87380 4096
    `,
    { only },
  ));

test('the fix swaps them', () =>
  fixSysctl('net.ipv4.ip_local_port_range = 60999\t32768\n', 'net.ipv4.ip_local_port_range = 32768 60999\n', {
    only,
    safety: ['unsafe'],
  }));
