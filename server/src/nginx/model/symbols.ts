import { once } from '../../core/once.ts';
import type { Tree, Word } from '../syntax.ts';
import type { Directive, Name, Nginx, Reference } from './model.ts';
import type { Network } from './upstreams.ts';

type Occurrences = Pick<Nginx, 'all' | 'files' | 'directives'>;

export interface Symbols {
  definitions(name: Name): readonly Reference[];
  references(name: Name): readonly Reference[];
  /** Every name of a kind that something defines. */
  defined(kind: Name['kind']): Iterable<string>;
}

/** The directives that define a variable, and which of their words names it (from the end where negative). */
const definers = new Map(
  Object.entries({
    map: 1,
    geo: -1,
    split_clients: 1,
    num_map: 1,
    keyval: 1,
    auth_request_set: 0,
    auth_jwt_claim_set: 0,
    auth_jwt_header_set: 0,
    js_set: 0,
    js_var: 0,
    perl_set: 0,
    lua_add_variable: 0,
    eval: 0,
    mruby_set: 0,
    mruby_set_code: 0,
    postgres_set: 0,
    shib_request_set: 0,
    server_traffic_status_set_by_filter: 0,
    vhost_traffic_status_set_by_filter: 0,
  }),
);

/** The directives whose words may name a location (`@name`). */
const jumps = new Set(['error_page', 'try_files', 'post_action']);

/** Names and where they are used, for the whole configuration; each table is built when first asked for. */
export function symbols(occurrences: Occurrences, network: () => Network): Symbols {
  let defined: Table | undefined;
  let used: Table | undefined;
  const definitions = () => {
    defined ??= definedIn(occurrences, network());
    return defined;
  };
  return {
    definitions: (name) => definitions().get(keyOf(name.kind, name.name)) ?? [],
    references(name) {
      used ??= usedIn(occurrences, network());
      return used.get(keyOf(name.kind, name.name)) ?? [];
    },
    *defined(kind) {
      for (const key of definitions().keys()) if (key.startsWith(`${kind} `)) yield key.slice(kind.length + 1);
    },
  };
}

type Table = Map<string, Reference[]>;

function add(table: Table, kind: Name['kind'], name: string, directive: Directive, word: Word): void {
  const key = keyOf(kind, name);
  const list = table.get(key);
  if (list) list.push({ directive, word });
  else table.set(key, [{ directive, word }]);
}

function definedIn(occurrences: Occurrences, { upstreams }: Network): Table {
  const defined: Table = new Map();
  for (const { directive, name } of upstreams) add(defined, 'upstream', name, directive, directive.node.args[0]!);
  for (const d of occurrences.directives('location')) {
    const [first] = d.node.args;
    if (first?.text.startsWith('@')) add(defined, 'location', first.text.slice(1), d, first);
  }
  for (const { name, word, directive } of variablesDefined(occurrences)) add(defined, 'variable', name, directive, word);
  return defined;
}

function usedIn({ all }: Occurrences, { passes }: Network): Table {
  const used: Table = new Map();
  for (const { directive, targets } of passes)
    for (const target of targets)
      if (target.kind === 'upstream') add(used, 'upstream', target.upstream.name, directive, directive.node.args[0]!);
  for (const d of all) {
    const definitions = definitionsOf(d);
    for (const word of [d.node.name, ...d.node.args]) {
      if (jumps.has(d.name) && /^@\w/.test(word.text)) add(used, 'location', word.text.slice(1), d, word);
      if (!word.text.includes('$') || definitions.some((definition) => definition.word === word)) continue;
      for (const variable of new Set([...word.text.matchAll(/\$\{?(\w+)/g)].map((m) => m[1]!)))
        add(used, 'variable', variable, d, word);
    }
  }
  return used;
}

export interface VariableDefinition extends Definition {
  readonly directive: Directive;
  /** The same object for all occurrences of the word, in all models. */
  readonly written: Definition;
}

interface Definition {
  /** Without `$`. */
  readonly name: string;
  readonly word: Word;
  /** Whether it is a group of an expression: `(?<name>…)`. */
  readonly captured: boolean;
}

const known = new WeakMap<Occurrences['files'], readonly VariableDefinition[]>();

/** Every definition of a variable, in order. */
export function variablesDefined({ files }: Pick<Occurrences, 'files'>): readonly VariableDefinition[] {
  let found = known.get(files);
  if (!found) {
    const list: VariableDefinition[] = [];
    for (const { tree, occurrences } of files.values())
      for (const place of occurrences)
        for (const { node, written } of definitionsIn(tree, place)) {
          const { name, word, captured } = written;
          list.push({ name, word, captured, written, directive: place[node]! });
        }
    found = list.sort((a, b) => a.directive.index - b.directive.index);
    known.set(files, found);
  }
  return found;
}

interface Placed {
  /** Which of the file's nodes. */
  readonly node: number;
  readonly written: Definition;
}

const perTree = once((_: Tree) => new Map<string, readonly Placed[]>());

/** What a file defines in one of its places. */
function definitionsIn(tree: Tree, place: readonly Directive[]): readonly Placed[] {
  const around = place[0]?.parent;
  // Of the block around a file only this much matters.
  const kind = around?.name === 'geoip2' || around?.node.block?.kind === 'entries' ? around.name : '';
  const its = perTree(tree);
  let placed = its.get(kind);
  if (!placed) {
    const found: Placed[] = [];
    for (let node = 0; node < place.length; node++)
      for (const written of definitionsOf(place[node]!)) found.push({ node, written });
    placed = found;
    its.set(kind, placed);
  }
  return placed;
}

function definitionsOf(d: Directive): readonly Definition[] {
  const around = d.parent?.name;
  const { name, args } = d.node;
  // A name for a value of the data base: `$country default=XX country iso_code`.
  if (around === 'geoip2') return named(name);
  if (d.parent?.node.block?.kind === 'entries')
    return (around === 'map' || around === 'num_map') && name.text.startsWith('~') ? captured([name]) : none;
  if (expressions.has(d.name)) return captured(args);
  if (arrays.test(d.name))
    return args.flatMap((word) => (word.text.startsWith('to=$') ? [{ name: word.text.slice(4), word, captured: false }] : []));
  const at = setters.test(d.name) ? 0 : definers.get(d.name);
  return at === undefined ? none : named(args.at(at));
}

const none: readonly Definition[] = [];

/** set, set_by_lua, set_random, set_escape_uri and all the others name first what they set. */
const setters = /^set(?:_|$)/;
const arrays = /^array_(?:split$|join$|map)/;

/** The directives whose words may be expressions; nginx makes variables of their named groups. */
const expressions = new Set([
  'location',
  'server_name',
  'rewrite',
  'if',
  'valid_referers',
  'proxy_redirect',
  'proxy_cookie_domain',
  'proxy_cookie_path',
  'proxy_cookie_flags',
]);

const named = (word: Word | undefined): readonly Definition[] =>
  word?.text.startsWith('$') && word.text.length > 1 ? [{ name: word.text.slice(1), word, captured: false }] : none;

function captured(words: readonly Word[]): readonly Definition[] {
  let found: Definition[] | undefined;
  for (const word of words) {
    if (!word.text.includes('(?')) continue;
    found ??= [];
    for (const m of word.text.matchAll(/\(\?P?[<'](\w+)[>']/g)) found.push({ name: m[1]!, word, captured: true });
  }
  return found ?? none;
}

/** Variables and upstreams are compared without regard to case, locations are not. */
const keyOf = (kind: Name['kind'], name: string) => `${kind} ${kind === 'location' ? name : name.toLowerCase()}`;
