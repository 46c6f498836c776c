/**
 * The candidate that a mistyped word most likely stands for, undefined where none is close: at most one edit per four
 * characters (insert, delete, replace, swap two neighbours), letter case aside. Of equally close ones the first.
 */
export const nearest = (word: string, candidates: Iterable<string>): string | undefined => closest(word, candidates)[0];

/** Comparisons that one text is worth: one that takes more is hardly what it seems to be. */
const enough = 200_000;

/** `nearest` for the words of one text; the candidates for a kind of word are collected when the first one needs them. */
export function suggester(): (word: string, kind: unknown, candidates: () => Iterable<string>) => string | undefined {
  const kinds = new Map<
    unknown,
    { readonly candidates: readonly string[]; readonly answers: Map<string, string | undefined> }
  >();
  let budget = enough;
  return (word, kind, collect) => {
    let its = kinds.get(kind);
    if (!its) {
      its = { candidates: [...collect()], answers: new Map() };
      kinds.set(kind, its);
    }
    const { candidates, answers } = its;
    if (!answers.has(word)) {
      answers.set(word, budget > 0 ? nearest(word, candidates) : undefined);
      budget -= candidates.length;
    }
    return answers.get(word);
  };
}

/** Longer ones are no names that somebody mistyped. */
const longest = 128;

/** All that are equally close of those that fit, in their order; `fits` is asked for close ones only. */
export function closest(
  word: string,
  candidates: Iterable<string>,
  fits: (candidate: string) => boolean = () => true,
): readonly string[] {
  if (word.length > longest) return [];
  const typed = word.toLowerCase();
  let best: string[] = [];
  let limit = Math.max(1, Math.floor(typed.length / 4));
  for (const candidate of candidates) {
    const d = distance(typed, candidate.toLowerCase(), limit);
    if (d > limit || !fits(candidate)) continue;
    if (d < limit) best = [];
    best.push(candidate);
    limit = d;
  }
  return best;
}

/** Optimal string alignment distance, which counts two swapped neighbours once; anything above `limit` may come back as `limit + 1`. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let d = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2]! + 1);
      row.push(d);
      if (d < least) least = d;
    }
    if (least > limit) return limit + 1;
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
