/** First and last port, both included. */
export type PortRange = readonly [number, number];

/** The ports of a list as ip_local_reserved_ports takes it; undefined for what the kernel does not take. */
export function portList(text: string): readonly PortRange[] | undefined {
  if (!/^\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*$/.test(text)) return undefined;
  return text.split(',').map((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return [from, to] as const;
  });
}

/** How many ports of a range are in a list, each counted once. */
export function portsListed([first, last]: PortRange, list: readonly PortRange[]): number {
  let count = 0;
  let next = first;
  for (const [from, to] of list.toSorted((a, b) => a[0] - b[0])) {
    const start = Math.max(from, next);
    const end = Math.min(to, last);
    if (end < start) continue;
    count += end - start + 1;
    next = end + 1;
  }
  return count;
}
