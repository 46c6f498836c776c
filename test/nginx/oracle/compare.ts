import { memoryHost } from '../../../server/src/core/host.ts';
import { renderer } from '../../../server/src/core/render.ts';
import type { Finding } from '../../../server/src/core/rule.ts';
import { parseTargets } from '../../../server/src/core/targets.ts';
import { linesOf, type Source } from '../../../server/src/core/text.ts';
import { createService, rules } from '../../../server/src/service/service.ts';
import type { Configuration, Judges, Verdict } from './judge.ts';
import { baseOf, type Kind, kinds, type Mutant, mutants } from './mutants.ts';

/** An error of ours. */
export interface Complaint {
  readonly rule: string;
  readonly file: string;
  /** From 1; 0: a rule crashed. */
  readonly line: number;
  readonly message: string;
}

/** What we say nginx refuses; without target words for the versions that distributions ship. */
export async function complaints(
  { files, main }: Configuration,
  targetWords: readonly string[] = [],
  counts: (f: Finding) => boolean = (f) => f.severity === 'error' && !breaksLater.has(f.rule),
): Promise<Complaint[]> {
  const parsed = parseTargets(targetWords);
  if ('problem' in parsed) throw new Error(parsed.problem.message.en);
  const crashes: Complaint[] = [];
  const service = createService({
    host: memoryHost(files),
    target: targetWords.length > 0 ? parsed.target : undefined,
    config: false,
    onCrash: (rule, error) =>
      crashes.push({ rule, file: main, line: 0, message: `crashed: ${error instanceof Error ? error.stack : error}` }),
  });
  const { findings, sources } = await service.check([main]);
  const lineOf = (file: string, offset: number) => linesOf(sources.get(file)!).position(offset).line + 1;
  const words = renderer(rules, 'en', ({ file, start }) => `${file}:${lineOf(file, start)}`);
  const errors = findings
    .filter(counts)
    .map((f) => ({ rule: f.rule, file: f.at.file, line: lineOf(f.at.file, f.at.start), message: words.message(f) }));
  return [...crashes, ...errors];
}

/** Whether we say of something that only later releases have it: a warning, for distributions take much over. */
export const saysLater = async (configuration: Configuration, targetWords: readonly string[]): Promise<boolean> =>
  (await complaints(configuration, targetWords, (f) => f.rule === 'nginx/not-in-version')).length > 0;

/** Errors about what nginx starts with and what then fails with every request; test/nginx/traffic.test.ts and the laboratory show that. */
const breaksLater = new Set([
  'nginx/http2-connection-header',
  'nginx/keepalive-before-balancer',
  'nginx/mixed-upstream-http-versions',
  'nginx/proxy-bind-port',
]);

/** agreed: refused by both, at the place; elsewhere: refused by both, at another line; missed: only by nginx; alarm: only by us, or a crash. */
export type Agreement = 'accepted' | 'agreed' | 'elsewhere' | 'missed' | 'alarm' | 'machine';

export interface Outcome {
  readonly mutant: Mutant;
  readonly configuration: Configuration;
  readonly verdict: Verdict;
  readonly complaints: readonly Complaint[];
  readonly agreement: Agreement;
}

export interface NamedConfiguration extends Configuration {
  readonly name: string;
}

export interface Options {
  readonly judges: Judges;
  readonly bases: readonly NamedConfiguration[];
  readonly count: number;
  readonly seed: number;
  readonly kind?: Kind | undefined;
}

export async function compare({ judges, bases, count, seed, kind }: Options, seen: (outcome: Outcome) => void): Promise<void> {
  const byName = new Map(bases.map((base) => [base.name, base]));
  const queue = mutants(
    bases.map(({ name, files, main }) => baseOf(name, files.get(main)!.text)),
    count,
    seed,
    kind,
  );
  const work = async () => {
    for (const mutant of queue) {
      const base = byName.get(mutant.base)!;
      seen(await judged(judges, mutant, withText(base, mutant.text)));
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
}

export function withText({ files, main }: Configuration, text: string): Configuration {
  const source: Source = { ...files.get(main)!, text };
  return { files: new Map([...files, [main, source]]), main };
}

async function judged(judges: Judges, mutant: Mutant, configuration: Configuration): Promise<Outcome> {
  const verdict = judges.judge(configuration);
  const ours = await complaints(configuration, ['nginx=1.22']);
  return {
    mutant,
    configuration,
    verdict: await verdict,
    complaints: ours,
    agreement: agreementOf(mutant, configuration, await verdict, ours),
  };
}

function agreementOf(mutant: Mutant, { main }: Configuration, verdict: Verdict, ours: readonly Complaint[]): Agreement {
  if (ours.some(({ line }) => line === 0)) return 'alarm';
  if (verdict.kind === 'accepted') return ours.length > 0 ? 'alarm' : 'accepted';
  if (verdict.kind === 'machine') return 'machine';
  if (ours.length === 0) return 'missed';
  const places = placesOf(mutant, verdict);
  return ours.some(
    ({ file, line }) =>
      (file === main && places.some(([first, last]) => first <= line && line <= last)) ||
      (file === verdict.file && line === verdict.line),
  )
    ? 'agreed'
    : 'elsewhere';
}

/**
 * The lines that were mutated. Where nginx names no line, or the end of a block that it was done with, what it quotes stands
 * for the lines that have it.
 */
function placesOf({ lines, text }: Mutant, verdict: Verdict): (readonly [number, number])[] {
  if (!('said' in verdict)) return [...lines];
  const all = text.split('\n');
  if (verdict.line !== undefined && !/^\s*\}/.test(all[verdict.line - 1] ?? '')) return [...lines];
  const quoted = [...verdict.said.matchAll(/"([^"]+)"/g)].map((m) => m[1]!);
  const named = all.flatMap((line, i) => (quoted.some((word) => line.includes(word)) ? [[i + 1, i + 1] as const] : []));
  return [...lines, ...named];
}

/** Counts by kind of mutation. */
export class Tally {
  readonly #byKind = new Map<Kind, Record<Agreement, number>>();
  readonly #machine = new Map<string, number>();

  add({ mutant, agreement, verdict }: Outcome): void {
    const counts = this.#byKind.get(mutant.kind) ?? none();
    counts[agreement]++;
    this.#byKind.set(mutant.kind, counts);
    if (verdict.kind === 'machine') this.#machine.set(verdict.reason, (this.#machine.get(verdict.reason) ?? 0) + 1);
  }

  get total(): Record<Agreement, number> {
    const sum = none();
    for (const counts of this.#byKind.values()) for (const key of Object.keys(sum) as Agreement[]) sum[key] += counts[key];
    return sum;
  }

  toString(): string {
    const rows = [
      ...kinds.flatMap((kind) => (this.#byKind.has(kind) ? [[kind, this.#byKind.get(kind)!] as const] : [])),
      ['all', this.total] as const,
    ];
    const head = 'judged  refused  flagged  on line  accepted  alarms  machine';
    return [
      `${''.padEnd(22)}${head}`,
      ...rows.map(([name, c]) => {
        const { refused, flagged, onLine } = shares(c);
        const judged = Object.values(c).reduce((a, b) => a + b, 0);
        const cells = [judged, refused, percent(flagged), percent(onLine), c.accepted + c.alarm, c.alarm, c.machine];
        const widths = [6, 9, 9, 9, 10, 8, 9];
        return name.padEnd(22) + cells.map((cell, i) => String(cell).padStart(widths[i]!)).join('');
      }),
      `only the machine knows: ${[...this.#machine]
        .sort((a, b) => b[1] - a[1])
        .map(([reason, n]) => `${reason} ${n}`)
        .join(', ')}`,
    ].join('\n');
  }
}

const none = (): Record<Agreement, number> => ({ accepted: 0, agreed: 0, elsewhere: 0, missed: 0, alarm: 0, machine: 0 });
const percent = (share: number) => (Number.isNaN(share) ? '-' : `${(Math.floor(share * 1000) / 10).toFixed(1)}%`);

/** Of what nginx refuses for its text: how much we flag, and how much of that on the line. */
export function shares({ agreed, elsewhere, missed }: Readonly<Record<Agreement, number>>): {
  readonly refused: number;
  readonly flagged: number;
  readonly onLine: number;
} {
  const refused = agreed + elsewhere + missed;
  return { refused, flagged: (agreed + elsewhere) / refused, onLine: agreed / (agreed + elsewhere) };
}
