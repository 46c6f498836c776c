import type { Config, ConfigProblem } from '../core/config.ts';
import type { Host } from '../core/host.ts';
import type { Finding } from '../core/rule.ts';
import type { LanguageId, Source } from '../core/text.ts';
import type { Target } from '../core/version.ts';

export interface ServiceOptions {
  readonly host: Host;
  /** Overrides what configuration files say (`--target`, an editor's setting). */
  readonly target?: Target | undefined;
  /** Overrides what configuration files say about severities. */
  readonly rules?: Config['rules'] | undefined;
  /** The configuration file to use instead of the nearest one. */
  readonly config?: string | undefined;
  /** A rule threw. Everything else goes on. */
  onCrash(rule: string, error: unknown): void;
}

export interface Service {
  /**
   * Lints files (absolute paths). Includes of a requested root are linted with it; a root that merely explains a requested
   * fragment is read, but its own findings are left out. Reuses everything derived from sources that did not change.
   */
  check(paths: readonly string[]): Promise<CheckResult>;
}

export interface CheckResult {
  /** By path, offset, rule; suppressions and configured severities applied. */
  readonly findings: readonly Finding[];
  /** Every file that was read, with the text that was judged. */
  readonly sources: ReadonlyMap<string, Source>;
  /** The files that were judged, with their language. */
  readonly files: ReadonlyMap<string, LanguageId>;
  /** Requested files that are neither nginx nor sysctl. */
  readonly unrecognised: readonly string[];
  /** Requested files that could not be read. */
  readonly unreadable: readonly string[];
  readonly configProblems: readonly ConfigProblem[];
  /** For a judged file: the files whose change may change its findings (roots, includes, the other files of its set). */
  dependencies(path: string): readonly string[];
}
