import type { BlockNode, Comment, DirectiveNode, SyntaxProblem, Tree, Word } from '../syntax.ts';
import { type Brace, indentation, type Repair, repairBraces } from './braces.ts';
import type { Lexed } from './lexer.ts';
import { token } from './tokens.ts';

/**
 * Makes directives of tokens. Braces that do not balance are looked at a second time: the one that is missing or too many
 * costs its own block, not the file.
 */
export function build(text: string, lexed: Lexed): Tree {
  let result = assemble(text, lexed, undefined, false);
  // A block whose `{` was forgotten shows as a `}` too many.
  const addOpen = result.stray.length > 0;
  if (addOpen) result = assemble(text, lexed, undefined, true);
  const { braces, unclosed, stray } = result;
  if (unclosed + stray.length === 0) return result.tree;
  const repair = repairBraces(text, braces, lexed.kinds.length, unclosed, stray.length);
  // Half of a template's braces may be in its tags, and where quotes are wrong nothing else is sure.
  const certain = repair.certain && lexed.templates.length === 0 && !quotesAreWrong(lexed) && !result.headless;
  return assemble(text, lexed, { ...repair, certain, symptoms: stray }, addOpen).tree;
}

const quotesAreWrong = ({ unclosed, afterQuote }: Lexed) => unclosed.size + afterQuote.length > 0;

/** Blocks whose lines are values, not directives: nginx gives each line to a handler of the block and allows no `{` in it. */
const entryBlocks = new Set(['map', 'geo', 'types', 'split_clients', 'charset_map', 'geoip2', 'match', 'num_map']);

/** Names that always open a block, `server` outside of an upstream. */
const blockNames = new Set(
  'http events stream mail rtmp server application location upstream if limit_except map geo types split_clients charset_map'.split(
    ' ',
  ),
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
  /** Whether a directive lacks its block, and nobody knows where that would begin. */
  readonly headless: boolean;
}

function assemble(
  text: string,
  lexed: Lexed,
  repair: (Repair & { readonly symptoms: readonly number[] }) | undefined,
  addOpen: boolean,
): Result {
  const { kinds, ends } = lexed;
  let problems: SyntaxProblem[] = [];
  const comments: Comment[] = [];
  const braces: Brace[] = [];
  const stray: number[] = [];
  const root: DirectiveNode[] = [];
  const stack: Frame[] = [];
  let items = root;
  let kind: BlockNode['kind'] = 'directives';
  let name: Word | undefined;
  let args: Word[] = [];
  let nextEscape = 0;
  let headless = false;
  /** Where a missing `}` would go: after the last content and the comment behind it. */
  let contentEnd = 0;
  let start = 0;

  for (let t = 0; t < kinds.length; t++) {
    const end = ends[t]!;
    switch (kinds[t]) {
      case token.word:
        if (name) args.push(readWord(start, end));
        else name = readWord(start, end);
        break;
      case token[';']:
        if (!name)
          problem('stray-terminator', start, end, start, afterPlaceholder(start) ? undefined : { start, end, text: '' });
        else {
          if (addOpen) blockWithoutBrace(t);
          simple(start, end);
        }
        contentEnd = end;
        break;
      case token['{']:
        open(t, start);
        contentEnd = end;
        break;
      case token['}']:
        if (name) unterminated(t, start);
        if (repair) closeMissing(t);
        close(t, start, end);
        contentEnd = end;
        break;
      case token.comment:
        comments.push({ start, end });
        if (repair && !text.slice(contentEnd, start).includes('\n')) contentEnd = end;
        break;
      case token.lua:
        if (name) begin(t, end);
        contentEnd = end;
        break;
      case token.template:
        contentEnd = end;
        break;
    }
    start = end;
  }
  if (name) unterminated(kinds.length, text.length);
  const unclosed = stack.length;
  closeMissing(kinds.length);
  lexical();
  problems.sort((a, b) => a.start - b.start);
  // Where Lua does not end, what follows may be Lua or not.
  const sure = problems.every((p) => p.code !== 'unclosed-lua');
  if (!sure) problems = problems.map((p) => ({ ...p, repair: undefined }));
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

  /** Without the semicolon `{name}` would read otherwise. */
  function afterPlaceholder(at: number): boolean {
    return text[at - 1] === '}' && /\{[\w.-]+\}$/.test(text.slice(Math.max(0, at - 80), at));
  }

  function readWord(start: number, end: number): Word {
    const first = text.charCodeAt(start);
    const quote = first === 34 ? '"' : first === 39 ? "'" : undefined;
    const raw = quote ? text.slice(start + 1, lexed.unclosed.has(start) ? end : end - 1) : text.slice(start, end);
    if (lexed.escapes[nextEscape] !== start) return { text: raw, start, end, quote };
    nextEscape++;
    return { text: resolveEscapes(raw), start, end, quote };
  }

  function simple(terminator: number, end: number): void {
    // A block of another module, perhaps: `application live` `live on;`
    if (addOpen && (needsBlock() || args.some((w) => startsLine(w) && /^[a-z_]+$/.test(w.text)))) headless = true;
    items.push({ name: name!, args, terminator, end, block: undefined });
    name = undefined;
    args = [];
  }

  /** The words before a `}` or the end of the text. */
  function unterminated(t: number, symptom: number): void {
    const last = args.at(-1) ?? name!;
    // `events }`: further down the brace may belong to the block around it.
    const alone = stack.length === 0 || !text.slice(last.end, symptom).includes('\n');
    if (needsBlock() && text[symptom] === '}' && alone && !args.some(startsLine)) {
      begin(t, symptom);
      return;
    }
    missingSemicolon(last, symptom, !args.some(startsLine) && !needsBlock());
    simple(last.end, last.end);
    contentEnd = last.end;
  }

  function missingSemicolon(after: Word, symptom: number, certain: boolean): void {
    const { start, end } = after;
    // `80#http` may be a value and a comment.
    const value = certain && !after.text.includes('#');
    problem('missing-semicolon', start, end, symptom, value ? inserted(end, ';') : undefined);
  }

  /** After a word, unless a backslash would take it in. */
  function inserted(at: number, what: string): SyntaxProblem['repair'] {
    return text[at - 1] === '\\' ? undefined : { start: at, end: at, text: what };
  }

  function open(t: number, at: number): void {
    if (name) splitAtBlock(t, at);
    else problem('stray-terminator', at, at + 1, at, undefined);
    braces.push({ token: t, open: true, start: name?.start ?? at, at, name: name?.text ?? '' });
    if (repair) closeMissing(t, at);
    if (kind === 'entries') problem('block-in-entries', at, at + 1, at, undefined);
    push(name, args, at);
    name = undefined;
    args = [];
  }

  function push(name: Word | undefined, args: readonly Word[], open: number): void {
    stack.push({ name, args, open, kind, items });
    if (!name) return;
    items = [];
    kind = isLua(name.text) ? 'lua' : entryBlocks.has(name.text) ? 'entries' : 'directives';
  }

  /**
   * `root /srv` `location / {` on two lines: the `;` is missing after the first. `server` `location / {`: the first lacks its `{`.
   */
  function splitAtBlock(t: number, symptom: number): void {
    const opens = (w: Word) => w.quote === undefined && (blockNames.has(w.text) || isLua(w.text)) && startsLine(w);
    const starts = args.flatMap((w, i) => (opens(w) ? [i] : []));
    if (starts.length === 0) return;
    const words = args;
    args = words.slice(0, starts[0]);
    for (const [i, start] of starts.entries()) {
      if (needsBlock()) begin(t, symptom);
      else {
        const last = args.at(-1) ?? name!;
        missingSemicolon(last, symptom, !args.some(startsLine));
        simple(last.end, last.end);
        contentEnd = last.end;
      }
      name = words[start];
      args = words.slice(start + 1, starts[i + 1]);
    }
  }

  /** `location /` `root /srv;` on two lines, or on one: the `{` is missing after the first part. */
  function blockWithoutBrace(t: number): void {
    if (!needsBlock()) return;
    const line = args.findIndex(startsLine);
    const at = line === -1 ? headLength(name!.text, args) : line;
    if (at === undefined || at >= args.length) return;
    const symptom = args.at(-1)!.end;
    const [next, ...rest] = args.splice(at);
    begin(t, symptom);
    name = next;
    args = rest;
  }

  /** A block whose `{` is missing after its words. */
  function begin(t: number, symptom: number): void {
    const last = args.at(-1) ?? name!;
    problem('missing-opening', last.start, last.end, symptom, inserted(last.end, ' {'));
    braces.push({ token: t, open: true, start: name!.start, at: last.end, name: name!.text });
    push(name, args, last.end);
    contentEnd = last.end;
    name = undefined;
    args = [];
  }

  function needsBlock(): boolean {
    return kind === 'directives' && blockNames.has(name!.text) && !isUpstreamServer();
  }

  function isUpstreamServer(): boolean {
    return name!.text === 'server' && stack.at(-1)?.name?.text === 'upstream';
  }

  function startsLine(word: Word): boolean {
    let i = word.start - 1;
    while (i >= 0 && (text[i] === ' ' || text[i] === '\t')) i--;
    return i < 0 || text[i] === '\n';
  }

  function close(t: number, at: number, end: number): void {
    braces.push({ token: t, open: false, start: at, at, name: '' });
    if (stack.length > 0 && !repair?.ignored.has(t)) {
      pop(at, end);
      return;
    }
    const symptom = repair?.symptoms[stray.length] ?? at;
    stray.push(at);
    problem('stray-brace', at, end, symptom, repair?.certain ? { ...lineAround(at, end), text: '' } : undefined);
  }

  /** Ends the blocks whose `}` is missing before a token; values end for nginx at the next `{`. */
  function closeMissing(t: number, brace = text.length): void {
    const all = t === kinds.length;
    for (let n = all ? stack.length : (repair?.closedBefore.get(t) ?? 0); n > 0 && stack.length > 0; n--) {
      const { open, name } = stack.at(-1)!;
      const at = name?.start ?? open;
      const outside = repair?.indented && name ? takeOutdented(name, open) : [];
      const conflict = name !== undefined && items.some((node) => standsBeside(node, name));
      // How much of a Lua body is Lua cannot be told once its braces are wrong.
      if (kind === 'lua') problem('unclosed-lua', at, open + 1, text.length, undefined);
      else {
        const symptom = kind === 'entries' ? brace : text.length;
        problem('missing-brace', at, open + 1, symptom, repair?.certain && !conflict ? closing(at) : undefined);
      }
      pop(undefined, contentEnd);
      for (const node of outside) items.push(node);
    }
  }

  /** A line inside a block that is no deeper than the block: its indentation tells nothing. */
  function standsBeside(node: DirectiveNode, block: Word): boolean {
    const own = indentation(text, block.start);
    const other = indentation(text, node.name.start);
    return own !== undefined && other !== undefined && own.startsWith(other);
  }

  /** Removes what stands no deeper than the block itself up to its end: it belongs behind the missing `}`. */
  function takeOutdented(name: Word, open: number): readonly DirectiveNode[] {
    const own = indentation(text, name.start);
    if (own === undefined) return [];
    const inside = (node: DirectiveNode) => !own.startsWith(indentation(text, node.name.start) ?? '-');
    const first = items.findLastIndex(inside) + 1;
    if (first === 0 || first === items.length) return [];
    const outside = items.splice(first);
    const comment = /[ \t]*#[^\r\n]*|/y;
    comment.lastIndex = items.at(-1)?.end ?? open + 1;
    contentEnd = comment.lastIndex + comment.exec(text)![0].length;
    return outside;
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

  /** A `}` on its own line, indented as the directive it closes. */
  function closing(directive: number): SyntaxProblem['repair'] {
    if (text[contentEnd - 1] === '\\') return undefined;
    const feed = text.indexOf('\n');
    const newline = feed > 0 && text[feed - 1] === '\r' ? '\r\n' : '\n';
    const line = text.slice(text.lastIndexOf('\n', directive - 1) + 1, directive);
    return { start: contentEnd, end: contentEnd, text: `${newline}${/^[ \t]*/.exec(line)![0]}}` };
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
    if (word.includes(quote) || word.endsWith('\\') || /["']/.test(text[start - 1] ?? '') || quotesAreWrong(lexed))
      return undefined;
    const depth = word.replace(/\\./g, '').replace(/[^()]/g, '');
    const outside = /[^\\]\)$/.test(word) && depth.length % 2 === 1 ? 1 : 0;
    return { start, end: end - outside, text: quote + word.slice(0, word.length - outside) + quote };
  }
}

/** How many arguments the head of a block has; undefined where it may be any number. */
function headLength(name: string, args: readonly Word[]): number | undefined {
  if (name === 'location') return /^(?:=|~\*?|\^~)$/.test(args[0]?.text ?? '') ? 2 : 1;
  if (name === 'upstream') return 1;
  return name === 'if' || entryBlocks.has(name) || name === 'limit_except' ? undefined : 0;
}

/** `\"`, `\'` and `\\` lose the backslash, `\t`, `\r` and `\n` become control characters, everything else keeps both. */
function resolveEscapes(raw: string): string {
  return raw.replace(/\\(["'\\trn])/g, (_, c: string) => (c === 't' ? '\t' : c === 'r' ? '\r' : c === 'n' ? '\n' : c));
}
