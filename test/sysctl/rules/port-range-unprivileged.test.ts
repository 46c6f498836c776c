import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/port-range-unprivileged'];

test('ports that need privileges', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 500 65000
    #                              ^^^ ? error sysctl/port-range-unprivileged: the kernel refuses 500 on every targeted Linux (4.18 and newer): net.ipv4.ip_local_port_range may not begin below net.ipv4.ip_unprivileged_port_start, which is 1024 where nothing sets it
    `,
    { only },
  ));

test('on a part of the kernels', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 1 65535
    #                              ^ ? error sysctl/port-range-unprivileged: the kernel refuses 1 since Linux 4.11: net.ipv4.ip_local_port_range may not begin below net.ipv4.ip_unprivileged_port_start, which is 1024 where nothing sets it
    `,
    { only, target: 'kernel=4.4-6.12' },
  ));

test('in Chinese', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 500 65000
    #                              ^^^ ? error sysctl/port-range-unprivileged: 在所有目标 Linux 版本（4.18 及以上）上，内核会拒绝 500：net.ipv4.ip_local_port_range 的起始端口不能低于 net.ipv4.ip_unprivileged_port_start，未设置时后者为 1024
    `,
    { only, locale: 'zh-CN' },
  ));

test('the first port that needs none', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 1024 65000
    `,
    { only },
  ));

test('ports that are freed', () =>
  checkSysctl(
    `
    net.ipv4.ip_unprivileged_port_start = 80
    net.ipv4.ip_local_port_range = 500 65000
    `,
    { only },
  ));

test('ports before they could be freed', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 500 65000
    `,
    { only, target: 'kernel=4.4' },
  ));

test('containers, where whatever runs them may have freed the ports', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 500 65000
    `,
    { only, target: 'docker' },
  ));

test('what is refused anyway', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 500 65536
    net.ipv4.ip_local_port_range = 500 20
    `,
    { only },
  ));
