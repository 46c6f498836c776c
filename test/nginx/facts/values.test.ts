import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isAccess,
  isBuffers,
  isFlag,
  parseFixed,
  parseHex,
  parseNumber,
  parseOffset,
  parseSize,
  parseTime,
} from '../../../server/src/nginx/facts/values.ts';
import { describeNginx, isAccepted, nginxSays } from '../nginx-t.ts';

test('sizes, in bytes', () => {
  expect(['8', '8k', '8K', '1m', '0'].map(parseSize)).toEqual([8, 8192, 8192, 1_048_576, 0]);
  expect(['', 'k', '1g', '1kb', '-1', '1.5m', ' 1', '9223372036854775808', '9007199254740992k'].map(parseSize)).toEqual(
    Array(9).fill(undefined),
  );
  expect(['1g', '1G', '8589934591g', '8589934592g'].map(parseOffset)).toEqual([
    2 ** 30,
    2 ** 30,
    8_589_934_591 * 2 ** 30,
    undefined,
  ]);
});

test('times, in what the directive counts in', () => {
  expect(['60', '60s', '1m', '1h 30m', '1h30', '500ms', '1s5'].map((t) => parseTime(t, 'ms'))).toEqual([
    60_000, 60_000, 60_000, 5_400_000, 3_630_000, 500, 6000,
  ]);
  expect(['1y', '1M', '1M 1d', '1d', '5 5'].map((t) => parseTime(t, 's'))).toEqual([
    31_536_000, 2_592_000, 2_678_400, 86_400, 10,
  ]);
  expect(['1y', '1M', '30m 1h', '1s 1s', '1H', '', ' ', 's'].map((t) => parseTime(t, 'ms'))).toEqual(Array(8).fill(undefined));
  expect(['500ms', '1d 1w', '1.5h', '-1'].map((t) => parseTime(t, 's'))).toEqual(Array(4).fill(undefined));
});

test('numbers', () => {
  expect(['0', '007', '9223372036854775807'].map(parseNumber)).toEqual([0, 7, 2 ** 63]);
  expect(['', '1k', '-1', '+1', '1.0', '９', '9223372036854775808'].map(parseNumber)).toEqual(Array(7).fill(undefined));
  expect(['10', '10.5', '0.5', '.5', '10.', '10.55', '.'].map((t) => parseFixed(t, 2))).toEqual([
    1000, 1050, 50, 50, 1000, 1055, 0,
  ]);
  expect(['', '10.555', '1.2.3', '1,5', '-1'].map((t) => parseFixed(t, 2))).toEqual(Array(5).fill(undefined));
  expect(['80', 'fF', '0x80', '', 'g'].map(parseHex)).toEqual([128, 255, undefined, undefined, undefined]);
});

test('words', () => {
  expect(['on', 'OFF', 'yes', 'true', '1', 'o', 'one', ''].map(isFlag)).toEqual([true, true, ...Array(6).fill(false)]);
  expect(isBuffers('4', '8k')).toBe(true);
  expect([isBuffers('0', '8k'), isBuffers('4', '0'), isBuffers('4k', '8k'), isBuffers('4', '1g')]).toEqual(
    Array(4).fill(false),
  );
  expect(['user:rw', 'group:r', 'all:r', 'user:w', 'other:r', 'User:r', 'user:rwx'].map(isAccess)).toEqual([
    ...[true, true, true],
    ...Array(4).fill(false),
  ]);
});

const accepts = (text: string) => isAccepted(nginxSays(`${text}\n}`));

describeNginx('nginx -t', () => {
  const digits = fc.oneof(
    fc.constantFrom(
      '0',
      '1',
      '07',
      '12',
      '300',
      '9223372036854775807',
      '9223372036854775808',
      '9223372036854775',
      '292277024626',
    ),
    fc.constantFrom(
      '9223372036854776',
      '9007199254740991',
      '9007199254740992',
      '8796093022207',
      '8589934591',
      '8589934592',
      '',
    ),
    fc.nat(100_000).map(String),
  );
  const unit = fc.constantFrom(
    '',
    '',
    'k',
    'K',
    'm',
    'M',
    'g',
    'G',
    'kb',
    's',
    'h',
    'd',
    'w',
    'y',
    'ms',
    ' ',
    '  ',
    'h ',
    'm ',
    's ',
  );
  const value = fc
    .array(fc.tuple(digits, unit), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.flat().join(''))
    .filter((text) => text !== '');
  const odd = fc.constantFrom('on', 'On', 'OFF', 'off', 'yes', '-1', '+5', '1.5', '0x10', '1 h', '５', 'one', ' on');
  const known: readonly (readonly [template: string, reader: (text: string) => boolean])[] = [
    ['client_body_buffer_size "%";', (text) => parseSize(text) !== undefined],
    ['client_max_body_size "%";', (text) => parseOffset(text) !== undefined],
    ['proxy_read_timeout "%";', (text) => parseTime(text, 'ms') !== undefined],
    ['open_file_cache_valid "%";', (text) => parseTime(text, 's') !== undefined],
    ['keepalive_requests "%";', (text) => parseNumber(text) !== undefined],
    ['gzip "%";', isFlag],
    ['output_buffers "%" "%";', (text) => isBuffers(text, text)],
    // Longer ones overflow what nginx keeps them in.
    ['split_clients $uri $a { "%%" b; }', (text) => isShare(parseFixed(text, 2))],
  ];

  const isShare = (n: number | undefined) => n !== undefined && n > 0 && n <= 10_000;

  test.each(known)('%s', (template, reader) => {
    const generated = fc.sample(fc.oneof({ weight: 9, arbitrary: value }, odd), {
      numRuns: 700,
      seed: Number(process.env.ORACLE_SEED ?? 1),
    });
    const values = template.startsWith('split') ? generated.filter((text) => text.length < 9) : generated;
    const line = (text: string) => {
      const words = template.replaceAll('"%', `"${text}`);
      return template.startsWith('split') ? words : `server { ${words} }\n`;
    };
    const [good, bad] = [values.filter(reader), values.filter((text) => !reader(text))];
    // All that we take at once, and each that we refuse alone.
    const refused = accepts(good.map(line).join('')) ? [] : good.filter((text) => !accepts(line(text)));
    const taken = [...new Set(bad)].slice(0, 150).filter((text) => accepts(line(text)));
    expect({ refused, taken }).toEqual({ refused: [], taken: [] });
    expect(Math.min(good.length, bad.length)).toBeGreaterThan(5);
  });
});
