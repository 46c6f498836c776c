import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../server/src/core/host.ts';
import { lint } from '../../server/src/core/lint.ts';
import { defaultTarget } from '../../server/src/core/targets.ts';
import type { Source } from '../../server/src/core/text.ts';
import { factsOf, isNumeric } from '../../server/src/sysctl/facts/keys.ts';
import { sysctl } from '../../server/src/sysctl/language.ts';
import { gather } from '../../server/src/sysctl/model/files.ts';
import { build } from '../../server/src/sysctl/model/model.ts';
import { tokens } from '../../server/src/sysctl/syntax.ts';
import { corpus, filesBelow, isThere, sourceOf, sysctlFiles } from '../corpus.ts';
import { fixedFiles } from '../harness.ts';
import { setOf } from './set.ts';

const read = (paths: readonly string[]) => new Map<string, Source>(paths.map((path) => [path, sourceOf(path)] as const));
const named = read(sysctlFiles());

/** What the newest targeted kernel ends up with, by key: keys that it has and reads, and values that it takes. */
function applied(text: string): Map<string, string> {
  const { readings } = build(setOf({ 'x.conf': text }), defaultTarget);
  const out = new Map<string, string>();
  for (const { path } of readings[0]!.files[0]!.assignments) {
    const winner = readings[0]!.winner(path);
    const facts = factsOf(path);
    if (!winner || !facts || facts.removed !== undefined || facts.inertSince !== undefined) continue;
    const value = isNumeric(facts) ? winner.numbers?.slice(0, facts.fields).join(' ') : winner.line.value.text;
    if (value !== undefined) out.set(path, value);
  }
  return out;
}

describe.skipIf(!isThere)('real files', () => {
  test('are the sum of their tokens, whatever they hold', () => {
    const sources = read(filesBelow(corpus));
    for (const { path, text } of sources.values()) {
      let out = '';
      for (const token of tokens(text)) out += text.slice(token.start, token.end);
      expect(out === text, path).toBe(true);
    }
    expect(sources.size).toBeGreaterThan(900);
  });

  test('keep what is applied when their safe fixes are', async () => {
    let fixed = 0;
    for (const { path, text } of named.values()) {
      const files = new Map([['sysctl.conf', text]]);
      const after = (await fixedFiles(files)).get('sysctl.conf')!;
      if (after === text) continue;
      fixed++;
      const [was, is] = [applied(text), applied(after)];
      for (const [key, value] of was) expect(is.get(key), `${key} of ${path}`).toBe(value);
    }
    expect(fixed).toBeGreaterThan(20);
  });

  test('settle under all their fixes', async () => {
    for (const { path, text } of named.values()) {
      const safety = ['safe', 'unsafe'] as const;
      const once = await fixedFiles(new Map([['sysctl.conf', text]]), { safety });
      expect(await fixedFiles(once, { safety }), path).toEqual(once);
    }
  });

  test('are judged without a crash, and hardly any key is unknown', async () => {
    const host = memoryHost(named);
    const crashes: unknown[] = [];
    const counts = new Map<string, number>();
    const unknown = new Set<string>();
    for (const source of named.values()) {
      const model = sysctl.build(await gather(host, source), defaultTarget);
      for (const f of lint(sysctl.rules, model, (rule, error) => crashes.push([rule, source.path, error]))) {
        if (f.at.file !== source.path) continue;
        counts.set(`${f.rule} ${f.severity}`, (counts.get(`${f.rule} ${f.severity}`) ?? 0) + 1);
        if (f.rule === 'sysctl/unknown-key') unknown.add(String(f.data.key));
      }
    }
    expect(crashes).toEqual([]);
    console.log(
      `${named.size} files\n${[...counts]
        .sort()
        .map(([rule, n]) => `${String(n).padStart(4)} ${rule}`)
        .join('\n')}`,
    );
    // Each is a mistake of its author: a prefix, a suffix or a dot is missing, or it is FreeBSD's.
    expect([...unknown].sort()).toEqual([
      'net.inet.udp.checksum',
      'net.ipv4.max_orphans',
      'net.ipv4.synack_retries',
      'net.ipv4.udp_rmem',
      'net.ipv4.udp_wmem',
      'net.ipv4_timestamps',
    ]);
  });
});
