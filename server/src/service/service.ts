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
import { isRoot, nginx } from '../nginx/language.ts';
import { sysctl } from '../sysctl/language.ts';
import { findConfigurations } from './configuration.ts';
import { recognise } from './recognise.ts';

export interface ServiceOptions {
  readonly host: Host;
  /** Overrides what configuration files say (`--target`, an editor's setting). */
  readonly target?: Target | undefined;
  /** Overrides what configuration files say about severities. */
  readonly rules?: Config['rules'] | undefined;
  /** The configuration file to use instead of the nearest one; false: none. */
  readonly config?: string | false | undefined;
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
}

/** The languages by id, for what does not depend on their models. */
export const languages: Readonly<Record<LanguageId, Pick<Language<never, never>, 'commentLines' | 'syntaxErrors'>>> = {
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
  ([...nginx.rules, ...sysctl.rules, ...hygieneRules] as readonly Rule<never>[]).map((rule) => [rule.id, rule]),
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
interface Group {
  readonly language: LanguageId;
  readonly entry: string;
  readonly config: Config;
  readonly gathered: Gathered;
  judge(target: Target, onCrash: ServiceOptions['onCrash']): Finding[];
}

type Memory = Map<string, { readonly group: Group; readonly target: Target; readonly findings: readonly Finding[] }>;

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

  const groups: Group[] = [];
  for (const { source, config } of requested.filter((r) => r.language === 'sysctl'))
    if (!groups.some((g) => g.gathered.sources.has(source.path))) groups.push(await gather(sysctl, host, source, config));
  groups.push(
    ...(await gatherNginx(
      host,
      requested.filter((r) => r.language === 'nginx'),
    )),
  );

  const files = new Map<string, LanguageId>(requested.map((r) => [r.source.path, r.language]));
  // What a requested root includes is judged with it: nginx reads it as one text.
  for (const g of groups)
    if (g.language === 'nginx' && files.has(g.entry))
      for (const path of g.gathered.sources.keys()) if (!files.has(path) && !g.config.ignores(path)) files.set(path, 'nginx');

  const judged: Judged[] = groups.map((g) => ({ sources: g.gathered.sources, findings: judge(g, options, memory) }));
  // What nobody asks about any more, such as closed documents, is forgotten.
  const asked = new Set(groups.map(keyOf));
  for (const key of memory.keys()) if (!asked.has(key)) memory.delete(key);
  const sources = new Map(groups.flatMap((g) => [...g.gathered.sources]));
  const configs = new Map(requested.map((r) => [r.source.path, r.config]));
  for (const g of groups) for (const path of g.gathered.sources.keys()) if (!configs.has(path)) configs.set(path, g.config);
  const severityOf = (rule: string, path: string) =>
    options.rules?.[rule] ?? configs.get(path)?.rules[rule] ?? (isOn(rules.get(rule), configs.get(path)) ? undefined : 'off');

  const joined = join(judged, rules).filter((f) => seenIn(f, rules, (path) => files.has(path)));
  // Comments count where a finding stands, also in a file that nobody asked for.
  const told = new Map(files);
  for (const { at } of joined)
    if (!told.has(at.file)) told.set(at.file, groups.find((g) => g.gathered.sources.has(at.file))!.language);
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
        groups
          .filter((g) => g.gathered.sources.has(path))
          .flatMap((g) => [...g.gathered.sources.keys(), ...g.gathered.watched, ...(g.config.file ? [g.config.file] : [])]),
      ),
    ],
    entries: (path) => groups.filter((g) => g.gathered.sources.has(path)).map((g) => g.entry),
  };
}

function isOn(rule: Rule<never> | undefined, config: Config | undefined): boolean {
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
): Promise<Group> {
  const gathered = await language.gather(host, entry, config);
  return {
    language: language.id,
    entry: entry.path,
    config,
    gathered,
    judge: (target, onCrash) => lint(language.rules, language.build(gathered, target), onCrash),
  };
}

/** A model is built again only when one of its texts, its configuration or the target is another than last time. */
function judge(group: Group, options: ServiceOptions, memory: Memory): readonly Finding[] {
  const target = options.target ?? group.config.target ?? defaultTarget;
  const key = keyOf(group);
  const last = memory.get(key);
  if (last && last.target === target && last.group.config === group.config && sameSources(last.group.gathered, group.gathered))
    return last.findings;
  const findings = group.judge(target, options.onCrash);
  memory.set(key, { group, target, findings });
  return findings;
}

const keyOf = ({ language, gathered }: Group) => `${language} ${gathered.key}`;

function sameSources(a: Gathered, b: Gathered): boolean {
  if (a.sources.size !== b.sources.size || a.watched.length !== b.watched.length) return false;
  for (const [path, source] of a.sources) if (b.sources.get(path) !== source) return false;
  return a.watched.every((path, i) => b.watched[i] === path);
}

/**
 * The models that speak about the requested nginx files: each requested root, each configured one, each root found
 * nearby that includes a requested fragment; a fragment that none of them reaches stands for itself.
 */
async function gatherNginx(host: Host, requested: readonly { source: Source; config: Config }[]): Promise<Group[]> {
  const roots = new Map<string, Group>();
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
  const alone: Group[] = [];
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
    if (folder === '/' || (await host.isBoundary(folder))) return;
  }
}

/** The page that explains a rule, in the reader's language. */
export function docsUrl(rule: string, locale: 'en' | 'zh-CN'): string {
  return `https://github.com/keepalint/keepalint/blob/main/docs/rules/${rule}${locale === 'en' ? '' : '.zh-CN'}.md`;
}
