import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/file-limit-is-not-time-wait'];

test('a comment that speaks of TIME_WAIT', () =>
  checkSysctl(
    `
    # 处理大量 TIME_WAIT
    fs.file-max = 655350
    #<^^^^^^^^^^^^^^^^^^^ info sysctl/file-limit-is-not-time-wait: fs.file-max has nothing to do with TIME_WAIT: a socket in TIME_WAIT belongs to no program and holds no file descriptor, one in CLOSE_WAIT does

    # sockets in TIME_WAIT need handles
    fs.nr_open = 2000000
    #<^^^^^^^^^^^^^^^^^^^ info sysctl/file-limit-is-not-time-wait: fs.nr_open has nothing to do with TIME_WAIT: a socket in TIME_WAIT belongs to no program and holds no file descriptor, one in CLOSE_WAIT does
    `,
    { only },
  ));

test('in Chinese', () =>
  checkSysctl(
    `
    fs.file-max = 655350   # TIME_WAIT 太多
    #<^^^^^^^^^^^^^^^^^^^ info sysctl/file-limit-is-not-time-wait: fs.file-max 与 TIME_WAIT 无关：处于 TIME_WAIT 的套接字不属于任何程序，也不占文件描述符，CLOSE_WAIT 才占用
    `,
    { only, locale: 'zh-CN' },
  ));

test('other comments, and denials', () =>
  checkSysctl(
    `
    # open files of all programs
    fs.file-max = 655350

    # has nothing to do with TIME_WAIT
    fs.nr_open = 2000000
    `,
    { only },
  ));

test('a heading above several settings', () =>
  checkSysctl(
    `
    # TIME_WAIT
    fs.file-max = 655350
    net.ipv4.tcp_max_tw_buckets = 262144
    `,
    { only },
  ));
