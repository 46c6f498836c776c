import { once } from '../../core/once.ts';
import { builtIn, isOthers } from '../facts/variables.ts';
import type { Word } from '../syntax.ts';
import { type Directive, enclosing, type Nginx, type PassTarget } from './model.ts';
import { variablesDefined } from './symbols.ts';
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
  readonly all: readonly Mention[];
  /** By path of the file. */
  readonly byFile: ReadonlyMap<string, readonly Mention[]>;
  readonly byKey: ReadonlyMap<string, readonly Mention[]>;
}

/** Every name of a configuration that its author chose, or could have, wherever it is written. */
export const namesIn: (nginx: Nginx) => Names = once((nginx) => {
  const all = [...variables(nginx), ...upstreams(nginx), ...zones(nginx), ...formats(nginx), ...locations(nginx)];
  const group = (keyOf: (m: Mention) => string) => {
    const groups = new Map<string, Mention[]>();
    for (const m of all) {
      const key = keyOf(m);
      const list = groups.get(key);
      if (list) list.push(m);
      else groups.set(key, [m]);
    }
    return groups;
  };
  return { all, byFile: group((m) => m.directive.file.path), byKey: group((m) => m.key) };
});

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
    return open ? 'files' : nginx.all.find((d) => scriptsOf(d).some(({ text }) => text.includes(`@${name}`)));
  }
  if (!isWhole(nginx)) return 'files';
  switch (kind) {
    case 'variable':
      // Files of scripts are not read.
      return nginx.all.find((d) => /_by_lua_file$|^(?:js|perl)_|^ssi$/.test(d.name) || mayReach(d, 'var'));
    case 'upstream':
      return nginx.passes.find((p) => p.directive.ns === directive.ns && !p.complete)?.directive ?? composed(nginx).get(key);
    case 'zone':
      if (directive.name === 'lua_shared_dict' || scriptsOf(directive).length > 0)
        return nginx.all.find((d) => /_by_lua_file$/.test(d.name) || mayReach(d, 'shared'));
      return nginx.all.find((d) => /_cache$/.test(d.name) && d.node.args[0]?.text.includes('$'));
    case 'format':
      return undefined;
  }
}

/** Whether its Lua may get to names of a table of `ngx` that it does not write: by a name that it puts together, or in a module. */
function mayReach(d: Directive, table: 'var' | 'shared'): boolean {
  return scriptsOf(d).some(({ text }) => reaching[table].test(text));
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

const quoteOf = (word: Word) => (word.quote === undefined ? 0 : 1);
const httpOr = (ns: Directive['ns']) => (ns === 'stream' ? 'stream' : 'http');

function* variables(nginx: Nginx): Iterable<Mention> {
  const defined = new Map<Directive, Set<number>>();
  let last: { readonly directive: Directive; readonly word: Word; readonly from: number } | undefined;
  for (const { directive: d, name, word, captured } of variablesDefined(nginx)) {
    if (!/^[a-z_]\w*$/i.test(name)) continue;
    // One expression may have a group twice: (?J).
    const after = last?.directive === d && last.word === word ? last.from : 0;
    const written = new RegExp(captured ? `(?<=\\(\\?P?[<'])${name}(?=[>'])` : `(?<=\\$)${name}\\b`, 'g');
    written.lastIndex = after;
    const from = written.exec(rawOf(d, word))?.index ?? -1;
    last = { directive: d, word, from: from + 1 };
    const its = mention(d, word, from, name, 'variable', httpOr(d.ns), true);
    defined.set(d, (defined.get(d) ?? new Set()).add(its.start));
    yield its;
  }
  // Most words are written many times.
  const known = { http: new Map<string, readonly VariableUse[]>(), stream: new Map<string, readonly VariableUse[]>() };
  for (const d of nginx.all) {
    const starts = defined.get(d);
    const scope = httpOr(d.ns);
    for (const word of d.node.args) {
      if (!word.text.includes('$')) continue;
      const raw = rawOf(d, word);
      let uses = known[scope].get(raw);
      if (!uses) {
        uses = usesIn(raw, scope);
        known[scope].set(raw, uses);
      }
      for (const { key, name, from } of uses) {
        const start = word.start + from;
        if (starts?.has(start)) continue;
        yield { kind: 'variable', key, name, defines: false, start, end: start + name.length, exact: true, directive: d };
      }
    }
    yield* scripted(d, 'var', 'variable', httpOr(d.ns));
  }
}

type VariableUse = Pick<Mention, 'key' | 'name'> & { readonly from: number };

function usesIn(raw: string, scope: string): readonly VariableUse[] {
  return [...raw.matchAll(/\$(?:\{(\w+)\}|([a-z_]\w*))/gi)].flatMap((m) => {
    const name = (m[1] ?? m[2])!;
    return /^\d/.test(name)
      ? []
      : [{ key: keyOf('variable', scope, name), name, from: m.index + (m[1] === undefined ? 1 : 2) }];
  });
}

/** The names of a table of `ngx` that the Lua of a directive writes. */
function* scripted(d: Directive, table: 'var' | 'shared', kind: NameKind, scope: string): Iterable<Mention> {
  for (const { start, text } of scriptsOf(d))
    for (const m of text.matchAll(named[table])) {
      const [all, name = ''] = m;
      const at = start + m.index + all.length - name.length;
      yield {
        kind,
        key: keyOf(kind, scope, name),
        name,
        defines: false,
        start: at,
        end: at + name.length,
        exact: true,
        directive: d,
      };
    }
}

const named = {
  var: /\bngx\.var(?:\.|\[["'])([a-z_]\w*)/gi,
  shared: /\bngx\.shared(?:\.(?=[a-z_])|\[["'])([\w.-]+(?=["'])|\w+)/gi,
} as const;

/** The Lua of a directive. */
function scriptsOf({ name, node, file }: Directive): readonly { readonly start: number; readonly text: string }[] {
  const { block, args } = node;
  if (block?.kind === 'lua') return [{ start: block.open, text: file.source.text.slice(block.open, block.close) }];
  if (!name.endsWith('_by_lua')) return [];
  return args.map(({ start, end }) => ({ start, text: file.source.text.slice(start, end) }));
}

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
  for (const d of nginx.all) yield* scripted(d, 'shared', 'zone', `${httpOr(d.ns)} lua`);
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
