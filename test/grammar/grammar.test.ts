import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const root = join(import.meta.dirname, '../..');
const fixtures = join(import.meta.dirname, 'fixtures');

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

for (const name of readdirSync(fixtures).filter((file) => file.endsWith('.conf')))
  test(`${name} gets the scopes of ${name}.scopes`, async () => {
    const text = readFileSync(join(fixtures, name), 'utf8');
    const scopes = await scopesOf(text, name.includes('sysctl') ? 'source.sysctl' : 'source.nginx');
    await expect(scopes).toMatchFileSnapshot(join(fixtures, `${name}.scopes`));
  });

/** Each line, and under it each token that has a scope of its own. */
async function scopesOf(text: string, scopeName: string): Promise<string> {
  const grammar = (await registry.loadGrammar(scopeName))!;
  let state = textmate.INITIAL;
  const out: string[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    out.push(`> ${line}`.trimEnd());
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const token = line.slice(startIndex, endIndex);
      if (token.trim() && scopes.length > 1) out.push(`  ${token.padEnd(30)} ${scopes.slice(1).join(' ')}`);
    }
  }
  return `${out.join('\n')}\n`;
}
