import { parseArgs } from 'node:util';
import { nearest } from '../core/nearest.ts';
import { type Locale, type Severity, severities } from '../core/rule.ts';
import type { LanguageId } from '../core/text.ts';
import { type Words, wordsOf } from './words.ts';

export const commands = ['check', 'format', 'explain', 'rules', 'effective', 'location', 'states', 'lsp'] as const;
type Command = (typeof commands)[number];

const formats = ['full', 'concise', 'json'] as const;
export type Format = (typeof formats)[number];

interface Output {
  readonly format: Format;
  /** undefined: standard output. */
  readonly file: string | undefined;
}

export interface Options {
  readonly command: Command | 'help' | 'version';
  readonly operands: readonly string[];
  readonly locale: Locale;
  readonly color: 'auto' | 'always' | 'never';
  /** Empty: full on a terminal, concise elsewhere. */
  readonly outputs: readonly Output[];
  readonly fix: 'no' | 'write' | 'diff';
  readonly unsafe: boolean;
  readonly targets: readonly string[];
  /** The least severe findings that are shown. */
  readonly severity: Severity;
  /** The least severe findings that make the run fail. */
  readonly failOn: Severity;
  readonly maxWarnings: number;
  readonly exitZero: boolean;
  /** false: none is looked for. */
  readonly config: string | false | undefined;
  readonly language: LanguageId | undefined;
  readonly stdinFilename: string | undefined;
  /** The folder that holds a machine's file system. */
  readonly root: string | undefined;
  readonly mayMatchNothing: boolean;
  readonly quiet: boolean;
  /** Again every two seconds. */
  readonly watch: boolean;
  /** `FILE:LINE` of the place that is asked about. */
  readonly at: string | undefined;
  /** Says what would be formatted, and writes nothing. */
  readonly check: boolean;
}

const flags = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
  format: { type: 'string', multiple: true },
  fix: { type: 'boolean' },
  'unsafe-fixes': { type: 'boolean' },
  diff: { type: 'boolean' },
  check: { type: 'boolean' },
  target: { type: 'string', multiple: true },
  severity: { type: 'string' },
  'fail-on': { type: 'string' },
  'max-warnings': { type: 'string' },
  'exit-zero': { type: 'boolean' },
  config: { type: 'string' },
  'no-config': { type: 'boolean' },
  language: { type: 'string' },
  'stdin-filename': { type: 'string' },
  root: { type: 'string' },
  locale: { type: 'string' },
  color: { type: 'string' },
  'no-error-on-unmatched-pattern': { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  stdio: { type: 'boolean' },
  json: { type: 'boolean' },
  watch: { type: 'boolean' },
  at: { type: 'string' },
} as const;

/** One line that says what is wrong with the call. */
export interface Misuse {
  readonly misuse: string;
  readonly locale: Locale;
}

/** Reads the arguments; the first mistake ends it. */
export function readOptions(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Options | Misuse {
  const fallback = localeOf(env.LC_ALL || env.LC_MESSAGES || env.LANG || '');
  const asked = argv[argv.lastIndexOf('--locale') + 1];
  const inline = argv.findLast((a) => a.startsWith('--locale='))?.slice('--locale='.length);
  const locale = localeNamed(inline ?? (argv.includes('--locale') ? (asked ?? '') : '')) ?? fallback;
  const words = wordsOf(locale);
  const refuse = (misuse: string): Misuse => ({ misuse, locale });

  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options: flags,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const flag = Object.hasOwn(flags, token.name) ? flags[token.name as keyof typeof flags] : undefined;
    if (!flag) return refuse(words.unknownOption(token.rawName, closeOption(token.rawName)));
    if (flag.type === 'boolean' && token.value !== undefined) return refuse(words.noValueTaken(token.rawName));
    if (flag.type === 'string' && (token.value === undefined || token.value === '' || isOption(token)))
      return refuse(words.valueMissing(token.rawName));
  }
  const text = (name: keyof typeof flags) => values[name] as string | undefined;
  const list = (name: keyof typeof flags) => (values[name] as string[] | undefined) ?? [];
  const on = (name: keyof typeof flags) => values[name] === true;
  const problems: string[] = [];
  const choice = <T extends string>(name: keyof typeof flags, choices: readonly T[]): T | undefined => {
    const value = text(name);
    const chosen = choices.find((c) => c === value);
    if (value !== undefined && !chosen) problems.push(badChoice(words, `--${name}`, value, choices));
    return chosen;
  };

  const outputs = list('format').map((value): Output => {
    const [name = '', file] = split(value);
    const format = formats.find((f) => f === name);
    if (!format) problems.push(badChoice(words, '--format', name, formats));
    return { format: format ?? 'full', file };
  });
  if (on('json')) outputs.push({ format: 'json', file: undefined });
  if (outputs.filter((o) => o.file === undefined).length > 1) problems.push(words.formatTwice);
  if (text('locale') !== undefined && !localeNamed(text('locale')!))
    problems.push(badChoice(words, '--locale', text('locale')!, ['en', 'zh-CN']));
  const warnings = text('max-warnings');
  if (warnings !== undefined && !/^\d+$/.test(warnings)) problems.push(words.notANumber('--max-warnings', warnings));
  if (on('no-config') && text('config') !== undefined) problems.push(words.together('--config', '--no-config'));
  if (on('fix') && on('diff')) problems.push(words.together('--fix', '--diff'));
  if (on('unsafe-fixes') && !on('fix') && !on('diff')) problems.push(words.needs('--unsafe-fixes', '--fix', '--diff'));

  const named = commands.find((c) => c === positionals[0]);
  if (on('watch') && named !== 'states') problems.push(words.onlyFor('--watch', 'states'));
  if (text('at') !== undefined && named !== 'effective' && named !== 'location')
    problems.push(words.onlyFor('--at', 'effective, location'));
  if (on('check') && named !== 'format') problems.push(words.onlyFor('--check', 'format'));
  if (named && named !== 'check' && (on('fix') || on('unsafe-fixes')))
    problems.push(words.onlyFor(on('fix') ? '--fix' : '--unsafe-fixes', 'check'));
  if (named && outputs.some((o) => o.format === 'json') && !['check', 'rules', 'states'].includes(named))
    problems.push(words.onlyFor(on('json') ? '--json' : '--format json', 'check'));
  const failOn = choice('fail-on', severities) ?? 'warning';
  const options: Options = {
    command: on('version') ? 'version' : on('help') || positionals[0] === 'help' ? 'help' : (named ?? 'check'),
    operands: named ? positionals.slice(1) : positionals,
    locale,
    color: choice('color', ['auto', 'always', 'never'] as const) ?? 'auto',
    outputs,
    fix: on('fix') ? 'write' : on('diff') ? 'diff' : 'no',
    unsafe: on('unsafe-fixes'),
    targets: list('target'),
    severity: choice('severity', severities) ?? (failOn === 'info' ? 'info' : 'warning'),
    failOn,
    maxWarnings: Number(warnings ?? -1),
    exitZero: on('exit-zero'),
    config: on('no-config') ? false : text('config'),
    language: choice('language', ['nginx', 'sysctl'] as const),
    stdinFilename: text('stdin-filename'),
    root: text('root'),
    mayMatchNothing: on('no-error-on-unmatched-pattern'),
    quiet: on('quiet'),
    watch: on('watch'),
    at: text('at'),
    check: on('check'),
  };
  return problems[0] === undefined ? options : refuse(problems[0]);
}

/** `--format --fix`: an option is not the value of another. A value that begins with a dash is written after `=`. */
const isOption = (token: { readonly value?: string; readonly inlineValue?: boolean }) =>
  token.inlineValue !== true && token.value !== undefined && token.value.length > 1 && token.value.startsWith('-');

function split(value: string): [string, string | undefined] {
  const at = value.indexOf('=');
  return at < 0 ? [value, undefined] : [value.slice(0, at), value.slice(at + 1)];
}

function closeOption(rawName: string): string | undefined {
  const close = rawName.startsWith('--') ? nearest(rawName.slice(2), Object.keys(flags)) : undefined;
  return close && `--${close}`;
}

const badChoice = (words: Words, option: string, value: string, choices: readonly string[]) =>
  words.badChoice(option, value, choices, nearest(value, choices) ?? choices.find((c) => value !== '' && c.startsWith(value)));

function localeNamed(name: string): Locale | undefined {
  if (/^(?:en|C|POSIX)(?:[-_.]|$)/i.test(name)) return 'en';
  return /^zh(?:[-_.]|$)/i.test(name) ? 'zh-CN' : undefined;
}

const localeOf = (name: string): Locale => localeNamed(name) ?? 'en';
