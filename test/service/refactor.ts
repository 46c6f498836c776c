import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { applyEdits } from '../../server/src/core/text.ts';
import { refactorings } from '../../server/src/service/refactor.ts';
import type { Refactoring } from '../../server/src/service/refactoring.ts';
import { dedent, filesOf, type LintResult, lintFiles } from '../harness.ts';
import { startWire } from '../nginx/wire.ts';

export const nginxThere = spawnSync('nginx', ['-v']).status === 0;
if (!nginxThere) console.log('Skipped in part: nginx is not installed (apt-get install nginx)');

/** Whether nginx takes a configuration, and what it complains about; its first file is the main one. */
export function nginxSays(files: ReadonlyMap<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'keepalint-refactor-'));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { stderr } = spawnSync('nginx', ['-t', '-p', folder, '-e', 'stderr', '-c', join(folder, [...files.keys()][0]!)], {
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true, force: true });
  return stderr.replaceAll(folder, '').replace(/:\d+(?= |$)|^\d{4}\S+ \S+ |\d+#\d+/gm, '');
}

export interface Offered extends Refactoring {
  /** All files after it. */
  after(): ReadonlyMap<string, string>;
}

/** What is offered at a `|` in one of the files. */
export async function offeredAt(fixture: string, options: { target?: string } = {}) {
  const files = filesOf(dedent(fixture), 'nginx.conf');
  let place: { path: string; offset: number } | undefined;
  for (const [path, text] of files) {
    const offset = text.indexOf('|');
    if (offset < 0) continue;
    files.set(path, text.replace('|', ''));
    place = { path, offset };
  }
  const result = await lintFiles(files, options);
  return offered(result, files, place!.path, place!.offset);
}

export function offered(
  result: LintResult,
  files: ReadonlyMap<string, string>,
  path: string,
  offset: number,
): readonly Offered[] {
  const source = result.sources.get(`/w/${path}`)!;
  return refactorings(result.models(source.path), source, offset).map((refactoring) => ({
    ...refactoring,
    after: () => {
      const edits = refactoring.edits();
      return new Map(
        [...files].map(([name, text]) => [
          name,
          applyEdits(
            text,
            edits.filter((e) => e.at.file === `/w/${name}`),
          ),
        ]),
      );
    },
  }));
}

/** A real nginx that listens on `unix:SOCKET`, a new one each time, and then on the socket by which it is known to have started. */
export async function startAlone(binary: string, text: string): Promise<{ readonly socket: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'keepalint-refactor-'));
  const socket = join(folder, 'nginx.sock');
  const files = new Map([['nginx.conf', text.replaceAll('unix:SOCKET', `unix:${socket}`)]]);
  const wire = await startWire(binary, files, { port: 0, take: () => undefined, stop: async () => {} });
  return {
    socket,
    async stop() {
      await wire.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
