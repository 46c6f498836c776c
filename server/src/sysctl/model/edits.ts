import type { Edit, Span } from '../../core/text.ts';
import { surroundingsOf } from './comments.ts';
import { dotted } from './key.ts';
import type { Assignment, SysctlFile } from './model.ts';

/** Fixes are operations on assignments; here they become edits of a sysctl.d file. */

export function setValue({ file, value: old }: Assignment, value: string): Edit[] {
  return [edit(file, old.start, old.end, value)];
}

/** In the file's own spelling, with dots or with slashes. */
export function rename(a: Assignment, path: string): Edit[] {
  const { key } = a.line;
  const slashes = /[./]/.exec(key.text)?.[0] === '/';
  return [edit(a.file, key.start, key.end, slashes ? path : dotted(path))];
}

/** The line goes, and with it the comment that is about this setting alone: left behind it would speak of the next one. */
export function remove(a: Assignment): Edit[] {
  const { own } = surroundingsOf(a);
  const line = removeLine(a);
  if (!own || own.top || own.settings.length !== 1) return [line];
  if (own.next > a.line.start) return [edit(a.file, a.line.start, own.next, '')];
  return [edit(a.file, afterHeading(a.file, lineStart(a.file, own.start), a.line.start), a.line.next, '')];
}

/** The line alone: what is said about it stays. */
export const removeLine = (a: Assignment): Edit => edit(a.file, a.line.start, a.line.next, '');

/** Where a comment begins to be about its setting: what is underlined or framed above it is about a whole part of the file. */
function afterHeading({ source: { text } }: SysctlFile, start: number, end: number): number {
  const last = [...text.slice(start, end).matchAll(headings)].at(-1);
  return last ? start + last.index + last[0].length : start;
}

const headings = /^(?:[^\n]*[-=*~#]{3}[ \t\r]*|[ \t]*(?:[#;]{3}|[#;][ \t]*[-=*~_]{3})[^\n]*)\n/gm;

/** What stands behind the value becomes a comment on a line of its own above. */
export function moveRemark(a: Assignment, from: number): Edit[] {
  const { line, file } = a;
  const text = file.source.text;
  const words = text.slice(from, line.value.end).replace(/^(?:[#;＃；，。、：]+|\/\/+|\/\*|--+|<-+)\s*/, '');
  let end = from;
  while (end > line.value.start && /\s/.test(text[end - 1] ?? '')) end--;
  const indent = text.slice(line.start, line.dash ?? line.key.start);
  return [
    edit(file, line.start, line.start, `${indent}# ${words.replace(/\s*\*\/$/, '')}${lineBreak(file)}`),
    edit(file, end, line.value.end, ''),
  ];
}

export function insertBelow(a: Assignment, text: string): Edit[] {
  const eol = lineBreak(a.file);
  const { end, next } = a.line;
  return next > end ? [edit(a.file, next, next, text + eol)] : [edit(a.file, next, next, eol + text)];
}

/** Lines at the end of a file. */
export function append(file: SysctlFile, lines: readonly string[]): Edit[] {
  const { text } = file.source;
  const eol = lineBreak(file);
  const begin = text === '' || text.endsWith('\n') ? '' : eol;
  return [edit(file, text.length, text.length, `${begin}${lines.join(eol)}${eol}`)];
}

export function edit(file: SysctlFile, start: number, end: number, text: string): Edit {
  const at: Span = { file: file.source.path, start, end };
  return { at, text };
}

/** What ends the file's first line. */
export function lineBreak({ source: { text } }: SysctlFile): string {
  const feed = text.indexOf('\n');
  return feed > 0 && text[feed - 1] === '\r' ? '\r\n' : '\n';
}

const lineStart = ({ source: { text } }: SysctlFile, offset: number) => text.lastIndexOf('\n', offset - 1) + 1;
