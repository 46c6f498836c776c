import type { Config, ConfigProblem } from '../core/config.ts';
import { type Host, overlay } from '../core/host.ts';
import type { Gathered, Language } from '../core/language.ts';
import { byPlace, type Judged, join, lint, seenIn } from '../core/lint.ts';
import { folderOf } from '../core/path.ts';
import type { Finding, Rule } from '../core/rule.ts';
import { hygieneRules, suppress } from '../core/suppress.ts';
import { defaultTarget } from '../core/targets.ts';
import type { LanguageId, Source } from '../core/text.ts';
import type { Target } from '../core/version.ts';
import type { Sides } from '../machine/arithmetic.ts';
import { machineRules } from '../machine/rules/index.ts';
import { isRoot, nginx } from '../nginx/language.ts';
import { type Destination, destinations } from '../nginx/model/destinations.ts';
import type { Nginx } from '../nginx/model/model.ts';
import { sysctl } from '../sysctl/language.ts';
import type { Assignment, Sysctl } from '../sysctl/model/model.ts';
import { findConfigurations } from './configuration.ts';
import { machineOf } from './machines.ts';
import { recognise } from './recognise.ts';

export interface ServiceOptions {
  readonly host: Host;
  /** Overrides what configuration files say (`--target`, an editor's setting). */
  readonly target?: Target | undefined;
  /** Overrides what configuration files say about severities. */
  readonly rules?: Config['rules'] | undefined;
  /** The configuration file to use instead of the nearest one; false: none. */
  readonly config?: string | false | undefined;
  /** For a shell that asks for `models` again and again; their number is that of what was requested. */
  readonly keepModels?: boolean;
  /** Asked before each model, with how many of all are done: may wait, so that others get their turn, or throw to give up. */
  readonly pause?: (done: number, all: number) => Promise<void>;
  /** A rule threw. Everything else goes on. */
  onCrash(rule: string, error: unknown): void;
}

export interface Service {
  /**
   * Lints files (absolute paths). Includes of a requested root are linted with it; a root that merely explains a requested
   * fragment is read, but its findings are left out unless they are about the fragment, too. Reuses everything derived from
   * sources that did not change.
   */
  check(paths: readonly string[]): Promise<CheckResult>;
  /** The same with some texts replaced: what a fix would lead to. */
  checkWith(changed: ReadonlyMap<string, Source>, paths: readonly string[]): Promise<CheckResult>;
}

export interface CheckResult {
  /** By path, offset, rule; suppressions and configured severities applied. */
  readonly findings: readonly Finding[];
  /** Every file that was read, with the text that was judged. */
  readonly sources: ReadonlyMap<string, Source>;
  /** The files that were judged, with their language. */
  readonly files: ReadonlyMap<string, LanguageId>;
  /** Requested files that are neither nginx nor sysctl. */
  readonly unrecognised: readonly string[];
  /** Requested files that could not be read. */
  readonly unreadable: readonly string[];
  /** Requested files that the configuration leaves out. */
  readonly ignored: readonly string[];
  readonly configProblems: readonly ConfigProblem[];
  /** For a judged file: the files whose change may change its findings (roots, includes, the other files of its set). */
  dependencies(path: string): readonly string[];
  /** For a judged file: the entry files whose models it belongs to; itself where nothing includes it. */
  entries(path: string): readonly string[];
  /** Where the judged configurations of nginx open connections to. */
  destinations(): readonly Destination[];
  /** What the judged sysctl files leave in each key they set, by every program that applies them. */
  settings(): readonly Assignment[];
  /** The models that a judged file is part of, each with the other side of its machine, where that is known. */
  models(path: string): readonly Sides[];
}

/** The languages by id, for what does not depend on their models. */
export const languages: Readonly<
  Record<LanguageId, Pick<Language<never, never>, 'commentLines' | 'syntaxErrors' | 'format' | 'wholeStatements'>>
> = {
  nginx,
  sysctl,
};

/** Whether our own reader sees no more errors in a text than before: what every fix has to hold. */
export function addsNoError(language: LanguageId, before: Source, after: Source): boolean {
  const { syntaxErrors } = languages[language];
  return syntaxErrors(after.text) <= syntaxErrors(before.text);
}

/** Every rule by id, the linter's own hygiene included. */
export const rules: ReadonlyMap<string, Rule<never>> = new Map(
  ([...nginx.rules, ...sysctl.rules, ...machineRules, ...hygieneRules] as readonly Rule<never>[]).map((rule) => [
    rule.id,
    rule,
  ]),
);

const ruleIds = [...rules.keys()];

export function createService(options: ServiceOptions): Service {
  const memory: Memory = new Map();
  return {
    check: (paths) => check(options, memory, paths),
    checkWith: (changed, paths) => check({ ...options, host: overlay(options.host, changed) }, memory, paths),
  };
}

/** A set of files that is judged as one, and the entry it was gathered from. */
interface Group<Model = unknown> {
  readonly language: LanguageId;
  readonly entry: string;
  readonly config: Config;
  readonly gathered: Gathered;
  build(target: Target): Model;
  judge(model: Model, options: ServiceOptions): Finding[];
}

/** The two sides of one machine; each may be there only because the other one was asked for. */
interface Pair {
  readonly nginx: Group<Nginx>;
  readonly sysctl: Group<Sysctl>;
}

interface Remembered {
  readonly groups: readonly Group[];
  readonly target: Target;
  readonly findings: readonly Finding[];
  /** Kept where a machine's rules look at it, too. */
  readonly model?: unknown;
}

type Memory = Map<string, Remembered>;

async function check(options: ServiceOptions, memory: Memory, paths: readonly string[]): Promise<CheckResult> {
  const host = listingOnce(options.host);
  const configurations = findConfigurations(host, options.config, ruleIds);
  const configProblems = new Map<string | undefined, readonly ConfigProblem[]>();
  const requested: { source: Source; language: LanguageId; config: Config }[] = [];
  const [unrecognised, unreadable, ignored]: [string[], string[], string[]] = [[], [], []];
  for (const path of paths) {
    const { config, problems } = await configurations.of(path);
    configProblems.set(config.file, problems);
    if (config.ignores(path)) {
      ignored.push(path);
      continue;
    }
    const source = await host.read(path);
    if (!source) {
      unreadable.push(path);
      continue;
    }
    const language = source.language ?? recognise(path, source.text);
    if (language) requested.push({ source, language, config });
    else unrecognised.push(path);
  }

  const sets: Group<Sysctl>[] = [];
  for (const { source, config } of requested.filter((r) => r.language === 'sysctl'))
    if (!sets.some((g) => g.gathered.sources.has(source.path))) sets.push(await gather(sysctl, host, source, config));
  const configured = await gatherNginx(
    host,
    requested.filter((r) => r.language === 'nginx'),
  );
  const groups: readonly Group[] = [...sets, ...configured];
  const pairs = await pairUp(host, configured, sets);
  /** Those that only explain what others say, too. */
  const read = [...new Set([...groups, ...pairs.flatMap((p) => [p.nginx, p.sysctl])])];

  const files = new Map<string, LanguageId>(requested.map((r) => [r.source.path, r.language]));
  // What a requested root includes is judged with it: nginx reads it as one text.
  for (const g of groups)
    if (g.language === 'nginx' && files.has(g.entry))
      for (const path of g.gathered.sources.keys()) if (!files.has(path) && !g.config.ignores(path)) files.set(path, 'nginx');

  const alive = new Map<string, Remembered>();
  const rounds: Rounds = { options, before: memory, now: alive, paired: new Set(pairs.flatMap((p) => [p.nginx, p.sysctl])) };
  const judged: Judged[] = [];
  for (const [i, group] of groups.entries()) {
    await options.pause?.(i, groups.length);
    judged.push({ language: group.language, sources: group.gathered.sources, findings: judge(group, rounds) });
  }
  for (const pair of pairs) judged.push({ language: 'machine', sources: new Map(), findings: judgePair(pair, rounds) });
  // What nobody asks about any more, such as closed documents, is forgotten.
  memory.clear();
  for (const [key, remembered] of alive) memory.set(key, remembered);
  const sources = new Map(read.flatMap((g) => [...g.gathered.sources]));
  const configs = new Map(requested.map((r) => [r.source.path, r.config]));
  for (const g of read) for (const path of g.gathered.sources.keys()) if (!configs.has(path)) configs.set(path, g.config);
  const severityOf = (rule: string, path: string) =>
    options.rules?.[rule] ?? configs.get(path)?.rules[rule] ?? (isOn(rules.get(rule), configs.get(path)) ? undefined : 'off');

  const joined = join(judged, rules).filter((f) => seenIn(f, rules, (path) => files.has(path)));
  // Comments count where a finding stands, also in a file that nobody asked for.
  const told = new Map(files);
  for (const { at } of joined)
    if (!told.has(at.file)) told.set(at.file, read.find((g) => g.gathered.sources.has(at.file))!.language);
  const kept = suppress({
    findings: joined,
    files: [...told].map(([path, language]) => {
      const source = sources.get(path)!;
      const comments = source.text.includes('keepalint-') ? languages[language].commentLines(source) : [];
      const whole = (g: Group) => g.gathered.sources.has(path) && isRoot(g.gathered.sources.get(g.entry)!);
      return { path, language, source, comments, partial: language === 'nginx' && !groups.some(whole) };
    }),
    rules,
    severityOf,
  });
  return {
    findings: visible(kept, (path) => files.has(path)),
    sources,
    files,
    unrecognised,
    unreadable,
    ignored,
    configProblems: [...configProblems.values()].flat(),
    dependencies: (path) => [
      ...new Set(
        [groups.filter((g) => g.gathered.sources.has(path)), ...pairs.map((p) => [p.nginx, p.sysctl])]
          .filter((side) => side.some((g) => g.gathered.sources.has(path)))
          .flat()
          .flatMap((g) => [...g.gathered.sources.keys(), ...g.gathered.watched, ...(g.config.file ? [g.config.file] : [])]),
      ),
    ],
    entries: (path) => groups.filter((g) => g.gathered.sources.has(path)).map((g) => g.entry),
    destinations: () => configured.flatMap((g) => destinations(g.build(targetOf(g, options)))),
    settings: () => sets.flatMap((g) => settingsOf(g.build(targetOf(g, options)))),
    models(path) {
      const its = <M>(list: readonly Group<M>[]) => list.filter((g) => g.gathered.sources.has(path));
      const model = <M>(group: Group<M> | undefined) => group && modelOf(group, targetOf(group, options), rounds);
      const partners = <M>(side: Group, other: (pair: Pair) => Group<M>) => {
        const found = pairs.filter((p) => p.nginx === side || p.sysctl === side).map(other);
        return found.length ? found : [undefined];
      };
      return [
        ...its(configured).flatMap((g) => partners(g, (p) => p.sysctl).map((p) => ({ nginx: model(g), sysctl: model(p) }))),
        ...its(sets).flatMap((g) => partners(g, (p) => p.nginx).map((p) => ({ nginx: model(p), sysctl: model(g) }))),
      ];
    },
  };
}

function isOn(rule: Pick<Rule<never>, 'optional'> | undefined, config: Config | undefined): boolean {
  const { optional } = rule ?? {};
  return optional === undefined || (optional !== true && config !== undefined && config.presets.includes(optional));
}

/** What somebody is told who looks at some files only. */
export function visible(findings: readonly Finding[], sees: (path: string) => boolean): Finding[] {
  return findings.flatMap((f) => seenIn(f, rules, sees) ?? []).sort(byPlace);
}

/** For the length of one check, directories stay as they are: many files in one folder ask for it again and again. */
function listingOnce(host: Host): Host {
  const lists = new Map<string, ReturnType<Host['list']>>();
  return {
    ...host,
    list(path) {
      const known = lists.get(path) ?? host.list(path);
      lists.set(path, known);
      return known;
    },
  };
}

async function gather<G extends Gathered, M>(
  language: Language<G, M>,
  host: Host,
  entry: Source,
  config: Config,
): Promise<Group<M>> {
  const gathered = await language.gather(host, entry, config);
  return {
    language: language.id,
    entry: entry.path,
    config,
    gathered,
    build: (target) => language.build(gathered, target),
    // What an optional rule would say where it is off is no reason for a comment that disables it.
    judge: (model, { rules: chosen, onCrash }) =>
      lint(
        language.rules.filter((rule) => isOn(rule, config) || config.rules[rule.id] || chosen?.[rule.id]),
        model,
        onCrash,
      ),
  };
}

/** The machines that requested files belong to. The side that nobody asked for is read for the sake of the other one. */
async function pairUp(host: Host, configured: readonly Group<Nginx>[], sets: readonly Group<Sysctl>[]): Promise<Pair[]> {
  const pairs = new Map<string, Pair>();
  const find = async <M>(
    language: Language<Gathered, M>,
    known: readonly Group<M>[],
    paths: readonly string[],
    config: Config,
  ) => {
    for (const path of paths) {
      const group = known.find((g) => g.gathered.sources.has(path));
      if (group) return group;
      const source = await host.read(path);
      if (source && recognise(path, source.text) === language.id && (language.id === 'sysctl' || isRoot(source)))
        return gather(language, host, source, config);
    }
    return undefined;
  };
  for (const group of [...configured, ...sets]) {
    const { entry, config, language } = group;
    if (language === 'nginx' && !isRoot(group.gathered.sources.get(entry)!)) continue;
    const sides = await machineOf(host, entry, config);
    if (!sides) continue;
    const partner =
      language === 'nginx'
        ? await find<Sysctl>(sysctl, sets, sides.sysctl, config)
        : await find<Nginx>(nginx, configured, sides.nginx, config);
    if (!partner) continue;
    const pair =
      language === 'nginx'
        ? { nginx: group as Group<Nginx>, sysctl: partner as Group<Sysctl> }
        : { nginx: partner as Group<Nginx>, sysctl: group as Group<Sysctl> };
    pairs.set(`${keyOf(pair.nginx)} ${keyOf(pair.sysctl)}`, pair);
  }
  return [...pairs.values()];
}

/** What was judged the last time, and what is judged now. */
interface Rounds {
  readonly options: ServiceOptions;
  readonly before: Memory;
  readonly now: Memory;
  readonly paired: ReadonlySet<Group>;
}

function judge(group: Group, rounds: Rounds): readonly Finding[] {
  return unlessKnown(keyOf(group), [group], rounds, (target) => {
    const model = group.build(target);
    const findings = group.judge(model, rounds.options);
    return rounds.paired.has(group) || rounds.options.keepModels ? { findings, model } : { findings };
  });
}

const modelOf = <M>(group: Group<M>, target: Target, { now }: Rounds): M =>
  (now.get(keyOf(group))?.model as M | undefined) ?? group.build(target);

function judgePair({ nginx, sysctl }: Pair, rounds: Rounds): readonly Finding[] {
  return unlessKnown(`machine ${keyOf(nginx)} ${keyOf(sysctl)}`, [nginx, sysctl], rounds, (target) => {
    const machine = { target, nginx: modelOf(nginx, target, rounds), sysctl: modelOf(sysctl, target, rounds) };
    return { findings: lint(machineRules, machine, rounds.options.onCrash) };
  });
}

const targetOf = ({ config }: Group, options: ServiceOptions): Target => options.target ?? config.target ?? defaultTarget;

function settingsOf({ files, effective }: Sysctl): Assignment[] {
  const names = new Set(files.flatMap((f) => f.assignments.filter((a) => !a.glob).map((a) => a.name)));
  return [...names].flatMap((name) => effective(name));
}

/** Groups are judged again only when one of their texts, their configuration or the target is another than last time. */
function unlessKnown(
  key: string,
  groups: readonly Group[],
  { options, before, now }: Rounds,
  find: (target: Target) => Pick<Remembered, 'findings' | 'model'>,
): readonly Finding[] {
  const target = targetOf(groups[0]!, options);
  const last = before.get(key);
  const same = (g: Group, i: number) => {
    const old = last?.groups[i];
    return old !== undefined && old.config === g.config && sameSources(old.gathered, g.gathered);
  };
  const remembered = last?.target === target && groups.every(same) ? last : { groups, target, ...find(target) };
  now.set(key, remembered);
  return remembered.findings;
}

const keyOf = ({ language, gathered }: Group) => `${language} ${gathered.key}`;

function sameSources(a: Gathered, b: Gathered): boolean {
  if (a.sources.size !== b.sources.size || a.watched.length !== b.watched.length || a.around !== b.around) return false;
  for (const [path, source] of a.sources) if (b.sources.get(path) !== source) return false;
  return a.watched.every((path, i) => b.watched[i] === path);
}

/**
 * The models that speak about the requested nginx files: each requested root, each configured one, each root found
 * nearby that includes a requested fragment; a fragment that none of them reaches stands for itself.
 */
async function gatherNginx(host: Host, requested: readonly { source: Source; config: Config }[]): Promise<Group<Nginx>[]> {
  const roots = new Map<string, Group<Nginx>>();
  const tried = new Set<string>();
  const tryRoot = async (path: string, config: Config, known?: Source) => {
    if (tried.has(path)) return;
    tried.add(path);
    const source = known ?? (await host.read(path));
    if (source && isRoot(source)) roots.set(path, await gather(nginx, host, source, config));
  };
  for (const { source, config } of requested) if (isRoot(source)) await tryRoot(source.path, config, source);
  for (const { config } of requested) for (const path of config.roots) await tryRoot(path, config);

  const reaching = (path: string) => [...roots.values()].some((g) => g.gathered.sources.has(path));
  for (const { source, config } of requested) {
    if (reaching(source.path)) continue;
    for await (const candidate of nearbyRoots(host, source.path)) {
      await tryRoot(candidate, config);
      if (reaching(source.path)) break;
    }
  }
  const wanted = new Set(requested.map((r) => r.source.path));
  const useful = [...roots.values()].filter((g) => wanted.has(g.entry) || [...wanted].some((p) => g.gathered.sources.has(p)));
  const alone: Group<Nginx>[] = [];
  // The files of one conf.d are gathered together, so the first of them speaks for the others.
  for (const { source, config } of requested)
    if (![useful, alone].some((groups) => groups.some((g) => g.gathered.sources.has(source.path))))
      alone.push(await gather(nginx, host, source, config));
  return [...useful, ...alone];
}

/** Where a main file usually stands, seen from one of its fragments: a folder above, or in `nginx/` or `conf/` beside it. */
async function* nearbyRoots(host: Host, fragment: string): AsyncGenerator<string> {
  for (let folder = folderOf(fragment); ; folder = folderOf(folder)) {
    const entries = (await host.list(folder)) ?? [];
    const base = folder === '/' ? '' : folder;
    for (const { name, kind } of entries)
      if (kind === 'file' && /nginx[^/]*\.conf$/i.test(name) && `${base}/${name}` !== fragment) yield `${base}/${name}`;
    for (const { name, kind } of entries)
      if (kind === 'directory' && /^(nginx|conf|config|etc)$/i.test(name))
        yield `${base}/${name === 'etc' ? 'etc/nginx' : name}/nginx.conf`;
    if (folder === folderOf(folder) || (await host.isBoundary(folder))) return;
  }
}

/** The page that explains a rule, in the reader's language. */
export function docsUrl(rule: string, locale: 'en' | 'zh-CN'): string {
  return `https://github.com/keepalint/keepalint/blob/main/docs/rules/${rule}${locale === 'en' ? '' : '.zh-CN'}.md`;
}
