import type { Config } from './config.ts';
import type { FormatOptions, Formatting } from './format.ts';
import type { Host } from './host.ts';
import type { Rule } from './rule.ts';
import type { CommentLine } from './suppress.ts';
import type { LanguageId, Source } from './text.ts';
import type { Target } from './version.ts';

/** The files that one model is made of, read before anything is judged: building a model is pure. */
export interface Gathered {
  /** Equal for two entries that lead to the same set of files. */
  readonly key: string;
  /** Every file that was read, by path. */
  readonly sources: ReadonlyMap<string, Source>;
  /** Paths that were looked for and are not there: their appearance changes the model, too. Directories that were listed end in `/`. */
  readonly watched: readonly string[];
  /** Whatever else the model takes from the place of its files, as a text that is another when that is another. */
  readonly around: string;
}

/** What a language gives the engine; everything above is language-neutral. */
export interface Language<G extends Gathered, Model> {
  readonly id: LanguageId;
  readonly rules: readonly Rule<Model>[];
  /** nginx: a root and its includes, or a fragment alone. sysctl: the set of files that is applied together with the entry. */
  gather(host: Host, entry: Source, config: Config): Promise<G>;
  build(gathered: G, target: Target): Model;
  /** Comments for suppression, in order. */
  commentLines(source: Source): readonly CommentLine[];
  /** How many syntax errors our own reader sees: a fix must not add one. */
  syntaxErrors(text: string): number;
  /** What to change in the white space of a text so that it looks as it should. It never touches anything else. */
  format(source: Source, options: FormatOptions): Formatting;
  /** Of a range of offsets, what is left without the statements that lie in it only partly. */
  wholeStatements(source: Source, from: number, to: number): readonly [from: number, to: number];
}
