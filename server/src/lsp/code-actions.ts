import { diffLines } from 'diff';
import { type CodeAction, CodeActionKind, type WorkspaceEdit } from 'vscode-languageserver';
import { applyFixes } from '../core/fix.ts';
import type { Finding, Locale, Safety, Text } from '../core/rule.ts';
import { changedLines, type Edit, type LanguageId, type Source, type Span } from '../core/text.ts';
import { addsNoError, type CheckResult, languages } from '../service/service.ts';
import { diagnosticOf, pathOf, spanOf, type View, workspaceEditOf } from './convert.ts';
import type { Feature, Session } from './session.ts';

/** Only safe fixes: kinds are hierarchical, and `source.fixAll` runs on save. */
const fixAllKind = `${CodeActionKind.SourceFixAll}.keepalint`;

export function codeActionFeature(session: Session): Feature {
  const { connection } = session;
  connection.onCodeAction(
    session.guarded('code actions', [], async ({ textDocument: { uri }, range, context }, token) => {
      const result = await session.check(token);
      const source = session.source(uri);
      if (!source || !session.abilities.codeActions) return [];
      const view = session.viewOf(result);
      const wanted = (kind: string) =>
        context.only?.some((only) => kind === only || kind.startsWith(`${only}.`) || only === '');
      const actions =
        (wanted(CodeActionKind.QuickFix) ?? true)
          ? quickFixes(view, source, spanOf(source, range), result.files.get(source.path))
          : [];
      // Asked for by name, or for the menu of source actions; at the cursor it would only be in the way.
      const all = wanted(fixAllKind) ? fixAllAction(result, source.path, uri, session.locale) : undefined;
      if (all) actions.push(session.abilities.resolvesEdits ? all : await withEdit(all, result));
      return actions;
    }),
  );
  connection.onCodeActionResolve((action, token) =>
    session.attempt('fix all', action, async () =>
      action.kind === fixAllKind ? withEdit(action, await session.check(token)) : action,
    ),
  );

  async function withEdit(action: CodeAction, result: CheckResult): Promise<CodeAction> {
    const edit = await fixAllEdit(session.viewOf(result), result, pathOf(String(action.data)), session.checkWith);
    return edit ? { ...action, edit } : action;
  }

  return {
    capabilities: () => ({
      codeActionProvider: session.abilities.codeActions
        ? { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind], resolveProvider: session.abilities.resolvesEdits }
        : true,
    }),
  };
}

const words = {
  fixAll: { en: 'Apply all safe fixes of keepalint', 'zh-CN': '应用 keepalint 的全部安全修复' },
  disable: { en: 'Disable {rule} for this line', 'zh-CN': '在此行禁用 {rule}' },
  manual: { en: '{title} (to be completed by hand)', 'zh-CN': '{title}（需手工补全）' },
} as const satisfies Record<string, Text>;

/** Every fix of every finding that the span touches, the best of each finding first; then what silences them. */
function quickFixes(view: View, source: Source, at: Span, language: LanguageId | undefined): CodeAction[] {
  const touched = view.findings.filter((f) => f.at.file === at.file && f.at.start <= at.end && at.start <= f.at.end);
  // Each takes a parse of the file: not for a selection of half of it.
  const oneLine = !source.text.slice(at.start, at.end).includes('\n');
  const silencers = language && oneLine ? touched.map((finding) => disableAction(view, source, finding, language)) : [];
  return [...fixActions(view, source, touched, at), ...silencers.filter((action) => action !== undefined)];
}

function fixActions(view: View, source: Source, findings: readonly Finding[], at: Span): CodeAction[] {
  return findings.flatMap((finding) =>
    finding.fixes.flatMap((fix) => {
      const title = asTitle(view.words.fix(finding, fix));
      const elsewhere = fix.edits.some((e) => e.at.file !== at.file);
      const edit = workspaceEditOf(view, fix.edits, fix.safety !== 'safe' && elsewhere ? title : undefined);
      if (!edit) return [];
      const action: CodeAction = {
        title: fix.safety === 'manual' ? words.manual[view.locale].replace('{title}', () => title) : title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnosticOf(view, finding, source)],
        edit,
      };
      if (view.abilities.preferred && fix.safety === 'safe') action.isPreferred = true;
      return [action];
    }),
  );
}

/** Menus begin with a capital letter, unless it is a name that they begin with. */
const asTitle = (text: string) => text.replace(/^[a-z]+(?=[ ,:])/, (verb) => verb[0]!.toUpperCase() + verb.slice(1));

/** A comment above the line; undefined where it would be none, as inside of a quoted text that spans lines. */
function disableAction(view: View, source: Source, finding: Finding, language: LanguageId): CodeAction | undefined {
  // A comment counts where the finding stands.
  if (finding.rule.startsWith('keepalint/') || finding.related.some((r) => r.note === 'origin')) return undefined;
  const { text } = source;
  const start = text.lastIndexOf('\n', finding.at.start - 1) + 1;
  const blank = /^[ \t]*/.exec(text.slice(start))![0];
  const line = `${blank}# keepalint-disable-next-line ${finding.rule}${text.includes('\r\n') ? '\r\n' : '\n'}`;
  const after = { ...source, text: text.slice(0, start) + line + text.slice(start) };
  const comment = languages[language].commentLines(after).find((c) => c.start === start + blank.length);
  const place = finding.at.start + line.length;
  if (!comment || text[start] === '\ufeff' || (comment.next && (place < comment.next.start || place > comment.next.end)))
    return undefined;
  const edit = workspaceEditOf(view, [{ at: { file: source.path, start, end: start }, text: line }]);
  return (
    edit && {
      title: words.disable[view.locale].replace('{rule}', finding.rule),
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(view, finding, source)],
      edit,
    }
  );
}

const safe: ReadonlySet<Safety> = new Set(['safe']);

/** The action without its edit, which is made when it is asked for; undefined where there is nothing safe to do. */
function fixAllAction(result: CheckResult, path: string, uri: string, locale: Locale): CodeAction | undefined {
  const some = ownFindings(result, path).some((f) => f.fixes.some((fix) => safe.has(fix.safety)));
  return some ? { title: words.fixAll[locale], kind: fixAllKind, data: uri } : undefined;
}

/** All safe fixes of one document, again and again until none is left. */
async function fixAllEdit(
  view: View,
  result: CheckResult,
  path: string,
  relint: (changed: ReadonlyMap<string, Source>) => Promise<CheckResult>,
): Promise<WorkspaceEdit | undefined> {
  const before = result.sources.get(path);
  const language = result.files.get(path);
  if (!before || !language) return undefined;
  const { changed } = await applyFixes({
    sources: result.sources,
    findings: ownFindings(result, path),
    allowed: safe,
    relint: async (texts) => {
      const next = await relint(texts);
      return { findings: ownFindings(next, path), sources: next.sources };
    },
    accept: (a, b) => addsNoError(language, a, b),
  });
  const after = changed.get(path);
  return after && workspaceEditOf(view, lineEdits(before, after.text));
}

/** Findings in one file, with only those fixes that stay in it. */
function ownFindings(result: CheckResult, path: string): Finding[] {
  return result.findings
    .filter((f) => f.at.file === path)
    .map((f) => ({ ...f, fixes: f.fixes.filter((fix) => fix.edits.every((e) => e.at.file === path)) }));
}

/** The lines that differ, so that the cursor, folds and marks elsewhere in the document stay where they are. */
function lineEdits(before: Source, after: string): Edit[] {
  const parts = diffLines(before.text, after, { maxEditLength });
  if (!parts) return [changedLines(before, after)];
  const edits: Edit[] = [];
  let offset = 0;
  for (const { value, added, removed } of parts) {
    const last = edits.at(-1);
    const end = added ? offset : offset + value.length;
    if (added || removed) {
      const joined = last && last.at.end === offset;
      if (joined) edits.pop();
      edits.push({
        at: { file: before.path, start: joined ? last.at.start : offset, end },
        text: (joined ? last.text : '') + (added ? value : ''),
      });
    }
    offset = end;
  }
  return edits;
}

/** Changed lines beyond which they are not told apart: the time that takes grows with their square. */
const maxEditLength = 2000;
