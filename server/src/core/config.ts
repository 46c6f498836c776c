import type { Severity } from './rule.ts';
import type { Target } from './version.ts';

/** What `.keepalint.yaml` says, with paths made absolute. */
export interface Config {
  /** The file it came from; undefined for the defaults. */
  readonly file: string | undefined;
  /** undefined: every version a supported distribution still ships. */
  readonly target: Target | undefined;
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Whether a file is left out. */
  ignores(path: string): boolean;
  /** nginx entry files that cannot be guessed, absolute. */
  readonly roots: readonly string[];
  /** Absolute directory prefixes in include directives and the directories where their files are found here. */
  readonly paths: Readonly<Record<string, string>>;
}

/** A mistake in the configuration file, at a span of it. */
export interface ConfigProblem {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly message: Readonly<Record<'en' | 'zh-CN', string>>;
}
