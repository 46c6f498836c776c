import { expect, test } from 'vitest';
import { isRoot, nginx } from '../../server/src/nginx/language.ts';

const source = (text: string) => ({ path: '/w/nginx.conf', text, encoding: 'utf8' as const });

test('a main file opens a block that only main files have', () => {
  expect(['http {}', 'events {}', 'stream {}', 'mail {}'].map((t) => isRoot(source(t)))).toEqual([true, true, true, true]);
  expect(['server {}', 'http on;', '', '# http {}'].map((t) => isRoot(source(t)))).toEqual([false, false, false, false]);
});

test('a comment knows what it stands before and on which line', () => {
  const text = ['# one', '# two', 'server { # three', '  # four', '  listen 80; # five', '', '  # six', '}', '# seven'].join(
    '\n',
  );
  const found = nginx
    .commentLines(source(text))
    .map(({ text: words, next, line }) => [
      words.trim(),
      next && text.slice(next.start, next.end).split('\n')[0],
      line && text.slice(line.start, line.end).trim(),
    ]);
  expect(found).toEqual([
    ['one', 'server { # three', undefined],
    ['two', 'server { # three', undefined],
    ['three', 'listen 80;', 'server {'],
    ['four', 'listen 80;', undefined],
    ['five', undefined, 'listen 80;'],
    ['six', undefined, undefined],
    ['seven', undefined, undefined],
  ]);
});

test('syntax errors are counted', () => {
  expect([nginx.syntaxErrors('a b;'), nginx.syntaxErrors('a b'), nginx.syntaxErrors('http {')]).toEqual([0, 1, 1]);
});
