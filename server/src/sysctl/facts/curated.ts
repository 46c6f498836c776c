/** What the kernel's own tables do not say. Every entry has its source. */

export interface VendorKey {
  /** The kernels that have it. */
  readonly kernels: string;
  readonly source: string;
}

/** Keys that only a vendor's kernel has, by path: known, and no business of a spelling check. */
export const vendorKeys: ReadonlyMap<string, VendorKey> = new Map(
  [
    [
      'Alibaba Cloud Linux, Anolis OS',
      'Alibaba Cloud Linux documentation: configurable TIME_WAIT',
      ['net/ipv4/tcp_tw_timeout'],
    ],
    [
      'Debian, Ubuntu, Arch linux-hardened',
      "Debian's kernel patch debian/add-sysctl-to-disallow-unprivileged-CLONE_NEWUSER-by-default",
      ['kernel/unprivileged_userns_clone'],
    ],
    [
      'Ubuntu',
      "AppArmor patches of Ubuntu's kernels since 23.10",
      [
        'kernel/apparmor_restrict_unprivileged_userns',
        'kernel/apparmor_restrict_unprivileged_userns_complain',
        'kernel/apparmor_restrict_unprivileged_userns_force',
        'kernel/apparmor_restrict_unprivileged_io_uring',
        'kernel/apparmor_restrict_unprivileged_unconfined',
        'kernel/apparmor_display_secid_mode',
      ],
    ],
    [
      'Red Hat Enterprise Linux 4 to 7',
      'Red Hat kernel documentation (exec-shield; fs.may_detach_mounts since 7.4)',
      [
        'kernel/exec-shield',
        'kernel/exec-shield-randomize',
        'fs/may_detach_mounts',
        'fs/negative-dentry-limit',
        'vm/pagecache',
        'vm/oom-kill',
      ],
    ],
    [
      'Android',
      'kernel/common of the Android Open Source Project',
      ['vm/extra_free_kbytes', 'vm/min_free_order_shift', 'net/ipv4/tcp_default_init_rwnd', 'kernel/boot_reason'],
    ],
    [
      'OpenWrt',
      "OpenWrt's kernel patches to nf_conntrack",
      ['net/netfilter/nf_conntrack_skip_filter', 'net/netfilter/nf_conntrack_tcp_no_window_check'],
    ],
    [
      'SUSE Linux Enterprise Server',
      'SUSE documentation: page cache limit',
      ['vm/pagecache_limit_mb', 'vm/pagecache_limit_ignore_dirty', 'vm/pagecache_limit_async'],
    ],
    ['Linux 2.6.28, Red Hat Enterprise Linux 5', 'fs/eventpoll.c of that time', ['fs/epoll/max_user_instances']],
    ['powerpc', 'arch/powerpc/kernel/idle.c, watchdog.c', ['kernel/powersave-nap', 'kernel/nmi_wd_lpm_factor']],
    [
      'linux-hardened',
      'linux-hardened: kernel.tiocsti_restrict became dev.tty.legacy_tiocsti upstream',
      ['kernel/tiocsti_restrict', 'kernel/device_sidechannel_restrict', 'kernel/deny_new_usb'],
    ],
    [
      'CachyOS, XanMod, Zen, Liquorix, CK',
      'patch sets BORE, MuQSS, PDS, le9',
      [
        'kernel/sched_bore',
        'kernel/sched_burst_penalty_offset',
        'kernel/sched_burst_penalty_scale',
        'kernel/sched_burst_smoothness',
        'kernel/sched_burst_smoothness_long',
        'kernel/sched_burst_smoothness_short',
        'kernel/sched_burst_cache_lifetime',
        'kernel/sched_burst_fork_atavistic',
        'kernel/sched_burst_exclude_kthreads',
        'kernel/sched_burst_parity_threshold',
        'kernel/interactive',
        'kernel/iso_cpu',
        'kernel/rr_interval',
        'kernel/yield_type',
        'kernel/hrtimeout_min_us',
        'kernel/smt_nice',
        'vm/anon_min_ratio',
        'vm/clean_low_ratio',
        'vm/clean_min_ratio',
        'vm/clean_low_kbytes',
        'vm/clean_min_kbytes',
        'vm/anon_min_kbytes',
        'vm/workingset_protection',
      ],
    ],
  ].flatMap(([kernels, source, paths]) =>
    (paths as string[]).map((path) => [path, { kernels: kernels as string, source: source as string }] as const),
  ),
);

/**
 * Directories whose keys modules, file systems, devices and vendors' security patches register when they are there: not
 * being in mainline's table proves nothing. grsecurity: kernel.grsecurity.* and kernel.pax.*; Lustre, VMware, DRBD and
 * others bring top-level directories of their own.
 */
export const unregistered =
  /^(?!(?:abi|crypto|debug|dev|fs|kernel|net|sunrpc|user|vm)\/)|^kernel\/(?:grsecurity|pax|yama|keys|pty|random|seccomp|firmware_config|sched_domain|nmi|cad_pid|ostype)\/|^dev\/|^debug\/|^sunrpc\/|^crypto\/|^abi\/|^fs\/(?:[^/]+\/)|^user\/|^net\/(?!ipv4\/[^/]+$|ipv6\/[^/]+$|core\/[^/]+$|netfilter\/[^/]+$|ipv4\/(?:conf|neigh)\/|ipv6\/(?:conf|neigh)\/|(?:conf|neigh)\/|[^/]+$)/;

export interface OtherSystem {
  /** Against the path. */
  readonly pattern: RegExp;
  readonly name: string;
}

/** Names of other systems' sysctl trees that are pasted into Linux files. */
export const otherSystems: readonly OtherSystem[] = [
  // FreeBSD, OpenBSD, NetBSD and macOS: sysctl(3) names the top levels.
  { pattern: /^net\/(?:inet6?|local|link|route|isr|bpf|key|pf|pfsync|graph|raw|wlan)\//, name: 'BSD' },
  { pattern: /^(?:kern|hw|machdep|vfs|security|ddb|compat|kstat|p1003_1b)\//, name: 'BSD' },
  {
    pattern: /^vm\/(?:swap_enabled|overcommit|loadavg|pmap|kmem_size|v_free_min|max_wired|bufcache|uvmexp)(?:\/|$)/,
    name: 'BSD',
  },
];

/** Keys that live on under another name. Sources: kernel Documentation/admin-guide/sysctl, networking/nf_conntrack-sysctl. */
export const renamed: ReadonlyMap<string, string> = new Map([
  ['vm.percpu_pagelist_fraction', 'vm.percpu_pagelist_high_fraction'],
  ['kernel.sched_migration_cost', 'kernel.sched_migration_cost_ns'],
  ['net.ipv4.ip_conntrack_max', 'net.netfilter.nf_conntrack_max'],
  ['net.ipv4.netfilter.ip_conntrack_max', 'net.netfilter.nf_conntrack_max'],
  ...[
    'buckets',
    'checksum',
    'count',
    'generic_timeout',
    'icmp_timeout',
    'log_invalid',
    'sctp_timeout_closed',
    'sctp_timeout_cookie_echoed',
    'sctp_timeout_cookie_wait',
    'sctp_timeout_established',
    'sctp_timeout_shutdown_ack_sent',
    'sctp_timeout_shutdown_recd',
    'sctp_timeout_shutdown_sent',
    'tcp_be_liberal',
    'tcp_loose',
    'tcp_max_retrans',
    'tcp_timeout_close',
    'tcp_timeout_close_wait',
    'tcp_timeout_established',
    'tcp_timeout_fin_wait',
    'tcp_timeout_last_ack',
    'tcp_timeout_max_retrans',
    'tcp_timeout_syn_recv',
    'tcp_timeout_syn_sent',
    'tcp_timeout_time_wait',
    'udp_timeout',
    'udp_timeout_stream',
  ].map((name) => [`net.ipv4.netfilter.ip_conntrack_${name}`, `net.netfilter.nf_conntrack_${name}`] as const),
]);

/**
 * Keys of which one write changes or bounds others, by the group they do it in: between two lines for such a key another
 * line of its group matters. Sources: the handlers named beside them.
 */
export function groupOf(name: string): string | undefined {
  return groups.find(([pattern]) => pattern.test(name))?.[1];
}

const groups: readonly (readonly [RegExp, string])[] = [
  // devinet_copy_dflt_conf(), inet_forward_change(): `default` and `all` reach every interface.
  [/^net\.ipv4\.(?:conf\.|ip_forward$)/, 'ipv4 interfaces'],
  // addrconf_fixup_forwarding(), addrconf_disable_ipv6().
  [/^net\.ipv6\.conf\./, 'ipv6 interfaces'],
  // neigh_copy_dflt_parms().
  [/^net\.ipv[46]\.neigh\./, 'neighbours'],
  // dirty_bytes_handler() and its siblings: each sets its counterpart to zero.
  [/^vm\.dirty_(?:background_)?(?:bytes|ratio)$/, 'dirty pages'],
  // overcommit_ratio_handler(), overcommit_kbytes_handler(): the same.
  [/^vm\.overcommit_(?:ratio|kbytes)$/, 'overcommit'],
  // ipv4_local_port_range(), ipv4_privileged_ports(): checked against each other.
  [/^net\.ipv4\.ip_(?:local_port_range|unprivileged_port_start)$/, 'ports'],
  // A pool that grew and shrank again may not be what was asked for.
  [/^vm\.nr_hugepages/, 'huge pages'],
];

/** Keys whose first value stays: the kernel refuses to take it back. Sources: their handlers in kernel/, security/yama. */
export const oneWay: ReadonlySet<string> = new Set([
  'kernel.modules_disabled',
  'kernel.kexec_load_disabled',
  'kernel.unprivileged_bpf_disabled',
  'kernel.yama.ptrace_scope',
  'kernel.kexec_load_limit_panic',
  'kernel.kexec_load_limit_reboot',
  'kernel.tainted',
]);

/** Each write does something once, whatever was written before, and what it does. */
export const oneShot: ReadonlyMap<string, 'caches' | 'memory' | 'routes' | 'once'> = new Map([
  ['vm.drop_caches', 'caches'],
  ['vm.compact_memory', 'memory'],
  ['net.ipv4.route.flush', 'routes'],
  ['net.ipv6.route.flush', 'routes'],
  ['vm.stat_refresh', 'once'],
  ['fs.xfs.stats_clear', 'once'],
]);

/** Keys whose line audits ask for, whatever the kernel's default. Sources: the CIS benchmarks and STIGs for Linux. */
export const askedForByAudits =
  /^net\.ipv4\.(?:icmp_(?:echo_ignore_(?:all|broadcasts)|ignore_bogus_error_responses)|tcp_rfc1337)$/;

/**
 * Keys that distributions set in files of their own: the kernel's default is not what stands there without a line. Sources:
 * systemd's sysctl.d, procps and linux-base of Debian and Ubuntu, the release packages of Fedora, Red Hat, SUSE and Arch.
 */
export const setByDistributions =
  /^(?:fs\.(?:aio-max-nr|file-max|inotify\..*|nr_open|protected_.*|suid_dumpable)|kernel\.(?:core_.*|dmesg_restrict|kptr_restrict|panic.*|perf_event_.*|pid_max|printk.*|sched_.*|sysrq|unprivileged_.*|yama\..*|shm.*|msg.*|sem)|net\.core\.(?:default_qdisc|optmem_max|bpf_.*)|net\.ipv4\.(?:conf\..*|ping_group_range|tcp_syncookies|ip_forward)|net\.ipv6\.conf\..*|vm\.(?:max_map_count|mmap_.*|swappiness|dirty_.*|zone_reclaim_mode))$/;
