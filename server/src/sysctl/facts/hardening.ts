/**
 * What hardening guides ask of sysctl keys, merged. Sources, read in 2026: the checks of kernel-hardening-checker (0b9aebf),
 * config-data of lynis' default profile (52ed89ce), the sysctl rules and variables of ComplianceAsCode (b3a2cca935). Left out:
 * where they contradict each other (kernel.core_uses_pid), what only one kind of machine wants (kernel.panic, kernel.pid_max,
 * net.ipv4.ip_local_port_range), what depends on the architecture (vm.mmap_rnd_bits), keys that are long gone.
 */
export interface Advice {
  readonly key: string;
  /** Every value from least to most satisfies all sources that name the key, as far as they agree. */
  readonly least: number;
  readonly most: number;
  /** The value to write. */
  readonly value: number;
  readonly sources: readonly string[];
  /** Whether a set of files that does not set it falls short: no where the kernel does so by itself, or where it costs much. */
  readonly wanted: boolean;
}

/** By topic: the rules have a sentence for each. */
export type Topics<T extends string = string> = Readonly<Record<T, readonly Advice[]>>;

type Range = readonly [least: number, most: number, value: number];
const exactly = (value: number): Range => [value, value, value];
const from = (least: number, value = least): Range => [least, Number.POSITIVE_INFINITY, value];

const sourceNames = { K: 'kernel-hardening-checker', L: 'Lynis', C: 'ComplianceAsCode' } as const;

/** @param sources letters of sourceNames; a `-` behind them: not missed where it is not set */
function ask([least, most, value]: Range, sources: string, ...keys: readonly string[]): Advice[] {
  const names = Object.entries(sourceNames).flatMap(([letter, name]) => (sources.includes(letter) ? name : []));
  return keys.map((key) => ({ key, least, most, value, sources: names, wanted: !sources.endsWith('-') }));
}

const everywhere = (ip: 4 | 6, key: string) => ['all', 'default'].map((name) => `net.ipv${ip}.conf.${name}.${key}`);

export const network = {
  acceptRedirects: [
    ...ask(exactly(0), 'KLC', ...everywhere(4, 'accept_redirects'), ...everywhere(6, 'accept_redirects')),
    ...ask(exactly(0), 'C', ...everywhere(4, 'secure_redirects')),
  ],
  sendRedirects: [
    ...ask(exactly(0), 'LC', 'net.ipv4.conf.all.send_redirects'),
    ...ask(exactly(0), 'C', 'net.ipv4.conf.default.send_redirects'),
  ],
  sourceRoute: [
    ...ask(exactly(0), 'KLC-', 'net.ipv4.conf.all.accept_source_route'),
    ...ask(exactly(0), 'KLC', 'net.ipv4.conf.default.accept_source_route'),
    ...ask([Number.NEGATIVE_INFINITY, 0, 0], 'KLC-', ...everywhere(6, 'accept_source_route')),
  ],
  routerAdvertisements: ask(exactly(0), 'KC', ...everywhere(6, 'accept_ra')),
  spoofing: [...ask([1, 2, 1], 'LC', 'net.ipv4.conf.all.rp_filter'), ...ask([1, 2, 1], 'C', 'net.ipv4.conf.default.rp_filter')],
  martians: ask(exactly(1), 'LC', ...everywhere(4, 'log_martians')),
  forwarding: [
    ...ask(exactly(0), 'LC-', 'net.ipv4.conf.all.forwarding'),
    ...ask(exactly(0), 'C-', 'net.ipv4.ip_forward', 'net.ipv4.conf.default.forwarding', ...everywhere(6, 'forwarding')),
  ],
  relay: [
    ...ask(exactly(0), 'L-', 'net.ipv4.conf.all.proxy_arp', 'net.ipv4.conf.all.bootp_relay'),
    ...ask(exactly(0), 'C-', 'net.ipv4.conf.all.accept_local', 'net.ipv4.conf.all.route_localnet'),
  ],
  echo: ask(exactly(1), 'KLC-', 'net.ipv4.icmp_echo_ignore_broadcasts', 'net.ipv4.icmp_ignore_bogus_error_responses'),
  synFlood: ask(from(1), 'KLC-', 'net.ipv4.tcp_syncookies'),
} satisfies Topics;

export const kernel = {
  addresses: [
    ...ask(from(1, 2), 'KLC', 'kernel.kptr_restrict'),
    ...ask(exactly(1), 'KLC', 'kernel.dmesg_restrict'),
    ...ask(from(2), 'KLC', 'kernel.perf_event_paranoid'),
  ],
  programs: [
    ...ask(from(1), 'KLC', 'kernel.unprivileged_bpf_disabled'),
    ...ask(exactly(2), 'KLC', 'net.core.bpf_jit_harden'),
    ...ask(exactly(2), 'K', 'kernel.io_uring_disabled'),
  ],
  loading: [
    ...ask(exactly(1), 'KC', 'kernel.kexec_load_disabled'),
    ...ask(exactly(1), 'KLC-', 'kernel.modules_disabled'),
    ...ask(exactly(0), 'KL', 'dev.tty.ldisc_autoload'),
  ],
  console: [...ask(exactly(0), 'KLC', 'kernel.sysrq'), ...ask(exactly(0), 'K', 'dev.tty.legacy_tiocsti')],
  tracing: ask(from(1), 'KLC', 'kernel.yama.ptrace_scope'),
  namespaces: [
    ...ask(exactly(0), 'KC-', 'user.max_user_namespaces'),
    ...ask(exactly(0), 'K-', 'kernel.unprivileged_userns_clone'),
    ...ask(exactly(1), 'KC-', 'kernel.apparmor_restrict_unprivileged_unconfined'),
  ],
  oops: ask([1, 100, 100], 'K', 'kernel.oops_limit', 'kernel.warn_limit'),
} satisfies Topics;

export const filesystem = {
  links: ask(exactly(1), 'KLC', 'fs.protected_symlinks', 'fs.protected_hardlinks'),
  planted: ask(exactly(2), 'KLC', 'fs.protected_fifos', 'fs.protected_regular'),
  dumps: ask(exactly(0), 'KLC-', 'fs.suid_dumpable'),
} satisfies Topics;

export const memory = {
  layout: ask(exactly(2), 'KLC-', 'kernel.randomize_va_space'),
  zero: ask(from(32768, 65536), 'KC', 'vm.mmap_min_addr'),
  faults: ask(exactly(0), 'K-', 'vm.unprivileged_userfaultfd'),
} satisfies Topics;

/** Whether some guide asks for a line that sets the key, whatever the kernel starts with. */
export const isHardened = (key: string): boolean => hardened.has(key);

const hardened: ReadonlySet<string> = new Set(
  [network, kernel, filesystem, memory]
    .flatMap((topics) => Object.values<readonly Advice[]>(topics))
    .flatMap((l) => l.map((a) => a.key)),
);
