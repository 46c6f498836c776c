import type { Edit } from '../../core/text.ts';
import type { Word } from '../syntax.ts';
import type { Directive, ReachedFile } from './model.ts';

/** Edits that keep a file's line breaks and indentation. */

export function replaceWord({ file }: Directive, { start, end }: Word, text: string): Edit {
  return { at: { file: file.path, start, end }, text };
}

/** Statements in front of a directive: each on a line of its own where the directive begins its line. */
export function insertBefore({ file, node }: Directive, statements: readonly string[]): Edit {
  const { start } = node.name;
  const indent = indentation(file, start);
  const text = statements.map((s) => (indent === undefined ? `${s} ` : `${s}${lineBreak(file)}${indent}`)).join('');
  return { at: { file: file.path, start, end: start }, text };
}

/** Statements after a directive, behind the comment at the end of its line. A directive that lacks its `;` gets it, not to swallow them. */
export function insertAfter({ file, node }: Directive, statements: readonly string[]): Edit {
  const { text } = file.source;
  const indent = indentation(file, node.name.start);
  const rest = /[^\r\n]*/y;
  rest.lastIndex = node.end;
  const tail = rest.exec(text)![0];
  const ownLine = indent !== undefined && /^[ \t]*(?:#.*)?$/.test(tail);
  const at = ownLine ? node.end + tail.trimEnd().length : node.end;
  const inserted = statements.map((s) => (ownLine ? `${lineBreak(file)}${indent}${s}` : ` ${s}`)).join('');
  if (!node.block && text[node.end - 1] !== ';')
    return { at: { file: file.path, start: node.end, end: at }, text: `;${text.slice(node.end, at)}${inserted}` };
  return { at: { file: file.path, start: at, end: at }, text: inserted };
}

/** Takes a directive out, with its line where nothing else stands on it. */
export function remove({ file, node }: Directive): Edit {
  const { text } = file.source;
  let [start, end] = [node.name.start, node.end];
  while (end < text.length && (text[end] === ' ' || text[end] === '\t')) end++;
  const feed = text[end] === '\r' ? end + 1 : end;
  const indent = indentation(file, start);
  if (indent !== undefined && (feed >= text.length || text[feed] === '\n')) {
    start -= indent.length;
    end = Math.min(feed + 1, text.length);
  } else if (end >= text.length || text[end] === '\n' || text[end] === '\r') {
    end = node.end;
    while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  }
  return { at: { file: file.path, start, end }, text: '' };
}

/** Lines beyond which no fix copies them into another block: many blocks may inherit them, and nobody would read all of that. */
export const mostCopied = 100;

/** A directive as it is written, its `;` included; undefined where the other file could not hold its characters. */
export function sourceOf(d: Directive, other: ReachedFile): string | undefined {
  const text = d.file.source.text.slice(d.node.name.start, d.node.end);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything that is not ASCII
  const portable = /^[\x00-\x7f]*$/.test(text) || d.file.source.encoding === other.source.encoding;
  return portable && text.endsWith(';') ? text : undefined;
}

/** The blanks before an offset; undefined where something else stands on its line. */
export function indentation({ source: { text } }: ReachedFile, at: number): string | undefined {
  let start = at;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  return start === 0 || text[start - 1] === '\n' ? text.slice(start, at) : undefined;
}

export const lineBreak = ({ source: { text } }: ReachedFile): string => {
  const feed = text.indexOf('\n');
  return feed > 0 && text[feed - 1] === '\r' ? '\r\n' : '\n';
};

/** The directive that stands for another one in the text of a block: itself, or the `include` that brings it in. */
export function standIn(d: Directive, block: Directive | undefined): Directive {
  let at = d;
  while (at.parent !== block && at.parent) at = at.parent;
  while (at.via && at.via !== block?.via) at = at.via;
  return at;
}
