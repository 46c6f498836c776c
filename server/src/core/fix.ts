import type { Finding, Fix, Safety } from './rule.ts';
import { applyEdits, type Edit, type Source } from './text.ts';

export interface FixRun {
  /** Files whose text changed, with the new text. */
  readonly changed: ReadonlyMap<string, Source>;
  /** In the order they were applied. */
  readonly applied: readonly AppliedFix[];
  /** Fixes whose result the gate refused: nothing of them is in `changed`. */
  readonly refused: readonly AppliedFix[];
  /** What a lint of the changed files says. */
  readonly remaining: readonly Finding[];
  /** false: after all rounds there was still something to apply. */
  readonly settled: boolean;
}

export interface AppliedFix {
  readonly finding: Finding;
  readonly fix: Fix;
}

export interface FixOptions {
  readonly sources: ReadonlyMap<string, Source>;
  readonly findings: readonly Finding[];
  readonly allowed: ReadonlySet<Safety>;
  /** Lints again with some texts replaced; gives the findings and the sources they speak of. */
  relint(
    changed: ReadonlyMap<string, Source>,
  ): Promise<{ readonly findings: readonly Finding[]; readonly sources: ReadonlyMap<string, Source> }>;
  /** Whether a reader that could read `before` can read `after`. */
  accept(before: Source, after: Source): boolean | Promise<boolean>;
}

const maxRounds = 20;

/**
 * Applies fixes until none is left. In one round each fix goes in whole or not at all; one that overlaps an earlier one
 * is skipped and comes again after the next lint, when its place may have moved or its cause be gone.
 */
export async function applyFixes({ sources, findings, allowed, relint, accept }: FixOptions): Promise<FixRun> {
  const changed = new Map<string, Source>();
  let applied: readonly AppliedFix[] = [];
  let refused: readonly AppliedFix[] = [];
  const hopeless = new Set<string>();
  let current = { sources, findings };
  for (let round = 0; ; round++) {
    const chosen = chooseFixes(current.findings, allowed).filter((c) => !hopeless.has(keyOf(c)));
    if (chosen.length === 0 || round === maxRounds)
      return { changed, applied, refused, remaining: current.findings, settled: chosen.length === 0 };
    const texts = await write(chosen, current.sources, accept);
    applied = [...applied, ...texts.applied];
    refused = [...refused, ...texts.refused];
    for (const fix of texts.refused) hopeless.add(keyOf(fix));
    if (!texts.applied.length) continue;
    for (const [path, source] of texts.changed) changed.set(path, source);
    current = await relint(changed);
  }
}

/** The first allowed fix of each finding, leaving out those that overlap an earlier one. */
export function chooseFixes(findings: readonly Finding[], allowed: ReadonlySet<Safety>): AppliedFix[] {
  const taken = new Map<string, Edit[]>();
  const chosen: AppliedFix[] = [];
  for (const finding of findings) {
    const fix = finding.fixes.find((f) => allowed.has(f.safety));
    if (!fix || fix.edits.some((e) => neighbours(taken.get(e.at.file) ?? [], e).some((t) => overlap(e, t)))) continue;
    for (const edit of fix.edits) {
      const list = taken.get(edit.at.file) ?? [];
      taken.set(edit.at.file, list);
      list.splice(place(list, edit), 0, edit);
    }
    chosen.push({ finding, fix });
  }
  return chosen;
}

/** Where an edit belongs in a list ordered by start. */
function place(list: readonly Edit[], edit: Edit): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.at.start < edit.at.start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The accepted edits that could overlap: they are disjoint, so only the next ones on each side. */
const neighbours = (list: readonly Edit[], edit: Edit) => {
  const at = place(list, edit);
  const last = place(list, { ...edit, at: { ...edit.at, start: edit.at.end } });
  return list.slice(Math.max(at - 1, 0), last + 1);
};

/** Two insertions at one place overlap: their order would be a guess. */
function overlap({ at: a }: Edit, { at: b }: Edit): boolean {
  return (a.start < b.end && b.start < a.end) || a.start === b.start;
}

function editsByFile(fixes: readonly AppliedFix[]): Map<string, Edit[]> {
  const files = new Map<string, Edit[]>();
  for (const edit of fixes.flatMap(({ fix }) => fix.edits)) {
    const list = files.get(edit.at.file);
    list ? list.push(edit) : files.set(edit.at.file, [edit]);
  }
  return files;
}

/** All chosen fixes at once; where the gate refuses the result, one half after the other, to find those it refuses. */
async function write(chosen: readonly AppliedFix[], sources: ReadonlyMap<string, Source>, accept: FixOptions['accept']) {
  const attempt = async (fixes: readonly AppliedFix[]) => {
    const out = new Map<string, Source>();
    for (const [path, edits] of editsByFile(fixes)) {
      const before = sources.get(path);
      if (!before) return undefined;
      const after = { ...before, text: applyEdits(before.text, edits) };
      if (!(await accept(before, after))) return undefined;
      out.set(path, after);
    }
    return out;
  };
  let applied: readonly AppliedFix[] = [];
  let changed: ReadonlyMap<string, Source> = new Map();
  const refused: AppliedFix[] = [];
  const add = async (fixes: readonly AppliedFix[]): Promise<void> => {
    const together = [...applied, ...fixes];
    const texts = await attempt(together);
    if (texts) [applied, changed] = [together, texts];
    else if (fixes.length === 1) refused.push(fixes[0]!);
    else {
      const half = fixes.length >> 1;
      await add(fixes.slice(0, half));
      await add(fixes.slice(half));
    }
  };
  await add(chosen);
  return { changed, applied, refused };
}

/** Equal for the same fix of the same finding, also after other edits have moved it. */
function keyOf({ finding, fix }: AppliedFix): string {
  return JSON.stringify([
    finding.rule,
    finding.message,
    fix.id,
    fix.edits.map((e) => [e.at.file, e.at.end - e.at.start, e.text]),
  ]);
}
