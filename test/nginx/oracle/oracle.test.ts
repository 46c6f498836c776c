import { afterAll, describe, expect, test } from 'vitest';
import { collected, documented, handWritten, type Placed, place, spread } from './cases.ts';
import {
  type Complaint,
  compare,
  complaints,
  type NamedConfiguration,
  type Outcome,
  saysLater,
  shares,
  Tally,
} from './compare.ts';
import { startJudges } from './judge.ts';

const judges = await startJudges(2);
if (typeof judges === 'string') console.log(`skipped: ${judges}`);

describe.skipIf(typeof judges === 'string')('nginx -t and we', { timeout: 300_000 }, () => {
  if (typeof judges === 'string') return;
  afterAll(() => judges.close());
  const bases: NamedConfiguration[] = [];
  const real: Placed[] = [];

  /** Also for the versions that distributions ship, to which this one belongs. */
  const errors = async (configuration: NamedConfiguration) =>
    [...(await complaints(configuration, ['nginx=1.22'])), ...(await complaints(configuration))].map(words);
  const words = ({ file, line, rule, message }: Complaint) => `${file}:${line} ${rule}: ${message}`;

  test('accept the configurations that were written for it', async () => {
    const wrong: string[] = [];
    for (const base of handWritten()) {
      const verdict = await judges.judge(base);
      if (verdict.kind === 'machine') console.log(`not judged: ${base.name}, which lacks ${verdict.reason}: ${verdict.said}`);
      else if (verdict.kind === 'text') wrong.push(`${base.name}:${verdict.line} nginx: ${verdict.said}`);
      else bases.push(base);
      wrong.push(...(await errors(base)).map((w) => `${base.name} ${w}`));
    }
    expect(wrong).toEqual([]);
    expect(bases.length).toBeGreaterThanOrEqual(20);
  });

  test('agree on the configurations of the rule pages and the examples', async () => {
    const wrong: string[] = [];
    const counts = { accepted: 0, text: 0, machine: 0 };
    for (const { role, target, ...loose } of documented()) {
      const placed = await place(judges, loose);
      if (!placed) continue;
      const { configuration, verdict } = placed;
      counts[verdict.kind]++;
      const ours = await complaints(configuration, ['nginx=1.22']);
      if (verdict.kind === 'text' && ours.length === 0 && !(await saysLater(configuration, ['nginx=1.22'])))
        wrong.push(`${loose.name}: missed ${verdict.said}`);
      // A bad block may be one that nginx takes and that breaks later.
      if (verdict.kind === 'accepted' && role !== 'bad' && !/nginx=/.test(target))
        wrong.push(...ours.map((c) => `${loose.name}: ${words(c)}`));
    }
    console.log(
      `pages and examples: ${Object.entries(counts)
        .map(([kind, n]) => `${kind} ${n}`)
        .join(', ')}`,
    );
    expect(wrong).toEqual([]);
  });

  test('accept the configurations of others', async (context) => {
    const files = collected();
    if (files.length === 0) {
      console.log('skipped: no real files to judge beside the repository');
      context.skip();
    }
    const wrong: string[] = [];
    const counts = { accepted: 0, text: 0, machine: 0, 'only part of something': 0 };
    for (const loose of files) {
      const placed = await place(judges, loose);
      if (!placed) {
        counts['only part of something']++;
        continue;
      }
      counts[placed.verdict.kind]++;
      if (placed.verdict.kind === 'accepted')
        wrong.push(...(await errors(placed.configuration)).map((w) => `${loose.name}: ${w}`));
    }
    console.log(
      `real files: ${Object.entries(counts)
        .map(([kind, n]) => `${kind} ${n}`)
        .join(', ')}`,
    );
    expect(wrong).toEqual([]);
  });

  test('refuse the same mutants, on the same lines', async () => {
    const tally = new Tally();
    const count = Number(process.env.ORACLE_MUTANTS ?? 4000);
    const seed = Number(process.env.ORACLE_SEED ?? 1);
    const others = spread(real, 30);
    const alarms: string[] = [];
    const seen = (outcome: Outcome) => {
      tally.add(outcome);
      if (outcome.agreement === 'alarm') alarms.push(`${outcome.mutant.base} ${outcome.complaints.map(words).join()}`);
    };
    await compare({ judges, bases, count: others.length > 0 ? count * 0.75 : count, seed }, seen);
    if (others.length > 0) await compare({ judges, bases: others, count: count * 0.25, seed }, seen);
    console.log(String(tally));
    const { flagged, onLine } = shares(tally.total);
    expect(alarms).toEqual([]);
    expect(flagged).toBeGreaterThanOrEqual(0.99);
    expect(onLine).toBeGreaterThanOrEqual(0.97);
  });
});
