import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DirectiveNode, parse } from '../../server/src/nginx/syntax.ts';
import { readLines } from '../../server/src/sysctl/syntax.ts';
import { corpus, filesBelow, isThere, sourceOf } from '../corpus.ts';
import { scopesAt } from './tokenize.ts';

/** Where a text must be coloured as what. */
interface Expected {
  readonly at: number;
  readonly scope: RegExp;
}

const name = /(?:keyword|storage)\S*$/;
const comment = /comment\.line/;

function inNginx(text: string): Expected[] {
  const { items, comments, problems } = parse(text);
  if (problems.length) return [];
  const names: Expected[] = [];
  const visit = (nodes: readonly DirectiveNode[], entries: boolean): void => {
    for (const node of nodes) {
      if (!entries && node.name.quote === undefined) names.push({ at: node.name.start, scope: name });
      if (node.block && node.block.kind !== 'lua') visit(node.block.items, node.block.kind === 'entries');
    }
  };
  visit(items, false);
  return [...names, ...comments.map(({ start }) => ({ at: start, scope: comment }))];
}

function inSysctl(text: string): Expected[] {
  return [...readLines(text)].flatMap((line) => {
    if (line.kind === 'assignment') return [{ at: line.key.start, scope: /keyword\.other\.definition/ }];
    return line.kind === 'comment' ? [{ at: line.mark, scope: comment }] : [];
  });
}

describe.skipIf(!isThere)('in real files, names are coloured as names and comments as comments', () => {
  it.each([
    ['nginx', 'source.nginx', inNginx],
    ['sysctl', 'source.sysctl', inSysctl],
  ] as const)('%s, as our reader reads them', async (folder, scopeName, expectedIn) => {
    const wrong: string[] = [];
    let seen = 0;
    for (const path of filesBelow(join(corpus, folder))) {
      const { text } = sourceOf(path);
      const scopes = await scopesAt(text, scopeName);
      for (const { at, scope } of expectedIn(text)) {
        seen++;
        if (!scope.test(scopes(at))) wrong.push(`${path}:${text.slice(0, at).split('\n').length}: ${scopes(at)}`);
      }
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(seen).toBeGreaterThan(1000);
  });
});
