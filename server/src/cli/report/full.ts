import type { Finding, Fix } from '../../core/rule.ts';
import { applyEdits, type Edit, linesOf, type Source } from '../../core/text.ts';
import type { Words } from '../words.ts';
import { clip, frame, gutter, layOut, type Mark } from './frame.ts';
import { placeOf, type Screen, shown, type View } from './view.ts';

/** For people: what is wrong, the lines it is about, the fix as a diff, where to read more. */
export function full(view: View, screen: Screen, words: Words): string {
  const explained = new Set<string>();
  return shown(view)
    .map((finding) => {
      const first = !explained.has(finding.rule);
      explained.add(finding.rule);
      return `${one(view, screen, words, finding, first).join('\n')}\n\n`;
    })
    .join('');
}

/** Lines of a fix that are shown; the whole of it is in `--diff`. */
const mostChanges = 12;

function one(view: View, { style, columns }: Screen, words: Words, finding: Finding, explain: boolean): string[] {
  const paint = style[finding.severity];
  const url = view.url(finding.rule);
  const header = `${style.bold(placeOf(view, finding.at))}: ${paint(words.severity(finding.severity))} ${style.link(style.bold(finding.rule), url)}: ${view.words.message(finding)}`;

  const byFile = new Map<string, Mark[]>([[finding.at.file, [{ ...finding.at, label: '', primary: true }]]]);
  for (const related of finding.related) {
    const mark = { ...related.at, label: view.words.related(finding, related), primary: false };
    byFile.set(related.at.file, [...(byFile.get(related.at.file) ?? []), mark]);
  }
  const [best, ...others] = finding.fixes;
  const changes = best && best.safety !== 'manual' ? changesOf(view, best.edits) : [];
  const numbers = [
    ...[...byFile].flatMap(([file, marks]) => marks.map((m) => lineOf(view.sources.get(file), m.start) + 1)),
    ...changes.slice(0, mostChanges).map((c) => c.number),
  ];
  const digits = String(Math.max(...numbers) + 1).length;
  const width = Math.max(columns - digits - 3, 20);

  const out = [header];
  for (const [file, marks] of byFile) {
    const source = view.sources.get(file);
    if (!source) continue;
    const [mark] = marks;
    if (file !== finding.at.file && mark)
      out.push(`${' '.repeat(digits)}${style.frame('::: ')}${placeOf(view, { file, start: mark.start, end: mark.end })}`);
    else out.push(gutter(style, digits, '', ''));
    out.push(...frame(source, marks, { style, paint, width, digits }));
  }
  if (best) {
    out.push(`${style.info(words.help)}: ${fixTitle(view, words, finding, best)}`);
    changes.slice(0, mostChanges).forEach((change, i) => {
      const file = change.source.path;
      if (file !== (changes[i - 1]?.source.path ?? finding.at.file))
        out.push(`${' '.repeat(digits)} ${style.dim(view.name(file))}`);
      const sign = change.added ? '+' : '-';
      const text = layOut(change.source, change.text, [], width).text;
      out.push(
        (change.added ? style.added : style.removed)(`${String(change.number).padStart(digits)} ${sign}${text && ' '}${text}`),
      );
    });
    if (changes.length > mostChanges) out.push(style.dim(`${' '.repeat(digits)} ${words.more(changes.length - mostChanges)}`));
  }
  for (const fix of others) out.push(`${style.info(words.help)}: ${fixTitle(view, words, finding, fix)}`);
  if (explain) out.push(`${style.dim(words.note)}: ${style.dim(clip(url, Number.POSITIVE_INFINITY))}`);
  return out;
}

const fixTitle = (view: View, words: Words, finding: Finding, fix: Fix) =>
  `${view.words.fix(finding, fix)} (${words.safety(fix.safety)})`;

const lineOf = (source: Source | undefined, offset: number) => (source ? linesOf(source).position(offset).line : 0);

interface Change {
  readonly source: Source;
  /** From 1; of the old text for removed lines, of the new text for added ones. */
  readonly number: number;
  readonly added: boolean;
  readonly text: string;
}

/** The lines that edits take away and bring. */
function changesOf(view: View, edits: readonly Edit[]): Change[] {
  const changes: Change[] = [];
  for (const file of new Set(edits.map((e) => e.at.file))) {
    const source = view.sources.get(file);
    if (!source) continue;
    const lines = linesOf(source);
    let moved = 0;
    for (const { first, last, edits: own } of blocks(
      source,
      edits.filter((e) => e.at.file === file),
    )) {
      const start = lines.range(first).start;
      const end = last + 1 < lines.count ? lines.range(last + 1).start : source.text.length;
      const shifted = own.map((e) => ({ ...e, at: { ...e.at, start: e.at.start - start, end: e.at.end - start } }));
      const before = splitLines(source.text.slice(start, end));
      const after = splitLines(applyEdits(source.text.slice(start, end), shifted));
      let same = 0;
      while (same < before.length && same < after.length && before[same] === after[same]) same++;
      let tail = 0;
      while (tail < Math.min(before.length, after.length) - same && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
      const push = (texts: readonly string[], added: boolean) =>
        texts.slice(same, texts.length - tail).forEach((text, i) => {
          changes.push({ source, number: first + same + i + 1 + (added ? moved : 0), added, text });
        });
      push(before, false);
      push(after, true);
      moved += after.length - before.length;
    }
  }
  return changes;
}

/** Edits whose lines touch each other, together with those lines. */
function blocks(source: Source, edits: readonly Edit[]): { first: number; last: number; edits: Edit[] }[] {
  const lines = linesOf(source);
  const out: { first: number; last: number; edits: Edit[] }[] = [];
  for (const edit of edits.toSorted((a, b) => a.at.start - b.at.start)) {
    const first = lines.position(edit.at.start).line;
    const last = lines.position(edit.at.end).line;
    const open = out.at(-1);
    if (open && first <= open.last) {
      open.last = Math.max(open.last, last);
      open.edits.push(edit);
    } else out.push({ first, last, edits: [edit] });
  }
  return out;
}

const splitLines = (text: string) =>
  (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n').map((l) => l.replace(/\r$/, ''));
