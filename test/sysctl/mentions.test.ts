import { expect, test } from 'vitest';
import { defaultTarget } from '../../server/src/core/targets.ts';
import { keyMentions } from '../../server/src/sysctl/model/mentions.ts';
import { build } from '../../server/src/sysctl/model/model.ts';
import { folds, outline, selections } from '../../server/src/sysctl/model/outline.ts';
import { isThere, sourceOf, sysctlFiles } from '../corpus.ts';
import { setOf } from './set.ts';

test.skipIf(!isThere)('in real files every key is found at each of its places, and listed once', () => {
  let keys = 0;
  for (const path of sysctlFiles()) {
    const { text } = sourceOf(path);
    const sysctl = build(setOf({ 'x.conf': text }), defaultTarget);
    const [file] = sysctl.files;
    const listed = outline(file!.source).flatMap((item) => (item.kind === 'key' ? [item] : item.children));
    expect(listed.map(({ focus }) => focus.start).sort((a, b) => a - b)).toEqual(
      file!.assignments.map((a) => a.line.key.start),
    );
    for (const { line } of file!.assignments) {
      const found = keyMentions(sysctl, file!.source.path, line.key.end);
      expect(found?.setters).toContainEqual(found?.at);
      expect(found?.at.start).toBe(line.key.start);
      keys++;
    }
    expect(selections(file!.source, text.length >> 1).at(-1)).toEqual([0, text.length]);
    for (const { start, end } of folds(file!.source)) expect(text.slice(start, end)).toMatch(/^[#;][^\n]*\n\s*[#;]/);
  }
  expect(keys).toBeGreaterThan(1000);
});

test('a line that excludes a key leads to those that set it', () => {
  const sysctl = build(setOf({ 'a.conf': 'net.ipv4.conf.*.rp_filter = 1\n-net.ipv4.conf.all.rp_filter\n' }), defaultTarget);
  const [file] = sysctl.files;
  const found = keyMentions(sysctl, file!.source.path, 35);
  expect(found?.setters.map(({ start, end }) => [start, end])).toEqual([[0, 25]]);
});
