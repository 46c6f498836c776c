import type { Semantic, SemanticModifier, SemanticType } from '../../core/semantics.ts';
import type { Source } from '../../core/text.ts';
import { all, since, type VersionRange } from '../../core/version.ts';
import { expectations, type Value } from '../facts/arguments.ts';
import { takes } from '../facts/directives.ts';
import { deprecations } from '../facts/obsolete.ts';
import { builtIn } from '../facts/variables.ts';
import type { DirectiveNode, Word } from '../syntax.ts';
import { expressionsIn } from './expressions.ts';
import { isPlaceholder, type Meaning } from './meaning.ts';
import type { Directive, Nginx } from './model.ts';
import { type Mention, namesIn } from './names.ts';

/** What the words of a file are; in order. Lua and what a template engine puts in are left out. */
export function semantics(models: readonly Nginx[], source: Source): readonly Semantic[] {
  const painter = paint(source.text, marksOf(models, source));
  for (const known of occurrencesIn(models, source)) {
    const { node, parent } = known.d;
    if (parent?.node.block?.kind === 'entries') paintEntry(node, parent.name, source, painter);
    else paintDirective(known, painter);
    if (node.block?.kind === 'lua') painter.skip(node.block.close ?? node.end);
  }
  return painter.found;
}

interface Known {
  readonly d: Directive;
  readonly plan: Plan;
  readonly ranges: readonly VersionRange[];
}

/** The directives of a file, in order; where it stands in several places, each at one at which its name is allowed. */
function occurrencesIn(models: readonly Nginx[], { path }: Source): readonly Known[] {
  const all: Known[] = [];
  let times = 0;
  for (const nginx of models) {
    times += nginx.files.get(path)?.times ?? 0;
    const plans = new Map<Meaning, Plan>();
    const ranges = nginx.target.nginx;
    for (const d of nginx.all) {
      if (d.file.path !== path) continue;
      const meaning = nginx.meaning(d);
      let plan = plans.get(meaning);
      if (!plan || meaning.kind === 'free') {
        plan = planFor(d.name, meaning, ranges);
        plans.set(meaning, plan);
      }
      all.push({ d, plan, ranges });
    }
  }
  if (times === 1) return all;
  const byNode = new Map<DirectiveNode, Known>();
  for (const known of all) if (byNode.get(known.d.node)?.plan.meaning.kind !== 'known') byNode.set(known.d.node, known);
  return [...byNode.values()].sort((a, b) => a.d.node.name.start - b.d.node.name.start);
}

// Names

type Mark = Semantic;

/** The names of a file, in order. */
function marksOf(models: readonly Nginx[], { path, text }: Source): readonly Mark[] {
  const marks = new Map<number, Mark>();
  for (const nginx of models) {
    const names = namesIn(nginx);
    const defined = new Map<string, boolean>();
    const isDefined = ({ key }: Mention) => {
      let is = defined.get(key);
      if (is === undefined) {
        is = names.isDefined(key);
        defined.set(key, is);
      }
      return is;
    };
    for (const m of names.inFile(path)) {
      // What stands where an upstream may is a host, unless there is one.
      if (!m.exact || (m.kind === 'upstream' && !isDefined(m))) continue;
      const mark = markOf(m, text, isDefined);
      if (!marks.has(mark.start) || m.defines) marks.set(mark.start, mark);
    }
  }
  return [...marks.values()].sort((a, b) => a.start - b.start);
}

function markOf(m: Mention, text: string, isDefined: (m: Mention) => boolean): Mark {
  const { kind, name, defines, directive } = m;
  let { start, end } = m;
  const modifiers: SemanticModifier[] = defines ? ['definition'] : [];
  if (kind === 'location') start--;
  if (kind === 'variable') {
    if (text[start - 1] === '$') start--;
    else if (text[start - 1] === '{' && text[start - 2] === '$') {
      start -= 2;
      if (text[end] === '}') end++;
    }
    const fact = isDefined(m) ? undefined : builtIn(name, directive.ns === 'stream' ? 'stream' : 'http');
    if (fact) modifiers.push('defaultLibrary', ...(fact.changeable ? [] : (['readonly'] as const)));
  }
  return { start, end, type: types[kind], modifiers };
}

const types: Readonly<Record<Mention['kind'], SemanticType>> = {
  variable: 'variable',
  upstream: 'class',
  zone: 'struct',
  format: 'type',
  location: 'function',
};

/** Puts pieces down, in order, with the names in them and between them. */
interface Painter {
  readonly found: readonly Semantic[];
  add(start: number, end: number, type: SemanticType, modifiers?: readonly SemanticModifier[]): void;
  /** Up to an offset there is nothing but names. */
  names(to: number): void;
  /** Up to an offset there is nothing. */
  skip(to: number): void;
}

const none: readonly SemanticModifier[] = [];

function paint(text: string, marks: readonly Mark[]): Painter {
  const found: Semantic[] = [];
  let next = 0;
  let at = 0;
  const put = (start: number, end: number, type: SemanticType, modifiers: readonly SemanticModifier[]) => {
    const from = Math.max(start, at);
    if (end <= from) return;
    found.push({ start: from, end, type, modifiers });
    at = end;
  };
  const marksUpTo = (to: number, between?: (from: number, to: number) => void) => {
    for (let mark = marks[next]; mark && mark.start < to; mark = marks[++next]) {
      between?.(at, mark.start);
      put(mark.start, mark.end, mark.type, mark.modifiers);
    }
  };
  return {
    found,
    add(start, end, type, modifiers = none) {
      marksUpTo(start);
      at = Math.max(at, start);
      const piece = (from: number, to: number) => {
        // The quote before or behind a name.
        if (to !== from + 1 || !/["']/.test(text[from]!)) put(from, to, type, modifiers);
      };
      marksUpTo(end, piece);
      piece(at, end);
    },
    names: (to) => marksUpTo(to),
    skip(to) {
      while (next < marks.length && marks[next]!.start < to) next++;
    },
  };
}

// Directives

/** What is the same for all directives of one name at one kind of place. */
interface Plan {
  readonly meaning: Meaning;
  /** undefined: the name is not painted. */
  readonly name: SemanticType | undefined;
  readonly modifiers: readonly SemanticModifier[];
  /** A script's own language has words of its own. */
  readonly isScript: boolean;
  /** How many of its words may be paths. */
  readonly paths: number;
  /** The parts of each word, by the words as they are written: most lines are written many times. undefined: a placeholder. */
  readonly lines: Map<string, readonly (readonly Part[] | undefined)[]>;
}

function planFor(name: string, meaning: Meaning, ranges: readonly VersionRange[]): Plan {
  const deprecation = deprecations.get(name);
  const isOld = meaning.kind === 'removed' || (deprecation && all(ranges, since(deprecation.since)));
  return {
    meaning,
    name: meaning.kind === 'free' ? undefined : meaning.kind === 'unknown' ? 'unresolved' : 'keyword',
    modifiers: isOld && meaning.kind !== 'unknown' ? ['deprecated'] : none,
    isScript: /_by_lua$|^(?:perl|js_content)$/.test(name),
    paths: name === 'try_files' ? Number.POSITIVE_INFINITY : paths.test(name) ? 1 : 0,
    lines: new Map(),
  };
}

function paintDirective({ d, plan, ranges }: Known, painter: Painter): void {
  const { node, file } = d;
  const { name, args } = node;
  if (name.quote === undefined && plan.name) {
    const isBlock = node.block && plan.name === 'keyword';
    painter.add(name.start, name.end, plan.name, isBlock ? [...plan.modifiers, 'block'] : plan.modifiers);
  }
  if (plan.isScript) {
    painter.skip(node.terminator);
    return;
  }
  if (args.length === 0) return;
  const line = file.source.text.slice(args[0]!.start, args.at(-1)!.end);
  let parts = plan.lines.get(line);
  if (!parts) {
    const pieces = piecesOf(d, plan, ranges);
    parts = args.map((word, i) =>
      mayBePlaceholder.test(word.text) && isPlaceholder(word, file) ? undefined : pieces(word, i),
    );
    plan.lines.set(line, parts);
  }
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!;
    const its = parts[i];
    if (!its) painter.skip(word.end);
    else {
      for (const { from, to, type } of its) addPart(painter, word, from, to, type);
      painter.names(word.end);
    }
  }
}

/** Most words need no second look. */
const mayBePlaceholder = /[{}%@<[(]|__|\$/;

/** A part of what nginx stores of a word; nothing where escapes hide where it stands. */
function addPart(painter: Painter, word: Word, from: number, to: number, type: SemanticType): void {
  const quote = word.quote === undefined ? 0 : 1;
  const isText = type === 'regexp' || type === 'string';
  if (isText && from === 0 && to === word.text.length) painter.add(word.start, word.end, type);
  else if (word.end - word.start === word.text.length + 2 * quote)
    painter.add(word.start + quote + from, word.start + quote + to, type);
}

interface Part {
  /** Offsets in the text of the word. */
  readonly from: number;
  readonly to: number;
  readonly type: SemanticType;
}

const whole = ({ text }: Word, type: SemanticType): readonly Part[] => [{ from: 0, to: text.length, type }];
const nothing: readonly Part[] = [];

function piecesOf(d: Directive, plan: Plan, ranges: readonly VersionRange[]): (word: Word, i: number) => readonly Part[] {
  const { meaning } = plan;
  if (meaning.kind !== 'known') return () => nothing;
  const { args } = d.node;
  if (d.name === 'if') return condition(args);
  const expressions = expressionsIn(d);
  const reading = meaning.readings.find(({ form }) => takes(form, args.length));
  const texts = args.map(({ text }) => text);
  const expected = reading ? expectations(reading.fact, reading.form, texts, ranges) : [];
  return (word, i) => {
    const expression = expressions.find((e) => e.word === word);
    if (expression) {
      const { from } = expression;
      const operator: readonly Part[] = from > 0 ? [{ from: 0, to: from, type: 'operator' }] : nothing;
      return [...operator, { from, to: word.text.length, type: 'regexp' }];
    }
    if (d.name === 'location') return placeParts(word, i, args.length);
    if (word.text === '') return nothing;
    const its = expected[i];
    const parts = its ? partsOf(word.text, its.parameter, its.value) : nothing;
    return parts.length === 0 &&
      i < plan.paths &&
      !/^@|:\/\/|^\$\w+$|^(?:syslog|memory|unix|data|engine|store):/.test(word.text)
      ? whole(word, 'string')
      : parts;
  };
}

/** The directives whose first word is a path. */
const paths =
  /^(?:root|alias|include|access_log|error_log|pid|lock_file|load_module|auth_basic_user_file|(?:\w+_)?ssl_(?:client_|trusted_)?certificate(?:_key)?|ssl_(?:dhparam|crl|password_file)|\w+_temp_path|\w+_cache_path|index)$/;

function placeParts(word: Word, i: number, count: number): readonly Part[] {
  if (i === 0 && count === 2) return whole(word, 'operator');
  const [modifier = ''] = /^(?:=|\^~)?/.exec(word.text)!;
  if (word.text.startsWith('@')) return nothing;
  const operator: readonly Part[] = modifier ? [{ from: 0, to: modifier.length, type: 'operator' }] : nothing;
  return [...operator, { from: modifier.length, to: word.text.length, type: 'string' }];
}

const operators = /^(?:!?=|!?~\*?|!?-[fdex])$/;

/** The words between the brackets of an `if`. */
function condition(args: readonly Word[]): (word: Word, i: number) => readonly Part[] {
  return ({ text }, i) => {
    const from = i === 0 && text.startsWith('(') ? 1 : 0;
    const to = i === args.length - 1 && text.endsWith(')') ? text.length - 1 : text.length;
    const inner = text.slice(from, to);
    const before = args[i - 1]?.text.replace(/^\(/, '') ?? '';
    if (operators.test(inner)) return [{ from, to, type: 'operator' }];
    if (/^!?~\*?$/.test(before)) return [{ from, to, type: 'regexp' }];
    return /^!?=$/.test(before) && inner !== '' ? [{ from, to, type: 'string' }] : nothing;
  };
}

// Values

/** What stands behind the name of a parameter, which may be the word alone. */
function partsOf(text: string, parameter: string, value: Value | undefined): readonly Part[] {
  if (!parameter) return value ? valueParts(text, 0, value) : nothing;
  if (!value) return [{ from: 0, to: text.length, type: 'enumMember' }];
  return [{ from: 0, to: parameter.length - 1, type: 'parameter' }, ...valueParts(text, parameter.length, value)];
}

function valueParts(text: string, from: number, value: Value): readonly Part[] {
  const written = text.slice(from);
  const to = text.length;
  if (value.or?.includes(written)) return [{ from, to, type: 'enumMember' }];
  if (value.kind === 'word') {
    const is = (words: readonly string[]) => words.some((w) => w.toLowerCase() === written.toLowerCase());
    return is(value.words) || is(value.hidden ?? []) ? [{ from, to, type: 'enumMember' }] : nothing;
  }
  if (value.kind === 'zone') {
    const size = /:(\d+[kmg]?)$/i.exec(written)?.[1];
    return size ? [{ from: to - size.length, to, type: 'number' }] : nothing;
  }
  if (!numeric.has(value.kind)) return nothing;
  if (/^[-+=@]?[.\d][\d.:]*(?:[kmgsdhwy] ?\d*)*(?:r\/[sm])?$/i.test(written)) return [{ from, to, type: 'number' }];
  return value.kind !== 'returned' && /^[a-z_]+$/i.test(written) ? [{ from, to, type: 'enumMember' }] : nothing;
}

/** Notations of numbers, some of which take words, too. */
const numeric: ReadonlySet<Value['kind']> = new Set<Value['kind']>([
  'number',
  'size',
  'offset',
  'sizes',
  'time',
  'affinity',
  'code',
  'errorStatus',
  'expires',
  'finalCode',
  'keepalive',
  'levels',
  'mark',
  'pool',
  'power',
  'priority',
  'rate',
  'returned',
  'status',
  'version',
]);

// Lines of maps

function paintEntry({ name, args }: DirectiveNode, block: string, source: Source, painter: Painter): void {
  if (isPlaceholder(name, source)) painter.skip(name.end);
  else if (name.quote === undefined && (args.length > 0 ? special : alone).test(name.text))
    painter.add(name.start, name.end, 'keyword');
  else if (/^(?:map|num_map)$/.test(block) && /^!?~/.test(name.text)) {
    const sign = /^~\*?/.exec(name.text)?.[0].length ?? 0;
    addPart(painter, name, 0, sign, 'operator');
    painter.add(name.start, name.end, 'regexp');
  } else painter.add(name.start, name.end, block === 'split_clients' && /^[\d.]+%$/.test(name.text) ? 'number' : 'property');
  for (const word of args) {
    if (isPlaceholder(word, source)) painter.skip(word.end);
    else painter.add(word.start, word.end, /^\d+$/.test(word.text) && word.quote === undefined ? 'number' : 'string');
  }
}

const special = /^(?:default|include|delete|proxy|\*)$/;
const alone = /^(?:hostnames|volatile|ranges|proxy_recursive)$/;
