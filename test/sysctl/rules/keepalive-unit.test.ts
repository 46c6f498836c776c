import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/keepalive-unit'];

test('milliseconds, by the value', () =>
  checkSysctl(
    `
    net.ipv4.tcp_keepalive_time = 7200000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/keepalive-unit: net.ipv4.tcp_keepalive_time = 7200000 is 2000 hours: the kernel counts seconds, and 7,200 s reads as if milliseconds were meant
    net.ipv4.tcp_keepalive_intvl = 75000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/keepalive-unit: net.ipv4.tcp_keepalive_intvl = 75000 is 20.8 hours: the kernel counts seconds, and 75 s reads as if milliseconds were meant
    `,
    { only },
  ));

test('five minutes', () =>
  checkSysctl(
    `
    net.ipv4.tcp_keepalive_time = 300000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/keepalive-unit: net.ipv4.tcp_keepalive_time = 300000 is 83.3 hours: the kernel counts seconds, and 300 s reads as if milliseconds were meant
    `,
    { only },
  ));

test('as few as a minute and five seconds', () =>
  checkSysctl(
    `
    net.ipv4.tcp_keepalive_time = 60000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/keepalive-unit: net.ipv4.tcp_keepalive_time = 60000 is 16.7 hours: the kernel counts seconds, and 60 s reads as if milliseconds were meant
    net.ipv4.tcp_keepalive_intvl = 5000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/keepalive-unit: net.ipv4.tcp_keepalive_intvl = 5000 is 1.4 hours: the kernel counts seconds, and 5 s reads as if milliseconds were meant
    `,
    { only },
  ));

test('the comment says milliseconds', () =>
  checkSysctl(
    `
    # idle time in ms: 1800 ms
    net.ipv4.tcp_keepalive_time = 1800
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/keepalive-unit: net.ipv4.tcp_keepalive_time counts seconds: 1800 is 1,800 s, but its comment says "1800 ms"
    `,
    { only },
  ));

test('the comment says something else', () =>
  checkSysctl(
    `
    # 保活：空闲时间改成 5 分钟
    net.ipv4.tcp_keepalive_time = 1500
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/keepalive-unit: net.ipv4.tcp_keepalive_time counts seconds: 1500 is not what its comment says ("改成 5 分钟", 300 s); one of the two was left behind
    # lowered from 75 s to 15 s
    net.ipv4.tcp_keepalive_intvl = 30
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/keepalive-unit: net.ipv4.tcp_keepalive_intvl counts seconds: 30 is not what its comment says ("lowered from 75 s to 15 s", 15 s); one of the two was left behind
    `,
    { only },
  ));

test('after a time', () =>
  checkSysctl(
    `
    # probes start after 10 minutes
    net.ipv4.tcp_keepalive_time = 1000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/keepalive-unit: net.ipv4.tcp_keepalive_time counts seconds: 1000 is not what its comment says ("10 minutes", 600 s); one of the two was left behind
    `,
    { only },
  ));

test('after a time, in Chinese', () =>
  checkSysctl(
    `
    # 空闲 10 分钟后开始探测
    net.ipv4.tcp_keepalive_time = 1000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/keepalive-unit: net.ipv4.tcp_keepalive_time counts seconds: 1000 is not what its comment says ("10 分钟", 600 s); one of the two was left behind
    `,
    { only },
  ));

test('in Chinese', () =>
  checkSysctl(
    `
    net.ipv4.tcp_keepalive_time = 7200000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/keepalive-unit: net.ipv4.tcp_keepalive_time = 7200000 相当于 2000 小时：内核以秒计，而这个值像是按毫秒写的 7,200 秒
    # 改为 30 秒
    net.ipv4.tcp_keepalive_intvl = 75
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/keepalive-unit: net.ipv4.tcp_keepalive_intvl 以秒计：75 与注释所写的“改为 30 秒”（30 秒）不符，两者必有一个忘了改
    `,
    { only, locale: 'zh-CN' },
  ));

test('in Chinese, milliseconds of the comment', () =>
  checkSysctl(
    `
    # 1800 毫秒
    net.ipv4.tcp_keepalive_time = 1800
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/keepalive-unit: net.ipv4.tcp_keepalive_time 以秒计：1800 就是 1,800 秒，但注释写着“1800 毫秒”
    `,
    { only, locale: 'zh-CN' },
  ));

test('lengths of time that somebody means', () =>
  checkSysctl(
    `
    net.ipv4.tcp_keepalive_time = 7200
    net.ipv4.tcp_keepalive_intvl = 3600
    `,
    { only },
  ));

test('five days, and a thousand seconds', () =>
  checkSysctl(
    `
    net.ipv4.tcp_keepalive_time = 432000
    net.ipv4.tcp_keepalive_intvl = 1000
    `,
    { only },
  ));

test('ten hours', () =>
  checkSysctl(
    `
    net.ipv4.tcp_keepalive_time = 36000
    `,
    { only },
  ));

test('20000 is more than anybody waits, but may be meant', () =>
  checkSysctl(
    `
    net.ipv4.tcp_keepalive_time = 20000
    `,
    { only },
  ));

test('agrees with one of its numbers', () =>
  checkSysctl(
    `
    # 保活：缺省 2 小时太长
    net.ipv4.tcp_keepalive_time = 900
    # a probe every 30 s, 5 of them
    net.ipv4.tcp_keepalive_intvl = 30
    `,
    { only },
  ));

test('one comment for three lines', () =>
  checkSysctl(
    `
    # 20 min idle, then 5 probes every 30 s
    net.ipv4.tcp_keepalive_time = 1200
    net.ipv4.tcp_keepalive_intvl = 30
    net.ipv4.tcp_keepalive_probes = 5
    `,
    { only },
  ));

test('a range is advice', () =>
  checkSysctl(
    `
    # 建议 300~600 秒
    net.ipv4.tcp_keepalive_time = 200
    `,
    { only },
  ));

test('one report where the comment is wrong about the default, too', () =>
  checkSysctl(
    `
    # 默认 1800 秒，改为 300 秒
    net.ipv4.tcp_keepalive_time = 1200
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/keepalive-unit: net.ipv4.tcp_keepalive_time counts seconds: 1200 is not what its comment says ("改为 300 秒", 300 s); one of the two was left behind
    # default 1800
    net.ipv4.tcp_keepalive_intvl = 30
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: the comment is wrong about the default of net.ipv4.tcp_keepalive_intvl ("default 1800"), whatever is set here: on every targeted Linux (4.18 and newer) it is 75
    `,
    { only: ['sysctl/keepalive-unit', 'sysctl/comment-contradicts-value'] },
  ));
