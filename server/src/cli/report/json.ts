import { countBySeverity, rangeOf, type View } from './view.ts';

/**
 * The contract for programs, version 1: every severity, whatever people are shown. In pieces, for all of it may be more than a
 * string can hold.
 */
export function* json(view: View): Generator<string> {
  let text = '{\n  "version": 1,\n  "findings": [';
  for (const [i, f] of view.findings.entries()) {
    const finding = {
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
    };
    text += `${i === 0 ? '' : ','}\n    ${indented(finding, '    ')}`;
    if (text.length < piece) continue;
    yield text;
    text = '';
  }
  const summary = { files: view.files, ...countBySeverity(view.findings) };
  yield `${text}${view.findings.length > 0 ? '\n  ' : ''}],\n  "summary": ${indented(summary, '  ')}\n}\n`;
}

const piece = 65_536;

const indented = (value: object, by: string) => JSON.stringify(value, undefined, 2).replaceAll('\n', `\n${by}`);
