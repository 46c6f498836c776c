import type { Config } from '../core/config.ts';
import type { Host } from '../core/host.ts';
import { folderOf, nameOf } from '../core/path.ts';
import { nominate } from './recognise.ts';

/** Where the two sides of a machine are: entries of nginx, and any file of its sysctl set. */
export interface Sides {
  readonly nginx: readonly string[];
  readonly sysctl: readonly string[];
}

/**
 * The sides of the machine that a file belongs to, best guess first in each; undefined where it belongs to none that is sure.
 * A configuration that names machines is believed; else it is the folder that holds `etc/`, else a folder with one main file
 * of nginx and one sysctl file in it. Nothing else is joined: two machines in one repository stay two.
 */
export async function machineOf(host: Host, path: string, { machines }: Config): Promise<Sides | undefined> {
  if (machines.length > 0) return named(host, path, machines);
  const root = rootOf(path);
  return root === undefined ? inOneFolder(host, folderOf(path)) : below(host, root);
}

async function named(host: Host, path: string, machines: Config['machines']): Promise<Sides | undefined> {
  const own = machines.find((m) => [...m.nginx, ...m.sysctl].some((p) => p === path || path.startsWith(`${p}/`)));
  if (!own) return undefined;
  const filesAt = async (place: string) => {
    const inside = await host.list(place);
    return inside ? inside.filter((e) => e.kind === 'file').map((e) => `${place}/${e.name}`) : [place];
  };
  const all = async (places: readonly string[]) => (await Promise.all(places.map(filesAt))).flat();
  return { nginx: await all(own.nginx), sysctl: await all(own.sysctl) };
}

/** `''` for `/`. */
function rootOf(path: string): string | undefined {
  const at = path.lastIndexOf('/etc/');
  return at === -1 ? undefined : path.slice(0, at);
}

const directories = ['etc/sysctl.d', 'run/sysctl.d', 'usr/local/lib/sysctl.d', 'usr/lib/sysctl.d'];

async function below(host: Host, root: string): Promise<Sides | undefined> {
  const etc = (await host.list(`${root}/etc`)) ?? [];
  const has = (name: string) => etc.some((e) => e.name === name);
  if (!has('nginx')) return undefined;
  const sysctl = has('sysctl.conf') ? [`${root}/etc/sysctl.conf`] : [];
  for (const directory of sysctl.length ? [] : directories)
    for (const { name, kind } of (await host.list(`${root}/${directory}`)) ?? [])
      if (kind === 'file' && name.endsWith('.conf') && sysctl.length === 0) sysctl.push(`${root}/${directory}/${name}`);
  return sysctl.length ? { nginx: [`${root}/etc/nginx/nginx.conf`], sysctl } : undefined;
}

async function inOneFolder(host: Host, folder: string): Promise<Sides | undefined> {
  const entries = await host.list(folder);
  if (!entries) return undefined;
  let sides = ofFolders.get(entries);
  if (sides === undefined) {
    const files = entries.filter((e) => e.kind === 'file').map(({ name }) => `${folder}/${name}`);
    const sysctl = files.filter((path) => nominate(path) === 'sysctl');
    const nginx = files.filter((path) => /nginx[^/]*\.conf$/i.test(nameOf(path)) && nominate(path) === 'nginx');
    sides = sysctl.length === 1 && nginx.length === 1 ? { nginx, sysctl } : null;
    ofFolders.set(entries, sides);
  }
  return sides ?? undefined;
}

/** By the listing of a folder, which all of its files ask for. */
const ofFolders = new WeakMap<object, Sides | null>();
