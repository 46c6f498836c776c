import type { Language } from '../core/language.ts';
import type { CommentLine } from '../core/suppress.ts';
import type { Source } from '../core/text.ts';
import { format } from './format.ts';
import { gather, type SysctlFiles } from './model/files.ts';
import { build, type Sysctl } from './model/model.ts';
import { rules } from './rules/index.ts';
import { readLines } from './syntax.ts';

/** sysctl.conf and sysctl.d files. */
export const sysctl: Language<SysctlFiles, Sysctl> = {
  id: 'sysctl',
  rules,
  gather,
  build,
  commentLines,
  syntaxErrors: (text) => {
    let count = 0;
    for (const line of readLines(text)) if (line.kind === 'bad') count++;
    return count;
  },
  format,
  // A line is a statement.
  wholeStatements: (_, from, to) => [from, to],
};

/** There are no comments behind a value, so each stands on its own line; it speaks of the line that follows. */
function commentLines(source: Source): readonly CommentLine[] {
  const comments: CommentLine[] = [];
  let waiting: { text: string; start: number; end: number }[] = [];
  const flush = (next: CommentLine['next']) => {
    for (const c of waiting) comments.push({ ...c, next, line: undefined });
    waiting = [];
  };
  for (const line of readLines(source.text)) {
    if (line.kind === 'comment') waiting.push({ text: line.text, start: line.mark, end: line.end });
    else flush(line.kind === 'blank' ? undefined : { start: line.start, end: line.end });
  }
  flush(undefined);
  return comments;
}
