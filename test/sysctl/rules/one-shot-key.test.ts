import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/one-shot-key'];

test('what acts once', () =>
  checkSysctl(
    `
    vm.drop_caches = 3
    #<^^^^^^^^^^^^^^^^^ ! warning sysctl/one-shot-key: vm.drop_caches is no setting: each write empties caches once, so at boot there is nothing to empty, and every "sysctl --system" slows the machine down
    vm.compact_memory = 1
    #<^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/one-shot-key: vm.compact_memory is no setting: each write compacts memory once, so at boot there is nothing to do, and every "sysctl --system" keeps the machine busy
    net.ipv4.route.flush = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/one-shot-key: net.ipv4.route.flush is no setting: each write empties the routing cache once, and nothing lasts
    vm.stat_refresh = 1
    #<^^^^^^^^^^^^^^^^^^ ! warning sysctl/one-shot-key: vm.stat_refresh is no setting: each write does something once, and nothing lasts
    `,
    { only },
  ));

test('twice is twice', () =>
  checkSysctl(
    `
    net.ipv6.route.flush = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/one-shot-key: net.ipv6.route.flush is no setting: each write empties the routing cache once, and nothing lasts
    net.ipv6.route.flush = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/one-shot-key: net.ipv6.route.flush is no setting: each write empties the routing cache once, and nothing lasts
    `,
    { only },
  ));

test('is silent about settings', () =>
  checkSysctl(
    `
    vm.swappiness = 10
    # vm.drop_caches = 3
    net.ipv4.route.gc_timeout = 100
    `,
    { only },
  ));
