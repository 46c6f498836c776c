import { test } from 'vitest';
import { checkSysctl, fixSysctl } from '../../harness.ts';

const only = ['sysctl/inline-comment'];

test('the kernel stops reading at the blank', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = 30 # seconds
    #                             ^^^^^^^^^ + warning sysctl/inline-comment: "# seconds" belongs to the value, for sysctl files have no comments behind one: net.ipv4.tcp_fin_timeout is set only because the kernel stops reading at the blank after 30
    net.ipv4.tcp_syncookies = 1 ; on
    #                           ^^^^ + warning sysctl/inline-comment: "; on" belongs to the value, for sysctl files have no comments behind one: net.ipv4.tcp_syncookies is set only because the kernel stops reading at the blank after 1
    net.ipv4.tcp_rmem = 4096 87380 4194304 # min default max
    #                                      ^^^^^^^^^^^^^^^^^ + warning sysctl/inline-comment: "# min default max" belongs to the value, for sysctl files have no comments behind one: net.ipv4.tcp_rmem is set only because the kernel stops reading at the blank after 4096 87380 4194304
    net.ipv4.ip_local_port_range = 15000 65000 // wide
    #                                          ^^^^^^^ + warning sysctl/inline-comment: "// wide" belongs to the value, for sysctl files have no comments behind one: net.ipv4.ip_local_port_range is set only because the kernel stops reading at the blank after 15000 65000
    net.ipv4.tcp_keepalive_time = 600 表示 10 分钟
    #                                 ^^^^^^^^ + warning sysctl/inline-comment: "表示 10 分钟" belongs to the value, for sysctl files have no comments behind one: net.ipv4.tcp_keepalive_time is set only because the kernel stops reading at the blank after 600
    `,
    { only },
  ));

test('the kernel refuses the value', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = 30# seconds
    #                            ^^^^^^^^^ + error sysctl/inline-comment: "# seconds" belongs to the value, for sysctl files have no comments behind one: the kernel refuses it, and net.ipv4.tcp_fin_timeout is not set
    net.ipv4.tcp_rmem = 4096 87380 # max stays
    #                              ^^^^^^^^^^^ + error sysctl/inline-comment: "# max stays" belongs to the value, for sysctl files have no comments behind one: the kernel refuses it, and net.ipv4.tcp_rmem is not set
    net.ipv4.ip_local_reserved_ports = 8080 # tomcat
    #                                       ^^^^^^^^ + error sysctl/inline-comment: "# tomcat" belongs to the value, for sysctl files have no comments behind one: the kernel refuses it, and net.ipv4.ip_local_reserved_ports is not set
    net.ipv4.tcp_congestion_control = bbr # fast
    #                                     ^^^^^^ + error sysctl/inline-comment: "# fast" belongs to the value, for sysctl files have no comments behind one: the kernel refuses it, and net.ipv4.tcp_congestion_control is not set
    net.ipv4.tcp_fin_timeout = # seconds
    #                          ^^^^^^^^^ error sysctl/inline-comment: "# seconds" belongs to the value, for sysctl files have no comments behind one: the kernel refuses it, and net.ipv4.tcp_fin_timeout is not set
    `,
    { only },
  ));

test('the kernel stores it', () =>
  checkSysctl(
    `
    kernel.core_pattern = /var/core/%e # where cores go
    #                                  ^^^^^^^^^^^^^^^^ ! error sysctl/inline-comment: "# where cores go" belongs to the value, for sysctl files have no comments behind one: the kernel stores it as a part of kernel.core_pattern
    `,
    { only },
  ));

test('nobody knows', () =>
  checkSysctl(
    `
    net.made.up = 1 # what
    #               ^^^^^^ ! warning sysctl/inline-comment: "# what" belongs to the value of net.made.up, for sysctl files have no comments behind one
    `,
    { only },
  ));

test.each([
  'kernel.core_pattern = |/usr/lib/systemd/systemd-coredump %P # %u',
  'kernel.core_pattern = /var/core#%p',
  'kernel.modprobe = /sbin/modprobe',
  'net.ipv4.tcp_fin_timeout = 30 #',
  'net.ipv4.tcp_fin_timeout = 30;',
  'net.ipv4.tcp_rmem = 4096 87380 4194304 9999',
  'net.ipv4.tcp_fin_timeout = {{ t }} # seconds',
  '# net.ipv4.tcp_fin_timeout = 30 # seconds',
])('%j is no comment behind a value', (text) => checkSysctl(text, { only }));

test('the fix keeps words, indentation and line ends', () =>
  fixSysctl(
    '  net.ipv4.tcp_fin_timeout = 30\t#seconds\r\nnet.ipv4.tcp_syncookies = 1 // 开启\r\n',
    '  # seconds\r\n  net.ipv4.tcp_fin_timeout = 30\r\n# 开启\r\nnet.ipv4.tcp_syncookies = 1\r\n',
    { only },
  ));

test('marks and brackets of a Chinese keyboard', () =>
  fixSysctl(
    'vm.swappiness = 10 ＃ 少换页\nnet.ipv4.tcp_syn_retries = 3；次数\nnet.core.somaxconn = 4096，队列\nnet.ipv4.tcp_syncookies = 1（开启）\n',
    '# 少换页\nvm.swappiness = 10\n# 次数\nnet.ipv4.tcp_syn_retries = 3\n# 队列\nnet.core.somaxconn = 4096\n# （开启）\nnet.ipv4.tcp_syncookies = 1\n',
    { only },
  ));

test('the fix is not safe where the kernel stores the text', () =>
  fixSysctl('kernel.core_pattern = core # here\n', 'kernel.core_pattern = core # here\n', { only }));

test('a mark without words is no comment, and a template may hold any', () =>
  checkSysctl(
    `
    net.core.somaxconn = 4096 #####
    net.ipv4.tcp_syncookies = \${COOKIES} # as the inventory says
    `,
    { only },
  ));

test('words behind a colon, and the name of a queue that does not exist', () =>
  checkSysctl(
    `
    net.core.somaxconn = 4096 ：最大队列
    #                         ^^^^^ + warning sysctl/inline-comment: "：最大队列" belongs to the value, for sysctl files have no comments behind one: net.core.somaxconn is set only because the kernel stops reading at the blank after 4096
    net.core.default_qdisc = fq # pacing
    #                           ^^^^^^^^ + error sysctl/inline-comment: "# pacing" belongs to the value, for sysctl files have no comments behind one: the kernel refuses it, and net.core.default_qdisc is not set
    `,
    { only },
  ));

test('a range needs both of its ends', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_port_range = 1024 # low
    #                                   ^^^^^ + error sysctl/inline-comment: "# low" belongs to the value, for sysctl files have no comments behind one: the kernel refuses it, and net.ipv4.ip_local_port_range is not set
    net.ipv4.ip_local_port_range = 1024 65000 # both
    #                                         ^^^^^^ + warning sysctl/inline-comment: "# both" belongs to the value, for sysctl files have no comments behind one: net.ipv4.ip_local_port_range is set only because the kernel stops reading at the blank after 1024 65000
    `,
    { only },
  ));
