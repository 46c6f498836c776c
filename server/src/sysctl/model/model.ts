import { once } from '../../core/once.ts';
import { nameOf } from '../../core/path.ts';
import type { Source, Span } from '../../core/text.ts';
import type { Target } from '../../core/version.ts';
import { factsOf } from '../facts/keys.ts';
import { type Assignment as AssignmentLine, type Exclude, type Line, type Piece, readLines } from '../syntax.ts';
import type { SysctlFiles } from './files.ts';
import { dotted, globMatches, isGlob, pathOf } from './key.ts';
import { isTemplate, readNumbers } from './value.ts';

/** The settings of one machine as its programs apply them. */
export interface Sysctl {
  readonly target: Target;
  /** Every file of the set, in the order of application. */
  readonly files: readonly SysctlFile[];
  /** The orders in which programs apply the set; one where all agree. */
  readonly readings: readonly Reading[];
  /** By the key's usual spelling: the assignments that some reading ends up with. More than one where readings differ. */
  effective(name: string): readonly Assignment[];
  /** Modules that are loaded before the files are applied, as far as the set shows. */
  readonly modules: ReadonlySet<string>;
  /** What is read instead of the only file of the set: its path on the machine. */
  readonly replacedBy: string | undefined;
}

export interface SysctlFile {
  readonly source: Source;
  /** Without blank lines. */
  readonly lines: readonly Line[];
  readonly assignments: readonly Assignment[];
  /** Branches of a template (`{% if %}`) decide which lines there are. */
  readonly branches: boolean;
}

export interface Assignment {
  readonly file: SysctlFile;
  readonly line: AssignmentLine;
  /** Below /proc/sys, with slashes. */
  readonly path: string;
  /** The key in its usual spelling, whatever the file writes. */
  readonly name: string;
  readonly glob: boolean;
  /** Without what its author takes for a comment, where the kernel does so, too. */
  readonly value: Piece;
  /** The numbers that the kernel reads in the value; undefined where it is none, refused, or a template. */
  readonly numbers: readonly number[] | undefined;
}

export interface Reading {
  /** boot: systemd-sysctl; system: `sysctl --system`. Both where they apply the same. */
  readonly programs: readonly Program[];
  readonly files: readonly SysctlFile[];
  /** What a key ends up with: its last explicit assignment, else the last glob that matches and no exclude forbids. */
  winner(path: string): Assignment | undefined;
}

type Program = 'boot' | 'system';

export function build(gathered: SysctlFiles, target: Target): Sysctl {
  const applied = gathered.applied.map(fileOf);
  const last = gathered.sysctlConf && fileOf(gathered.sysctlConf);
  // A file of its own under that name leaves no place for the link.
  const taken = !gathered.linked && applied.some((f) => nameOf(f.source.path) === '99-sysctl.conf');
  const readings = last
    ? readingsWith(applied, last, gathered.linked || (taken ? false : target.sysctlConfAtBoot))
    : readingsOf(['boot', 'system'], applied);
  const files = last ? [...applied, last] : applied;
  return {
    target,
    files,
    readings,
    effective(name) {
      const path = pathOf(name);
      return [...new Set(readings.map((r) => r.winner(path)))].filter((a) => a !== undefined);
    },
    modules: gathered.modules,
    replacedBy: gathered.replacedBy,
  };
}

export const at = (a: Assignment, part: { readonly start: number; readonly end: number }): Span => ({
  file: a.file.source.path,
  start: part.start,
  end: part.end,
});

/** Key and value, without what its author takes for a comment. */
export const spanOfSetting = (a: Assignment): Span => at(a, { start: a.line.key.start, end: a.value.end });

/**
 * `sysctl --system` reads sysctl.conf last. systemd-sysctl reads it only where 99-sysctl.conf is a symbolic link to it, as
 * on Debian up to 12, and then in that name's place; where the target does not tell, both can be.
 */
function readingsWith(applied: readonly SysctlFile[], last: SysctlFile, atBoot: boolean | undefined): readonly Reading[] {
  const after = applied.findIndex((f) => nameOf(f.source.path) > '99-sysctl.conf');
  const place = after === -1 ? applied.length : after;
  const system = [...applied, last];
  const linked = [...applied.slice(0, place), last, ...applied.slice(place)];
  const same = place === applied.length;
  const boots = [...(atBoot === true ? [] : [applied]), ...(atBoot === false || same ? [] : [linked])];
  return [
    ...readingsOf(same && atBoot !== false ? ['boot', 'system'] : ['system'], system),
    ...boots.map((order) => reading(['boot'], order)),
  ];
}

/** One reading, or one for each program where an exclude follows the assignment of its key. */
function readingsOf(programs: readonly Program[], files: readonly SysctlFile[]): readonly Reading[] {
  if (programs.length < 2 || !files.some(({ lines }) => lines.some(({ kind }) => kind === 'exclude')))
    return [reading(programs, files)];
  const [boot, system] = [reading(['boot'], files), reading(['system'], files)];
  const same = files.every(({ assignments }) => assignments.every(({ path }) => boot.winner(path) === system.winner(path)));
  return same ? [reading(programs, files)] : [system, boot];
}

function reading(programs: readonly Program[], files: readonly SysctlFile[]): Reading {
  const explicit = new Map<string, Assignment>();
  const globs = new Map<string, Assignment>();
  const excluded = new Set<string>();
  const onlyBoot = !programs.includes('system');
  for (const file of files) {
    let next = 0;
    for (const line of file.lines) {
      if (line.kind === 'exclude') {
        excluded.add(excludedPath(line));
        // parse_line() of systemd-sysctl: an exclude takes the place of whatever the key had before; procps keeps them apart.
        if (onlyBoot) explicit.delete(excludedPath(line));
      }
      if (line.kind !== 'assignment') continue;
      const a = file.assignments[next++]!;
      const list = a.glob ? globs : explicit;
      list.delete(a.path);
      list.set(a.path, a);
    }
  }
  const last = [...globs.values()].reverse();
  const matches = new Map<string, Assignment | undefined>();
  const lastMatch = (path: string) => {
    if (last.length > 0 && !matches.has(path))
      matches.set(
        path,
        last.find((g) => globMatches(g.path, path)),
      );
    return matches.get(path);
  };
  return {
    programs,
    files,
    winner: (path) => explicit.get(path) ?? globs.get(path) ?? (excluded.has(path) ? undefined : lastMatch(path)),
  };
}

const excludedPath = (line: Exclude) => pathOf(line.key.text);

/** Of Jinja, ERB, Go and Handlebars, also behind a comment mark, where the line stays readable. */
const branch = /^[ \t#;]*(?:\{%|<%)[-+ \t]*[a-z]|^[ \t#;]*\{\{-?[ \t]*[#/]?(?:if|else|end|range|with|each|unless)\b/m;

const fileOf = once((source: Source): SysctlFile => {
  const lines: Line[] = [];
  const assignments: Assignment[] = [];
  const file: SysctlFile = { source, lines, assignments, branches: branch.test(source.text) };
  for (const line of readLines(source.text)) {
    if (line.kind === 'blank') continue;
    lines.push(line);
    if (line.kind === 'assignment') assignments.push(assignmentOf(file, line));
  }
  return file;
});

function assignmentOf(file: SysctlFile, line: AssignmentLine): Assignment {
  const path = pathOf(line.key.text);
  const read = isTemplate(line.value.text) ? undefined : numbersIn(line.value.text, factsOf(path)?.fields ?? 1);
  const { text, start } = line.value;
  const value = read ? { text: text.slice(0, read.end), start, end: start + read.end } : line.value;
  return { file, line, path, name: dotted(path), glob: isGlob(path), value, numbers: read?.numbers };
}

/** White space ends a number; what follows the last one that the key takes is never looked at. */
function numbersIn(text: string, wanted: number): { readonly numbers: readonly number[]; readonly end: number } | undefined {
  const { fields, rest } = readNumbers(text);
  const last = fields.at(-1);
  if (!last || (rest < text.length && fields.length < wanted)) return undefined;
  return { numbers: fields.map((f) => f.value), end: last.end };
}
