import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/overridden'];

test('by a file of a later name', () =>
  checkSysctl(
    `
    # -- usr/lib/sysctl.d/50-default.conf --
    net.ipv4.conf.all.rp_filter = 2
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/overridden: net.ipv4.conf.all.rp_filter = 2 is overridden by 1 in etc/sysctl.d/90-local.conf:1, at boot and under "sysctl --system"

    # -- etc/sysctl.d/90-local.conf --
    net.ipv4.conf.all.rp_filter = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see sysctl/overridden: this one wins
    `,
    { only, related: true },
  ));

test('by sysctl.conf, where nothing tells whether the boot reads it', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/90-local.conf --
    vm.swappiness = 10
    #<^^^^^^^^^^^^^^^^^ info sysctl/overridden: vm.swappiness = 10 is overridden by 60 in etc/sysctl.conf:1 under "sysctl --system", and at boot where 99-sysctl.conf links to that file

    # -- etc/sysctl.conf --
    vm.swappiness = 60
    `,
    { only },
  ));

test('by sysctl.conf, which the boot reads', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/90-local.conf --
    vm.swappiness = 10
    #<^^^^^^^^^^^^^^^^^ info sysctl/overridden: vm.swappiness = 10 is overridden by 60 in etc/sysctl.conf:1, at boot and under "sysctl --system"

    # -- etc/sysctl.conf --
    vm.swappiness = 60
    `,
    { only, target: 'debian=12' },
  ));

test('by sysctl.conf, which the boot does not read', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/90-local.conf --
    vm.swappiness = 10
    #<^^^^^^^^^^^^^^^^^ info sysctl/overridden: vm.swappiness = 10 holds at boot, but "sysctl --system" applies 60 of etc/sysctl.conf:1 last

    # -- etc/sysctl.conf --
    vm.swappiness = 60
    `,
    { only, target: 'debian=13' },
  ));

test('by one at boot, by another otherwise', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/10-a.conf --
    vm.swappiness = 1
    #<^^^^^^^^^^^^^^^^ info sysctl/overridden: vm.swappiness = 1 is overridden: at boot by 2 in etc/sysctl.d/20-b.conf:1, under "sysctl --system" by 3 in etc/sysctl.conf:1

    # -- etc/sysctl.d/20-b.conf --
    vm.swappiness = 2
    #<^^^^^^^^^^^^^^^^ info sysctl/overridden: vm.swappiness = 2 holds at boot, but "sysctl --system" applies 3 of etc/sysctl.conf:1 last

    # -- etc/sysctl.conf --
    vm.swappiness = 3
    `,
    { only, target: 'debian=13' },
  ));

test('sysctl.conf itself, at boot alone', () =>
  checkSysctl(
    `
    # -- etc/sysctl.conf --
    vm.swappiness = 3
    #<^^^^^^^^^^^^^^^^ info sysctl/overridden: vm.swappiness = 3 is overridden at boot by 4 in etc/sysctl.d/zz-last.conf:1; only "sysctl --system" applies it last
    #<^^^^^^^^^^^^^^^^ see sysctl/overridden: this one wins

    # -- etc/sysctl.d/zz-last.conf --
    vm.swappiness = 4
    #<^^^^^^^^^^^^^^^^ see sysctl/overridden: this one wins
    #<^^^^^^^^^^^^^^^^ info sysctl/overridden: vm.swappiness = 4 holds at boot, but "sysctl --system" applies 3 of etc/sysctl.conf:1 last
    `,
    { only, related: true, target: 'debian=12' },
  ));

test.each([
  'vm.swappiness = 10\nvm.swappiness = 20\n',
  '# -- etc/sysctl.d/10-a.conf --\nvm.swappiness = 1\n# -- etc/sysctl.d/20-b.conf --\nvm.swappiness = 1\n',
  '# -- etc/sysctl.d/10-a.conf --\nvm.swappiness = 1\n# -- other/20-b.conf --\nvm.swappiness = 2\n',
  '# -- usr/lib/sysctl.d/10-a.conf --\nvm.swappiness = 1\n# -- etc/sysctl.d/10-a.conf --\nvm.swappiness = 2\n',
])('%j is fine', (text) => checkSysctl(text, { only }));

test('by two files, both of which are named', () =>
  checkSysctl(
    `
    # -- etc/sysctl.conf --
    vm.swappiness = 10
    #<^^^^^^^^^^^^^^^^^ see sysctl/overridden: this one wins
    #<^^^^^^^^^^^^^^^^^ see sysctl/overridden: this one wins

    # -- etc/sysctl.d/90-a.conf --
    vm.swappiness = 20
    #<^^^^^^^^^^^^^^^^^ info sysctl/overridden: vm.swappiness = 20 is overridden: at boot by 30 in etc/sysctl.d/99-z.conf:1, under "sysctl --system" by 10 in etc/sysctl.conf:1

    # -- etc/sysctl.d/99-z.conf --
    vm.swappiness = 30
    #<^^^^^^^^^^^^^^^^^ see sysctl/overridden: this one wins
    #<^^^^^^^^^^^^^^^^^ info sysctl/overridden: vm.swappiness = 30 holds at boot, but "sysctl --system" applies 10 of etc/sysctl.conf:1 last
    `,
    { only, related: true, target: 'debian=13' },
  ));

test('a pattern does not reach what an earlier file sets by its name', () =>
  checkSysctl(
    `
    # -- usr/lib/sysctl.d/50-default.conf --
    net.ipv4.conf.default.rp_filter = 2
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see sysctl/overridden: this one wins

    # -- etc/sysctl.d/90-local.conf --
    net.ipv4.conf.*.rp_filter = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/overridden: net.ipv4.conf.*.rp_filter = 1 does not reach net.ipv4.conf.default.rp_filter: usr/lib/sysctl.d/50-default.conf:1 sets it by its name, which goes before a pattern of any later file
    `,
    { only, related: true },
  ));

test('a pattern beside a line of its own for the key', () =>
  checkSysctl(
    `
    # -- usr/lib/sysctl.d/50-default.conf --
    net.ipv4.conf.default.rp_filter = 2
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/overridden: net.ipv4.conf.default.rp_filter = 2 is overridden by 1 in etc/sysctl.d/90-local.conf:1, at boot and under "sysctl --system"

    # -- etc/sysctl.d/90-local.conf --
    net.ipv4.conf.default.rp_filter = 1
    net.ipv4.conf.*.rp_filter = 1
    `,
    { only },
  ));
