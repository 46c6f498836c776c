import { expect, test } from 'vitest';
import { parseTargets } from '../../server/src/core/targets.ts';
import { build } from '../../server/src/sysctl/model/model.ts';
import { agrees, alarms, compare, existing, type Judged, reportOf, tableOf } from './oracle/compare.ts';
import { randomFrom, several } from './oracle/lines.ts';
import { apply, missing, programs, survey, target } from './oracle/machine.ts';
import { setOf } from './set.ts';

/** `npm run oracle -- --sysctl` makes longer runs. */
const [count, seed] = [3000, 1];

const why = missing();
if (why) console.log(`sysctl lines not compared with the kernel: ${why}`);

test.skipIf(why !== undefined)('the kernel does what we say with thousands of lines', { timeout: 600_000 }, () => {
  const comparison = compare(count, seed);
  console.log(tableOf(comparison));
  const { judged } = comparison;
  const share = (list: readonly Judged[]) => list.filter(agrees).length / list.length;
  expect(alarms(judged).length, reportOf(comparison)).toBeLessThanOrEqual(judged.length / 1000);
  expect(judged.length).toBeGreaterThan(count / 2);
  expect(existing(judged).length).toBeGreaterThan(judged.length / 2);
  expect(share(existing(judged)), reportOf(comparison)).toBeGreaterThanOrEqual(0.99);
  expect(share(judged), reportOf(comparison)).toBeGreaterThanOrEqual(0.99);
});

test.skipIf(why !== undefined)('a key ends up with the line that we take for the winner', { timeout: 600_000 }, () => {
  const random = randomFrom(seed);
  const keys = survey().filter(({ bases }) => bases.length > 2 && !bases[0]!.includes('\t'));
  const trials = Array.from({ length: 300 }, () => {
    const key = keys[Math.floor(random() * keys.length)]!;
    return { line: several(key, random), path: key.path, base: key.bases[0]! };
  });
  const parsed = parseTargets(target().split(' '));
  let compared = 0;
  for (const [i, outcome] of apply(trials).entries()) {
    const { line, path, base } = trials[i]!;
    const { readings } = build(setOf({ 'x.conf': line }), 'target' in parsed ? parsed.target : never());
    for (const program of programs) {
      const reading = readings.find((r) => r.programs.includes(program === 'procps' ? 'system' : 'boot'));
      const winner = reading!.winner(path);
      // Where the last line is refused, procps has applied the ones before it, and systemd-sysctl none.
      if (winner?.value.text === 'x') continue;
      compared++;
      expect(outcome[program].after, `${program}: ${line}`).toBe(winner?.value.text ?? base);
    }
  }
  expect(compared).toBeGreaterThan(400);
});

function never(): never {
  throw new Error('target words of this machine');
}
