import { once } from '../../core/once.ts';
import type { Span } from '../../core/text.ts';
import type { VersionRange } from '../../core/version.ts';
import { isJudged, type Mistake, mistakes } from '../facts/arguments.ts';
import { takes } from '../facts/directives.ts';
import { type Slip, slipOf } from '../facts/slips.ts';
import type { Tree, Word } from '../syntax.ts';
import { isPlaceholder, type Meaning, type Reading } from './meaning.ts';
import { type Directive, type Nginx, wordSpan } from './model.ts';
import { partOf } from './words.ts';

type Known = Extract<Meaning, { kind: 'known' }>;

export interface RefusedArgument {
  readonly directive: Directive;
  readonly mistake: Mistake;
}

/** What nginx refuses in arguments, everywhere. */
export const refusedArguments: (nginx: Nginx) => readonly RefusedArgument[] = once((nginx) => {
  const found: RefusedArgument[] = [];
  for (const { tree, occurrences } of nginx.files.values()) {
    const taken = takenIn(tree);
    for (const place of occurrences)
      for (let i = 0; i < place.length; i++) {
        const directive = place[i]!;
        const meaning = nginx.meaning(directive);
        if (taken[i] === meaning) continue;
        if (isTaken(nginx, directive)) taken[i] = meaning;
        else for (const mistake of mistakesIn(nginx, directive)) found.push({ directive, mistake });
      }
  }
  return found.sort((a, b) => a.directive.index - b.directive.index);
});

/** For each node the last meaning with which nginx took its arguments: most files are not the one that is being edited. */
const takenIn = once((_: Tree): Meaning[] => []);

/**
 * What nginx refuses in the arguments of a directive, where every release and place that it may be in refuses something;
 * `later` where a release after all targeted ones takes them. `text` stands in the place of a mistake that was found before.
 */
function mistakesIn(
  nginx: Nginx,
  d: Directive,
  instead?: { readonly mistake: Mistake; readonly text: string },
): readonly Mistake[] {
  const meaning = nginx.meaning(d);
  if (meaning.kind !== 'known' || d.node.args.length === 0) return none;
  const texts = d.node.args.map(({ text }, i) => {
    if (i !== instead?.mistake.argument) return text;
    return text.slice(0, instead.mistake.from) + instead.text + text.slice(instead.mistake.to);
  });
  if (inAll(meaning.readings, texts, nginx.target.nginx).length === 0) return none;
  // Placeholders are rare: only where something is wrong it matters whether it is one.
  const args = d.node.args.map((word, i) => (isPlaceholder(word, d.file) || unmarked.test(word.text) ? undefined : texts[i]));
  const found = inAll(meaning.readings, args, nginx.target.nginx);
  if (found.length === 0) return [];
  // What nginx no longer looks at takes anything.
  for (const { fact, form } of meaning.later)
    if (
      !form.setter.endsWith('_obsolete') &&
      takes(form, args.length) &&
      mistakes(fact, form, args, [{ min: form.from!, max: form.from! }]).length === 0
    )
      return found.map((mistake) =>
        isLater(mistake) ? mistake : { ...mistake, reason: { kind: 'later', since: form.from! } },
      );
  return found;
}

const none: readonly Mistake[] = [];

/** Whether nginx takes the arguments as they are written, or nothing is known about them. */
function isTaken(nginx: Nginx, d: Directive): boolean {
  const { args } = d.node;
  if (args.length === 0) return true;
  const meaning = nginx.meaning(d);
  if (meaning.kind !== 'known') return true;
  const lines = takenBy(meaning);
  if (!lines) return true;
  const line = d.file.source.text.slice(args[0]!.start, args.at(-1)!.end);
  if (lines.has(line)) return true;
  const texts = args.map(({ text }) => text);
  if (inAll(meaning.readings, texts, nginx.target.nginx).length > 0) return false;
  if (lines.size === mostLines) lines.clear();
  // A copy: a part of a text keeps all of it in memory.
  lines.add([...line].join(''));
  return true;
}

const mostLines = 10_000;

/**
 * The lines of a meaning that nginx takes, as they are written: most are written many times. A meaning belongs to one target.
 * undefined where nothing is known about its arguments.
 */
const takenBy = once(({ readings }: Known) =>
  readings.some(({ fact, form }) => isJudged(fact, form)) ? new Set<string>() : undefined,
);

/** Nothing where one reading takes the arguments. */
function inAll(
  readings: readonly Reading[],
  args: readonly (string | undefined)[],
  ranges: readonly VersionRange[],
): readonly Mistake[] {
  let first: readonly Mistake[] = [];
  for (const { fact, form } of readings) {
    if (!takes(form, args.length)) continue;
    const found = mistakes(fact, form, args, ranges);
    if (found.length === 0) return [];
    if (first.length === 0 || first.every(isLater)) first = found;
  }
  return first;
}

/** Names of variables that a script puts in, without any mark; nginx has no value that is written so. */
const unmarked = /(?:^|[=:])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

const isLater = ({ reason }: Pick<Mistake, 'reason'>) => reason.kind === 'later';

/** What its author most likely meant, where nginx takes that. */
export function slipFor(nginx: Nginx, { directive: d, mistake }: RefusedArgument): Slip | undefined {
  const slip = slipOf(mistake);
  const helps = slip && mistakesIn(nginx, d, { mistake, text: slip.text }).every((m) => m.argument !== mistake.argument);
  return helps ? slip : undefined;
}

/** The mistakes of `listen` that have rules of their own. */
type ListenMistake = 'backlog' | 'so_keepalive' | 'quic';

export function listenMistakeOf({ directive, mistake: { parameter, reason } }: RefusedArgument): ListenMistake | undefined {
  if (directive.name !== 'listen' || isLater({ reason })) return undefined;
  if (reason.kind === 'apart') return reason.other === 'quic' ? 'quic' : undefined;
  return parameter === 'backlog=' ? 'backlog' : parameter === 'so_keepalive=' ? 'so_keepalive' : undefined;
}

interface RefusedOption {
  readonly at: Span;
  readonly value: string;
  /** What its author surely meant. */
  readonly right: string | undefined;
}

/** What is refused of such an option of `listen`. */
export function* refusedOptions(nginx: Nginx, option: ListenMistake): Generator<RefusedOption> {
  for (const refused of refusedArguments(nginx)) {
    if (listenMistakeOf(refused) !== option) continue;
    const { directive: d, mistake } = refused;
    const slip = slipFor(nginx, refused);
    const at = mistakenPart(d, d.node.args[mistake.argument!]!, mistake);
    yield { at, value: mistake.value, right: slip?.sure ? slip.text : undefined };
  }
}

/** The part of a word that a mistake is about. */
export function mistakenPart(d: Directive, word: Word, { from, to, value }: Pick<Mistake, 'from' | 'to' | 'value'>): Span {
  return value === '' || from >= to ? wordSpan(d, word) : partOf(d, word, from, to);
}
