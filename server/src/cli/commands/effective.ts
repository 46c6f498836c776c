import { resolve } from 'node:path';
import type { Renderer } from '../../core/render.ts';
import { linesOf } from '../../core/text.ts';
import { toSlashes } from '../../disk/host.ts';
import { spanOf } from '../../nginx/model/model.ts';
import { whichLocation } from '../../nginx/model/which-location.ts';
import {
  blocksAround,
  configurationAround,
  effectiveSettings,
  textOf,
  wholeConfiguration,
} from '../../service/effective-configuration.ts';
import type { CheckResult } from '../../service/service.ts';
import type { ExitCode, Io } from '../io.ts';
import type { Options } from '../options.ts';
import { printable } from '../report/width.ts';
import { wordsOf } from '../words.ts';
import { complain, prepare, type Run, refuse as refuseConfig, rendererOf } from './check.ts';

type Refuse = (line: string) => ExitCode;

/** Prints a configuration as nginx sees it, or what applies at `--at FILE:LINE`; of sysctl files what every key ends up with. */
export async function effective(io: Io, options: Options, refuse: Refuse): Promise<ExitCode> {
  const words = wordsOf(options.locale);
  const [file, more] = options.operands;
  if (file === undefined) return refuse(words.whichFile('effective'));
  if (more !== undefined) return refuse(words.tooMany('effective', more));
  const read = await readModel(io, options, file);
  if (!read) return 2;
  const { run, nginx, sysctl, renderer } = read;
  const place = placeOf(options, read, file);
  if (typeof place === 'string') return refuse(place);
  const lines = nginx
    ? place
      ? configurationAround(nginx, place.path, place.offset)
      : wholeConfiguration(nginx)
    : effectiveSettings(sysctl!);
  io.out(textOf(lines, renderer).text);
  return run.failed() ? 2 : 0;
}

/** Says which location answers a URL, step by step. 0: that is certain; 1: it is not, or nobody answers; 2: the question is none. */
export async function location(io: Io, options: Options, refuse: Refuse): Promise<ExitCode> {
  const words = wordsOf(options.locale);
  const [url, file, more] = options.operands;
  if (url === undefined || file === undefined) return refuse(words.whichUrl);
  if (more !== undefined) return refuse(words.tooMany('location', more));
  const read = await readModel(io, options, file);
  if (!read) return 2;
  const { run, nginx, renderer } = read;
  if (!nginx) return refuse(words.noNginx(file));
  const place = placeOf(options, read, file);
  if (typeof place === 'string') return refuse(place);
  const { verdict, by, steps, certain, kind } = whichLocation(
    nginx,
    url,
    place && blocksAround(nginx, place.path, place.offset)[0],
  );
  if (kind === 'no-url') return refuse(printable(renderer.statement(verdict)));
  if (kind === 'no-server') return refuse(words.whichServer);
  const nameOf = (d: NonNullable<typeof by>) => {
    const { file: path, start } = spanOf(d);
    return `${run.name(path)}:${linesOf(d.file.source).position(start).line + 1}`;
  };
  const told = steps.map(
    ({ statement, at, doubtful }) => `  ${doubtful ? '?' : '-'} ${renderer.statement(statement)}${at ? `  ${nameOf(at)}` : ''}`,
  );
  io.out(
    `${printable(renderer.statement(verdict))}${by ? `  ${nameOf(by)}` : ''}\n${told.map((line) => `${printable(line)}\n`).join('')}`,
  );
  if (run.failed()) return 2;
  return certain && kind !== 'none' ? 0 : 1;
}

interface Model extends Pick<CheckResult, 'sources'> {
  readonly run: Run;
  readonly nginx: ReturnType<CheckResult['models']>[number]['nginx'];
  readonly sysctl: ReturnType<CheckResult['models']>[number]['sysctl'];
  readonly renderer: Renderer;
}

/** The model that a file, or a folder with one configuration, belongs to; undefined where there is none or more, which is said. */
async function readModel(io: Io, options: Options, file: string): Promise<Model | undefined> {
  const run = await prepare(io, { ...options, operands: [file] });
  if (!run) return undefined;
  const result = await run.service.check(run.paths);
  if (await refuseConfig(run, result.configProblems)) return undefined;
  complain(run, result);
  const entries = run.paths.length === 1 && run.named.has(run.paths[0]!) ? run.paths : mainFiles(run.paths, result);
  const [path, other] = entries;
  if (other !== undefined) run.fail(run.words.several(file, entries.map(run.name)));
  if (path === undefined || other !== undefined) return undefined;
  const [sides] = result.models(path);
  if (!sides) return undefined;
  const [nginx, sysctl] = sides.nginx?.files.has(path) ? [sides.nginx, undefined] : [undefined, sides.sysctl];
  return { run, nginx, sysctl, sources: result.sources, renderer: rendererOf(run, result) };
}

/** What the configurations of files begin with; fragments that none of them includes only where there is nothing else. */
function mainFiles(paths: readonly string[], { entries, files, models }: CheckResult): readonly string[] {
  const all = [...new Set(paths.flatMap(entries))];
  const mains = all.filter((e) => files.get(e) === 'sysctl' || models(e).some(({ nginx }) => nginx?.top.context === 'main'));
  return mains.length > 0 ? mains : all;
}

/** What `--at FILE:LINE` means in the configuration of `main`: the first character of the line. Text: what is wrong with it. */
function placeOf(
  { at }: Options,
  { run, nginx, sources }: Model,
  main: string,
): { readonly path: string; readonly offset: number } | string | undefined {
  if (at === undefined) return undefined;
  const [, file, digits] = /^(.+):(\d+)$/.exec(at) ?? [];
  if (file === undefined) return run.words.badPlace(at);
  const path = toSlashes(resolve(run.io.cwd, file));
  const source = nginx?.files.has(path) ? sources.get(path) : undefined;
  if (!source) return run.words.notPart(run.name(path), main);
  const [line, lines] = [Number(digits), linesOf(source)];
  if (line < 1 || line > lines.count) return run.words.noLine(run.name(path), line);
  const { start, end } = lines.range(line - 1);
  return { path, offset: start + (/\S/.exec(source.text.slice(start, end))?.index ?? 0) };
}
