import { test } from 'vitest';
import { checkSysctl, fixSysctl } from '../../harness.ts';

const only = ['sysctl/full-width-character', 'sysctl/not-an-assignment', 'sysctl/unknown-key', 'sysctl/inline-comment'];

test('full-width punctuation, digits and blanks', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout ＝ 30
    #                        ^ + error sysctl/full-width-character: "net.ipv4.tcp_fin_timeout ＝ 30" is written with ＝ instead of =: the line is rejected
    net．ipv4．tcp_fin_timeout = 30
    #  ^^^^^^ + error sysctl/full-width-character: "net．ipv4．tcp_fin_timeout" is written with ． instead of .: the line is rejected
    net.ipv4.tcp_fin_timeout = ３０
    #                          ^^ + error sysctl/full-width-character: "３０" is written with ３ and ０ instead of 3 and 0: the line is rejected
    net.ipv4.ip_local_port_range = 15000　65000
    #                                   ^ + error sysctl/full-width-character: "15000　65000" is written with U+3000 instead of " ": the line is rejected
    net.ipv4.ip_local_reserved_ports = 8080，9000
    #                                      ^ + error sysctl/full-width-character: "8080，9000" is written with ， instead of ,: the line is rejected
    ＃ a comment
    #<^ + error sysctl/full-width-character: "＃ a comment" is written with ＃ instead of #: the line is rejected
    `,
    { only },
  ));

test('what nobody sees', () =>
  fixSysctl(
    'net.ipv4.tcp_\u200bsyncookies = 1\nnet.ipv4.tcp_fin_timeout = 30\u00a0\n',
    'net.ipv4.tcp_syncookies = 1\nnet.ipv4.tcp_fin_timeout = 30\n',
    { only: ['sysctl/full-width-character'] },
  ));

test('a mark behind the number is no part of it', () =>
  checkSysctl(
    `
    net.core.somaxconn = 4096；
    #                        ^ + error sysctl/full-width-character: "4096；" ends with ；, which is no part of a number: the line is rejected
    net.ipv4.ip_local_reserved_ports = 8080，9000。
    #                                      ^ + error sysctl/full-width-character: "8080，9000。" is written with ， instead of ,: the line is rejected
    #                                           ^ + error sysctl/full-width-character: "8080，9000。" ends with 。, which is no part of a number: the line is rejected
    `,
    { only: ['sysctl/full-width-character'] },
  ));

test.each([
  '# 全角，标点：（１）',
  'net.ipv4.tcp_fin_timeout = 30 # 说明：３０秒',
  'net.ipv4.tcp_fin_timeout = 30 ，说明',
  'kernel.hostname = ｗｅｂ',
  'kernel.core_pattern = /var/核心，%e',
  'net.ipv4.tcp_fin_timeout = 三十',
])('%j is left alone', (text) => checkSysctl(text, { only: ['sysctl/full-width-character'] }));

test('the fix writes what was meant and nothing else', () =>
  fixSysctl(
    '\ufeffnet.ipv4.tcp_syncookies = 1\nnet．ipv4.tcp_fin_timeout ＝ ３０ # ３０秒\nnet.ipv4.tcp_rmem\u00a0=\u00a04096 87380　4194304\n；说明，不变\n',
    'net.ipv4.tcp_syncookies = 1\nnet.ipv4.tcp_fin_timeout = 30 # ３０秒\nnet.ipv4.tcp_rmem=4096 87380 4194304\n;说明，不变\n',
    { only: ['sysctl/full-width-character'] },
  ));

test('dashes of a word processor', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_reserved_ports = 8080–8090,9000—9100
    #                                      ^^^^^^^^^^^ + error sysctl/full-width-character: "8080–8090,9000—9100" is written with – and — instead of -: the line is rejected
    net.ipv4.tcp_timestamps = −1
    #                         ^ + error sysctl/full-width-character: "−1" is written with − instead of -: the line is rejected
    `,
    { only },
  ));

test('a byte order mark alone, and with another look-alike', () =>
  checkSysctl(
    `
    # -- sysctl.conf --
    \ufeffnet.ipv4.tcp_syncookies = 1
    #<^ + error sysctl/full-width-character: the line begins with a byte order mark: to every reader it is a part of the first key or comment

    # -- sysctl.d/10-other.conf --
    \ufeffnet．ipv4.tcp_syncookies = 1
    #<^^^^ + error sysctl/full-width-character: "\ufeffnet．ipv4.tcp_syncookies" is written with ． instead of .: the line is rejected
    `,
    { only },
  ));

test('lists may hold blanks, and what no number is read from may be anything', () =>
  checkSysctl(
    `
    net.ipv4.ip_local_reserved_ports = 8080， 9090
    #                                      ^ + error sysctl/full-width-character: "8080， 9090" is written with ， instead of ,: the line is rejected
    net.core.somaxconn = 4096 ８
    `,
    { only },
  ));
