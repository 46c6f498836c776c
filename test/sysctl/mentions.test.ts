import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultTarget } from '../../server/src/core/targets.ts';
import { decode } from '../../server/src/core/text.ts';
import { keyMentions } from '../../server/src/sysctl/model/mentions.ts';
import { build } from '../../server/src/sysctl/model/model.ts';
import { folds, outline, selections } from '../../server/src/sysctl/model/outline.ts';
import { root } from '../pages.ts';
import { setOf } from './set.ts';

const corpus = join(root, '../shared/corpus');
if (!existsSync(corpus)) console.log(`not run on real files: there is no ${corpus}`);

test.skipIf(!existsSync(corpus))('in real files every key is found at each of its places, and listed once', () => {
  const rows = readFileSync(join(corpus, 'MANIFEST.tsv'), 'utf8').split('\n');
  const paths = rows.filter((row) => /\tsysctl(?:-template)?\t/.test(row)).map((row) => join(corpus, row.split('\t')[0]!));
  let keys = 0;
  for (const path of paths) {
    const { text } = decode(path, readFileSync(path));
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
