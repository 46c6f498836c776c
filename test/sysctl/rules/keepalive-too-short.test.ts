import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/keepalive-too-short'] };

test('less than a minute', () =>
  checkSysctl(
    `
    net.ipv4.tcp_keepalive_time = 59
    #                             ^^ info sysctl/keepalive-too-short: net.ipv4.tcp_keepalive_time = 59 sends a probe on every connection that was idle for 59 s, to phones and through every firewall: only programs that ask for TCP keepalive do so, and they can ask for a time of their own
    `,
    only,
  ));

test('a minute or more', () =>
  checkSysctl(
    `
    net.ipv4.tcp_keepalive_time = 60
    net.ipv4.tcp_keepalive_intvl = 5
    `,
    only,
  ));
