import { test } from 'vitest';
import { checkSysctl, fixSysctl } from '../../harness.ts';

const only = ['sysctl/syn-backlog-above-somaxconn'];

test('above the somaxconn that is set', () =>
  checkSysctl(
    `
    net.core.somaxconn = 1024
    #<^^^^^^^^^^^^^^^^^^^^^^^^ see sysctl/syn-backlog-above-somaxconn: the cap of the accept backlog
    net.ipv4.tcp_max_syn_backlog = 8192
    #                              ^^^^ ! warning sysctl/syn-backlog-above-somaxconn: net.ipv4.tcp_max_syn_backlog = 8192 does nothing above net.core.somaxconn = 1024 (sysctl.conf:1): the queue of half-open connections is never longer than the accept backlog
    `,
    { only, related: true },
  ));

test('above the default', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_syn_backlog = 8192
    #                              ^^^^ ! info sysctl/syn-backlog-above-somaxconn: net.ipv4.tcp_max_syn_backlog = 8192 does nothing above net.core.somaxconn, which stays at its default of 4096: the queue of half-open connections is never longer than the accept backlog
    `,
    { only },
  ));

test('above the default of older kernels', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_syn_backlog = 4096
    #                              ^^^^ ! info sysctl/syn-backlog-above-somaxconn: net.ipv4.tcp_max_syn_backlog = 4096 does nothing above net.core.somaxconn, which stays at its default of 128 before Linux 5.4: the queue of half-open connections is never longer than the accept backlog
    `,
    { only },
  ));

test('above the only default of an old kernel', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_syn_backlog = 8192
    #                              ^^^^ ! info sysctl/syn-backlog-above-somaxconn: net.ipv4.tcp_max_syn_backlog = 8192 does nothing above net.core.somaxconn, which stays at its default of 128: the queue of half-open connections is never longer than the accept backlog
    `,
    { only, target: 'kernel=4.18' },
  ));

test('a file applied later lowers somaxconn', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/10-a.conf --
    net.core.somaxconn = 16384
    net.ipv4.tcp_max_syn_backlog = 16384
    #                              ^^^^^ ! warning sysctl/syn-backlog-above-somaxconn: net.ipv4.tcp_max_syn_backlog = 16384 does nothing above net.core.somaxconn = 4096 (etc/sysctl.d/20-b.conf:1): the queue of half-open connections is never longer than the accept backlog

    # -- etc/sysctl.d/20-b.conf --
    net.core.somaxconn = 4096
    `,
    { only },
  ));

test.each([
  ['net.core.somaxconn = 8192\nnet.ipv4.tcp_max_syn_backlog = 8192', ''],
  ['net.core.somaxconn = {{ n }}\nnet.ipv4.tcp_max_syn_backlog = 8192', ''],
  ['net.ipv4.tcp_max_syn_backlog = 4096', 'kernel=5.4-'],
  ['net.ipv4.tcp_max_syn_backlog = 128', ''],
  ['net.core.somaxconn = 4096\nnet.ipv4.tcp_max_syn_backlog = 5000\nnet.ipv4.tcp_syncookies = 0', ''],
])('%j is fine (%s)', (text, target) => checkSysctl(text, { only, target }));

test('the fix raises the cap', () =>
  fixSysctl(
    'net.core.somaxconn=1024\r\nnet.ipv4.tcp_max_syn_backlog=8192\r\n',
    'net.core.somaxconn=8192\r\nnet.ipv4.tcp_max_syn_backlog=8192\r\n',
    { only, safety: ['unsafe'] },
  ));

test('the fix adds the cap below', () =>
  fixSysctl('net.ipv4.tcp_max_syn_backlog = 8192', 'net.ipv4.tcp_max_syn_backlog = 8192\nnet.core.somaxconn = 8192', {
    only,
    safety: ['unsafe'],
  }));

test('there is no cap to add for a number that no queue needs', () =>
  fixSysctl('net.ipv4.tcp_max_syn_backlog = 65536\n', 'net.ipv4.tcp_max_syn_backlog = 65536\n', {
    only,
    target: 'kernel=3.10',
    safety: ['unsafe'],
  }));

test('the fix leaves what stands behind the value', () =>
  fixSysctl(
    'net.core.somaxconn = 1024  # queue\nnet.ipv4.tcp_max_syn_backlog = 8192 # half-open\n',
    'net.core.somaxconn = 8192  # queue\nnet.ipv4.tcp_max_syn_backlog = 8192 # half-open\n',
    { only, safety: ['unsafe'] },
  ));

test('a number that no queue needs is lowered, not copied', () =>
  fixSysctl(
    'net.core.somaxconn = 8192\nnet.ipv4.tcp_max_syn_backlog = 9999999\n',
    'net.core.somaxconn = 8192\nnet.ipv4.tcp_max_syn_backlog = 8192\n',
    { only, safety: ['unsafe'] },
  ));

test('one above the default of older kernels', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_syn_backlog = 129
    #                              ^^^ ! info sysctl/syn-backlog-above-somaxconn: net.ipv4.tcp_max_syn_backlog = 129 does nothing above net.core.somaxconn, which stays at its default of 128 on every targeted Linux (4.18): the queue of half-open connections is never longer than the accept backlog
    `,
    { only, target: 'kernel=4.18' },
  ));

test('a template anywhere in the set may hold the other one', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/10-a.conf --
    net.ipv4.tcp_max_syn_backlog = 65536
    # -- etc/sysctl.d/20-b.conf --
    {% if big %}
    net.core.somaxconn = 65536
    {% else %}
    net.core.somaxconn = 1024
    {% endif %}
    `,
    { only },
  ));

test('one above the default of newer kernels, and a value that is none', () =>
  checkSysctl(
    `
    # -- a/sysctl.conf --
    net.ipv4.tcp_max_syn_backlog = 4097
    #                              ^^^^ ! info sysctl/syn-backlog-above-somaxconn: net.ipv4.tcp_max_syn_backlog = 4097 does nothing above net.core.somaxconn, which stays at its default of 4096: the queue of half-open connections is never longer than the accept backlog

    # -- b/sysctl.conf --
    net.ipv4.tcp_max_syn_backlog = many
    net.core.somaxconn = 128
    `,
    { only },
  ));

test('the default of newer kernels', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_syn_backlog = 4096
    `,
    { only, target: 'kernel=5.4' },
  ));

test('one above that default', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_syn_backlog = 4097
    #                              ^^^^ ! info sysctl/syn-backlog-above-somaxconn: net.ipv4.tcp_max_syn_backlog = 4097 does nothing above net.core.somaxconn, which stays at its default of 4096: the queue of half-open connections is never longer than the accept backlog
    `,
    { only, target: 'kernel=5.4' },
  ));
