import type { Version } from '../../core/version.ts';
import type { KeyFacts } from './keys.ts';

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
 * Since when each network namespace has a key below net of its own: a version, 0 for as long as there are namespaces, or
 * never. Without one, the key is missing in a namespace, or refuses to be written there.
 */
export function ownSince({ name, scope, scopeSince }: KeyFacts): Version {
  return scope === 'network' && !readOnlyInNamespace.has(name) ? (scopeSince ?? 0) : Number.POSITIVE_INFINITY;
}

/** Mode 0444 in the tables of namespaces: net/core, tcp, nf_conntrack; measured on 6.18 in a namespace of its own. */
const readOnlyInNamespace: ReadonlySet<string> = new Set([
  'net.core.rmem_default',
  'net.core.rmem_max',
  'net.core.wmem_default',
  'net.core.wmem_max',
  'net.ipv4.tcp_allowed_congestion_control',
  'net.netfilter.nf_conntrack_buckets',
  'net.netfilter.nf_conntrack_expect_max',
  'net.netfilter.nf_conntrack_max',
]);
