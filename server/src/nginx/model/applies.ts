import type { Statement, Value } from '../../core/rule.ts';
import { say, sourced, texts } from '../../core/statement.ts';
import { type DirectiveFact, directive, type Form } from '../facts/directives.ts';
import { isOverridden } from './inheritance.ts';
import { type Directive, type Effective, type Nginx, spanOf, wordsOf } from './model.ts';

/**
 * What a directive takes the place of, and where blocks inside take its own: nothing where no level inherits from another, or
 * where it is not known.
 */
export function applies(nginx: Nginx, d: Directive): readonly Statement[] {
  const waits = waiting(nginx, d);
  if (!inherits(nginx, d)) return waits;
  return [...replaced(nginx, d), ...replacing(nginx, d), ...waits];
}

/** The one thing that a directive is here, in every targeted release; undefined where releases or places differ. */
function factOf(nginx: Nginx, d: Directive): { readonly fact: DirectiveFact; readonly form: Form } | undefined {
  const meaning = nginx.meaning(d);
  const [first, ...others] = meaning.kind === 'known' ? meaning.readings : [];
  return others.every(({ fact }) => fact === first?.fact) ? first : undefined;
}

/** Whether blocks inside take it over. */
function inherits(nginx: Nginx, d: Directive): boolean {
  const reading = factOf(nginx, d);
  if (!reading || reading.fact.first === undefined || d.node.block) return false;
  const { contexts } = reading.form;
  return (
    levels.filter((level) => contexts.includes(level)).length > 1 &&
    !notInherited.test(d.name) &&
    (d.parent === undefined || levels.includes(d.parent.name) || d.parent.name === 'if' || d.parent.name === 'limit_except')
  );
}

const levels = ['http', 'stream', 'mail', 'server', 'location'];

/** What each level does for itself, or what only the server has. */
const notInherited =
  /^(?:break|if|return|rewrite|set|try_files|include|internal|location|limit_except|alias|auth_request_set|js_set|js_var|js_import|js_path|perl_set|map|error_log|stub_status|.*_pass)$/;

/** Names that make one list: the nearest level with either of them wins (ngx_http_access_merge_loc_conf()). */
const oneList: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['allow', ['allow', 'deny']],
  ['deny', ['allow', 'deny']],
]);

/** What is in force in a scope, of the directive and of what makes one list with it. */
function inForce(nginx: Nginx, name: string, scope: Directive | undefined): Effective {
  const names = oneList.get(name);
  if (!names) return nginx.effective(name, scope);
  const [a, b] = names.map((each) => nginx.effective(each, scope)) as [Effective, Effective];
  const both = { certain: a.certain && b.certain, complete: a.complete && b.complete };
  if (a.directives.length === 0 || b.directives.length === 0) return { ...(a.directives.length > 0 ? a : b), ...both };
  if (a.level === b.level) {
    const known = joined.get(a);
    if (known) return known;
    const directives = [...a.directives, ...b.directives].sort((x, y) => x.index - y.index);
    const all = { directives, level: a.level, ...both };
    joined.set(a, all);
    return all;
  }
  let block = scope;
  while (block !== a.level && block !== b.level) block = block?.parent;
  return { ...(block === a.level ? a : b), ...both };
}

/** Scopes that inherit the same share an answer. */
const joined = new WeakMap<Effective, Effective>();

/** The lines that would apply here without it. */
function replaced(nginx: Nginx, d: Directive): readonly Statement[] {
  if (!d.parent) return [];
  const outer = inForce(nginx, d.name, d.parent.parent);
  const [first] = outer.directives;
  if (!first || !outer.certain || !outer.complete) return [];
  const here = inForce(nginx, d.name, d.parent);
  // Of several lines of a block, the first one says it for all.
  if (here.directives[0] !== d || here.directives.includes(first)) return [];
  const count = outer.directives.length;
  if (count === 1) return [say(words.replaces, { line: shortLine(first), place: { place: spanOf(first) } })];
  const name = [...new Set(outer.directives.map((o) => o.name))].join('/');
  return [say(words.replacesAll, { count: { count }, name, place: { place: spanOf(first) } })];
}

/** The blocks inside that have their own. */
function replacing(nginx: Nginx, d: Directive): readonly Statement[] {
  if (isOverridden(nginx, d)) return [say(words.nowhere, {})];
  const own = factOf(nginx, d)?.fact.module;
  const further = overriding(nginx, d.name).get(d.parent) ?? [];
  const [first, second, ...more] = further.filter((other) => factOf(nginx, other)?.fact.module === own);
  if (!first) return [];
  // Where values are joined, a level below takes nothing away.
  if (inForce(nginx, d.name, first.parent).directives.includes(d)) return [];
  const place = { place: spanOf(first) };
  if (!second) return [say(words.below, { place })];
  const places = { place, other: { place: spanOf(second) } };
  return [
    more.length === 0 ? say(words.belowTwice, places) : say(words.belowOften, { ...places, count: { count: more.length } }),
  ];
}

/** By the level whose lines would apply there: of each block that has its own, the first one. */
function overriding(nginx: Nginx, name: string): ReadonlyMap<Directive | undefined, readonly Directive[]> {
  const names = overridden.get(nginx) ?? new Map<string, Map<Directive | undefined, Directive[]>>();
  overridden.set(nginx, names);
  let levels = names.get(name);
  if (!levels) {
    levels = new Map();
    const seen = new Set<Directive>();
    for (const d of oneList.get(name)?.flatMap((other) => nginx.directives(other)) ?? nginx.directives(name)) {
      if (!d.parent || seen.has(d.parent)) continue;
      seen.add(d.parent);
      const outer = inForce(nginx, name, d.parent.parent);
      if (outer.directives.length === 0) continue;
      const list = levels.get(outer.level);
      if (list) list.push(d);
      else levels.set(outer.level, [d]);
    }
    names.set(name, levels);
  }
  return levels;
}

const overridden = new WeakMap<Nginx, Map<string, Map<Directive | undefined, Directive[]>>>();

const shortLine = (d: Directive) => {
  const line = wordsOf(d);
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
};

/** How long a pass waits for a server: times that stand somewhere else, or nowhere. */
function waiting(nginx: Nginx, d: Directive): readonly Statement[] {
  const [, prefix] = /^(proxy|fastcgi|uwsgi|scgi|grpc)_pass$/.exec(d.name) ?? [];
  if (!prefix || d.ns !== 'http' || !factOf(nginx, d)) return [];
  const [connect, send, read] = ['connect', 'send', 'read'].map((part) =>
    applied(nginx, `${prefix}_${part}_timeout`, d.parent),
  );
  return connect && send && read ? [say(words.waits, { connect, send, read })] : [];
}

/** The value of a directive with one argument, and where it comes from; undefined where it is not known. */
function applied(nginx: Nginx, name: string, scope: Directive | undefined): Statement | undefined {
  const { directives, certain } = nginx.effective(name, scope);
  const [found, second] = directives;
  if (!certain || second) return undefined;
  const value: Value | undefined = found?.node.args[0]?.text ?? directive(name)[0]?.fallback;
  return value ? sourced(value, found ? { place: spanOf(found) } : 'default') : undefined;
}

const words = texts({
  replaces: {
    en: 'here instead of {line} ({place})',
    'zh-CN': '在此取代 {line}（{place}）',
  },
  replacesAll: {
    en: 'here instead of all {count} {name} lines around it ({place}): none of them is inherited once a block has its own',
    'zh-CN': '在此取代外层全部 {count} 行 {name}（{place}）：块内一旦有自己的设置，外层的就都不再继承',
  },
  nowhere: {
    en: 'applies nowhere: every server has its own',
    'zh-CN': '处处不生效：每个 server 都有自己的设置',
  },
  below: { en: 'overridden further in by {place}', 'zh-CN': '在内层被 {place} 覆盖' },
  belowTwice: {
    en: 'overridden further in by {place} and {other}',
    'zh-CN': '在内层被 {place} 和 {other} 覆盖',
  },
  belowOften: {
    en: 'overridden further in by {place}, {other} and {count} more',
    'zh-CN': '在内层被 {place}、{other} 等覆盖，另有 {count} 处',
  },
  waits: {
    en: 'timeouts here: connect {connect}, send {send}, read {read}',
    'zh-CN': '此处的超时：连接 {connect}，发送 {send}，读取 {read}',
  },
});
