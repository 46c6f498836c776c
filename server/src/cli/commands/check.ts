import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ConfigProblem } from '../../core/config.ts';
import { applyFixes, type FixRun } from '../../core/fix.ts';
import { type Host, overlay } from '../../core/host.ts';
import { nearest } from '../../core/nearest.ts';
import { type Renderer, renderer } from '../../core/render.ts';
import type { Data, Finding, Safety } from '../../core/rule.ts';
import { parseTargets } from '../../core/targets.ts';
import { countLines, decode, encode, linesOf, type Source } from '../../core/text.ts';
import { largest, type NodeHost, nodeHost, toSlashes } from '../../disk/host.ts';
import { type CheckResult, createService, docsUrl, rules, type Service } from '../../service/service.ts';
import { displayName, findFiles, partsOfMachine } from '../files.ts';
import { accepts } from '../gate.ts';
import type { ExitCode, Io } from '../io.ts';
import { commands, type Format, type Options } from '../options.ts';
import { concise } from '../report/concise.ts';
import { readableData } from '../report/frame.ts';
import { full } from '../report/full.ts';
import { json } from '../report/json.ts';
import { styleOf, wantsColor } from '../report/style.ts';
import { atLeast, countBySeverity, type View } from '../report/view.ts';
import { printable } from '../report/width.ts';
import { type Words, wordsOf } from '../words.ts';
import { writeFixed } from '../write.ts';

/** Everything the steps of one run share. */
export interface Run {
  readonly io: Io;
  readonly options: Options;
  readonly words: Words;
  readonly disk: NodeHost;
  /** The disk and standard input. */
  readonly host: Host;
  readonly service: Service;
  /** The configuration file that was asked for, absolute; false: none. */
  readonly config: string | false | undefined;
  /** Absolute. */
  readonly paths: readonly string[];
  /** Those that were asked for by name. */
  readonly named: ReadonlyMap<string, string>;
  readonly stdin: Source | undefined;
  name(path: string): string;
  /** Says what keeps the run from being complete; the exit code is 2. */
  fail(line: string): void;
  /** Whether something did. */
  failed(): boolean;
}

export async function check(io: Io, options: Options): Promise<ExitCode> {
  const started = performance.now();
  const run = await prepare(io, options);
  if (!run) return 2;

  const first = await run.service.check(run.paths);
  if (await refuse(run, first.configProblems)) return 2;
  complain(run, first);
  const fixed = options.fix === 'no' ? undefined : await fix(run, first);
  const result = fixed?.result ?? first;
  const view = viewOf(run, result);
  await report(run, view, Math.round(performance.now() - started), fixed);
  if (run.failed()) return 2;
  if (options.exitZero) return 0;
  return (options.fix === 'diff' ? fixed?.after.size : fails(options, result.findings)) ? 1 : 0;
}

/** Finds the files that a call is about; undefined where there is nothing to go on with. */
export async function prepare(io: Io, options: Options): Promise<Run | undefined> {
  const words = wordsOf(options.locale);
  let failed = false;
  const fail = (line: string) => {
    failed = true;
    io.err(`keepalint: ${line}\n`);
  };
  const parsed = options.targets.length ? parseTargets(options.targets) : undefined;
  if (parsed && 'problem' in parsed) {
    fail(words.badTarget(parsed.problem.message[options.locale], parsed.problem.suggestion));
    return undefined;
  }
  const disk = nodeHost();
  const config =
    options.config === false || options.config === undefined ? options.config : toSlashes(resolve(io.cwd, options.config));
  if (config && !(await disk.read(config))) {
    fail(
      disk.why(config) === 'missing'
        ? words.noSuchFile(displayName(config, io.cwd), undefined)
        : words.unreadable(displayName(config, io.cwd), disk.why(config) ?? 'failed', megabytes),
    );
    return undefined;
  }

  const parts = options.root === undefined ? [] : await partsOfMachine(toSlashes(resolve(io.cwd, options.root)));
  if (options.root !== undefined && parts.length === 0) {
    fail(words.noMachine(options.root));
    return undefined;
  }
  const operands = options.operands.length ? options.operands : parts.length ? parts : ['.'];
  const piped = operands.includes('-');
  if (piped && operands.length > 1) {
    fail(words.stdinAlone);
    return undefined;
  }
  const stdin = piped ? toSlashes(resolve(io.cwd, options.stdinFilename ?? '<stdin>')) : undefined;
  const found = piped
    ? { files: [stdin!], named: new Map([[stdin!, options.stdinFilename ?? '<stdin>']]), missing: [], empty: [] }
    : await findFiles(operands, io.cwd);
  for (const { operand, why } of found.missing) {
    if (why === 'no-match') options.mayMatchNothing || fail(words.noMatch(operand));
    else if (why === 'missing') fail(words.noSuchFile(operand, similarCommand(operand, options)));
    else fail(words.unreadable(operand, why, megabytes));
  }
  // A machine has folders with nothing in them.
  const empty = operands === parts ? (found.files.length ? [] : [options.root!]) : found.empty;
  if (!options.mayMatchNothing) for (const folder of empty) fail(words.nothingToCheck([folder]));
  if (found.files.length === 0 && found.missing.length + found.empty.length > 0 && !options.mayMatchNothing) return undefined;

  let host: Host = disk;
  const source = stdin === undefined ? undefined : decode(stdin, await io.stdin());
  if (source) host = overlay(host, new Map([[source.path, source]]));
  if (options.language) host = inLanguage(host, options.language, new Set(found.named.keys()));
  const crashed = new Set<string>();
  const service = createService({
    host,
    target: parsed?.target,
    config,
    onCrash: (rule, error) => {
      if (!crashed.has(rule)) fail(words.ruleCrashed(rule, error instanceof Error ? error.message : String(error)));
      crashed.add(rule);
    },
  });
  const name = (path: string) => printable(path === stdin ? (options.stdinFilename ?? '<stdin>') : displayName(path, io.cwd));
  const { files: paths, named } = found;
  return { io, options, words, disk, host, service, config, paths, named, stdin: source, name, fail, failed: () => failed };
}

const megabytes = `${largest / 1024 / 1024} MiB`;

function similarCommand(operand: string, { operands }: Options): string | undefined {
  if (operands[0] !== operand || /[/.]/.test(operand)) return undefined;
  const command = nearest(operand, commands);
  return command && `keepalint ${command}`;
}

/** Files that were named are in the language that was named, whatever they look like. */
function inLanguage(host: Host, language: NonNullable<Options['language']>, paths: ReadonlySet<string>): Host {
  const named = new WeakMap<Source, Source>();
  return {
    ...host,
    read: async (path) => {
      const source = await host.read(path);
      if (!source || !paths.has(path)) return source;
      const known = named.get(source) ?? { ...source, language };
      named.set(source, known);
      return known;
    },
  };
}

/** Says what is wrong with configuration files of ours; whether anything is. */
export async function refuse({ disk, options, name, fail }: Run, problems: readonly ConfigProblem[]): Promise<boolean> {
  for (const { file, start, message } of problems) {
    const text = (await disk.read(file))?.text ?? '';
    const { line, column } = countLines(text).position(start);
    fail(`${name(file)}:${line + 1}:${column + 1}: ${message[options.locale]}`);
  }
  return problems.length > 0;
}

/** What became of the files that were asked for. */
type Asked = Pick<CheckResult, 'files' | 'unreadable' | 'unrecognised' | 'ignored'>;

/** Says which of the requested files were not judged. What a walk merely came across is passed over in silence. */
export function complain({ options, words, disk, named, fail, io }: Run, result: Asked): void {
  for (const path of result.unreadable) {
    const why = disk.why(path) ?? 'failed';
    const asked = named.get(path);
    if (asked === undefined && (why === 'missing' || why === 'binary')) continue;
    fail(words.unreadable(printable(asked ?? displayName(path, io.cwd)), why, megabytes));
  }
  for (const path of result.unrecognised) {
    const asked = named.get(path);
    if (asked !== undefined && !options.mayMatchNothing) fail(words.unrecognised(printable(asked)));
  }
  for (const path of result.ignored) {
    const asked = named.get(path);
    if (asked !== undefined && !options.quiet) io.err(`keepalint: ${words.ignored(printable(asked))}\n`);
  }
  const explained = result.ignored.length > 0 || [...result.unreadable, ...result.unrecognised].some((path) => named.has(path));
  if (result.files.size === 0 && !explained && !options.mayMatchNothing)
    fail(words.nothingToCheck(options.operands.length ? options.operands : ['.']));
}

interface Fixed {
  readonly result: CheckResult;
  readonly before: ReadonlyMap<string, Source>;
  /** What was written, or would be. */
  readonly after: ReadonlyMap<string, Source>;
  /** How many fixes are in it. */
  readonly applied: number;
}

/** Applies fixes of what is shown, to files that were judged; for `--diff` and standard input nothing is written. */
async function fix(run: Run, first: CheckResult): Promise<Fixed> {
  const { options, words, service, paths, stdin, fail, io, name } = run;
  const allowed = new Set<Safety>(options.unsafe ? ['safe', 'unsafe'] : ['safe']);
  const fixable = ({ findings, files, sources }: CheckResult) => ({
    findings: findings
      .filter((f) => atLeast(f.severity, options.severity))
      .map((f) => ({ ...f, fixes: f.fixes.filter((x) => x.edits.every((e) => files.has(e.at.file))) })),
    sources,
  });
  const done: FixRun = await applyFixes({
    ...fixable(first),
    allowed,
    relint: async (changed) => fixable(await service.checkWith(changed, paths)),
    accept: (before, after) => accepts(first.files.get(before.path) ?? 'nginx', before, after),
  });
  const texts = rendererOf(run, first);
  for (const { finding, fix } of done.refused) fail(words.fixRefused(texts.fix(finding, fix), name(finding.at.file)));
  if (!done.settled) io.err(`keepalint: ${words.notSettled}\n`);

  const after = new Map(done.changed);
  if (options.fix === 'write' && !stdin) {
    for (const [path, text] of [...done.changed].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const before = first.sources.get(path);
      const why = before ? await writeFixed(path, before, text) : 'failed';
      if (!why) continue;
      fail(words.notWritten(name(path), why));
      after.delete(path);
    }
  }
  const applied = done.applied.filter(({ fix }) => fix.edits.every((e) => after.has(e.at.file))).length;
  return { result: await service.checkWith(after, paths), before: first.sources, after, applied };
}

function viewOf(run: Run, result: CheckResult): View {
  const { options, name } = run;
  return {
    findings: result.findings,
    severity: options.severity,
    sources: result.sources,
    files: result.files.size,
    locale: options.locale,
    words: rendererOf(run, result),
    name,
    url: (rule) => docsUrl(rule, options.locale),
  };
}

export function rendererOf({ options, name }: Run, { sources }: CheckResult): Renderer {
  const words = renderer(rules, options.locale, ({ file, start }) => {
    const source = sources.get(file);
    return `${name(file)}:${source ? linesOf(source).position(start).line + 1 : '?'}`;
  });
  const legible = <T extends { readonly data: Data }>(said: T, file: string): T => ({
    ...said,
    data: readableData(sources.get(file), said.data),
  });
  return {
    message: (finding) => printable(words.message(legible(finding, finding.at.file))),
    related: (finding, related) => printable(words.related(finding, legible(related, related.at.file))),
    fix: (finding, fix) => printable(words.fix(finding, legible(fix, finding.at.file))),
    statement: (statement) => printable(words.statement(statement)),
  };
}

async function report(run: Run, view: View, ms: number, fixed: Fixed | undefined): Promise<void> {
  const { io, options, words, stdin, fail, name } = run;
  const outputs = [...options.outputs];
  if (!outputs.some((o) => o.file === undefined))
    outputs.unshift({ format: io.terminal.out ? 'full' : 'concise', file: undefined });
  for (const { format, file } of outputs) {
    if (file !== undefined) {
      try {
        await writeFile(resolve(io.cwd, file), written(run, view, format, false));
      } catch (error) {
        fail(words.cannotWriteReport(file, error instanceof Error ? error.message : String(error)));
      }
    } else if (fixed && options.fix === 'diff') {
      const { unifiedDiff } = await import('../report/diff.ts');
      for (const [path, after] of [...fixed.after].sort(([a], [b]) => (a < b ? -1 : 1)))
        io.out(unifiedDiff(name(path), fixed.before.get(path)!, after));
    } else if (fixed && stdin) {
      // Also where there was nothing to do: who pipes a file through keeps it.
      const { text, encoding } = fixed.after.get(stdin.path) ?? stdin;
      io.out(encode(text, encoding) ?? text);
      for (const part of written(run, view, format, io.terminal.err)) io.err(part);
    } else for (const part of written(run, view, format, io.terminal.out)) io.out(part);
  }
  const machine = outputs.some((o) => o.file === undefined && o.format === 'json');
  if (!options.quiet && !machine) io.err(`${summary(run, view, ms, fixed)}\n`);
}

function written({ io, options, words }: Run, view: View, format: Format, terminal: boolean): Iterable<string> {
  if (format === 'json') return json(view);
  if (format === 'concise') return [concise(view)];
  const colors = wantsColor(options.color, io.env, terminal);
  return [full(view, { style: styleOf(colors, colors && terminal), columns: io.terminal.columns }, words)];
}

function summary({ options, words }: Run, view: View, ms: number, fixed: Fixed | undefined): string {
  const counts = countBySeverity(view.findings);
  const hidden = options.severity === 'info' ? 0 : counts.info;
  const seen = { ...counts, info: counts.info - hidden };
  const some = seen.error + seen.warning + seen.info > 0;
  const offered = { safe: 0, unsafe: 0 };
  for (const { severity, fixes } of view.findings) {
    if (!atLeast(severity, options.severity)) continue;
    if (fixes.some((f) => f.safety === 'safe')) offered.safe++;
    else if (fixes.some((f) => f.safety === 'unsafe')) offered.unsafe++;
  }
  return [
    fixed?.applied && (options.fix === 'write' ? words.fixed : words.wouldFix)(fixed.applied, fixed.after.size),
    some ? words.found(seen, view.files, ms) : words.nothingFound(view.files, ms),
    words.fixable(offered.safe, offered.unsafe),
    hidden > 0 && words.hidden(hidden),
  ]
    .filter(Boolean)
    .join(options.locale === 'en' ? ' ' : '');
}

function fails({ failOn, maxWarnings }: Options, findings: readonly Finding[]): boolean {
  const counts = countBySeverity(findings);
  if (counts.error > 0) return true;
  if (maxWarnings >= 0 ? counts.warning > maxWarnings : failOn !== 'error' && counts.warning > 0) return true;
  return failOn === 'info' && counts.info > 0;
}
