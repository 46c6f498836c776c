import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Line, readLines, tokens } from '../../server/src/sysctl/syntax.ts';

const read = (text: string): Line[] => [...readLines(text)];
const only = <K extends Line['kind']>(text: string, kind: K): Extract<Line, { kind: K }> => {
  const [line, ...rest] = read(text);
  expect(rest).toEqual([]);
  expect(line?.kind).toBe(kind);
  return line as Extract<Line, { kind: K }>;
};

describe('a line', () => {
  test.each([
    ['a.b=1', 'a.b', '1'],
    ['  a.b \t =\t 1 2  ', 'a.b', '1 2'],
    ['a.b = 1 = 2', 'a.b', '1 = 2'],
    ['a.b =', 'a.b', ''],
    ['a b = c', 'a b', 'c'],
    ['a.b = "x"', 'a.b', '"x"'],
    ['a.b = x\\', 'a.b', 'x\\'],
    ['a.b\u00a0=\u00a01', 'a.b\u00a0', '\u00a01'],
    ['\ufeffa.b = 1', '\ufeffa.b', '1'],
    ['a.b = \xca\xfd', 'a.b', '\xca\xfd'],
  ])('%j is an assignment', (text, key, value) => {
    const line = only(text, 'assignment');
    expect([line.key.text, line.value.text, line.dash]).toEqual([key, value, undefined]);
    expect(text.slice(line.key.start, line.key.end)).toBe(key);
    expect(text.slice(line.value.start, line.value.end)).toBe(value);
    expect(text[line.separator]).toBe('=');
  });

  test.each(['# a.b = 1', '; a.b = 1', '  \t# x', '#', ';'])('%j is a comment', (text) => {
    expect(text[only(text, 'comment').mark]).toMatch(/[#;]/);
  });

  test.each(['', ' ', '\t \v\f', '\r'])('%j is blank', (text) => {
    expect(read(text).every((line) => line.kind === 'blank')).toBe(true);
  });

  test.each([
    ['a.b 1', 'no-separator'],
    ['a.b: 1', 'no-separator'],
    ['a.b ＝ 1', 'no-separator'],
    ['x', 'no-separator'],
    ['= 1', 'no-key'],
    ['-', 'no-key'],
    ['- = 1', 'no-key'],
    ['＃ a comment', 'no-separator'],
    ['\ufeff# a comment', 'no-separator'],
  ])('%j is no line of sysctl.d: %s', (text, problem) => {
    expect(only(text, 'bad').problem).toBe(problem);
  });

  test('a dash forgives failures', () => {
    const line = only(' - a.b = 1', 'assignment');
    expect([line.dash, line.key.text]).toEqual([1, 'a.b']);
  });

  test('a dash without a value excludes the key from globs', () => {
    expect(only('-a.b', 'exclude').key.text).toBe('a.b');
  });

  test('CRLF ends a line, a lone CR does not', () => {
    expect(read('a.b = 1\r\nc.d = 2\r\n').map((line) => (line.kind === 'assignment' ? line.value.text : ''))).toEqual([
      '1',
      '2',
    ]);
    expect(only('a.b = 1\rc.d = 2', 'assignment').value.text).toBe('1\rc.d = 2');
    expect(read('# x\r\n# y\n').map(({ start, end, next }) => [start, end, next])).toEqual([
      [0, 3, 5],
      [5, 8, 9],
    ]);
  });

  test.each([
    ['a.b = 1 # x', '# x'],
    ['a.b = 1# x', '# x'],
    ['a.b = 1 ; x', '; x'],
    ['a.b = 1 // x', '// x'],
    ['a.b = # x', '# x'],
    ['a.b = http://x', undefined],
    ['a.b = 1 #', undefined],
    ['a.b = 1', undefined],
  ])('in %j the comment-like end is %j', (text, remark) => {
    const { remark: at, value } = only(text, 'assignment');
    expect(at === undefined ? undefined : text.slice(at, value.end)).toBe(remark);
  });
});

describe('any text', () => {
  const sysctlLike = fc.string({
    unit: fc.constantFrom('a', '.', '/', '=', '-', '#', ';', ' ', '\t', '\r', '\n', '1', '\u00a0', '\ufeff', '＝', '说', '*'),
    maxLength: 200,
  });

  test.each([
    ['of its characters', sysctlLike],
    ['whatsoever', fc.string({ unit: 'binary', maxLength: 300 })],
  ])('is the sum of its tokens: texts %s', (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        let at = 0;
        let out = '';
        for (const { start, end } of tokens(text)) {
          expect(start).toBe(at);
          expect(end).toBeGreaterThan(start);
          out += text.slice(start, end);
          at = end;
        }
        expect(out).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('is cut into lines without a gap', () => {
    fc.assert(
      fc.property(sysctlLike, (text) => {
        let at = 0;
        for (const line of readLines(text)) {
          expect(line.start).toBe(at);
          expect(line.end).toBeLessThanOrEqual(line.next);
          at = line.next;
        }
        expect(at).toBe(text.length);
      }),
    );
  });

  test('reads the same line by line', () => {
    fc.assert(
      fc.property(sysctlLike, sysctlLike, (a, b) => {
        const kinds = (text: string) => read(text).map((line) => line.kind);
        expect(kinds(`${a}\n${b}`)).toEqual([...kinds(`${a}\n`), ...kinds(b)]);
      }),
    );
  });

  // Would not end within the test's time if a line were read more than a few times.
  test.each(['a', '=', '#', '-', '\n', 'a\n', 'a=1\n', ' ', 'x #', '\u00a0'])('of a million %j ends', (unit) => {
    const text = unit.repeat(1_000_000);
    let end = 0;
    for (const token of tokens(text)) end = token.end;
    expect(end).toBe(text.length);
  });
});
