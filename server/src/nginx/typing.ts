import { type FormatOptions, formatSwitch, type SpaceEdit } from '../core/format.ts';
import type { Source } from '../core/text.ts';
import { type DirectiveNode, lastBefore, treeOf } from './syntax.ts';

/**
 * What to change in the indentation of a line once something was typed before `offset`: the line that a `;` or `}` ends, for a
 * line break the line that was left and the one that begins. As laying out the text would, but that it indents a line on which
 * nothing stands yet. Nothing where the text is not certain: with a syntax error, inside words, comments, quotes and Lua, or
 * where a comment switches layout off; and nothing where the lines around are laid out in another way.
 */
export function typed(source: Source, offset: number, character: string, options: FormatOptions): readonly SpaceEdit[] {
  const { text } = source;
  const { items, problems, comments } = treeOf(source);
  const isKept = comments.some(({ start, end }) => formatSwitch(text.slice(start, end)));
  // A byte order mark is the beginning of a word to nginx.
  if (problems.length > 0 || isKept || /^(?:\ufeff|\xef\xbb\xbf)/.test(text)) return [];
  const line = lineAt(text, offset);
  if (character !== '\n') return ends(items, offset - 1, character) ? indent([line]) : [];
  if (line.start === 0 || !placeAt(items, line.first)) return [];
  const before = lineAt(text, line.start - 1);
  return indent(isBlank(text, before) ? [line] : [before, line]);

  function indent(lines: readonly Line[]): readonly SpaceEdit[] {
    return lines.flatMap(({ start, first }) => {
      const place = placeAt(items, first);
      const space = place && indentation(place.depth);
      if (space === undefined || text.slice(start, first) === space || !agree(place!, lines)) return [];
      return [{ start, end: first, text: space }];
    });
  }

  function indentation(depth: number): string {
    const levels = Math.min(depth, deepest);
    return options.indent === 'tab' ? '\t'.repeat(levels) : ' '.repeat(levels * options.indent);
  }

  /** Whether the blocks around a place and its neighbours are indented as they should be; else the first blocks that are. */
  function agree({ depth, heads, neighbours }: Place, typed: readonly Line[]): boolean {
    const looks = (node: DirectiveNode, level: number): boolean | undefined => {
      const { start, first } = lineAt(text, node.name.start);
      const counts = first === node.name.start && !typed.some((line) => line.start === start);
      return counts ? text.slice(start, first) === indentation(level) : undefined;
    };
    const around = [
      ...heads.slice(-nearest).map((head, i, { length }) => looks(head, depth - length + i)),
      ...neighbours.map((node) => looks(node, depth)),
    ];
    if (around.includes(false)) return false;
    if (depth !== 1 || neighbours.some((node) => looks(node, depth))) return true;
    const others = items.slice(0, 50).flatMap(({ block }) => (block?.kind === 'lua' ? [] : (block?.items.slice(0, 1) ?? [])));
    return others.every((node) => looks(node, 1) !== false);
  }
}

/** As deep as layout goes. */
const deepest = 100;
/** How many blocks around a line are looked at. */
const nearest = 3;

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

/** Where a statement, comment or brace begins. */
interface Place {
  /** How many blocks it stands in. */
  readonly depth: number;
  /** Those blocks, the outermost first. */
  readonly heads: readonly DirectiveNode[];
  /** The directives before and behind it in its block. */
  readonly neighbours: readonly DirectiveNode[];
}

/** undefined where none can begin. */
function placeAt(items: readonly DirectiveNode[], offset: number): Place | undefined {
  const heads: DirectiveNode[] = [];
  for (;;) {
    const at = lastBefore(items, offset);
    const node = items[at];
    const begins = node?.name.start === offset;
    if (!node || begins || offset >= node.end) {
      const neighbours = [items[begins ? at - 1 : at], items[at + 1]].filter((n) => n !== undefined);
      return { depth: heads.length, heads, neighbours };
    }
    const { block } = node;
    if (!block || offset <= block.open || block.kind === 'lua') return undefined;
    // The brace stands below the directive that it closes.
    if (offset === block.close) return { depth: heads.length, heads, neighbours: [node] };
    heads.push(node);
    items = block.items;
  }
}

/** Whether the character at an offset ends a directive or a block. */
function ends(items: readonly DirectiveNode[], offset: number, character: string): boolean {
  for (;;) {
    const node = items[lastBefore(items, offset)];
    if (!node || offset >= node.end) return false;
    const { block } = node;
    if (!block) return character === ';' && offset === node.terminator;
    if (offset === block.close) return character === '}';
    if (offset <= block.open) return false;
    items = block.items;
  }
}
