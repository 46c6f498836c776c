import { type Memento, type QuickPickItem, Range, TextEditorRevealType, Uri, window } from 'vscode';
import { isOurs, type Place, placeName, type Server } from './server.ts';
import { say } from './words.ts';

/** What the server answers: the answer in Markdown, where it stands, and how nginx comes to it, in plain text. */
interface Answer {
  readonly text: string;
  readonly at: Place | null;
  readonly steps: readonly { readonly text: string; readonly at: Place | null }[];
}

const historyKey = 'urls';
const remembered = 20;

/** Asks for a URL, and shows the location that answers it with the steps that lead there. */
export async function whichLocation(server: Server, memory: Memento): Promise<void> {
  const editor = window.activeTextEditor;
  if (!editor || !isOurs(editor.document)) return;
  const history = memory.get<string[]>(historyKey, []);
  const url = await askForUrl(history);
  if (!url) return;
  await memory.update(historyKey, [url, ...history.filter((u) => u !== url)].slice(0, remembered));
  const { line, character } = editor.selection.active;
  const args = [editor.document.uri.toString(), { line, character }, url];
  const answer = await server.ask<Answer>('keepalint.whichLocation', args);
  if (answer) showAnswer(url, answer);
  else if (answer === null)
    void window.showInformationMessage(say('Not part of a configuration that could be read', '不属于任何可读取的配置'));
}

function askForUrl(history: readonly string[]): Promise<string | undefined> {
  const input = window.createQuickPick();
  input.title = say('Which Location Answers…?', '由哪个 location 响应？');
  input.placeholder = say(
    'URL or path, such as https://example.com/images/1.png',
    'URL 或路径，例如 https://example.com/images/1.png',
  );
  const offer = () => {
    const typed = input.value.trim();
    const others = history.filter((url) => url !== typed).map((label) => ({ label }));
    input.items = typed ? [{ label: typed }, ...others] : others;
  };
  offer();
  return new Promise((resolve) => {
    input.onDidChangeValue(offer);
    input.onDidAccept(() => {
      resolve(input.selectedItems[0]?.label ?? (input.value.trim() || undefined));
      input.hide();
    });
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}

interface Step extends QuickPickItem {
  readonly at: Place | null;
}

/** The steps as a list: the one that is looked at is shown in the editor behind it. */
function showAnswer(url: string, { text, at, steps }: Answer): void {
  const pick = window.createQuickPick<Step>();
  pick.title = url;
  pick.placeholder = plain(text.split('\n', 1)[0] ?? '');
  pick.matchOnDescription = true;
  pick.items = [
    stepOf(`$(target) ${plain(text.split('\n', 1)[0] ?? '')}`, at),
    ...steps.map(({ text, at }) => stepOf(text, at)),
  ];
  pick.onDidChangeActive(([step]) => {
    if (step?.at) void reveal(step.at, true);
  });
  pick.onDidAccept(() => {
    const [step] = pick.selectedItems;
    if (step?.at) void reveal(step.at, false);
    pick.hide();
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
}

async function reveal({ uri, range: { start, end } }: Place, preserveFocus: boolean): Promise<void> {
  const selection = new Range(start.line, start.character, end.line, end.character);
  const editor = await window.showTextDocument(Uri.parse(uri), { selection, preserveFocus, preview: true });
  editor.revealRange(selection, TextEditorRevealType.InCenterIfOutsideViewport);
}

/** A line of the list; what it has no room for goes below it. */
function stepOf(text: string, at: Place | null): Step {
  const end = fitting(text);
  if (end === text.length) return { label: text, at, ...(at && { description: placeName(at) }) };
  const rest = text.slice(end).trim();
  return { label: text.slice(0, end).trimEnd(), detail: at ? `${rest} · ${placeName(at)}` : rest, at };
}

/** How much of a text has room in a list: some eighty columns, not within a word. */
function fitting(text: string): number {
  let columns = 0;
  for (let i = 0; i < text.length; i++) {
    columns += text.charCodeAt(i) > 0x2e80 ? 2 : 1;
    if (columns <= 80) continue;
    const blank = text.lastIndexOf(' ', i);
    return blank > i / 2 ? blank : i;
  }
  return text.length;
}

/** Lists show no Markdown. */
const plain = (markdown: string): string =>
  markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\\([!-/:-@[-`{-~])|[`*]/g, '$1');
