import type { Finding, Rule } from './rule.ts';
import type { Span } from './text.ts';

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
    // One by one: there may be more than a call takes arguments.
    for (const f of mine) found.push(f);
  }
  return found;
}

/** What one model says about its files. */
export interface Judged {
  /** Whose rules looked at it: it is not silent about what others say. */
  readonly language: string;
  readonly sources: ReadonlyMap<string, unknown>;
  readonly findings: readonly Finding[];
}

/**
 * Joins the findings of several models: one finding per rule, span and message, with the related places of all of them
 * and only those fixes that every model with that file offers; then drops what a more specific rule supersedes.
 */
export function join(models: readonly Judged[], rules: ReadonlyMap<string, Rule<never>>): Finding[] {
  const same = new Map<string, Finding[]>();
  for (const { findings } of models)
    for (const f of findings) {
      const list = same.get(identity(f));
      list ? list.push(f) : same.set(identity(f), [f]);
    }
  const merged = new Map([...same].map(([key, list]) => [key, list.length === 1 ? list[0]! : merge(list)]));
  for (const { language, sources, findings } of models) {
    if (models.length === 1) break;
    const mine = new Set(findings.map(identity));
    for (const [key, f] of merged)
      if (f.fixes.length && f.rule.startsWith(`${language}/`) && sources.has(f.at.file) && !mine.has(key))
        merged.set(key, { ...f, fixes: [] });
  }
  const all = [...merged.values()];
  const betters = new Map<string, Finding[]>();
  for (const f of all)
    for (const lesser of rules.get(f.rule)?.supersedes ?? []) {
      const list = betters.get(lesser);
      list ? list.push(f) : betters.set(lesser, [f]);
    }
  const superseded = new Map([...betters].map(([lesser, list]) => [lesser, sameCauseAs(list)]));
  return all.filter((f) => !superseded.get(f.rule)?.(f)).sort(byPlace);
}

const identity = (f: Finding) => `${f.rule} ${f.message} ${f.at.file} ${f.at.start} ${f.at.end}`;

/**
 * A finding as somebody sees it who looks at some files only: where it stands, else at a related place of its rule's choice;
 * undefined where nothing of it is seen.
 */
export function seenIn(
  f: Finding,
  rules: ReadonlyMap<string, Rule<never>>,
  sees: (path: string) => boolean,
): Finding | undefined {
  if (sees(f.at.file)) return f;
  for (const note of rules.get(f.rule)?.toldAt ?? []) {
    const place = f.related.find((r) => r.note === note && sees(r.at.file));
    if (!place) continue;
    const origin = { at: f.at, note: 'origin', data: {} };
    return { ...f, at: place.at, related: [origin, ...f.related.filter((r) => r !== place)] };
  }
  return undefined;
}

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

/** Related places of all, each once; fixes that all offer. */
function merge(findings: readonly Finding[]): Finding {
  const [first] = findings as [Finding, ...Finding[]];
  const related = new Map(findings.flatMap((f) => f.related.map((r) => [JSON.stringify(r), r] as const)));
  const offered = findings.map((f) => new Set(f.fixes.map((fix) => JSON.stringify(fix))));
  const fixes = first.fixes.filter((fix) => offered.every((set) => set.has(JSON.stringify(fix))));
  return { ...first, related: [...related.values()], fixes };
}

/** Whether the place of one of these findings overlaps that of another one, or one names the other's place as related. */
function sameCauseAs(betters: readonly Finding[]): (lesser: Finding) => boolean {
  const places = touching(betters.flatMap((f) => [f.at, ...f.related.map((r) => r.at)]));
  const own = touching(betters.map((f) => f.at));
  return (lesser) => places(lesser.at) || lesser.related.some((r) => own(r.at));
}

/** Whether a span overlaps one of these: by search, for a broken file may have a finding on every line. */
function touching(spans: readonly Span[]): (span: Span) => boolean {
  const byFile = new Map<string, { start: number; end: number }[]>();
  for (const { file, start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const list = byFile.get(file) ?? [];
    byFile.set(file, list);
    // The furthest end so far: what begins before a span overlaps it if any of these ends behind its start.
    list.push({ start, end: Math.max(end, list.at(-1)?.end ?? 0) });
  }
  return ({ file, start, end }) => {
    const list = byFile.get(file) ?? [];
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle]!.start < end) low = middle + 1;
      else high = middle;
    }
    return low > 0 && list[low - 1]!.end > start;
  };
}
