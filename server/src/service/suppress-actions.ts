import { commentDirective } from '../core/suppress.ts';
import { type Edit, type LanguageId, linesOf, type Source, type Span } from '../core/text.ts';
import { token } from '../nginx/syntax/tokens.ts';
import { lastBefore, nodesAround, treeOf } from '../nginx/syntax.ts';
import { readLines } from '../sysctl/syntax.ts';
import { firstEndingAt } from './statement.ts';

/** A comment that disables a rule, or an addition to one that is there. */
export interface Silencer {
  /** What it covers: the line of the finding, the statement it stands in (a block as a whole), or the file. */
  readonly covers: 'line' | 'statement' | 'file';
  readonly edit: Edit;
  /** Where in the text of the edit ` -- reason` may go; undefined where the comment is there already. */
  readonly reasonAt: number | undefined;
}

/**
 * Silences a rule where it found something: above the statement, else at the end of the line. undefined where no comment can
 * be: in a text in quotes, in a body of Lua, before a byte order mark.
 */
export function silenceHere(language: LanguageId, source: Source, rule: string, at: Span): Silencer | undefined {
  return language === 'nginx' ? inNginx(source, rule, at) : inSysctl(source, rule, at.start);
}

/** Silences a rule in a whole file, at its top. */
export function silenceFile(source: Source, rule: string): Silencer | undefined {
  const { path, text } = source;
  if (text.startsWith('\ufeff')) return undefined;
  // An editor's mode line counts on the first line only; comments of this kind stay together.
  const first = text.slice(0, text.indexOf('\n') + 1);
  const mode = /^[ \t]*#/.test(first) && first.includes('-*-') ? first.length : 0;
  const [others] = /^(?:[ \t]*[#;][ \t]*keepalint-disable-file\b[^\n]*\n)*/.exec(text.slice(mode))!;
  const top = mode + others.length;
  return { covers: 'file', ...insertion(path, top, '', `# keepalint-disable-file ${rule}`, feedOf(text)) };
}

function inNginx(source: Source, rule: string, { start: offset, end: stop }: Span): Silencer | undefined {
  const { path, text } = source;
  const around = nodesAround(source, offset)
    .map(({ name, end }) => ({ start: name.start, end }))
    .filter(({ end }) => offset < end || offset === stop);
  const over = (node: { readonly start: number; readonly end: number } | undefined) => {
    const indent = node && indentOf(text, node.start);
    return node && indent !== undefined ? above(source, rule, indent, node, treeOf(source).comments) : undefined;
  };
  const line = linesOf(source).range(linesOf(source).position(offset).line);
  // What begins the line and ends on it, else the statement itself.
  const best = over(around.find(({ start, end }) => start >= line.start && end <= line.end)) ?? over(around.at(-1));
  if (best) return best;

  // Other blanks are words to nginx.
  let { end } = line;
  while (end > line.start && ' \t\r'.includes(text[end - 1]!)) end--;
  const last = tokenEndingAt(source, end);
  if (last?.kind === token.comment) {
    const there = last.start > offset ? commentDirective(source, last) : undefined;
    if (there?.kind === 'disable-line' && there.list !== undefined)
      return { covers: 'line', ...addition(path, there.list, rule) };
  } else if (last && last.kind !== token.lua && end >= offset)
    return { covers: 'line', ...trailing(path, end, `# keepalint-disable-line ${rule}`) };
  return over(around.findLast(({ start }) => indentOf(text, start) !== undefined));
}

function inSysctl(source: Source, rule: string, offset: number): Silencer | undefined {
  const { text } = source;
  const comments: { start: number; end: number }[] = [];
  for (const line of readLines(text)) {
    if (line.kind === 'comment') comments.push({ start: line.mark, end: line.end });
    if (offset > line.end) continue;
    if (line.kind === 'blank' || line.kind === 'comment' || text[line.start] === '\ufeff') return undefined;
    const indent = /^[ \t]*/.exec(text.slice(line.start, line.end))![0];
    return above(source, rule, indent, { start: line.start + indent.length, end: line.end }, comments);
  }
  return undefined;
}

/** On a line of its own above a statement, or into the comment of this kind that is there. */
function above(
  source: Source,
  rule: string,
  indent: string,
  { start, end }: { readonly start: number; readonly end: number },
  comments: readonly { readonly start: number; readonly end: number }[],
): Silencer {
  const { path, text } = source;
  const covers = text.slice(start, end).includes('\n') ? 'statement' : 'line';
  let below = start;
  for (let i = lastBefore(comments, start); i >= 0; i--) {
    const comment = comments[i]!;
    // Nothing but one line break and blanks between.
    if (!/^[ \t\r]*\n[ \t]*$/.test(text.slice(comment.end, below)) || indentOf(text, comment.start) === undefined) break;
    const there = commentDirective(source, comment);
    if (there?.kind === 'disable-next-line' && there.list !== undefined) return { covers, ...addition(path, there.list, rule) };
    below = comment.start;
  }
  const comment = `# keepalint-disable-next-line ${rule}`;
  return { covers, ...insertion(path, start - indent.length, indent, comment, feedOf(text)) };
}

const insertion = (path: string, at: number, indent: string, comment: string, feed: string) => ({
  edit: { at: { file: path, start: at, end: at }, text: `${indent}${comment}${feed}` },
  reasonAt: indent.length + comment.length,
});

const trailing = (path: string, at: number, comment: string) => ({
  edit: { at: { file: path, start: at, end: at }, text: ` ${comment}` },
  reasonAt: comment.length + 1,
});

const addition = (path: string, at: number, rule: string) => ({
  edit: { at: { file: path, start: at, end: at }, text: `, ${rule}` },
  reasonAt: undefined,
});

/** undefined where none ends just there. */
function tokenEndingAt(source: Source, end: number) {
  const { kinds, ends } = treeOf(source).tokens;
  const t = firstEndingAt(ends, end);
  return ends[t] === end ? { kind: kinds[t]!, start: ends[t - 1] ?? 0, end } : undefined;
}

/** The blanks before an offset; undefined where something else stands on its line. */
function indentOf(text: string, at: number): string | undefined {
  let start = at;
  if (text[at] === '\ufeff') return undefined;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  return start === 0 || text[start - 1] === '\n' ? text.slice(start, at) : undefined;
}

const feedOf = (text: string) => (/\r\n/.test(text) ? '\r\n' : '\n');
