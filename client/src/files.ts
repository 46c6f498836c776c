import { FileType, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** No configuration that a person keeps is larger; a log file under a wrong name is. */
const largest = 32 * 1024 * 1024;

/**
 * Reads files for the server: in a worker all of them, and what the extension brings along; as a process those that are not on its
 * disk. Bytes are sent as the way to the server can take them.
 */
export function serveFiles(client: BaseLanguageClient, extension: Uri, send: (bytes: Uint8Array) => unknown): void {
  const all = <Q, A>(questions: readonly Q[], answer: (question: Q) => Promise<A>) =>
    Promise.all(questions.map((question) => answer(question).catch(() => null)));
  client.onRequest('keepalint/fs/read', ({ files }: { files: readonly Asked[] }) => all(files, (file) => read(file, send)));
  client.onRequest('keepalint/fs/list', ({ folders }: { folders: readonly string[] }) => all(folders, list));
  client.onRequest('keepalint/extension/read', async ({ path }: { path: string }) =>
    new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(extension, path))),
  );
}

interface Asked {
  readonly uri: string;
  /** Of what the server has already. */
  readonly stamp?: string;
}

async function read(asked: Asked, send: (bytes: Uint8Array) => unknown) {
  const uri = Uri.parse(asked.uri);
  if (!isNear(uri)) return null;
  const { type, size, mtime } = await workspace.fs.stat(uri);
  if (!(type & FileType.File) || size > largest) return null;
  // A file system that knows no times says 0.
  const stamp = mtime ? { stamp: `${mtime} ${size}` } : {};
  if (mtime && stamp.stamp === asked.stamp) return stamp;
  // A copy of its own: what is sent takes along all of the memory that it is a part of.
  return { ...stamp, bytes: send((await workspace.fs.readFile(uri)).slice()) };
}

async function list(folder: string): Promise<{ name: string; kind: 'file' | 'directory'; link?: string }[] | null> {
  const uri = Uri.parse(folder);
  if (!isNear(uri)) return null;
  const entries = await workspace.fs.readDirectory(uri);
  return entries.flatMap(([name, type]) => {
    // That it is one can be told, but not where it leads to.
    const link = type & FileType.SymbolicLink ? { link: '' } : {};
    if (type & FileType.Directory) return { name, kind: 'directory', ...link };
    return type & FileType.File ? { name, kind: 'file', ...link } : [];
  });
}

/**
 * On the file system of a machine includes may lead anywhere. On others, such as a repository that is fetched file by file, what lies
 * neither in the workspace nor beside an open text is another project, or none.
 */
function isNear(uri: Uri): boolean {
  if (uri.scheme === 'file' || uri.scheme === 'vscode-remote') return true;
  const folders = [
    ...(workspace.workspaceFolders ?? []).map((folder) => folder.uri),
    ...workspace.textDocuments.flatMap(({ uri }) => (uri.path ? Uri.joinPath(uri, '..') : [])),
  ];
  return folders.some(
    ({ scheme, authority, path }) =>
      uri.scheme === scheme && uri.authority === authority && `${uri.path}/`.startsWith(path.endsWith('/') ? path : `${path}/`),
  );
}
