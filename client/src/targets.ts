import {
  ConfigurationTarget,
  type QuickPickItem,
  QuickPickItemKind,
  Range,
  Uri,
  WorkspaceEdit,
  type WorkspaceFolder,
  window,
  workspace,
} from 'vscode';
import { distributions, nginxBranches } from '../../server/src/core/distributions.data.ts';
import { targetsEdit } from './targets-edit.ts';
import { say } from './words.ts';

interface Choice extends QuickPickItem {
  /** As it is written in `targets`. */
  readonly word?: string;
}

/** Asks which versions the configurations have to work with, and where to write it down. */
export async function chooseTarget(): Promise<void> {
  const current = workspace.getConfiguration('keepalint').get<string[]>('targets', []);
  const picked = await pick(current);
  if (!picked) return;
  const folder = folderAtHand();
  const place = folder ? await choosePlace(folder, picked) : 'user';
  if (place === 'file') await writeFile(folder!, picked);
  else if (place)
    await workspace
      .getConfiguration('keepalint')
      .update(
        'targets',
        picked.length ? picked : undefined,
        place === 'user' ? ConfigurationTarget.Global : ConfigurationTarget.Workspace,
      );
}

function pick(current: readonly string[]): Promise<string[] | undefined> {
  const list = window.createQuickPick<Choice>();
  list.title = say('Choose Target', '选择目标版本');
  list.placeholder = say('What they run on; nothing: every supported version', '所用的系统和版本；不选表示所有受支持的版本');
  list.canSelectMany = true;
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  const known = choices();
  const others = current
    .filter((word) => !known.some((choice) => choice.word === word))
    .map((word): Choice => ({ label: word, word, description: say('as set now', '当前设置') }));
  list.items = [...others, ...known];
  list.selectedItems = list.items.filter(({ word }) => word !== undefined && current.includes(word));
  return new Promise((resolve) => {
    list.onDidAccept(() => {
      resolve(list.selectedItems.flatMap(({ word }) => word ?? []));
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}

/** What is still supported comes first; what is not is targeted, too. */
function choices(): Choice[] {
  const today = new Date().toISOString().slice(0, 10);
  const releases = distributions().flatMap(({ id, name, releases }) =>
    releases.toReversed().map(({ release, names, nginx, kernel, endOfSupport }) => {
      const codeName = names[0] && names[0] !== release ? ` (${names[0]})` : '';
      const ended = endOfSupport !== undefined && endOfSupport < today;
      const versions = [nginx && `nginx ${open(nginx)}`, kernel && `Linux ${open(kernel)}`].filter(Boolean).join(' · ');
      return {
        ended,
        label: releases.length === 1 && release === '' ? name : `${name} ${release}${codeName}`,
        word: release === '' ? id : `${id}=${release}`,
        description: ended ? `${versions} · ${say('out of support', '已停止支持')}` : versions,
      };
    }),
  );
  const heading = (label: string): Choice => ({ label, kind: QuickPickItemKind.Separator });
  return [
    heading(say('Distributions', '发行版')),
    ...releases.filter((r) => !r.ended),
    heading('nginx'),
    ...Object.entries(nginxBranches).map(([branch, versions]) => ({
      label: `nginx ${branch}`,
      word: `nginx=${branch}`,
      description: open(versions),
    })),
    ...['1.28', '1.26', '1.24', '1.22', '1.20', '1.18'].map((v) => ({ label: `nginx ${v}`, word: `nginx=${v}` })),
    heading('Linux'),
    ...['6.12', '6.6', '6.1', '5.15', '5.10', '5.4', '4.19'].map((v) => ({ label: `Linux ${v}`, word: `kernel=${v}` })),
    heading(say('Containers', '容器')),
    { label: 'Docker', word: 'docker' },
    { label: 'Kubernetes', word: 'kubernetes' },
    heading(say('Distributions out of support', '已停止支持的发行版')),
    ...releases.filter((r) => r.ended),
  ];
}

/** `1.30-`: that version and newer. */
const open = (range: string): string =>
  range.endsWith('-') ? say(`${range.slice(0, -1)} and newer`, `${range.slice(0, -1)} 及以上`) : range;

function folderAtHand(): WorkspaceFolder | undefined {
  const active = window.activeTextEditor?.document.uri;
  return (active && workspace.getWorkspaceFolder(active)) ?? workspace.workspaceFolders?.[0];
}

type Destination = 'settings' | 'file';

async function choosePlace(folder: WorkspaceFolder, words: readonly string[]): Promise<Destination | undefined> {
  const items = [
    {
      label: say('Workspace settings', '工作区设置'),
      description: 'keepalint.targets',
      detail: say('Only for this editor', '仅对此编辑器生效'),
      place: 'settings' as const,
    },
    {
      label: await configurationIn(folder),
      description: folder.name,
      detail: say('For everyone: editors, the command line, CI', '对所有人生效：编辑器、命令行和 CI'),
      place: 'file' as const,
    },
  ];
  const title = words.length ? words.join(', ') : say('Every supported version', '所有受支持的版本');
  const placeHolder = say('Where to write it', '写到哪里');
  return (await window.showQuickPick(items, { title, placeHolder }))?.place;
}

/** The first of these in a folder counts alone. */
const names = ['.keepalint.yaml', '.keepalint.yml', '.keepalint.jsonc', '.keepalint.json'] as const;

/** The one that is there, else the one that is to be. */
async function configurationIn(folder: WorkspaceFolder): Promise<string> {
  const there = new Set((await workspace.fs.readDirectory(folder.uri)).map(([name]) => name));
  return names.find((name) => there.has(name)) ?? names[0];
}

/** Edits the file as it would be edited by hand: it is shown and left to be saved. */
async function writeFile(folder: WorkspaceFolder, words: readonly string[]): Promise<void> {
  const name = await configurationIn(folder);
  const uri = Uri.joinPath(folder.uri, name);
  const edit = new WorkspaceEdit();
  edit.createFile(uri, { ignoreIfExists: true });
  await workspace.applyEdit(edit);
  const document = await workspace.openTextDocument(uri);
  const { start, end, text } = targetsEdit(name, document.getText(), words);
  const change = new WorkspaceEdit();
  change.replace(uri, new Range(document.positionAt(start), document.positionAt(end)), text);
  await workspace.applyEdit(change);
  await window.showTextDocument(document);
}
