import { applyPatch } from 'diff';
import { expect, test } from 'vitest';
import { unifiedDiff } from '../../server/src/cli/report/diff.ts';
import type { Source } from '../../server/src/core/text.ts';

const source = (text: string): Source => ({ path: '/a', text, encoding: 'utf8' });
const diff = (before: string, after: string) => Buffer.from(unifiedDiff('/a', source(before), source(after))).toString();
const many = (word: string, n: number) => Array.from({ length: n }, (_, i) => `${word} ${i};\n`).join('');

test('a small change has the lines around it', () => {
  expect(diff('a\nb\nc\nd\ne\nf\n', 'a\nb\nc\nd\nE\nf\n')).toBe('--- a/a\n+++ b/a\n@@ -2,5 +2,5 @@\n b\n c\n d\n-e\n+E\n f\n');
});

test.each([
  ['between lines that stay', `a\nb\n\nc\n${many('x', 3000)}d\ne\nf\ng\n`, `a\nb\n\nc\n${many('y', 3000)}d\ne\nf\ng\n`],
  ['of the whole text', many('x', 3000), many('y', 2500)],
  ['with a first line that is empty', `\n${many('x', 3000)}`, many('y', 3000)],
  ['and a line without end', `${many('x', 3000)}end`, `${many('y', 3000)}end`],
  ['that ends the last line', `a\n${many('x', 3000)}end`, `a\n${many('y', 3000)}end\n`],
  ['from nothing', '', many('y', 5000)],
])('thousands of changed lines are one hunk %s', (_, before, after) => {
  const patch = diff(before, after);
  expect(patch.match(/^@@ /gm)).toHaveLength(1);
  expect(applyPatch(before, patch)).toBe(after);
});
