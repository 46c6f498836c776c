import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/invalid-value'];

test('words for a switch', () =>
  checkSysctl(
    `
    net.ipv4.ip_forward = yes
    #                     ^^^ ? error sysctl/invalid-value: the kernel refuses "yes": net.ipv4.ip_forward takes one number, in digits alone
    net.ipv4.conf.all.rp_filter = true
    #                             ^^^^ ? error sysctl/invalid-value: the kernel refuses "true": net.ipv4.conf.all.rp_filter takes one number, in digits alone
    fs.protected_symlinks = on
    #                       ^^ + error sysctl/invalid-value: the kernel refuses "on": fs.protected_symlinks takes one number from 0 to 1, in digits alone
    kernel.kptr_restrict = off
    #                      ^^^ ? error sysctl/invalid-value: the kernel refuses "off": kernel.kptr_restrict takes one number from 0 to 2, in digits alone
    `,
    { only },
  ));

test('a slip of the pen that can mean one thing', () =>
  checkSysctl(
    `
    net.core.somaxconn = 4096;
    #                    ^^^^^ + error sysctl/invalid-value: the kernel refuses "4096;": net.core.somaxconn takes one number, in digits alone
    net.core.somaxconn = 4096,
    #                    ^^^^^ + error sysctl/invalid-value: the kernel refuses "4096,": net.core.somaxconn takes one number, in digits alone
    net.core.somaxconn = 4096#
    #                    ^^^^^ + error sysctl/invalid-value: the kernel refuses "4096#": net.core.somaxconn takes one number, in digits alone
    net.core.somaxconn = "4096
    #                    ^^^^^ + error sysctl/invalid-value: the kernel refuses "4096: quotes are no part of a value here, and net.core.somaxconn takes digits alone
    net.core.somaxconn = = 4096
    #                    ^^^^^^ + error sysctl/invalid-value: the kernel refuses "= 4096": net.core.somaxconn takes one number, in digits alone
    net.core.somaxconn = +4096
    #                    ^^^^^ + error sysctl/invalid-value: the kernel refuses "+4096": net.core.somaxconn takes one number, in digits alone
    net.core.somaxconn = (4096)
    #                    ^^^^^^ + error sysctl/invalid-value: the kernel refuses "(4096)": net.core.somaxconn takes one number, in digits alone
    `,
    { only },
  ));

test('units', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = 30s
    #                          ^^^ + error sysctl/invalid-value: the kernel refuses "30s": net.ipv4.tcp_fin_timeout takes one number, in digits alone
    net.ipv4.tcp_keepalive_time = 10m
    #                             ^^^ ? error sysctl/invalid-value: the kernel refuses "10m": net.ipv4.tcp_keepalive_time takes one number, in digits alone
    net.core.rmem_max = 16M
    #                   ^^^ ? error sysctl/invalid-value: the kernel refuses "16M": net.core.rmem_max takes one number, in digits alone
    net.core.rmem_max = 212992 bytes
    vm.dirty_ratio = 10%
    #                ^^^ + error sysctl/invalid-value: the kernel refuses "10%": vm.dirty_ratio takes one number from 0 to 100, in digits alone
    vm.min_free_kbytes = 64MB
    #                    ^^^^ ? error sysctl/invalid-value: the kernel refuses "64MB": vm.min_free_kbytes takes one number, in digits alone
    net.core.somaxconn = 4k
    #                    ^^ error sysctl/invalid-value: the kernel refuses "4k": net.core.somaxconn takes one number, in digits alone
    `,
    { only },
  ));

test('other ways to write a number', () =>
  checkSysctl(
    `
    net.core.rmem_max = 16,777,216
    #                   ^^^^^^^^^^ ? error sysctl/invalid-value: the kernel refuses "16,777,216": net.core.rmem_max takes one number, in digits alone
    fs.file-max = 1e6
    #             ^^^ ? error sysctl/invalid-value: the kernel refuses "1e6": fs.file-max takes one number, in digits alone
    net.core.rmem_max = 16*1024*1024
    #                   ^^^^^^^^^^^^ ? error sysctl/invalid-value: the kernel refuses "16*1024*1024": net.core.rmem_max takes one number, in digits alone
    net.core.somaxconn = many
    #                    ^^^^ error sysctl/invalid-value: the kernel refuses "many": net.core.somaxconn takes one number, in digits alone
    net.core.somaxconn = 10.5
    #                    ^^^^ error sysctl/invalid-value: the kernel refuses "10.5": net.core.somaxconn takes one number, in digits alone
    vm.swappiness = 09
    #               ^^ + error sysctl/invalid-value: the kernel refuses "09": the leading 0 makes it octal, which has no digits 8 and 9
    `,
    { only },
  ));

test('several numbers', () =>
  checkSysctl(
    `
    net.ipv4.tcp_rmem = 4096,87380,6291456
    #                   ^^^^^^^^^^^^^^^^^^ + error sysctl/invalid-value: the kernel refuses "4096,87380,6291456": net.ipv4.tcp_rmem takes 3 numbers with blanks between them
    net.ipv4.ip_local_port_range = 1024-65000
    #                              ^^^^^^^^^^ + error sysctl/invalid-value: the kernel refuses "1024-65000": net.ipv4.ip_local_port_range takes 2 numbers with blanks between them
    net.ipv4.tcp_wmem = 4096 auto 4194304
    #                   ^^^^^^^^^^^^^^^^^ error sysctl/invalid-value: the kernel refuses "4096 auto 4194304": net.ipv4.tcp_wmem takes 3 numbers with blanks between them
    `,
    { only },
  ));

test('lists', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_reserved_ports = 8080, 9000-9003
    #                                  ^^^^^^^^^^^^^^^ + error sysctl/invalid-value: the kernel refuses "8080, 9000-9003": net.ipv4.ip_local_reserved_ports takes numbers and ranges with commas and no blanks between them, such as 8080,9000-9003
    net.ipv4.ip_local_reserved_ports = 8080 9000
    #                                  ^^^^^^^^^ + error sysctl/invalid-value: the kernel refuses "8080 9000": net.ipv4.ip_local_reserved_ports takes numbers and ranges with commas and no blanks between them, such as 8080,9000-9003
    net.ipv4.ip_local_reserved_ports = http
    #                                  ^^^^ error sysctl/invalid-value: the kernel refuses "http": net.ipv4.ip_local_reserved_ports takes numbers and ranges with commas and no blanks between them, such as 8080,9000-9003
    `,
    { only },
  ));

test('names', () =>
  checkSysctl(
    `
    net.ipv4.tcp_congestion_control = BBR
    #                                 ^^^ + error sysctl/invalid-value: the kernel knows no "BBR" and refuses it: net.ipv4.tcp_congestion_control takes one name
    net.core.default_qdisc = fq;
    #                        ^^^ + error sysctl/invalid-value: the kernel knows no "fq;" and refuses it: net.core.default_qdisc takes one name
    net.ipv4.tcp_congestion_control = bbr cubic
    #                                 ^^^^^^^^^ error sysctl/invalid-value: the kernel knows no "bbr cubic" and refuses it: net.ipv4.tcp_congestion_control takes one name
    net.ipv4.tcp_congestion_control = 1
    #                                 ^ error sysctl/invalid-value: the kernel knows no "1" and refuses it: net.ipv4.tcp_congestion_control takes one name
    net.netfilter.nf_log.2 = 1
    #                        ^ error sysctl/invalid-value: the kernel knows no "1" and refuses it: net.netfilter.nf_log.2 takes one name
    net.ipv4.tcp_fastopen_key = 12345
    #                           ^^^^^ error sysctl/invalid-value: the kernel refuses "12345": net.ipv4.tcp_fastopen_key takes four groups of hexadecimal digits with "-" between them
    net.ipv4.tcp_congestion_control = bbr# fast
    #                                 ^^^^^^^^^ error sysctl/invalid-value: the kernel knows no "bbr# fast" and refuses it: net.ipv4.tcp_congestion_control takes one name
    net.ipv4.tcp_congestion_control = # bbr
    #                                 ^^^^^ error sysctl/invalid-value: the kernel knows no "# bbr" and refuses it: net.ipv4.tcp_congestion_control takes one name
    `,
    { only },
  ));

test('quotes around what is refused anyway', () =>
  checkSysctl(
    `
    net.ipv4.conf.default.rp_filter = "on"
    #                                 ^^^^ ? error sysctl/invalid-value: the kernel refuses "on": quotes are no part of a value here, and net.ipv4.conf.default.rp_filter takes digits alone
    `,
    { only },
  ));

test('a glob is judged as each of its keys', () =>
  checkSysctl(
    `
    net.ipv4.conf.*.rp_filter = yes
    #                           ^^^ ? error sysctl/invalid-value: the kernel refuses "yes": net.ipv4.conf.*.rp_filter takes one number, in digits alone
    `,
    { only },
  ));

test('is silent about what the kernel takes, and what it stops before', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = 0x1e
    net.ipv4.tcp_fin_timeout = -1
    net.core.somaxconn = 4096 ;
    net.ipv4.ip_local_reserved_ports = 8080,9000-9003,
    net.ipv4.tcp_congestion_control = bbr
    net.core.default_qdisc = fq_codel
    kernel.core_pattern = |/usr/lib/systemd/systemd-coredump %P %u
    kernel.hostname = yes
    kernel.modprobe = /sbin/modprobe
    `,
    { only },
  ));

test('is silent where others speak: comments, full-width characters, empty values, templates', () =>
  checkSysctl(
    `
    net.core.somaxconn = 4096#many
    net.core.somaxconn = 4096；
    net.core.somaxconn =
    net.core.somaxconn = {{ n }}
    net.core.somaxconn = $N
    `,
    { only },
  ));

test('is silent about keys that no targeted kernel has, and parsers of their own', () =>
  checkSysctl(
    `
    net.ipv4.tcp_abc = yes
    net.ipv4.tcp_tw_reuse_delay = yes
    vm.lowmem_reserve_ratio = x
    net.core.rps_default_mask = ff
    `,
    { only, target: 'kernel=6.1' },
  ));

test('before a comment', () =>
  checkSysctl(
    `
    net.ipv4.ip_forward = yes # on
    #                     ^^^ ? error sysctl/invalid-value: the kernel refuses "yes": net.ipv4.ip_forward takes one number, in digits alone
    `,
    { only },
  ));
