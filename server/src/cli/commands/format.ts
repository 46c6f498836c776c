import type { ConfigProblem } from '../../core/config.ts';
import { encode, type LanguageId, linesOf, type Source } from '../../core/text.ts';
import { formattedSource, formatter } from '../../service/format.ts';
import { accepts } from '../gate.ts';
import type { ExitCode, Io } from '../io.ts';
import type { Options } from '../options.ts';
import { writeFixed } from '../write.ts';
import { complain, prepare, type Run, refuse } from './check.ts';

/** 0: nothing to do, or written; 1: `--check` or `--diff` has something to say; 2: something was not formatted. */
export async function format(io: Io, options: Options): Promise<ExitCode> {
  const run = await prepare(io, options);
  if (!run) return 2;
  const { sources, changed, configProblems } = await formatAll(run);
  if (await refuse(run, configProblems)) return 2;

  const { words, stdin, name, fail } = run;
  const dry = options.check || options.fix === 'diff';
  let written = 0;
  for (const [path, after] of changed) {
    const before = sources.get(path)!;
    const why = dry || stdin ? undefined : await writeFixed(path, before, after);
    if (why) fail(words.notWritten(name(path), why));
    else written++;
    if (options.fix === 'diff') io.out((await import('../report/diff.ts')).unifiedDiff(name(path), before, after));
    else if (!why && (dry || !stdin)) io.out(`${name(path)}\n`);
  }
  if (stdin && !dry) {
    // Also where there was nothing to do, or nothing could be done: who pipes a file through keeps it.
    const { text, encoding } = changed.get(stdin.path) ?? stdin;
    io.out(encode(text, encoding) ?? text);
  } else if (!options.quiet && sources.size > 0)
    io.err(`${(dry ? words.wouldFormat : words.formatted)(written, sources.size - written)}\n`);
  if (run.failed()) return 2;
  return dry && changed.size > 0 ? 1 : 0;
}

interface Results {
  readonly sources: ReadonlyMap<string, Source>;
  /** Only those that are not yet what they should be. */
  readonly changed: ReadonlyMap<string, Source>;
  readonly configProblems: readonly ConfigProblem[];
}

async function formatAll(run: Run): Promise<Results> {
  const { words, named, name, fail, io, options } = run;
  const formatOf = formatter(run.host, run.config);
  const sources = new Map<string, Source>();
  const changed = new Map<string, Source>();
  const asked = {
    files: new Map<string, LanguageId>(),
    unreadable: [] as string[],
    unrecognised: [] as string[],
    ignored: [] as string[],
  };
  const configProblems = new Set<ConfigProblem>();
  for (const path of run.paths) {
    const result = await formatOf(path);
    for (const problem of result.configProblems) configProblems.add(problem);
    if (result.kind !== 'judged') {
      asked[result.kind].push(path);
      continue;
    }
    const { source, language, formatting } = result;
    asked.files.set(path, language);
    sources.set(path, source);
    if (formatting.refused) {
      const { line, column } = linesOf(source).position(formatting.start);
      const says = words.notFormatted(`${name(path)}:${line + 1}:${column + 1}`, formatting.refused);
      // Nobody asked for a template that a walk came across.
      if (formatting.refused === 'syntax' || named.has(path)) fail(says);
      else if (!options.quiet) io.err(`keepalint: ${says}\n`);
      continue;
    }
    const after = formattedSource(source, formatting);
    if (after === source) continue;
    if (await accepts(language, source, after)) changed.set(path, after);
    else fail(words.notFormatted(name(path), 'unsure'));
  }
  if (configProblems.size === 0) complain(run, asked);
  return { sources, changed, configProblems: [...configProblems] };
}
