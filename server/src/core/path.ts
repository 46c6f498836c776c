/** Paths are absolute and use `/`; a Windows drive is a first segment (`c:/etc`). */

/** The folder of a file or folder; the root is its own folder. */
export function folderOf(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut > 0 ? path.slice(0, cut) : '/';
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Resolves `.` and `..` of a path against a folder; an absolute path stands for itself. */
export function resolvePath(folder: string, path: string): string {
  const out: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '..') out.pop();
    else if (part !== '' && part !== '.') out.push(part);
  }
  return `${folder.startsWith('/') || path.startsWith('/') ? '/' : ''}${out.join('/')}`;
}
