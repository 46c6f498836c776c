import { test } from 'vitest';
import { checkSysctl, fixSysctl } from '../../harness.ts';

const only = ['sysctl/tcp-tw-recycle', 'sysctl/removed-key', 'sysctl/duplicate-key'];

test('is set where no targeted kernel has it', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_recycle = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/tcp-tw-recycle: net.ipv4.tcp_tw_recycle is gone since Linux 4.12: "sysctl -p" fails on this line, and no setting shortens TIME_WAIT
    net/ipv4/tcp_tw_recycle=0
    #<^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/tcp-tw-recycle: net/ipv4/tcp_tw_recycle is gone since Linux 4.12: "sysctl -p" fails on this line, and no setting shortens TIME_WAIT
    -net.ipv4.tcp_tw_recycle = 1
    #^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/tcp-tw-recycle: net.ipv4.tcp_tw_recycle is gone since Linux 4.12: "sysctl -p" fails on this line, and no setting shortens TIME_WAIT
    `,
    { only },
  ));

test('drops clients where every targeted kernel has it', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_recycle = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ ! error sysctl/tcp-tw-recycle: net.ipv4.tcp_tw_recycle = 1 drops connections of clients behind NAT or load balancers: the kernel takes their timestamps for one machine whose clock runs backwards
    `,
    { only, target: 'kernel=3.10' },
  ));

test('is both where the target spans its end', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_recycle = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ ! error sysctl/tcp-tw-recycle: net.ipv4.tcp_tw_recycle = 1 drops connections of clients behind NAT or load balancers before Linux 4.12, and is gone since then: "sysctl -p" fails on this line
    `,
    { only, target: 'kernel=4.4-5.10' },
  ));

test('is its default on old kernels, and fails on new ones', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_recycle = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/tcp-tw-recycle: net.ipv4.tcp_tw_recycle is gone since Linux 4.12, where "sysctl -p" fails on this line; before that 0 is the default
    `,
    { only, target: 'kernel=4.4-5.10' },
  ));

test('is silent where 0 is the default, and in a comment', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_recycle = 0
    # net.ipv4.tcp_tw_recycle = 1
    `,
    { only, target: 'kernel=3.10' },
  ));

test('goes with the comment that is about it alone', () =>
  fixSysctl(
    `
    net.ipv4.ip_forward = 0

    # recycle TIME_WAIT
    # faster
    net.ipv4.tcp_tw_recycle = 1

    # both of these
    net.ipv4.tcp_tw_recycle = 1
    net.ipv4.tcp_syncookies = 1
    `,
    `
    net.ipv4.ip_forward = 0


    # both of these
    net.ipv4.tcp_syncookies = 1
    `,
    { only },
  ));

test('stays without a safe fix where a targeted kernel has it', () =>
  fixSysctl('net.ipv4.tcp_tw_recycle = 1\n', 'net.ipv4.tcp_tw_recycle = 1\n', { only, target: 'kernel=4.4-5.10' }));

test('the first kernel without it', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_recycle = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/tcp-tw-recycle: net.ipv4.tcp_tw_recycle is gone since Linux 4.12: "sysctl -p" fails on this line, and no setting shortens TIME_WAIT
    net.ipv4.tcp_tw_recycle = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/tcp-tw-recycle: net.ipv4.tcp_tw_recycle is gone since Linux 4.12: "sysctl -p" fails on this line, and no setting shortens TIME_WAIT
    `,
    { only, target: 'kernel=4.12' },
  ));

test('two lines of it are no duplicates where the kernel has it', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_recycle = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ ! error sysctl/tcp-tw-recycle: net.ipv4.tcp_tw_recycle = 1 drops connections of clients behind NAT or load balancers: the kernel takes their timestamps for one machine whose clock runs backwards
    net.ipv4.tcp_tw_recycle = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ ! error sysctl/tcp-tw-recycle: net.ipv4.tcp_tw_recycle = 1 drops connections of clients behind NAT or load balancers: the kernel takes their timestamps for one machine whose clock runs backwards
    `,
    { only, target: 'kernel=3.10' },
  ));

test('another file that sets it is no matter of order', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/10-a.conf --
    net.ipv4.tcp_tw_recycle = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ ! error sysctl/tcp-tw-recycle: net.ipv4.tcp_tw_recycle = 1 drops connections of clients behind NAT or load balancers: the kernel takes their timestamps for one machine whose clock runs backwards

    # -- etc/sysctl.d/20-b.conf --
    net.ipv4.tcp_tw_recycle = 0
    `,
    { only: [...only, 'sysctl/overridden'], target: 'kernel=3.10' },
  ));
