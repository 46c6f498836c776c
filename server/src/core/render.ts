import { grouped } from './number.ts';
import type { Data, Finding, Locale, Related, Rule, Statement, Text, Value } from './rule.ts';
import type { Span } from './text.ts';
import { all, formatVersion, type Product, parseVersion, type Version, type VersionRange } from './version.ts';

/** Turns a span into what a person reads: `nginx.conf:31`. Only the shell knows base directories and line numbers. */
export type PlaceName = (at: Span) => string;

export interface Renderer {
  message(finding: Finding): string;
  related(finding: Finding, related: Related): string;
  fix(finding: Finding, fix: Finding['fixes'][number]): string;
  statement(statement: Statement): string;
}

/** Words are made at the edge: findings carry ids and data, the shell renders them in its reader's language. */
export function renderer(rules: ReadonlyMap<string, Rule<never>>, locale: Locale, placeName: PlaceName): Renderer {
  const words = (text: Text | undefined, id: string, data: Data) => (text ? fill(text[locale], data, locale, placeName) : id);
  return {
    message: (f) => words(rules.get(f.rule)?.messages[f.message], f.message, f.data),
    related: (f, r) => words(rules.get(f.rule)?.notes?.[r.note] ?? (r.note === 'origin' ? origin : undefined), r.note, r.data),
    fix: (f, fix) => words(rules.get(f.rule)?.fixes?.[fix.id], fix.id, fix.data),
    // A bracket that ends a slot is as wide as the blank behind it.
    statement: ({ text, data }) => fill(text[locale], data, locale, placeName).replace(/）\s+(?=\p{Script=Han})/gu, '）'),
  };
}

const origin: Text = { en: 'this is what it is about', 'zh-CN': '问题针对的是这里' };

function fill(text: string, data: Data, locale: Locale, placeName: PlaceName): string {
  return text.replace(/\{(\w+)\}/g, (slot, name: string) => {
    const value = data[name];
    return value === undefined ? slot : say(value, locale, placeName);
  });
}

function say(value: Value, locale: Locale, placeName: PlaceName): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if ('seconds' in value) return locale === 'en' ? `${grouped(value.seconds)} s` : `${grouped(value.seconds)} 秒`;
  if ('duration' in value) return sayDuration(value.duration, locale);
  if ('count' in value) return grouped(value.count);
  if ('bytes' in value) return sayBytes(value.bytes);
  if ('place' in value) return placeName(value.place);
  if ('list' in value) return sayList(value.list, value.word, locale);
  if ('text' in value) return fill(value.text[locale], value.data, locale, placeName);
  return sayPeriod(value, locale);
}

const timeUnits = [
  { seconds: 86_400, en: 'd', 'zh-CN': '天' },
  { seconds: 3600, en: 'h', 'zh-CN': '小时' },
  { seconds: 60, en: 'min', 'zh-CN': '分钟' },
  { seconds: 1, en: 's', 'zh-CN': '秒' },
] as const;

function sayDuration(total: number, locale: Locale): string {
  const parts: string[] = [];
  // In milliseconds, which are whole.
  let rest = Math.round(total * 1000);
  for (const unit of timeUnits) {
    const n = unit.seconds === 1 ? rest / 1000 : Math.floor(rest / unit.seconds / 1000);
    rest -= n * unit.seconds * 1000;
    if (n > 0) parts.push(`${grouped(n)} ${unit[locale]}`);
  }
  return parts.join(' ') || `0 ${timeUnits[3][locale]}`;
}

function sayBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let unit = 0;
  while (bytes >= 1024 && unit < units.length - 1) {
    bytes /= 1024;
    unit++;
  }
  return `${bytes >= 100 || Number.isInteger(bytes) ? Math.round(bytes) : bytes.toFixed(1)} ${units[unit]}`;
}

function sayList(list: readonly string[], word: 'and' | 'or', locale: Locale): string {
  if (list.length < 2) return list.join('');
  const [comma, joint] = locale === 'en' ? [', ', word] : ['、', word === 'and' ? '和' : '或'];
  return `${list.slice(0, -1).join(comma)} ${joint} ${list.at(-1)}`;
}

const names: Readonly<Record<Product, string>> = { nginx: 'nginx', kernel: 'Linux', procps: 'procps', systemd: 'systemd' };

/** Says which of the target versions lie in the period: all of them, or which part. */
function sayPeriod({ product, ranges, period }: Extract<Value, { product: Product }>, locale: Locale): string {
  const name = names[product];
  const v = (version: Version) => formatVersion(version, product);
  const en = locale === 'en';
  if (all(ranges, period)) {
    const targets = ranges.map((r) => sayRange(r, product, en)).join(', ');
    return en ? `on every targeted ${name} (${targets})` : `在所有目标 ${name} 版本（${targets}）上`;
  }
  if (period.from === 0) return en ? `before ${name} ${v(period.until)}` : `在 ${name} ${v(period.until)} 之前`;
  if (period.until === Number.POSITIVE_INFINITY)
    return en ? `since ${name} ${v(period.from)}` : `自 ${name} ${v(period.from)} 起`;
  return en
    ? `from ${name} ${v(period.from)} until before ${v(period.until)}`
    : `在 ${name} ${v(period.from)} 至 ${v(period.until)}（不含）之间`;
}

/** A range as a reader says it: `1.24`, `1.18–1.30`, `5.15 or newer`. */
export function sayRange({ min, max }: VersionRange, product: Product, en: boolean): string {
  const low = formatVersion(min, product);
  if (max === Number.POSITIVE_INFINITY) return en ? `${low} and newer` : `${low} 及以上`;
  const high = sayEnd(max, product);
  // A whole series (1.24) is stored as 1.24.0 to 1.24.999.
  return low === high || parseVersion(high) === min ? high : `${low}–${high}`;
}

/** `1.24` or `5` where the end is that of a whole series. */
function sayEnd(max: Version, product: Product): string {
  if (max % 1e6 === 999_999) return `${Math.floor(max / 1e6)}`;
  return max % 1e3 === 999 ? `${Math.floor(max / 1e6)}.${Math.floor(max / 1e3) % 1e3}` : formatVersion(max, product);
}
