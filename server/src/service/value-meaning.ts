import { isEven } from '../core/number.ts';
import type { Value as Said, Statement } from '../core/rule.ts';
import { say, texts } from '../core/statement.ts';
import type { VersionRange } from '../core/version.ts';
import { expectations, type Value } from '../nginx/facts/arguments.ts';
import type { DirectiveFact, Form } from '../nginx/facts/directives.ts';
import { statusWords } from '../nginx/facts/status-words.ts';
import { parseOffset, parseSize, parseTime } from '../nginx/facts/values.ts';

/** What an argument of a directive comes to in the units of people; nothing where that is what is written. */
export function inUnits(
  fact: DirectiveFact,
  form: Form,
  args: readonly string[],
  index: number,
  ranges: readonly VersionRange[],
): readonly Statement[] {
  const found = expectedAt(fact, form, args, index, ranges);
  if (!found) return [];
  return fact.name.endsWith('_status') ? ofStatus(found.text) : ofValue(found.value, found.text);
}

/** Whether an argument is one of a few words, or a number of something: no name, path or address of somebody's own. */
export function isNotation(
  fact: DirectiveFact,
  form: Form,
  args: readonly string[],
  index: number,
  ranges: readonly VersionRange[],
): boolean {
  const found = expectedAt(fact, form, args, index, ranges);
  return found !== undefined && notations.has(found.value.kind) && !found.text.includes('$');
}

const notations: ReadonlySet<Value['kind']> = new Set(['word', 'number', 'size', 'offset', 'sizes', 'time', 'rate', 'expires']);

/** What has to stand at an argument, and the part of it that is the value. */
function expectedAt(
  fact: DirectiveFact,
  form: Form,
  args: readonly string[],
  index: number,
  ranges: readonly VersionRange[],
): { readonly value: Value; readonly text: string } | undefined {
  const expected = expectations(fact, form, args, ranges)[index];
  return expected?.value && { value: expected.value, text: args[index]!.slice(expected.parameter.length) };
}

function ofValue(value: Value, text: string): readonly Statement[] {
  if (statuses.has(value.kind)) return ofStatus(text);
  if (value.or?.includes(text)) return [];
  if (value.kind === 'offset') return ofBytes(text, parseOffset(text));
  if (value.kind === 'size' || value.kind === 'sizes') return ofBytes(text, parseSize(text));
  if (value.kind === 'zone') {
    const size = text.slice(text.lastIndexOf(':') + 1);
    return ofBytes(size, parseSize(size));
  }
  if (value.kind === 'time') return ofTime(text, value.unit);
  if (value.kind === 'expires' && /^\d/.test(text)) return ofTime(text, 's');
  return value.kind === 'rate' ? ofRate(text) : [];
}

const statuses: ReadonlySet<Value['kind']> = new Set(['code', 'returned', 'errorStatus', 'finalCode', 'status']);

function ofStatus(text: string): readonly Statement[] {
  const code = text.replace(/^=/, '');
  const meaning = statusWords(code);
  return meaning ? [say(words.status, { code, meaning: { text: meaning, data: {} } })] : [];
}

function ofBytes(text: string, bytes: number | undefined): readonly Statement[] {
  if (bytes === undefined || bytes < 1024) return [];
  const exact = { value: text, count: { count: bytes } };
  if (/\D$/.test(text)) return [say(words.bytes, exact)];
  return [say(isEven(bytes) ? words.equals : words.nearly, { value: text, other: { bytes } })];
}

function ofTime(text: string, unit: 'ms' | 's'): readonly Statement[] {
  const parsed = parseTime(text, unit);
  if (parsed === undefined || /^\d{1,2}s$/.test(text) || parsed === 0) return [];
  const seconds = unit === 'ms' ? parsed / 1000 : parsed;
  const equals = (other: Said) => [say(words.equals, { value: text, other })];
  const simple = /^\d+([a-zA-Z]*)$/.exec(text)?.[1];
  // A number alone: people forget what it counts.
  if (simple === '')
    return seconds < 120 ? [say(words.unitless, { value: text, seconds: { seconds } })] : equals({ duration: seconds });
  if (simple === 's' && seconds >= 120) return equals({ duration: seconds });
  const roomy = seconds >= 120 && (simple === undefined || Number.parseInt(text, 10) > (most[simple] ?? 0));
  return roomy
    ? [say(words.both, { value: text, seconds: { seconds }, duration: { duration: seconds } })]
    : equals({ seconds });
}

/** What still reads well in a unit. */
const most: Readonly<Record<string, number>> = { m: 60, h: 24, d: 400, w: 0, M: 0, y: 0 };

/**
 * nginx keeps a rate in whole thousandths of a request per second (`ngx_http_limit_req_zone`), and excess as a distance in time: so
 * 1r/m is one request every 62.5 s, measured with nginx 1.31.4.
 */
function ofRate(text: string): readonly Statement[] {
  const [, digits, per] = /^(\d+)r\/([sm])$/.exec(text) ?? [];
  const rate = Math.floor((Number(digits) * 1000) / (per === 's' ? 1 : 60));
  // Less than a millisecond is nothing that nginx could tell apart.
  if (!rate || rate > 1_000_000) return [];
  const distance = Number((1000 / rate).toPrecision(3));
  return [
    rate === 1000 ? say(words.second, { value: text }) : say(words.rate, { value: text, distance: { seconds: distance } }),
  ];
}

const words = texts({
  status: { en: '{code}: {meaning}', 'zh-CN': '{code}：{meaning}' },
  bytes: { en: '{value} = {count} bytes', 'zh-CN': '{value} = {count} 字节' },
  equals: { en: '{value} = {other}', 'zh-CN': '{value} = {other}' },
  nearly: { en: '{value} ≈ {other}', 'zh-CN': '{value} ≈ {other}' },
  both: { en: '{value} = {seconds} ({duration})', 'zh-CN': '{value} = {seconds}（{duration}）' },
  unitless: {
    en: '{value} = {seconds}: a number without a unit counts seconds',
    'zh-CN': '{value} = {seconds}：不带单位的数字按秒计',
  },
  second: { en: '{value} = one request each second', 'zh-CN': '{value} = 每秒一个请求' },
  rate: {
    en: '{value} = one request every {distance}: more at once need burst',
    'zh-CN': '{value} = 每 {distance}一个请求：同时到达的更多请求需要 burst',
  },
});
