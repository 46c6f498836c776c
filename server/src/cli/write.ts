import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { folderOf, nameOf } from '../core/path.ts';
import { encode, type Source } from '../core/text.ts';
import { realPath, reasonOf, type Unreadable } from '../disk/host.ts';

/** Why a file was left as it is. */
export type NotWritten = 'changed' | 'encoding' | Unreadable;

/**
 * Replaces a file in one step, so that nobody ever reads half of it, and keeps its mode and owner. A link is followed: the
 * file behind it is written. A file that is not what was read is left alone.
 */
export async function writeFixed(path: string, before: Source, after: Source): Promise<NotWritten | undefined> {
  // Reading loses nothing, so the bytes that were read are the text encoded again.
  const original = encode(before.text, before.encoding);
  const bytes = encode(after.text, after.encoding);
  if (!original || !bytes) return 'encoding';
  try {
    const real = await realPath(path);
    if (!Buffer.from(original).equals(await readFile(real))) return 'changed';
    if ((statSync(real).mode & 0o222) === 0) return 'denied';
    replace(real, bytes);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** Without a pause in it, so that Ctrl-C comes before or after it and leaves nothing behind. */
function replace(path: string, bytes: Uint8Array): void {
  const temporary = `${folderOf(path)}/.${nameOf(path)}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`;
  // The default action would end the process in the middle; with a listener the signal waits for the next turn.
  const later: NodeJS.Signals[] = [];
  const remember = (signal: NodeJS.Signals) => void later.push(signal);
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.once(signal, remember);
  const { mode, uid, gid } = statSync(path);
  try {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      const made = fstatSync(file);
      if (made.uid !== uid || made.gid !== gid) fchownSync(file, uid, gid);
      fchmodSync(file, mode & 0o7777);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    setImmediate(() => {
      for (const signal of signals) process.removeListener(signal, remember);
      for (const signal of later) process.kill(process.pid, signal);
    });
  }
}
