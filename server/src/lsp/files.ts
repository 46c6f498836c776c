import type { Entry, Host } from '../core/host.ts';
import { folderOf, nameOf, volumeOf } from '../core/path.ts';
import { decode, type Source } from '../core/text.ts';
import { isElsewhere, standsAlone, uriOf } from './convert.ts';
import type { Files } from './session.ts';

/** Files of which each, and each folder, is looked at once between two calls of `expire`: not with every keystroke. */
export function untilExpired(host: Host): Files {
  const answers = { read: new Map(), list: new Map(), isBoundary: new Map() };
  const once =
    <K extends keyof typeof answers>(question: K) =>
    (path: string): ReturnType<Files[K]> => {
      const answer = answers[question].get(path) ?? host[question](path);
      answers[question].set(path, answer);
      return answer;
    };
  return {
    read: once('read'),
    list: once('list'),
    isBoundary: once('isBoundary'),
    expire: () => {
      for (const known of Object.values(answers)) known.clear();
    },
  };
}

/**
 * What a client answers that reads files for its server. All questions that come up together go in one message; an answer
 * without a value stands for what is not there, is not shown to us, or is none of the kind.
 */
export interface FileService {
  /** `keepalint/fs/read`. A file whose stamp is still the same comes without its bytes. */
  read(files: readonly { readonly uri: string; readonly stamp?: string }[]): Promise<readonly (FileAnswer | null)[]>;
  /** `keepalint/fs/list`. Links count as what they point to. */
  list(folders: readonly string[]): Promise<readonly (readonly Entry[] | null)[]>;
}

interface FileAnswer {
  /** Another one when the file may have changed; none where that cannot be told. */
  readonly stamp?: string | undefined;
  readonly bytes?: Uint8Array | undefined;
}

/** The files that a client reads. A file keeps its source as long as its text stays the same. */
export function clientFiles(service: FileService): Files {
  const known = new Map<string, { readonly stamp: string | undefined; readonly source: Source }>();
  const ask = {
    read: together((paths: readonly string[]) =>
      service.read(
        paths.map((path) => {
          const stamp = known.get(path)?.stamp;
          return { uri: uriOf(path), ...(stamp !== undefined && { stamp }) };
        }),
      ),
    ),
    list: together((paths: readonly string[]) => service.list(paths.map(uriOf))),
  };

  async function read(path: string): Promise<Source | undefined> {
    // Most of what is looked for is not there: one listing says so about all names in a folder.
    const siblings = await files.list(folderOf(path));
    if (!siblings?.some(({ name, kind }) => kind === 'file' && name === nameOf(path))) return undefined;
    const last = known.get(path);
    const answer = await ask.read(path);
    known.delete(path);
    if (!answer) return undefined;
    const source = answer.bytes ? sourceOf(path, answer.bytes, last?.source) : last?.source;
    if (source) known.set(path, { stamp: answer.stamp, source });
    return source;
  }

  async function list(path: string): Promise<readonly Entry[] | undefined> {
    if (standsAlone(path)) return undefined;
    const entries = await ask.list(path);
    return entries?.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  const files = untilExpired({
    read,
    list,
    isBoundary: async (directory) =>
      directory === (volumeOf(directory) || '/') || ((await files.list(directory)) ?? []).some(({ name }) => name === '.git'),
  });
  return files;
}

function sourceOf(path: string, bytes: Uint8Array, last: Source | undefined): Source | undefined {
  if (bytes.subarray(0, 8192).includes(0)) return undefined;
  const source = decode(path, bytes);
  return last && last.text === source.text && last.encoding === source.encoding ? last : source;
}

/** The disk, and what lies on the file systems that only the client has. */
export function diskAndClient(disk: Files, client: Files): Files {
  const holder = (path: string) => (isElsewhere(path) ? client : disk);
  return {
    read: (path) => holder(path).read(path),
    list: (path) => holder(path).list(path),
    isBoundary: (path) => holder(path).isBoundary(path),
    expire: () => {
      disk.expire();
      client.expire();
    },
  };
}

/** Asks about everything at once that came up in one turn. Nobody gets an answer where the question was in vain. */
function together<A>(
  ask: (paths: readonly string[]) => Promise<readonly (A | null)[]>,
): (path: string) => Promise<A | undefined> {
  let waiting: { readonly path: string; readonly done: (answer: A | undefined) => void }[] = [];
  async function flush(): Promise<void> {
    const asked = waiting;
    waiting = [];
    // Clients that have never heard of the question may answer with null.
    const answers: unknown = await ask(asked.map(({ path }) => path)).catch(() => []);
    const list: readonly (A | null)[] = Array.isArray(answers) ? answers : [];
    for (const [i, { done }] of asked.entries()) done(list[i] ?? undefined);
  }
  return (path) =>
    new Promise((done) => {
      if (waiting.push({ path, done }) === 1) queueMicrotask(() => void flush());
    });
}
