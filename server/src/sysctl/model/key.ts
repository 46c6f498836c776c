/**
 * A key as its path below /proc/sys. The first separator decides, as in slashdot() of procps and sysctl_normalize() of
 * systemd: where it is a dot, dots and slashes change places (`net.ipv4.conf.eth0/100.rp_filter` is eth0.100), where it
 * is a slash, everything is literal. Repeated and leading slashes are those of a path.
 */
export function pathOf(key: string): string {
  const first = /[./]/.exec(key)?.[0];
  const path = first === '.' ? key.replace(/[./]/g, (c) => (c === '.' ? '/' : '.')) : key;
  return path.replace(/\/+/g, '/').replace(/^\//, '');
}

/** The usual spelling of a path: dots between the parts, a slash for a dot inside one. */
export function dotted(path: string): string {
  return path.replace(/[./]/g, (c) => (c === '.' ? '/' : '.'));
}

export const isGlob = (path: string) => /[*?[]/.test(path);

/**
 * Whether a glob names a path, as glob() sees it: `*` and `?` stop at a slash. Every star is tried at one place only per
 * path segment, so the time stays linear in glob times path.
 */
export function globMatches(glob: string, path: string): boolean {
  const [patterns, parts] = [glob.split('/'), path.split('/')];
  return patterns.length === parts.length && patterns.every((pattern, i) => segmentMatches(pattern, parts[i] ?? ''));
}

function segmentMatches(pattern: string, text: string): boolean {
  let [p, t, star, mark] = [0, 0, -1, 0];
  while (t < text.length) {
    const step = pattern[p] === '*' ? 0 : oneMatches(pattern, p, text[t] ?? '');
    if (pattern[p] === '*') {
      star = p++;
      mark = t;
    } else if (step) {
      p += step;
      t++;
    } else if (star !== -1) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** How many characters of the pattern match this one character of text; 0 where they do not. */
function oneMatches(pattern: string, at: number, c: string): number {
  if (at >= pattern.length) return 0;
  if (pattern[at] === '?') return 1;
  const close = pattern[at] === '[' ? pattern.indexOf(']', at + 2) : -1;
  if (close === -1) return pattern[at] === c ? 1 : 0;
  const negated = pattern[at + 1] === '!' || pattern[at + 1] === '^';
  let hit = false;
  for (let i = at + (negated ? 2 : 1); i < close; i++) {
    const low = pattern[i] ?? '';
    const high = pattern[i + 1] === '-' && i + 2 < close ? (pattern[i + 2] ?? '') : low;
    if (c >= low && c <= high) hit = true;
    if (high !== low) i += 2;
  }
  return hit === negated ? 0 : close - at + 1;
}
