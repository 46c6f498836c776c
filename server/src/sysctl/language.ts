import type { Language } from '../core/language.ts';
import type { CommentLine } from '../core/suppress.ts';
import type { Source } from '../core/text.ts';
import { gather, type SysctlFiles } from './model/files.ts';
import { build, type Sysctl } from './model/model.ts';
import duplicateKey from './rules/duplicate-key.ts';
import finTimeoutIsNotTimeWait from './rules/fin-timeout-is-not-time-wait.ts';
import finTimeoutOutOfRange from './rules/fin-timeout-out-of-range.ts';
import fullWidthCharacter from './rules/full-width-character.ts';
import inlineComment from './rules/inline-comment.ts';
import maxTwBucketsLow from './rules/max-tw-buckets-low.ts';
import notAnAssignment from './rules/not-an-assignment.ts';
import overridden from './rules/overridden.ts';
import portRangeParity from './rules/port-range-parity.ts';
import portRangeTooLow from './rules/port-range-too-low.ts';
import removedKey from './rules/removed-key.ts';
import synBacklogAboveSomaxconn from './rules/syn-backlog-above-somaxconn.ts';
import tcpMemInBytes from './rules/tcp-mem-in-bytes.ts';
import tcpTwRecycle from './rules/tcp-tw-recycle.ts';
import twReuseServerSide from './rules/tw-reuse-server-side.ts';
import twReuseWithoutTimestamps from './rules/tw-reuse-without-timestamps.ts';
import unknownKey from './rules/unknown-key.ts';
import { readLines } from './syntax.ts';

/** sysctl.conf and sysctl.d files. */
export const sysctl: Language<SysctlFiles, Sysctl> = {
  id: 'sysctl',
  rules: [
    tcpTwRecycle,
    finTimeoutIsNotTimeWait,
    finTimeoutOutOfRange,
    twReuseWithoutTimestamps,
    twReuseServerSide,
    maxTwBucketsLow,
    synBacklogAboveSomaxconn,
    portRangeTooLow,
    portRangeParity,
    tcpMemInBytes,
    removedKey,
    unknownKey,
    notAnAssignment,
    inlineComment,
    fullWidthCharacter,
    duplicateKey,
    overridden,
  ],
  gather: (host, entry) => gather(host, entry),
  build,
  commentLines,
  syntaxErrors: (text) => {
    let count = 0;
    for (const line of readLines(text)) if (line.kind === 'bad') count++;
    return count;
  },
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
