import { once } from './once.ts';

/** Half-open range of UTF-16 offsets in one file. */
export interface Span {
  /** Absolute path with `/` separators. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Replaces the text at a span; an insertion has `start === end`. */
export interface Edit {
  readonly at: Span;
  readonly text: string;
}

/** Zero-based line, zero-based UTF-16 column. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * The text of one file at one moment. Sources are immutable and compared by identity: the same object means the same
 * text, so everything derived from it (tokens, tree, line starts) may be cached on it.
 */
export interface Source {
  readonly path: string;
  readonly text: string;
  /** How the bytes became text: latin1 where they were not valid UTF-8, so that every byte survives the way back. */
  readonly encoding: 'utf8' | 'latin1';
  /** The language an editor has chosen for the file; undefined leaves it to recognition by name and content. */
  readonly language?: LanguageId | undefined;
}

export type LanguageId = 'nginx' | 'sysctl';

/** Reads bytes as strict UTF-8, else as latin1. A byte order mark stays in the text. */
export function decode(path: string, bytes: Uint8Array): Source {
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), encoding: 'utf8' };
  } catch {
    // `latin1` of TextDecoder is windows-1252 and loses bytes; this keeps each byte as one code unit.
    let text = '';
    for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return { path, text, encoding: 'latin1' };
  }
}

/** The bytes of a text in the encoding it was read with; undefined where a character does not exist in it. */
export function encode(text: string, encoding: Source['encoding']): Uint8Array | undefined {
  if (encoding === 'utf8') return new TextEncoder().encode(text);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 255) return undefined;
    bytes[i] = code;
  }
  return bytes;
}

/** Applies edits to one text. Edits that overlap an earlier one are the caller's mistake and throw. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let out = '';
  let last = 0;
  for (const { at, text: replacement } of edits.toSorted((a, b) => a.at.start - b.at.start || a.at.end - b.at.end)) {
    if (at.start < last) throw new RangeError(`overlapping edits at ${at.file}:${at.start}`);
    out += text.slice(last, at.start) + replacement;
    last = at.end;
  }
  return out + text.slice(last);
}

/** The lines from the first to the last one in which two texts differ, as one edit. */
export function changedLines({ path, text }: Pick<Source, 'path' | 'text'>, after: string): Edit {
  let start = 0;
  const shorter = Math.min(text.length, after.length);
  while (start < shorter && text.charCodeAt(start) === after.charCodeAt(start)) start++;
  start = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  let same = 0;
  while (same < shorter - start && text.charCodeAt(text.length - 1 - same) === after.charCodeAt(after.length - 1 - same))
    same++;
  // Up to a line break, which both have.
  const feed = text.indexOf('\n', text.length - same);
  const end = feed === -1 ? text.length : feed + 1;
  return { at: { file: path, start, end }, text: after.slice(start, after.length - (text.length - end)) };
}

/** Line starts of a text. LF ends a line, also in CRLF; a lone CR does not (nginx counts only LF, too). */
export interface Lines {
  readonly count: number;
  position(offset: number): Position;
  /** Clamped to the text. */
  offset(position: Position): number;
  /** Offsets of a line's first character and of its end without the line break. */
  range(line: number): { readonly start: number; readonly end: number };
}

export const linesOf: (source: Source) => Lines = once(({ text }) => countLines(text));

export function countLines(text: string): Lines {
  const starts = [0];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  const start = (line: number) => starts[line] ?? text.length;
  const end = (line: number) => {
    if (line + 1 >= starts.length) return text.length;
    const feed = start(line + 1) - 1;
    return feed > start(line) && text[feed - 1] === '\r' ? feed - 1 : feed;
  };
  return {
    count: starts.length,
    position(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (start(middle) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low, column: offset - start(low) };
    },
    offset({ line, column }) {
      if (line < 0) return 0;
      return line >= starts.length ? text.length : Math.min(start(line) + Math.max(column, 0), end(line));
    },
    range: (line) => ({ start: start(line), end: end(line) }),
  };
}

/** A text for a message, in UTF-16 units; what is longer ends in an ellipsis. */
export const shorten = (text: string, most = 60) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
