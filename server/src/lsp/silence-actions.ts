import { type CodeAction, CodeActionKind, type TextDocumentEdit, type WorkspaceEdit } from 'vscode-languageserver';
import { innermost, nameIn, nameOf } from '../core/path.ts';
import type { Finding, Text } from '../core/rule.ts';
import { reasonToCome } from '../core/suppress.ts';
import type { Edit, Source } from '../core/text.ts';
import { configNames, findConfigurations } from '../service/configuration.ts';
import { configurationWithout, switchOff } from '../service/configuration-edit.ts';
import { type Silencer, silenceFile, silenceHere } from '../service/suppress-actions.ts';
import { diagnosticOf, rangeOf, type View, workspaceEditOf } from './convert.ts';
import type { Asked, Session } from './session.ts';

const words = {
  line: { en: 'Disable {rule} for this line', 'zh-CN': '在此行禁用 {rule}' },
  statement: { en: 'Disable {rule} for this statement', 'zh-CN': '在此语句禁用 {rule}' },
  file: { en: 'Disable {rule} for this file', 'zh-CN': '在此文件中禁用 {rule}' },
  workspace: { en: 'Disable {rule} in this workspace ({file})', 'zh-CN': '在此工作区禁用 {rule}（{file}）' },
} as const satisfies Record<string, Text>;

/** What takes a finding away without changing what is configured, the narrowest first. */
export async function silenceActions(
  session: Session,
  { source, language, view }: Asked,
  finding: Finding,
): Promise<CodeAction[]> {
  const { rule, at } = finding;
  const origin = finding.related.find((r) => r.note === 'origin');
  const action = (what: keyof typeof words, file: string, edit: WorkspaceEdit | undefined): CodeAction[] =>
    edit
      ? [
          {
            title: words[what][view.locale].replace('{rule}', rule).replace('{file}', file),
            kind: CodeActionKind.QuickFix,
            diagnostics: [diagnosticOf(view, finding, source)],
            edit,
          },
        ]
      : [];
  // A comment counts where the finding stands. What is found about comments is not to be silenced by one more of them.
  const here = origin || rule.startsWith('keepalint/') ? undefined : silenceHere(language, source, rule, at);
  const file = origin ? undefined : silenceFile(source, rule);
  const workspace = await inWorkspace(session, view, origin?.at.file ?? at.file, rule);
  return [
    ...(here ? action(here.covers, '', withReason(session, view, source, here)) : []),
    ...(file ? action('file', '', withReason(session, view, source, file)) : []),
    ...(workspace ? action('workspace', workspace.file, workspace.edit) : []),
  ];
}

/**
 * A comment whose reason is to be typed, where the client takes snippets. Others get a comment without one: it says nothing
 * that nobody meant, and is what `keepalint/missing-reason` looks for.
 */
function withReason(session: Session, view: View, source: Source, { edit, reasonAt }: Silencer): WorkspaceEdit | undefined {
  if (reasonAt === undefined || !session.abilities.snippetEdits) return workspaceEditOf(view, [edit]);
  const [before, after] = [edit.text.slice(0, reasonAt), edit.text.slice(reasonAt)].map((part) =>
    part.replace(/[\\$}]/g, '\\$&'),
  );
  const snippet = { kind: 'snippet' as const, value: `${before} -- \${1:${reasonToCome[view.locale]}}${after}` };
  const textDocument = { uri: view.uriOf(source.path), version: view.versionOf(source.path) };
  return { documentChanges: [{ textDocument, edits: [{ range: rangeOf(source, edit.at), snippet }] } as TextDocumentEdit] };
}

/** In the configuration file that counts for a file; a new one in its workspace folder where there is none. */
async function inWorkspace(session: Session, view: View, path: string, rule: string) {
  // Settings of the editor override the file.
  if (session.settings.rules?.[rule] !== undefined) return undefined;
  const { host, abilities } = session;
  const { file } = (await findConfigurations(host, undefined, view.rules.keys()).of(path)).config;
  if (file !== undefined) {
    const source = await host.read(file);
    const edits = source && (await switchOff(source, rule));
    const around = innermost(session.folders, file);
    const name = around === undefined ? nameOf(file) : nameIn(around, file);
    return edits && { file: name, edit: configurationEdit(view, source, edits) };
  }
  const folder = innermost(session.folders, path);
  if (folder === undefined || !abilities.creates) return undefined;
  const uri = view.uriOf(`${folder}/${configNames[0]}`);
  const start = { line: 0, character: 0 };
  const edit: WorkspaceEdit = {
    documentChanges: [
      { kind: 'create', uri, options: { ignoreIfExists: true } },
      { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: configurationWithout(rule) }] },
    ],
  };
  return { file: configNames[0], edit };
}

const configurationEdit = (view: View, source: Source, edits: readonly Edit[]) =>
  workspaceEditOf({ ...view, sources: new Map([[source.path, source]]) }, edits);
