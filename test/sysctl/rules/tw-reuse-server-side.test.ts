import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/tw-reuse-server-side'];

test('1 helps only what this machine opens', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_reuse = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/tw-reuse-server-side: net.ipv4.tcp_tw_reuse = 1 helps only connections that this machine opens, not those of its clients: towards upstreams keeping connections alive is the cure, and on loopback the default 2 (since Linux 4.19) is enough
    `,
    { only },
  ));

test('before 4.19 there is no 2 to speak of', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_reuse = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/tw-reuse-server-side: net.ipv4.tcp_tw_reuse = 1 helps only connections that this machine opens, not those of its clients: towards upstreams keeping connections alive is the cure
    `,
    { only, target: 'kernel=4.4' },
  ));

test.each(['0', '2', '{{ reuse }}'])('%s is fine', (value) => checkSysctl(`net.ipv4.tcp_tw_reuse = ${value}`, { only }));

test('an overridden 1 is no matter', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/10-a.conf --
    net.ipv4.tcp_tw_reuse = 1

    # -- etc/sysctl.d/20-b.conf --
    net.ipv4.tcp_tw_reuse = 2
    `,
    { only },
  ));

test('4.19 is the first with a 2', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_reuse = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/tw-reuse-server-side: net.ipv4.tcp_tw_reuse = 1 helps only connections that this machine opens, not those of its clients: towards upstreams keeping connections alive is the cure, and on loopback the default 2 (since Linux 4.19) is enough
    `,
    { only, target: 'kernel=4.19' },
  ));
