import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { decode, type Source } from '../../../server/src/core/text.ts';
import { corpus, filesBelow, isThere } from '../../corpus.ts';
import { type Block, pageIds, readPage, root } from '../../pages.ts';
import type { NamedConfiguration } from './compare.ts';
import { type Configuration, isShared, type Judges, stockFiles, type Verdict } from './judge.ts';

const folder = '/etc/nginx';
const main = `${folder}/nginx.conf`;

/** The configurations that were written for this: together they use every directive that Debian's build has. */
export function handWritten(): NamedConfiguration[] {
  const bases = `${root}test/nginx/oracle/bases`;
  return readdirSync(bases)
    .filter((name) => name.endsWith('.conf'))
    .sort()
    .map((name) => ({ name, ...withStock([nginxSource(main, readFileSync(`${bases}/${name}`, 'utf8'))], main) }));
}

const nginxSource = (path: string, text: string): Source => ({ path, text, encoding: 'utf8', language: 'nginx' });

const withStock = (sources: readonly Source[], main: string): Configuration => ({
  files: new Map([...stockFiles(), ...sources].map((source) => [source.path, source])),
  main,
});

/** Files of which nobody says what includes them. */
export interface Loose {
  readonly name: string;
  /** Below `/etc/nginx`; the first is the one that is judged. */
  readonly sources: readonly Source[];
}

/** The configurations on the rule pages and among the examples; what a page calls bad may still be what nginx takes. */
export function documented(): (Loose & { readonly role: Block['role']; readonly target: string })[] {
  const pages = pageIds().flatMap((id) => {
    const { blocks = [], path = '' } = readPage(id, 'en') ?? {};
    return blocks
      .filter(({ language }) => language === 'nginx')
      .map(({ files, line, role, target }) => {
        const paths = [...files.keys()].sort((a, b) => Number(b === 'nginx.conf') - Number(a === 'nginx.conf'));
        const sources = paths.map((path) => nginxSource(`${folder}/${path}`, files.get(path)!));
        return { name: `${path}:${line}`, sources, role, target };
      });
  });
  const example = (below: string, role: Block['role']) => {
    const sources = textsBelow(`${root}${below}`, below);
    const first = sources.findIndex(({ path }) => path === main);
    return { name: below, sources: [sources[first]!, ...sources.filter((_, i) => i !== first)], role, target: '' };
  };
  return [...pages, example('examples/good', 'good'), example('examples/nginx', 'bad')];
}

/** Configurations of others, where a collection of them lies beside the repository. */
export function collected(): Loose[] {
  if (!isThere) return [];
  const configurations = join(corpus, 'nginx');
  const repositories = readdirSync(configurations).filter((name) => statSync(join(configurations, name)).isDirectory());
  return repositories.flatMap((repository) =>
    filesBelow(join(configurations, repository)).map((file) => {
      const base = join(configurations, configurationFolder(relative(configurations, dirname(file))));
      const path = `${folder}/${relative(base, file)}`;
      const sources = textsBelow(base, '');
      return {
        name: relative(configurations, file),
        sources: [sources.find((s) => s.path === path)!, ...sources.filter((s) => s.path !== path)],
      };
    }),
  );
}

/** What `/etc/nginx` would be on the machine: relative includes begin there. */
const configurationFolder = (folder: string) => folder.replace(partsFolder, '');
const partsFolder =
  /\/(?:conf\.d|sites-(?:available|enabled)|snippets|servers?|vhosts?|includes?|modules-enabled|stream\.d)(?:\/(?!.*\/nginx\/).*)?$/;

const read = new Map<string, Source[]>();

/** The texts below a folder of the disk, as if they lay below `/etc/nginx`. */
function textsBelow(disk: string, name: string): Source[] {
  const key = `${disk} ${name}`;
  const known = read.get(key);
  if (known) return known;
  const sources = filesBelow(disk)
    .filter((file) => statSync(file).size < 200_000 && !/sysctl/.test(file))
    .map((file): Source => {
      const path = `${folder}/${relative(disk, file)}`;
      return { ...decode(path, readFileSync(file)), language: 'nginx' };
    });
  read.set(key, sources);
  return sources;
}

export interface Placed {
  readonly configuration: NamedConfiguration;
  readonly verdict: Verdict;
}

/**
 * The first surroundings in which nginx takes a file, with its verdict; for a file that could be whole, its verdict about that.
 * undefined where it fits nowhere without the rest of what it belongs to. Includes that are nowhere are empty.
 */
export async function place(judges: Judges, { name, sources }: Loose): Promise<Placed | undefined> {
  const file = sources[0]!;
  for (const around of surroundings) {
    const top = around === '' ? file.path : `${folder}/around.conf`;
    const own = around === '' ? [] : [nginxSource(top, around.replace('FILE', file.path))];
    let configuration: NamedConfiguration = { name, ...withStock([...sources, ...own], top) };
    let verdict = await judges.judge(configuration);
    for (let missing = missingInclude(verdict); missing; missing = missingInclude(verdict)) {
      if (configuration.files.has(missing)) break;
      configuration = {
        ...configuration,
        files: new Map([...configuration.files, [missing, { ...nginxSource(missing, ''), language: 'nginx' }]]),
      };
      verdict = await judges.judge(configuration);
    }
    const elsewhere = verdict.kind !== 'accepted' && (around !== '' || /^no "events"|is not allowed here$/.test(verdict.said));
    if (!elsewhere) return { configuration, verdict };
  }
  return undefined;
}

/** At most `count` of the accepted ones that are whole by themselves, far from each other. */
export function spread(placed: readonly Placed[], count: number): NamedConfiguration[] {
  const whole = placed
    .filter(({ verdict, configuration: { main, files } }) => {
      const { text, encoding } = files.get(main)!;
      return verdict.kind === 'accepted' && !main.endsWith('/around.conf') && encoding === 'utf8' && text.length < 20_000;
    })
    .map(({ configuration }) => configuration);
  const step = Math.max(1, whole.length / count);
  return whole.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}

const surroundings = [
  '',
  'events {} include FILE;',
  'events {} http { include FILE; }',
  'events {} http { server { include FILE; } }',
  'events {} http { server { location / { include FILE; } } }',
  'events {} http { upstream around { server 127.0.0.1; include FILE; } }',
  'events {} stream { include FILE; }',
  'events {} stream { server { listen 1; include FILE; } }',
  'events { include FILE; }',
];

function missingInclude(verdict: Verdict): string | undefined {
  if (verdict.kind !== 'machine' || verdict.line === undefined) return undefined;
  const path = /^open\(\) "(\/[^"]+)" failed \(2:/.exec(verdict.said)?.[1];
  return path === undefined || isShared(path) ? undefined : path;
}
