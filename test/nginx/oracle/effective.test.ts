import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, matchesGlob } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { defaultConfig } from '../../../server/src/core/config.ts';
import { defaultFormat } from '../../../server/src/core/format.ts';
import { memoryHost } from '../../../server/src/core/host.ts';
import { renderer } from '../../../server/src/core/render.ts';
import { defaultTarget } from '../../../server/src/core/targets.ts';
import { linesOf, type Source } from '../../../server/src/core/text.ts';
import { format } from '../../../server/src/nginx/format.ts';
import { build } from '../../../server/src/nginx/model/build.ts';
import { gather } from '../../../server/src/nginx/model/gather.ts';
import type { Nginx } from '../../../server/src/nginx/model/model.ts';
import { tokenKinds, tokens } from '../../../server/src/nginx/syntax.ts';
import { textOf, wholeConfiguration } from '../../../server/src/service/effective-configuration.ts';
import { findNginx } from '../wire.ts';
import { worldOf } from '../wire-cases.ts';
import { collected, documented, handWritten, type Loose, place } from './cases.ts';
import { type Configuration, startJudges } from './judge.ts';

const judges = await startJudges(2);
if (typeof judges === 'string') console.log(`skipped: ${judges}`);
const nginx = await findNginx();

async function modelOf(files: ReadonlyMap<string, Source>, main: string): Promise<Nginx> {
  return build(await gather(memoryHost(files), files.get(main)!, defaultConfig), defaultTarget);
}

/** The whole configuration as one text, every line of which says where it comes from. */
function effective(model: Nginx): string {
  const words = renderer(new Map(), 'en', ({ file, start }) => {
    const { source } = model.files.get(file)!;
    return `${file}:${linesOf(source).position(start).line + 1}`;
  });
  const { text, places } = textOf(wholeConfiguration(model), words);
  // Each line begins with what stands at its place.
  const lines = text.split('\n');
  for (const [i, at] of places.entries()) {
    const line = lines[i]!.trim();
    if (!at || line === '' || line.startsWith('# from ')) continue;
    const word = /^[\w$/}]+/.exec(line)?.[0] ?? '';
    const { text: source } = model.files.get(at.file)!.source;
    expect(
      source
        .slice(at.start, at.start + 200)
        .trimStart()
        .startsWith(word),
      line,
    ).toBe(true);
  }
  return text;
}

/** Words, semicolons and braces, as written. */
function pieces(text: string): string[] {
  const { kinds, ends } = tokens(text);
  const out: string[] = [];
  for (const [i, kind] of kinds.entries()) {
    const name = tokenKinds[kind]!;
    if (name !== 'space' && name !== 'comment') out.push(text.slice(ends[i - 1] ?? 0, ends[i]));
  }
  return out;
}

describe.skipIf(typeof judges === 'string')('nginx takes an effective configuration', { timeout: 300_000 }, () => {
  if (typeof judges === 'string') return;
  const { judge } = judges;
  afterAll(() => judges.close());

  async function check(configuration: Configuration, name: string): Promise<void> {
    const { files, main } = configuration;
    const text = effective(await modelOf(files, main));
    const source: Source = { path: main, text, encoding: files.get(main)!.encoding, language: 'nginx' };
    const verdict = await judge({ main, files: new Map([...files, [main, source]]) });
    expect(verdict.kind === 'accepted' ? 'accepted' : verdict.said, name).toBe('accepted');
    const layout = format(source, defaultFormat);
    expect(layout.refused ?? layout.edits.map(({ start }) => text.slice(start - 30, start + 30)), name).toEqual([]);
  }

  test('of our own', async () => {
    for (const base of handWritten()) await check(base, base.name);
  });

  async function checkLoose(files: readonly Loose[]): Promise<number> {
    let accepted = 0;
    for (const loose of files) {
      const placed = await place(judges as Exclude<typeof judges, string>, loose);
      if (placed?.verdict.kind !== 'accepted') continue;
      await check(placed.configuration, loose.name);
      accepted++;
    }
    return accepted;
  }

  test('of the rule pages', async () => {
    const accepted = await checkLoose(documented().filter((_, i) => i % 4 === 0));
    console.log(`nginx takes ${accepted} of those on the pages`);
    expect(accepted).toBeGreaterThan(30);
  });

  test('of others', async (context) => {
    const every = Number(process.env.KEEPALINT_EVERY ?? 10);
    const files = collected().filter((_, i) => i % every === 0);
    if (files.length === 0) {
      console.log('skipped: no real files to judge beside the repository');
      context.skip();
    }
    const accepted = await checkLoose(files);
    console.log(`nginx takes ${accepted} of them`);
    expect(accepted).toBeGreaterThan(8);
  });
});

describe.skipIf(!nginx)('an effective configuration is what nginx reads', { timeout: 120_000 }, () => {
  test.each(Array.from({ length: 25 }, (_, i) => i + 1))('configuration %i', async (seed) => {
    const folder = mkdtempSync(join(tmpdir(), 'keepalint-effective-'));
    try {
      const { files } = worldOf(seed, 9, { port: 9, modern: false });
      for (const [path, text] of files) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const main = join(folder, 'nginx.conf');
      const { stdout, status } = spawnSync(nginx!.binary, ['-T', '-p', folder, '-c', main, '-e', 'stderr'], {
        encoding: 'utf8',
      });
      expect(status).toBe(0);
      const sources = new Map(
        [...files].map(([path, text]) => [join(folder, path), { path: join(folder, path), text, encoding: 'utf8' as const }]),
      );
      expect(pieces(effective(await modelOf(sources, main)))).toEqual(read(dumped(stdout), folder, main));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** The files that `nginx -T` prints, by path. */
function dumped(text: string): ReadonlyMap<string, string> {
  const parts = text.split(/^# configuration file (\/.*):$/m).slice(1);
  return new Map(parts.flatMap((path, i) => (i % 2 === 0 ? [[path, parts[i + 1]!] as const] : [])));
}

/** The pieces of a file with those of its includes in their place. */
function read(files: ReadonlyMap<string, string>, folder: string, path: string): string[] {
  const found = pieces(files.get(path)!);
  const out: string[] = [];
  for (let i = 0; i < found.length; i++) {
    const isInclude = found[i] === 'include' && found[i + 2] === ';' && (i === 0 || /^[;{}]$/.test(found[i - 1]!));
    if (!isInclude) {
      out.push(found[i]!);
      continue;
    }
    const pattern = join(folder, found[i + 1]!.replace(/^(['"])(.*)\1$/, '$2'));
    const paths = [...files.keys()].filter((p) => matchesGlob(p, pattern)).sort();
    out.push(...(paths.length > 0 ? paths.flatMap((p) => read(files, folder, p)) : found.slice(i, i + 3)));
    i += 2;
  }
  return out;
}
