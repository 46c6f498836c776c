import { expect } from 'vitest';
import { applyFixes, type FixRun } from '../server/src/core/fix.ts';
import { memoryHost } from '../server/src/core/host.ts';
import { type Renderer, renderer } from '../server/src/core/render.ts';
import type { Finding, Locale, Safety } from '../server/src/core/rule.ts';
import { parseTargets } from '../server/src/core/targets.ts';
import { applyEdits, type LanguageId, linesOf, type Source } from '../server/src/core/text.ts';
import type { Target } from '../server/src/core/version.ts';
import { recognise } from '../server/src/service/recognise.ts';
import { addsNoError, type CheckResult, createService, languages, rules } from '../server/src/service/service.ts';

export interface Options {
  /** Target words, separated by blanks: `nginx=1.24 kernel=5.15`. */
  readonly target?: string;
  readonly locale?: Locale;
  /** Only these rules are looked at; the others may say what they like. */
  readonly only?: readonly string[];
  /** Also expects a `see` line under every related place. */
  readonly related?: boolean;
  /** The files that are asked for; without it, all of them. */
  readonly paths?: readonly string[];
  /** Rules whose findings a fix may bring up, each with a reason in the test. */
  readonly reveals?: readonly string[];
}

/**
 * Lints a fixture and compares it with itself: under each line stand the findings that begin on it,
 *
 *     location /a { alias /b/; }
 *     #        ^^ ! error nginx/alias-traversal: a request for /a../ leaves /b/: …
 *
 * `#` is column 0 (`#<` where the span itself begins there), `^` the span, `+ ! ?` the safety of its fixes (safe, unsafe, manual).
 * `# -- path --` begins a file; without it the text is one file. Then every safe and unsafe fix is tried: the finding must be
 * gone, nothing new may appear, the text must still parse, and a second run must find nothing to do.
 */
export const checkNginx = (fixture: string, options: Options = {}): Promise<void> => check('nginx.conf', fixture, options);
export const checkSysctl = (fixture: string, options: Options = {}): Promise<void> => check('sysctl.conf', fixture, options);

async function check(name: string, fixture: string, options: Options): Promise<void> {
  const expected = filesOf(fixture, name);
  const clean = new Map([...expected].map(([path, text]) => [path, withoutNotes(text)]));
  const result = await lintFiles(clean, { ...options, language: name === 'sysctl.conf' ? 'sysctl' : 'nginx' });
  expect(result.unrecognised).toEqual([]);
  const actual = annotate(result, clean, options);
  expect([...actual].map(fileBlock).join('')).toBe([...expected].map(fileBlock).join(''));
  await verifyFixes(result, options);
}

const fileBlock = ([path, text]: readonly [string, string]) => `# -- ${path} --\n${text}\n`;

/** Splits a fixture at `# -- path --` lines; text before the first one belongs to `name`. */
export function filesOf(fixture: string, name: string): Map<string, string> {
  const files = new Map<string, string>();
  let lines: string[] = [];
  for (const line of dedent(fixture).split('\n')) {
    const header = /^# -- (\S+) --$/.exec(line)?.[1];
    if (header === undefined) {
      lines.push(line);
      continue;
    }
    if (lines.some((l) => l.trim())) files.set(name, lines.join('\n'));
    name = header;
    lines = [];
  }
  return files.set(name, lines.join('\n'));
}

export function dedent(text: string): string {
  const lines = text
    .replace(/^\n/, '')
    .replace(/\n[ \t]*$/, '\n')
    .split('\n');
  const indents = lines.filter((l) => l.trim()).map((l) => /^ */.exec(l)![0].length);
  const indent = Math.min(...indents, 1000);
  return lines.map((l) => l.slice(indent)).join('\n');
}

const note =
  /^#[< ]*\^+… ?(?:[+!?]+ )?(?:error|warning|info|see) \S+\/\S+: .*\n?|^#[< ]*\^+ (?:[+!?]+ )?(?:error|warning|info|see) \S+\/\S+: .*\n?/gm;
const withoutNotes = (text: string) => text.replace(note, '');

export interface LintResult extends CheckResult {
  readonly words: Renderer;
  readonly target: Target | undefined;
  relint(changed: ReadonlyMap<string, Source>): Promise<CheckResult>;
}

/** Lints files as the shells do: paths are relative to `/w`, every file is requested. */
export async function lintFiles(
  files: ReadonlyMap<string, string>,
  options: Options & { readonly language?: LanguageId } = {},
): Promise<LintResult> {
  const crashes: string[] = [];
  const target = targetOf(options.target);
  const sources = new Map([...files].map(([path, text]) => [`/w/${path}`, sourceOf(`/w/${path}`, text, options.language)]));
  const service = createService({
    host: memoryHost(sources),
    target,
    onCrash: (rule, error) => crashes.push(`${rule}: ${error instanceof Error ? error.stack : error}`),
  });
  const asked = options.paths ? options.paths.map((path) => `/w/${path}`) : [...sources.keys()];
  const paths = asked.filter((path) => !/\/\.keepalint\.\w+$/.test(path));
  const result = await service.check(paths);
  expect(crashes).toEqual([]);
  expect(result.configProblems.map((p) => p.message.en)).toEqual([]);
  const pick = (r: CheckResult): CheckResult =>
    options.only ? { ...r, findings: r.findings.filter((f) => options.only!.includes(f.rule)) } : r;
  const words = renderer(rules, options.locale ?? 'en', ({ file, start }) => {
    const source = result.sources.get(file);
    return `${file.replace('/w/', '')}:${source ? linesOf(source).position(start).line + 1 : '?'}`;
  });
  return { ...pick(result), words, target, relint: async (changed) => pick(await service.checkWith(changed, paths)) };
}

/** A template is judged where an editor says what language it is. */
const sourceOf = (path: string, text: string, language?: LanguageId): Source => ({
  path,
  text,
  encoding: 'utf8',
  ...(language && recognise(path, text) === undefined ? { language } : {}),
});

function targetOf(words: string | undefined): Target | undefined {
  if (!words) return undefined;
  const parsed = parseTargets(words.split(' '));
  if ('problem' in parsed) throw new Error(parsed.problem.message.en);
  return parsed.target;
}

/** Writes under each line what the linter says about it. */
function annotate(result: LintResult, files: ReadonlyMap<string, string>, options: Options): Map<string, string> {
  const marks = { safe: '+', unsafe: '!', manual: '?' };
  return new Map(
    [...files].map(([path, text]) => {
      const file = `/w/${path}`;
      const notes = result.findings.flatMap((f) => {
        const fixes = f.fixes.map((fix) => marks[fix.safety]).join('');
        const own =
          f.at.file === file
            ? [{ at: f.at, text: `${fixes && `${fixes} `}${f.severity} ${f.rule}: ${result.words.message(f)}` }]
            : [];
        const related = options.related ? f.related.filter((r) => r.at.file === file) : [];
        return [...own, ...related.map((r) => ({ at: r.at, text: `see ${f.rule}: ${result.words.related(f, r)}` }))];
      });
      let offset = 0;
      const out = text.split('\n').flatMap((line) => {
        const start = offset;
        const end = start + line.length;
        offset = end + 1;
        const here = notes.filter((n) => start <= n.at.start && n.at.start <= end).sort((a, b) => a.at.start - b.at.start);
        return [
          line,
          ...here.map((n) => `${carets(n.at.start - start, Math.min(n.at.end, end) - start, n.at.end > end)} ${n.text}`),
        ];
      });
      return [path, out.join('\n')];
    }),
  );
}

function carets(start: number, end: number, more: boolean): string {
  const lead = start === 0 ? '#<' : '#'.padEnd(start, ' ');
  return `${lead}${'^'.repeat(Math.max(end - Math.max(start, 1), 1))}${more ? '…' : ''}`;
}

async function verifyFixes(result: LintResult, options: Options): Promise<void> {
  const count = (findings: readonly Finding[]) => {
    const counts = new Map<string, number>();
    for (const f of findings) counts.set(f.rule, (counts.get(f.rule) ?? 0) + 1);
    return counts;
  };
  const before = count(result.findings);
  for (const finding of result.findings)
    for (const fix of finding.fixes.filter((f) => f.safety !== 'manual')) {
      const what = `${finding.rule}: ${result.words.fix(finding, fix)}`;
      const changed = new Map<string, Source>();
      for (const path of new Set(fix.edits.map((e) => e.at.file))) {
        const source = result.sources.get(path)!;
        const after = {
          ...source,
          text: applyEdits(
            source.text,
            fix.edits.filter((e) => e.at.file === path),
          ),
        };
        const language = languages[result.files.get(path)!];
        expect(after.text, `${what}: changes nothing`).not.toBe(source.text);
        expect(language.syntaxErrors(after.text), `${what}: new syntax error in\n${after.text}`).toBeLessThanOrEqual(
          language.syntaxErrors(source.text),
        );
        changed.set(path, after);
      }
      const after = count((await result.relint(changed)).findings);
      const texts = [...changed.values()].map((s) => s.text).join('\n');
      expect(after.get(finding.rule) ?? 0, `${what}: the finding is still there in\n${texts}`).toBeLessThan(
        before.get(finding.rule)!,
      );
      for (const [rule, n] of after)
        if (!options.reveals?.includes(rule))
          expect(n, `${what}: brings up ${rule} in\n${texts}`).toBeLessThanOrEqual(before.get(rule) ?? 0);
    }
  for (const allowed of [new Set<Safety>(['safe']), new Set<Safety>(['safe', 'unsafe'])]) {
    const run = await applyAll(result, allowed);
    expect(run.settled, 'fixes settle').toBe(true);
    expect(run.refused, 'no fix is refused').toEqual([]);
    const again = run.remaining.filter((f) => f.fixes.some((fix) => allowed.has(fix.safety)));
    expect(again, 'a second run finds nothing to do').toEqual([]);
  }
}

const applyAll = (result: LintResult, allowed: ReadonlySet<Safety>): Promise<FixRun> =>
  applyFixes({
    sources: result.sources,
    findings: result.findings,
    allowed,
    relint: result.relint,
    accept: (before, after) => addsNoError(result.files.get(before.path)!, before, after),
  });

/** All files after the fixes of these safeties, as one fixture text. */
export async function fixedFiles(
  files: ReadonlyMap<string, string>,
  options: Options & { readonly safety?: readonly Safety[] } = {},
): Promise<Map<string, string>> {
  const run = await applyAll(await lintFiles(files, options), new Set(options.safety ?? ['safe']));
  return new Map([...files].map(([path, text]) => [path, run.changed.get(`/w/${path}`)?.text ?? text]));
}

/** The fixture after its fixes equals the expected one. */
export async function fixNginx(
  fixture: string,
  expected: string,
  options: Options & { safety?: readonly Safety[] } = {},
): Promise<void> {
  expect(await fixedFiles(filesOf(fixture, 'nginx.conf'), options)).toEqual(filesOf(expected, 'nginx.conf'));
}
export async function fixSysctl(
  fixture: string,
  expected: string,
  options: Options & { safety?: readonly Safety[] } = {},
): Promise<void> {
  expect(await fixedFiles(filesOf(fixture, 'sysctl.conf'), options)).toEqual(filesOf(expected, 'sysctl.conf'));
}
