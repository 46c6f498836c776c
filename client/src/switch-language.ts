import { commands, Disposable, languages, Range, StatusBarAlignment, type TextDocument, window, workspace } from 'vscode';
import { recognise } from '../../server/src/service/recognise.ts';
import { isOwnText } from './server.ts';
import { say } from './words.ts';

/** What editors call a file that nobody claims; many a program's configuration is a `.conf`. */
const unclaimed = new Set(['plaintext', 'properties', 'ini', 'conf']);

/** As much as it takes to know a file; a log may be any length, and in one line. */
const lines = 500;
const letters = 100_000;

/** Offers, for a file that nobody claims and that looks like one of our languages, to make it one: an item in the status bar. */
export function switchLanguage(): Disposable {
  const item = window.createStatusBarItem('keepalint.switchLanguage', StatusBarAlignment.Right, 100.1);
  item.name = say('keepalint: switch language', 'keepalint：切换语言');
  item.command = 'keepalint.switchLanguage';

  function show(): void {
    const document = window.activeTextEditor?.document;
    const language = document && looksLike(document);
    if (!language) {
      item.hide();
      return;
    }
    item.text = `$(arrow-swap) ${language}?`;
    item.tooltip = say(
      `This file looks like a configuration of ${language}. Click to edit it as one.`,
      `此文件看起来是 ${language} 的配置。单击即可按 ${language} 编辑。`,
    );
    item.show();
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(show, 400);
  };
  const isActive = (document: TextDocument) => document === window.activeTextEditor?.document;
  show();
  return Disposable.from(
    item,
    { dispose: () => clearTimeout(timer) },
    window.onDidChangeActiveTextEditor(show),
    workspace.onDidOpenTextDocument((document) => isActive(document) && show()),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (isActive(document) && unclaimed.has(document.languageId)) later();
    }),
    commands.registerCommand('keepalint.switchLanguage', async () => {
      const document = window.activeTextEditor?.document;
      if (!document) return;
      const placeHolder = say('Edit this file as', '将此文件按以下语言编辑');
      const language = looksLike(document) ?? (await window.showQuickPick(['nginx', 'sysctl'], { placeHolder }));
      if (language) await languages.setTextDocumentLanguage(document, language);
    }),
  );
}

function looksLike(document: TextDocument): 'nginx' | 'sysctl' | undefined {
  if (!unclaimed.has(document.languageId) || !isOwnText(document.uri)) return undefined;
  const text = document.getText(new Range(0, 0, lines, 0)).slice(0, letters);
  return recognise(document.uri.path, text);
}
