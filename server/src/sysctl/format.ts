import { type FormatOptions, type Formatting, formatSwitch, lineBreakOf, type SpaceEdit } from '../core/format.ts';
import type { Source } from '../core/text.ts';
import { type Assignment, type Line, readLines } from './syntax.ts';

/** Readers with a buffer of fixed size might cut the line elsewhere. */
const longest = 1000;

/**
 * Writes lines as `key = value`, without blanks at their ends and with few blank lines between them. Keys, values and comments
 * stay as they are; so does every line of which its readers may think differently.
 */
export function format({ text }: Pick<Source, 'text'>, options: FormatOptions): Formatting {
  const edits: SpaceEdit[] = [];
  const replace = (start: number, end: number, space: string) => {
    if (text.slice(start, end) !== space) edits.push({ start, end, text: space });
  };
  const widths = options.align ? keyWidths(text, options.blankLines > 0) : undefined;
  let off = false;
  let blanks = 0;
  let begun = false;
  /** Blank lines at the end of the text begin here. */
  let tail = 0;
  for (const line of readLines(text)) {
    const says = line.kind === 'comment' ? formatSwitch(text.slice(line.mark, line.end)) : undefined;
    const kept = off && says !== 'on';
    if (says) off = says === 'off';
    if (line.kind === 'blank' && !kept) {
      blanks++;
      if (!begun || blanks > options.blankLines) replace(line.start, line.next, '');
      else replace(line.start, line.end, '');
      continue;
    }
    blanks = 0;
    begun = true;
    tail = line.next;
    if (kept || !isPlain(text, line)) continue;
    const end = line.kind === 'assignment' ? layOutAssignment(line) : line.kind === 'comment' ? commentEnd(line) : line.key.end;
    if (line.kind !== 'assignment') replace(line.start, line.kind === 'comment' ? line.mark : line.dash, '');
    replace(end, line.end, '');
  }
  if (off) return { edits };
  const inside = edits.filter(({ end }) => end <= tail);
  if (tail < text.length) inside.push({ start: tail, end: text.length, text: '' });
  else if (begun && !/[\r\n]$/.test(text)) inside.push({ start: tail, end: tail, text: lineBreakOf(text) });
  return { edits: inside };

  function layOutAssignment(line: Assignment): number {
    const { key, dash = key.start, separator, value } = line;
    replace(line.start, dash, '');
    const pad = widths?.get(line.start);
    replace(key.end, separator, ' '.repeat(pad === undefined ? 1 : pad - (key.end - dash) + 1));
    if (value.text === '') return separator + 1;
    replace(separator + 1, value.start, ' ');
    return value.end;
  }

  function commentEnd({ mark, end }: { readonly mark: number; readonly end: number }): number {
    return mark + text.slice(mark, end).replace(/[ \t]+$/, '').length;
  }
}

type Plain = Exclude<Line, { readonly kind: 'blank' | 'bad' }>;

/** Lines that all readers split alike, and that are no command of a shell: `sysctl -w a=b` would become another one. */
function isPlain(text: string, line: Line): line is Plain {
  if (line.kind === 'blank' || line.kind === 'bad' || line.end - line.start > longest) return false;
  const raw = text.slice(line.start, line.end);
  if (/[\r\v\f\ufeff]/.test(raw) || raw.startsWith('\xef\xbb\xbf')) return false;
  return line.kind === 'comment' || !/\s/.test(line.key.text);
}

/** The width of the widest key of the lines that stand together, by the start of each; blank lines part them where they stay. */
function keyWidths(text: string, blanksStay: boolean): ReadonlyMap<number, number> {
  const widths = new Map<number, number>();
  let group: Assignment[] = [];
  const width = ({ key, dash }: Assignment) => key.end - (dash ?? key.start);
  const flush = () => {
    const widest = group.reduce((most, line) => Math.max(most, width(line)), 0);
    for (const line of group) widths.set(line.start, widest);
    group = [];
  };
  for (const line of readLines(text)) {
    if (line.kind === 'blank') {
      if (blanksStay) flush();
    } else if (line.kind === 'assignment' && isPlain(text, line)) group.push(line);
  }
  flush();
  return widths;
}
