import type { Finding, Rule } from './rule.ts';

/** Runs rules over one model. A rule that throws loses only itself. */
export function lint<Model>(
  rules: readonly Rule<Model>[],
  model: Model,
  onCrash: (rule: string, error: unknown) => void,
): Finding[] {
  const found: Finding[] = [];
  for (const rule of rules) {
    const mine: Finding[] = [];
    try {
      rule.check(model, (at, message, data, extras) => {
        const { severity } = rule.messages[message] ?? { severity: 'warning' };
        mine.push({
          rule: rule.id,
          message,
          severity,
          at,
          data,
          related: (extras?.related ?? []).map(({ note, at, data }) => ({ note, at, data: data ?? {} })),
          fixes: (extras?.fixes ?? []).map(({ fix, edits, data }) => ({
            id: fix,
            safety: rule.fixes?.[fix]?.safety ?? 'manual',
            edits,
            data: data ?? {},
          })),
        });
      });
    } catch (error) {
      onCrash(rule.id, error);
      continue;
    }
    found.push(...mine);
  }
  return found;
}

/** What one model says about its files. */
export interface Judged {
  readonly sources: ReadonlyMap<string, unknown>;
  readonly findings: readonly Finding[];
}

/**
 * Joins the findings of several models: one finding per rule, span and message, with the related places of all of them
 * and only those fixes that every model with that file offers; then drops what a more specific rule supersedes.
 */
export function join(models: readonly Judged[], rules: ReadonlyMap<string, Rule<never>>): Finding[] {
  const merged = new Map<string, Finding>();
  for (const { findings } of models)
    for (const f of findings) {
      const first = merged.get(identity(f));
      merged.set(identity(f), first ? merge(first, f) : f);
    }
  for (const { sources, findings } of models) {
    if (models.length === 1) break;
    const mine = new Set(findings.map(identity));
    for (const [key, f] of merged)
      if (f.fixes.length && sources.has(f.at.file) && !mine.has(key)) merged.set(key, { ...f, fixes: [] });
  }
  const all = [...merged.values()];
  const superseded = new Map<string, Finding[]>();
  for (const f of all)
    for (const lesser of rules.get(f.rule)?.supersedes ?? []) {
      const list = superseded.get(lesser);
      list ? list.push(f) : superseded.set(lesser, [f]);
    }
  return all.filter((f) => !superseded.get(f.rule)?.some((better) => sameCause(better, f))).sort(byPlace);
}

const identity = (f: Finding) => `${f.rule} ${f.message} ${f.at.file} ${f.at.start} ${f.at.end}`;

export function byPlace(a: Finding, b: Finding): number {
  return (
    compare(a.at.file, b.at.file) ||
    a.at.start - b.at.start ||
    a.at.end - b.at.end ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message)
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function merge(a: Finding, b: Finding): Finding {
  const known = new Set(a.related.map((r) => JSON.stringify(r)));
  const offered = new Set(b.fixes.map((f) => JSON.stringify(f)));
  return {
    ...a,
    related: [...a.related, ...b.related.filter((r) => !known.has(JSON.stringify(r)))],
    fixes: a.fixes.filter((f) => offered.has(JSON.stringify(f))),
  };
}

/** The places overlap, or one finding names the other's place as related. */
function sameCause(better: Finding, lesser: Finding): boolean {
  const touches = (a: Finding['at'], b: Finding['at']) => a.file === b.file && a.start < b.end && b.start < a.end;
  return (
    touches(better.at, lesser.at) ||
    better.related.some((r) => touches(r.at, lesser.at)) ||
    lesser.related.some((r) => touches(r.at, better.at))
  );
}
