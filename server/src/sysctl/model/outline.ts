import { commentFolds, type Fold, type OutlineItem } from '../../core/outline.ts';
import { type Source, shorten } from '../../core/text.ts';
import { type Assignment, type Comment, type Line, readLines } from '../syntax.ts';
import { dotted, pathOf } from './key.ts';

/** The keys of a file, below the comment that opens their section; without one below their directory. */
export function outline(source: Source): readonly OutlineItem[] {
  const out: OutlineItem[] = [];
  let section: { comment: Comment; keys: Assignment[] } | undefined;
  let before: Line['kind'] = 'blank';
  let loose: Assignment[] = [];
  const finish = () => {
    out.push(...byDirectory(loose));
    // A comment before one key speaks of that key.
    if (section && section.keys.length > 1) out.push(group(title(section.comment), 'section', section.comment, section.keys));
    else if (section) out.push(...section.keys.map(itemOf));
    [section, loose] = [undefined, []];
  };
  for (const line of readLines(source.text)) {
    if (line.kind === 'comment' && title(line) !== '') {
      if (before === 'blank') {
        finish();
        section = { comment: line, keys: [] };
      }
    } else if (line.kind === 'assignment') (section?.keys ?? loose).push(line);
    // A ruler belongs to what follows.
    if (line.kind !== 'comment' || title(line) !== '') before = line.kind;
  }
  finish();
  return out;
}

const title = ({ text }: Comment) => text.replace(/^[\s#=*~+-]+|[\s#=*~+-]+$/g, '');

function* byDirectory(keys: readonly Assignment[]): Iterable<OutlineItem> {
  for (let from = 0; from < keys.length; ) {
    const directory = directoryOf(keys[from]!);
    let to = from + 1;
    while (to < keys.length && directoryOf(keys[to]!) === directory) to++;
    const run = keys.slice(from, to);
    if (run.length > 1) yield group(directory, 'section', run[0]!.key, run);
    else yield itemOf(run[0]!);
    from = to;
  }
}

/** `net.ipv4` of `net.ipv4.tcp_syncookies`. */
const directoryOf = ({ key }: Assignment) => {
  const segments = pathOf(key.text).split('/');
  return segments.slice(0, Math.min(2, segments.length - 1)).join('.');
};

function group(
  name: string,
  kind: OutlineItem['kind'],
  focus: { readonly start: number; readonly end: number },
  keys: readonly Assignment[],
): OutlineItem {
  const end = keys.at(-1)!.end;
  const { start } = focus;
  return { name: shorten(name), detail: '', kind, start, end, focus: { start, end: focus.end }, children: keys.map(itemOf) };
}

function itemOf({ key, value, start, end }: Assignment): OutlineItem {
  const name = dotted(pathOf(key.text));
  return {
    name,
    detail: shorten(value.text),
    kind: 'key',
    start,
    end,
    focus: { start: key.start, end: key.end },
    children: [],
  };
}

/** Runs of comments. */
export function folds(source: Source): readonly Fold[] {
  const comments = [...readLines(source.text)].flatMap((line) =>
    line.kind === 'comment' ? [{ start: line.mark, end: line.end }] : [],
  );
  return commentFolds(source.text, comments);
}

/** What to select around an offset, from the inside out: key or value, line. */
export function selections(source: Source, offset: number): readonly (readonly [start: number, end: number])[] {
  const found: (readonly [number, number])[] = [[0, source.text.length]];
  for (const line of readLines(source.text)) {
    if (offset > line.end) continue;
    if (line.kind === 'blank' || offset < line.start) break;
    found.push([line.start, line.end]);
    const parts = line.kind === 'assignment' ? [line.key, line.value] : line.kind === 'exclude' ? [line.key] : [];
    const part = parts.find((p) => p.start <= offset && offset <= p.end);
    if (part) found.push([part.start, part.end]);
    break;
  }
  return found.reverse();
}
