import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/hardening-memory'];

test('settings that are weaker than asked for', () =>
  checkSysctl(
    `
    # -- .keepalint.yaml --
    presets: [hardening]
    # -- sysctl.conf --
    kernel.randomize_va_space = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-memory: kernel.randomize_va_space = 0 puts programs, or their heap, at addresses that can be guessed: 2 is asked for by kernel-hardening-checker, Lynis and ComplianceAsCode
    vm.mmap_min_addr = 4096
    #<^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-memory: vm.mmap_min_addr = 4096 lets programs use addresses near 0, so that errors of the kernel with empty pointers can be used: 65536 is asked for by kernel-hardening-checker and ComplianceAsCode
    vm.unprivileged_userfaultfd = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-memory: vm.unprivileged_userfaultfd = 1 lets anybody halt the kernel while it reads memory, which helps to win races: 0 is asked for by kernel-hardening-checker
    `,
    { only, target: 'kernel=6.1' },
  ));

test('what is asked for is fine', () =>
  checkSysctl(
    `
    # -- .keepalint.yaml --
    presets: [hardening]
    # -- sysctl.conf --
    kernel.randomize_va_space = 2
    vm.mmap_min_addr = 65536
    `,
    { only, target: 'kernel=6.1' },
  ));

test('nothing is asked for without the preset', () => checkSysctl('kernel.randomize_va_space = 0\n', { only }));
