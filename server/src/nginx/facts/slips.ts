import { nearest } from '../../core/nearest.ts';
import type { Mistake, Value } from './arguments.ts';

/** What the author of a refused value most likely meant; `sure` where it can hardly be anything else. */
export interface Slip {
  readonly text: string;
  readonly sure: boolean;
}

export function slipOf({ value, reason }: Mistake): Slip | undefined {
  if (reason.kind === 'address') {
    const surplus = reason.problem === 'scheme' || (reason.problem === 'path' && value === '/');
    return surplus ? { text: '', sure: true } : undefined;
  }
  if (reason.kind === 'parameter') return likeOne(value, reason.names);
  if (reason.kind !== 'unlike') return undefined;
  const { expected } = reason;
  if (expected.kind === 'url')
    return /^[\w.[\]:-]+(?:\/.*)?$/.test(value) ? { text: expected.schemes[0] + value, sure: false } : undefined;
  const text = meant(expected, value);
  if (text !== undefined) return { text, sure: true };
  if (expected.kind === 'location') return modifiers.has(value) ? { text: modifiers.get(value)!, sure: false } : undefined;
  const words = expected.kind === 'word' ? expected.words : expected.kind === 'keepalive' ? ['on', 'off'] : [];
  return likeOne(value, [...words, ...(expected.or ?? [])]);
}

const modifiers: ReadonlyMap<string, string> = new Map([
  ['=~', '~'],
  ['~=', '~'],
  ['==', '='],
  ['*~', '~*'],
  ['=~*', '~*'],
  ['~^', '^~'],
]);

/** A word in another case or with other marks, another word for the same, or one with a typing error. */
function likeOne(value: string, words: readonly string[]): Slip | undefined {
  const [, name = value, rest = ''] = /^([^=:]+[=:])(.*)$/.exec(value) ?? [];
  // "if" alone may be "if=", but its value is elsewhere.
  const slip = (word: string, sure: boolean) =>
    !/[=:]$/.test(word) ? { text: word, sure } : name === value ? undefined : { text: word + rest, sure };
  const same = words.find((word) => letters(word) === letters(name));
  if (same !== undefined) return slip(same, true);
  const synonym = words.find((word) => synonyms[word]?.includes(value.toLowerCase()));
  if (synonym !== undefined) return slip(synonym, true);
  const close = nearest(name, words);
  return close !== undefined && close.length > 2 ? slip(close, false) : undefined;
}

const letters = (word: string) => word.toLowerCase().replace(/[^a-z\d=:]/g, '');

const synonyms: Readonly<Record<string, readonly string[]>> = {
  on: ['yes', 'true', '1', 'enable', 'enabled'],
  off: ['no', 'false', '0', 'disable', 'disabled', 'none'],
  emerg: ['emergency'],
  crit: ['critical'],
  error: ['err'],
  warn: ['warning'],
};

function meant(expected: Value, value: string): string | undefined {
  switch (expected.kind) {
    case 'number':
      return /^\d+(?:\.0*)?$/.test(value)
        ? value.replace(/\..*/, '')
        : /^\d{1,3}(?:[,_]\d{3})+$/.test(value)
          ? value.replace(/\D/g, '')
          : undefined;
    case 'size':
    case 'offset':
      return withUnit(value, expected.kind === 'offset');
    case 'time':
      return inTime(value, expected.unit);
    case 'expires':
      return inTime(value, 's');
    case 'rate': {
      const [, count, unit] = /^(\d+) *(?:r|req|requests)?\/(s|m)(?:ec|in)?$/i.exec(value) ?? [];
      return count && unit ? `${count}r/${unit.toLowerCase()}` : undefined;
    }
    default:
      return undefined;
  }
}

/** `64kb`, `1.5m`, `1 g`. */
function withUnit(value: string, giga: boolean): string | undefined {
  const [, digits, fraction = '', letter = ''] = /^(\d+)(?:\.(\d+))? *([kmg]?)(?:i?b|bytes)?$/i.exec(value) ?? [];
  if (digits === undefined) return undefined;
  const unit = letter.toLowerCase();
  if (fraction === '' && (unit !== 'g' || giga)) return `${digits}${unit}`;
  const smaller = ({ m: 'k', g: 'm' } as Record<string, string>)[unit];
  const scaled = Number(`${digits}.${fraction || 0}`) * 1024;
  return smaller && Number.isInteger(scaled) ? `${scaled}${smaller}` : undefined;
}

/** `60S`, `30 sec`, `1.5h`, `1y` where years are not taken, `2000ms` where milliseconds are not. */
function inTime(value: string, resolution: 's' | 'ms'): string | undefined {
  const [, digits, fraction = '', name = ''] = /^(\d+)(?:\.(\d+))? *([A-Za-z]*)$/.exec(value) ?? [];
  if (digits === undefined) return undefined;
  const unit = unitNamed(name);
  if (!unit) return undefined;
  const amount = Number(`${digits}.${fraction || 0}`);
  if (unit === 'ms')
    return resolution === 's' && Number.isInteger(amount / 1000)
      ? `${amount / 1000}s`
      : resolution === 'ms'
        ? `${amount}ms`
        : undefined;
  if (unit === 'y' && resolution === 'ms') return Number.isInteger(amount * 365) ? `${amount * 365}d` : undefined;
  if (Number.isInteger(amount)) return `${amount}${unit}`;
  const [smaller, count] =
    ({ w: ['d', 7], d: ['h', 24], h: ['m', 60], m: ['s', 60], s: ['ms', 1000] } as const)[unit as 'w'] ?? [];
  const scaled = count ? Math.round(amount * count * 1e6) / 1e6 : 0.5;
  return Number.isInteger(scaled) && !(smaller === ('ms' as string) && resolution === 's') ? `${scaled}${smaller}` : undefined;
}

/** `M`, which may be a month or a minute, says nothing. */
function unitNamed(name: string): string | undefined {
  if (name === 'M') return undefined;
  const word = name.toLowerCase();
  return unitNames.find(([, pattern]) => pattern.test(word))?.[0];
}

const unitNames: readonly (readonly [string, RegExp])[] = [
  ['s', /^(?:s(?:ecs?|econds?)?)?$/],
  ['m', /^m(?:ins?|inutes?)?$/],
  ['h', /^h(?:rs?|ours?)?$/],
  ['d', /^d(?:ays?)?$/],
  ['w', /^w(?:eeks?)?$/],
  ['y', /^y(?:rs?|ears?)?$/],
  ['ms', /^(?:ms|msecs?|milliseconds?)$/],
];
