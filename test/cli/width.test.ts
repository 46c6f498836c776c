import { expect, test } from 'vitest';
import { printable, textWidth, widthOf } from '../../server/src/cli/report/width.ts';

test.each([
  [0x41, 1],
  [0xad, 0],
  [0x2ff, 1],
  [0x300, 0],
  [0x36f, 0],
  [0x370, 1],
  [0x10ff, 1],
  [0x1100, 2],
  [0x115f, 2],
  [0x1160, 1],
  [0x200b, 0],
  [0xff01, 2],
  [0xff61, 1],
  [0x1f3fb, 0],
  [0x1f680, 2],
  [0x3fffd, 2],
  [0x3fffe, 1],
  [0xe0100, 0],
])('code point %i takes %i columns', (codePoint, columns) => {
  expect(widthOf(codePoint)).toBe(columns);
});

test('a text takes what its characters take', () => {
  expect(textWidth('a端口e\u0301🚀')).toBe(8);
});

test('what moves the cursor or turns the line around is shown as a picture', () => {
  expect(printable('a\u001b[2Jb\u007fc\u009b\u202ed\u2066e')).toBe('a␛[2Jb␡c��d�e');
  expect(printable('端口 a\u00adb')).toBe('端口 a\u00adb');
});
