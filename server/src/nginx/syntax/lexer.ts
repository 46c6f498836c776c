import type { Tokens } from '../syntax.ts';
import { luaEnd } from './lua.ts';
import { token, tokenList } from './tokens.ts';

/** What only the lexer can see: offsets are those of the word or, for `afterQuote`, of the character after the quote. */
export interface Lexed extends Tokens {
  readonly afterQuote: readonly number[];
  /** Starts of the words that contain a backslash. */
  readonly escapes: readonly number[];
  /** Start of each word whose quote is not closed on its line; the token ends where the line says the value ends. */
  readonly unclosed: ReadonlyMap<number, UnclosedQuote>;
  /** Offset of the `{` of a Lua block that never ends. */
  readonly openLua: readonly number[];
  /** Start and end of each piece of a template language. */
  readonly templates: readonly (readonly [number, number])[];
  /** Words and comments that do not fit into nginx's buffer. */
  readonly tooLong: readonly { readonly start: number; readonly end: number }[];
  /** Whether a word ends with a `}` that may have been meant to close a block: `return 204}`. */
  readonly glued: boolean;
  /** Bare words with a quantifier such as `{2}`, which nginx takes for the start of a block. */
  readonly bareBraces: readonly { readonly start: number; readonly end: number; readonly brace: number }[];
}

export interface UnclosedQuote {
  readonly end: number;
  /** Where nginx gives up. */
  readonly symptom: number;
  /** Whether the end of the value leaves no choice. */
  readonly certain: boolean;
}

const LF = 10;
const QUOTE = 34;
const HASH = 35;
const DOLLAR = 36;
const PERCENT = 37;
const APOSTROPHE = 39;
const PAREN = 41;
const SEMICOLON = 59;
const LESS = 60;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;

/** The bytes that mean something inside a bare word: 1 ends it, 2 is looked at. */
const inWord = new Uint8Array(128);
for (const c of ' \t\r\n;') inWord[c.charCodeAt(0)] = 1;
for (const c of '{\\$<') inWord[c.charCodeAt(0)] = 2;

const isSpace = (c: number) => c === 32 || c === LF || c === 9 || c === 13;

/**
 * Splits text as `ngx_conf_read_token` (core/ngx_conf_file.c) does. Where nginx would stop with an error it goes on:
 * text after a closing quote starts a new word, an unclosed quote ends with its line. Pieces of template languages that
 * nginx could never read (`{{ }}`, `{% %}`, `<% %>`) are kept together. `unglue` takes the `}` at the end of a word for a
 * brace, which nginx does not.
 */
export function lex(text: string, encoding: 'utf8' | 'latin1', unglue = false): Lexed {
  const list = tokenList(text.length);
  const afterQuote: number[] = [];
  const escapes: number[] = [];
  const unclosed = new Map<number, UnclosedQuote>();
  const openLua: number[] = [];
  const templates: [number, number][] = [];
  const tooLong: { start: number; end: number }[] = [];
  const bareBraces: { start: number; end: number; brace: number }[] = [];
  const closers = finder(text);
  const n = text.length;
  let words = 0;
  let glued = false;
  let lua = false;
  let i = 0;

  const push = (kind: number, end: number) => {
    list.add(kind, end);
    i = end;
  };

  while (i < n) {
    const c = text.charCodeAt(i);
    if (isSpace(c)) {
      let j = i + 1;
      while (j < n && isSpace(text.charCodeAt(j))) j++;
      push(token.space, j);
    } else if (c === SEMICOLON) {
      push(token[';'], i + 1);
      words = 0;
      lua = false;
    } else if (c === HASH) {
      let j = text.indexOf('\n', i);
      if (j === -1) j = n;
      else if (text.charCodeAt(j - 1) === 13) j--;
      // The whole line has to fit, with its CR; at the end of the file nothing more has to be read.
      const bytes = j - i < suspicious ? 0 : byteLength(text, i, text.charCodeAt(j) === 13 ? j + 1 : j, encoding);
      if (bytes > (j < n ? buffer - 1 : buffer)) tooLong.push({ start: i, end: j });
      push(token.comment, j);
    } else if (c === CLOSE) {
      push(token['}'], i + 1);
      words = 0;
      lua = false;
    } else if (words === 0 && (c === OPEN || c === LESS || c === DOLLAR || c === 64 || c === 95 || c === PERCENT)) {
      const end = statement(text, i, closers);
      if (end > i) {
        templates.push([i, end]);
        push(token.template, end);
      } else if (c === OPEN && templateEnd(text, i, closers) === -1) {
        push(token['{'], i + 1);
      } else word();
    } else if (c === OPEN && templateEnd(text, i, closers) === -1) {
      push(token['{'], i + 1);
      if (lua) {
        const end = luaEnd(text, i, openLua.length > 0);
        if (end.open) openLua.push(i - 1);
        if (end.at > i) push(token.lua, end.at);
      }
      words = 0;
      lua = false;
    } else word();
  }
  return { ...list.take(), afterQuote, escapes, unclosed, openLua, templates, tooLong, bareBraces, glued };

  function word(): void {
    const c = text.charCodeAt(i);
    words++;
    if (c === QUOTE || c === APOSTROPHE) quoted(c);
    else bare();
  }

  function bare(): void {
    const start = i;
    let brace = -1;
    let escaped = false;
    let j = i;
    scan: while (j < n) {
      const c = text.charCodeAt(j);
      const special = c < 128 ? inWord[c] : 0;
      if (special === 0) {
        j++;
        continue;
      }
      if (special === 1) break;
      switch (c) {
        case BACKSLASH:
          escaped = true;
          j += 2;
          break;
        case DOLLAR:
          // nginx arms a flag at `$` that makes every directly following `{` part of the word, and never looks for the `}`.
          j++;
          while (j < n && text.charCodeAt(j) === OPEN) j++;
          break;
        default: {
          const end = templateEnd(text, j, closers);
          if (end !== -1) {
            templates.push([j, end]);
            j = end;
            continue;
          }
          if (c === LESS) {
            j++;
            continue;
          }
          quantifier.lastIndex = j;
          if (j === start || !quantifier.test(text)) break scan;
          if (brace === -1) brace = j;
          j = quantifier.lastIndex;
        }
      }
    }
    if (j > n) j = n;
    if (text.charCodeAt(j - 1) === CLOSE && j - start > 1 && isGlued(start, j)) {
      glued = true;
      if (unglue) while (text.charCodeAt(j - 1) === CLOSE) j--;
    }
    if (escaped) escapes.push(start);
    if (brace !== -1) bareBraces.push({ start, end: j, brace });
    if (j - start >= suspicious) checkLength(start, j, start);
    if (text.charCodeAt(j - 1) === 107 && text.startsWith('_by_lua_block', j - 13) && j - start > 13) lua = true;
    push(token.word, j);
    if (lua && words <= 2) luaWithoutBrace();
  }

  /** Lua that starts on the next line although its `{` is missing would make nonsense of everything behind it. */
  function luaWithoutBrace(): void {
    bareLua.lastIndex = i;
    if (!bareLua.test(text)) return;
    const end = luaEnd(text, i, openLua.length > 0);
    if (!end.open) push(token.lua, end.at);
  }

  /** Ends a line or stands before another `}`, and the word has no brace or backslash that explains it. */
  function isGlued(start: number, end: number): boolean {
    let next = end;
    while (next < n && isSpace(text.charCodeAt(next))) next++;
    const after = text.charCodeAt(next);
    return (
      (next === n || after === CLOSE || text.slice(end, next).includes('\n')) &&
      after !== SEMICOLON &&
      /^[^{\\}]+\}+$/.test(text.slice(start, end))
    );
  }

  function quoted(quote: number): void {
    const start = i;
    let j = i + 1;
    let escaped = false;
    let severalLines = false;
    while (j < n) {
      const c = text.charCodeAt(j);
      if (c === quote) break;
      if (c === BACKSLASH) {
        escaped = true;
        j++;
      }
      if (text.charCodeAt(j) === LF) severalLines = true;
      j++;
    }
    if (escaped) escapes.push(start);
    const closed = j < n;
    const next = closed && j + 1 < n ? text.charCodeAt(j + 1) : LF;
    const fits = isSpace(next) || next === SEMICOLON || next === OPEN || next === PAREN;
    if (!closed || !fits) {
      const cut = closed && !severalLines ? undefined : endOfValue(text, start);
      if (cut && (!closed || (next !== CLOSE && cut.terminated))) {
        unclosed.set(start, { end: cut.at, symptom: closed ? j + 1 : n, certain: cut.certain });
        push(token.word, cut.at);
        return;
      }
      // A `}` here is a missing `;`, which is found later.
      if (next !== CLOSE) afterQuote.push(j + 1);
    }
    if (j - start >= suspicious) checkLength(start, j + 1, start + 1);
    push(token.word, j + 1);
  }

  /** From `from` on, the word and the character after it have to fit into the buffer, with one more to follow unless it ends a directive. */
  function checkLength(start: number, end: number, from: number): void {
    const next = text.charCodeAt(end);
    const ends = next === SEMICOLON || next === OPEN || (next === PAREN && from > start) || end === n;
    if (byteLength(text, from, end, encoding) > (ends ? buffer - 1 : buffer - 2)) tooLong.push({ start, end });
  }
}

/** NGX_CONF_BUFFER. */
const buffer = 4096;
/** The fewest UTF-16 units that may be too many bytes. */
const suspicious = Math.floor(buffer / 3) - 1;

function byteLength(text: string, start: number, end: number, encoding: 'utf8' | 'latin1'): number {
  if (encoding === 'latin1') return end - start;
  let bytes = end - start;
  for (let i = start; i < end; i++) {
    const c = text.charCodeAt(i);
    // A surrogate pair is four bytes for two units.
    if (c >= 0x80) bytes += c >= 0x800 && (c < 0xd800 || c > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

const bareLua = /[ \t\r]*\n\s*(?=[^\s{};#])/y;

const quantifier = /\{\d+(?:,\d*)?\}/y;

/** Where the value of a quote that is not closed on its line seems to end: before the line's last `;` or `{`, else with the line. */
function endOfValue(text: string, quote: number): { at: number; terminated: boolean; certain: boolean } {
  let end = text.indexOf('\n', quote);
  if (end === -1) end = text.length;
  const rest = text.slice(quote + 1, end);
  const tail = /(?:;|(?<![ \t])[ \t]*\{)[ \t\r]*(?:#[^\n]*)?$/.exec(rest);
  if (!tail) return { at: quote + 1 + rest.trimEnd().length, terminated: false, certain: false };
  let value = rest.slice(0, tail.index);
  // `if ($a = "b) {`
  const depth = value.replace(/\\./g, '').replace(/[^()]/g, '');
  if (value.endsWith(')') && depth.length % 2 === 1 && tail[0].includes('{')) value = value.slice(0, -1);
  return { at: quote + 1 + value.length, terminated: true, certain: value !== '' && !/[;{}"'#\\\s]/.test(value) };
}

type Finder = (closer: string, from: number) => number;

/** `indexOf` that looks at no part of the text twice, as long as each search begins behind the one before. */
function finder(text: string): Finder {
  const last = new Map<string, { readonly from: number; readonly at: number }>();
  return (closer, from) => {
    const known = last.get(closer);
    if (known && known.from <= from && (from <= known.at || known.at === -1)) return known.at;
    const at = text.indexOf(closer, from);
    last.set(closer, { from, at });
    return at;
  };
}

/** The end of the piece `{{ … }}`, `{% … %}`, `<% … %>` or `{name}` that starts here, or -1: a block never starts like this. */
function templateEnd(text: string, at: number, find: Finder): number {
  const next = text.charCodeAt(at + 1);
  if (text.charCodeAt(at) === LESS) return next === PERCENT ? after(find('%>', at + 2), 2) : -1;
  if (next === PERCENT) return after(find('%}', at + 2), 2);
  if (next !== OPEN) return placeholderEnd(text, at);
  const close = find('}}', at + 2);
  if (close === -1) return -1;
  const feed = find('\n', at);
  return feed !== -1 && feed < close ? -1 : close + (text.charCodeAt(close + 2) === CLOSE ? 3 : 2);
}

const placeholder = /\{[A-Za-z_][\w.-]*\}/y;
const glued = /[\w%./:=@-]/;

/** `{name}` in the middle of something; `location / {internal}` is a block that lacks a semicolon. */
function placeholderEnd(text: string, at: number): number {
  placeholder.lastIndex = at;
  if (!placeholder.test(text)) return -1;
  const end = placeholder.lastIndex;
  return glued.test(text[at - 1] ?? ' ') || /[;\w./:$-]/.test(text[end] ?? ' ') ? end : -1;
}

const after = (at: number, length: number) => (at === -1 ? -1 : at + length);

const placeholderLine = /(?:@@\w+@@|__\w+__|%%?\w+%%?|\$\{\w+\}|\$[A-Z_][A-Z0-9_]*)(?=[ \t\r]*(?:\n|$))/y;

/** The end of a piece of a template that stands where a directive would start, or -1: a tag, or a placeholder alone on its line. */
function statement(text: string, at: number, find: Finder): number {
  const c = text.charCodeAt(at);
  if (c === OPEN || c === LESS) {
    if (text.startsWith('{#', at)) return after(find('#}', at + 2), 2);
    if (text.startsWith('<?', at)) return after(find('?>', at + 2), 2);
    const end = templateEnd(text, at, find);
    if (end === -1) return -1;
    const value = text.charCodeAt(at + 1) === OPEN || text.charCodeAt(at + 2) === 61;
    return !value || restIsBlank(text, end) ? end : -1;
  }
  placeholderLine.lastIndex = at;
  return placeholderLine.test(text) ? placeholderLine.lastIndex : -1;
}

function restIsBlank(text: string, from: number): boolean {
  let i = from;
  while (i < text.length && text.charCodeAt(i) !== LF && isSpace(text.charCodeAt(i))) i++;
  return i === text.length || text.charCodeAt(i) === LF;
}
