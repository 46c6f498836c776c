import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const root = join(import.meta.dirname, '../..');
await oniguruma.loadWASM(readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')).buffer);

const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  // Lua's own grammar belongs to the editor: without it a body is at least delimited correctly.
  loadGrammar: async (scope) => {
    const file = join(root, 'syntaxes', `${scope.replace('source.', '')}.tmLanguage.json`);
    return scope === 'source.lua' ? null : textmate.parseRawGrammar(readFileSync(file, 'utf8'), file);
  },
});

export interface Token {
  /** Offset in its line. */
  readonly start: number;
  readonly text: string;
  /** Without the language's own scope. */
  readonly scopes: string;
}

/** The tokens of each line. */
export async function tokenize(text: string, scopeName: string): Promise<{ line: string; tokens: Token[] }[]> {
  const grammar = (await registry.loadGrammar(scopeName))!;
  let state = textmate.INITIAL;
  return text.split('\n').map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return {
      line,
      tokens: tokens.map(({ startIndex, endIndex, scopes }) => ({
        start: startIndex,
        text: line.slice(startIndex, endIndex),
        scopes: scopes.slice(1).join(' '),
      })),
    };
  });
}

/** What a text is coloured as at an offset. */
export async function scopesAt(text: string, scopeName: string): Promise<(offset: number) => string> {
  const starts: number[] = [];
  const scopes: string[] = [];
  let base = 0;
  for (const { line, tokens } of await tokenize(text, scopeName)) {
    for (const token of tokens) {
      starts.push(base + token.start);
      scopes.push(token.scopes);
    }
    base += line.length + 1;
  }
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return scopes[low] ?? '';
  };
}
