import { DidChangeWatchedFilesNotification, type Disposable, type FileSystemWatcher } from 'vscode-languageserver';
import { folderOf } from '../core/path.ts';
import { configNames } from '../service/configuration.ts';
import type { CheckResult } from '../service/service.ts';
import { pathOf, standsAlone, uriOf } from './convert.ts';
import type { Feature, Session } from './session.ts';

/** Has the client watch the folders of everything that the open files depend on, also outside the workspace. */
export function watchingFeature(session: Session): Feature {
  const { connection } = session;
  let watched = '';
  let watching: Disposable | undefined;

  async function watch(result: CheckResult): Promise<void> {
    const inFolders = watchersOf(
      session,
      session.requested.flatMap((path) => result.dependencies(path)),
    );
    if (watched === JSON.stringify(inFolders) && watching) return;
    watched = JSON.stringify(inFolders);
    const watchers = [{ globPattern: '**/*.conf' }, { globPattern: `**/{${configNames.join(',')}}` }, ...inFolders];
    const before = watching;
    watching = await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    before?.dispose();
  }

  connection.onDidChangeWatchedFiles(({ changes }) => {
    // What an editor has open is not read from the disk, nor looked for there.
    if (!changes.every(({ uri }) => session.isOpen(pathOf(uri)))) session.changed();
  });

  return {
    async refresh(result) {
      if (session.abilities.watching) await watch(result);
    },
  };
}

/** Of everything in the folders of some files; a path that ends in a slash is a folder itself. */
export function watchersOf({ abilities }: Session, paths: readonly string[]): FileSystemWatcher[] {
  const directories = new Set(paths.map((path) => (path.endsWith('/') ? path.slice(0, -1) : folderOf(path))));
  const folders = [...directories].filter((directory) => !standsAlone(directory)).sort();
  return folders.map((directory) => ({
    globPattern: abilities.relativeWatching ? { baseUri: uriOf(directory), pattern: '*' } : `${directory}/*`,
  }));
}
