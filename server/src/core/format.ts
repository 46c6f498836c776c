/** How a text is laid out. */
export interface FormatOptions {
  /** Blanks per level, or one tab. */
  readonly indent: number | 'tab';
  /** Whether the values of lines that stand together begin in one column. */
  readonly align: boolean;
  /** How many blank lines in a row are left. */
  readonly blankLines: number;
}

export const defaultFormat: FormatOptions = { indent: 4, align: false, blankLines: 1 };

/** White space to be replaced by other white space, by UTF-16 offsets; each may be made without the others. */
export interface SpaceEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Where a text is not formatted, `start` is the offset of what nobody can be sure about. */
export type Formatting =
  | { readonly edits: readonly SpaceEdit[]; readonly refused?: undefined }
  | { readonly refused: 'syntax' | 'template'; readonly start: number };

/** Applies edits that are in order and do not overlap, as formatting gives them. */
export function applySpaces(text: string, edits: readonly SpaceEdit[]): string {
  let out = '';
  let at = 0;
  for (const { start, end, text: space } of edits) {
    out += text.slice(at, start) + space;
    at = end;
  }
  return out + text.slice(at);
}

/** Whether an edit changes only what lies between two offsets; what is inserted at the second one lies behind. */
export const isWithin = (from: number, to: number) => (edit: SpaceEdit) =>
  edit.start >= from && edit.start < to && edit.end <= to;

/**
 * What to change in the white space at an offset: behind the line before, the lines between, and the indentation of the line
 * after it apart, so that a line can be formatted without the one above it.
 */
export function spaceEdits(at: number, before: string, after: string): SpaceEdit[] {
  if (before === after) return [];
  const [old, now] = [before, after].map((s) => /^([^\n]*?)(\r?\n(?:[\s\S]*\n)?)([^\n]*)$/.exec(s)?.slice(1));
  if (!old || !now) return [{ start: at, end: at + before.length, text: after }];
  const edits: SpaceEdit[] = [];
  for (const [i, part] of old.entries()) {
    if (part !== now[i]) edits.push({ start: at, end: at + part.length, text: now[i]! });
    at += part.length;
  }
  return edits;
}

/** The line break that most lines of a text end with. */
export function lineBreakOf(text: string): '\n' | '\r\n' {
  let balance = 0;
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) balance += text[i - 1] === '\r' ? 1 : -1;
  return balance > 0 ? '\r\n' : '\n';
}

/** What a comment says about formatting: the lines from an `off` up to the next `on` stay as they are. */
export function formatSwitch(comment: string): 'off' | 'on' | undefined {
  return /^[#;]\s*keepalint-format\s+(off|on)(?=\s|$)/.exec(comment)?.[1] as 'off' | 'on' | undefined;
}
