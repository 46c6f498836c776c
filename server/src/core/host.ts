import type { Source } from './text.ts';

/**
 * The only way to files. Node, a web worker and the tests each bring one; nothing below the shells touches a disk.
 * Paths are absolute with `/` separators. No call rejects.
 */
export interface Host {
  /**
   * The current text of a file, open editors before the disk; undefined where there is no readable regular file.
   * Returns the identical object as long as the text is unchanged.
   */
  read(path: string): Promise<Source | undefined>;
  /** The names in a directory, sorted by code unit; undefined where there is none. Symbolic links count as what they point to. */
  list(path: string): Promise<readonly Entry[] | undefined>;
  /** The directories above which nothing is looked for: workspace folders, the repository, or the file-system root. */
  isBoundary(directory: string): Promise<boolean>;
}

export interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'directory';
}
