/**
 * Reads sysctl.d text line by line as procps `sysctl`, systemd-sysctl and busybox do. They agree on the lines: white space
 * around line, key and value goes, a first `#` or `;` makes a comment, only the first `=` separates, and there is no
 * comment behind a value, no quoting, no continuation. What a line means to the one or the other program is for the model.
 */

/** A part of a line, by UTF-16 offsets into the whole text. */
export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type Line = Blank | Comment | Assignment | Exclude | Bad;

interface Extent {
  readonly start: number;
  /** Before the line break, a CR of CRLF included in the break. */
  readonly end: number;
  /** After the line break. */
  readonly next: number;
}

interface Blank extends Extent {
  readonly kind: 'blank';
}

export interface Comment extends Extent {
  readonly kind: 'comment';
  /** At the `#` or `;`. */
  readonly mark: number;
  /** Behind the mark, without white space at the ends. */
  readonly text: string;
}

/** `key = value`; the value may be empty. */
export interface Assignment extends Extent {
  readonly kind: 'assignment';
  /** Offset of a leading `-`: failures to set the key are forgiven. */
  readonly dash: number | undefined;
  readonly key: Piece;
  /** Offset of the `=`. */
  readonly separator: number;
  readonly value: Piece;
  /**
   * Offset of what its author takes for a comment behind the value: at a `#`, `;` (full-width ones included) or ` //` with
   * text after it.
   * To every reader it is a part of the value.
   */
  readonly remark: number | undefined;
}

/** `-key` without `=`: keeps globs from matching the key (procps 4.0.0, systemd 247). */
export interface Exclude extends Extent {
  readonly kind: 'exclude';
  readonly dash: number;
  readonly key: Piece;
}

/** A line that no program takes. */
export interface Bad extends Extent {
  readonly kind: 'bad';
  readonly problem: 'no-separator' | 'no-key';
  /** Without white space at the ends. */
  readonly text: Piece;
}

/** Every line of a text, in order; each starts where the one before ends, `next` of the last is the text's length. */
export function* readLines(text: string): Generator<Line> {
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start);
    const next = feed === -1 ? text.length : feed + 1;
    yield readLine(text.slice(start, next), start);
    start = next;
  }
}

export interface Token {
  readonly kind: 'space' | 'comment' | 'dash' | 'key' | 'separator' | 'value' | 'bad';
  readonly start: number;
  readonly end: number;
}

/** Tokens that follow on each other without a gap: put together they are the text. */
export function* tokens(text: string): Generator<Token> {
  let at = 0;
  for (const line of readLines(text)) {
    for (const token of parts(line)) {
      if (token.start > at) yield { kind: 'space', start: at, end: token.start };
      if (token.end > token.start) yield token;
      at = token.end;
    }
    if (line.next > at) yield { kind: 'space', start: at, end: line.next };
    at = line.next;
  }
}

/** White space as isspace() of the C locale has it. A non-breaking space and a byte order mark are characters of the key or value. */
const isSpace = (code: number) => code === 0x20 || (code >= 0x09 && code <= 0x0d);

function readLine(raw: string, offset: number): Line {
  let to = raw.length;
  const next = offset + to;
  if (raw.charCodeAt(to - 1) === 0x0a) to -= raw.charCodeAt(to - 2) === 0x0d ? 2 : 1;
  const extent: Extent = { start: offset, end: offset + to, next };
  const piece = (from: number, until: number): Piece => {
    while (from < until && isSpace(raw.charCodeAt(from))) from++;
    while (until > from && isSpace(raw.charCodeAt(until - 1))) until--;
    return { text: raw.slice(from, until), start: offset + from, end: offset + until };
  };

  const all = piece(0, to);
  if (all.text === '') return { kind: 'blank', ...extent };
  const first = all.text[0];
  if (first === '#' || first === ';')
    return { kind: 'comment', ...extent, mark: all.start, text: piece(all.start - offset + 1, to).text };

  const dash = first === '-' ? all.start : undefined;
  const keyFrom = all.start - offset + (dash === undefined ? 0 : 1);
  const equals = raw.indexOf('=', keyFrom);
  const separator = equals === -1 ? undefined : equals;
  const key = piece(keyFrom, separator ?? to);
  if (key.text === '') return { kind: 'bad', ...extent, problem: 'no-key', text: all };
  if (separator === undefined)
    return dash === undefined
      ? { kind: 'bad', ...extent, problem: 'no-separator', text: all }
      : { kind: 'exclude', ...extent, dash, key };
  const value = piece(separator + 1, to);
  const remark = remarkIn(value.text);
  return {
    kind: 'assignment',
    ...extent,
    dash,
    key,
    separator: offset + separator,
    value,
    remark: remark === undefined ? undefined : value.start + remark,
  };
}

/** `//` counts only behind white space, for values hold URLs and paths. */
function remarkIn(value: string): number | undefined {
  for (let i = 0; i < value.length - 1; i++) {
    const c = value[i];
    if (c === '#' || c === ';' || c === '＃' || c === '；') return i;
    if (c === '/' && value[i + 1] === '/' && isSpace(value.charCodeAt(i - 1))) return i;
  }
  return undefined;
}

function* parts(line: Line): Generator<Token> {
  switch (line.kind) {
    case 'blank':
      return;
    case 'comment':
      yield { kind: 'comment', start: line.mark, end: line.end };
      return;
    case 'bad':
      yield { kind: 'bad', start: line.text.start, end: line.text.end };
      return;
    default:
      if (line.dash !== undefined) yield { kind: 'dash', start: line.dash, end: line.dash + 1 };
      yield { kind: 'key', start: line.key.start, end: line.key.end };
      if (line.kind === 'exclude') return;
      yield { kind: 'separator', start: line.separator, end: line.separator + 1 };
      yield { kind: 'value', start: line.value.start, end: line.value.end };
  }
}
