import { readdir, readFile, readlink } from 'node:fs/promises';
import { defaultPorts, type Latin1, type PortRange } from '../../machine/sockets.ts';
import { portList, portsListed } from '../../sysctl/model/ports.ts';

/** What is asked of the machine itself; nothing is written and nothing needs root. `proc` is `/proc`. */

export const latin1 = (bytes: Buffer): Latin1 => ({ text: bytes.toString('latin1'), bytes });

export async function socketTables(proc: string): Promise<readonly Latin1[] | undefined> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`${proc}/net/${name}`).catch(() => undefined)));
  // A kernel without IPv6 has no second table.
  return tables[0] && tables.flatMap((bytes) => (bytes ? [latin1(bytes)] : []));
}

/** The running value of a key by its path below /proc/sys, blanks made one; undefined where it cannot be read. */
export async function runningValue(proc: string, path: string): Promise<string | undefined> {
  const text = await readFile(`${proc}/sys/${path}`, 'latin1').catch(() => undefined);
  return text?.trim().replace(/\s+/g, ' ');
}

export interface Ports {
  readonly range: PortRange;
  /** How many of them the kernel gives away. */
  readonly count: number;
}

/** The ports for outgoing connections, from the two keys that say so, as they are written. */
export function portsOf(range: string | undefined, reserved: string | undefined): Ports {
  const [first, last] = (range ?? '').split(/\s+/).map(Number);
  const ports = first && last && first <= last ? { first, last } : defaultPorts;
  const taken = portsListed([ports.first, ports.last], portList(reserved ?? '') ?? []);
  const count = ports.last - ports.first + 1 - taken;
  return { range: ports, count: Math.max(count, 1) };
}

/** The programs that hold some sockets, by `name (pid)`; those of other users only root can see. */
export async function ownersOf(proc: string, inodes: readonly string[]): Promise<Map<string, number>> {
  const wanted = new Set(inodes);
  const owners = new Map<string, number>();
  if (wanted.size === 0) return owners;
  for (const pid of await readdir(proc).catch(() => [])) {
    if (!/^\d+$/.test(pid)) continue;
    let count = 0;
    for (const fd of await readdir(`${proc}/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`${proc}/${pid}/fd/${fd}`).catch(() => '');
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      // Forked processes share their sockets: the first one speaks for them.
      if (inode !== undefined && wanted.delete(inode)) count++;
    }
    if (count === 0) continue;
    const name = (await readFile(`${proc}/${pid}/comm`, 'utf8').catch(() => '')).trim();
    owners.set(`${name || '?'} (${pid})`, count);
    if (wanted.size === 0) break;
  }
  return owners;
}
