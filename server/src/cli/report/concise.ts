import { placeOf, shown, type View } from './view.ts';

/** One line for each finding, for editors and grep: `path:line:column: severity rule message`. */
export function concise(view: View): string {
  return shown(view)
    .map((f) => `${placeOf(view, f.at)}: ${f.severity} ${f.rule} ${view.words.message(f)}\n`)
    .join('');
}
