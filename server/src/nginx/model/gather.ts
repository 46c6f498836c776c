import type { Config } from '../../core/config.ts';
import type { Host } from '../../core/host.ts';
import { once } from '../../core/once.ts';
import { folderOf, nameOf, resolvePath, volumeOf } from '../../core/path.ts';
import type { Source } from '../../core/text.ts';
import { directive } from '../facts/directives.ts';
import { type DirectiveNode, inOrder, type Tree, treeOf } from '../syntax.ts';
import { inferTop, isRootTree, loadedBy } from './fragment.ts';
import { isGlob, matches } from './glob.ts';
import type { Included, NginxFiles, Top } from './model.ts';

/** Reads an entry and everything its includes lead to. Never rejects; what is not there is part of the answer. */
export async function gather(host: Host, entry: Source, config: Config): Promise<NginxFiles> {
  const inferred = inferTop(treeOf(entry), entry.path);
  const sources = new Map([[entry.path, entry]]);
  const watched = new Set<string>();
  const includes = new Map<string, Included>();
  const look = watching(host, watched);
  const outer = await setAround(look, entry.path, inferred, config);
  for (const path of outer.paths) watched.add(path);
  const top = outer.names.size > 0 ? { ...inferred, outer: outer.names } : inferred;

  const beside = top.context === 'main' ? undefined : loadedBy(entry.path);
  const joins = beside && top.parentsKnown && matches(beside.pattern, nameOf(entry.path)) && isOurs(entry);
  if (joins)
    for (const source of await readAll(look, await expand(look, beside.folder, beside.pattern))) {
      const its = inferTop(treeOf(source), source.path);
      if (its.context === top.context && its.ns === top.ns && isOurs(source)) sources.set(source.path, source);
    }
  const entries = [...sources.keys()].sort();
  sources.set(entry.path, entry);

  const places = placesOf(entry.path, top.context === 'main', config);
  let wave = [...sources.values()];
  while (wave.length > 0) {
    const patterns = new Set(wave.flatMap((source) => includesOf(treeOf(source)).map((n) => n.args[0]!.text)));
    const fresh = [...patterns].filter((pattern) => !includes.has(pattern));
    const found = await Promise.all(fresh.map((pattern) => resolve(look, pattern, places)));
    const paths = new Set<string>();
    fresh.forEach((pattern, i) => {
      const included = found[i]!;
      includes.set(pattern, included);
      if (included.status === 'found') for (const path of included.paths) if (!sources.has(path)) paths.add(path);
    });
    wave = await readAll(look, [...paths]);
    for (const source of wave) sources.set(source.path, source);
  }
  return {
    key: [joins ? `${beside.folder}/ ${top.ns}` : entry.path, ...[...outer.names].sort()].join(' '),
    sources,
    watched: [...watched].sort(),
    around: [...includes.values()].map((included) => included.status).join(' '),
    own: new Set(config.directives),
    entries,
    top,
    includes,
  };
}

/**
 * What the main file in the folder above sets in the block that a fragment belongs into, though it does not include the
 * fragment: it may do so on the machine, where sites-enabled leads to sites-available.
 */
async function setAround(host: Host, entry: string, { context, ns, parentsKnown }: Top, config: Config) {
  const [names, paths] = [new Set<string>(), new Set<string>()];
  const main = parentsKnown && context === ns ? await host.read(resolvePath(folderOf(entry), '../nginx.conf')) : undefined;
  if (!main || !isRootTree(treeOf(main))) return { names, paths };
  paths.add(main.path);
  const places = placesOf(main.path, true, config);
  const blocks = treeOf(main).items.filter((node) => node.name.text === ns);
  let wave: readonly DirectiveNode[] = blocks.flatMap((node) => node.block?.items ?? []);
  while (wave.length > 0) {
    for (const node of wave) if (!node.block && !isInclude(node)) names.add(node.name.text);
    const included = await Promise.all(wave.filter(isInclude).map((node) => resolve(host, node.args[0]!.text, places)));
    const fresh = included.flatMap((its) => (its.status === 'found' ? its.paths : [])).filter((path) => !paths.has(path));
    for (const path of fresh) paths.add(path);
    wave = (await readAll(host, [...new Set(fresh)])).flatMap((source) => treeOf(source).items);
  }
  return { names, paths };
}

/** Other programs have a conf.d, too: what cannot be read and names hardly anything of nginx's belongs to one of them. */
function isOurs(source: Source): boolean {
  const { items, problems } = treeOf(source);
  return problems.length === 0 || items.filter((item) => directive(item.name.text).length > 0).length * 2 > items.length;
}

/** Where the files of an include may lie, best place first. */
interface Places {
  /** The main file's directory; for a fragment those that may be it. */
  readonly bases: readonly string[];
  /** A relative name that is not there is missing. */
  readonly sure: boolean;
  absolute(path: string): readonly Place[];
}

interface Place {
  /** Taken literally, whatever characters it holds. */
  readonly folder: string;
  /** Below the folder. */
  readonly pattern: string;
  /** Nginx's own place, so that an empty folder there is known to be empty. */
  readonly own: boolean;
}

/** Where distributions and builds keep the main file; in a repository its folder stands for them. */
const prefixes = [
  '/etc/nginx',
  '/usr/local/nginx/conf',
  '/usr/local/openresty/nginx/conf',
  '/usr/local/etc/nginx',
  '/opt/nginx/conf',
];
const below = (path: string, folder: string) => path.startsWith(`${folder}/`);

function placesOf(entry: string, root: boolean, config: Config): Places {
  const own = folderOf(entry);
  const usual = prefixes.find((p) => own === p || own.endsWith(p));
  const machine = usual === undefined ? undefined : own.slice(0, own.length - usual.length);
  const parent = folderOf(own);
  const bases = root ? [own] : loadedBy(entry) || fragmentFolder.test(own) ? [parent, own] : [own, parent];
  return {
    bases,
    sure: root,
    absolute(path) {
      const out: Place[] = [];
      const prefix = prefixes.find((p) => below(path, p));
      if (prefix) for (const folder of bases) out.push({ folder, pattern: path.slice(prefix.length), own: folder === prefix });
      const mapped = Object.keys(config.paths)
        .filter((p) => below(path, p.replace(/\/$/, '')))
        .sort((a, b) => b.length - a.length)[0];
      if (mapped !== undefined)
        out.push({ folder: config.paths[mapped]!, pattern: path.slice(mapped.replace(/\/$/, '').length), own: true });
      if (machine !== undefined) out.push({ folder: machine || '/', pattern: path, own: true });
      else if (!prefix) out.push({ folder: volumeOf(own) || '/', pattern: path, own: false });
      return out;
    },
  };
}

const fragmentFolder = /\/(?:sites-available|snippets|modules-enabled|vhosts?(?:\.d)?|default\.d|stream(?:s|\.d|s-enabled)?)$/;

async function resolve(host: Host, pattern: string, places: Places): Promise<Included> {
  const candidates = pattern.startsWith('/')
    ? places.absolute(resolvePath('/', pattern))
    : places.bases.map((folder) => ({ folder, pattern, own: places.sure }));
  let missing = false;
  for (const place of candidates) {
    if (!isGlob(pattern)) {
      const path = resolvePath(place.folder, `./${place.pattern}`);
      if (await host.read(path)) return { status: 'found', paths: [path] };
      missing ||= place.own && (await host.list(folderOf(path))) !== undefined;
      continue;
    }
    const paths = await expand(host, place.folder, place.pattern);
    if (paths.length > 0) return { status: 'found', paths };
    const fixed = place.pattern.slice(0, place.pattern.search(/[^/]*[*?[]/));
    if (place.own && (await host.list(resolvePath(place.folder, `./${fixed}`)))) return { status: 'harmless' };
  }
  if (stockFiles.test(pattern)) return { status: 'harmless' };
  return { status: missing && !distributed.test(pattern) ? 'missing' : 'unknown' };
}

/** Stock files and folders whose content is known to set nothing that anything else depends on. */
const stockFiles =
  /(?:^|\/)(?:mime\.types|fastcgi_params|fastcgi\.conf|uwsgi_params|scgi_params|koi-utf|koi-win|win-utf|options-ssl-nginx\.conf|modules-enabled\/\*(?:\.conf)?|modules\/\*\.conf)$/;

/** What distributions put beside the main file, whether it is here or not. */
const distributed = /(?:^|\/)(?:proxy_params|snippets\/(?:fastcgi-php|snakeoil)\.conf)$/;

/** The files that a pattern below a folder matches, sorted as glob(3) sorts them. */
async function expand(host: Host, folder: string, pattern: string): Promise<string[]> {
  const segments = pattern.split('/').filter((s) => s !== '' && s !== '.');
  let paths = [folder === '/' ? '' : folder];
  let matched = false;
  for (const [i, segment] of segments.entries()) {
    const last = i === segments.length - 1;
    matched ||= isGlob(segment);
    // Behind a pattern a name has to be there, too: `*/site.conf`.
    if (!matched || segment === '..') {
      paths = paths.map((path) => (segment === '..' ? folderOf(path).replace(/^\/$/, '') : `${path}/${segment}`));
      continue;
    }
    const lists = await Promise.all(paths.map((path) => host.list(path || '/')));
    paths = lists.flatMap((entries, at) =>
      (entries ?? [])
        .filter((e) => (e.kind === 'file') === last && (isGlob(segment) ? matches(segment, e.name) : e.name === segment))
        .map((e) => `${paths[at]}/${e.name}`),
    );
  }
  return paths.sort();
}

const readAll = async (host: Host, paths: readonly string[]): Promise<Source[]> =>
  (await Promise.all(paths.map((path) => host.read(path)))).filter((source) => source !== undefined);

/** Notes what was listed and what was not there: when that changes, so may the model. */
function watching(host: Host, watched: Set<string>): Host {
  return {
    ...host,
    async read(path) {
      const source = await host.read(path);
      if (!source) watched.add(path);
      return source;
    },
    async list(path) {
      watched.add(path.endsWith('/') ? path : `${path}/`);
      return host.list(path);
    },
  };
}

/** The `include` directives of a file. */
const includesOf = once((tree: Tree): readonly DirectiveNode[] => inOrder(tree.items).filter(isInclude));

export const isInclude = (node: DirectiveNode): boolean =>
  node.name.text === 'include' && node.args.length === 1 && node.block === undefined;
