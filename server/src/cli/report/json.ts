import { countBySeverity, rangeOf, type View } from './view.ts';

/** The contract for programs, version 1: every severity, whatever people are shown. */
export function json(view: View): string {
  const report = {
    version: 1,
    findings: view.findings.map((f) => ({
      rule: f.rule,
      severity: f.severity,
      message: view.words.message(f),
      path: view.name(f.at.file),
      range: rangeOf(view, f.at),
      related: f.related.map((r) => ({
        message: view.words.related(f, r),
        path: view.name(r.at.file),
        range: rangeOf(view, r.at),
      })),
      fixes: f.fixes.map((fix) => ({
        safety: fix.safety,
        title: view.words.fix(f, fix),
        edits: fix.edits.map((e) => ({ path: view.name(e.at.file), range: rangeOf(view, e.at), text: e.text })),
      })),
      url: view.url(f.rule),
    })),
    summary: { files: view.files, ...countBySeverity(view.findings) },
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
