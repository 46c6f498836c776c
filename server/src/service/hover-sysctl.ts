import { isEven } from '../core/number.ts';
import type { Statement, Text } from '../core/rule.ts';
import { say, texts } from '../core/statement.ts';
import type { Source, Span } from '../core/text.ts';
import { any } from '../core/version.ts';
import { sysctlIn } from '../machine/arithmetic.ts';
import { columnsOf } from '../sysctl/facts/columns.ts';
import { factsOf, type KeyFacts, type Unit } from '../sysctl/facts/keys.ts';
import { valueWords } from '../sysctl/facts/value-words.ts';
import { readingsOf } from '../sysctl/model/arithmetic.ts';
import { isGlob, pathOf } from '../sysctl/model/key.ts';
import { keyMentions } from '../sysctl/model/mentions.ts';
import type { Assignment, Sysctl } from '../sysctl/model/model.ts';
import { isTaken, pureNumbers } from '../sysctl/model/value.ts';
import { type Line, readLines } from '../sysctl/syntax.ts';
import { effectiveAt } from './effective.ts';
import type { About, Known } from './hover-nginx.ts';
import { keyPage } from './key-page.ts';

/** The key of the line at an offset, and what its value comes to: the same on both of them. */
export async function aboutSysctl(source: Source, offset: number, known: Known): Promise<About | undefined> {
  const line = lineAt(source, offset);
  if (!line) return undefined;
  const { key } = line;
  const end = line.kind === 'assignment' ? Math.max(key.end, line.value.end) : key.end;
  if (offset < key.start || offset > end) return undefined;
  const at = { file: source.path, start: key.start, end: offset <= key.end ? key.end : end };
  const path = pathOf(key.text);
  const sets = sysctlIn(known.models(source.path));
  const others = sets.length === 1 ? ofOthers(sets[0]!, source, line) : [];
  if (isGlob(path)) {
    const statements = [say(words.pattern, {}), ...others];
    return { at, cards: [{ title: key.text, statements, rows: [] }] };
  }
  const page = await keyPage(key.text, known.target, known.locale);
  if (!page) return undefined;
  const facts = factsOf(path);
  const statements = [
    ...(facts && line.kind === 'assignment' ? ofValue(facts, line.value.text, known) : []),
    ...effectiveAt(known.models(source.path), source, key.start),
    ...others,
    ...ofDefault(path),
    ...ofAll(path),
  ];
  // Which rules there are is told where they have something to say.
  const rows = page.rows.filter(({ text }) => !text.includes('sysctl/'));
  return { at, cards: [{ ...page, statements, rows }] };
}

function lineAt({ text }: Source, offset: number): Extract<Line, { kind: 'assignment' | 'exclude' }> | undefined {
  for (const line of readLines(text)) {
    if (line.next <= offset && line.next < text.length) continue;
    return line.kind === 'assignment' || line.kind === 'exclude' ? line : undefined;
  }
  return undefined;
}

/** What a value that every targeted kernel takes stands for. */
function ofValue(facts: KeyFacts, written: string, { target }: Known): readonly Statement[] {
  const value = written.trim().replace(/\s+/g, ' ');
  if (!isTaken(facts, target.kernel, value)) return [];
  const word = valueWords(facts.name).find((v) => v.value === value);
  if (word) {
    const known = word.since === undefined || any(target.kernel, { from: word.since, until: Number.POSITIVE_INFINITY });
    return known ? [say(words.stands, { value, meaning: { text: word, data: {} } })] : [];
  }
  const numbers = pureNumbers(value);
  const columns = columnsOf(facts.name);
  const { unit } = facts;
  if (columns && numbers?.length === columns.length)
    return numbers.map((number, i) => say(words.column, { name: column(columns[i]!), value: quantity(number, unit) }));
  const [number] = numbers ?? [];
  if (number === undefined || numbers?.length !== 1) return [];
  const told = inUnits(number, unit);
  return told ? [told] : [];
}

const column = (text: Text): Statement => ({ text, data: {} });

/** A number as it is written, and in the unit of people where that is another one. */
const quantity = (number: number, unit: Unit | undefined): Statement =>
  inUnits(number, unit) ?? say(words.plain, { value: String(number) });

function inUnits(number: number, unit: Unit | undefined): Statement | undefined {
  if (number < 0 || unit === undefined) return undefined;
  const value = String(number);
  const bytes = number * (bytesIn[unit] ?? 0);
  if (bytes >= 1024) {
    const size = say(isEven(bytes) ? words.equals : words.nearly, { value, other: { bytes } });
    return unit === 'pages' ? say(words.pages, { size }) : size;
  }
  const seconds = number * (secondsIn[unit] ?? 0);
  // Less than a millisecond is not told in seconds.
  if (seconds < 0.001 || (unit === 's' && seconds < 120)) return undefined;
  return say(words.equals, { value, other: { duration: seconds } });
}

/** The usual page of 4 KiB. */
const bytesIn: { readonly [U in Unit]?: number } = { bytes: 1, KiB: 1024, pages: 4096 };
const secondsIn: { readonly [U in Unit]?: number } = { s: 1, cs: 0.01, ms: 0.001, us: 1e-6, ns: 1e-9 };

/** The other lines of a set that set the same key, and whether this one is what every program ends up with. */
function ofOthers(sysctl: Sysctl, source: Source, line: Line): readonly Statement[] {
  if (line.kind !== 'assignment') return [];
  const own = assignmentOf(sysctl, source, line);
  const winners = readingsOf(sysctl).map((r) => (own ? r.winner(own.path) : undefined));
  const setters = keyMentions(sysctl, source.path, line.key.start)?.setters ?? [];
  // What applies instead is told with its value.
  const here = new Set([own, ...winners].flatMap((a) => (a ? [`${a.line.key.start} ${a.file.source.path}`] : [])));
  const [first, second, ...more] = setters.filter(({ file, start }) => !here.has(`${start} ${file}`));
  if (!first) return [];
  const places = { place: { place: first }, more: second ? also(second, more.length) : say(words.nothing, {}) };
  return [say(own && !own.glob && winners.every((w) => w === own) ? words.wins : words.alsoSet, places)];
}

const also = (second: Span, count: number) =>
  count === 0
    ? say(words.and, { place: { place: second } })
    : say(words.andMore, { place: { place: second }, count: { count } });

const assignmentOf = ({ files }: Sysctl, { path }: Source, line: Line): Assignment | undefined =>
  files.find((f) => f.source.path === path)?.assignments.find((a) => a.line.start === line.start);

/**
 * Whom a value of conf.default reaches. In IPv4 it is copied at once to interfaces that have had no address, unless the key is
 * one of those that flush the routing cache (devinet_conf_proc() of net/ipv4/devinet.c); seen with Linux 6.18.
 */
function ofDefault(path: string): readonly Statement[] {
  const [, family, name = ''] = /^net\/ipv([46])\/conf\/default\/(\w+)$/.exec(path) ?? [];
  if (!family) return [];
  return [say(family === '6' || onlyLater.test(name) ? words.later : words.untouched, {})];
}

const onlyLater =
  /^(?:forwarding|promote_secondaries|route_localnet|disable_xfrm|disable_policy|drop_unicast_in_l2_multicast)$/;

/** Keys of IPv6 whose value for all is stored and never looked at (`idev->cnf` in net/ipv6); seen with Linux 6.18. */
function ofAll(path: string): readonly Statement[] {
  const [, name = ''] = /^net\/ipv6\/conf\/all\/(\w+)$/.exec(path) ?? [];
  return ofEach.test(name) ? [say(words.reachesNone, {})] : [];
}

const ofEach =
  /^(?:accept_ra(?:_defrtr|_pinfo|_rtr_pref|_min_hop_limit|_mtu)?|accept_redirects|autoconf|dad_transmits|max_addresses|router_solicitations|router_solicitation_(?:interval|delay)|use_tempaddr|temp_(?:valid|prefered)_lft)$/;

const words = texts({
  nothing: { en: '', 'zh-CN': '' },
  plain: { en: '{value}', 'zh-CN': '{value}' },
  stands: { en: '{value} means {meaning}', 'zh-CN': '{value} 表示 {meaning}' },
  column: { en: '{name}: {value}', 'zh-CN': '{name}：{value}' },
  equals: { en: '{value} = {other}', 'zh-CN': '{value} = {other}' },
  nearly: { en: '{value} ≈ {other}', 'zh-CN': '{value} ≈ {other}' },
  pages: { en: '{size}, with pages of 4 KiB', 'zh-CN': '{size}（按 4 KiB 的页）' },
  pattern: {
    en: 'a pattern: stands for every matching key that no line of these files names in full',
    'zh-CN': '通配模式：适用于所有匹配的键，但这些文件中已用全名设置的键除外',
  },
  later: {
    en: 'for interfaces that appear later; those that are there keep their own value',
    'zh-CN': '用于之后出现的接口；已有接口保留各自的值',
  },
  untouched: {
    en: 'for interfaces that appear later, and those that have had neither an address nor a value of their own',
    'zh-CN': '用于之后出现的接口，以及尚未配置过地址、也没有单独设置过的接口',
  },
  reachesNone: {
    en: 'reaches no interface: IPv6 reads this key of each interface alone, and conf.default sets it for those that appear later',
    'zh-CN': '不影响任何接口：IPv6 只读取各接口自己的值，conf.default 用于之后出现的接口',
  },
  wins: { en: 'applied instead of {place}{more}', 'zh-CN': '取代 {place}{more} 而生效' },
  alsoSet: { en: 'also set in {place}{more}', 'zh-CN': '{place}{more} 也设置了它' },
  and: { en: ', {place}', 'zh-CN': '、{place}' },
  andMore: { en: ', {place} and {count} more', 'zh-CN': '、{place} 等，另有 {count} 处' },
});
