// biome-ignore-all lint/suspicious/noTemplateCurlyInString: nginx writes variables like this
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applySpaces, defaultFormat, type FormatOptions } from '../../server/src/core/format.ts';
import { memoryHost } from '../../server/src/core/host.ts';
import { renderer } from '../../server/src/core/render.ts';
import type { Source } from '../../server/src/core/text.ts';
import { format } from '../../server/src/nginx/format.ts';
import { parse, tokenKinds, tokens } from '../../server/src/nginx/syntax.ts';
import { createService, rules } from '../../server/src/service/service.ts';
import { corpus, filesBelow, isThere, sourceOf } from '../corpus.ts';

const sources = (...folders: string[]) => folders.flatMap(filesBelow).map(sourceOf);

const layouts: readonly FormatOptions[] = [
  defaultFormat,
  { indent: 2, align: true, blankLines: 0 },
  { indent: 'tab', align: true, blankLines: 2 },
];

/** What nginx sees of a text, and what people see beside it; only where comments begin a line may not change. */
function meaning(text: string): string[] {
  const { kinds, ends } = tokens(text.replace(/^\ufeff/, ''));
  const body = text.replace(/^\ufeff/, '');
  const out: string[] = [];
  let fresh = true;
  for (const [i, kind] of kinds.entries()) {
    const piece = body.slice(ends[i - 1] ?? 0, ends[i]);
    const name = tokenKinds[kind]!;
    if (name === 'space') fresh ||= piece.includes('\n');
    else {
      out.push(name === 'comment' ? `${fresh ? 'own' : 'trailing'} ${piece.replace(/[ \t\r]+$/, '')}` : `${name} ${piece}`);
      fresh = false;
    }
  }
  return out;
}

/** undefined: refused. */
function formatted(source: Pick<Source, 'text' | 'encoding'>, options: FormatOptions): string | undefined {
  const result = format(source, options);
  return result.refused ? undefined : applySpaces(source.text, result.edits);
}

function holds(source: Pick<Source, 'text' | 'encoding'>, options: FormatOptions, name = source.text): boolean {
  const after = formatted(source, options);
  if (after === undefined) {
    expect(parse(source.text.replace(/^\ufeff/, ''), source.encoding).problems, name).not.toEqual([]);
    return false;
  }
  expect(meaning(after), name).toEqual(meaning(source.text));
  expect(format({ ...source, text: after }, options), name).toEqual({ edits: [] });
  expect(after, name).toMatch(/^\ufeff?$|\n$|keepalint-format/);
  return true;
}

/** Texts in which much can go wrong, but that are whole often enough. */
const pieces = [
  ...[
    'a',
    'b',
    '"c d"',
    "'e\n  f'",
    '$a',
    '${a}',
    'x#y',
    'g\\ h',
    '~^/(.*)$',
    '"{"',
    'é',
    '字',
    '\ufeff',
    'if (',
    '=',
    ')',
    'map',
    'types',
  ],
  ...[' ', '  ', '\n', '\n\n', '\n\n\n', '\r\n', '\t', '\n      ', '\n\t'],
  ...[';', ';', ';\n', ' ;', '{', ' {', '}', '\n}', '{}', 'a {', 'map $a $b {', 'server{'],
  ...[
    '# c\n',
    '#d }\n',
    ' # e\r\n',
    '#{% \n',
    '# keepalint-format off\n',
    '# keepalint-format on\n',
    '# keepalint-disable-line\n',
  ],
  ...[
    'content_by_lua_block {',
    '-- }\n',
    '[[',
    ']]',
    'init_by_lua_block { a = "}" }\n',
    '{{',
    '}}',
    '{% x %}',
    '__A__',
    '@@a@@',
  ],
];
const word = fc.constantFrom('a', 'bcd', '$x', '"q r"', "'s\n t'", '${y}z', 'long-word');
const gap = fc.constantFrom(' ', '  ', '\t', '\n', '\n    ', '\n\n\n', '\r\n  ', ' # c\n', '\n# c  \n\t');
const blank = fc.constantFrom('', ' ', '\n', '\n\n\n\n', '  # d\n', '\n  # e\n', '\r\n');
const { list } = fc.letrec<{ statement: string; list: string }>((tie) => ({
  statement: fc.oneof(
    { depthSize: 'small' },
    fc
      .tuple(blank, fc.array(fc.tuple(word, gap), { minLength: 1, maxLength: 5 }), word, fc.constantFrom('', gap))
      .map(([before, words, last]) => `${before}${words.flat().join('')}${last};`),
    fc
      .tuple(
        blank,
        fc.constantFrom('a', 'map $a $b', 'types', 'server', 'if ($a = "b")', 'location ~ \\.php$'),
        blank,
        tie('list'),
        blank,
      )
      .map(([before, head, space, inside, after]) => `${before}${head}${space || ' '}{${inside}${after}}`),
  ),
  list: fc.array(tie('statement'), { maxLength: 5 }).map((items) => items.join('')),
}));
const options = fc.constantFrom(...layouts);

test('whatever the text, its tokens and comments stay, and a second run changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), options, (list, options) => {
      holds({ text: list.join(''), encoding: 'utf8' }, options);
    }),
    { numRuns: 3000 },
  );
});

test('so of texts that nginx could read', () => {
  let done = 0;
  fc.assert(
    fc.property(list, options, (text, options) => {
      if (holds({ text, encoding: 'utf8' }, options)) done++;
    }),
    { numRuns: 1000 },
  );
  expect(done).toBeGreaterThan(500);
});

test('each change can be made without the others', () => {
  fc.assert(
    fc.property(list, options, fc.infiniteStream(fc.boolean()), (text, options, chosen) => {
      const result = format({ text, encoding: 'utf8' }, options);
      if (result.refused) return;
      const some = applySpaces(
        text,
        result.edits.filter(() => chosen.next().value),
      );
      const words = (text: string) => meaning(text).map((piece) => piece.replace(/^(own|trailing) /, ''));
      expect(words(some)).toEqual(words(text));
    }),
    { numRuns: 500 },
  );
});

test.each(layouts)('our own configurations, with %j', (options) => {
  const all = sources('test/nginx/oracle/bases', 'examples/nginx').concat(
    sources('examples/good').filter((s) => /nginx/.test(s.path)),
  );
  expect(all.length).toBeGreaterThan(30);
  const done = all.filter((source) => holds(source, options, source.path));
  // One shows a syntax error.
  expect(done.length).toBe(all.length - 1);
});

describe.skipIf(!isThere)('real files', () => {
  test.each(layouts)('with %j', (options) => {
    let done = 0;
    for (const source of sources(corpus)) if (holds(source, options, source.path)) done++;
    console.log(`formatted ${done} files`);
    expect(done).toBeGreaterThan(400);
  });
});

test('the linter finds the same before and after', { timeout: 60_000 }, async () => {
  const real = sources(join(corpus, 'nginx'));
  const sample = [...sources('test/nginx/oracle/bases', 'examples/nginx/conf.d'), ...real.filter((_, i) => i % 2 === 0)];
  const differing: string[] = [];
  let count = 0;
  for (const { text, encoding, path } of sample) {
    const after = formatted({ text, encoding }, defaultFormat);
    if (after === undefined || after === text) continue;
    const [before, then] = [await findings({ text, encoding }), await findings({ text: after, encoding })];
    count += before.length;
    const gone = before.filter((f) => !then.includes(f));
    const come = then.filter((f) => !before.includes(f));
    if (gone.length + come.length > 0)
      differing.push(`${path}: ${[...gone.map((f) => `- ${f}`), ...come.map((f) => `+ ${f}`)].join('\n  ')}`);
  }
  expect(differing).toEqual([]);
  expect(count).toBeGreaterThan(20);
});

const words = renderer(rules, 'en', () => 'there');

/** Rule, message and the words it is about, without their places. */
async function findings({ text, encoding }: Pick<Source, 'text' | 'encoding'>): Promise<string[]> {
  const path = '/etc/nginx/nginx.conf';
  const host = memoryHost(new Map([[path, { path, text, encoding, language: 'nginx' as const }]]));
  const result = await createService({ host, onCrash: (_, error) => expect.unreachable(String(error)) }).check([path]);
  return result.findings
    .map((f) => [f.rule, words.message(f), text.slice(f.at.start, f.at.end)].map((s) => s.replace(/\s+/g, '')).join(' '))
    .sort();
}
