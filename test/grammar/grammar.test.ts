import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tokenize } from './tokenize.ts';

const fixtures = join(import.meta.dirname, 'fixtures');

for (const name of readdirSync(fixtures).filter((file) => file.endsWith('.conf')))
  test(`${name} gets the scopes of ${name}.scopes`, async () => {
    const text = readFileSync(join(fixtures, name), 'utf8');
    const scopes = await scopesOf(text, name.includes('sysctl') ? 'source.sysctl' : 'source.nginx');
    await expect(scopes).toMatchFileSnapshot(join(fixtures, `${name}.scopes`));
  });

/** Each line, and under it each token that has a scope of its own. */
async function scopesOf(text: string, scopeName: string): Promise<string> {
  const out: string[] = [];
  for (const { line, tokens } of await tokenize(text.replace(/\n$/, ''), scopeName)) {
    out.push(`> ${line}`.trimEnd());
    for (const token of tokens) if (token.text.trim() && token.scopes) out.push(`  ${token.text.padEnd(30)} ${token.scopes}`);
  }
  return `${out.join('\n')}\n`;
}
