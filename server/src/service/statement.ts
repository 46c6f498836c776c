import type { Source } from '../core/text.ts';
import { type DirectiveNode, tokenKinds, treeOf, type Word } from '../nginx/syntax.ts';

/** The statement of nginx's configuration that somebody is writing. */
export interface Statement {
  /** The blocks around it in this text, the outermost first. */
  readonly blocks: readonly DirectiveNode[];
  /** Its words, the one at the offset included; where the offset is between words, that one is empty. */
  readonly words: readonly Word[];
  /** Which of them is at the offset; 0: the name. */
  readonly at: number;
  /** Whether a word, a `;` or a block follows on the same line. */
  readonly followed: boolean;
}

/** The statement at an offset; undefined in comments, Lua and pieces of a template language. */
export function statementAt(source: Source, offset: number): Statement | undefined {
  const { text } = source;
  const { items, tokens } = treeOf(source);
  const { kinds, ends } = tokens;
  const kindOf = (i: number) => tokenKinds[kinds[i]!]!;
  const startOf = (i: number) => (i === 0 ? 0 : ends[i - 1]!);
  const first = firstEndingAt(ends, offset);
  // Behind a `;` or a brace the next one counts, behind a word the word itself.
  const here =
    first < ends.length && ends[first] === offset && kindOf(first) !== 'word' && kindOf(first) !== 'comment'
      ? first + 1
      : first;
  const inside = here < ends.length && startOf(here) < offset && offset < ends[here]!;
  if (here < ends.length && startOf(here) <= offset) {
    const kind = kindOf(here);
    // What is put directly before a `#` makes it a part of a word.
    if (kind === 'comment') return undefined;
    if ((kind === 'lua' || kind === 'template') && inside) return undefined;
  }
  const onWord = here < ends.length && kindOf(here) === 'word' && startOf(here) <= offset;

  const blocks = blocksAround(items, offset);
  if (blocks.at(-1)?.block?.kind === 'lua') return undefined;
  const current = onWord
    ? wordOf(text, startOf(here), ends[here]!, offset)
    : { text: '', start: offset, end: offset, quote: undefined };

  const before: Word[] = [];
  for (let i = here - 1; i >= 0; i--) {
    const kind = kindOf(i);
    if (kind === 'word') before.unshift(wordOf(text, startOf(i), ends[i]!));
    else if (kind !== 'space' && kind !== 'comment') break;
    if (before.length > mostWords) return undefined;
  }
  // A line that lacks its `;` would swallow the ones behind it.
  const [opening] = before;
  if (opening) {
    const indent = indentOf(text, opening.start);
    const starts = ({ text: name, start, quote }: Word) =>
      !quote && /^\w*$/.test(name) && begins(text, start) && indentOf(text, start) <= indent;
    const last = [...before, current].findLastIndex(starts);
    if (last > 0) before.splice(0, last);
  }

  const after: Word[] = [];
  let followed = false;
  for (let i = onWord ? here + 1 : here; i < ends.length; i++) {
    const kind = kindOf(i);
    const from = Math.max(startOf(i), offset);
    if (kind === 'space' && !text.slice(from, ends[i]).includes('\n')) continue;
    if (kind === 'word') after.push(wordOf(text, startOf(i), ends[i]!));
    followed ||= kind === 'word' || kind === ';' || kind === '{' || kind === 'lua' || kind === 'template';
    if (kind !== 'word' || after.length > mostWords) break;
  }
  return { blocks, words: [...before, current, ...after], at: before.length, followed };
}

/** Longer statements are lists of values that somebody pasted. */
const mostWords = 200;

/** Of the tokens the first that ends at the offset or behind it. */
export function firstEndingAt(ends: Int32Array, offset: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function blocksAround(items: readonly DirectiveNode[], offset: number): readonly DirectiveNode[] {
  const blocks: DirectiveNode[] = [];
  for (let list = items; ; ) {
    const around = list.find(({ block, end }) => block && block.open < offset && offset <= (block.close ?? end));
    if (!around?.block) return blocks;
    blocks.push(around);
    list = around.block.items;
  }
}

/** A quote that is not closed ends at the offset, not at the end of the file. */
function wordOf(text: string, start: number, end: number, offset = end): Word {
  const quote = text[start] === '"' || text[start] === "'" ? text[start] : undefined;
  if (!quote) return { text: text.slice(start, end), start, end, quote: undefined };
  const closed = end - start > 1 && text[end - 1] === quote;
  const line = text.slice(start, end).indexOf('\n');
  const last = line !== -1 && start + line >= offset ? offset : end;
  return { text: text.slice(start + 1, closed && last === end ? end - 1 : last), start, end: last, quote };
}

const lineStart = (text: string, at: number) => text.lastIndexOf('\n', at - 1) + 1;
const begins = (text: string, at: number) => text.slice(lineStart(text, at), at).trim() === '';
const indentOf = (text: string, at: number) => /^[ \t]*/.exec(text.slice(lineStart(text, at), at))![0].length;
