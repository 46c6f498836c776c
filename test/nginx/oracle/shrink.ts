import { type Agreement, type Complaint, complaints as complaintsOf, type Outcome, withText } from './compare.ts';
import type { Judges, Verdict } from './judge.ts';
import { baseOf } from './mutants.ts';

/** The same disagreement with as little text as possible: takes away directive after directive, the large ones first. */
export async function shrink(
  outcome: Outcome,
  judges: Judges,
): Promise<{ readonly text: string; readonly complaints: readonly Complaint[] }> {
  let { text } = outcome.mutant;
  let complaints = outcome.complaints;
  const wanted = signature(outcome.agreement, outcome.verdict, outcome.complaints);
  for (let changed = true, tries = 0; changed && tries < 600; ) {
    changed = false;
    const nodes = baseOf('', text)
      .nodes.map(({ node }) => ({ start: node.name.start, end: node.end }))
      .sort((a, b) => b.end - b.start - (a.end - a.start));
    for (const { start, end } of nodes) {
      if (++tries > 600) break;
      const shorter = (text.slice(0, start) + text.slice(end)).replace(/\n\s*\n/g, '\n');
      const configuration = withText(outcome.configuration, shorter);
      const [verdict, ours] = [await judges.judge(configuration), await complaintsOf(configuration, ['nginx=1.22'])];
      if (signature(outcome.agreement, verdict, ours) !== wanted) continue;
      text = shorter;
      complaints = ours;
      changed = true;
      break;
    }
  }
  return { text: text.replace(/^\s*#.*\n/gm, '').trim(), complaints };
}

function signature(agreement: Agreement, verdict: Verdict, complaints: readonly Complaint[]): string {
  const theirs = verdict.kind === 'accepted' ? '' : verdict.said;
  const rules = [
    ...new Set(
      complaints.map((c) => `${c.rule} ${agreement === 'elsewhere' && 'line' in verdict ? c.line === verdict.line : ''}`),
    ),
  ].sort();
  return `${verdict.kind} ${theirs} ${agreement === 'missed' ? complaints.length : rules.join()}`;
}
