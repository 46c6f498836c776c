import { once } from '../../core/once.ts';
import type { Source } from '../../core/text.ts';
import { builtIn, isOthers } from '../facts/variables.ts';
import { type DirectiveNode, inOrder, treeOf, type Word } from '../syntax.ts';
import { type Directive, enclosing, type Nginx, type PassTarget, type ReachedFile } from './model.ts';
import { type VariableDefinition, variablesDefined } from './symbols.ts';
import { isWhole } from './whole.ts';
import { zoneUses } from './zones.ts';

export type NameKind = 'upstream' | 'variable' | 'zone' | 'format' | 'location';

/** A place where a name is written. */
export interface Mention {
  readonly kind: NameKind;
  /** Equal for the same thing of one configuration. */
  readonly key: string;
  readonly name: string;
  readonly defines: boolean;
  /** Offsets of the name itself, in the file of the directive: without `$`, `@`, braces, quotes, scheme and parameter. */
  readonly start: number;
  readonly end: number;
  /** false: escapes hide where in the word it stands, or it is put together of parts. */
  readonly exact: boolean;
  readonly directive: Directive;
}

export interface Names {
  /** In a file, by its path. */
  inFile(path: string): readonly Mention[];
  /** Those of a file that an offset is in, right behind, or at most so far before. */
  near(path: string, offset: number, before: number): readonly Mention[];
  /** Those that begin at an offset of a file. */
  startingAt(path: string, start: number): readonly Mention[];
  /** Of one thing, in the order in which nginx reads them; the definitions of a variable first. */
  of(key: string): readonly Mention[];
  isDefined(key: string): boolean;
  readonly zones: readonly Mention[];
}

/**
 * Every name of a configuration that its author chose, or could have, wherever it is written. Most are uses of variables: they are
 * looked up in what is known of each text, so that an edit costs one file.
 */
export const namesIn: (nginx: Nginx) => Names = once((nginx) => {
  const definitions = grouped(variableDefinitions(nginx));
  const others = grouped([...upstreams(nginx), ...zones(nginx), ...formats(nginx), ...locations(nginx)]);
  const defined = new Map<Directive, Set<number>>();
  for (const { directive: d, start } of definitions.all) defined.set(d, (defined.get(d) ?? new Set()).add(start));
  const uses = (file: ReachedFile, written: readonly Written[], scope?: string): readonly Mention[] => {
    const found: Mention[] = [];
    for (const [d, use] of occurring(file, written)) {
      const its = httpOr(d.ns);
      if ((scope === undefined || scope === its) && !defined.get(d)?.has(use.start))
        found.push(mentionAt(d, use, 'variable', its));
    }
    return found;
  };
  const byStart = byText((path) => groupBy([...definitions.of(path), ...others.of(path)], ({ start }) => start));
  return {
    inFile: byText((path) => {
      const file = nginx.files.get(path);
      return [...definitions.of(path), ...(file ? uses(file, variablesIn(file.source)) : []), ...others.of(path)];
    }),
    near(path, offset, before) {
      const isNear = ({ start, end }: Mention) => start - before <= offset && offset <= end;
      const file = nginx.files.get(path);
      const around = file ? between(variablesIn(file.source), offset, offset + before) : none;
      return [
        ...definitions.of(path).filter(isNear),
        ...(file ? uses(file, around).filter(isNear) : none),
        ...others.of(path).filter(isNear),
      ];
    },
    startingAt(path, start) {
      const file = nginx.files.get(path);
      const its = file ? uses(file, between(variablesIn(file.source), start, start)) : none;
      return [...(byStart(path).get(start) ?? none), ...its.filter((m) => m.start === start)];
    },
    of: byText((key) => {
      const [, scope, name = ''] = /^variable (\w+)\n(.*)/.exec(key) ?? [];
      if (scope === undefined) return others.byKey.get(key) ?? none;
      const its = [...nginx.files.values()].flatMap((file) => {
        const written = variablesByName(file.source).get(name);
        return written ? uses(file, written, scope) : none;
      });
      return [...(definitions.byKey.get(key) ?? none), ...its.sort((a, b) => a.directive.index - b.directive.index)];
    }),
    isDefined: (key) => definitions.byKey.has(key) || (others.byKey.get(key)?.some((m) => m.defines) ?? false),
    zones: others.all.filter(({ kind }) => kind === 'zone'),
  };
});

function grouped(mentions: Iterable<Mention>) {
  const all = [...mentions];
  const byFile = groupBy(all, (m) => m.directive.file.path);
  return { all, byKey: groupBy(all, (m) => m.key), of: (path: string): readonly Mention[] => byFile.get(path) ?? none };
}

function groupBy<T, K>(all: readonly T[], keyOf: (one: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const list = groups.get(key);
    if (list) list.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

/** An answer is given once for each text. */
function byText<V>(make: (text: string) => V): (text: string) => V {
  const known = new Map<string, V>();
  return (text) => {
    const answer = known.get(text) ?? make(text);
    known.set(text, answer);
    return answer;
  };
}

/** The key of the same thing, had it another name. */
export function renamedKey({ kind, key }: Mention, name: string): string {
  return key.slice(0, key.indexOf('\n') + 1) + (caseless(kind) ? name.toLowerCase() : name);
}

/** Whether nginx or a module of it gives the name its meaning. */
export function isGiven({ kind, directive }: Pick<Mention, 'kind' | 'directive'>, name: string): boolean {
  if (kind === 'format') return name === 'combined';
  if (kind !== 'variable') return false;
  const ns = directive.ns === 'stream' ? 'stream' : 'http';
  // memcached_pass looks for its key in the variable of that name.
  return builtIn(name, ns) !== undefined || isOthers(name) || name.toLowerCase() === 'memcached_key';
}

/**
 * What keeps us from knowing every place where a name is used: files that are not known or not readable, or a directive
 * that may get to the name at run time.
 */
export function obstacleTo(nginx: Nginx, { kind, key, directive, name }: Mention): 'files' | Directive | undefined {
  if (kind === 'location') {
    const server = enclosing(directive, 'server');
    if (nginx.truncated || [...nginx.files.values()].some(({ tree }) => tree.problems.length > 0)) return 'files';
    const open = server ? [server, ...server.children].some((d) => d.node.block && nginx.isOpen(d)) : !isWhole(nginx);
    return open
      ? 'files'
      : nginx.all.find((d) => scriptsOf(d.node, d.file.source).some(({ text }) => text.includes(`@${name}`)));
  }
  if (!isWhole(nginx)) return 'files';
  switch (kind) {
    case 'variable':
      // Files of scripts are not read.
      return nginx.all.find((d) => /_by_lua_file$|^(?:js|perl)_|^ssi$/.test(d.name) || mayReach(d, 'var'));
    case 'upstream':
      return nginx.passes.find((p) => p.directive.ns === directive.ns && !p.complete)?.directive ?? composed(nginx).get(key);
    case 'zone':
      if (directive.name === 'lua_shared_dict' || scriptsOf(directive.node, directive.file.source).length > 0)
        return nginx.all.find((d) => /_by_lua_file$/.test(d.name) || mayReach(d, 'shared'));
      return nginx.all.find((d) => /_cache$/.test(d.name) && d.node.args[0]?.text.includes('$'));
    case 'format':
      return undefined;
  }
}

/** Whether its Lua may get to names of a table of `ngx` that it does not write: by a name that it puts together, or in a module. */
function mayReach(d: Directive, table: 'var' | 'shared'): boolean {
  return scriptsOf(d.node, d.file.source).some(({ text }) => reaching[table].test(text));
}

const reaching = {
  // Libraries have the names of zones from their caller, those of variables are their caller's own.
  var: /\bngx\.var\b(?!\.|\[["'])|\brequire\b(?!\s*\(?\s*["'](?:resty|ngx|cjson|table|string|math|os|io|bit|ffi|jit)\b)/,
  shared: /\bngx\.shared\b(?!\.|\[["'])|\brequire\b/,
} as const;

const caseless = (kind: NameKind) => kind === 'variable' || kind === 'upstream';

const keyOf = (kind: NameKind, scope: string, name: string) =>
  `${kind} ${scope}\n${caseless(kind) ? name.toLowerCase() : name}`;

const rawOf = ({ file }: Directive, { start, end }: Word) => file.source.text.slice(start, end);

/** A mention of a name that stands `from` behind the start of a word; of the whole word where it does not. */
function mention(
  directive: Directive,
  word: Word,
  from: number,
  name: string,
  kind: NameKind,
  scope: string,
  defines: boolean,
): Mention {
  const exact =
    from >= 0 &&
    rawOf(directive, word)
      .slice(from, from + name.length)
      .toLowerCase() === name.toLowerCase();
  const start = exact ? word.start + from : word.start;
  const end = exact ? start + name.length : word.end;
  return { kind, key: keyOf(kind, scope, name), name, defines, start, end, exact, directive };
}

function mentionAt(directive: Directive, { name, start }: Written, kind: NameKind, scope: string): Mention {
  const key = keyOf(kind, scope, name);
  return { kind, key, name, defines: false, start, end: start + name.length, exact: true, directive };
}

/** In each place of their file, one after the other. */
function* occurring({ occurrences }: ReachedFile, written: readonly Written[]): Iterable<readonly [Directive, Written]> {
  for (const place of occurrences) for (const its of written) yield [place[its.node]!, its];
}

const quoteOf = (word: Word) => (word.quote === undefined ? 0 : 1);
const httpOr = (ns: Directive['ns']) => (ns === 'stream' ? 'stream' : 'http');

function* variableDefinitions(nginx: Nginx): Iterable<Mention> {
  let last: { readonly directive: Directive; readonly word: Word; readonly from: number } | undefined;
  for (const { directive: d, name, word, captured, written } of variablesDefined(nginx)) {
    if (!/^[a-z_]\w*$/i.test(name)) continue;
    let from = places.get(written);
    if (from === undefined) {
      const as = new RegExp(captured ? `(?<=\\(\\?P?[<'])${name}(?=[>'])` : `(?<=\\$)${name}\\b`, 'g');
      // One expression may have a group twice: (?J).
      as.lastIndex = last?.directive === d && last.word === word ? last.from : 0;
      from = as.exec(rawOf(d, word))?.index ?? -1;
      places.set(written, from);
    }
    last = { directive: d, word, from: from + 1 };
    yield mention(d, word, from, name, 'variable', httpOr(d.ns), true);
  }
}

/** Where in its word a name is written; -1 where escapes hide it. */
const places = new WeakMap<VariableDefinition['written'], number>();

/** A name in a text, wherever that stands. */
interface Written {
  /** Which of the file's nodes. */
  readonly node: number;
  readonly name: string;
  readonly start: number;
}

/** What may be a use of a variable, in order. */
const variablesIn = once((source: Source): readonly Written[] => {
  const uses: Written[] = [];
  // Most words are written many times.
  const known = byText((raw) =>
    [...raw.matchAll(/\$(?:\{(\w+)\}|([a-z_]\w*))/gi)].flatMap((m) => {
      const name = (m[1] ?? m[2])!;
      return /^\d/.test(name) ? [] : [{ name, from: m.index + (m[1] === undefined ? 1 : 2) }];
    }),
  );
  for (const [node, d] of inOrder(treeOf(source).items).entries()) {
    for (const { text, start, end } of d.args)
      if (text.includes('$'))
        for (const { name, from } of known(source.text.slice(start, end))) uses.push({ node, name, start: start + from });
    for (const { name, start } of scripted(d, source, 'var')) uses.push({ node, name, start });
  }
  return uses.sort((a, b) => a.start - b.start);
});

const variablesByName = once((source: Source) => groupBy(variablesIn(source), ({ name }) => name.toLowerCase()));

/** Those that begin between two offsets, and the one before them; names do not overlap. */
function between(written: readonly Written[], from: number, to: number): readonly Written[] {
  let [low, high] = [0, written.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (written[middle]!.start < from) low = middle + 1;
    else high = middle;
  }
  const first = Math.max(0, low - 1);
  let last = low;
  while (last < written.length && written[last]!.start <= to) last++;
  return written.slice(first, last);
}

/** The dictionaries of Lua. */
const dictionariesIn = once((source: Source): readonly Written[] =>
  inOrder(treeOf(source).items).flatMap((d, node) =>
    [...scripted(d, source, 'shared')].map(({ name, start }) => ({ node, name, start })),
  ),
);

/** The names of a table of `ngx` that the Lua of a directive writes. */
function* scripted(
  node: DirectiveNode,
  source: Source,
  table: 'var' | 'shared',
): Iterable<{ readonly name: string; readonly start: number }> {
  for (const { start, text } of scriptsOf(node, source))
    for (const m of text.matchAll(named[table])) {
      const [all, name = ''] = m;
      yield { name, start: start + m.index + all.length - name.length };
    }
}

const named = {
  var: /\bngx\.var(?:\.|\[["'])([a-z_]\w*)/gi,
  shared: /\bngx\.shared(?:\.(?=[a-z_])|\[["'])([\w.-]+(?=["'])|\w+)/gi,
} as const;

/** The Lua of a directive. */
function scriptsOf(
  { name, block, args }: DirectiveNode,
  { text }: Source,
): readonly { readonly start: number; readonly text: string }[] {
  if (block?.kind === 'lua') return [{ start: block.open, text: text.slice(block.open, block.close) }];
  if (!name.text.endsWith('_by_lua')) return none;
  return args.map(({ start, end }) => ({ start, text: text.slice(start, end) }));
}

const none: readonly never[] = [];

/** The host of an address as it is written, from where it stands. */
function hostIn(raw: string): { readonly from: number; readonly host: string } | undefined {
  const [, before = '', host] = /^(["']?(?:\w+:\/\/)?)([^\s"'$/?:;[\]]+)(?=$|["'/?$])/.exec(raw) ?? [];
  return host === undefined ? undefined : { from: before.length, host };
}

function hostOf(target: PassTarget): string | undefined {
  if (target.kind === 'upstream') return target.upstream.name;
  if (target.kind === 'name') return target.name;
  return target.unix || target.port !== undefined ? undefined : target.host;
}

function* upstreams(nginx: Nginx): Iterable<Mention> {
  const names = new Set<string>();
  for (const { directive: d, name, ns } of nginx.upstreams) {
    const word = d.node.args[0]!;
    names.add(keyOf('upstream', ns, name));
    yield mention(d, word, quoteOf(word), name, 'upstream', ns, true);
  }
  for (const { directive: d, literal, targets } of nginx.passes) {
    if (literal) {
      const word = d.node.args[0]!;
      const host = targets[0] && hostOf(targets[0]);
      if (host === undefined) continue;
      yield mention(d, word, hostIn(rawOf(d, word))?.from ?? -1, host, 'upstream', httpOr(d.ns), false);
    } else
      for (const { directive, word, from, name } of sourcesOf(nginx, d, names))
        yield mention(directive, word, from, name, 'upstream', httpOr(d.ns), false);
  }
  // nginx rewrites what the server says of itself, whose name is that of the upstream.
  for (const d of nginx.directives('proxy_redirect')) {
    const word = d.node.args[0];
    const found = word && hostIn(rawOf(d, word));
    if (found && word.text.includes('://') && names.has(keyOf('upstream', 'http', found.host)))
      yield mention(d, word, found.from, found.host, 'upstream', 'http', false);
  }
}

interface NameSource {
  readonly directive: Directive;
  readonly word: Word;
  readonly from: number;
  readonly name: string;
}

/** The lines of maps and `set` from which a pass has the names of upstreams. */
function* sourcesOf(nginx: Nginx, pass: Directive, names: ReadonlySet<string>): Iterable<NameSource> {
  for (const value of nginx.values(pass.node.args[0]!.text, pass.parent).known)
    for (const directive of value.from) {
      const word = directive.node.args.at(-1);
      const found = word && hostIn(rawOf(directive, word));
      if (found && names.has(keyOf('upstream', httpOr(pass.ns), found.host)) && !word.text.includes('$'))
        yield { directive, word, from: found.from, name: found.host };
    }
}

/** The upstreams whose name comes about only when a request does, with what puts it together: `proxy_pass http://pool_$color`. */
const composed = once((nginx: Nginx): ReadonlyMap<string, Directive> => {
  const found = new Map<string, Directive>();
  for (const { directive: d, literal, targets } of nginx.passes) {
    if (literal) continue;
    const all = new Set(
      targets.flatMap((t) => (t.kind === 'upstream' ? [keyOf('upstream', t.upstream.ns, t.upstream.name)] : [])),
    );
    const written = new Set([...sourcesOf(nginx, d, all)].map(({ name }) => keyOf('upstream', httpOr(d.ns), name)));
    // Something before or behind the variable makes the name another one.
    const alone = /^(?:\w+:\/\/)?\$(?:\w+|\{\w+\})(?:$|[/?$])/.test(d.node.args[0]!.text);
    for (const key of all) if (!alone || !written.has(key)) found.set(key, d);
  }
  return found;
});

function* zones(nginx: Nginx): Iterable<Mention> {
  for (const { name, kind, directive, word, at, makes, size } of zoneUses(nginx)) {
    const defines = makes === 'sole' || (makes === 'shared' && size !== undefined);
    yield mention(directive, word, at + quoteOf(word), name, 'zone', kind, defines);
  }
  for (const file of nginx.files.values())
    for (const [d, use] of occurring(file, dictionariesIn(file.source))) yield mentionAt(d, use, 'zone', `${httpOr(d.ns)} lua`);
}

function* formats(nginx: Nginx): Iterable<Mention> {
  for (const [name, at] of [
    ['log_format', 0],
    ['access_log', 1],
  ] as const)
    for (const d of nginx.directives(name)) {
      const word = d.node.args[at];
      if (word && !/[=$]/.test(word.text)) yield mention(d, word, quoteOf(word), word.text, 'format', httpOr(d.ns), at === 0);
    }
}

const jumps = ['error_page', 'try_files', 'post_action', 'echo_exec'] as const;

function* locations(nginx: Nginx): Iterable<Mention> {
  const servers = new Map<Directive | undefined, number>();
  const scope = (server: Directive | undefined) => {
    const known = servers.get(server) ?? servers.size;
    servers.set(server, known);
    return String(known);
  };
  const homes = new Map<string, Set<Directive | undefined>>();
  for (const d of nginx.directives('location')) {
    const word = d.node.args[0];
    if (!word?.text.startsWith('@') || word.text.length < 2) continue;
    const name = word.text.slice(1);
    const server = enclosing(d, 'server');
    homes.set(name, (homes.get(name) ?? new Set()).add(server));
    yield mention(d, word, 1 + quoteOf(word), name, 'location', scope(server), true);
  }
  for (const jump of jumps)
    for (const d of nginx.directives(jump)) {
      const word = d.node.args.at(-1);
      if (!word || !/^@[^$]+$/.test(word.text)) continue;
      const name = word.text.slice(1);
      const server = enclosing(d, 'server');
      // What stands around servers is taken over by each of them.
      const all = server ? [server] : [...(homes.get(name) ?? [undefined])];
      for (const each of all) yield mention(d, word, 1 + quoteOf(word), name, 'location', scope(each), false);
    }
}
