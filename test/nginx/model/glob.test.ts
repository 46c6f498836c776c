import { expect, test } from 'vitest';
import { isGlob, matches } from '../../../server/src/nginx/model/glob.ts';

test.each([
  ['*.conf', 'a.conf', true],
  ['*.conf', '.a.conf', false],
  ['.*', '.a', true],
  ['*', '', true],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['[a-c]x', 'bx', true],
  ['[a-c]x', 'cx', true],
  ['[a-c]x', 'dx', false],
  ['[!a-c]x', 'bx', false],
  ['[^a-c]x', 'dx', true],
  ['[]a]x', ']x', true],
  ['[a', '[a', true],
  ['[a-]x', 'ax', true],
  ['[a-]x', '-x', true],
  ['\\*', '*', true],
  ['\\*', 'a', false],
  ['a*b*c', 'aXXbYYc', true],
  ['a*b*c', 'aXXbYY', false],
  ['{a,b}', 'a', false],
  ['**', 'a', true],
])('%s against %s', (pattern, name, expected) => {
  expect(matches(pattern, name)).toBe(expected);
});

test('many stars take no more than the product of the lengths', () => {
  expect(matches(`${'*a'.repeat(2000)}b`, 'a'.repeat(4000))).toBe(false);
});

test('what nginx takes for a pattern', () => {
  expect(['a.conf', 'a*', 'a?', '[a', '{a,b}'].map(isGlob)).toEqual([false, true, true, true, false]);
});
