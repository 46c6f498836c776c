import { test } from 'vitest';
import { checkSysctl, fixSysctl } from '../../harness.ts';

const only = ['sysctl/key-spelling'];

test('a slash among dots, and a dot among slashes', () =>
  checkSysctl(
    `
    net.ipv4/tcp_ecn = 1
    #<^^^^^^^^^^^^^^^ + error sysctl/key-spelling: net.ipv4/tcp_ecn is read as /proc/sys/net/ipv4.tcp_ecn, which does not exist: the first separator decides, and the other one then stands for itself
    net/ipv4.ip_nonlocal_bind = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/key-spelling: net/ipv4.ip_nonlocal_bind is read as /proc/sys/net/ipv4.ip_nonlocal_bind, which does not exist: the first separator decides, and the other one then stands for itself
    /net.ipv4.tcp_mtu_probing = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/key-spelling: /net.ipv4.tcp_mtu_probing is read as /proc/sys/net.ipv4.tcp_mtu_probing, which does not exist: the first separator decides, and the other one then stands for itself
    net.ipv4.conf/all/rp_filter = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/key-spelling: net.ipv4.conf/all/rp_filter is read as /proc/sys/net/ipv4/conf.all.rp_filter, which does not exist: the first separator decides, and the other one then stands for itself
    `,
  ));

test('the dot of an interface among dots', () =>
  checkSysctl(
    `
    net.ipv4.conf.eth0.100.rp_filter = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/key-spelling: net.ipv4.conf.eth0.100.rp_filter is read as /proc/sys/net/ipv4/conf/eth0/100/rp_filter, which does not exist: among dots, the dot of the interface eth0.100 is written as a slash
    -net.ipv6.conf.br.lan.1.accept_ra = 0
    #^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/key-spelling: net.ipv6.conf.br.lan.1.accept_ra is read as /proc/sys/net/ipv6/conf/br/lan/1/accept_ra, which does not exist: among dots, the dot of the interface br.lan.1 is written as a slash
    `,
    { only },
  ));

test('a prefix', () =>
  checkSysctl(
    `
    /proc/sys/net/ipv4/tcp_ecn = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/key-spelling: /proc/sys/net/ipv4/tcp_ecn is read as /proc/sys/proc/sys/net/ipv4/tcp_ecn, which does not exist: keys begin below /proc/sys
    proc.sys.net.ipv4.ip_nonlocal_bind = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/key-spelling: proc.sys.net.ipv4.ip_nonlocal_bind is read as /proc/sys/proc/sys/net/ipv4/ip_nonlocal_bind, which does not exist: keys begin below /proc/sys
    /proc/sys/net.ipv4.tcp_mtu_probing = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/key-spelling: /proc/sys/net.ipv4.tcp_mtu_probing is read as /proc/sys/proc/sys/net.ipv4.tcp_mtu_probing, which does not exist: keys begin below /proc/sys
    `,
  ));

test('separators too many', () =>
  checkSysctl(
    `
    net..ipv4.tcp_ecn = 1
    #<^^^^^^^^^^^^^^^^ + warning sysctl/key-spelling: net..ipv4.tcp_ecn repeats a separator: procps complains about it on every run
    net//ipv4/ip_nonlocal_bind = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^ + warning sysctl/key-spelling: net//ipv4/ip_nonlocal_bind repeats a separator: procps complains about it on every run
    /net/ipv4/tcp_mtu_probing = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^ + warning sysctl/key-spelling: /net/ipv4/tcp_mtu_probing begins with a separator, which busybox does not take
    .net.ipv4.tcp_dsack = 1
    #<^^^^^^^^^^^^^^^^^^ + warning sysctl/key-spelling: .net.ipv4.tcp_dsack begins with a separator, which busybox does not take
    net.ipv4.tcp_timestamps. = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/key-spelling: net.ipv4.tcp_timestamps. ends with a separator: procps takes it for a directory and sets nothing
    /net/ipv4/conf/*/rp_filter = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^ + warning sysctl/key-spelling: /net/ipv4/conf/*/rp_filter begins with a separator, which busybox does not take
    -net..ipv4.conf.all.rp_filter
    #^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + warning sysctl/key-spelling: net..ipv4.conf.all.rp_filter repeats a separator: procps complains about it on every run
    `,
    { only },
  ));

test('a key that is set elsewhere, too, would change it', () =>
  checkSysctl(
    `
    vm.swappiness = 10
    vm//swappiness = 10
    #<^^^^^^^^^^^^^ + warning sysctl/key-spelling: vm//swappiness repeats a separator: procps complains about it on every run
    proc.sys.vm.swappiness = 20
    #<^^^^^^^^^^^^^^^^^^^^^ ! error sysctl/key-spelling: proc.sys.vm.swappiness is read as /proc/sys/proc/sys/vm/swappiness, which does not exist: keys begin below /proc/sys
    `,
    { only },
  ));

test('each keeps its own style', () =>
  fixSysctl(
    `
    net/ipv4.conf.eth0.100.rp_filter = 1
    net.ipv4.conf.eth1.100.rp_filter = 1
    /net/ipv4/tcp_mtu_probing = 1
    `,
    `
    net/ipv4/conf/eth0.100/rp_filter = 1
    net.ipv4.conf.eth1/100.rp_filter = 1
    net/ipv4/tcp_mtu_probing = 1
    `,
    { only },
  ));

test.each([
  'net.ipv4.conf.eth0/100.rp_filter = 1',
  'net/ipv4/conf/eth0.100/rp_filter = 1',
  'kernel.no_such_key/at_all = 1',
  'net.ipv4.tcp_fin_timeuot = 1',
  'net.ipv4/tcp_tw_recycle = 1',
  '/net/ipv4/tcp_tw_recycle = 1',
  'net.{{ family }}/x.y = 1',
  'net.ipv4.conf.*.rp_filter = 1',
])('%s is spelt well, or not this rule’s business', (line) => checkSysctl(`${line}\n`, { only }));
