import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../server/src/core/rule.ts';
import { applyEdits, linesOf } from '../../server/src/core/text.ts';
import { parseVersion } from '../../server/src/core/version.ts';
import { fixedFiles, type LintResult, lintFiles } from '../harness.ts';
import { type Backend, findNginx, type Seen, startBackend, startWire, type Wire } from './wire.ts';
import { type WirePass, type World, worldOf } from './wire-cases.ts';

/*
 * What the rules say about connections, compared with what a real nginx does with them. More worlds, another nginx:
 * KEEPALINT_NGINX=/path/to/nginx KEEPALINT_WORLDS=1-300 npx vitest run test/nginx/traffic.test.ts
 */
const nginx = await findNginx();
const [, first, last] = /^(\d+)-(\d+)$/.exec(process.env.KEEPALINT_WORLDS ?? '') ?? [];
/** These notice each mistake that was tried on the repairs: headers not copied, lines changed that others need, … */
const chosen = [5, 8, 18, 22, 32, 43, 44, 47, 58, 61];
const seeds = last ? Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i) : chosen;

describe.skipIf(!nginx)('on the wire', () => {
  const { binary, version } = nginx ?? { binary: '', version: '' };
  const modern = (parseVersion(version) ?? 0) >= parseVersion('1.29.7')!;
  const target = `nginx=${version}`;
  let backend: Backend;
  beforeAll(async () => {
    backend = await startBackend();
  });
  afterAll(() => backend?.stop());

  test.each(seeds)('configuration %i: connections are reused where nothing is said, before and after fixes', async (seed) => {
    const world = worldOf(seed, 9, { port: backend.port, modern });
    const said = await lintFiles(world.files, { target, only: judged });
    const before = await measure(world, world.files);
    expect(disagreements(world, before, said)).toEqual([]);

    const safety = ['safe', 'unsafe'] as const;
    const fixed = {
      'every fix': await fixedFiles(world.files, { target, only: judged, safety }),
      'every fix, for all versions': await fixedFiles(world.files, { only: judged, safety }),
      'one fix': oneFixed(world, said, seed),
    };
    for (const [what, files] of Object.entries(fixed)) {
      const after = await measure(world, files);
      const still = await lintFiles(files, { target, only: judged });
      expect(disagreements(world, after, still), what).toEqual([]);
      expect(differences(world, said, before, after), what).toEqual([]);
      count(what, world, after, still);
    }
    count('as written', world, before, said);
  });

  test('the configurations show every state, and the fixes help', () => {
    console.log(`nginx ${version}, places that proxy:`, totals);
    if (seeds.length < chosen.length) return;
    const { 'as written': written = {}, 'every fix': fixed = {} } = totals;
    for (const state of ['reused', 'closed and said', 'without a pool']) expect(written[state], state).toBeGreaterThan(0);
    expect(fixed['closed and said'] ?? 0).toBeLessThan(written['closed and said']! / 2);
  });

  async function measure(world: World, files: ReadonlyMap<string, string>): Promise<Measured> {
    const wire = await startWire(binary, files, backend);
    try {
      return await measureAll(wire, world.passes);
    } finally {
      await wire.stop();
    }
  }
});

/** The files after the fix of one finding. */
function oneFixed({ files }: World, { findings }: LintResult, seed: number): Map<string, string> {
  const fixes = findings.flatMap((f) => f.fixes.filter((fix) => fix.safety !== 'manual').slice(0, 1));
  const edits = fixes[seed % fixes.length]?.edits ?? [];
  return new Map(
    [...files].map(([path, text]) => {
      const mine = edits.filter((e) => e.at.file === `/w/${path}`);
      return [path, applyEdits(text, mine)];
    }),
  );
}

/** How connections to the backend fare under ordinary requests: every request has a new one, or all share one. */
type Reuse = 'never' | 'always' | 'sometimes';

interface Measurement {
  /** For clients that close their connection and for those that keep it. */
  readonly reuse: readonly Reuse[];
  /** Whether nginx keeps the connection of a client that would keep it. */
  readonly clientKept: boolean;
  readonly ordinary: Seen;
  readonly upgrading: Seen;
}
type Measured = ReadonlyMap<WirePass, Measurement>;

const upgrade = { connection: 'upgrade', upgrade: 'websocket' };

/** One after the other: locations of one upstream share its connections, and a fix may lead others to it. */
async function measureAll(wire: Wire, passes: readonly WirePass[]): Promise<Measured> {
  const measured = new Map<WirePass, Measurement>();
  for (const pass of passes) {
    const closing: Seen[] = [];
    for (let i = 0; i < 3; i++) closing.push(await wire.send(pass, {}));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const keeping: Seen[] = [];
    for (let i = 0; i < 3; i++) keeping.push(await wire.send(pass, { agent }));
    agent.destroy();
    measured.set(pass, {
      reuse: [reuseOf(closing), reuseOf(keeping)],
      clientKept: keeping.slice(1).every((s) => s.kept),
      ordinary: keeping[0]!,
      upgrading: await wire.send(pass, { headers: upgrade }),
    });
  }
  return measured;
}

function reuseOf(requests: readonly Seen[]): Reuse {
  const connections = new Set(requests.map((s) => s.connection)).size;
  return connections === 1 ? 'always' : connections === requests.length ? 'never' : 'sometimes';
}

/** Where the wire and the findings do not say the same. */
function disagreements({ passes }: World, measured: Measured, said: LintResult): string[] {
  const accused = accusations(passes, said);
  const [addresses, clients] = ['literal-proxy-pass', 'client-keepalive-off low-keepalive-requests'].map((names) =>
    union(said.findings.filter((f) => names.split(' ').includes(f.rule.slice(6))).map((f) => marksOf(f, said))),
  );
  const out: string[] = [];
  for (const same of groupBy(passes, (p) => p.mark).values()) {
    const rules = [...new Set(same.flatMap((p) => accused.get(p) ?? []))];
    const wire = same.map((p) => `${placeOf(p)} ${measured.get(p)!.reuse.join('/')}`).join(', ');
    const closes = same.filter((p) => measured.get(p)!.reuse.includes('never'));
    const complain = (what: string) => out.push(`${wire}: ${what} ${rules.join(' ')}`);
    if (same.some((p) => measured.get(p)!.reuse.includes('sometimes'))) complain('is neither');
    const pooled = closes.some((p) => p.pooled || !(p.pool || addresses!.has(p.mark) || isForUpgrades(measured.get(p)!)));
    if (!pooled && rules.length > 0 && !(closes.length > 0 && same[0]!.mapped)) complain('false alarm of');
    if (pooled && rules.length === 0) complain('nothing said');
    if (closes.length === 0 && addresses!.has(same[0]!.mark)) complain('has no pool, it is said');
  }
  for (const p of passes) {
    const blamed = p.client.some((marks) => clients!.has(marks.find((mark) => stands(mark, said)) ?? ''));
    if (measured.get(p)!.clientKept === blamed) out.push(`${placeOf(p)}: client ${blamed ? 'kept' : 'closed'}, ${p.client}`);
  }
  return out;
}

/** A location that announces an upgrade with every request: without a pool there is nothing to say about it. */
const isForUpgrades = ({ ordinary }: Measurement) =>
  ordinary.headers.some(([name, value]) => name === 'connection' && value === 'upgrade');

/** Whether a line with that mark is still there: a fix may have left its comment alone. */
const stands = (mark: string, { sources }: LintResult) =>
  [...sources.values()].some(({ text }) => new RegExp(`; # ${mark}\\r?$`, 'm').test(text));

const union = (sets: readonly ReadonlySet<string>[]) => new Set(sets.flatMap((set) => [...set]));
const placeOf = (p: WirePass) => `${p.mark} ${p.host}${p.path}`;

/** The rules that say of a pass that its connections are not reused; with `all` also those that say less. */
function accusations(passes: readonly WirePass[], said: LintResult, all = false): Map<WirePass, string[]> {
  const accused = new Map<WirePass, string[]>();
  for (const f of said.findings) {
    const kind = aboutReuse.get(f.rule);
    if (!kind || (f.severity === 'info' && !all)) continue;
    const marks = marksOf(f, said);
    const direct = passes.filter((p) => marks.has(p.mark));
    const met = direct.length > 0 ? direct : passes.filter((p) => kind(p, marks));
    for (const p of met) accused.set(p, [...(accused.get(p) ?? []), f.rule]);
    // Nothing may lead to an upstream.
    if (met.length === 0 && kind !== inPool) throw new Error(`${f.rule} is about no pass: ${[...marks]}`);
  }
  return accused;
}

const inPool = (p: WirePass, marks: ReadonlySet<string>) => p.pool !== undefined && marks.has(p.pool);
const byHeader = (p: WirePass, marks: ReadonlySet<string>) =>
  (p.pooled || p.mapped) && p.connection.some((mark) => marks.has(mark));
const aboutReuse = new Map([
  ['nginx/upstream-keepalive-inert', inPool],
  ['nginx/keepalive-before-balancer', inPool],
  ['nginx/websocket-map-close', byHeader],
  ['nginx/connection-forwarded', byHeader],
  ['nginx/literal-proxy-pass', inPool],
]);

const judged = [...aboutReuse.keys(), 'nginx/client-keepalive-off', 'nginx/low-keepalive-requests'];

/** The marks of the lines that a finding points at. */
function marksOf(finding: Finding, { sources }: LintResult): Set<string> {
  const marks = new Set<string>();
  for (const { at } of [finding, ...finding.related]) {
    const source = sources.get(at.file)!;
    const lines = linesOf(source);
    const { start, end } = lines.range(lines.position(at.end).line);
    const mark = /# (\w+)\s*$/.exec(source.text.slice(start, end))?.[1];
    if (mark) marks.add(mark);
  }
  return marks;
}

/** What the backend would notice of the fixes; of connections only where nothing was said about them. */
function differences({ passes }: World, said: LintResult, before: Measured, after: Measured): string[] {
  const concerned = accusations(passes, said, true);
  const out: string[] = [];
  for (const p of passes)
    for (const kind of ['ordinary', 'upgrading'] as const) {
      const [was, is] = [before, after].map((m) => m.get(p)![kind]) as [Seen, Seen];
      const [old, now] = [was, is].map((seen) => essence(seen, !concerned.has(p)));
      if (old !== now) out.push(`${placeOf(p)} ${kind}: ${old} -> ${now}`);
      if (upgrades(was) && !upgrades(is)) out.push(`${placeOf(p)}: no upgrade any more`);
    }
  return out;
}

function essence({ url, version, headers }: Seen, whole: boolean): string {
  const sent = headers.filter(([name]) => whole || name !== 'connection').map(([name, value]) => `${name}: ${value}`);
  return [whole ? version : '', url, ...sent.sort()].join('\n');
}

const upgrades = ({ version, headers }: Seen) =>
  version === '1.1' &&
  headers.some(([n]) => n === 'upgrade') &&
  headers.some(([n, v]) => n === 'connection' && /upgrade/i.test(v));

/** For the reader of the log: how many places were seen in each state. */
const totals: Record<string, Record<string, number>> = {};
function count(what: string, { passes }: World, measured: Measured, said: LintResult): void {
  const accused = accusations(passes, said);
  totals[what] ??= {};
  for (const p of passes) {
    const state = !measured.get(p)!.reuse.includes('never') ? 'reused' : accused.has(p) ? 'closed and said' : 'without a pool';
    totals[what][state] = (totals[what][state] ?? 0) + 1;
  }
}

function groupBy<T>(all: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}
