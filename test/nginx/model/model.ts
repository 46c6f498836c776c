import { defaultConfig } from '../../../server/src/core/config.ts';
import { memoryHost } from '../../../server/src/core/host.ts';
import { defaultTarget } from '../../../server/src/core/targets.ts';
import { build } from '../../../server/src/nginx/model/build.ts';
import { gather } from '../../../server/src/nginx/model/gather.ts';
import type { Directive, Nginx, NginxFiles } from '../../../server/src/nginx/model/model.ts';

export type Files = Readonly<Record<string, string>>;

/** Gathers from files by absolute path; the first one is the entry unless another is named. */
export async function filesOf(files: Files, entry = Object.keys(files)[0]!, paths = {}): Promise<NginxFiles> {
  const sources = new Map(Object.entries(files).map(([path, text]) => [path, { path, text, encoding: 'utf8' as const }]));
  return gather(memoryHost(sources), sources.get(entry)!, { ...defaultConfig, paths });
}

export async function modelOf(files: Files | string, entry?: string, paths = {}): Promise<Nginx> {
  return build(await filesOf(typeof files === 'string' ? { '/w/nginx.conf': files } : files, entry, paths), defaultTarget);
}

export const words = (d: Directive) => [d.name, ...d.node.args.map((a) => a.text)].join(' ');

/** The location with that argument. */
export const location = (nginx: Nginx, name: string) =>
  nginx.directives('location').find((d) => d.node.args.at(-1)?.text === name)!;
