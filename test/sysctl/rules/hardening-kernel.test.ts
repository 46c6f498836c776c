import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/hardening-kernel'];

test('settings that are weaker than asked for', () =>
  checkSysctl(
    `
    # -- .keepalint.yaml --
    presets: [hardening]
    # -- sysctl.conf --
    kernel.kptr_restrict = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-kernel: kernel.kptr_restrict = 0 shows anybody on the machine what helps to attack the kernel: its addresses, its log, its events: 2 is asked for by kernel-hardening-checker, Lynis and ComplianceAsCode
    #<^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-kernel: hardening guides ask for what nothing here sets: kernel.dmesg_restrict = 1, net.core.bpf_jit_harden = 2 and kernel.kexec_load_disabled = 1
    kernel.unprivileged_bpf_disabled = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-kernel: kernel.unprivileged_bpf_disabled = 0 offers anybody on the machine parts of the kernel that were often attacked (BPF, io_uring): 1 is asked for by kernel-hardening-checker, Lynis and ComplianceAsCode
    dev.tty.ldisc_autoload = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-kernel: dev.tty.ldisc_autoload = 1 lets code get into the running kernel later: 0 is asked for by kernel-hardening-checker and Lynis
    kernel.sysrq = 1
    #<^^^^^^^^^^^^^^^ ! info sysctl/hardening-kernel: kernel.sysrq = 1 lets whoever reaches a console or terminal give orders to the kernel or to other programs: 0 is asked for by kernel-hardening-checker, Lynis and ComplianceAsCode
    kernel.yama.ptrace_scope = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-kernel: kernel.yama.ptrace_scope = 0 lets a program read and change every other one of the same user: 1 is asked for by kernel-hardening-checker, Lynis and ComplianceAsCode
    kernel.unprivileged_userns_clone = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-kernel: kernel.unprivileged_userns_clone = 1 opens parts of the kernel to everybody that root alone used to reach: 0 is asked for by kernel-hardening-checker
    kernel.perf_event_paranoid = -1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-kernel: kernel.perf_event_paranoid = -1 shows anybody on the machine what helps to attack the kernel: its addresses, its log, its events: 2 is asked for by kernel-hardening-checker, Lynis and ComplianceAsCode
    `,
    { only, target: 'kernel=6.1' },
  ));

test('what is asked for is fine', () =>
  checkSysctl(
    `
    # -- .keepalint.yaml --
    presets: [hardening]
    # -- sysctl.conf --
    kernel.kptr_restrict = 1
    kernel.dmesg_restrict = 1
    kernel.perf_event_paranoid = 3
    kernel.unprivileged_bpf_disabled = 2
    net.core.bpf_jit_harden = 2
    kernel.kexec_load_disabled = 1
    dev.tty.ldisc_autoload = 0
    kernel.sysrq = 0
    kernel.yama.ptrace_scope = 2
    `,
    { only, target: 'kernel=6.1' },
  ));

test('nothing is asked for without the preset', () => checkSysctl('kernel.kptr_restrict = 0\n', { only }));
