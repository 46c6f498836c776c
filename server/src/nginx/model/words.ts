import type { Span } from '../../core/text.ts';
import type { Word } from '../syntax.ts';
import { type Directive, wordSpan } from './model.ts';

/** A variable in a text that nginx compiles. */
export interface VariableUse {
  /** Without `$` and braces. */
  readonly name: string;
  /** Offsets in the text, from the `$` on. */
  readonly start: number;
  readonly end: number;
  /** unnamed: nothing behind the `$`; unclosed: the `}` is missing. */
  readonly fault: 'unnamed' | 'unclosed' | undefined;
}

/**
 * The variables of a text, as `ngx_http_script_compile` finds them; it stops at the first fault. `$1` to `$9` are captures
 * and no variables, other than in a log_format, which has none (`ngx_http_log_compile_format`).
 */
export function variablesIn(text: string, captures = true): readonly VariableUse[] {
  const found: VariableUse[] = [];
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at)) {
    const start = at++;
    if (captures && /[1-9]/.test(text[at] ?? '')) continue;
    const open = text[at] === '{';
    if (open) at++;
    const from = at;
    while (at < text.length && /\w/.test(text[at]!)) at++;
    const name = text.slice(from, at);
    const fault = open && text[at] !== '}' && from < text.length ? 'unclosed' : name === '' ? 'unnamed' : undefined;
    if (open && text[at] === '}') at++;
    found.push({ name, start, end: at, fault });
    if (fault) break;
  }
  return found;
}

/** The span of a part of a word's text; of the whole word where escapes make the offsets differ. */
export function partOf(d: Directive, word: Word, from: number, to: number): Span {
  const quote = word.quote === undefined ? 0 : 1;
  if (word.end - word.start !== word.text.length + 2 * quote) return wordSpan(d, word);
  const start = word.start + quote;
  return { file: d.file.path, start: start + from, end: start + to };
}
