/**
 * Values as nginx reads them (core/ngx_parse.c, core/ngx_string.c, core/ngx_conf_file.c; unchanged from 1.18 to
 * 1.31). Each takes the text of one argument and gives undefined for what nginx refuses. Bounds are those of 64 bits; results
 * above 2^53 are rounded.
 */

/** Digits, then nothing, k or m in either case (`ngx_parse_size`); in bytes. */
export const parseSize = (text: string): number | undefined => scaled(text, 2);

/** Digits, then nothing, k, m or g in either case (`ngx_parse_offset`); in bytes. */
export const parseOffset = (text: string): number | undefined => scaled(text, 3);

/**
 * Digits with units in falling order, each once, blanks after a unit; a last number without a unit counts seconds
 * (`ngx_parse_time`). Where a directive counts milliseconds there are no years and months, where it counts seconds no
 * milliseconds. The result is in the unit that the directive counts in.
 */
export function parseTime(text: string, unit: 'ms' | 's'): number | undefined {
  if (!/\d/.test(text)) return undefined;
  let last = unit === 'ms' ? 'M' : '';
  let total = 0n;
  for (const [part, digits = '', name = ''] of text.matchAll(/(\d*)(ms|\D|$) */g)) {
    if (part === '') break;
    const seconds = name === '' ? 1n : units.get(name);
    if (seconds === undefined || (name !== '' && !follows(name, last))) return undefined;
    if (name === 'ms' && unit === 's') return undefined;
    total += BigInt(digits) * (name === 'ms' ? 1n : seconds * (unit === 'ms' ? 1000n : 1n));
    last = name;
  }
  return within(total);
}

/** Seconds. A blank ends a number without a unit; only one more such number can follow it. */
const units: ReadonlyMap<string, bigint> = new Map([
  ['y', 31_536_000n],
  ['M', 2_592_000n],
  ['w', 604_800n],
  ['d', 86_400n],
  ['h', 3600n],
  ['m', 60n],
  ['s', 1n],
  ['ms', 0n],
  [' ', 1n],
]);

const order = ['', ...units.keys()];
const follows = (name: string, last: string): boolean =>
  order.indexOf(name) > order.indexOf(last) && !(name === ' ' && (last === 's' || last === 'ms'));

/** Digits (`ngx_atoi`). */
export const parseNumber = (text: string): number | undefined => (/^\d+$/.test(text) ? within(BigInt(text)) : undefined);

/**
 * Digits with at most one dot and at most so many digits after it (`ngx_atofp`); in units of the last of those places:
 * `10.5` with two is 1050. A dot alone is 0.
 */
export function parseFixed(text: string, places: number): number | undefined {
  const [, whole, fraction = ''] = /^(?=.)(\d*)\.?(\d*)$/.exec(text) ?? [];
  if (whole === undefined || fraction.length > places) return undefined;
  return within(BigInt(whole + fraction.padEnd(places, '0')));
}

/** Hexadecimal digits (`ngx_hextoi`). */
export const parseHex = (text: string): number | undefined =>
  /^[\da-f]+$/i.test(text) ? within(BigInt(`0x${text}`)) : undefined;

/** `on` or `off` in either case (`ngx_conf_set_flag_slot`). */
export const isFlag = (text: string): boolean => /^o(?:n|ff)$/i.test(text);

/** Number and size of buffers, neither of them 0 (`ngx_conf_set_bufs_slot`). */
export const isBuffers = (number: string, size: string): boolean => !!parseNumber(number) && !!parseSize(size);

/** `user:rw`, `group:r`, `all:r` (`ngx_conf_set_access_slot`). */
export const isAccess = (text: string): boolean => /^(?:user|group|all):rw?$/.test(text);

const max = 2n ** 63n - 1n;
const within = (value: bigint): number | undefined => (value > max ? undefined : Number(value));

function scaled(text: string, powers: number): number | undefined {
  const [, digits, unit = ''] = /^(\d+)([kmg]?)$/i.exec(text) ?? [];
  const power = ' kmg'.indexOf(unit.toLowerCase() || ' ');
  return digits === undefined || power > powers ? undefined : within(BigInt(digits) * 1024n ** BigInt(power));
}
