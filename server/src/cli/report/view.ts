import type { Renderer } from '../../core/render.ts';
import type { Finding, Locale, Severity } from '../../core/rule.ts';
import { linesOf, type Source, type Span } from '../../core/text.ts';
import type { Style } from './style.ts';

/** What a report is made from. */
export interface View {
  /** By path and place, every severity. */
  readonly findings: readonly Finding[];
  /** The least severe findings that people are shown. */
  readonly severity: Severity;
  readonly sources: ReadonlyMap<string, Source>;
  /** How many files were judged. */
  readonly files: number;
  readonly locale: Locale;
  readonly words: Renderer;
  /** How a file is called in the report. */
  name(path: string): string;
  url(rule: string): string;
}

/** How a person is shown a report. */
export interface Screen {
  readonly style: Style;
  readonly columns: number;
}

/** Lines and columns from 1, columns in UTF-16 units, the end excluded. */
export interface Range {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

export function rangeOf(view: Pick<View, 'sources'>, { file, start, end }: Span): Range {
  const source = view.sources.get(file);
  const at = (offset: number) => {
    const { line, column } = source ? linesOf(source).position(offset) : { line: 0, column: 0 };
    return { line: line + 1, column: column + 1 };
  };
  return { start: at(start), end: at(end) };
}

/** `path:line:column` */
export function placeOf(view: View, at: Span): string {
  const { line, column } = rangeOf(view, at).start;
  return `${view.name(at.file)}:${line}:${column}`;
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

export const atLeast = (severity: Severity, least: Severity) => rank[severity] <= rank[least];

export const shown = (view: View) => view.findings.filter((f) => atLeast(f.severity, view.severity));

export function countBySeverity(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const f of findings) counts[f.severity]++;
  return counts;
}
