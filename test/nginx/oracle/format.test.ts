import { afterAll, describe, expect, test } from 'vitest';
import { applySpaces, defaultFormat } from '../../../server/src/core/format.ts';
import type { Source } from '../../../server/src/core/text.ts';
import { format } from '../../../server/src/nginx/format.ts';
import { collected, handWritten, place } from './cases.ts';
import type { NamedConfiguration } from './compare.ts';
import { startJudges, type Verdict } from './judge.ts';

const judges = await startJudges(2);
if (typeof judges === 'string') console.log(`skipped: ${judges}`);

describe.skipIf(typeof judges === 'string')('nginx -t says the same of what was formatted', { timeout: 120_000 }, () => {
  if (typeof judges === 'string') return;
  const { judge } = judges;
  afterAll(() => judges.close());

  async function compare(configuration: NamedConfiguration, before: Verdict) {
    const files = new Map([...configuration.files].map(([path, source]) => [path, formatted(source)]));
    return [summary(configuration, before), summary(configuration, await judge({ ...configuration, files }))];
  }
  const summary = ({ name }: NamedConfiguration, { kind, ...refusal }: Verdict) =>
    `${name}: ${kind} ${'said' in refusal ? refusal.said.replace(/:\d+$/gm, '') : ''}`;

  test('our own', async () => {
    for (const base of handWritten()) {
      const [before, after] = await compare(base, await judges.judge(base));
      expect(after).toBe(before);
    }
  });

  test('those of others', async (context) => {
    const files = collected();
    if (files.length === 0) {
      console.log('skipped: no real files to judge beside the repository');
      context.skip();
    }
    let accepted = 0;
    for (const loose of files.filter((_, i) => i % 12 === 0)) {
      const placed = await place(judges, loose);
      if (!placed) continue;
      const [before, after] = await compare(placed.configuration, placed.verdict);
      expect(after).toBe(before);
      if (placed.verdict.kind === 'accepted') accepted++;
    }
    console.log(`nginx takes ${accepted} of them`);
    expect(accepted).toBeGreaterThan(8);
  });
});

const known = new Map<Source, Source>();

function formatted(source: Source): Source {
  const result = format(source, defaultFormat);
  const after = known.get(source) ?? (result.refused ? source : { ...source, text: applySpaces(source.text, result.edits) });
  known.set(source, after);
  return after;
}
