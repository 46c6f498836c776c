import { test } from 'vitest';
import { checkSysctl, fixSysctl } from '../../harness.ts';

const only = ['sysctl/duplicate-key', 'sysctl/overridden'];

test('the same value twice', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syncookies = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ + warning sysctl/duplicate-key: net.ipv4.tcp_syncookies is set to the same value again in sysctl.conf:2
    net.ipv4.tcp_syncookies=1
    #<^^^^^^^^^^^^^^^^^^^^^^^^ see sysctl/duplicate-key: this one wins
    `,
    { only, related: true },
  ));

test('another value later, in another spelling', () =>
  checkSysctl(
    `
    net.ipv4.tcp_keepalive_time = 600
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + warning sysctl/duplicate-key: net.ipv4.tcp_keepalive_time = 600 has no effect: sysctl.conf:3 sets it to 1200
    net.ipv4.tcp_keepalive_time = 900
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + warning sysctl/duplicate-key: net.ipv4.tcp_keepalive_time = 900 has no effect: sysctl.conf:3 sets it to 1200
    net/ipv4/tcp_keepalive_time = 1200
    `,
    { only },
  ));

test('where procps lets the earlier value show through, deleting is not safe', () =>
  checkSysctl(
    `
    net.ipv4.tcp_congestion_control = cubic
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/duplicate-key: net.ipv4.tcp_congestion_control = cubic is followed by bbr in sysctl.conf:2, which wins where the kernel takes it
    net.ipv4.tcp_congestion_control = bbr
    net.ipv4.tcp_rmem = 4096 87380 4194304
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/duplicate-key: net.ipv4.tcp_rmem = 4096 87380 4194304 is followed by 8192 in sysctl.conf:4, which wins where the kernel takes it
    net.ipv4.tcp_rmem = 8192
    net.ipv4.tcp_tw_reuse = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/duplicate-key: net.ipv4.tcp_tw_reuse = 1 is followed by 7 in sysctl.conf:6, which wins where the kernel takes it
    net.ipv4.tcp_tw_reuse = 7
    `,
    { only },
  ));

test('where a line between them writes to the same things, deleting is not safe', () =>
  checkSysctl(
    `
    net.ipv6.conf.all.disable_ipv6 = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/duplicate-key: net.ipv6.conf.all.disable_ipv6 is set to the same value again in sysctl.conf:3
    net.ipv6.conf.eth0.disable_ipv6 = 0
    net.ipv6.conf.all.disable_ipv6 = 1
    net.ipv4.ip_forward = 1
    #<^^^^^^^^^^^^^^^^^^^^^^ + warning sysctl/duplicate-key: net.ipv4.ip_forward is set to the same value again in sysctl.conf:6
    net.ipv4.tcp_syncookies = 1
    net.ipv4.ip_forward = 1
    `,
    { only },
  ));

test.each([
  'net.ipv4.conf.all.rp_filter = 1\nnet.ipv4.conf.default.rp_filter = 1\n',
  '# net.ipv4.tcp_syncookies = 1\nnet.ipv4.tcp_syncookies = 1\n',
  '{% if router %}\nnet.ipv4.ip_forward = 1\n{% else %}\nnet.ipv4.ip_forward = 0\n{% endif %}\n',
  'kernel.yama.ptrace_scope = 3\nkernel.yama.ptrace_scope = 1\n',
  'net.ipv4.conf.*.rp_filter = 1\nnet.ipv4.conf.eth0.rp_filter = 2\n',
])('%j is fine', (text) => checkSysctl(text, { only }));

test('not across files: that is what sysctl.d is for', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/10-a.conf --
    net.ipv4.tcp_syncookies = 1

    # -- etc/sysctl.d/20-b.conf --
    net.ipv4.tcp_syncookies = 1
    `,
    { only },
  ));

test('the fix deletes what has no effect', () =>
  fixSysctl(
    'net.ipv4.tcp_syncookies = 0\n# cookies\nnet.ipv4.tcp_syncookies = 1\nnet.ipv4.tcp_syncookies = 1',
    '# cookies\nnet.ipv4.tcp_syncookies = 1',
    { only },
  ));

test('the comment goes with its setting, the heading of the part stays', () =>
  fixSysctl(
    `
    vm.swappiness = 10

    ### NETWORK ###
    # cookies against floods
    net.ipv4.tcp_syncookies = 1

    # ---- memory ----
    vm.overcommit_memory = 1

    net.ipv4.tcp_syncookies = 1
    vm.overcommit_memory = 1
    `,
    `
    vm.swappiness = 10

    ### NETWORK ###

    # ---- memory ----

    net.ipv4.tcp_syncookies = 1
    vm.overcommit_memory = 1
    `,
    { only },
  ));

test('what is safe for numbers is not for a list, or for a key that a module brings', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_reserved_ports = 8080
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/duplicate-key: net.ipv4.ip_local_reserved_ports = 8080 is followed by 9090 in sysctl.conf:2, which wins where the kernel takes it
    net.ipv4.ip_local_reserved_ports = 9090
    sunrpc.vendor_slots = 16
    #<^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/duplicate-key: sunrpc.vendor_slots = 16 is followed by 128 in sysctl.conf:4, which wins where the kernel takes it
    sunrpc.vendor_slots = 128
    `,
    { only },
  ));

test('the largest number that an int holds is taken, one more is not', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_orphans = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^ + warning sysctl/duplicate-key: net.ipv4.tcp_max_orphans = 1 has no effect: sysctl.conf:2 sets it to 2147483647
    net.ipv4.tcp_max_orphans = 2147483647
    net.ipv4.tcp_max_syn_backlog = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/duplicate-key: net.ipv4.tcp_max_syn_backlog = 1 is followed by 2147483648 in sysctl.conf:4, which wins where the kernel takes it
    net.ipv4.tcp_max_syn_backlog = 2147483648
    `,
    { only },
  ));

test('a heading with words behind its line stays', () =>
  fixSysctl(
    `
    vm.swappiness = 10

    # --- network, see the wiki
    # cookies against floods
    net.ipv4.tcp_syncookies = 1

    net.ipv4.tcp_syncookies = 1
    `,
    `
    vm.swappiness = 10

    # --- network, see the wiki

    net.ipv4.tcp_syncookies = 1
    `,
    { only },
  ));

test('another key of the group and a glob between them', () =>
  checkSysctl(
    `
    net.ipv4.conf.all.rp_filter = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/duplicate-key: net.ipv4.conf.all.rp_filter is set to the same value again in sysctl.conf:4
    net.ipv4.conf.default.rp_filter = 2
    net.ipv4.*.all.rp_filter = 0
    net.ipv4.conf.all.rp_filter = 1
    `,
    { only },
  ));
