/** What the TCP of Linux has in its code. */

/** Seconds: TCP_RTO_MIN, TCP_TIMEOUT_INIT and TCP_RTO_MAX of include/net/tcp.h. */
export const timeouts = { least: 0.2, first: 1, most: 120 } as const;

/** Seconds until the last of so many retries of a SYN or a SYN+ACK was waited for, each wait twice as long as the one before. */
export function doubling(retries: number): number {
  let seconds = 0;
  for (let i = 0; i <= Math.min(retries, 6); i++) seconds += timeouts.first * 2 ** i;
  return seconds + Math.max(0, retries - 6) * timeouts.most;
}

/**
 * The bytes of memory with which a machine has so many entries as the default of tcp_max_tw_buckets and tcp_max_orphans: half
 * the connection hash, which has about 8 entries per MiB (tcp_init() of net/ipv4/tcp.c).
 */
export const memoryOfDefault = (entries: number): number => (entries / 4) * 2 ** 20;

/** The connection hash has 2^19 entries at most, however much memory there is. */
export const mostByDefault = 2 ** 18;
