import { languages, type TextDocument, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { say } from './words.ts';

/** On any file system. Also the language id of two older extensions, and our own configuration files. */
export const documents = [
  { language: 'nginx' },
  { language: 'NGINX' },
  { language: 'sysctl' },
  { pattern: '**/.keepalint.{yaml,yml,jsonc,json}' },
];

/** Views of version control and the like are none: they are history, on file systems that nothing can be written to. */
export const isOurs = (document: TextDocument): boolean => languages.match(documents, document) > 0 && isOwnText(document.uri);

export const isOwnText = (uri: Uri): boolean =>
  uri.scheme === 'untitled' ||
  workspace.getWorkspaceFolder(uri) !== undefined ||
  workspace.fs.isWritableFileSystem(uri.scheme) === true;

export interface Server {
  /** Starts it unless it runs; the promise is of its running. */
  start(): Promise<BaseLanguageClient>;
  /** What a command of the server answers; undefined where it has no such command, of which the user has been told. */
  ask<R>(command: string, args: readonly unknown[]): Promise<R | null | undefined>;
}

/** A language server that runs from the moment on that somebody needs it. */
export function lazily(create: () => Promise<BaseLanguageClient>): Server {
  let running: Promise<BaseLanguageClient> | undefined;

  async function started(): Promise<BaseLanguageClient> {
    const client = await create();
    await client.start();
    return client;
  }

  function start(): Promise<BaseLanguageClient> {
    running ??= started().catch((error) => {
      running = undefined;
      throw error;
    });
    return running;
  }

  async function ask<R>(command: string, args: readonly unknown[]): Promise<R | null | undefined> {
    const client = await start();
    if (!client.initializeResult?.capabilities.executeCommandProvider?.commands.includes(command)) {
      void window.showInformationMessage(
        say(`The language server has no command ${command}`, `语言服务器没有 ${command} 命令`),
      );
      return undefined;
    }
    const params = { command, arguments: args };
    return client.sendRequest<R | null>('workspace/executeCommand', params);
  }

  return { start, ask };
}

/** A place as the protocol has it. */
export interface Place {
  readonly uri: string;
  readonly range: Span;
}

interface Span {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** How a place is called in a list: `conf.d/shop.conf:12`. */
export const placeName = ({ uri, range }: Place): string =>
  `${workspace.asRelativePath(Uri.parse(uri))}:${range.start.line + 1}`;
