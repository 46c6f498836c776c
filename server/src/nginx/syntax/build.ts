import type { BlockNode, Comment, DirectiveNode, SyntaxProblem, Tree, Word } from '../syntax.ts';
import type { Lexed } from './lexer.ts';

/** Blocks whose lines are values, not directives: nginx gives each line to a handler of the block and allows no `{` in it. */
const entryBlocks = new Set(['map', 'geo', 'types', 'split_clients', 'charset_map', 'geoip2']);

/** Names that always open a block: one that starts a line among the words of another directive shows a missing `;`. */
const blockNames = new Set([
  ...entryBlocks,
  'http',
  'events',
  'stream',
  'mail',
  'server',
  'location',
  'upstream',
  'if',
  'limit_except',
]);
blockNames.delete('geoip2');

interface Frame {
  readonly name: Word | undefined;
  readonly args: readonly Word[];
  readonly open: number;
  readonly kind: BlockNode['kind'];
  readonly items: DirectiveNode[];
}

export function build(text: string, lexed: Lexed): Tree {
  const { kinds, ends } = lexed;
  const problems: SyntaxProblem[] = [];
  const comments: Comment[] = [];
  const root: DirectiveNode[] = [];
  const stack: Frame[] = [];
  let items = root;
  let kind: BlockNode['kind'] = 'directives';
  let words: Word[] = [];
  let start = 0;

  for (let t = 0; t < kinds.length; t++) {
    const end = ends[t]!;
    switch (kinds[t]) {
      case 'word':
        words.push(readWord(start, end));
        break;
      case ';':
        if (words.length > 0) simple(words, start, end);
        else problem('stray-terminator', start, end, start, { start, end, text: '' });
        words = [];
        break;
      case '{':
        open(start);
        break;
      case '}':
        if (words.length > 0) unterminated(start);
        if (stack.length > 0) close(start, end);
        else problem('stray-brace', start, end, start, undefined);
        break;
      case 'comment':
        comments.push({ start, end });
        break;
    }
    start = end;
  }
  if (words.length > 0) unterminated(text.length);
  while (stack.length > 0) {
    const { open, name } = stack.at(-1)!;
    problem('missing-brace', name?.start ?? open, open + 1, text.length, undefined);
    close(undefined, text.length);
  }
  for (const at of lexed.afterQuote) problem('after-quote', at, at + 1, at, undefined);
  for (const at of lexed.openLua) problem('unclosed-lua', at, at + 1, text.length, undefined);
  for (const [at, end] of lexed.templates) problem('template', at, end, at, undefined);
  problems.sort((a, b) => a.start - b.start);
  return { items: root, comments, tokens: lexed, problems };

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
    const quote = first === 34 ? '"' : "'";
    const unclosed = lexed.unclosed.get(start);
    if (unclosed) {
      const repair = unclosed.certain ? { start: end, end, text: quote } : undefined;
      problem('unclosed-quote', start, end, unclosed.symptom, repair);
    }
    const raw = text.slice(start + 1, unclosed ? end : end - 1);
    return { text: raw.includes('\\') ? resolveEscapes(raw) : raw, start, end, quote };
  }

  function simple(of: readonly Word[], terminator: number, end: number): void {
    items.push({ name: of[0]!, args: of.slice(1), terminator, end, block: undefined });
  }

  /** The words before a `}` or the end of the file. */
  function unterminated(symptom: number): void {
    const last = words.at(-1)!;
    const oneLine = !text.slice(words[0]!.start, last.end).includes('\n');
    problem(
      'missing-semicolon',
      last.start,
      last.end,
      symptom,
      oneLine ? { start: last.end, end: last.end, text: ';' } : undefined,
    );
    simple(words, last.end, last.end);
    words = [];
  }

  function open(at: number): void {
    if (words.length === 0) problem('stray-terminator', at, at + 1, at, undefined);
    else splitAtBlock(at);
    if (kind === 'entries') problem('block-in-entries', at, at + 1, at, undefined);
    const name = words[0];
    stack.push({ name, args: words.slice(1), open: at, kind, items });
    words = [];
    // A `{` without words is no block of the tree: what it holds belongs to the block around it.
    if (!name) return;
    items = [];
    kind = name.text.endsWith('_by_lua_block') ? 'lua' : entryBlocks.has(name.text) ? 'entries' : 'directives';
  }

  function splitAtBlock(symptom: number): void {
    if (words.length < 2 || blockNames.has(words[0]!.text)) return;
    const at = words.findIndex((w, i) => i > 0 && opensBlock(w) && startsLine(w.start));
    if (at === -1) return;
    const last = words[at - 1]!;
    problem('missing-semicolon', last.start, last.end, symptom, { start: last.end, end: last.end, text: ';' });
    simple(words.slice(0, at), last.end, last.end);
    words = words.slice(at);
  }

  function startsLine(at: number): boolean {
    let i = at - 1;
    while (i >= 0 && (text[i] === ' ' || text[i] === '\t')) i--;
    return i < 0 || text[i] === '\n';
  }

  function close(at: number | undefined, end: number): void {
    const frame = stack.pop()!;
    if (frame.name) {
      frame.items.push({
        name: frame.name,
        args: frame.args,
        terminator: frame.open,
        end,
        block: { open: frame.open, close: at, kind, items },
      });
      items = frame.items;
    }
    kind = frame.kind;
  }
}

const opensBlock = (w: Word) => w.quote === undefined && (blockNames.has(w.text) || w.text.endsWith('_by_lua_block'));

/** `\"`, `\'` and `\\` lose the backslash, `\t`, `\r` and `\n` become control characters, everything else keeps both. */
function resolveEscapes(raw: string): string {
  return raw.replace(/\\(["'\\trn])/g, (_, c: string) => (c === 't' ? '\t' : c === 'r' ? '\r' : c === 'n' ? '\n' : c));
}
