import { commands, window, workspace } from 'vscode';
import type { Server } from './server.ts';
import { say } from './words.ts';

/** What the server counted. */
interface Counted {
  readonly files: number;
  readonly error: number;
  readonly warning: number;
  readonly info: number;
}

/** Looks at every file of the workspace; what is found stands in the Problems panel. */
export async function lintWorkspace(server: Server): Promise<void> {
  if (!workspace.workspaceFolders?.length) {
    void window.showInformationMessage(say('No folder is open', '没有打开的文件夹'));
    return;
  }
  // The server shows its progress.
  const found = await server.ask<Counted>('keepalint.checkWorkspace', []);
  if (!found) return;
  const { files, error, warning, info } = found;
  const counts = [plural(files, 'file'), plural(error, 'error'), plural(warning, 'warning'), `${info} info`];
  const message = say(
    `keepalint: ${counts.join(', ')}`,
    `keepalint：${files} 个文件，${error} 个错误、${warning} 个警告、${info} 个提示`,
  );
  window.setStatusBarMessage(message, 10_000);
  await commands.executeCommand('workbench.actions.view.problems');
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
