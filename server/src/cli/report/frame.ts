import type { Data, Value } from '../../core/rule.ts';
import { linesOf, type Source } from '../../core/text.ts';
import type { Style } from './style.ts';
import { textWidth, visible, widthOf } from './width.ts';

/** A place of one file with what is said about it. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly primary: boolean;
}

export interface FrameOptions {
  readonly style: Style;
  /** Colours the primary marks. */
  readonly paint: (text: string) => string;
  /** Columns for the text, without the gutter. */
  readonly width: number;
  /** Digits of the largest line number. */
  readonly digits: number;
}

/** The marked lines of one file with their neighbours, each mark underlined on a line of its own. */
export function frame(source: Source, marks: readonly Mark[], { style, paint, width, digits }: FrameOptions): string[] {
  const lines = linesOf(source);
  const rows = new Map<number, Mark[]>();
  for (const mark of marks.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const { line } = lines.position(mark.start);
    const first = mark.primary ? Math.max(line - 1, 0) : line;
    const last = mark.primary ? Math.min(line + 1, lines.count - 1) : line;
    for (let i = first; i <= last; i++) if (!rows.has(i)) rows.set(i, []);
    rows.get(line)!.push(mark);
  }
  const out: string[] = [];
  let previous: number | undefined;
  for (const [line, own] of [...rows].sort(([a], [b]) => a - b)) {
    const range = lines.range(line);
    const text = source.text.slice(range.start, range.end);
    // A neighbour without text shows nothing.
    if (own.length === 0 && text.trim() === '') continue;
    if (previous !== undefined && line > previous + 1) out.push(gutter(style, digits, '…', ''));
    previous = line;
    const cuts = own.map((m) => ({ start: m.start - range.start, end: Math.min(m.end, range.end) - range.start }));
    const laid = layOut(source, text, cuts, width);
    out.push(gutter(style, digits, String(line + 1), laid.text));
    own.forEach((mark, i) => {
      const { column, columns } = laid.places[i]!;
      const more = mark.end > range.end ? '…' : '';
      const under = (mark.primary ? '^' : '-').repeat(columns) + more;
      const said = mark.label && ` ${mark.label}`;
      out.push(gutter(style, digits, '', ' '.repeat(column) + (mark.primary ? paint : style.frame)(under + said)));
    });
  }
  return out;
}

/** `12 | text` */
export function gutter(style: Style, digits: number, number: string, text: string): string {
  return `${style.frame(`${number.padStart(digits)} |`)}${text && ' '}${text}`;
}

interface LaidOut {
  readonly text: string;
  /** Where each cut begins and how wide it is, in columns; at least one wide. */
  readonly places: readonly { readonly column: number; readonly columns: number }[];
}

/** A line as a terminal shows it: tabs as blanks, control characters as pictures, a long line cut around what is marked. */
export function layOut(
  source: Source,
  line: string,
  cuts: readonly { readonly start: number; readonly end: number }[],
  width: number,
): LaidOut {
  // A line of megabytes: only what can be near the first mark is looked at.
  const skip = line.length > 4000 ? Math.max(0, (cuts[0]?.start ?? 0) - 1000) : 0;
  const text = line.slice(skip, skip + 4000);
  const bounds = [...new Set([0, ...cuts.flatMap((c) => [c.start - skip, c.end - skip]), text.length])]
    .map((b) => Math.min(Math.max(b, 0), text.length))
    .sort((a, b) => a - b);
  const cells: { readonly text: string; readonly width: number }[] = [];
  const columnAt = new Map<number, number>();
  let column = 0;
  bounds.forEach((bound, i) => {
    columnAt.set(bound, column);
    for (const character of readable(source, text.slice(bound, bounds[i + 1] ?? bound))) {
      const cell = character === '\t' ? ' '.repeat(4 - (column % 4)) : visible(character);
      const columns = character === '\t' ? cell.length : widthOf(cell.codePointAt(0)!);
      cells.push({ text: cell, width: columns });
      column += columns;
    }
  });
  const places = cuts.map(({ start, end }) => {
    const from = columnAt.get(Math.min(Math.max(start - skip, 0), text.length)) ?? 0;
    const to = columnAt.get(Math.min(Math.max(end - skip, 0), text.length)) ?? from;
    return { column: from, columns: Math.max(to - from, 1) };
  });
  if (column <= width && skip === 0 && text.length === line.length) return { text: cells.map((c) => c.text).join(''), places };
  return windowOf(cells, places, width, skip > 0, skip + text.length < line.length);
}

/** Some of the cells, so that the first place can be seen with what stands before it. */
function windowOf(
  cells: readonly { readonly text: string; readonly width: number }[],
  places: LaidOut['places'],
  width: number,
  cutBefore: boolean,
  cutAfter: boolean,
): LaidOut {
  const first = places[0] ?? { column: 0, columns: 1 };
  const room = Math.max(width - 2, 8);
  const lead = Math.max(Math.min(room - first.columns, Math.floor(room / 3)), 0);
  let from = Math.max(first.column - lead, 0);
  if (from < 4 && !cutBefore) from = 0;
  let [column, shown, text, start] = [0, 0, '', undefined as number | undefined];
  let dropped = cutAfter;
  for (const cell of cells) {
    if (column >= from && shown + cell.width <= room) {
      start ??= column;
      text += cell.text;
      shown += cell.width;
    } else if (column >= from) {
      dropped = true;
      break;
    }
    column += cell.width;
  }
  const head = from > 0 || cutBefore ? '…' : '';
  const shift = head.length - (start ?? from);
  return {
    text: head + text + (dropped ? '…' : ''),
    places: places.map((p) => {
      const at = Math.min(Math.max(p.column + shift, 0), shown + 1);
      return { column: at, columns: Math.max(Math.min(p.columns, shown + head.length - at), 1) };
    }),
  };
}

const gbk = new WeakMap<Source, InstanceType<typeof TextDecoder> | undefined>();

/** The text of a file that is not UTF-8, decoded for the eye where it looks like GBK: its bytes come in pairs. */
function readable(source: Source, text: string): string {
  if (source.encoding === 'utf8') return text;
  if (!gbk.has(source)) {
    const odd = /(?<![\x80-\xff])(?:[\x80-\xff]{2})*[\x80-\xff](?![\x80-\xff])/.test(source.text);
    gbk.set(source, odd ? undefined : new TextDecoder('gb18030'));
  }
  return gbk.get(source)?.decode(Buffer.from(text, 'latin1')) ?? text;
}

/** The same for what a message quotes from a file. */
export function readableData(source: Source | undefined, data: Data): Data {
  if (!source || source.encoding === 'utf8') return data;
  // What a rule says of itself is not from the file.
  const shown = (text: string) => (/^[\0-\xff]*$/.test(text) ? readable(source, text) : text);
  const ofValue = (value: Value): Value => {
    if (typeof value === 'string') return shown(value);
    if (typeof value === 'object' && 'list' in value) return { ...value, list: value.list.map(shown) };
    if (typeof value === 'object' && 'data' in value) return { ...value, data: readableData(source, value.data) };
    return value;
  };
  return Object.fromEntries(Object.entries(data).map(([slot, value]) => [slot, ofValue(value)]));
}

/** Cuts a text to some columns. */
export function clip(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let [out, used] = ['', 0];
  for (const character of text) {
    used += widthOf(character.codePointAt(0)!);
    if (used > width - 1) break;
    out += character;
  }
  return `${out}…`;
}
