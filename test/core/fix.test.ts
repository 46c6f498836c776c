import { expect, test } from 'vitest';
import { applyFixes, chooseFixes } from '../../server/src/core/fix.ts';
import type { Finding, Fix, Safety } from '../../server/src/core/rule.ts';
import type { Edit, Source } from '../../server/src/core/text.ts';

const edit = (start: number, end: number, text: string, file = '/f'): Edit => ({ at: { file, start, end }, text });
const fix = (safety: Safety, ...edits: Edit[]): Fix => ({ id: 'x', safety, data: {}, edits });
const finding = (rule: string, ...fixes: Fix[]): Finding => ({
  rule,
  message: 'm',
  severity: 'warning',
  at: fixes[0]?.edits[0]?.at ?? { file: '/f', start: 0, end: 1 },
  data: {},
  related: [],
  fixes,
});
const source = (text: string): Source => ({ path: '/f', text, encoding: 'utf8' });
const safe = new Set<Safety>(['safe']);

test.each([
  ['the same span twice', edit(2, 4, 'a'), edit(2, 4, 'a'), 1],
  ['spans that share a character', edit(2, 4, ''), edit(3, 6, ''), 1],
  ['one span inside the other', edit(0, 9, ''), edit(3, 4, ''), 1],
  ['two insertions at one place', edit(2, 2, 'a'), edit(2, 2, 'b'), 1],
  ['an insertion inside a replacement', edit(2, 6, 'a'), edit(4, 4, 'b'), 1],
  ['spans that touch', edit(2, 4, ''), edit(4, 6, ''), 2],
  ['the same span in two files', edit(2, 4, ''), edit(2, 4, '', '/g'), 2],
])('of two fixes with %s', (_, first, second, chosen) => {
  expect(chooseFixes([finding('a', fix('safe', first)), finding('b', fix('safe', second))], safe)).toHaveLength(chosen);
});

test('a fix with several edits goes in whole or not at all', () => {
  const both = finding('b', fix('safe', edit(3, 5, ''), edit(8, 9, '')));
  expect(chooseFixes([finding('a', fix('safe', edit(8, 9, ''))), both], safe).map((c) => c.finding.rule)).toEqual(['a']);
});

test('the first fix that is allowed is taken, a forbidden one never', () => {
  const f = finding('a', fix('unsafe', edit(0, 1, 'u')), fix('safe', edit(0, 1, 's')));
  expect(chooseFixes([f], safe)[0]?.fix.safety).toBe('safe');
  expect(chooseFixes([finding('a', fix('manual', edit(0, 1, '')))], safe)).toEqual([]);
});

/** A linter that wants every `a` to be `b`, and reports runs of `aa` as one span. */
const lintLetters = (text: string) => ({
  findings: [...text.matchAll(/aa?/g)].map((m) => finding('a', fix('safe', edit(m.index, m.index + m[0].length, 'b')))),
  sources: new Map([['/f', source(text)]]),
});

test('lints again after each round, until nothing is left', async () => {
  const run = await applyFixes({
    ...lintLetters('aaa-a'),
    allowed: safe,
    relint: async (changed) => lintLetters(changed.get('/f')!.text),
    accept: () => true,
  });
  expect(run).toMatchObject({ settled: true, refused: [], remaining: [] });
  expect(run.changed.get('/f')?.text).toBe('bb-b');
});

test('what the gate refuses is left out, the rest is applied', async () => {
  const run = await applyFixes({
    ...lintLetters('a-aa'),
    allowed: safe,
    relint: async (changed) => lintLetters(changed.get('/f')!.text),
    accept: (_, after) => after.text.includes('aa'),
  });
  expect(run.changed.get('/f')?.text).toBe('b-aa');
  expect(run.refused).toHaveLength(1);
  expect(run.settled).toBe(true);
});

test('one bad fix among many is found without trying each of them alone', async () => {
  const text = `${'a-'.repeat(500)}aa${'-a'.repeat(499)}`;
  let asked = 0;
  const run = await applyFixes({
    ...lintLetters(text),
    allowed: safe,
    relint: async (changed) => lintLetters(changed.get('/f')!.text),
    accept: (_, after) => {
      asked++;
      return after.text.includes('aa');
    },
  });
  expect(run.changed.get('/f')?.text).toBe(`${'b-'.repeat(500)}aa${'-b'.repeat(499)}`);
  expect(run.refused).toHaveLength(1);
  expect(asked).toBeLessThan(40);
});

test('what the last round settles is settled', async () => {
  const count = (text: string) => ({
    findings: text.length < 21 ? [finding('a', fix('safe', edit(text.length, text.length, 'x')))] : [],
    sources: new Map([['/f', source(text)]]),
  });
  const run = await applyFixes({
    ...count('x'),
    allowed: safe,
    relint: async (c) => count(c.get('/f')!.text),
    accept: () => true,
  });
  expect(run).toMatchObject({ settled: true });
  expect(run.applied).toHaveLength(20);
});

test('fixes that bring each other back end, and say so', async () => {
  const flip = (text: string) => ({
    findings: [finding('a', fix('safe', edit(0, 1, text === 'x' ? 'y' : 'x')))],
    sources: new Map([['/f', source(text)]]),
  });
  const run = await applyFixes({
    ...flip('x'),
    allowed: safe,
    relint: async (c) => flip(c.get('/f')!.text),
    accept: () => true,
  });
  expect(run.settled).toBe(false);
});
