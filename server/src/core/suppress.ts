/** A comment as suppression sees it, in any language. */
export interface CommentLine {
  /** Without the comment character. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** What the comment stands before: the next line's statement with its whole block. */
  readonly next: { readonly start: number; readonly end: number } | undefined;
  /** The line whose end it is, where something stands before it on its line. */
  readonly line: { readonly start: number; readonly end: number } | undefined;
}
