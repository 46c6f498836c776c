/** Whether nginx hands a path to glob(3). */
export const isGlob = (path: string): boolean => /[*?[]/.test(path);

/**
 * Matches one path segment as glob(3) does: `*`, `?`, `[a-z]`, `[!a]`, `\` before a literal; a leading dot is matched by a
 * dot only. Time is bounded by the product of both lengths.
 */
export function matches(pattern: string, name: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  let [p, n] = [0, 0];
  let [star, resume] = [-1, 0];
  while (n < name.length) {
    const next = p < pattern.length && pattern[p] !== '*' ? matchOne(pattern, p, name[n]!) : -1;
    if (next >= 0) {
      p = next;
      n++;
    } else if (pattern[p] === '*') {
      star = ++p;
      resume = n;
    } else if (star >= 0) {
      p = star;
      n = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** The offset after what matches one character, or -1. */
function matchOne(pattern: string, at: number, c: string): number {
  if (pattern[at] === '?') return at + 1;
  if (pattern[at] === '[') {
    const set = readSet(pattern, at);
    if (set) return set.has(c) ? set.end : -1;
  }
  if (pattern[at] === '\\' && at + 1 < pattern.length) return pattern[at + 1] === c ? at + 2 : -1;
  return pattern[at] === c ? at + 1 : -1;
}

function readSet(pattern: string, at: number): { end: number; has(c: string): boolean } | undefined {
  const negated = pattern[at + 1] === '!' || pattern[at + 1] === '^';
  const first = at + (negated ? 2 : 1);
  // A `]` that comes first is a member.
  const close = pattern.indexOf(']', first + 1);
  if (close < 0) return undefined;
  const members = pattern.slice(first, close);
  return {
    end: close + 1,
    has(c) {
      for (let i = 0; i < members.length; i++)
        if (members[i + 1] === '-' && i + 2 < members.length) {
          if (members[i]! <= c && c <= members[i + 2]!) return !negated;
          i += 2;
        } else if (members[i] === c) return !negated;
      return negated;
    },
  };
}
