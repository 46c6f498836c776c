import { diffLines } from 'diff';
import { type CodeAction, CodeActionKind, type CodeActionParams, type WorkspaceEdit } from 'vscode-languageserver';
import { applyFixes, chooseFixes } from '../core/fix.ts';
import type { Finding, Safety, Text } from '../core/rule.ts';
import { changedLines, type Edit, type Source, type Span } from '../core/text.ts';
import { addsNoError, type CheckResult } from '../service/service.ts';
import { diagnosticOf, spanOf, type View, workspaceEditOf } from './convert.ts';
import { type RefactorData, refactorAction, refactorActions } from './refactor-actions.ts';
import { explainAction } from './rule-pages.ts';
import type { Asked, Feature, Session } from './session.ts';
import { silenceActions } from './silence-actions.ts';

/** Only safe fixes: kinds are hierarchical, and `source.fixAll` runs on save. */
const fixAllKind = `${CodeActionKind.SourceFixAll}.keepalint`;

/** What an action is about whose edit is made when it is chosen: it goes to the client and comes back. */
type Later = { readonly uri: string } & ({ readonly fix: 'all' } | { readonly fix: string } | RefactorData);

export function codeActionFeature(session: Session): Feature {
  const { connection } = session;
  connection.onCodeAction(
    session.aboutText<CodeActionParams, CodeAction[]>('code actions', [], async ({ textDocument, range, context }, asked) => {
      if (!session.abilities.codeActions) return [];
      const { uri } = textDocument;
      const at = spanOf(asked.source, range);
      const named = (kind: string) =>
        context.only?.some((only) => kind === only || kind.startsWith(`${only}.`) || only === '') ?? false;
      const wanted = (kind: string) => context.only === undefined || named(kind);
      const actions: CodeAction[] = [];
      if (wanted(CodeActionKind.QuickFix)) actions.push(...(await quickFixes(session, asked, at, uri)));
      if (wanted(CodeActionKind.RefactorExtract) || wanted(CodeActionKind.RefactorRewrite))
        // What cannot be done is told to those who ask for it.
        actions.push(
          ...refactorActions(session, asked, at.start, uri).filter(({ kind, disabled }) =>
            disabled ? named(kind!) : wanted(kind!),
          ),
        );
      // Asked for by name, or for the menu of source actions; at the cursor it would only be in the way.
      if (named(fixAllKind)) actions.push(...fixAllAction(asked, uri));
      return session.abilities.resolvesEdits ? actions : Promise.all(actions.map((action) => resolved(action, asked)));
    }),
  );
  connection.onCodeActionResolve((action, token) =>
    session.attempt('code action', action, async () => {
      const later = action.data as Later | undefined;
      if (typeof later?.uri !== 'string') return action;
      const result = await session.check(token);
      const source = session.source(later.uri);
      const language = source && result.files.get(source.path);
      return language ? resolved(action, { source, language, result, view: session.viewOf(result) }) : action;
    }),
  );

  async function resolved(action: CodeAction, { result, view, source }: Asked): Promise<CodeAction> {
    const later = action.data as Later | undefined;
    if (!later || action.edit || action.disabled) return action;
    const edit = 'fix' in later ? await fixed(later.fix, result, view, source) : refactorAction(later, result, view, source);
    return edit ? { ...action, edit } : action;
  }

  const fixed = (what: string, result: CheckResult, view: View, { path }: Source) =>
    what === 'all' ? fixAllEdit(view, result, path, session.checkWith) : fixRuleEdit(view, result, path, what);

  return {
    capabilities: () => ({
      codeActionProvider: session.abilities.codeActions
        ? {
            codeActionKinds: [
              CodeActionKind.QuickFix,
              CodeActionKind.RefactorExtract,
              CodeActionKind.RefactorRewrite,
              fixAllKind,
            ],
            resolveProvider: session.abilities.resolvesEdits,
          }
        : true,
    }),
  };
}

const words = {
  fixAll: { en: 'Apply all safe fixes of keepalint', 'zh-CN': '应用 keepalint 的全部安全修复' },
  fixRule: { en: 'Fix all {rule} in this file ({n})', 'zh-CN': '修复此文件中的全部 {rule}（{n} 处）' },
  manual: { en: '{title} (to be completed by hand)', 'zh-CN': '{title}（需手工补全）' },
} as const satisfies Record<string, Text>;

/**
 * Every fix of every finding that the span touches, the best of each finding first; the same for all findings of a rule; then
 * what silences or explains them.
 */
async function quickFixes(session: Session, asked: Asked, at: Span, uri: string): Promise<CodeAction[]> {
  const { view, source, result } = asked;
  const touched = view.findings.filter((f) => f.at.file === at.file && f.at.start <= at.end && at.start <= f.at.end);
  const actions = fixActions(view, source, touched, at);
  const rules = new Map(touched.map((f) => [f.rule, f]));
  for (const [rule, finding] of rules) {
    const n = fixesOf(result, source.path, rule).length;
    if (n < 2 || !finding.fixes.some((fix) => safe.has(fix.safety))) continue;
    const data: Later = { uri, fix: rule };
    actions.push({
      title: words.fixRule[view.locale].replace('{rule}', rule).replace('{n}', String(n)),
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(view, finding, source)],
      data,
    });
  }
  // A selection of half of the file is not about one finding.
  if (source.text.slice(at.start, at.end).includes('\n')) return actions;
  const silencers: CodeAction[] = [];
  for (const finding of touched) silencers.push(...(await silenceActions(session, asked, finding)));
  actions.push(...joined(silencers));
  for (const [rule, finding] of rules) {
    const explain = explainAction(session, rule);
    if (explain) actions.push({ ...explain, diagnostics: [diagnosticOf(view, finding, source)] });
  }
  return actions;
}

/** What does the same for several findings is offered once, for all of them. */
function joined(actions: readonly CodeAction[]): CodeAction[] {
  const byEdit = new Map<string, CodeAction>();
  for (const action of actions) {
    const key = JSON.stringify([action.title, action.edit]);
    const known = byEdit.get(key);
    const diagnostics = [...(known?.diagnostics ?? []), ...(action.diagnostics ?? [])];
    byEdit.set(key, { ...action, diagnostics });
  }
  return [...byEdit.values()];
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
      if (view.abilities.preferred && fix === finding.fixes.find((f) => safe.has(f.safety))) action.isPreferred = true;
      return [action];
    }),
  );
}

/** Menus begin with a capital letter, unless it is a name that they begin with. */
const asTitle = (text: string) => text.replace(/^[a-z]+(?=[ ,:])/, (verb) => verb[0]!.toUpperCase() + verb.slice(1));

const safe: ReadonlySet<Safety> = new Set(['safe']);

/** The action without its edit, which is made when it is asked for; none where there is nothing safe to do. */
function fixAllAction({ result, source, view }: Asked, uri: string): CodeAction[] {
  const some = ownFindings(result, source.path).some((f) => f.fixes.some((fix) => safe.has(fix.safety)));
  const data: Later = { uri, fix: 'all' };
  return some ? [{ title: words.fixAll[view.locale], kind: fixAllKind, data }] : [];
}

/** The safe fixes of one rule in one file that can be made together. */
const fixesOf = (result: CheckResult, path: string, rule: string) =>
  chooseFixes(
    ownFindings(result, path).filter((f) => f.rule === rule),
    safe,
  );

function fixRuleEdit(view: View, result: CheckResult, path: string, rule: string): WorkspaceEdit | undefined {
  return workspaceEditOf(
    view,
    fixesOf(result, path, rule).flatMap(({ fix }) => fix.edits),
  );
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
