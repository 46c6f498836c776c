import { formatPatch, type StructuredPatch, structuredPatch } from 'diff';
import { changedLines, encode, linesOf, type Source } from '../../core/text.ts';

/** What `patch -p1` takes, in the bytes of the file it is about. */
export function unifiedDiff(name: string, before: Source, after: Source): Uint8Array {
  const path = name.replace(/^\//, '');
  const names = [`a/${path}`, `b/${path}`] as const;
  const fine = structuredPatch(...names, before.text, after.text, undefined, undefined, { context, maxEditLength });
  const patch = formatPatch(fine ?? coarse(names, before, after));
  // The first line is the parcel's own separator. A name is UTF-8 whatever the file is.
  const [, oldName = '', newName = '', ...lines] = patch.split('\n');
  const body = lines.join('\n');
  const head = new TextEncoder().encode(`${oldName.trimEnd()}\n${newName.trimEnd()}\n`);
  return Buffer.concat([head, encode(body, before.encoding) ?? new TextEncoder().encode(body)]);
}

const context = 3;
/** Changed lines beyond which they are not told apart: the time that takes grows with their square. */
const maxEditLength = 2000;

/** One hunk from the first to the last line that differs. */
function coarse([oldFileName, newFileName]: readonly [string, string], before: Source, after: Source): StructuredPatch {
  const { at, text } = changedLines(before, after.text);
  const first = linesOf(before).position(at.start).line;
  const [above, below] = [splitLines(before.text.slice(0, at.start)).slice(-context), splitLines(before.text.slice(at.end))];
  const [removed, added] = [splitLines(before.text.slice(at.start, at.end)), splitLines(text)];
  const around = above.length + Math.min(below.length, context);
  const start = first - above.length + 1;
  const written = (sign: string, lines: readonly string[]) =>
    lines.flatMap((l) => (l.endsWith('\n') ? [sign + l.slice(0, -1)] : [sign + l, '\\ No newline at end of file']));
  const lines = [
    ...written(' ', above),
    ...written('-', removed),
    ...written('+', added),
    ...written(' ', below.slice(0, context)),
  ];
  const hunk = {
    oldStart: start,
    oldLines: around + removed.length,
    newStart: start,
    newLines: around + added.length,
    lines,
  };
  return { oldFileName, newFileName, oldHeader: undefined, newHeader: undefined, hunks: [hunk] };
}

const splitLines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
