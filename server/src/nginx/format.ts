import {
  applySpaces,
  type FormatOptions,
  type Formatting,
  formatSwitch,
  lineBreakOf,
  type SpaceEdit,
  spaceEdits,
} from '../core/format.ts';
import type { Source } from '../core/text.ts';
import { token } from './syntax/tokens.ts';
import { type DirectiveNode, inOrder, parse, type Tree } from './syntax.ts';

/**
 * Lays a text out by replacing white space between its tokens and behind its comments: directives on lines of their own,
 * indented by the blocks around them. Words that their author put on further lines stay there. A text with a syntax error or a
 * piece of a template language is refused, for nobody knows where its tokens end.
 */
export function format({ text, encoding }: Pick<Source, 'text' | 'encoding'>, options: FormatOptions): Formatting {
  // nginx takes a byte order mark for the beginning of a word; whoever removes it finds the layout right.
  const mark = /^(?:\ufeff|\xef\xbb\xbf)?/.exec(text)![0].length;
  const body = text.slice(mark);
  const tree = parse(body, encoding);
  const shifted = (start: number) => start + mark;
  const [problem] = tree.problems.toSorted((a, b) => Number(a.code !== 'template') - Number(b.code !== 'template'));
  if (problem) return { refused: problem.code === 'template' ? 'template' : 'syntax', start: shifted(problem.start) };
  const edits = layOut(body, tree, options);
  const changed = edits.length === 0 ? undefined : firstChange(body, tree, applySpaces(body, edits), encoding);
  if (changed !== undefined) return { refused: 'syntax', start: shifted(changed) };
  return { edits: edits.map(({ start, end, text }) => ({ start: shifted(start), end: shifted(end), text })) };
}

/** Of a range of offsets, what is left without the directives that lie in it only partly; a block is its words up to the `{`. */
export function wholeStatements(
  { text, encoding }: Pick<Source, 'text' | 'encoding'>,
  from: number,
  to: number,
): [number, number] {
  const { items } = parse(text, encoding);
  let [start, end] = [from, to];
  for (const node of inOrder(items)) {
    const head = node.block ? node.block.open + 1 : node.end;
    if (node.name.start < from && head > from) start = Math.max(start, head);
    if (node.name.start < to && head > to) end = Math.min(end, text.lastIndexOf('\n', node.name.start) + 1);
  }
  return [start, end];
}

/** Deeper blocks are indented no further: the text would grow with the square of their depth. */
const deepest = 100;
/** Columns of a tab; only how words that are aligned by tabs relate to each other depends on it. */
const tabWidth = 4;

/** The words of a directive on its first line, and where its next line begins, in columns before and after. */
interface Columns {
  readonly before: number;
  readonly after: number;
}

function layOut(text: string, tree: Tree, options: FormatOptions): SpaceEdit[] {
  const { kinds, ends } = tree.tokens;
  const unit = options.indent === 'tab' ? tabWidth : options.indent;
  const usual = lineBreakOf(text);
  const pads = options.align ? padding(text, tree.items, options.blankLines > 0) : undefined;
  const isHeld = heldLines(text, tree);
  const edits: SpaceEdit[] = [];
  let depth = 0;
  let words = 0;
  let off = false;
  let previous: number | undefined;
  /** The end of what stands before the white space in question. */
  let at = 0;
  let old = '';
  const column = { before: 0, after: 0 };
  let anchors: Columns[] = [];
  /** Whether the directive's first line is over. */
  let wrapped = false;
  let own: Columns = column;
  let continued: Columns | undefined;

  let start = 0;
  for (let t = 0; t < kinds.length; start = ends[t++]!) {
    const kind = kinds[t]!;
    if (kind === token.space) continue;
    const end = ends[t]!;
    old = text.slice(at, start);
    const space = off ? old : spaceBefore(kind, start);
    edits.push(...spaceEdits(at, old, space));
    column.before = advance(column.before, old);
    column.after = advance(column.after, space);
    const piece = text.slice(start, end);
    if (kind === token.word) {
      if (words++ === 0) own = { ...column };
      else if (!wrapped) anchors.push({ ...column });
      wrapped ||= piece.includes('\n');
    } else if (kind !== token.comment) {
      if (kind === token['{']) depth++;
      if (kind === token['}']) depth--;
      words = 0;
      anchors = [];
      wrapped = false;
      continued = undefined;
    }
    const says = kind === token.comment ? formatSwitch(piece) : undefined;
    const wasOff = off;
    if (says === 'on' || (says === 'off' && (previous === undefined || old.includes('\n')))) off = says === 'off';
    at = kind === token.comment && !(wasOff && off) ? start + trimmed(piece).length : end;
    previous = kind;
    column.before = behind(column.before, piece);
    column.after = behind(column.after, piece);
  }
  old = text.slice(at);
  if (!off) edits.push(...spaceEdits(at, old, previous === undefined ? '' : lineBreak()));
  return edits;

  function spaceBefore(kind: number, start: number): string {
    const breaks = old.includes('\n');
    // At the very beginning a character of a word would be a byte order mark.
    if (previous === undefined) return /[\ufeff\xef]/.test(text[start]!) ? old : '';
    // It is Lua's.
    if (kind === token.lua || previous === token.lua) return old;
    if (kind === token.comment && !breaks) return ' ';
    if (words > 0) {
      if (kind === token['{']) return previous === token.comment ? lineBreak() + indentation(level()) : ' ';
      if (kind === token[';']) return previous === token.comment || (breaks && continued) ? continuation(start) : '';
      if (breaks) return continuation(start);
      return old && (pads?.get(start) ?? ' ');
    }
    if (kind === token['}']) {
      if (previous === token['{'] && !breaks) return '';
      return isHeld(start) && !breaks ? ' ' : lineBreak() + indentation(level(depth - 1));
    }
    if (isHeld(start) && !breaks) return ' ';
    return (previous === token['{'] ? lineBreak() : lineBreaks()) + indentation(level());
  }

  function level(blocks = depth): number {
    return Math.min(blocks, deepest);
  }

  function lineBreak(): string {
    return /\r?\n/.exec(old)?.[0] ?? usual;
  }

  function lineBreaks(): string {
    return lineBreak().repeat(Math.max(1, Math.min(old.split('\n').length - 1, options.blankLines + 1)));
  }

  function indentation(levels: number): string {
    return options.indent === 'tab' ? '\t'.repeat(levels) : ' '.repeat(levels * unit);
  }

  /**
   * Another line of a directive: one level further in or below the word that its author put it below; those after it as they
   * stand to it. What looks like the next directive stays below this one: a semicolon may be missing.
   */
  function continuation(start: number): string {
    wrapped = true;
    const further = (level() + 1) * unit;
    const before = advance(column.before, old);
    name.lastIndex = start;
    if (before <= own.before && name.test(text)) return lineBreaks() + upTo(own.after, level());
    continued ??= { before, after: anchors.find((a) => a.before === before)?.after ?? further };
    const after = Math.max(Math.min(continued.after, further), continued.after + before - continued.before);
    return lineBreaks() + upTo(after, level() + (continued.after === further ? 1 : 0));
  }

  /** The blanks up to a column, as many levels of them as tabs as there may be. */
  function upTo(column: number, levels: number): string {
    // Lines that are kept may stand further left.
    const count = Math.min(levels, Math.floor(column / unit));
    return indentation(count) + ' '.repeat(column - count * unit);
  }
}

const name = /[a-z][a-z0-9_]*(?=[\s;])/y;

/** Without what nginx takes for white space at its end: other blanks may be bytes of something else. */
const trimmed = (comment: string) => comment.replace(/[ \t\r]+$/, '');

/** The column behind white space. */
function advance(column: number, space: string): number {
  const feed = space.lastIndexOf('\n');
  let at = feed === -1 ? column : 0;
  for (let i = feed + 1; i < space.length; i++) at += space[i] === '\t' ? tabWidth - (at % tabWidth) : 1;
  return at;
}

/** The column behind a token, whose tabs count as one: it is what it is. */
function behind(column: number, piece: string): number {
  const feed = piece.lastIndexOf('\n');
  return feed === -1 ? column + piece.length : piece.length - feed - 1;
}

/** Whether a line has to stay one, because a comment at its end speaks of all of it. */
function heldLines(text: string, { comments }: Tree): (offset: number) => boolean {
  const lines = comments
    .filter(({ start, end }) => /^#\s*keepalint-disable-line/.test(text.slice(start, end)))
    .map(({ start, end }) => ({ start: text.lastIndexOf('\n', start) + 1, end }));
  let next = 0;
  return (offset) => {
    while (next < lines.length && lines[next]!.end < offset) next++;
    return next < lines.length && lines[next]!.start < offset;
  };
}

/** Longer words do not push the values of their neighbours away. */
const widest = 48;

/** The blanks before the first value of each line of `map`, `types` and their like, by its offset; blank lines may group them. */
function padding(text: string, root: readonly DirectiveNode[], grouped: boolean): ReadonlyMap<number, string> {
  const pads = new Map<number, string>();
  for (const { block } of inOrder(root)) {
    if (block?.kind !== 'entries') continue;
    let group: DirectiveNode[] = [];
    const flush = () => {
      const width = Math.max(...group.map(({ name }) => name.end - name.start));
      for (const { name, args } of group) pads.set(args[0]!.start, ' '.repeat(width - (name.end - name.start) + 1));
      group = [];
    };
    let last = block.open;
    for (const item of block.items) {
      if (grouped && /\n[ \t\r]*\n/.test(text.slice(last, item.name.start)) && group.length) flush();
      last = item.end;
      const { name, args, end } = item;
      if (args.length > 0 && name.end - name.start <= widest && !text.slice(name.start, end).includes('\n')) group.push(item);
    }
    if (group.length) flush();
  }
  return pads;
}

/** Where the tokens of a text stop being those that it had: nowhere, or what was laid out is not given away. */
function firstChange(text: string, before: Tree, after: string, encoding: Source['encoding']): number | undefined {
  const tree = parse(after, encoding);
  const theirs = pieces(after, tree);
  for (const [kind, piece, start] of pieces(text, before)) {
    const other = theirs.next().value;
    if (other?.[0] !== kind || other[1] !== piece) return start;
  }
  return theirs.next().done && tree.problems.length === 0 ? undefined : text.length;
}

function* pieces(text: string, { tokens: { kinds, ends } }: Tree): Generator<readonly [number, string, number]> {
  for (let t = 0; t < kinds.length; t++) {
    const [kind, start] = [kinds[t]!, ends[t - 1] ?? 0];
    if (kind === token.space) continue;
    const piece = text.slice(start, ends[t]);
    yield [kind, kind === token.comment ? trimmed(piece) : piece, start];
  }
}
