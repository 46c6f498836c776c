import { expect, test } from 'vitest';
import { lookup } from '../../server/src/sysctl/facts/keys.ts';
import { summaries } from '../../server/src/sysctl/facts/summaries.data.ts';
import { pathOf } from '../../server/src/sysctl/model/key.ts';

test('cover more keys than real files set', () => {
  expect(Object.keys(summaries).length).toBeGreaterThanOrEqual(250);
});

test('stand in the order of their keys', () => {
  expect(Object.keys(summaries)).toEqual(Object.keys(summaries).sort());
});

test.each(Object.entries(summaries))('%s: a known key, sentences in both languages', (key, { en, 'zh-CN': zh }) => {
  const known = lookup(pathOf(key));
  expect(['linux', 'vendor']).toContain(known.kind);
  if (known.kind === 'linux') expect(known.facts.name).toBe(key);
  expect(en).toMatch(/^(?=[A-Z0-9"]|inotify )\S.*[^.\s]\.$/);
  expect(zh).toMatch(/^\S.*[^。\s]。$/);
  expect(zh).toMatch(/[\u4e00-\u9fff]/);
  // Chinese sentences have Chinese punctuation.
  expect(zh.replace(/\(\)|::1?/g, '')).not.toMatch(/[\u4e00-\u9fff] ?[,;:!?()]|[,;:!?()] ?[\u4e00-\u9fff]/);
  for (const text of [en, zh]) {
    expect(text).not.toMatch(/ {2}|\s$|^\s/);
    expect(text.length).toBeLessThan(400);
    expect(text.split(/(?<=[.。])(?=\s|$)|(?<=。)/).filter((s) => s.trim()).length, text).toBeLessThanOrEqual(3);
  }
});
