/** What an expression does to a text. All texts are bytes: one code unit below 256 for each, as nginx hands them to PCRE. */
export interface Expression {
  /**
   * Where the first match and its groups begin and end; undefined for a group that took no part. Takes time linear in the text,
   * and its square where something is looked for ahead.
   */
  match(text: string): Match | undefined;
  /** Groups by name. */
  readonly names: ReadonlyMap<string, number>;
  /** Whether the groups hold what PCRE would have in them, not only the match as a whole. */
  readonly groupsSure: boolean;
}

export type Match = readonly (readonly [start: number, end: number] | undefined)[];

/**
 * Reads an expression as PCRE and PCRE2 do without options, with `caseless` for `~*`. undefined where it does not compile, or uses
 * what is not followed here: references to groups, atomic groups, possessive quantifiers, recursion, conditions, verbs, `(?x)`,
 * assertions in assertions.
 */
export function expression(pattern: string, caseless: boolean): Expression | undefined {
  const key = `${caseless ? 'i' : ' '}${pattern}`;
  let known = read.get(key);
  if (known === undefined) {
    if (read.size >= mostRead) read.clear();
    known = make(pattern, caseless) ?? null;
    read.set(key, known);
  }
  return known ?? undefined;
}

const read = new Map<string, Expression | null>();
const mostRead = 2000;

function make(pattern: string, caseless: boolean): Expression | undefined {
  try {
    const { node, groups, names } = parse(pattern, caseless);
    const program = compile(node);
    return { match: (text) => run(program, groups + 1, text, 0, false), names, groupsSure: groupsAreSure(node) };
  } catch (error) {
    if (error === notFollowed) return undefined;
    throw error;
  }
}

const notFollowed = new Error('an expression that is not followed');

function giveUp(): never {
  throw notFollowed;
}

type Assertion = 'start' | 'end' | 'last' | 'boundary' | 'inside';

/** 256 flags, one for each byte. */
type Bytes = Uint8Array;

type Node =
  | { readonly kind: 'bytes'; readonly set: Bytes }
  | { readonly kind: 'all'; readonly nodes: readonly Node[] }
  | { readonly kind: 'any'; readonly nodes: readonly Node[] }
  | { readonly kind: 'repeat'; readonly node: Node; readonly min: number; readonly max: number; readonly lazy: boolean }
  | { readonly kind: 'group'; readonly number: number; readonly node: Node }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | {
      readonly kind: 'look';
      readonly node: Node;
      readonly program: Program;
      readonly behind: number | undefined;
      readonly negative: boolean;
    };

const deepest = 50;

function parse(pattern: string, caseless: boolean) {
  let at = 0;
  let groups = 0;
  let depth = 0;
  let looking = false;
  const names = new Map<string, number>();
  const flags = { i: caseless, s: false };
  const node = alternatives();
  if (at < pattern.length) giveUp();
  return { node, groups, names };

  function alternatives(): Node {
    if (++depth > deepest) giveUp();
    const outer = { ...flags };
    const branches = [sequence()];
    while (pattern[at] === '|') {
      at++;
      branches.push(sequence());
    }
    Object.assign(flags, outer);
    depth--;
    return branches.length === 1 ? branches[0]! : { kind: 'any', nodes: branches };
  }

  function sequence(): Node {
    const nodes: Node[] = [];
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      const node = atom();
      if (node) nodes.push(quantified(node));
    }
    return { kind: 'all', nodes };
  }

  function quantified(node: Node): Node {
    const bounds = take(/(?:[*+?]|\{(\d{1,5})(,?)(\d{0,5})\})/y);
    if (!bounds) return node;
    if (node.kind === 'assert' || node.kind === 'look') giveUp();
    const [sign, low, comma, high] = bounds;
    const min = low === undefined ? (sign === '+' ? 1 : 0) : Number(low);
    const max =
      low === undefined
        ? sign === '?'
          ? 1
          : Number.POSITIVE_INFINITY
        : comma === ''
          ? min
          : high === ''
            ? Number.POSITIVE_INFINITY
            : Number(high);
    if (max < min || pattern[at] === '+') giveUp();
    const lazy = take(/\?/y) !== undefined;
    if (/[*+?]/.test(pattern[at] ?? '') || take(/\{\d+(?:,\d*)?\}/y)) giveUp();
    return { kind: 'repeat', node, min, max, lazy };
  }

  /** undefined: nothing that matches, such as a comment. */
  function atom(): Node | undefined {
    const c = pattern[at++]!;
    switch (c) {
      case '(':
        return group();
      case '[':
        return bytes(byteClass());
      case '\\':
        return escapeSequence();
      case '.':
        return bytes(setOf((b) => flags.s || b !== 10));
      case '^':
        return { kind: 'assert', what: 'start' };
      case '$':
        return { kind: 'assert', what: 'last' };
      case '*':
      case '+':
      case '?':
        return giveUp();
      case '{':
        // Newer ones take `{,3}` and blanks for a quantifier.
        if (/^[\s\d,]*\}/.test(pattern.slice(at, at + 20))) giveUp();
    }
    return bytes(one(c));
  }

  function group(): Node | undefined {
    if (pattern[at] === '*') giveUp();
    if (take(/\?#[^)]*\)/y)) return undefined;
    const options = take(/\?([is]*)(?:-([is]*))?([:)])/y);
    if (options) {
      const [, on = '', off = '', end] = options;
      const outer = { ...flags };
      for (const flag of on) flags[flag as 'i' | 's'] = true;
      for (const flag of off) flags[flag as 'i' | 's'] = false;
      if (end === ')') return undefined;
      const node = closed(alternatives());
      Object.assign(flags, outer);
      return node;
    }
    const look = take(/\?(<?)([=!])/y);
    if (look) {
      // One in another would be tried at every place of every try.
      if (looking) giveUp();
      looking = true;
      const node = closed(alternatives());
      looking = false;
      const behind = look[1] ? widthOf(node) : undefined;
      return { kind: 'look', node, program: compile(node), behind, negative: look[2] === '!' };
    }
    const named = take(/\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/y);
    if (!named && pattern[at] === '?') giveUp();
    const number = ++groups;
    const name = named?.[1] ?? named?.[2];
    if (name !== undefined) {
      if (names.has(name)) giveUp();
      names.set(name, number);
    }
    return { kind: 'group', number, node: closed(alternatives()) };
  }

  function closed(node: Node): Node {
    if (pattern[at++] !== ')') giveUp();
    return node;
  }

  function escapeSequence(): Node {
    const c = pattern[at++];
    if (c === undefined) giveUp();
    if (c === 'b') return { kind: 'assert', what: 'boundary' };
    if (c === 'B') return { kind: 'assert', what: 'inside' };
    if (c === 'A') return { kind: 'assert', what: 'start' };
    if (c === 'z') return { kind: 'assert', what: 'end' };
    if (c === 'Z') return { kind: 'assert', what: 'last' };
    if (c === 'N') return bytes(setOf((b) => b !== 10));
    return bytes(classes.get(c) ?? one(escaped(c)));
  }

  /** The byte that an escape stands for, the same in a class and outside of one. */
  function escaped(c: string): string {
    if (c === 'x') {
      const [, braced, plain] = take(/\{([\da-fA-F]{1,2})\}|([\da-fA-F]{1,2})/y) ?? giveUp();
      return String.fromCharCode(Number.parseInt(braced ?? plain!, 16));
    }
    return controls.get(c) ?? (/\w/.test(c) ? giveUp() : c);
  }

  function byteClass(): Bytes {
    const negative = take(/\^/y) !== undefined;
    const set = new Uint8Array(256);
    for (let first = true; ; first = false) {
      if (at >= pattern.length) giveUp();
      if (pattern[at] === ']' && !first) break;
      if (/\[[.=]/.test(pattern.slice(at, at + 2))) giveUp();
      const posix = take(/\[:(\^?)([a-z]+):\]/y);
      const item = posix ? posixClass(posix[2]!, posix[1] !== '') : classItem();
      if (typeof item !== 'string') {
        addTo(set, item);
        if (pattern[at] === '-' && pattern[at + 1] !== ']') giveUp();
        continue;
      }
      let last = item;
      if (pattern[at] === '-' && pattern[at + 1] !== ']' && at + 1 < pattern.length) {
        at++;
        const end = /\[[:.=]/.test(pattern.slice(at, at + 2)) ? giveUp() : classItem();
        last = typeof end === 'string' && end >= item ? end : giveUp();
      }
      for (let b = item.charCodeAt(0); b <= last.charCodeAt(0); b++) set[b] = 1;
    }
    at++;
    if (flags.i) fold(set);
    return negative ? setOf((b) => !set[b]) : set;
  }

  function classItem(): string | Bytes {
    const c = pattern[at++] ?? giveUp();
    if (c !== '\\') return c;
    const of = pattern[at++] ?? giveUp();
    return classes.get(of) ?? (of === 'b' ? '\b' : escaped(of));
  }

  function bytes(set: Bytes): Node {
    return { kind: 'bytes', set };
  }

  function one(c: string): Bytes {
    const set = new Uint8Array(256);
    set[c.charCodeAt(0)] = 1;
    if (flags.i) fold(set);
    return set;
  }

  function take(what: RegExp): RegExpExecArray | undefined {
    what.lastIndex = at;
    const found = what.exec(pattern);
    if (found) at += found[0].length;
    return found ?? undefined;
  }
}

function setOf(has: (byte: number) => boolean): Bytes {
  return Uint8Array.from({ length: 256 }, (_, b) => (has(b) ? 1 : 0));
}

function addTo(set: Bytes, more: Bytes): void {
  for (let b = 0; b < 256; b++) if (more[b]) set[b] = 1;
}

/** ASCII letters only: the tables of PCRE are those of the C locale. */
function fold(set: Bytes): void {
  for (let upper = 65; upper <= 90; upper++) if (set[upper] || set[upper + 32]) set[upper] = set[upper + 32] = 1;
}

const matching = (what: RegExp) => setOf((b) => what.test(String.fromCharCode(b)));

const classes: ReadonlyMap<string, Bytes> = new Map(
  Object.entries({
    d: /[0-9]/,
    w: /[0-9A-Za-z_]/,
    s: /[\t\n\v\f\r ]/,
    h: /[\t \xa0]/,
    v: /[\n\v\f\r\x85]/,
  }).flatMap(([name, what]) => {
    const set = matching(what);
    return [
      [name, set],
      [name.toUpperCase(), setOf((b) => !set[b])],
    ];
  }),
);

const controls = new Map(Object.entries({ n: '\n', r: '\r', t: '\t', f: '\f', e: '\x1b', a: '\x07' }));

const posixClasses: Readonly<Record<string, RegExp>> = {
  alpha: /[A-Za-z]/,
  digit: /[0-9]/,
  alnum: /[0-9A-Za-z]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  space: /[\t\n\v\f\r ]/,
  blank: /[\t ]/,
  punct: /[!-/:-@[-`{-~]/,
  xdigit: /[0-9A-Fa-f]/,
  word: /[0-9A-Za-z_]/,
};

function posixClass(name: string, negative: boolean): Bytes {
  const what = Object.hasOwn(posixClasses, name) ? posixClasses[name]! : giveUp();
  const set = matching(what);
  return negative ? setOf((b) => !set[b]) : set;
}

/** How many bytes a node always takes, which PCRE wants of what stands behind; of alternatives all the same. */
function widthOf(node: Node): number {
  switch (node.kind) {
    case 'bytes':
      return 1;
    case 'all':
      return node.nodes.reduce((sum, n) => sum + widthOf(n), 0);
    case 'any': {
      const [first, ...others] = node.nodes.map(widthOf);
      return others.every((width) => width === first) ? first! : giveUp();
    }
    case 'repeat':
      return node.min === node.max ? node.min * widthOf(node.node) : giveUp();
    case 'group':
      return widthOf(node.node);
    default:
      return 0;
  }
}

/**
 * Where a group is repeated though nothing was left to repeat it with, programs differ in what it holds then. A loop without a
 * bound ends in PCRE once it took nothing, `(?:|a)*` before the first `a`: that moves all groups.
 */
function groupsAreSure(root: Node): boolean {
  const stack: { node: Node; doubtful: boolean }[] = [{ node: root, doubtful: false }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, doubtful } = next;
    if (node.kind === 'group' && doubtful) return false;
    if (node.kind === 'all' || node.kind === 'any') for (const n of node.nodes) stack.push({ node: n, doubtful });
    if (node.kind === 'group') stack.push({ node: node.node, doubtful });
    if (node.kind === 'look') stack.push({ node: node.node, doubtful: true });
    if (node.kind === 'repeat') {
      const isIdle = node.max > 1 && canBeEmpty(node.node);
      if (isIdle && node.max === Number.POSITIVE_INFINITY) return false;
      stack.push({ node: node.node, doubtful: doubtful || isIdle });
    }
  }
  return true;
}

function canBeEmpty(node: Node): boolean {
  switch (node.kind) {
    case 'bytes':
      return false;
    case 'all':
      return node.nodes.every(canBeEmpty);
    case 'any':
      return node.nodes.some(canBeEmpty);
    case 'repeat':
      return node.min === 0 || canBeEmpty(node.node);
    case 'group':
      return canBeEmpty(node.node);
    default:
      return true;
  }
}

type Instruction =
  | { readonly op: 'bytes'; readonly set: Bytes }
  /** The first one is preferred. */
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'assert'; readonly what: Assertion }
  | {
      readonly op: 'look';
      readonly program: Program;
      readonly behind: number | undefined;
      readonly negative: boolean;
    }
  | { readonly op: 'match' };

const longest = 2000;

type Program = readonly Instruction[];

function compile(root: Node): Program {
  const program: Instruction[] = [];
  emit(root);
  program.push({ op: 'match' });
  return program;

  function emit(node: Node): void {
    if (program.length > longest) giveUp();
    switch (node.kind) {
      case 'bytes':
        program.push({ op: 'bytes', set: node.set });
        return;
      case 'all':
        for (const n of node.nodes) emit(n);
        return;
      case 'any': {
        const ends: { to: number }[] = [];
        for (const [i, n] of node.nodes.entries()) {
          if (i === node.nodes.length - 1) {
            emit(n);
            break;
          }
          const split = { op: 'split' as const, first: program.length + 1, second: 0 };
          program.push(split);
          emit(n);
          const end = { op: 'jump' as const, to: 0 };
          program.push(end);
          ends.push(end);
          split.second = program.length;
        }
        for (const end of ends) end.to = program.length;
        return;
      }
      case 'group':
        program.push({ op: 'save', slot: 2 * node.number });
        emit(node.node);
        program.push({ op: 'save', slot: 2 * node.number + 1 });
        return;
      case 'assert':
        program.push({ op: 'assert', what: node.what });
        return;
      case 'look':
        program.push({ op: 'look', program: node.program, behind: node.behind, negative: node.negative });
        return;
      case 'repeat':
        repeat(node);
    }
  }

  function repeat({ node, min, max, lazy }: Extract<Node, { kind: 'repeat' }>): void {
    for (let i = 0; i < min; i++) {
      const before = program.length;
      emit(node);
      // Nothing, however often it is repeated.
      if (program.length === before) break;
    }
    const open = () => {
      const split = { op: 'split' as const, first: 0, second: 0 };
      const body = program.push(split);
      return { split, body };
    };
    const close = ({ split, body }: ReturnType<typeof open>, end: number) => {
      [split.first, split.second] = lazy ? [end, body] : [body, end];
    };
    if (max === Number.POSITIVE_INFINITY) {
      const start = program.length;
      const loop = open();
      emit(node);
      program.push({ op: 'jump', to: start });
      close(loop, program.length);
      return;
    }
    const optional: ReturnType<typeof open>[] = [];
    for (let i = min; i < max; i++) {
      optional.push(open());
      emit(node);
    }
    for (const o of optional) close(o, program.length);
  }
}

interface Thread {
  readonly pc: number;
  readonly saved: readonly number[];
}

/** All ways through the program at once, the preferred one first: what backtracking would find first. */
function run(program: Program, groups: number, text: string, from: number, anchored: boolean): Match | undefined {
  let best: readonly number[] | undefined;
  let threads: Thread[] = [];
  const seen = new Int32Array(program.length).fill(-1);
  for (let at = from; ; at++) {
    if (!best && (!anchored || at === from)) threads = [...threads, { pc: 0, saved: [at] }];
    const ready: Thread[] = [];
    for (const thread of threads) if (follow(thread, at, ready)) break;
    if (at >= text.length) break;
    const byte = text.charCodeAt(at);
    threads = [];
    for (const { pc, saved } of ready) {
      const instruction = program[pc]!;
      if (instruction.op === 'bytes' && instruction.set[byte]) threads.push({ pc: pc + 1, saved });
    }
    if (threads.length === 0 && (best || anchored)) break;
  }
  if (!best) return undefined;
  return Array.from({ length: groups }, (_, i) => {
    const [start, end] = [best![2 * i], best![2 * i + 1]];
    return start === undefined || end === undefined ? undefined : ([start, end] as const);
  });

  /** Whether it ends here, so that what is less preferred does not count. */
  function follow(thread: Thread, at: number, ready: Thread[]): boolean {
    const stack = [thread];
    for (let next = stack.pop(); next; next = stack.pop()) {
      const { pc, saved } = next;
      if (seen[pc] === at) continue;
      seen[pc] = at;
      const instruction = program[pc]!;
      switch (instruction.op) {
        case 'match':
          best = withSlot(saved, 1, at);
          return true;
        case 'bytes':
          ready.push(next);
          break;
        case 'jump':
          stack.push({ pc: instruction.to, saved });
          break;
        case 'split':
          stack.push({ pc: instruction.second, saved }, { pc: instruction.first, saved });
          break;
        case 'save':
          stack.push({ pc: pc + 1, saved: withSlot(saved, instruction.slot, at) });
          break;
        case 'assert':
          if (holds(instruction.what, text, at)) stack.push({ pc: pc + 1, saved });
          break;
        case 'look': {
          const start = at - (instruction.behind ?? 0);
          const found = start >= 0 && run(instruction.program, 1, text, start, true) !== undefined;
          if (found !== instruction.negative) stack.push({ pc: pc + 1, saved });
        }
      }
    }
    return false;
  }
}

function withSlot(saved: readonly number[], slot: number, at: number): readonly number[] {
  const copy = saved.slice();
  copy[slot] = at;
  return copy;
}

function holds(what: Assertion, text: string, at: number): boolean {
  switch (what) {
    case 'start':
      return at === 0;
    case 'end':
      return at === text.length;
    case 'last':
      return at === text.length || (at === text.length - 1 && text[at] === '\n');
    default: {
      const [before, after] = [text[at - 1], text[at]].map((c) => c !== undefined && /\w/.test(c));
      return (before !== after) === (what === 'boundary');
    }
  }
}
