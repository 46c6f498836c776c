// biome-ignore-all lint/suspicious/noTemplateCurlyInString: nginx writes variables like this
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DirectiveNode, parse, tokens } from '../../server/src/nginx/syntax.ts';

/** Texts in which what the reader looks for is frequent. */
const pieces = [
  ...[
    '{',
    '}',
    ';',
    '"',
    "'",
    '\\',
    '#',
    '$',
    '${',
    '{{',
    '}}',
    '{%',
    '%}',
    '<%',
    '%>',
    '{2}',
    '(',
    ')',
    '=',
    '@@a@@',
    '\ufeff',
    '；',
  ],
  ...[' ', '  ', '\n', '\r\n', '\t', '\n  ', '\n    ', '[[', ']]', '--', '--[==[', 'a', 'b', 'é', '字', '\\"', '$a'],
  ...['server', 'location', 'http', 'map', 'upstream', 'listen', 'if ('],
];
const lua = ['content_by_lua_block', 'set_by_lua_block $a', '_by_lua_block {'];
const madeOf = (pieces: readonly string[]) =>
  fc.array(fc.constantFrom(...pieces), { maxLength: 80 }).map((list) => list.join(''));
const text = fc.oneof(madeOf([...pieces, ...lua]), fc.string({ unit: 'binary', maxLength: 60 }));

test('tokens are never empty and add up to the text', () => {
  fc.assert(
    fc.property(text, (text) => {
      const { ends } = tokens(text);
      expect(ends.every((end, i) => end > (ends[i - 1] ?? 0))).toBe(true);
      expect(ends.at(-1) ?? 0).toBe(text.length);
    }),
    { numRuns: 1000 },
  );
});

test('every node lies in the text, in order, and inside its block', () => {
  fc.assert(
    fc.property(text, (text) => {
      /** The offsets of everything in the order in which it must stand. */
      const order = (items: readonly DirectiveNode[]): number[] =>
        items.flatMap(({ name, args, terminator, end, block }) => [
          ...[name, ...args].flatMap((word) => [word.start, word.end]),
          terminator,
          ...(block ? [block.open, ...order(block.items), block.close ?? end] : []),
          end,
        ]);
      const { items, problems } = parse(text);
      const offsets = [0, ...order(items), text.length];
      expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
      for (const { start, end, symptom, repair } of problems)
        expect(start <= end && Math.max(end, symptom, repair?.end ?? 0) <= text.length).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('a repair leaves fewer problems', () => {
  fc.assert(
    fc.property(madeOf(pieces), (text) => {
      const { problems } = parse(text);
      for (const { repair } of problems.slice(0, 5)) {
        if (!repair) continue;
        const repaired = text.slice(0, repair.start) + repair.text + text.slice(repair.end);
        expect(parse(repaired).problems.length).toBeLessThan(problems.length);
      }
    }),
    { numRuns: 1000, seed: 1 },
  );
});

describe('reads to the end, in linear time:', () => {
  const megabyte = ['{', '}', ';', '"', "'", '${', '\\', '#', ' ', 'a', '{{', '"a;\n\'b;\n', 'a_by_lua_block {[['];
  const quarter = [
    ...[
      '$',
      '\n',
      '{%',
      '<%',
      '@@a@@\n',
      'é',
      'a{2}',
      'a}\n',
      'a "b;\n',
      '"\n',
      '"a"b\n',
      '"\\',
      'a{',
      ' {\n  ',
      'a {\n }\n  }\n',
    ],
    ...[
      'a b\n',
      'a\nserver b\n',
      'http{',
      'events {\n',
      'content_by_lua_block {\n',
      'content_by_lua_block { [[ ',
      '{# ',
      '__a__\n',
    ],
    ...['a_by_lua_block { -- [[ "\n', 'location\n a;}', 'server { location / { a b\n', 'location / {\n    a\n', 'map {'],
  ];
  const texts = (list: readonly string[], length: number) =>
    list.map((piece) => [length, JSON.stringify(piece), piece.repeat(Math.ceil(length / piece.length))] as const);
  // Quadratic work on so much text takes minutes.
  const others = [
    [2 ** 20, 'blanks after a quote', `"${' '.repeat(2 ** 20)}x`],
    [2 ** 20, 'openings that a single tag closes', `${'{{\n'.repeat(2 ** 18)}}}`],
  ] as const;
  test.each([...texts(megabyte, 2 ** 20), ...texts(quarter, 2 ** 18), ...others])(
    '%d characters of %s',
    { timeout: 10_000 },
    (_, __, text) => {
      expect(parse(text).tokens.ends.at(-1)).toBe(text.length);
    },
  );
});
