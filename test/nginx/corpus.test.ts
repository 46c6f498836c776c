import { parse as parseByNginxConf } from 'nginx-conf';
import { describe, expect, test } from 'vitest';
import { type DirectiveNode, parse, tokenKinds, tokens } from '../../server/src/nginx/syntax.ts';
import { corpus, filesBelow, isThere, sourceOf } from '../corpus.ts';

const files = filesBelow(corpus);

describe.skipIf(!isThere)('real files', () => {
  test('are the sum of their tokens', () => {
    for (const file of files) {
      const { text } = sourceOf(file);
      expect(joined(text) === text, file).toBe(true);
    }
  });

  test('have the names and the nesting that nginx-conf reads, its own faults apart', () => {
    const explained = new Map<string, number>();
    const unexplained: string[] = [];
    let agreed = 0;
    for (const file of files.filter((f) => f.startsWith(`${corpus}/nginx/`))) {
      const { text } = sourceOf(file);
      const tree = parse(text);
      if (tree.problems.length > 0) continue;
      const why = disagreement(text);
      if (why === undefined) agreed++;
      else if (why === '?') unexplained.push(file);
      else explained.set(why, (explained.get(why) ?? 0) + 1);
    }
    console.log(`agreed on ${agreed} files; ${[...explained].map(([why, n]) => `${n} with ${why}`).join(', ')}`);
    expect(unexplained).toEqual([]);
    expect(agreed, 'most of them are read without any excuse').toBeGreaterThan(files.length / 4);
  });
});

/**
 * What nginx-conf misreads or refuses, each with a text where only that stands in its way: the text without it is read alike
 * by both. They are tried one after the other, so that the reason of a disagreement is what had to be taken away.
 */
const faults: Readonly<Record<string, { readonly example: string; readonly without: (text: string) => string }>> = {
  'comments after a directive': {
    example: 'listen 80; #http\nroot /srv; # {\n',
    without: (text) => mapTokens(text, (kind, piece) => (kind === 'comment' ? '' : piece)),
  },
  'a byte order mark': {
    example: '\ufeffuser www;\n',
    without: (text) => text.replace(/^\ufeff/, ''),
  },
  'an argument before Lua': {
    example: 'set_by_lua_block $a { return 1 }\n',
    without: (text) => text.replace(/(set_by_lua_block)\s+\$\w+/g, '$1'),
  },
  'braces in Lua comments and texts': {
    example: 'init_by_lua_block { local a = "}" -- }\n }\n',
    without: (text) => mapTokens(text, (kind, piece) => (kind === 'lua' ? '' : piece)),
  },
  'escaped blanks': {
    example: 'map $a $b {\n~a\\ b 1;\n}\n',
    without: (text) => inBareWords(text, /\\\s/g),
  },
  'quotes inside a word': {
    example: 'set $a b"c;d"e;\nset $b it\'s;\n',
    without: (text) => inBareWords(text, /["']/g),
  },
  'a variable without its closing brace': {
    example: 'set $a ${b;\nset $c d;\n',
    without: (text) => inBareWords(text, /\$\{/g),
  },
};

function disagreement(text: string): string | undefined {
  if (agree(text)) return undefined;
  const taken: string[] = [];
  for (const [name, { without }] of Object.entries(faults)) {
    const next = without(text);
    if (next === text) continue;
    text = next;
    taken.push(name);
    if (agree(text)) return taken.at(-1);
  }
  return '?';
}

function agree(text: string): boolean {
  const theirs = readByNginxConf(text);
  return theirs !== undefined && JSON.stringify(theirs) === JSON.stringify(shape(text));
}

interface Node {
  readonly name: string;
  readonly children: readonly Node[];
}

/** Names in order with their depth; undefined where nginx-conf stops with an error. */
function readByNginxConf(text: string): string[] | undefined {
  let root: Node | undefined;
  try {
    parseByNginxConf(text, (error, tree) => {
      if (!error) root = tree as Node | undefined;
    });
  } catch {
    return undefined;
  }
  if (!root) return undefined;
  const out: string[] = [];
  const walk = (nodes: readonly Node[], depth: number) => {
    for (const { name, children } of nodes) {
      out.push(`${depth} ${name.trim().replace(/^(["'])(.*)\1$/s, '$2')}`);
      walk(children, depth + 1);
    }
  };
  walk(root.children, 0);
  return out;
}

function shape(text: string): string[] {
  const out: string[] = [];
  const walk = (nodes: readonly DirectiveNode[], depth: number) => {
    for (const { name, block } of nodes) {
      out.push(`${depth} ${text.slice(name.start, name.end).replace(/^(["'])(.*)\1$/s, '$2')}`);
      if (block) walk(block.items, depth + 1);
    }
  };
  walk(parse(text).items, 0);
  return out;
}

function mapTokens(text: string, map: (kind: string, piece: string) => string): string {
  const { kinds, ends } = tokens(text);
  return Array.from(kinds, (kind, i) => map(tokenKinds[kind]!, text.slice(ends[i - 1] ?? 0, ends[i]))).join('');
}

const inBareWords = (text: string, fault: RegExp) =>
  mapTokens(text, (kind, piece) => (kind === 'word' && !/^["']/.test(piece) ? piece.replace(fault, '_') : piece));

const joined = (text: string) => mapTokens(text, (_, piece) => piece);

describe('what nginx-conf cannot read', () => {
  test.each(Object.entries(faults))('%s', (name, { example }) => {
    expect(agree(example)).toBe(false);
    expect(disagreement(example)).toBe(name);
  });
});
