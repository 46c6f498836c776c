import {
  advice,
  countKey,
  countNoun,
  defaultWord,
  limitWord,
  noSwitchClaim,
  numberWord,
  ofAVersion,
  off,
  on,
  openEnded,
  opens,
  otherValueWord,
  sizeKey,
  sizeUnit,
  switches,
  targetWord,
  timeKey,
  timeUnits,
} from '../facts/comment-claims.ts';
import { normalise } from '../facts/comment-words.ts';
import { ownComment } from './comments.ts';
import type { Assignment } from './model.ts';

/** What the comment of a setting says about its number, in the key's unit, with the words that say so. */
export interface Claim {
  readonly words: string;
  readonly numbers: readonly number[];
}

/**
 * That the setting was given a value which it does not have. Silent where any number of the comment is the value: what is
 * left says something else.
 */
export function otherValue(a: Assignment): Claim | undefined {
  const own = aboutNumbers(a);
  const numbers = a.numbers;
  if (!own || !numbers) return undefined;
  if (a.name === 'net.ipv4.ip_local_port_range') return otherRange(own.text, numbers);
  const { text, figures, kind } = own;
  if (!kind || figures.some((f) => numbers.some((n) => agrees(f, n)))) return undefined;
  for (const f of figures) {
    const before = text.slice(0, f.start).slice(-window);
    const after = text.slice(f.end);
    if (openEnded.test(after) || f.unit === 'other' || advice.test(clauseEnd(before))) continue;
    const fits = kind === 'count' ? f.unit === 'none' && countNoun.test(after) : f.unit === kind;
    const target = fits ? targetWord.exec(before) : undefined;
    if (target) return claimOf(text.slice(f.start - target[0].length, f.end), f);
    // Nothing but a length of time, or one that ends the comment.
    const alone =
      kind === 'time' && f.unit === 'time' && /^[)\]。.!\s]*$/.test(after) && /(?:^|[,:(，：（])[\s-]*$/.test(before);
    const later = a.path === 'net/ipv4/tcp_keepalive_time' && f.unit === 'time' && isDelay(before, after);
    if ((alone || later) && !otherValueWord.test(before) && !/\d/.test(before)) return claimOf(text.slice(f.start, f.end), f);
  }
  return undefined;
}

const claimOf = (words: string, f: Figure): Claim => ({ words: words.trim(), numbers: [f.value] });

/** `after 5 minutes`, 10 分钟后开始. */
const isDelay = (before: string, after: string) => /(?<![a-z])after $/i.test(before) || /^(?:后|後|开始|開始)/.test(after);

/** That a length of time is written in milliseconds, with the number that the setting has. */
export function inMilliseconds(a: Assignment): Claim | undefined {
  const own = aboutNumbers(a);
  const f = own?.figures.find((f) => f.unit === 'time' && f.value * 1000 === f.written && f.written === a.numbers?.[0]);
  return own && f && claimOf(own.text.slice(f.start, f.end), f);
}

/** That the kernel starts with a number. */
export function claimedDefault(a: Assignment): Claim | undefined {
  const own = aboutNumbers(a);
  if (!own || ofAVersion.test(own.text)) return undefined;
  const { text, figures, kind, fields } = own;
  for (const [i, f] of figures.entries()) {
    const word = defaultWord.exec(text.slice(0, f.start).slice(-window));
    if (!word) continue;
    const list = figures.slice(i, i + fields);
    const last = list.at(-1)!;
    const joined = list.every((g, j) => j === 0 || /^\s?(?:[,/~-]|到|至|to)?\s?$/.test(text.slice(list[j - 1]!.end, g.start)));
    const after = text.slice(last.end);
    if (list.length < fields || !joined || openEnded.test(after) || /^[A-Za-z%]|^\s?%|^\.\d/.test(after)) continue;
    const unit = kind === 'time' || kind === 'size' ? kind : 'none';
    if (list.some((g) => g.unit !== 'none' && g.unit !== unit)) continue;
    return { words: text.slice(f.start - word[0].length, last.end).trim(), numbers: list.map((g) => g.value) };
  }
  return undefined;
}

/** The most that the key is said to take. */
export function claimedLimit(a: Assignment): Claim | undefined {
  const own = aboutNumbers(a);
  if (!own || own.fields > 1 || ofAVersion.test(own.text)) return undefined;
  for (const f of own.figures) {
    const word = limitWord.exec(own.text.slice(0, f.start).slice(-window));
    if (word && f.unit === 'none' && countNoun.test(own.text.slice(f.end)))
      return claimOf(own.text.slice(f.start - word[0].length, f.end), f);
  }
  return undefined;
}

/** That a switch is on or off, and it is not. */
export function otherPosition(a: Assignment): { readonly words: string; readonly position: 'on' | 'off' } | undefined {
  const feature = switches.find(([key]) => key.test(a.name))?.[1];
  const value = a.numbers?.[0];
  const comment = ownComment(a);
  if (!feature || comment === undefined || (value !== 0 && value !== 1 && value !== 2)) return undefined;
  const whole = normalise(comment);
  const position = value === 0 ? 'on' : 'off';
  const [said, other] = position === 'on' ? [on, off] : [off, on];
  if (other.test(whole) || noSwitchClaim.some((re) => re.test(whole))) return undefined;
  const line = comment
    .split('\n')
    .map(normalise)
    .find((line) => opens(said).test(line) && feature.test(line));
  return line === undefined ? undefined : { words: line, position };
}

/** A pair is claimed as a whole: one port is part of many ranges. */
function otherRange(text: string, numbers: readonly number[]): Claim | undefined {
  const said = [...text.matchAll(/(?<!\d)(\d{1,5})\s?(?:到|至|~|-|–|to|and|和|,)?\s?(\d{1,5})(?!\d)/gi)];
  const pairs = said.map((m) => ({ m, numbers: [Number(m[1]), Number(m[2])] }));
  if (numbers.length < 2 || pairs.some((p) => p.numbers.every((n, i) => n === numbers[i]))) return undefined;
  for (const { m, numbers } of pairs) {
    const before = text.slice(0, m.index).slice(-window);
    const target = advice.test(clauseEnd(before)) ? undefined : targetWord.exec(before);
    if (target) return { words: text.slice(m.index - target[0].length, m.index + m[0].length).trim(), numbers };
  }
  return undefined;
}

/** How far before a number its words may stand. */
const window = 80;

const clauseEnd = (before: string) => /[^,;。.]*$/.exec(before)![0];

type Kind = 'time' | 'size' | 'count';

interface Figure {
  readonly start: number;
  /** Behind its unit. */
  readonly end: number;
  /** In the key's unit: seconds or bytes. */
  readonly value: number;
  readonly written: number;
  /** `other`: a length of time or a size beside a key that has none. */
  readonly unit: 'time' | 'size' | 'none' | 'other';
  readonly rounded: boolean;
}

interface AboutNumbers {
  readonly text: string;
  readonly kind: Kind | undefined;
  readonly fields: number;
  readonly figures: readonly Figure[];
}

/** undefined where there is no comment, or it speaks of other keys. */
function aboutNumbers(a: Assignment): AboutNumbers | undefined {
  const comment = ownComment(a);
  if (comment === undefined || !/\d|[一二两兩三五十半]/.test(comment)) return undefined;
  const fields = a.name === 'net.ipv4.ip_local_port_range' ? 2 : /^net\.ipv4\.tcp_[rw]?mem$/.test(a.name) ? 3 : 1;
  const plain = normalise(comment);
  const text = fields === 1 ? plain.replace(/(?<=\d)[ ,](?=\d{3}(?!\d))/g, '') : plain;
  if (otherKeys(text, a.name)) return undefined;
  const kind = timeKey.test(a.name) ? 'time' : sizeKey.test(a.name) ? 'size' : countKey.test(a.name) ? 'count' : undefined;
  return { text, kind, fields, figures: [...figuresIn(text, kind)] };
}

/** What reads as the name of a key that is not this one. */
function otherKeys(text: string, name: string): boolean {
  const words = text.match(/(?<![A-Za-z0-9_])[a-z0-9]+(?:[_.][a-z0-9]+)*/g) ?? [];
  return words.some((word) => (word.includes('_') || oneWordKeys.has(word)) && !name.includes(word) && word !== 'time_wait');
}

const oneWordKeys: ReadonlySet<string> = new Set(['somaxconn', 'swappiness', 'shmmax', 'shmall']);

const numbers = new RegExp(numberWord, 'giu');

function* figuresIn(text: string, kind: Kind | undefined): Generator<Figure> {
  for (const m of text.matchAll(numbers)) {
    const written = numberOf(m[0]);
    if (written === undefined) continue;
    const end = m.index + m[0].length;
    const gap = /^\s?/.exec(text.slice(end))![0].length;
    const rest = text.slice(end + gap, end + gap + 16);
    for (const [word, seconds] of timeUnits) {
      const unit = word.exec(rest)?.[0];
      if (unit === undefined) continue;
      const value = Math.round(written * seconds * 1000) / 1000;
      yield {
        start: m.index,
        end: end + gap + unit.length,
        value,
        written,
        unit: kind === 'time' ? 'time' : 'other',
        rounded: false,
      };
      break;
    }
    if (timeUnits.some(([word]) => word.test(rest)) || !/\d/.test(m[0])) continue;
    const size = sizeUnit.exec(rest);
    const many = /^(?:万|萬|亿|億)/.exec(rest);
    if (size) {
      const value = written * 1024 ** ('KMGT'.indexOf(size[1]!.toUpperCase()) + 1);
      yield {
        start: m.index,
        end: end + gap + size[0].length,
        value,
        written,
        unit: kind === 'size' ? 'size' : 'other',
        rounded: true,
      };
    } else if (many) {
      const value = written * (/[万萬]/.test(many[0]) ? 1e4 : 1e8);
      yield { start: m.index, end: end + gap + 1, value, written, unit: 'other', rounded: true };
    } else yield { start: m.index, end, value: written, written, unit: 'none', rounded: kind === 'size' };
  }
}

/** Sizes are rounded, and a thousand of them may be 1024. */
const agrees = (f: Figure, n: number) =>
  f.written === n || f.value === n || (f.rounded && Math.abs(f.value - n) <= Math.max(Math.abs(n), f.value) / 10);

function numberOf(word: string): number | undefined {
  if (/^\d/.test(word)) return Number(word);
  const known = {
    one: 1,
    two: 2,
    一: 1,
    二: 2,
    两: 2,
    兩: 2,
    三: 3,
    四: 4,
    五: 5,
    六: 6,
    七: 7,
    八: 8,
    九: 9,
    十: 10,
    半: 0.5,
  };
  const tens = /^([二三四五六七八九])?十$/.exec(word)?.[1];
  return known[word.toLowerCase() as keyof typeof known] ?? (tens ? 10 * known[tens as keyof typeof known] : undefined);
}
