/** Why PCRE refuses an expression; offsets in its text. */
export interface RegexProblem {
  readonly kind: /** A `(` that nothing closes. */
    | 'unclosed-group'
    /** A `)` that closes nothing. */
    | 'unopened-group'
    /** A `[` that nothing closes. */
    | 'unclosed-class'
    /** A quantifier with nothing before it that could be repeated. */
    | 'nothing-to-repeat'
    /** `z-a` in a class. */
    | 'range'
    /** `{5,2}`. */
    | 'bounds'
    /** A `\` with nothing behind it. */
    | 'backslash';
  readonly start: number;
  readonly end: number;
}

/**
 * What every PCRE and PCRE2 certainly refuses in an expression; undefined where there is no such thing, or where it uses what
 * is not followed here: verbs, recursion, conditions, the extended syntax of `(?x)`.
 */
export function regexProblem(text: string): RegexProblem | undefined {
  if (sound.has(text)) return undefined;
  const problem = read(text);
  if (!problem) {
    if (sound.size >= mostSound) sound.clear();
    sound.add(text);
  }
  return problem;
}

/** Most expressions are written many times, and compile. */
const sound = new Set<string>();
const mostSound = 1000;

function read(text: string): RegexProblem | undefined {
  const groups: number[] = [];
  /** Whether a quantifier may stand here. */
  let repeatable: boolean | undefined = false;
  for (let i = 0; i < text.length; ) {
    const start = i;
    const problem = (kind: RegexProblem['kind'], end = i): RegexProblem => ({ kind, start, end });
    const take = (pattern: RegExp): string | undefined => {
      pattern.lastIndex = i;
      const found = pattern.exec(text)?.[0];
      if (found !== undefined) i += found.length;
      return found;
    };
    switch (text[i++]) {
      case '\\': {
        const escaped = text[i++];
        if (escaped === undefined) return problem('backslash', i - 1);
        if (/[QEK]/.test(escaped)) return undefined;
        // What follows in braces belongs to it.
        if (/[xopPgkNu]/.test(escaped)) take(argument);
        if (escaped === 'c') i++;
        repeatable = /[bBAzZG]/.test(escaped) ? undefined : true;
        break;
      }
      case '[': {
        const end = classEnd(text, start);
        if (typeof end !== 'number') return end;
        i = end;
        repeatable = true;
        break;
      }
      case '(':
        if (text[i] === '*') return undefined;
        if (text[i] === '?') {
          if (take(comment)) break;
          if (take(flags)) {
            repeatable = undefined;
            break;
          }
          if (!take(head)) return i + 1 === text.length ? problem('unclosed-group') : undefined;
        }
        groups.push(start);
        repeatable = false;
        break;
      case ')':
        if (groups.pop() === undefined) return problem('unopened-group');
        repeatable = true;
        break;
      case '|':
        repeatable = false;
        break;
      case '^':
      case '$':
        repeatable = undefined;
        break;
      case '*':
      case '+':
      case '?':
        if (repeatable === false) return problem('nothing-to-repeat');
        take(mode);
        repeatable = repeatable && false;
        break;
      case '{': {
        const bounds = take(quantifier);
        if (bounds === undefined) {
          // Newer ones take `{,3}` and blanks.
          repeatable = /^[\s\d,]*\}/.test(text.slice(i)) ? undefined : true;
          break;
        }
        if (repeatable === false) return problem('nothing-to-repeat');
        const [low = 0, high = low] = bounds.match(/\d+/g)!.map(Number);
        if (low > high || high > 65_535) return problem('bounds');
        take(mode);
        repeatable = undefined;
        break;
      }
      default:
        repeatable = true;
    }
  }
  const open = groups.pop();
  return open === undefined ? undefined : { kind: 'unclosed-group', start: open, end: open + 1 };
}

const argument = /\{[^}]*\}/y;
const mode = /[?+]/y;
const quantifier = /\d+(?:,\d*)?\}/y;
const comment = /\?#[^)]*\)/y;
const flags = /\?[imsJU-]*\)/y;
const head = /\?(?:[:=!>|]|<[=!]|[imsJU-]+:|P?<[A-Za-z_]\w*>|'[A-Za-z_]\w*')/y;

/** The offset behind a class that opens at `start`, or what is wrong with it; undefined where it is not followed. */
function classEnd(text: string, start: number): number | RegexProblem | undefined {
  let i = start + 1;
  if (text[i] === '^') i++;
  /** A character as itself, which a range may begin with. */
  let plain: string | undefined;
  for (let first = true; i < text.length; first = false) {
    const at = i;
    const c = text[i++]!;
    if (c === ']' && !first) return i;
    if (c === '\\') {
      if (i === text.length) return { kind: 'backslash', start: at, end: i };
      if (/[QEc]/.test(text[i++]!)) return undefined;
      plain = undefined;
    } else if (c === '[' && /[:.=]/.test(text[i] ?? '')) {
      const [name] = /^\[:\^?[a-z]+:\]/.exec(text.slice(at)) ?? [];
      if (!name) return undefined;
      i = at + name.length;
      plain = undefined;
    } else if (c === '-' && plain !== undefined && /[^\]\\[]/.test(text[i] ?? ']')) {
      if (text[i]! < plain) return { kind: 'range', start: at - 1, end: i + 1 };
      i++;
      plain = undefined;
    } else plain = c;
  }
  return { kind: 'unclosed-class', start, end: start + 1 };
}
