import type { BlockNode, Comment, DirectiveNode, SyntaxProblem, Tree, Word } from '../syntax.ts';
import { type Brace, type Repair, repairBraces } from './braces.ts';
import type { Lexed } from './lexer.ts';

/**
 * Makes directives of tokens. Braces that do not balance are looked at a second time: the one that is missing or too many
 * costs its own block, not the file.
 */
export function build(text: string, lexed: Lexed): Tree {
  let result = assemble(text, lexed, undefined, false);
  // A block whose `{` was forgotten shows as a `}` too many.
  if (result.stray.length > 0 && result.headless > 0) result = assemble(text, lexed, undefined, true);
  const { braces, unclosed, stray, headless } = result;
  if (unclosed + stray.length === 0) return result.tree;
  const repair = repairBraces(text, braces, lexed.kinds.length, unclosed, stray.length);
  return assemble(text, lexed, { ...repair, symptoms: stray }, headless > 0).tree;
}

/** Blocks whose lines are values, not directives: nginx gives each line to a handler of the block and allows no `{` in it. */
const entryBlocks = new Set(['map', 'geo', 'types', 'split_clients', 'charset_map', 'geoip2', 'match', 'num_map']);

/** Names that always open a block, `server` outside of an upstream. */
const blockNames = new Set(
  'http events stream mail server location upstream if limit_except map geo types split_clients charset_map'.split(' '),
);

const isLua = (name: string) => name.endsWith('_by_lua_block');

interface Frame {
  /** undefined: a `{` without words, whose content belongs to the block around it. */
  readonly name: Word | undefined;
  readonly args: readonly Word[];
  readonly open: number;
  readonly kind: BlockNode['kind'];
  readonly items: DirectiveNode[];
}

interface Result {
  readonly tree: Tree;
  readonly braces: readonly Brace[];
  /** How many blocks are open at the end. */
  readonly unclosed: number;
  /** Offsets of `}` outside any block. */
  readonly stray: readonly number[];
  /** How many directives look like a block without its `{`. */
  readonly headless: number;
}

function assemble(
  text: string,
  lexed: Lexed,
  repair: (Repair & { readonly symptoms: readonly number[] }) | undefined,
  addOpen: boolean,
): Result {
  const { kinds, ends } = lexed;
  const problems: SyntaxProblem[] = [];
  const comments: Comment[] = [];
  const braces: Brace[] = [];
  const stray: number[] = [];
  const root: DirectiveNode[] = [];
  const stack: Frame[] = [];
  let items = root;
  let kind: BlockNode['kind'] = 'directives';
  let words: Word[] = [];
  let headless = 0;
  /** Where a missing `}` would go: after the last content and the comment behind it. */
  let contentEnd = 0;
  let start = 0;

  for (let t = 0; t < kinds.length; t++) {
    const end = ends[t]!;
    switch (kinds[t]) {
      case 'word':
        words.push(readWord(start, end));
        break;
      case ';':
        if (words.length === 0) problem('stray-terminator', start, end, start, { start, end, text: '' });
        else {
          if (blockNames.has(words[0]!.text)) blockWithoutBrace(t);
          simple(words, start, end);
          words = [];
        }
        contentEnd = end;
        break;
      case '{':
        open(t, start);
        contentEnd = end;
        break;
      case '}':
        if (words.length > 0) unterminated(start);
        if (repair) closeMissing(t);
        close(t, start, end);
        contentEnd = end;
        break;
      case 'comment':
        comments.push({ start, end });
        if (repair && !text.slice(contentEnd, start).includes('\n')) contentEnd = end;
        break;
      case 'template':
        contentEnd = end;
        break;
    }
    start = end;
  }
  if (words.length > 0) unterminated(text.length);
  const unclosed = stack.length;
  closeMissing(kinds.length);
  lexical();
  problems.sort((a, b) => a.start - b.start);
  return { tree: { items: root, comments, tokens: lexed, problems }, braces, unclosed, stray, headless };

  function problem(
    code: SyntaxProblem['code'],
    start: number,
    end: number,
    symptom: number,
    repair: SyntaxProblem['repair'],
  ): void {
    problems.push({ code, start, end, symptom, repair });
  }

  function readWord(start: number, end: number): Word {
    const first = text.charCodeAt(start);
    if (first !== 34 && first !== 39) {
      const raw = text.slice(start, end);
      return { text: raw.includes('\\') ? resolveEscapes(raw) : raw, start, end, quote: undefined };
    }
    const raw = text.slice(start + 1, lexed.unclosed.has(start) ? end : end - 1);
    return { text: raw.includes('\\') ? resolveEscapes(raw) : raw, start, end, quote: first === 34 ? '"' : "'" };
  }

  function simple(of: readonly Word[], terminator: number, end: number): void {
    items.push({ name: of[0]!, args: of.slice(1), terminator, end, block: undefined });
  }

  /** The words before a `}` or the end of the text. */
  function unterminated(symptom: number): void {
    const last = words.at(-1)!;
    const oneLine = !text.slice(words[0]!.start, last.end).includes('\n');
    missingSemicolon(last, symptom, oneLine);
    simple(words, last.end, last.end);
    contentEnd = last.end;
    words = [];
  }

  function missingSemicolon(after: Word, symptom: number, certain: boolean): void {
    const { start, end } = after;
    problem('missing-semicolon', start, end, symptom, certain ? { start: end, end, text: ';' } : undefined);
  }

  function open(token: number, at: number): void {
    if (words.length === 0) problem('stray-terminator', at, at + 1, at, undefined);
    else splitAtBlock(at);
    const name = words[0];
    braces.push({ token, open: true, start: name?.start ?? at, at, name: name?.text ?? '' });
    if (repair) closeMissing(token);
    if (kind === 'entries') problem('block-in-entries', at, at + 1, at, undefined);
    push(name, words.slice(1), at);
    words = [];
  }

  function push(name: Word | undefined, args: readonly Word[], open: number): void {
    stack.push({ name, args, open, kind, items });
    if (!name) return;
    items = [];
    kind = isLua(name.text) ? 'lua' : entryBlocks.has(name.text) ? 'entries' : 'directives';
  }

  /** `root /srv` `location / {` on two lines: the `;` is missing after the first. */
  function splitAtBlock(symptom: number): void {
    if (words.length < 2 || blockNames.has(words[0]!.text)) return;
    const at = words.findIndex(
      (w, i) => i > 0 && w.quote === undefined && (blockNames.has(w.text) || isLua(w.text)) && startsLine(w),
    );
    if (at === -1) return;
    const head = words.slice(0, at);
    const last = head.at(-1)!;
    missingSemicolon(last, symptom, !head.some((w, i) => i > 0 && startsLine(w)));
    simple(head, last.end, last.end);
    contentEnd = last.end;
    words = words.slice(at);
  }

  /** `location /` `root /srv;` on two lines: the `{` is missing after the first. */
  function blockWithoutBrace(token: number): void {
    if (kind !== 'directives' || (words[0]!.text === 'server' && stack.at(-1)?.name?.text === 'upstream')) return;
    const at = words.findIndex((w, i) => i > 0 && startsLine(w));
    if (at === -1) return;
    headless++;
    if (!addOpen) return;
    const [name, ...args] = words.slice(0, at);
    const last = words[at - 1]!;
    problem('missing-opening', last.start, last.end, words.at(-1)!.end, { start: last.end, end: last.end, text: ' {' });
    braces.push({ token, open: true, start: name!.start, at: last.end, name: name!.text });
    push(name, args, last.end);
    words = words.slice(at);
  }

  function startsLine(word: Word): boolean {
    let i = word.start - 1;
    while (i >= 0 && (text[i] === ' ' || text[i] === '\t')) i--;
    return i < 0 || text[i] === '\n';
  }

  function close(token: number, at: number, end: number): void {
    braces.push({ token, open: false, start: at, at, name: '' });
    if (stack.length > 0 && !repair?.ignored.has(token)) {
      pop(at, end);
      return;
    }
    const symptom = repair?.symptoms[stray.length] ?? at;
    stray.push(at);
    problem('stray-brace', at, end, symptom, repair?.certain ? { ...lineAround(at, end), text: '' } : undefined);
  }

  /** Ends the blocks whose `}` is missing before a token. */
  function closeMissing(token: number): void {
    const all = token === kinds.length;
    for (let n = all ? stack.length : (repair?.closedBefore.get(token) ?? 0); n > 0 && stack.length > 0; n--) {
      const { open, name } = stack.at(-1)!;
      const at = name?.start ?? open;
      const edit = { start: contentEnd, end: contentEnd, text: `${newline()}${indentation(at)}}` };
      problem('missing-brace', at, open + 1, text.length, repair?.certain ? edit : undefined);
      pop(undefined, contentEnd);
    }
  }

  function pop(close: number | undefined, end: number): void {
    const frame = stack.pop()!;
    if (frame.name) {
      const block: BlockNode = { open: frame.open, close, kind, items };
      frame.items.push({ name: frame.name, args: frame.args, terminator: frame.open, end, block });
      items = frame.items;
    }
    kind = frame.kind;
  }

  function newline(): string {
    const feed = text.indexOf('\n');
    return feed > 0 && text[feed - 1] === '\r' ? '\r\n' : '\n';
  }

  function indentation(at: number): string {
    const line = text.lastIndexOf('\n', at - 1) + 1;
    return /^[ \t]*/.exec(text.slice(line, at))![0];
  }

  /** The whole line of a brace that has one to itself. */
  function lineAround(start: number, end: number): { start: number; end: number } {
    const line = text.lastIndexOf('\n', start - 1) + 1;
    const feed = text.indexOf('\n', end);
    const after = feed === -1 ? text.length : feed + 1;
    return (text.slice(line, start) + text.slice(end, after)).trim() === '' ? { start: line, end: after } : { start, end };
  }

  /** What the lexer has seen. */
  function lexical(): void {
    for (const [start, { end, symptom, certain }] of lexed.unclosed)
      problem('unclosed-quote', start, end, symptom, certain ? { start: end, end, text: text[start]! } : undefined);
    for (const at of lexed.afterQuote) problem('after-quote', at, at + 1, at, undefined);
    for (const at of lexed.openLua) problem('unclosed-lua', at, at + 1, text.length, undefined);
    for (const { start, end } of lexed.tooLong) problem('too-long', start, end, start, undefined);
    for (const { start, end, brace } of lexed.bareBraces) problem('unquoted-brace', start, end, brace, quoted(start, end));
    for (const [at, end] of lexed.templates) problem('template', at, end, at, undefined);
  }

  /** A word in quotes; the `)` that ends a condition stays outside. */
  function quoted(start: number, end: number): SyntaxProblem['repair'] {
    const word = text.slice(start, end);
    const quote = word.includes('"') ? "'" : '"';
    if (word.includes(quote)) return undefined;
    const depth = word.replace(/\\./g, '').replace(/[^()]/g, '');
    const outside = word.endsWith(')') && depth.length % 2 === 1 ? 1 : 0;
    return { start, end: end - outside, text: quote + word.slice(0, word.length - outside) + quote };
  }
}

/** `\"`, `\'` and `\\` lose the backslash, `\t`, `\r` and `\n` become control characters, everything else keeps both. */
function resolveEscapes(raw: string): string {
  return raw.replace(/\\(["'\\trn])/g, (_, c: string) => (c === 't' ? '\t' : c === 'r' ? '\r' : c === 'n' ? '\n' : c));
}
