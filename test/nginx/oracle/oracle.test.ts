import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handWritten } from './cases.ts';
import { compare, complaints, type NamedConfiguration, shares, Tally } from './compare.ts';
import { startJudges } from './judge.ts';

const judges = await startJudges(2);
if (typeof judges === 'string') console.log(`skipped: ${judges}`);

describe.skipIf(typeof judges === 'string')('nginx -t and we', { timeout: 300_000 }, () => {
  if (typeof judges === 'string') return;
  afterAll(() => judges.close());
  const bases: NamedConfiguration[] = [];

  beforeAll(() => {
    bases.push(...handWritten());
  });

  test('accept the configurations that were written for it', async () => {
    for (const base of bases) {
      expect(await judges.judge(base), base.name).toEqual({ kind: 'accepted' });
      expect(await complaints(base, ['nginx=1.22']), base.name).toEqual([]);
      expect(await complaints(base), base.name).toEqual([]);
    }
  });

  test('refuse the same mutants, on the same lines', async () => {
    const tally = new Tally();
    const count = Number(process.env.ORACLE_MUTANTS ?? 4000);
    await compare({ judges, bases, count, seed: Number(process.env.ORACLE_SEED ?? 1) }, (outcome) => tally.add(outcome));
    console.log(String(tally));
    const { flagged, onLine } = shares(tally.total);
    expect(tally.total.alarm, 'errors on what nginx accepts').toBe(0);
    expect(flagged).toBeGreaterThanOrEqual(0.99);
    expect(onLine).toBeGreaterThanOrEqual(0.97);
  });
});
