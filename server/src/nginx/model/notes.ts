import { once } from '../../core/once.ts';
import type { Value as Slot, Statement } from '../../core/rule.ts';
import { say, texts } from '../../core/statement.ts';
import { shorten } from '../../core/text.ts';
import type { VersionRange } from '../../core/version.ts';
import { type Expectation, expectations } from '../facts/arguments.ts';
import { takes } from '../facts/directives.ts';
import type { Tree, Word } from '../syntax.ts';
import { hasPlaceholder, isOwn, type Reading } from './meaning.ts';
import { type Directive, type Nginx, wordsOf } from './model.ts';

/** A few words behind a word of a directive. */
export interface Note {
  readonly word: Word;
  readonly text: Statement;
}

/** What bare numbers of seconds and bytes come to, and behind the last word what is not inherited because of the directive. */
export function notes(nginx: Nginx, d: Directive): readonly Note[] {
  const meaning = nginx.meaning(d);
  const { args } = d.node;
  if (meaning.kind !== 'known' || args.length === 0) return none;
  const found = ages(d) ?? amounts(d, meaning.readings, nginx.target.nginx);
  const instead = replaced(nginx, d, meaning.readings);
  return instead ? [...found, { word: args.at(-1)!, text: instead }] : found;
}

const none: readonly Note[] = [];

// Amounts

/** Shorter ones say so themselves: seconds, bytes. */
const least = { seconds: 120, bytes: 10_000 } as const;

function amounts(
  { node: { args } }: Directive,
  readings: readonly Reading[],
  ranges: readonly VersionRange[],
): readonly Note[] {
  if (!args.some(({ text }) => /(?:^|=)\d{3,15}$/.test(text))) return none;
  const texts = args.map(({ text }) => text);
  const all = readings
    .filter(({ form }) => takes(form, args.length))
    .map(({ fact, form }) => expectations(fact, form, texts, ranges).map((e, i) => amount(texts[i]!, e)));
  const [first = [], ...others] = all;
  return first.flatMap((value, i) => {
    const same = others.every((other) => JSON.stringify(other[i]) === JSON.stringify(value));
    return value && same ? [{ word: args[i]!, text: say(words.equals, { value }) }] : [];
  });
}

function amount(text: string, expected: Expectation | undefined): Slot | undefined {
  if (!expected?.value) return undefined;
  const digits = text.slice(expected.parameter.length);
  if (!/^\d{1,15}$/.test(digits)) return undefined;
  const number = Number(digits);
  switch (expected.value.kind) {
    case 'time':
    case 'expires':
      return number >= least.seconds ? { duration: number } : undefined;
    case 'size':
    case 'offset':
    case 'sizes':
      return number >= least.bytes ? { bytes: number } : undefined;
    default:
      return undefined;
  }
}

/** How long a header lets others keep an answer. */
function ages({ name, node: { args } }: Directive): readonly Note[] | undefined {
  const word = name === 'add_header' ? args[1] : undefined;
  if (!word || !/^(?:strict-transport-security|cache-control)$/i.test(args[0]!.text)) return undefined;
  const [, digits] = /(?:^|[\s,;])max-age=(\d{1,12})(?=[\s,;]|$)/i.exec(word.text) ?? [];
  return digits && Number(digits) >= least.seconds
    ? [{ word, text: say(words.age, { value: { duration: Number(digits) } }) }]
    : none;
}

// Inheritance

/** Lists whose lines are told apart by their first word. */
const keyed = /^(?:add_header|add_trailer|(?:proxy|grpc)_set_header|(?:fastcgi|uwsgi|scgi)_param|proxy_(?:hide|pass)_header)$/;

/** What a block does not take over from those around it, because it has the directive itself; said once for each block. */
function replaced(nginx: Nginx, d: Directive, readings: readonly Reading[]): Statement | undefined {
  const block = d.parent;
  if ((block?.name !== 'server' && block?.name !== 'location') || !isInherited(readings)) return undefined;
  const inner = nginx.effective(d.name, block);
  if (inner.directives[0] !== d || inner.level !== block || !inner.complete) return undefined;
  const outer = nginx.effective(d.name, block.parent);
  const both = [...inner.directives, ...outer.directives.slice(0, mostCompared)];
  if (!outer.certain || outer.directives.length === 0 || both.length > mostCompared) return undefined;
  // Merged with what is around it, or what a template engine leaves of it is not known.
  if (inner.directives.some((own) => own.parent !== block) || both.some(mayBeAnother)) return undefined;
  if (keyed.test(d.name)) {
    const own = new Set(inner.directives.map(keyOf));
    const gone = [...new Set(outer.directives.filter((o) => !own.has(keyOf(o))).map((o) => o.node.args[0]?.text ?? ''))];
    if (gone.length === 0) return undefined;
    const list = gone.slice(0, most).map((name) => shorten(name));
    return say(words.without, { names: { list: gone.length > most ? [...list, '…'] : list, word: 'and' } });
  }
  const [before, another] = outer.directives;
  if (another || inner.directives.length > 1 || before!.node.block || d.node.block) return undefined;
  const [mine, theirs] = [d, before!].map((x) => wordsOf(x).slice(x.name.length + 1));
  // It says so itself.
  if (mine === 'off') return undefined;
  return mine === theirs ? undefined : say(words.instead, { value: shorten(theirs!) });
}

const mayBeAnother = (d: Directive) => hasPlaceholder(d) || isTemplate(d.file.tree);
const isTemplate = once((tree: Tree) => tree.problems.some(({ code }) => code === 'template'));

const most = 3;
/** There is an answer for each block, and longer lists would be compared once for each. */
const mostCompared = 200;

const keyOf = ({ node }: Directive) => node.args[0]?.text.toLowerCase();

/** Directives of several levels are inherited, but for those that do something where they stand, or define names. */
const stands =
  /^(?:set|rewrite|return|break|if|try_files|location|include|listen|server|server_name|alias|types|internal|stub_status|allow|deny|js_\w+)$/;

const isInherited = once(
  (readings: readonly Reading[]) =>
    readings.every(({ fact, form }) => isOwn(fact) && form.contexts.filter((c) => levels.has(c)).length > 1) &&
    !readings.some(({ fact }) => stands.test(fact.name)),
);

const levels: ReadonlySet<string> = new Set(['http', 'stream', 'mail', 'server', 'location']);

const words = texts({
  equals: { en: '= {value}', 'zh-CN': '= {value}' },
  age: { en: 'max-age = {value}', 'zh-CN': 'max-age = {value}' },
  without: { en: 'without the inherited {names}', 'zh-CN': '不再继承 {names}' },
  instead: { en: 'instead of {value}', 'zh-CN': '取代 {value}' },
});
