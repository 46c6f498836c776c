import { type Config, type ConfigProblem, defaultConfig, parseConfig } from '../core/config.ts';
import type { Host } from '../core/host.ts';
import { folderOf } from '../core/path.ts';
import type { Source } from '../core/text.ts';

export const configNames = ['.keepalint.yaml', '.keepalint.yml', '.keepalint.jsonc', '.keepalint.json'] as const;

export interface Configured {
  readonly config: Config;
  readonly problems: readonly ConfigProblem[];
}

export interface Configurations {
  /** The nearest configuration file at or above a file's folder, up to the boundary; the first one found counts alone. */
  of(path: string): Promise<Configured>;
}

const defaults: Configured = { config: defaultConfig, problems: [] };
const parsed = new WeakMap<Source, Promise<Configured>>();

/** One lookup per folder: for the length of one check, files do not move. */
export function findConfigurations(
  host: Host,
  fixed: string | false | undefined,
  knownRules: Iterable<string>,
): Configurations {
  const byFolder = new Map<string, Promise<Configured>>();

  const load = async (path: string): Promise<Configured | undefined> => {
    const source = await host.read(path);
    if (!source) return undefined;
    const known = parsed.get(source) ?? parseConfig(path, source.text, knownRules);
    parsed.set(source, known);
    return known;
  };

  const nearest = async (folder: string): Promise<Configured> => {
    for (const name of configNames) {
      const found = await load(`${folder === '/' ? '' : folder}/${name}`);
      if (found) return found;
    }
    const parent = folderOf(folder);
    return parent === folder || (await host.isBoundary(folder)) ? defaults : inFolder(parent);
  };

  const inFolder = (folder: string): Promise<Configured> => {
    const known = byFolder.get(folder) ?? nearest(folder);
    byFolder.set(folder, known);
    return known;
  };

  if (fixed === undefined) return { of: (path) => inFolder(folderOf(path)) };
  const only = fixed === false ? Promise.resolve(defaults) : load(fixed).then((found) => found ?? defaults);
  return { of: () => only };
}
