import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/ignored-file'];

/** Long enough to tell a link from a file of its own. */
const linked = ['vm.swappiness = 10', 'vm.dirty_ratio = 5', 'kernel.panic = 10', 'fs.file-max = 1000000'].join('\n');

test('sysctl.conf, which the boot does not read', () =>
  checkSysctl(
    `
    # -- etc/sysctl.conf --
    # Kernel settings
    vm.swappiness = 10
    #<^^^^^^^^^^^^^^^^^ warning sysctl/ignored-file: the boot of the targeted systems does not read /etc/sysctl.conf: what stands here is set by "sysctl -p" and "sysctl --system" alone; the boot reads files such as /etc/sysctl.d/99-local.conf
    `,
    { only, target: 'debian=13' },
  ));

test.each(['debian=12', 'alpine=3.22', 'debian=12 debian=13', 'kernel=6.12'])('sysctl.conf on %s', (target) =>
  checkSysctl('# -- etc/sysctl.conf --\nvm.swappiness = 10\n', { only, target }),
);

test.each([
  '# -- sysctl.conf --\nvm.swappiness = 10\n',
  '# -- etc/sysctl.conf --\n# vm.swappiness = 10\n',
  `# -- etc/sysctl.conf --\n${linked}\n# -- etc/sysctl.d/99-sysctl.conf --\n${linked}\n`,
])('%j is read, or says nothing', (text) => checkSysctl(text, { only, target: 'debian=13' }));

test('a name that does not end in .conf', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/90-local --
    vm.swappiness = 10
    #<^^^^^^^^^^^^^^^^^ warning sysctl/ignored-file: neither the boot nor "sysctl --system" reads 90-local, because it does not end in .conf: call it 90-local.conf

    # -- usr/lib/sysctl.d/50-vendor.cnf --
    vm.swappiness = 60
    #<^^^^^^^^^^^^^^^^^ warning sysctl/ignored-file: neither the boot nor "sysctl --system" reads 50-vendor.cnf, because it does not end in .conf: call it 50-vendor.conf

    # -- etc/sysctl.d/99-late.CONF --
    vm.swappiness = 10
    #<^^^^^^^^^^^^^^^^^ warning sysctl/ignored-file: neither the boot nor "sysctl --system" reads 99-late.CONF, because it does not end in .conf: call it 99-late.conf
    `,
    { only },
  ));

test.each(['roles/web/templates/sysctl.d/90-local', 'etc/sysctl.d/90-local.conf', 'etc/sysctl.d/90-local.conf.off'])(
  '%s is fine, or put aside',
  (path) => checkSysctl(`# -- ${path} --\nvm.swappiness = 10\n`, { only }),
);

test('a file that one of its name replaces', () =>
  checkSysctl(
    `
    # -- usr/lib/sysctl.d/50-default.conf --
    vm.swappiness = 60
    #<^^^^^^^^^^^^^^^^^ info sysctl/ignored-file: nobody reads this file: /etc/sysctl.d/50-default.conf has the same name, and its directory goes before this one

    # -- etc/sysctl.d/50-default.conf --
    vm.swappiness = 10
    `,
    { only },
  ));

test('one file under two names', () =>
  checkSysctl(
    `
    # -- usr/lib/sysctl.d/50-default.conf --
    vm.swappiness = 60
    # -- lib/sysctl.d/50-default.conf --
    vm.swappiness = 60
    # -- etc/sysctl.conf --
    # nothing
    `,
    { only },
  ));
