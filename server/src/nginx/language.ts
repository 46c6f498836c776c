import type { Language } from '../core/language.ts';
import type { CommentLine } from '../core/suppress.ts';
import { linesOf, type Source } from '../core/text.ts';
import { format, wholeStatements } from './format.ts';
import { build } from './model/build.ts';
import { isRootTree } from './model/fragment.ts';
import { gather } from './model/gather.ts';
import type { Nginx, NginxFiles } from './model/model.ts';
import { rules } from './rules/index.ts';
import { inOrder, parse, treeOf } from './syntax.ts';

export const nginx: Language<NginxFiles, Nginx> = {
  id: 'nginx',
  rules,
  gather,
  build,
  commentLines,
  syntaxErrors: (text) => parse(text).problems.length,
  format,
  wholeStatements,
};

/** Whether a file is a main file: `http`, `events`, `stream` or `mail` opens at its top. */
export const isRoot = (source: Source): boolean => isRootTree(treeOf(source));

function commentLines(source: Source): readonly CommentLine[] {
  const { text } = source;
  const { comments, items } = treeOf(source);
  const nodes = inOrder(items);
  const lines = linesOf(source);
  const out: CommentLine[] = new Array(comments.length);
  let node = nodes.length - 1;
  for (let i = comments.length - 1; i >= 0; i--) {
    const { start, end } = comments[i]!;
    while (node >= 0 && nodes[node]!.name.start >= end) node--;
    const after = nodes[node + 1];
    const comment = comments[i + 1];
    const stop = Math.min(after?.name.start ?? text.length, comment?.start ?? text.length);
    const alone = text.slice(end, stop).trim() === '';
    const next = comment && stop === comment.start ? out[i + 1]!.next : after && { start: after.name.start, end: after.end };
    const line = lines.range(lines.position(start).line);
    const before = text.slice(line.start, start).trim() !== '';
    out[i] = {
      text: text.slice(start + 1, end),
      start,
      end,
      next: alone ? next : undefined,
      line: before ? { start: line.start, end: start } : undefined,
    };
  }
  return out;
}
