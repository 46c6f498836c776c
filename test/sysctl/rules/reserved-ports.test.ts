import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/reserved-ports'] };

test('services of the range that are left out, and a list that is nowhere in it', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 5000 6400
    net.ipv4.ip_local_reserved_ports = 5432,6000-6010
    #                                  ^^^^^^^^^^^^^^ ? info sysctl/reserved-ports: net.ipv4.ip_local_reserved_ports leaves out 5672 (RabbitMQ) and 6379 (Redis): these servers cannot start while an outgoing connection has their port
    `,
    only,
  ));

test('all of them, or a range that nobody widened', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_reserved_ports = 40000
    `,
    only,
  ));

test('a list outside', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_reserved_ports = 3306,8080-8090
    #                                  ^^^^^^^^^^^^^^ info sysctl/reserved-ports: 3306 and 8080-8090 need no reservation: net.ipv4.ip_local_reserved_ports matters only inside the range of outgoing ports, 32768 to 60999
    `,
    only,
  ));

test('templates and what the kernel refuses', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_reserved_ports = 8080, 9000
    `,
    only,
  ));
