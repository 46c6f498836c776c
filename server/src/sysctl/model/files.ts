import type { Config, MachineEntry } from '../../core/config.ts';
import type { Host } from '../../core/host.ts';
import type { Gathered } from '../../core/language.ts';
import { nameOf } from '../../core/path.ts';
import type { Source } from '../../core/text.ts';

/** The files that are applied together with an entry. */
export interface SysctlFiles extends Gathered {
  /** Those in sysctl.d directories, in the order they are applied: by name, each name once. A file alone is the only one. */
  readonly applied: readonly Source[];
  /** `/etc/sysctl.conf` of the same file-system root. */
  readonly sysctlConf: Source | undefined;
  /** `99-sysctl.conf` in a sysctl.d directory is the same text: Debian's symbolic link, which makes the boot read it. */
  readonly linked: boolean;
  /** What modules-load.d of the same root loads before any of the files is applied. */
  readonly modules: ReadonlySet<string>;
  /** What is read instead of the entry, as the machine calls it: the file of its name in a directory of higher precedence. */
  readonly replacedBy: string | undefined;
}

/** In order of precedence. systemd-sysctl does not know the last one; on merged file systems it is the one before. */
const directories = ['etc/sysctl.d', 'run/sysctl.d', 'usr/local/lib/sysctl.d', 'usr/lib/sysctl.d', 'lib/sysctl.d'] as const;

/**
 * What `sysctl --system` and systemd-sysctl apply together with the entry: the sysctl.d directories and sysctl.conf under
 * its file-system root, which is `/` or any folder with an `etc/`. A file that stands elsewhere, or that one of the same
 * name in a directory of higher precedence replaces, is judged alone.
 */
export async function gather(host: Host, entry: Source, config?: Config): Promise<SysctlFiles> {
  const machine = config?.machines.find((m) => m.sysctl.some((path) => isAt(path, entry.path)));
  if (machine) return ofMachine(host, entry, machine);
  const root = await rootOf(host, entry.path);
  if (root === undefined) return alone(entry);
  const sources = new Map<string, Source>();
  const watched: string[] = [];
  const read = async (path: string) => {
    const source = path === entry.path ? entry : await host.read(path);
    if (source) sources.set(path, source);
    else watched.push(path);
    return source;
  };

  const byName = new Map<string, Source | undefined>();
  for (const directory of directories) {
    const folder = `${root}/${directory}`;
    watched.push(`${folder}/`);
    for (const { name, kind } of (await host.list(folder)) ?? []) {
      if (kind !== 'file' || !name.endsWith('.conf')) continue;
      if (!byName.has(name)) byName.set(name, await read(`${folder}/${name}`));
      // On a merged file system /lib and /usr/lib are one directory.
      else if (`${folder}/${name}` === entry.path && byName.get(name)?.text === entry.text) {
        sources.delete(byName.get(name)?.path ?? '');
        sources.set(entry.path, entry);
        byName.set(name, entry);
      }
    }
  }
  const found = await read(`${root}/etc/sysctl.conf`);
  const link = byName.get('99-sysctl.conf');
  const linked = link !== undefined && found !== undefined && isLink(link.text, found.text);
  // Who asks for the link is told about the link.
  const byLink = linked && link === entry;
  const sysctlConf = byLink ? entry : found;
  if (linked) {
    byName.delete('99-sysctl.conf');
    sources.delete(byLink ? found.path : link.path);
  }
  const applied = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, source]) => source ?? []);
  if (!sources.has(entry.path)) {
    const other = byName.get(nameOf(entry.path))?.path.slice(root.length);
    return { ...alone(entry), watched, around: other ?? '', replacedBy: other };
  }
  const modules = await modulesOf(host, root, watched);
  const around = [...modules].sort().join(' ');
  const key = `set ${root}/${byLink ? '99-sysctl.conf' : ''}`;
  return { key, sources, watched, around, applied, sysctlConf, linked, modules, replacedBy: undefined };
}

/** One name per line; systemd-modules-load.service runs before systemd-sysctl.service. */
async function modulesOf(host: Host, root: string, watched: string[]): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const folder of ['etc', 'run', 'usr/local/lib', 'usr/lib'].map((d) => `${root}/${d}/modules-load.d`)) {
    watched.push(`${folder}/`);
    for (const { name, kind } of (await host.list(folder)) ?? []) {
      if (kind !== 'file' || !name.endsWith('.conf')) continue;
      watched.push(`${folder}/${name}`);
      const text = (await host.read(`${folder}/${name}`))?.text ?? '';
      for (const [, module] of text.matchAll(/^[ \t]*([\w-]+)[ \t\r]*$/gm)) names.add(module!.replaceAll('-', '_'));
    }
  }
  return names;
}

/** The files that the configuration names, in its order; those of a folder by name. */
async function ofMachine(host: Host, entry: Source, { name, sysctl }: MachineEntry): Promise<SysctlFiles> {
  const sources = new Map<string, Source>();
  const watched: string[] = [];
  for (const path of sysctl) {
    const inside = await host.list(path);
    if (inside) watched.push(`${path}/`);
    const files = inside?.filter((e) => e.kind === 'file' && e.name.endsWith('.conf')).map((e) => `${path}/${e.name}`) ?? [
      path,
    ];
    for (const file of files) {
      const source = file === entry.path ? entry : await host.read(file);
      if (source) sources.set(file, source);
      else watched.push(file);
    }
  }
  if (!sources.has(entry.path)) return { ...alone(entry), watched };
  return { ...alone(entry), key: `machine ${name}`, sources, watched, applied: [...sources.values()] };
}

const isAt = (place: string, path: string) => path === place || path.startsWith(`${place}/`);

/** An editor holds one of the two names with text that is not saved yet, so a link's target may have moved on a little. */
function isLink(link: string, target: string): boolean {
  if (link === target) return true;
  const lines = new Set(target.split('\n'));
  const own = link.split('\n').filter((line) => line.trim() !== '');
  return own.length > 3 && own.filter((line) => lines.has(line)).length * 2 > own.length;
}

function alone(entry: Source): SysctlFiles {
  return {
    key: `file ${entry.path}`,
    sources: new Map([[entry.path, entry]]),
    watched: [],
    around: '',
    applied: [entry],
    sysctlConf: undefined,
    linked: false,
    modules: new Set(),
    replacedBy: undefined,
  };
}

/** The root without its trailing slash (`''` for `/`); undefined where the file stands in no directory that is applied. */
async function rootOf(host: Host, path: string): Promise<string | undefined> {
  if (path.endsWith('/etc/sysctl.conf')) return path.slice(0, -'/etc/sysctl.conf'.length);
  if (!path.endsWith('.conf')) return undefined;
  const folder = path.slice(0, -nameOf(path).length - 1);
  const directory = directories.find((d) => folder.endsWith(`/${d}`));
  if (!directory) return undefined;
  const root = folder.slice(0, -directory.length - 1);
  if (root === '' || directory.startsWith('etc/')) return root;
  return (await host.list(`${root}/etc`)) ? root : undefined;
}
