/**
 * Paths are absolute and use `/`. What does not lie on the machine's own file system begins with the name of its volume: a Windows
 * drive (`c:/etc`), a share (`//server/share`), or what else an editor shows as folders (`//memfs:/etc`).
 */

/** The volume of a path, `''` on the machine's own file system. */
export function volumeOf(path: string): string {
  return /^(?:[a-z]:|\/\/[^/]+)/i.exec(path)?.[0] ?? '';
}

/** The folder of a file or folder; the root of a volume is its own folder. */
export function folderOf(path: string): string {
  const volume = volumeOf(path);
  const cut = path.lastIndexOf('/');
  return cut > volume.length ? path.slice(0, cut) : volume || '/';
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Of some folders the innermost that is a path or holds it. */
export function innermost(folders: readonly string[], path: string): string | undefined {
  const holding = folders.filter(
    (folder) =>
      path === folder || (path.startsWith(folder.endsWith('/') ? folder : `${folder}/`) && volumeOf(path) === volumeOf(folder)),
  );
  return holding.sort((a, b) => b.length - a.length)[0];
}

/** What a path is called in a folder that holds it; `''` for the folder itself. */
export function nameIn(folder: string, path: string): string {
  return path.slice(folder.length).replace(/^\//, '');
}

/** Resolves `.` and `..` of a path against a folder; an absolute path is meant from the root of the folder's volume. */
export function resolvePath(folder: string, path: string): string {
  const volume = volumeOf(folder);
  const out: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder.slice(volume.length)}/${path}`).split('/')) {
    if (part === '..') out.pop();
    else if (part !== '' && part !== '.') out.push(part);
  }
  return out.length > 0 ? `${volume}/${out.join('/')}` : volume || '/';
}
