import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits, changedLines, countLines, decode, encode } from '../../server/src/core/text.ts';

const span = (start: number, end: number) => ({ file: '/f', start, end });

test('any bytes survive reading and writing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const source = decode('/f', bytes);
      expect(encode(source.text, source.encoding)).toEqual(bytes);
    }),
  );
});

test('valid UTF-8 is read as UTF-8 and keeps its byte order mark; GBK is read byte by byte', () => {
  expect(decode('/f', new TextEncoder().encode('\uFEFF# 中文'))).toMatchObject({ text: '\uFEFF# 中文', encoding: 'utf8' });
  const gbk = Uint8Array.of(0x23, 0xd6, 0xd0, 0xce, 0xc4);
  expect(decode('/f', gbk)).toMatchObject({ text: '#ÖÐÎÄ', encoding: 'latin1' });
});

test('a character that an encoding does not have cannot be written in it', () => {
  expect(encode('端口', 'latin1')).toBeUndefined();
});

test('positions and offsets are each other’s inverse on every offset outside a line break', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', '中', '\r', '𝒳') }), (text) => {
      const lines = countLines(text);
      for (let offset = 0; offset <= text.length; offset++) {
        const position = lines.position(offset);
        const { end } = lines.range(position.line);
        expect(lines.offset(position)).toBe(Math.min(offset, end));
      }
    }),
  );
});

test('CRLF and LF end a line, a lone CR does not', () => {
  const lines = countLines('a\r\nb\rc\nd');
  expect([0, 1, 2].map((line) => lines.range(line))).toEqual([
    { start: 0, end: 1 },
    { start: 3, end: 6 },
    { start: 7, end: 8 },
  ]);
});

test('edits apply together, whatever their order, and must not overlap', () => {
  const edits = [
    { at: span(4, 5), text: 'E' },
    { at: span(0, 1), text: '' },
    { at: span(3, 3), text: '+' },
  ];
  expect(applyEdits('abcdef', edits)).toBe('bc+dEf');
  expect(() =>
    applyEdits('abc', [
      { at: span(0, 2), text: '' },
      { at: span(1, 3), text: '' },
    ]),
  ).toThrow(RangeError);
});

test('the lines that differ are one edit of whole lines', () => {
  const text = fc.array(fc.constantFrom('a', 'b', '\n', '\r\n'), { maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edit = changedLines({ path: '/a', text: before }, after);
      expect(applyEdits(before, [edit])).toBe(after);
      for (const at of [edit.at.start, edit.at.end])
        expect(at === 0 || at === before.length || before[at - 1] === '\n').toBe(true);
    }),
  );
});
