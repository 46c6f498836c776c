import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decode } from '../../server/src/core/text.ts';
import { type DirectiveNode, parse } from '../../server/src/nginx/syntax.ts';
import { scopesAt } from './tokenize.ts';

const corpus = join(import.meta.dirname, '../../../shared/corpus/nginx');
const here = existsSync(corpus);
if (!here) console.log(`Skipped: the grammar against real files, because ${corpus} does not exist`);

it.skipIf(!here)('colours names as names and comments as comments in real files, as nginx reads them', async () => {
  const wrong: string[] = [];
  let names = 0;
  let comments = 0;
  for (const entry of readdirSync(corpus, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const { text } = decode(path, readFileSync(path));
    const tree = parse(text);
    if (tree.problems.length) continue;
    const at = await scopesAt(text, 'source.nginx');
    const expectScope = (offset: number, pattern: RegExp) => {
      const scopes = at(offset);
      if (!pattern.test(scopes)) wrong.push(`${path}:${text.slice(0, offset).split('\n').length}: ${scopes}`);
    };
    for (const { start } of tree.comments) {
      comments++;
      expectScope(start, /comment/);
    }
    const visit = (items: readonly DirectiveNode[], entries: boolean): void => {
      for (const { name, block } of items) {
        if (!entries && name.quote === undefined) {
          names++;
          expectScope(name.start, /(?:keyword|storage)\S*$/);
        }
        if (block && block.kind !== 'lua') visit(block.items, block.kind === 'entries');
      }
    };
    visit(tree.items, false);
  }
  expect(wrong.slice(0, 20)).toEqual([]);
  expect({ names: names > 1000, comments: comments > 1000 }).toEqual({ names: true, comments: true });
});
