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
  const { run, nginx, sysctl, sources, renderer } = read;
  const place = placeOf(options, sources, io);
  if (place === 'bad') return refuse(words.badPlace(options.at!));
  if (place && !nginx?.files.has(place.path)) return refuse(words.notPart(run.name(place.path), file));
  const lines = nginx
    ? place
      ? configurationAround(nginx, place.path, place.offset)
      : wholeConfiguration(nginx)
    : effectiveSettings(sysctl!);
  io.out(textOf(lines, renderer).text);
  return run.failed() ? 2 : 0;
}

/** Says which location answers a URL, step by step. 0: that is certain; 1: it is not, or nobody answers. */
export async function location(io: Io, options: Options, refuse: Refuse): Promise<ExitCode> {
  const words = wordsOf(options.locale);
  const [url, file, more] = options.operands;
  if (url === undefined || file === undefined) return refuse(words.whichUrl);
  if (more !== undefined) return refuse(words.tooMany('location', more));
  const read = await readModel(io, options, file);
  if (!read) return 2;
  const { run, nginx, sources, renderer } = read;
  if (!nginx) return refuse(words.noNginx(file));
  const place = placeOf(options, sources, io);
  if (place === 'bad') return refuse(words.badPlace(options.at!));
  if (place && !nginx.files.has(place.path)) return refuse(words.notPart(run.name(place.path), file));
  const { verdict, by, steps, certain, kind } = whichLocation(
    nginx,
    url,
    place && blocksAround(nginx, place.path, place.offset)[0],
  );
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

/** The model that a file belongs to; undefined where there is none, which is said. */
async function readModel(io: Io, options: Options, file: string): Promise<Model | undefined> {
  const run = await prepare(io, { ...options, operands: [file] });
  const [path] = run?.paths ?? [];
  if (!run || path === undefined) return undefined;
  const result = await run.service.check([path]);
  if (await refuseConfig(run, result.configProblems)) return undefined;
  complain(run, result);
  const language = result.files.get(path);
  if (language === undefined) return undefined;
  const models = result.models(path);
  const [nginx, sysctl] = language === 'nginx' ? [models[0]?.nginx, undefined] : [undefined, models[0]?.sysctl];
  return { run, nginx, sysctl, sources: result.sources, renderer: rendererOf(run, result) };
}

/** What `--at FILE:LINE` means: the first character of the line. */
function placeOf(
  { at }: Options,
  sources: Model['sources'],
  { cwd }: Io,
): { readonly path: string; readonly offset: number } | 'bad' | undefined {
  if (at === undefined) return undefined;
  const [, file, line] = /^(.+):(\d+)$/.exec(at) ?? [];
  if (file === undefined) return 'bad';
  const path = toSlashes(resolve(cwd, file));
  const source = sources.get(path);
  if (!source) return { path, offset: 0 };
  const { start, end } = linesOf(source).range(Number(line) - 1);
  return { path, offset: start + (/\S/.exec(source.text.slice(start, end))?.index ?? 0) };
}
