import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/reserved-ports'];

test('a list that has other ports than those of services', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 5000 6400
    net.ipv4.ip_local_reserved_ports = 5100,6000-6010
    #                                  ^^^^^^^^^^^^^^ ? info sysctl/reserved-ports: net.ipv4.ip_local_reserved_ports leaves out 5432 (PostgreSQL), 5672 (RabbitMQ) and 6379 (Redis): these servers cannot start while an outgoing connection has their port
    `,
    { only },
  ));

test('a list outside', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_reserved_ports = 3306,8080-8090
    #                                  ^^^^^^^^^^^^^^ info sysctl/reserved-ports: 3306 and 8080-8090 need no reservation: net.ipv4.ip_local_reserved_ports matters only inside the range of outgoing ports, 32768 to 60999
    `,
    { only },
  ));

test('in Chinese', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 5000 6400
    net.ipv4.ip_local_reserved_ports = 5100
    #                                  ^^^^ ? info sysctl/reserved-ports: net.ipv4.ip_local_reserved_ports 没有包含 5432 (PostgreSQL)、5672 (RabbitMQ) 和 6379 (Redis)：一旦它们的端口被主动连接占用，这些服务就无法启动
    `,
    { only, locale: 'zh-CN' },
  ));

test('in Chinese, outside', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_reserved_ports = 3306
    #                                  ^^^^ info sysctl/reserved-ports: 3306 不需要保留：net.ipv4.ip_local_reserved_ports 只对主动连接的端口范围 32768 到 60999 内的端口有意义
    `,
    { only, locale: 'zh-CN' },
  ));

test('whoever reserved one service knows which others run', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 1024 65000
    net.ipv4.ip_local_reserved_ports = 8080,9000-9003
    `,
    { only },
  ));

test('a range without services', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 30000 65001
    net.ipv4.ip_local_reserved_ports = 35357
    `,
    { only },
  ));

test('a range that nobody widened', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_reserved_ports = 40000
    `,
    { only },
  ));

test('what the kernel refuses', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_reserved_ports = 8080, 9000
    `,
    { only },
  ));

test('templates', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_reserved_ports = {{ ports }}
    `,
    { only },
  ));
