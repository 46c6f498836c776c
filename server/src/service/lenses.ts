import { once } from '../core/once.ts';
import { nameOf } from '../core/path.ts';
import type { Statement } from '../core/rule.ts';
import { say, texts } from '../core/statement.ts';
import type { Source, Span } from '../core/text.ts';
import { nginxIn, type Sides, sysctlIn } from '../machine/arithmetic.ts';
import { type SharedDefault, sharedDefaults } from '../nginx/model/defaults.ts';
import { type Directive, type Nginx, spanOf, wordSpan } from '../nginx/model/model.ts';
import { type Mention, namesIn } from '../nginx/model/names.ts';
import { readingsOf } from '../sysctl/model/arithmetic.ts';
import { type Assignment, type Sysctl, spanOfSetting } from '../sysctl/model/model.ts';
import { includesOf } from './navigate.ts';

/** A line above a line: what it is to others, and where they are. */
export interface Lens {
  readonly at: Span;
  readonly title: Statement;
  /** Asked for when somebody wants to see them. */
  readonly places: () => readonly Span[];
}

/** Who includes a file, who uses what it defines, which of its servers answer for others, which of its keys win; by place. */
export function lensesIn(sides: readonly Sides[], source: Source): readonly Lens[] {
  const models = nginxIn(sides);
  const sets = sysctlIn(sides);
  const lenses = [
    ...includers(models, source),
    ...servers(models, source),
    ...references(models, source),
    ...(sets.length === 1 ? keys(sets[0]!, source) : []),
  ];
  return lenses.sort((a, b) => a.at.start - b.at.start);
}

// References

function references(models: readonly Nginx[], source: Source): readonly Lens[] {
  const byPlace = new Map<number, { readonly at: Span; readonly uses: Map<string, Mention> }>();
  for (const nginx of models) {
    const names = namesIn(nginx);
    /** A file that stands in many places defines the same thing in each. */
    const done = new Set<string>();
    for (const m of names.inFile(source.path)) {
      if (!m.defines || !isShown(m)) continue;
      const { start } = m.directive.node.name;
      const lens = byPlace.get(start) ?? { at: spanOf(m.directive), uses: new Map() };
      byPlace.set(start, lens);
      if (done.has(`${start} ${m.key}`)) continue;
      done.add(`${start} ${m.key}`);
      for (const use of names.of(m.key)) if (!use.defines) lens.uses.set(`${use.start} ${use.directive.file.path}`, use);
    }
  }
  return [...byPlace.values()].flatMap(({ at, uses }) => {
    if (uses.size === 0) return [];
    const title = uses.size === 1 ? say(words.reference, {}) : say(words.references, { count: { count: uses.size } });
    const places = () => [...uses.values()].map(({ directive, start, end }) => ({ file: directive.file.path, start, end }));
    return [{ at, title, places }];
  });
}

/** `set` stands where its variable is used, and groups of expressions would have a line of their own each. */
const isShown = ({ kind, directive: { name } }: Mention) =>
  kind === 'variable'
    ? /^(?:map|geo|split_clients)$/.test(name)
    : kind !== 'zone' || /^limit_(?:req|conn)_zone$|_cache_path$/.test(name);

// Includes

function includers(models: readonly Nginx[], source: Source): readonly Lens[] {
  const lines = new Map<string, Directive>();
  for (const nginx of models)
    for (const d of includesOf(nginx, source.path)) lines.set(`${d.node.name.start} ${d.file.path}`, d);
  const [first] = lines.values();
  if (!first) return [];
  const files = new Set([...lines.values()].map(({ file }) => file.path)).size;
  const count = { count: lines.size };
  const title =
    files > 1
      ? say(words.includedByFiles, { count: { count: files } })
      : lines.size > 1
        ? say(words.includedTimes, { count, file: nameOf(first.file.path) })
        : say(words.included, { place: { place: spanOf(first) } });
  const places = () => [...lines.values()].map((d) => (d.node.args[0] ? wordSpan(d, d.node.args[0]) : spanOf(d)));
  return [{ at: { file: source.path, start: 0, end: 0 }, title, places }];
}

// Servers

/** Of servers that share addresses, which one takes the requests that none of them is named for. */
function servers(models: readonly Nginx[], source: Source): readonly Lens[] {
  const byPlace = new Map<number, Lens[][]>();
  for (const nginx of models)
    for (const server of nginx.directives('server')) {
      if (server.file.path !== source.path || server.ns !== 'http' || !server.node.block) continue;
      const { start } = server.node.name;
      const lenses = serverLenses(nginx, server);
      const others = byPlace.get(start);
      if (others) others.push(lenses);
      else byPlace.set(start, [lenses]);
    }
  return [...byPlace.values()].flatMap(([first = [], ...others]) =>
    others.every((other) => sameTitles(other, first)) ? first : [],
  );
}

const sameTitles = (a: readonly Lens[], b: readonly Lens[]) =>
  JSON.stringify(a.map((lens) => lens.title)) === JSON.stringify(b.map((lens) => lens.title));

function serverLenses(nginx: Nginx, server: Directive): Lens[] {
  const at = { ...spanOf(server), end: server.node.name.end };
  const shared = sharedDefaults(nginx).get(server) ?? [];
  const byDefault = new Map<Directive, SharedDefault[]>();
  for (const s of shared) {
    const theirs = byDefault.get(s.server);
    if (theirs) theirs.push(s);
    else byDefault.set(s.server, [s]);
  }
  const own = byDefault.get(server) ?? [];
  const lenses: Lens[] = [];
  if (own.length > 0) {
    const listens = own.flatMap((s) => s.listens);
    const count = { count: new Set(listens.map((l) => l.server)).size };
    const data = { sockets: { list: own.map((s) => s.socket), word: 'and' as const }, count };
    const title = own.every((s) => s.explicit) ? say(words.isDefault, data) : say(words.isFirst, data);
    lenses.push({ at, title, places: () => listens.map((l) => spanOf(l.directive)) });
  }
  for (const [other, theirs] of byDefault) {
    if (other === server) continue;
    const sockets = { list: theirs.map((s) => s.socket), word: 'and' as const };
    const title = say(words.otherDefault, { sockets, server: nameOfServer(other) });
    lenses.push({ at, title, places: () => theirs.map((s) => spanOf(s.default.directive)) });
  }
  return lenses;
}

/** It may be the other one of thousands. */
const nameOfServer = once((server: Directive) => {
  const name = server.children.find((d) => d.name === 'server_name')?.node.args[0]?.text;
  return name && /^[^_{}<>%@][^{}<>%@]*$/.test(name) ? name : ({ place: spanOf(server) } as const);
});

// Keys

/** Of values that several files of a machine give a key, which one stays. */
function keys(sysctl: Sysctl, source: Source): readonly Lens[] {
  const file = sysctl.files.find((f) => f.source.path === source.path);
  if (!file || sysctl.files.some((f) => f.branches)) return [];
  const byPath = new Map<string, Assignment[]>();
  for (const f of sysctl.files)
    for (const a of f.assignments) {
      const list = byPath.get(a.path);
      if (list) list.push(a);
      else byPath.set(a.path, [a]);
    }
  return file.assignments.flatMap((a): readonly Lens[] => {
    const all = byPath.get(a.path) ?? [];
    if (all.length === 1 || a.glob) return [];
    const winners = new Set(readingsOf(sysctl).map((r) => r.winner(a.path)));
    const [winner] = winners;
    if (winners.size !== 1 || !winner) return [];
    const at = spanOfSetting(a);
    const differs = (other: Assignment) => other.file !== winner.file && textOf(other) !== textOf(winner);
    if (winner === a) {
      const losers = all.filter(differs);
      const files = [...new Set(losers.map((l) => nameOf(l.file.source.path)))];
      if (losers.length === 0) return [];
      const title =
        files.length === 1 ? say(words.wins, { file: files[0]! }) : say(words.winsOver, { count: { count: files.length } });
      return [{ at, title, places: () => losers.map(spanOfSetting) }];
    }
    if (!differs(a)) return [];
    return [
      { at, title: say(words.loses, { place: { place: spanOfSetting(winner) } }), places: () => [spanOfSetting(winner)] },
    ];
  });
}

const textOf = ({ value }: Assignment) => value.text.replace(/\s+/g, ' ');

const words = texts({
  reference: { en: '1 reference', 'zh-CN': '1 处引用' },
  references: { en: '{count} references', 'zh-CN': '{count} 处引用' },
  included: { en: 'included by {place}', 'zh-CN': '由 {place} 引入' },
  includedTimes: { en: 'included by {file} in {count} places', 'zh-CN': '由 {file} 在 {count} 处引入' },
  includedByFiles: { en: 'included by {count} files', 'zh-CN': '由 {count} 个文件引入' },
  isDefault: {
    en: 'default server of {sockets}, which {count} servers share',
    'zh-CN': '{sockets} 的默认 server，共有 {count} 个 server 使用',
  },
  isFirst: {
    en: 'default server of {sockets}, being the first of {count}',
    'zh-CN': '{sockets} 的默认 server，因为它是 {count} 个 server 中的第一个',
  },
  otherDefault: {
    en: 'other names on {sockets} go to {server}',
    'zh-CN': '{sockets} 上的其他名字由 {server} 处理',
  },
  wins: { en: 'wins over {file}', 'zh-CN': '覆盖 {file} 中的值' },
  winsOver: { en: 'wins over {count} files', 'zh-CN': '覆盖 {count} 个文件中的值' },
  loses: { en: 'overridden by {place}', 'zh-CN': '被 {place} 覆盖' },
});
