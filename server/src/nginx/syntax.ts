/**
 * Reads text exactly as `ngx_conf_read_token` does, and keeps what it needs to write the text back byte for byte.
 * The tree knows its text only: no file, no includes, no parents, no meaning of directives.
 */

import { once } from '../core/once.ts';
import type { Source } from '../core/text.ts';
import { build } from './syntax/build.ts';
import { lex } from './syntax/lexer.ts';

/**
 * Never throws, never recurses, and takes time linear in the length of the text. Blocks may be nested as deep as the text
 * is long, so a walk over the tree must not recurse either. The encoding says how many bytes a character is for nginx,
 * which allows a word about 4 kB.
 */
export function parse(text: string, encoding: Source['encoding'] = 'utf8'): Tree {
  const lexed = lex(text, encoding);
  const tree = build(text, lexed);
  if (!lexed.glued || tree.problems.length === 0) return tree;
  const unglued = build(text, lex(text, encoding, true));
  if (unglued.problems.length >= tree.problems.length) return tree;
  // nginx does not see such a brace and stops where it would without it.
  const symptom = Math.min(...tree.problems.slice(0, 100).map((p) => p.symptom));
  return { ...unglued, problems: unglued.problems.map((p) => ({ ...p, symptom: Math.max(symptom, p.symptom) })) };
}

/** The tokens of a text; concatenated they are the text. */
export function tokens(text: string): Tokens {
  return lex(text, 'utf8');
}

/** The tree of a source. */
export const treeOf: (source: Source) => Tree = once(({ text, encoding }) => parse(text, encoding));

/** Every node, blocks before what they hold; what a block of another kind than `into` holds is left out. */
export function inOrder(items: readonly DirectiveNode[], into?: BlockNode['kind']): DirectiveNode[] {
  const nodes: DirectiveNode[] = [];
  const stack = [{ items, next: 0 }];
  for (let level = stack.at(-1); level; level = stack.at(-1)) {
    const node = level.items[level.next++];
    if (!node) stack.pop();
    else {
      nodes.push(node);
      if (node.block && (into === undefined || node.block.kind === into)) stack.push({ items: node.block.items, next: 0 });
    }
  }
  return nodes;
}

/** The nodes around an offset, the outermost first; words and bodies of blocks count as well as what is between them. */
export function nodesAround(source: Source, offset: number): readonly DirectiveNode[] {
  const around: DirectiveNode[] = [];
  for (let { items } = treeOf(source); ; ) {
    const node = items[lastBefore(items, offset)];
    if (!node || offset > node.end) return around;
    around.push(node);
    if (!node.block) return around;
    items = node.block.items;
  }
}

/** Of nodes or stretches of text in order, the index of the last that begins at an offset or before it; -1 where none does. */
export function lastBefore(items: readonly (DirectiveNode | { readonly start: number })[], offset: number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle]!;
    if (('name' in item ? item.name : item).start <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export interface Word {
  /** The value nginx stores: quotes removed, escapes resolved. */
  readonly text: string;
  /** With the quotes. */
  readonly start: number;
  readonly end: number;
  readonly quote: '"' | "'" | undefined;
}

export interface DirectiveNode {
  readonly name: Word;
  readonly args: readonly Word[];
  /** Before the `;` or `{`; where it is missing, the end of the last word. */
  readonly terminator: number;
  /** After the `;` or the closing `}`. */
  readonly end: number;
  /** undefined: a simple directive. */
  readonly block: BlockNode | undefined;
}

export interface BlockNode {
  /** Offset of `{`. */
  readonly open: number;
  /** Offset of `}`; undefined where it is missing. */
  readonly close: number | undefined;
  /** entries: `map`, `geo`, `types`, `split_clients`, `charset_map`, whose lines are values; lua: one opaque body. */
  readonly kind: 'directives' | 'entries' | 'lua';
  readonly items: readonly DirectiveNode[];
}

export interface Comment {
  /** At the `#`. */
  readonly start: number;
  /** Before the line break. */
  readonly end: number;
}

/** template: a tag or placeholder of a template language that stands where a directive would start. */
export const tokenKinds = ['space', 'comment', 'word', ';', '{', '}', 'lua', 'template'] as const;
export type TokenKind = (typeof tokenKinds)[number];

/** Tokens as parallel arrays: token i is a `tokenKinds[kinds[i]]` and reads `text.slice(ends[i - 1] ?? 0, ends[i])`. */
export interface Tokens {
  readonly kinds: Uint8Array;
  readonly ends: Int32Array;
}

export interface SyntaxProblem {
  readonly code:
    | 'missing-semicolon'
    | 'missing-brace'
    /** A `{`. */
    | 'missing-opening'
    | 'stray-brace'
    | 'stray-terminator'
    | 'unclosed-quote'
    | 'after-quote'
    | 'unclosed-lua'
    | 'too-long'
    | 'block-in-entries'
    /** A quantifier such as `{2}` in a word without quotes. */
    | 'unquoted-brace'
    /** A piece of a template language: the text is not what nginx will read. */
    | 'template';
  /** The place of the cause. */
  readonly start: number;
  readonly end: number;
  /** Where nginx itself would report it. */
  readonly symptom: number;
  /** The one edit that certainly repairs it; undefined where several would. */
  readonly repair: { readonly start: number; readonly end: number; readonly text: string } | undefined;
}

export interface Tree {
  readonly items: readonly DirectiveNode[];
  readonly comments: readonly Comment[];
  readonly tokens: Tokens;
  readonly problems: readonly SyntaxProblem[];
}
