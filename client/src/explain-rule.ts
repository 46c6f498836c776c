import { commands, type ExtensionContext, languages, Uri, window, workspace } from 'vscode';
import { pageOf, say } from './words.ts';

/** Opens the page of a rule: the one that is named, else the one of a finding at the cursor, else one of a list. */
export async function explainRule(context: ExtensionContext, rule: unknown): Promise<void> {
  const known = rulesOf(context);
  const chosen = typeof rule === 'string' && known.includes(rule) ? rule : await choose(known, atCursor());
  if (!chosen) return;
  const page = Uri.joinPath(context.extensionUri, pageOf(chosen));
  try {
    await workspace.fs.stat(page);
  } catch {
    void window.showWarningMessage(say(`There is no page of ${chosen}`, `没有 ${chosen} 的说明页面`));
    return;
  }
  await commands.executeCommand('markdown.showPreview', page);
}

/** The settings offer every rule by name. */
function rulesOf({ extension }: ExtensionContext): string[] {
  const { contributes } = extension.packageJSON;
  return Object.keys(contributes.configuration.properties['keepalint.rules'].properties);
}

/** The rules of the findings at the cursor. */
function atCursor(): string[] {
  const editor = window.activeTextEditor;
  if (!editor) return [];
  const here = languages
    .getDiagnostics(editor.document.uri)
    .filter(({ source, range }) => source === 'keepalint' && range.intersection(editor.selection));
  const names = here.map(({ code }) => String(typeof code === 'object' ? code.value : code));
  return [...new Set(names)];
}

async function choose(known: readonly string[], here: readonly string[]): Promise<string | undefined> {
  const [only, ...more] = here.filter((id) => known.includes(id));
  if (only && more.length === 0) return only;
  const first = [...(only ? [only] : []), ...more];
  const items = [...first, ...known.filter((id) => !first.includes(id))];
  return window.showQuickPick(items, { placeHolder: say('A rule', '规则') });
}
