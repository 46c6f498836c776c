import { test } from 'vitest';
import { checkSysctl, fixSysctl } from '../../harness.ts';

const only = ['sysctl/hardening-filesystem'];

test('settings that are weaker than asked for', () =>
  checkSysctl(
    `
    # -- .keepalint.yaml --
    presets: [hardening]
    # -- sysctl.conf --
    fs.protected_symlinks = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-filesystem: fs.protected_symlinks = 0 lets others lead a program by a link in /tmp to a file of its user: 1 is asked for by kernel-hardening-checker, Lynis and ComplianceAsCode
    #<^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-filesystem: hardening guides ask for what nothing here sets: fs.protected_hardlinks = 1 and fs.protected_fifos = 2
    fs.protected_regular = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-filesystem: fs.protected_regular = 1 lets a program write into a file or pipe that somebody else put into /tmp for it: 2 is asked for by kernel-hardening-checker, Lynis and ComplianceAsCode
    fs.suid_dumpable = 2
    #<^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-filesystem: fs.suid_dumpable = 2 writes the memory of programs with more rights into core dumps: 0 is asked for by kernel-hardening-checker, Lynis and ComplianceAsCode
    `,
    { only, target: 'kernel=6.1' },
  ));

test('what is asked for is fine', () =>
  checkSysctl(
    `
    # -- .keepalint.yaml --
    presets: [hardening]
    # -- sysctl.conf --
    fs.protected_symlinks = 1
    fs.protected_hardlinks = 1
    fs.protected_fifos = 2
    fs.protected_regular = 2
    `,
    { only, target: 'kernel=6.1' },
  ));

test('nothing is asked for without the preset', () => checkSysctl('fs.protected_symlinks = 0\n', { only }));

test('without the preset a rule is on where the configuration names it', () =>
  checkSysctl(
    `
    # -- .keepalint.yaml --
    rules: { sysctl/hardening-filesystem: warning }
    # -- sysctl.conf --
    fs.suid_dumpable = 2
    #<^^^^^^^^^^^^^^^^^^^ ! warning sysctl/hardening-filesystem: fs.suid_dumpable = 2 writes the memory of programs with more rights into core dumps: 0 is asked for by kernel-hardening-checker, Lynis and ComplianceAsCode
    #<^^^^^^^^^^^^^^^^^^^ ! warning sysctl/hardening-filesystem: hardening guides ask for what nothing here sets: fs.protected_symlinks = 1 and fs.protected_hardlinks = 1
    `,
    { only },
  ));

test('and off where it says so', () =>
  checkSysctl(
    '# -- .keepalint.yaml --\npresets: [hardening]\nrules: { sysctl/hardening-filesystem: off }\n# -- sysctl.conf --\nfs.suid_dumpable = 2\n',
    { only },
  ));

test('the file that is applied last takes what is missing', () =>
  fixSysctl(
    `
    # -- .keepalint.yaml --
    presets: [hardening]
    # -- etc/sysctl.d/10-a.conf --
    fs.protected_fifos = 2
    # -- etc/sysctl.d/90-b.conf --
    fs.protected_symlinks = 1
    `,
    `
    # -- .keepalint.yaml --
    presets: [hardening]
    # -- etc/sysctl.d/10-a.conf --
    fs.protected_fifos = 2
    # -- etc/sysctl.d/90-b.conf --
    fs.protected_symlinks = 1
    fs.protected_hardlinks = 1
    fs.protected_regular = 2
    `,
    { only, safety: ['unsafe'], target: 'kernel=6.1' },
  ));

test('a key that some targeted kernel lacks is not asked for', () =>
  checkSysctl(
    `
    # -- .keepalint.yaml --
    presets: [hardening]
    # -- sysctl.conf --
    fs.protected_symlinks = 1
    fs.protected_hardlinks = 1
    `,
    { only, target: 'kernel=4.9-6.1' },
  ));
