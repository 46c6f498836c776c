import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compare, reportOf, tableOf } from './compare.ts';
import { missing } from './machine.ts';

const { values } = parseArgs({
  options: {
    sysctl: { type: 'boolean' },
    lines: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    report: { type: 'string' },
  },
});
const why = missing();
if (why) {
  console.error(`the kernel cannot be asked: ${why}`);
  process.exit(2);
}
const comparison = compare(Number(values.lines), Number(values.seed));
console.log(tableOf(comparison));
const report = reportOf(comparison);
if (values.report === undefined) console.log(`\n${report}`);
else writeFileSync(values.report, report);
