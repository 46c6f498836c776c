import { type FormatOptions, formatSwitch, type SpaceEdit } from '../core/format.ts';
import type { Source } from '../core/text.ts';
import { type DirectiveNode, treeOf } from './syntax.ts';

/**
 * What to change in the indentation of a line once something was typed before `offset`: the line that a `;` or `}` ends, for a
 * line break the line that was left and the one that begins. As laying out the text would, but that it indents a line on which
 * nothing stands yet. Nothing where the text is not certain: with a syntax error, inside words, comments, quotes and Lua, or
 * where a comment switches layout off.
 */
export function typed(source: Source, offset: number, character: string, options: FormatOptions): readonly SpaceEdit[] {
  const { text } = source;
  const { items, problems, comments } = treeOf(source);
  const isKept = comments.some(({ start, end }) => formatSwitch(text.slice(start, end)));
  // A byte order mark is the beginning of a word to nginx.
  if (problems.length > 0 || isKept || /^(?:\ufeff|\xef\xbb\xbf)/.test(text)) return [];
  if (character === '\n') {
    const line = lineAt(text, offset);
    if (line.start === 0 || depthAt(items, line.first) === undefined) return [];
    const before = lineAt(text, line.start - 1);
    return [...(isBlank(text, before) ? [] : indent(before)), ...indent(line)];
  }
  return ends(items, offset - 1, character) ? indent(lineAt(text, offset)) : [];

  function indent({ start, first }: Line): readonly SpaceEdit[] {
    const depth = depthAt(items, first);
    if (depth === undefined) return [];
    const levels = Math.min(depth, deepest);
    const space = options.indent === 'tab' ? '\t'.repeat(levels) : ' '.repeat(levels * options.indent);
    return text.slice(start, first) === space ? [] : [{ start, end: first, text: space }];
  }
}

/** As deep as layout goes. */
const deepest = 100;

interface Line {
  readonly start: number;
  /** The first that is no blank, or the line's end. */
  readonly first: number;
}

function lineAt(text: string, offset: number): Line {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  let first = start;
  while (text[first] === ' ' || text[first] === '\t') first++;
  return { start, first };
}

const isBlank = (text: string, { first }: Line) => /^\r?(?:\n|$)/.test(text.slice(first, first + 2));

/** How many blocks a statement, comment or brace that begins at an offset stands in; undefined where none can. */
function depthAt(items: readonly DirectiveNode[], offset: number): number | undefined {
  for (let depth = 0; ; depth++) {
    const node = lastBefore(items, offset);
    if (!node || offset === node.name.start || offset >= node.end) return depth;
    const { block } = node;
    if (!block || offset <= block.open || block.kind === 'lua') return undefined;
    if (offset === block.close) return depth;
    items = block.items;
  }
}

/** Whether the character at an offset ends a directive or a block. */
function ends(items: readonly DirectiveNode[], offset: number, character: string): boolean {
  for (;;) {
    const node = lastBefore(items, offset);
    if (!node || offset >= node.end) return false;
    const { block } = node;
    if (!block) return character === ';' && offset === node.terminator;
    if (offset === block.close) return character === '}';
    if (offset <= block.open) return false;
    items = block.items;
  }
}

/** Of nodes in order, the last that begins at an offset or before it. */
function lastBefore(items: readonly DirectiveNode[], offset: number): DirectiveNode | undefined {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle]!.name.start <= offset) low = middle + 1;
    else high = middle;
  }
  return items[low - 1];
}
