import { type Command, type Disposable, type LanguageStatusItem, LanguageStatusSeverity, languages, Uri, window } from 'vscode';
import { documents } from './server.ts';
import { say } from './words.ts';

/** What the server says about an open document, in the reader's language. */
export interface DocumentStatus {
  readonly uri: string;
  readonly text: string;
  readonly detail: string;
  readonly problem: boolean;
  readonly findings: number;
  /** The versions that it is judged for, and where they are chosen; undefined where the file is not judged. */
  readonly targets?: { readonly text: string; readonly detail: string };
  /** The files through which nginx comes to read it. */
  readonly entries: readonly { readonly uri: string; readonly name: string }[];
}

const openProblems: Command = { command: 'workbench.actions.view.problems', title: say('Problems', '问题') };
const showLog: Command = { command: 'keepalint.showLog', title: say('Show Log', '显示日志') };
const chooseTarget: Command = { command: 'keepalint.chooseTarget', title: say('Choose…', '选择…') };

/** Findings, targets and entry file of the file that is being edited. */
export function statusItems(): Disposable & { show(status: readonly DocumentStatus[]): void } {
  const findings = newItem('findings', say('keepalint findings', 'keepalint 问题'));
  const targets = newItem('targets', say('keepalint targets', 'keepalint 目标版本'));
  const entry = newItem('entry', say('keepalint entry file', 'keepalint 入口文件'));
  let known: readonly DocumentStatus[] = [];

  function show(): void {
    const uri = window.activeTextEditor?.document.uri.toString();
    const mine = known.find((s) => Uri.parse(s.uri).toString() === uri);
    const [via, ...others] = mine?.entries ?? [];
    // Without a selector an item is shown nowhere.
    findings.selector = mine ? documents : [];
    targets.selector = mine?.targets ? documents : [];
    entry.selector = via ? documents : [];
    if (mine) fill(findings, mine.text, mine.detail, mine.problem ? showLog : openProblems);
    findings.severity = mine?.problem ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
    if (mine?.targets) fill(targets, mine.targets.text, mine.targets.detail, chooseTarget);
    if (!via) return;
    const detail = others.length
      ? say(`and ${others.length} more`, `以及另外 ${others.length} 个`)
      : say('entry file', '入口文件');
    fill(entry, via.name, detail, { command: 'vscode.open', title: say('Open', '打开'), arguments: [Uri.parse(via.uri)] });
  }

  const listening = window.onDidChangeActiveTextEditor(show);
  show();
  return {
    show: (status) => {
      known = status;
      show();
    },
    dispose: () => {
      for (const thing of [findings, targets, entry, listening]) thing.dispose();
    },
  };
}

function newItem(id: string, name: string): LanguageStatusItem {
  const item = languages.createLanguageStatusItem(`keepalint.${id}`, documents);
  item.name = name;
  return item;
}

function fill(item: LanguageStatusItem, text: string, detail: string, command: Command): void {
  item.text = text;
  item.detail = detail;
  item.command = command;
}
