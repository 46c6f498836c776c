import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/tool-portability'];

test('by default, where old and new programs count', () =>
  checkSysctl(
    `
    -net.core.bpf_jit_harden = 2
    -kernel.unprivileged_userns_clone = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/tool-portability: the "-" hides a failure from systemd-sysctl alone: "sysctl -p" still fails where kernel.unprivileged_userns_clone does not exist
    - net.ipv4.tcp_sack = 1
    #<^^^^^^^^^^^^^^^^^^ + warning sysctl/tool-portability: procps takes the blank behind "-" for a part of the key and sets nothing; systemd-sysctl alone skips it
    net.ipv4.conf.*.rp_filter = 2
    #<^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/tool-portability: net.ipv4.conf.*.rp_filter is a pattern for systemd-sysctl and for procps, but before systemd 245 it is the name of a key that does not exist
    -net.ipv4.conf.all.rp_filter
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/tool-portability: "-net.ipv4.conf.all.rp_filter" without a value keeps patterns away from the key, but before systemd 245 it is an error
    -net.ipv4.conf.l*.rp_filter
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/tool-portability: "-net.ipv4.conf.l*.rp_filter" excludes nothing under systemd-sysctl, which takes it for the name of one key; procps reads it as a pattern since procps 4.0.5
    `,
    { only },
  ));

test('on a system with procps 3', () =>
  checkSysctl(
    `
    net.ipv4.conf.*.rp_filter = 2
    #<^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/tool-portability: net.ipv4.conf.*.rp_filter is a pattern for systemd-sysctl and for procps, but on every targeted procps (3.3.17) it is the name of a key that does not exist
    -net.ipv4.conf.all.rp_filter
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/tool-portability: "-net.ipv4.conf.all.rp_filter" without a value keeps patterns away from the key, but on every targeted procps (3.3.17) it is an error
    `,
    { only, target: 'ubuntu=22.04' },
  ));

test('on a system with new programs', () =>
  checkSysctl(
    `
    net.ipv4.conf.*.rp_filter = 2
    -net.ipv4.conf.all.rp_filter
    -net.ipv4.conf.l*.rp_filter
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/tool-portability: "-net.ipv4.conf.l*.rp_filter" excludes nothing under systemd-sysctl, which takes it for the name of one key; procps reads it as a pattern since procps 4.0.5
    `,
    { only, target: 'debian=12' },
  ));

test('an exclude behind the assignment of its key, also in another file', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/10.conf --
    net.ipv4.conf.all.rp_filter = 2
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ see sysctl/tool-portability: what it takes back
    net.ipv4.tcp_sack = 1
    -net.ipv4.tcp_sack
    net.ipv4.tcp_sack = 1
    -net.ipv4.tcp_fin_timeout
    # -- etc/sysctl.d/20.conf --
    -net/ipv4/conf/all/rp_filter
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/tool-portability: "-net/ipv4/conf/all/rp_filter" takes the line before it back at boot, for systemd-sysctl keeps one entry for each key, the last; procps sets net/ipv4/conf/all/rp_filter all the same
    net.ipv4.tcp_mtu_probing = 1
    # -- etc/sysctl.conf --
    net.ipv4.tcp_fin_timeout = 30
    `,
    { only, target: 'debian=12', related: true },
  ));

test('under busybox', () =>
  checkSysctl(
    `
    -net.core.bpf_jit_harden = 2
    #<^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/tool-portability: busybox takes the "-" for a part of the key: net.core.bpf_jit_harden is not set
    -kernel.unprivileged_userns_clone = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/tool-portability: busybox takes the "-" for a part of the key: kernel.unprivileged_userns_clone is not set
    net.ipv4.conf.*.rp_filter = 2
    #<^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/tool-portability: net.ipv4.conf.*.rp_filter sets nothing under busybox, which knows no patterns
    -net.ipv4.conf.all.rp_filter
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/tool-portability: "-net.ipv4.conf.all.rp_filter" without a value is a bad line to busybox, which knows no patterns to exclude a key from
    `,
    { only, target: 'alpine=3.22' },
  ));

test('plain lines are read by all', () =>
  checkSysctl('net.ipv4.tcp_sack = 1\n# -net.ipv4.tcp_sack = 1\n', { only, target: 'alpine=3.22' }));
