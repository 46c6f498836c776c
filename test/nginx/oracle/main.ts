/** `npm run oracle`: many mutants, judged by nginx and by us; prints where they differ, and the smallest text that shows it. */
import { parseArgs } from 'node:util';
import { collected, handWritten, type Placed, place, spread } from './cases.ts';
import { compare, type NamedConfiguration, type Outcome, Tally } from './compare.ts';
import { type Judges, startJudges } from './judge.ts';
import { type Kind, kinds } from './mutants.ts';
import { shrink } from './shrink.ts';

const { values } = parseArgs({
  options: {
    mutants: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    kind: { type: 'string' },
    show: { type: 'string', default: '30' },
    /** Of real files beside the repository, instead of those that were written for it. */
    real: { type: 'boolean', default: false },
  },
});
if (values.kind !== undefined && !kinds.includes(values.kind as Kind)) {
  console.error(`--kind is one of: ${kinds.join(', ')}`);
  process.exit(2);
}

const judges = await startJudges(2);
if (typeof judges === 'string') {
  console.log(`skipped: ${judges}`);
  process.exit(0);
}
const bases = values.real ? await realBases(judges) : [];
for (const base of values.real ? [] : handWritten()) {
  const verdict = await judges.judge(base);
  if (verdict.kind === 'accepted') bases.push(base);
  else console.log(`${base.name} is left out: ${verdict.said}${verdict.line ? ` in line ${verdict.line}` : ''}`);
}

const tally = new Tally();
const differing = new Map<string, Outcome[]>();
const started = performance.now();
const options = {
  judges,
  bases,
  count: Number(values.mutants),
  seed: Number(values.seed),
  kind: values.kind as Kind | undefined,
};
await compare(options, (outcome) => {
  tally.add(outcome);
  const topic = topicOf(outcome);
  if (topic !== undefined) differing.set(topic, [...(differing.get(topic) ?? []), outcome]);
});
console.log(`${tally}\nin ${Math.round((performance.now() - started) / 1000)} s\n`);

const topics = [...differing].sort((a, b) => b[1].length - a[1].length);
for (const [topic, outcomes] of topics.slice(0, Number(values.show))) {
  const smallest = outcomes.reduce((a, b) => (a.mutant.text.length <= b.mutant.text.length ? a : b));
  const { verdict, mutant } = smallest;
  const { text, complaints } = await shrink(smallest, judges);
  console.log(`${outcomes.length} × ${topic}   (${mutant.kind}; ${mutant.base})`);
  console.log(
    `  nginx: ${verdict.kind === 'accepted' ? 'accepted' : `${verdict.said}${verdict.line ? `, line ${verdict.line}` : ''}`}`,
  );
  for (const { rule, message } of complaints) console.log(`  keepalint: ${rule}: ${message}`);
  console.log(text.replace(/^/gm, '    '));
  console.log();
}
if (topics.length > Number(values.show))
  console.log(`and ${topics.length - Number(values.show)} more kinds of disagreement: --show ${topics.length}`);
judges.close();

async function realBases(judges: Judges): Promise<NamedConfiguration[]> {
  const placed: Placed[] = [];
  for (const loose of collected()) {
    const one = await place(judges, loose);
    if (one) placed.push(one);
  }
  return spread(placed, 60);
}

/** Disagreements that have one cause read alike. */
function topicOf({ agreement, verdict, complaints }: Outcome): string | undefined {
  if (agreement === 'alarm') return `false alarm of ${complaints[0]!.rule}: ${alike(complaints[0]!.message)}`;
  if (agreement !== 'missed' && agreement !== 'elsewhere') return undefined;
  return `${agreement}: ${alike((verdict as { said: string }).said)}`;
}

/** The name of a directive counts, what a text says does not. */
function alike(said: string): string {
  return said.replace(/"([^"\n]*)"(?! directive| parameter)/g, '"…"').replace(/\d+/g, 'N');
}
