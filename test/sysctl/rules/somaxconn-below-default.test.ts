import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/somaxconn-below-default'];

test('less than the default', () =>
  checkSysctl(
    `
    net.core.somaxconn = 3999
    #                    ^^^^ ! warning sysctl/somaxconn-below-default: net.core.somaxconn = 3999 lowers the longest accept queue: on every targeted Linux (5.15) the default is 4096
    `,
    { only, target: 'kernel=5.15' },
  ));

test('in Chinese, of a part of the kernels', () =>
  checkSysctl(
    `
    net.core.somaxconn = 128
    #                    ^^^ warning sysctl/somaxconn-below-default: net.core.somaxconn = 128 反而缩短了 accept 队列的上限：自 Linux 5.4 起，默认值为 4096
    `,
    { only, locale: 'zh-CN' },
  ));

test('on some of the kernels it is a raise', () =>
  checkSysctl(
    `
    net.core.somaxconn = 1024
    #                    ^^^^ warning sysctl/somaxconn-below-default: net.core.somaxconn = 1024 lowers the longest accept queue: since Linux 5.4 the default is 4096
    `,
    { only, target: 'kernel=4.18-6.12' },
  ));

test('all but the default', () =>
  checkSysctl(
    `
    net.core.somaxconn = 4000
    `,
    { only, target: 'kernel=5.15' },
  ));

test('the default', () =>
  checkSysctl(
    `
    net.core.somaxconn = 4096
    `,
    { only, target: 'kernel=5.15' },
  ));

test('more', () =>
  checkSysctl(
    `
    net.core.somaxconn = 65535
    `,
    { only, target: 'kernel=5.15' },
  ));

test('older kernels', () =>
  checkSysctl(
    `
    net.core.somaxconn = 1024
    `,
    { only, target: 'kernel=4.18' },
  ));
