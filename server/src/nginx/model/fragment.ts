import { folderOf, nameOf } from '../../core/path.ts';
import { directive } from '../facts/directives.ts';
import type { Tree } from '../syntax.ts';
import { isHearsay } from './meaning.ts';
import type { Namespace, Top } from './model.ts';

const rootBlocks = new Set(['http', 'events', 'stream', 'mail']);

/** Whether a file is a main file: it opens one of the blocks that only a main file has. */
export const isRootTree = (tree: Tree): boolean => tree.items.some((n) => n.block && rootBlocks.has(n.name.text));

/**
 * What an entry stands in. A root is the whole; a fragment tells by what it holds, else by its folder. One that belongs into
 * `http` (or `stream`) is taken to stand in a block that sets nothing, as the stock main files do; below that, the
 * blocks around it may set anything.
 */
export function inferTop(tree: Tree, path: string): Top {
  if (isRootTree(tree)) return { context: 'main', ns: 'core', parentsKnown: true };
  const has = (names: ReadonlySet<string>, block?: boolean) =>
    tree.items.some((n) => names.has(n.name.text) && (block === undefined || (n.block !== undefined) === block));
  if (has(sections, true) || has(sectionSettings)) return section(sectionNamespace(tree, path));
  if (has(onlyServer, false)) return { context: 'upstream', ns: undefined, parentsKnown: false };
  if (has(serverLevel)) return { context: 'server', ns: has(new Set(['location'])) ? 'http' : undefined, parentsKnown: false };
  if (has(mainLevel)) return { context: 'main', ns: 'core', parentsKnown: true };
  if (has(locationLevel)) return { context: 'location', ns: 'http', parentsKnown: false };
  if (loadedBy(path) && tree.items.length > 0) return section('http');
  return { context: undefined, ns: undefined, parentsKnown: false };
}

const section = (ns: Namespace): Top => ({ context: ns, ns, parentsKnown: true });

/** The stock main files load these folders into `http`, all of their files at once: a fragment in one stands beside the others. */
export function loadedBy(path: string): { readonly folder: string; readonly pattern: string } | undefined {
  const folder = folderOf(path);
  const pattern = { 'conf.d': '*.conf', 'http.d': '*.conf', 'sites-enabled': '*' }[nameOf(folder)];
  return pattern ? { folder, pattern } : undefined;
}

const sections = new Set(['server', 'upstream', 'map', 'geo', 'split_clients']);
const sectionSettings = new Set([
  'log_format',
  'limit_req_zone',
  'limit_conn_zone',
  'proxy_cache_path',
  'fastcgi_cache_path',
  'uwsgi_cache_path',
  'scgi_cache_path',
  'server_names_hash_bucket_size',
  'server_names_hash_max_size',
  'types_hash_max_size',
  'variables_hash_max_size',
  'map_hash_bucket_size',
  'map_hash_max_size',
  'lua_shared_dict',
  'lua_package_path',
  'init_by_lua_block',
  'init_worker_by_lua_block',
]);
const onlyServer = new Set(['server', 'ip_hash', 'least_conn', 'keepalive']);
const serverLevel = new Set(['location', 'listen', 'server_name']);
const mainLevel = new Set(['load_module', 'user', 'worker_processes', 'worker_rlimit_nofile', 'pid', 'daemon']);
const locationLevel = new Set([
  'proxy_pass',
  'fastcgi_pass',
  'uwsgi_pass',
  'scgi_pass',
  'grpc_pass',
  'memcached_pass',
  'alias',
]);

/** The namespace whose servers take the most of what stands in the servers here. */
function sectionNamespace(tree: Tree, path: string): Namespace {
  const names = tree.items.flatMap((n) => (n.name.text === 'server' ? (n.block?.items ?? []) : [])).map((n) => n.name.text);
  const counts = serverNamespaces.map((ns) => names.filter((name) => isOfServers(name, ns)).length);
  const most = Math.max(...counts);
  if (most > counts[0]!) return serverNamespaces[counts.indexOf(most)]!;
  return names.length === 0 && /\/(?:streams?|tcp)[^/]*\/[^/]*$/.test(path) ? 'stream' : 'http';
}

const serverNamespaces = ['http', 'stream', 'mail'] as const;

const isOfServers = (name: string, ns: Namespace) =>
  directive(name).some((fact) => isHearsay(fact) || (fact.namespace === ns && fact.contexts.includes('server')));
