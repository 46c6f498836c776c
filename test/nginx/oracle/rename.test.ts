import { afterAll, describe, expect, test } from 'vitest';
import { memoryHost } from '../../../server/src/core/host.ts';
import { applyEdits, type Source } from '../../../server/src/core/text.ts';
import { folds, outline, selections } from '../../../server/src/nginx/model/outline.ts';
import { includeLinks, nameAt, type Renaming, rename } from '../../../server/src/service/navigate.ts';
import { createService } from '../../../server/src/service/service.ts';
import { collected, handWritten } from './cases.ts';
import { type Configuration, startJudges, type Verdict } from './judge.ts';

const judges = await startJudges(2);
if (typeof judges === 'string') console.log(`skipped: ${judges}`);

async function judged({ files, main }: Configuration) {
  const service = createService({
    host: memoryHost(files),
    config: false,
    keepModels: true,
    onCrash: (rule, error) => {
      throw new Error(`${rule}: ${error}`);
    },
  });
  return service.check([main]);
}

/** Numbers below a limit, the same ones every time. */
function sequence(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const replaced = (files: ReadonlyMap<string, Source>, { edits }: Renaming): ReadonlyMap<string, Source> =>
  new Map(
    [...files].map(([path, source]) => {
      const own = edits.filter(({ at }) => at.file === path);
      return [path, own.length === 0 ? source : { ...source, text: applyEdits(source.text, own) }];
    }),
  );

/** Every name of a text that can be changed, once. */
function* renamings(models: Parameters<typeof rename>[0], source: Source): Iterable<Renaming> {
  const done = new Set<string>();
  for (const { index } of source.text.matchAll(/[\w.-]+/g)) {
    const found = rename(models, source, index, 'fresh_name');
    if (!found || 'refused' in found) continue;
    const places = found.edits.map(({ at }) => `${at.file} ${at.start}`).join();
    if (done.has(places)) continue;
    done.add(places);
    yield found;
  }
}

describe.skipIf(typeof judges === 'string')('nginx -t says the same of what was renamed', { timeout: 120_000 }, () => {
  if (typeof judges === 'string') return;
  afterAll(() => judges.close());
  const kind = (verdict: Verdict) => ('said' in verdict ? `${verdict.kind} ${verdict.said}` : verdict.kind);

  test('our own, each name by itself', async () => {
    let count = 0;
    for (const base of handWritten()) {
      const result = await judged(base);
      const source = result.sources.get(base.main)!;
      const before = kind(await judges.judge(base));
      const findings = result.findings.map((f) => f.rule);
      for (const renaming of renamings(result.models, source)) {
        const changed = { ...base, files: replaced(base.files, renaming) };
        const words = `${base.name}: ${renaming.name} at ${renaming.at.start}`;
        expect(`${words} ${kind(await judges.judge(changed))}`).toBe(`${words} ${before}`);
        expect({ words, findings: (await judged(changed)).findings.map((f) => f.rule) }).toEqual({ words, findings });
        count++;
      }
    }
    console.log(`${count} names`);
    expect(count).toBeGreaterThan(60);
  });
});

test('at any place of real files, whole or cut off, there is an answer, and what defines a name is among its places', {
  timeout: 60_000,
}, async () => {
  const random = sequence(5);
  const others = collected();
  if (others.length === 0) console.log('skipped in part: no real files beside the repository');
  const texts: Configuration[] = [
    ...handWritten(),
    ...others
      .filter((_, i) => i % 8 === 0)
      .map(({ sources }) => ({ files: new Map(sources.map((s) => [s.path, s])), main: sources[0]!.path })),
  ];
  // As long as somebody types, texts end anywhere.
  for (const { files, main } of [...texts]) {
    const source = files.get(main)!;
    const cut = { ...source, text: source.text.slice(0, random(source.text.length)) };
    texts.push({ files: new Map([...files, [main, cut]]), main });
  }
  const each = Math.ceil(2000 / texts.length);
  let [places, names] = [0, 0];
  for (const configuration of texts) {
    const { models, sources } = await judged(configuration);
    const source = sources.get(configuration.main);
    if (!source) continue;
    outline(source);
    folds(source);
    includeLinks(models, source);
    for (let i = 0; i < each; i++, places++) {
      const offset = random(source.text.length + 1);
      const steps = selections(source, offset);
      for (const [k, [start, end]] of steps.entries()) {
        expect(start <= offset && offset <= end).toBe(true);
        const [from, to] = steps[k + 1] ?? [0, source.text.length];
        expect(from <= start && end <= to).toBe(true);
      }
      const found = nameAt(models, source, offset);
      rename(models, source, offset, 'fresh_name');
      if (!found) continue;
      names++;
      const all = [...found.definitions, ...found.uses];
      expect(new Set(all.map(({ file, start }) => `${start} ${file}`)).size).toBe(all.length);
      expect(all).toContainEqual(found.at);
      // From each of its places the same is found.
      for (const at of [all[0]!, all.at(-1)!]) {
        const again = nameAt(models, sources.get(at.file)!, at.start);
        expect([...again!.definitions, ...again!.uses]).toEqual(all);
      }
    }
  }
  console.log(`${names} names at ${places} places`);
  expect(places).toBeGreaterThanOrEqual(others.length === 0 ? 1000 : 2000);
  expect(names).toBeGreaterThan(50);
});
