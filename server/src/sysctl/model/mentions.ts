import type { Span } from '../../core/text.ts';
import { globMatches, pathOf } from './key.ts';
import type { Sysctl } from './model.ts';

export interface KeyMentions {
  readonly at: Span;
  /** Every line that sets the key, or may by a pattern, in order of application. */
  readonly setters: readonly Span[];
}

/** The key at an offset of a file; undefined where there is none. */
export function keyMentions({ files }: Sysctl, path: string, offset: number): KeyMentions | undefined {
  const own = files.find(({ source }) => source.path === path);
  const here = own?.lines.find((line) => line.start <= offset && offset <= line.end);
  if (!here || (here.kind !== 'assignment' && here.kind !== 'exclude')) return undefined;
  const { key } = here;
  if (offset < key.start || offset > key.end) return undefined;
  const wanted = pathOf(key.text);
  const setters = files.flatMap(({ source, assignments }) =>
    assignments
      .filter((a) => a.path === wanted || (a.glob && globMatches(a.path, wanted)) || globMatches(wanted, a.path))
      .map(({ line }) => ({ file: source.path, start: line.key.start, end: line.key.end })),
  );
  return { at: { file: path, start: key.start, end: key.end }, setters };
}
