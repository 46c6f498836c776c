import { test } from 'vitest';
import { checkSysctl, fixSysctl } from '../../harness.ts';

// Where reuse can happen again, the other rule has something to say about it.
const reveals = ['sysctl/tw-reuse-server-side'];
const only = ['sysctl/tw-reuse-without-timestamps', 'sysctl/tw-reuse-server-side'];

test('reuse without timestamps never happens', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_reuse = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/tw-reuse-without-timestamps: net.ipv4.tcp_tw_reuse = 1 never happens: reuse needs TCP timestamps, and net.ipv4.tcp_timestamps = 0 switches them off (sysctl.conf:2)
    net.ipv4.tcp_timestamps = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ see sysctl/tw-reuse-without-timestamps: timestamps are switched off here
    `,
    { only, reveals, related: true },
  ));

test('nor does reuse on loopback', () =>
  checkSysctl(
    `
    net.ipv4.tcp_timestamps=0
    net/ipv4/tcp_tw_reuse=2
    #<^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/tw-reuse-without-timestamps: net/ipv4/tcp_tw_reuse = 2 never happens: reuse needs TCP timestamps, and net.ipv4.tcp_timestamps = 0 switches them off (sysctl.conf:1)
    `,
    { only },
  ));

test('also across files of a set', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/10-a.conf --
    net.ipv4.tcp_tw_reuse = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/tw-reuse-without-timestamps: net.ipv4.tcp_tw_reuse = 1 never happens: reuse needs TCP timestamps, and net.ipv4.tcp_timestamps = 0 switches them off (etc/sysctl.d/20-b.conf:1)

    # -- etc/sysctl.d/20-b.conf --
    net.ipv4.tcp_timestamps = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ see sysctl/tw-reuse-without-timestamps: timestamps are switched off here
    `,
    { only, reveals, related: true },
  ));

test('also at boot alone, where sysctl.conf is not read', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/10-a.conf --
    net.ipv4.tcp_tw_reuse = 2
    #<^^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/tw-reuse-without-timestamps: net.ipv4.tcp_tw_reuse = 2 never happens: reuse needs TCP timestamps, and net.ipv4.tcp_timestamps = 0 switches them off (etc/sysctl.d/10-a.conf:2)
    net.ipv4.tcp_timestamps = 0

    # -- etc/sysctl.conf --
    net.ipv4.tcp_timestamps = 1
    `,
    { only, target: 'debian=13' },
  ));

test.each([
  'net.ipv4.tcp_tw_reuse = 0\nnet.ipv4.tcp_timestamps = 0\n',
  'net.ipv4.tcp_tw_reuse = 2\nnet.ipv4.tcp_timestamps = 2\n',
  'net.ipv4.tcp_tw_reuse = 2\n',
  'net.ipv4.tcp_timestamps = 0\n',
  'net.ipv4.tcp_tw_reuse = 2\n# net.ipv4.tcp_timestamps = 0\n',
  'net.ipv4.tcp_tw_reuse = 2\nnet.ipv4.tcp_timestamps = 0\nnet.ipv4.tcp_timestamps = 1\n',
])('%j is fine', (text) => checkSysctl(text, { only }));

test('a file applied later switches them on again', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/10-a.conf --
    net.ipv4.tcp_tw_reuse = 2
    net.ipv4.tcp_timestamps = 0

    # -- usr/lib/sysctl.d/20-b.conf --
    net.ipv4.tcp_timestamps = 1
    `,
    { only },
  ));

test('the fix switches timestamps on, where they are switched off', () =>
  fixSysctl(
    `
    # -- etc/sysctl.d/10-a.conf --
    net.ipv4.tcp_tw_reuse = 2

    # -- etc/sysctl.d/20-b.conf --
    net.ipv4.tcp_timestamps=0
    `,
    `
    # -- etc/sysctl.d/10-a.conf --
    net.ipv4.tcp_tw_reuse = 2

    # -- etc/sysctl.d/20-b.conf --
    net.ipv4.tcp_timestamps=1
    `,
    { only, safety: ['unsafe'] },
  ));

test('a template in the set may switch them on in another branch', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/10-a.conf --
    net.ipv4.tcp_tw_reuse = 1
    # -- etc/sysctl.d/20-b.conf --
    {% if quiet %}
    net.ipv4.tcp_timestamps = 0
    {% endif %}
    `,
    { only: [only[0]!] },
  ));
