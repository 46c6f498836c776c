import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { join as joined, lint } from '../../../server/src/core/lint.ts';
import type { Finding, Rule } from '../../../server/src/core/rule.ts';
import { defaultTarget, parseTargets } from '../../../server/src/core/targets.ts';
import { any } from '../../../server/src/core/version.ts';
import { factsOf, type KeyFacts, keys, lookup } from '../../../server/src/sysctl/facts/keys.ts';
import { sysctl } from '../../../server/src/sysctl/language.ts';
import { globMatches, isGlob, pathOf } from '../../../server/src/sysctl/model/key.ts';
import { build } from '../../../server/src/sysctl/model/model.ts';
import { readLines } from '../../../server/src/sysctl/syntax.ts';
import { corpus, filesBelow, sourceOf } from '../../corpus.ts';
import { setOf } from '../set.ts';
import { type Mutant, mutants, randomFrom } from './lines.ts';
import { apply, type LiveKey, missing, type Outcome, programs, survey, target } from './machine.ts';
import { agree, observed, said, type Verdict } from './verdict.ts';

/** What only the machine knows, by reason; such a line is counted and not judged. */
type Aside =
  | 'global: read-only in a namespace'
  | 'module not loaded or option not built'
  | 'names a module'
  | 'key of a vendor, who may ship it'
  | 'bounded by another key or the device'
  | 'bounded by the clock of the kernel'
  | 'mask of the CPUs that are there'
  | 'maps to users of the namespace'
  | 'names another key'
  | 'cannot be read back'
  | 'takes nothing else than it has'
  | 'glob that matches nothing here'
  | 'no fresh start';

export interface Judged extends Mutant {
  readonly source: 'files' | 'mutants' | 'absent keys';
  readonly real: readonly Verdict[];
  readonly ours: Verdict;
  readonly findings: readonly Finding[];
  readonly outcomes: readonly Outcome[];
}

/** Lines of files, lines for keys of other kernels, and as many mutants as asked for, judged by the programs and by us. */
export function compare(count: number, seed: number): Comparison {
  const live = survey();
  const byPath = new Map(live.map((key) => [key.path, key]));
  const random = randomFrom(seed);
  const asides = new Map<Aside, number>();
  const candidates: readonly (Mutant & Pick<Judged, 'source'>)[] = [
    ...fromFiles(byPath).map((m) => ({ ...m, source: 'files' as const })),
    ...absent(byPath).map((m) => ({ ...m, source: 'absent keys' as const })),
    ...mutants(live, count, random).map((m) => ({ ...m, source: 'mutants' as const })),
  ];
  const tried = candidates.flatMap((mutant) => {
    const key = mutant.meant ?? byPath.get('net/ipv4/tcp_fin_timeout')!;
    const base = baseFor(key, mutant.line);
    const aside = asideOf(mutant, byPath) ?? (base === valueIn(mutant.line) ? 'takes nothing else than it has' : undefined);
    if (aside) asides.set(aside, (asides.get(aside) ?? 0) + 1);
    return aside ? [] : [{ mutant, trial: { line: mutant.line, path: key.path, base } }];
  });
  const outcomes = apply(tried.map(({ trial }) => trial));
  const judged: Judged[] = [];
  for (const [i, { mutant, trial }] of tried.entries()) {
    const real = outcomes[i]!;
    if (programs.some((p) => real[p].before !== trial.base)) {
      asides.set('no fresh start', (asides.get('no fresh start') ?? 0) + 1);
      continue;
    }
    const findings = lintLine(mutant.line);
    judged.push({
      ...mutant,
      real: programs.map((p) => observed(mutant.line, real[p])),
      ours: said(findings),
      findings,
      outcomes: programs.map((p) => real[p]),
    });
  }
  return { seed, judged, asides };
}

interface Comparison {
  readonly seed: number;
  readonly judged: readonly Judged[];
  readonly asides: ReadonlyMap<Aside, number>;
}

/** The lines that name a key of this kernel, spelt in one of the ways that the programs understand. */
export const existing = (judged: readonly Judged[]) => judged.filter((j) => j.meant && keyOf(j.line) === j.meant.path);

/** Where the programs differ, what we say has to hold for one of them, and not be silence. */
export function agrees({ real, ours, findings }: Judged): boolean {
  const same = real.every((v) => agree(v, real[0]!));
  return same ? agree(real[0]!, ours) : findings.length > 0 && real.some((v) => agree(v, ours));
}

function keyOf(line: string): string | undefined {
  const read = [...readLines(line)].find((l) => l.kind === 'assignment');
  return read?.kind === 'assignment' ? pathOf(read.key.text) : undefined;
}

function valueIn(line: string): string | undefined {
  const read = [...readLines(line)].find((l) => l.kind === 'assignment');
  return read?.kind === 'assignment' ? read.value.text : undefined;
}

function asideOf({ line, meant }: Mutant, byPath: ReadonlyMap<string, LiveKey>): Aside | undefined {
  const path = keyOf(line);
  const live = path === undefined ? meant : byPath.get(path);
  if (path !== undefined && meant && live && live !== meant) return 'names another key';
  if (/ping_group_range$/.test(path ?? meant?.path ?? '')) return 'maps to users of the namespace';
  if (live) {
    const value = valueIn(line) ?? '';
    if (/tcp_congestion_control$/.test(live.path) && /^[a-z]\w*$/i.test(value)) return 'names a module';
    if (/\/(?:nf_log\/\d+|scheduler|path_manager)$/.test(live.path)) return 'names a module';
    const type = factsOf(live.path)?.type;
    // 2^31 ticks of a clock that goes 100 to 1,000 times a second.
    if (type === 'seconds' && Number(value) > 2_147_483 && Number(value) <= 21_474_836)
      return 'bounded by the clock of the kernel';
    if (type === 'cpumask') return 'mask of the CPUs that are there';
    if (
      /(?:frag6?_(?:high|low)_thresh|\/mtu|\/tcp_reordering|\/unres_qlen)$/.test(live.path) &&
      /^(?:0x[\da-f]+|\d+)(?:\s.*)?$/i.test(value)
    )
      return 'bounded by another key or the device';
    if (live.writable) return live.bases.length ? undefined : 'cannot be read back';
    return factsOf(live.path)?.mode === 'read-only' ? undefined : 'global: read-only in a namespace';
  }
  if (path === undefined) return undefined;
  if (isGlob(path) && ![...byPath.keys()].some((p) => globMatches(path, p))) return 'glob that matches nothing here';
  if (existsSync(`/proc/sys/${path}`)) return 'global: read-only in a namespace';
  const { kind } = lookup(path);
  if (kind === 'vendor') return 'key of a vendor, who may ship it';
  if (kind === 'registered-at-runtime' && meant === undefined) return 'module not loaded or option not built';
  const facts = factsOf(path);
  return facts && isThere(facts) ? 'module not loaded or option not built' : undefined;
}

/** What the key holds before: something else than is written. */
function baseFor(key: LiveKey, line: string): string {
  const value = valueIn(line) ?? '';
  const first = /-?[\w]+/.exec(value)?.[0] ?? '';
  const number = Number(first);
  const octal = Number.parseInt(first, 8);
  const differs = (base: string) => {
    const start = base.split(/\s/)[0]!;
    return start !== first && Number(start) !== number && Number(start) !== octal;
  };
  return key.bases.find(differs) ?? key.bases[0]!;
}

/** The assignments of real files, each once. */
function fromFiles(byPath: ReadonlyMap<string, LiveKey>): readonly Mutant[] {
  const lines = filesBelow(join(corpus, 'sysctl'))
    .flatMap((path) => {
      const { text } = sourceOf(path);
      return [...readLines(text)].filter((l) => l.kind === 'assignment').map((l) => text.slice(l.start, l.end));
    })
    // Of templates, documentation and scripts nobody knows what they become.
    .filter((line) => !/\{\{|\{%|<%|\$|@\w+@/.test(line));
  return [...new Set(lines)].map((line) => ({
    kind: 'as in a file',
    about: 'line',
    line,
    meant: byPath.get(keyOf(line) ?? ''),
  }));
}

/** Keys of other kernels, older and newer ones. */
const absent = (byPath: ReadonlyMap<string, LiveKey>): readonly Mutant[] =>
  keys().flatMap((facts) => {
    const name = facts.name.replace(/<[^>]*>/g, 'lo');
    if (isThere(facts) || byPath.has(pathOf(name)) || existsSync(`/proc/sys/${pathOf(name)}`)) return [];
    const kind = facts.removed ? 'gone from this kernel' : 'not yet in this kernel';
    return [{ kind, about: 'key', line: `${name} = ${facts.min ?? 1}`, meant: undefined }];
  });

const isThere = ({ since, removed }: KeyFacts) =>
  any(kernels, { from: since ?? 0, until: removed ?? Number.POSITIVE_INFINITY });

const parsed = parseTargets(missing() ? [] : target().split(' '));
const { kernel: kernels } = 'target' in parsed ? parsed.target : defaultTarget;
const rules = sysctl.rules.filter((rule) => !rule.optional);
const rulesById = new Map(rules.map((rule) => [rule.id, rule as Rule<never>]));

function lintLine(text: string): readonly Finding[] {
  const crash = (rule: string, error: unknown) => {
    throw new Error(`${rule} at ${JSON.stringify(text)}`, { cause: error });
  };
  const model = build(setOf({ 'x.conf': text }), 'target' in parsed ? parsed.target : defaultTarget);
  return joined([{ language: 'sysctl', sources: new Map(), findings: lint(rules, model, crash) }], rulesById);
}

/** Lines that do what they say, and of which we say that they do not. */
export const alarms = (judged: readonly Judged[]) =>
  judged.filter((j) => !agrees(j) && j.ours !== 'taken' && j.real.every((verdict) => verdict === 'taken'));

/** Per kind of line: what the kernel did, and how often we say so. */
export function tableOf({ seed, judged, asides }: Comparison): string {
  const verdicts = ['taken', 'changed', 'refused', 'ignored'] as const;
  const row = (name: string, list: readonly Judged[]) => {
    const right = list.filter(agrees).length;
    const counts = verdicts.map((v) => String(list.filter((j) => j.real[0] === v).length).padStart(8));
    return `${name.padEnd(44)}${String(list.length).padStart(7)}${counts.join('')}${`${((100 * right) / list.length).toFixed(2)} %`.padStart(10)}`;
  };
  const kinds = [...new Set(judged.map((j) => `${j.about}: ${j.kind}`))].sort();
  const named = existing(judged);
  return [
    `${target()}, seed ${seed}`,
    `${''.padEnd(44)}${'lines'.padStart(7)}${verdicts.map((v) => v.padStart(8)).join('')}${'agreed'.padStart(10)}`,
    ...kinds.map((kind) =>
      row(
        kind,
        judged.filter((j) => `${j.about}: ${j.kind}` === kind),
      ),
    ),
    row('all', judged),
    row('lines that name an existing key', named),
    row(
      'other lines',
      judged.filter((j) => !named.includes(j)),
    ),
    `false alarms: ${alarms(judged).length}, of ${judged.filter((j) => j.real.every((v) => v === 'taken')).length} lines that do what they say`,
    `programs differ on ${judged.filter((j) => !agree(j.real[0]!, j.real[1]!)).length} lines`,
    'not judged:',
    ...[...asides].map(([aside, n]) => `  ${aside}: ${n}`),
  ].join('\n');
}

/** The lines that we judge differently, by kind. */
export function reportOf({ judged }: Comparison): string {
  const wrong = judged.filter((j) => !agrees(j));
  const byKind = new Map<string, Judged[]>();
  for (const j of wrong) byKind.set(`${j.about}: ${j.kind}`, [...(byKind.get(`${j.about}: ${j.kind}`) ?? []), j]);
  return [...byKind]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([kind, list]) => {
      const rows = list.map(
        ({ line, real, ours, findings, outcomes }) =>
          `- ${JSON.stringify(line)}: ${[...new Set(real)].join('/')}, we say ${ours} (${findings.map((f) => `${f.severity} ${f.rule.slice(7)}/${f.message}`).join(', ')}); ${JSON.stringify(outcomes[0]!.before)} -> ${JSON.stringify(outcomes[0]!.after)} ${outcomes[0]!.complaint.replace(/^sysctl: /, '').slice(0, 60)}`,
      );
      return `## ${kind} (${list.length})\n${rows.join('\n')}\n`;
    })
    .join('\n');
}
