/**
 * Reads text exactly as `ngx_conf_read_token` does, and keeps what it needs to write the text back byte for byte.
 * The tree knows its text only: no file, no includes, no parents, no meaning of directives.
 */

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

export type TokenKind = 'space' | 'comment' | 'word' | ';' | '{' | '}' | 'lua';

/** Tokens as parallel arrays: token i is `text.slice(ends[i - 1] ?? 0, ends[i])`. */
export interface Tokens {
  readonly kinds: readonly TokenKind[];
  readonly ends: readonly number[];
}

export interface SyntaxProblem {
  readonly code:
    | 'missing-semicolon'
    | 'missing-brace'
    | 'stray-brace'
    | 'stray-terminator'
    | 'unclosed-quote'
    | 'after-quote'
    | 'unclosed-lua'
    | 'too-long'
    | 'block-in-entries';
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
