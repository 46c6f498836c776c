import { DidChangeWatchedFilesNotification, type Disposable, type FileSystemWatcher } from 'vscode-languageserver';
import { folderOf } from '../core/path.ts';
import { configNames } from '../service/configuration.ts';
import { pathOf, standsAlone, uriOf } from './convert.ts';
import type { Feature, Session } from './session.ts';

/** Has the client watch the folders of everything that the open files depend on, also outside the workspace. */
export function watchingFeature(session: Session): Feature {
  const { connection } = session;
  const watch = watcher(session);
  const always = [{ globPattern: '**/*.conf' }, { globPattern: `**/{${configNames.join(',')}}` }];

  connection.onDidChangeWatchedFiles(({ changes }) => {
    // What an editor has open is not read from the disk, nor looked for there.
    if (!changes.every(({ uri }) => session.isOpen(pathOf(uri)))) session.changed();
  });

  return {
    async refresh(result) {
      const dependencies = session.requested.flatMap((path) => result.dependencies(path));
      await watch([...always, ...watchersOf(session, dependencies)]);
    },
  };
}

/** Has the client watch what was said last, and nothing else; calls may overlap. Silent where the client watches nothing. */
export function watcher(session: Session): (watchers: readonly FileSystemWatcher[]) => Promise<void> {
  let said = '[]';
  let current: Promise<Disposable | undefined> = Promise.resolve(undefined);
  return async (watchers) => {
    const json = JSON.stringify(watchers);
    if (!session.abilities.watching || json === said) return;
    said = json;
    const before = current;
    const options = { watchers: [...watchers] };
    const next =
      watchers.length > 0 ? session.connection.client.register(DidChangeWatchedFilesNotification.type, options) : undefined;
    current = Promise.resolve(next).catch(() => undefined);
    try {
      await next;
    } catch (error) {
      // To be tried again.
      if (said === json) said = '';
      throw error;
    } finally {
      (await before)?.dispose();
    }
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
