import { before, type Period } from '../../core/version.ts';

/** Keys that `docker run --sysctl` takes at all: opts/opts.go of docker/cli, libcontainer/configs/validate of runc. */
export const dockerTakes = /^(?:kernel\.(?:msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)$|fs\.mqueue\.|net\.)/;

/** The kubelet's safe set up to Kubernetes 1.34; every other key of a namespace needs to be allowed on the node. */
export const kubernetesSafe: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
]);

/**
 * Whether a key below net is one for all network namespaces, by its name in the table: always, until a version, or not at
 * all. Such a key is missing in a namespace, or refuses to be written there. Sources: `.procname = NULL` and mode 0444 for
 * namespaces in the tables of net/core, net/ipv4, net/ipv6, net/netfilter; measured on 6.18 in a namespace of its own.
 */
export function hostWide(name: string): 'always' | Period | undefined {
  if (always.test(name)) return 'always';
  const version = ownSince.get(name);
  return version === undefined ? undefined : before(version);
}

const always = new RegExp(
  `^net\\.(?:${[
    `core\\.(?:${[
      'bpf_jit_(?:enable|harden|kallsyms|limit)',
      'busy_(?:poll|read)',
      'default_qdisc',
      'dev_weight(?:_[rt]x_bias)?',
      'devconf_inherit_init_net',
      'fb_tunnels_only_for_init_net',
      'flow_limit_(?:cpu_bitmap|table_len)',
      'gro_normal_batch',
      'high_order_alloc_disable',
      'max_skb_frags',
      'mem_pcpu_rsv',
      'message_(?:burst|cost)',
      'netdev_(?:budget|budget_usecs|max_backlog|rss_key|tstamp_prequeue|unregister_timeout_secs)',
      'rps_sock_flow_entries',
      'skb_defer_max',
      'warnings',
      '[rw]mem_(?:default|max)',
    ].join('|')})`,
    `ipv4\\.(?:${[
      'cipso_\\w+',
      'fib_sync_mem',
      'inet_peer_(?:max|min)ttl',
      'inet_peer_threshold',
      'ipfrag_secret_interval',
      'neigh\\.default\\.gc_(?:interval|thresh[123])',
      'route\\.(?:error_burst|error_cost|gc_\\w+|max_size|redirect_\\w+)',
      'tcp_allowed_congestion_control',
      'tcp_low_latency',
      'tcp_max_orphans',
      '(?:tcp|udp)_mem',
    ].join('|')})`,
    'ipv6\\.(?:ip6frag_secret_interval|mld_max_msf|mld_qrv|neigh\\.default\\.gc_(?:interval|thresh[123]))',
    'netfilter\\.(?:nf_conntrack_(?:max|buckets|expect_max)|nf_log_all_netns)',
    'nf_conntrack_max',
    'sctp\\.sctp_[rw]?mem',
  ].join('|')})$`,
);

/** The version that gave each namespace a value of its own. */
const ownSince: ReadonlyMap<string, string> = new Map([
  ['net.core.optmem_max', '6.8'],
  ['net.ipv4.icmp_msgs_burst', '6.12'],
  ['net.ipv4.icmp_msgs_per_sec', '6.12'],
  ['net.ipv4.route.min_adv_mss', '5.19'],
  ['net.ipv4.route.min_pmtu', '5.17'],
  ['net.ipv4.route.mtu_expires', '5.17'],
  ['net.ipv4.udp_rmem_min', '4.19'],
  ['net.ipv4.udp_wmem_min', '4.19'],
]);
