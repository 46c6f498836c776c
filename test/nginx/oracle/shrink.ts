import { type Agreement, type Complaint, complaints as complaintsOf, type Outcome, withText } from './compare.ts';
import type { Judges, Verdict } from './judge.ts';
import { baseOf } from './mutants.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The same disagreement with little text: from the outer blocks to the inner ones, all directives that it does not need are taken away. */
export async function shrink(
  { mutant, agreement, verdict, complaints, configuration }: Outcome,
  judges: Judges,
): Promise<{ readonly text: string; readonly complaints: readonly Complaint[] }> {
  const wanted = signature(agreement, verdict, complaints);
  let best = { text: mutant.text, complaints };
  const without = async (ranges: readonly Range[]) => {
    const { text } = best;
    const shorter = ranges.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
    const smaller = withText(configuration, shorter);
    const [theirs, ours] = [await judges.judge(smaller), await complaintsOf(smaller, ['nginx=1.22'])];
    if (signature(agreement, theirs, ours) !== wanted) return false;
    best = { text: shorter, complaints: ours };
    return true;
  };
  for (let depth = 0; ; depth++) {
    const level = levelOf(best.text, depth);
    if (level.length === 0) break;
    // Half by half, from the end: what stands before stays where it is.
    for (let size = level.length; size >= 1; size = Math.floor(size / 2)) {
      const now = levelOf(best.text, depth);
      for (let end = now.length; end > 0; end -= size) await without(now.slice(Math.max(0, end - size), end));
    }
  }
  return {
    ...best,
    text: best.text
      .replace(/^\s*#.*\n/gm, '')
      .replace(/\n\s*\n/g, '\n')
      .trim(),
  };
}

const levelOf = (text: string, depth: number): Range[] =>
  baseOf('', text)
    .nodes.filter((place) => place.depth === depth)
    .map(({ node }) => ({ start: node.name.start, end: node.end }));

/** What must stay as it is. */
function signature(agreement: Agreement, verdict: Verdict, complaints: readonly Complaint[]): string {
  const said = verdict.kind === 'accepted' ? '' : verdict.said;
  if (agreement === 'missed') return `${verdict.kind} ${said} ${complaints.length}`;
  const place = agreement === 'elsewhere' && 'line' in verdict ? verdict.line : undefined;
  return [
    verdict.kind,
    said,
    ...new Set(complaints.map((c) => `${c.rule} ${place === undefined ? '' : c.line === place}`).sort()),
  ].join('|');
}
