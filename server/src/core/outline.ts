/** What a text consists of, as an editor lists it; offsets are UTF-16. */
export interface OutlineItem {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'block' | 'server' | 'location' | 'upstream' | 'variable' | 'format' | 'zone' | 'address' | 'section' | 'key';
  readonly start: number;
  readonly end: number;
  /** What a jump to it selects. */
  readonly focus: { readonly start: number; readonly end: number };
  /** Editors read these recursively: no deeper than `outlineDepth`. */
  readonly children: readonly OutlineItem[];
}

export const outlineDepth = 32;

/** From the line of `start` to the line of `end`. */
export interface Fold {
  readonly start: number;
  readonly end: number;
  readonly kind: 'block' | 'comment';
}

/** Comments on lines of their own that follow on each other, as folds. */
export function commentFolds(text: string, comments: readonly { readonly start: number; readonly end: number }[]): Fold[] {
  const folds: Fold[] = [];
  let run: { start: number; end: number; lines: number } | undefined;
  const finish = () => {
    if (run && run.lines > 1) folds.push({ start: run.start, end: run.end, kind: 'comment' });
    run = undefined;
  };
  for (const { start, end } of comments) {
    const line = text.lastIndexOf('\n', start - 1) + 1;
    if (text.slice(line, start).trim() !== '') {
      finish();
      continue;
    }
    if (run && /^[ \t\r]*\n[ \t]*$/.test(text.slice(run.end, start))) run = { start: run.start, end, lines: run.lines + 1 };
    else {
      finish();
      run = { start, end, lines: 1 };
    }
  }
  finish();
  return folds;
}
