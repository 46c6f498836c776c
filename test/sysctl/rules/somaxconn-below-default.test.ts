import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = { only: ['sysctl/somaxconn-below-default'], target: 'kernel=5.15' };

test('less than the default', () =>
  checkSysctl(
    `
    net.core.somaxconn = 4095
    #                    ^^^^ ! warning sysctl/somaxconn-below-default: net.core.somaxconn = 4095 lowers the longest accept queue: on every targeted Linux (5.15) the default is 4096
    `,
    only,
  ));

test('the default or more: 4096', () =>
  checkSysctl(
    `
    net.core.somaxconn = 4096
    `,
    only,
  ));

test('the default or more: 65535', () =>
  checkSysctl(
    `
    net.core.somaxconn = 65535
    `,
    only,
  ));
