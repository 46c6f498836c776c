import { expect, test } from 'vitest';
import { agrees, alarms, compare, existing, type Judged, reportOf, tableOf } from './oracle/compare.ts';
import { missing } from './oracle/machine.ts';

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
