import { describe, expect, it, test } from 'vitest';
import { full } from '../../server/src/cli/report/full.ts';
import { styleOf } from '../../server/src/cli/report/style.ts';
import type { View } from '../../server/src/cli/report/view.ts';
import { textWidth } from '../../server/src/cli/report/width.ts';
import { wordsOf } from '../../server/src/cli/words.ts';
import { renderer } from '../../server/src/core/render.ts';
import type { Finding, Fix, Locale, Rule } from '../../server/src/core/rule.ts';
import { decode, type Source, type Span } from '../../server/src/core/text.ts';

const rule: Rule<never> = {
  id: 'nginx/x',
  since: '0.1.0',
  messages: { m: { severity: 'warning', en: 'something is wrong with {what}', 'zh-CN': '{what} 有问题' } },
  notes: { n: { en: 'because of this', 'zh-CN': '原因在此' } },
  fixes: {
    safe: { safety: 'safe', en: 'make it right', 'zh-CN': '改正' },
    manual: { safety: 'manual', en: 'think about it', 'zh-CN': '请考虑' },
  },
  check() {},
};

interface Case {
  readonly files: Readonly<Record<string, string | Source>>;
  /** Texts of the first file; `path: text` of another one. */
  readonly at: string;
  readonly related?: readonly string[];
  readonly fixes?: readonly { readonly id: 'safe' | 'manual'; readonly edits: readonly (readonly [string, string])[] }[];
  readonly locale?: Locale;
  readonly columns?: number;
}

function show({ files, at, related = [], fixes = [], locale = 'en', columns = 60 }: Case): string {
  const sources = new Map(
    Object.entries(files).map(([path, text]) => [
      path,
      typeof text === 'string' ? { path, text, encoding: 'utf8' as const } : text,
    ]),
  );
  const span = (words: string): Span => {
    const [, path = Object.keys(files)[0]!, text = words] = /^(\S+\.conf): (.*)$/s.exec(words) ?? [];
    const start = sources.get(path)!.text.indexOf(text);
    expect(start, words).not.toBe(-1);
    return { file: path, start, end: start + text.length };
  };
  const finding: Finding = {
    rule: rule.id,
    message: 'm',
    severity: 'warning',
    at: span(at),
    data: { what: at.trim().split('\n')[0]!.slice(0, 20) },
    related: related.map((words) => ({ at: span(words), note: 'n', data: {} })),
    fixes: fixes.map(
      ({ id, edits }): Fix => ({ id, safety: id, data: {}, edits: edits.map(([old, text]) => ({ at: span(old), text })) }),
    ),
  };
  const view: View = {
    findings: [finding],
    severity: 'warning',
    sources,
    files: 1,
    locale,
    words: renderer(new Map([[rule.id, rule]]), locale, () => ''),
    name: (path) => path,
    url: (id) => `https://example.com/${id}`,
  };
  return full(view, { style: styleOf(false, false), columns }, wordsOf(locale));
}

test('a finding has its line with the neighbours, the places that belong to it, the fix, and where to read more', () => {
  const text =
    'http {\n    upstream a {\n        keepalive 16;\n    }\n\n    server {\n        proxy_pass http://a;\n    }\n}\n';
  expect(
    show({
      files: { 'nginx.conf': text },
      at: 'proxy_pass http://a;',
      related: ['keepalive 16;'],
      fixes: [
        { id: 'safe', edits: [['proxy_pass http://a;', 'proxy_http_version 1.1;\n        proxy_pass http://a;']] },
        { id: 'manual', edits: [['keepalive 16;', 'keepalive ;']] },
      ],
    }),
  ).toBe(`nginx.conf:7:9: warning nginx/x: something is wrong with proxy_pass http://a;
  |
3 |         keepalive 16;
  |         ------------- because of this
… |
6 |     server {
7 |         proxy_pass http://a;
  |         ^^^^^^^^^^^^^^^^^^^^
8 |     }
help: make it right (--fix)
7 +         proxy_http_version 1.1;
help: think about it (by hand)
note: https://example.com/nginx/x

`);
});

test('another file stands under its own name', () => {
  expect(
    show({ files: { 'a.conf': 'one\n', 'b/b.conf': 'zero\n  two\n' }, at: 'one', related: ['b/b.conf: two'] }),
  ).toBe(`a.conf:1:1: warning nginx/x: something is wrong with one
  |
1 | one
  | ^^^
 ::: b/b.conf:2:3
2 |   two
  |   --- because of this
note: https://example.com/nginx/x

`);
});

test('Chinese, tabs and characters without width stay above their marks', () => {
  expect(
    show({
      files: { 'a.conf': '# 说明\n\tserver\t10.10.0.1：8080; # e\u0301\n' },
      at: '：',
      related: ['8080'],
      locale: 'zh-CN',
    }),
  ).toBe(`a.conf:2:18: 警告 nginx/x: ： 有问题
  |
1 | # 说明
2 |     server  10.10.0.1：8080; # e\u0301
  |                      ^^
  |                        ---- 原因在此
说明: https://example.com/nginx/x

`);
});

test('a text over several lines is marked to the end of its first', () => {
  expect(show({ files: { 'a.conf': 'a {\n b;\n}\n' }, at: 'a {\n b;\n}' })).toContain('1 | a {\n  | ^^^…\n2 |  b;\n');
});

test('a place of no width is marked, too, also at the end of the file', () => {
  const source: Source = { path: 'a.conf', text: 'a {', encoding: 'utf8' };
  expect(show({ files: { 'a.conf': source }, at: '' })).toContain('1 | a {\n  | ^\n');
});

describe('a long line is cut around its mark', () => {
  it.each([
    ['in the middle', `${'a '.repeat(300)}HERE${' b'.repeat(300)}`],
    ['at the start', `HERE${' b'.repeat(300)}`],
    ['at the end', `${'a '.repeat(300)}HERE`],
    ['among wide characters', `${'说'.repeat(300)}HERE${'明'.repeat(300)}`],
    ['in a megabyte', `${'a'.repeat(600_000)}HERE${'b'.repeat(600_000)}`],
  ])('%s', (_, line) => {
    const [, , code = '', mark = ''] = show({ files: { 'a.conf': `${line}\n` }, at: 'HERE' }).split('\n');
    expect(textWidth(code)).toBeLessThanOrEqual(60);
    const column = textWidth(code.slice(0, code.indexOf('HERE')));
    expect(mark).toBe(`  |${' '.repeat(column - 3)}^^^^`);
    expect(code.includes('| …')).toBe(!line.startsWith('HERE'));
    expect(code.endsWith('…')).toBe(!line.endsWith('HERE'));
  });

  it('also where the mark itself is long', () => {
    const out = show({ files: { 'a.conf': `x ${'a'.repeat(500)} y\n` }, at: 'a'.repeat(500) });
    for (const line of out.split('\n').slice(1)) expect(textWidth(line)).toBeLessThanOrEqual(60);
  });
});

test('bytes of GBK are shown as Chinese, those of Latin-1 as they are', () => {
  const gbk = decode('a.conf', Buffer.from([...Buffer.from('# '), 0xb3, 0xd8, 0xd4, 0xc1, ...Buffer.from(' x\n')]));
  expect(show({ files: { 'a.conf': gbk }, at: 'x' })).toContain('1 | # 池粤 x\n  |        ^\n');
  const latin = decode('a.conf', Buffer.from([...Buffer.from('# caf'), 0xe9, ...Buffer.from(' x\n')]));
  expect(show({ files: { 'a.conf': latin }, at: 'x' })).toContain('1 | # café x\n');
});

test('what a terminal would act on is only shown', () => {
  expect(show({ files: { 'a.conf': 'a \x1b[31m \x7f \u202e x\n' }, at: 'x' })).toContain('1 | a ␛[31m ␡ � x\n');
});

describe('the fix as a diff', () => {
  const files = { 'a.conf': 'one\ntwo\nthree\nfour\nfive\n' };
  it.each<[string, (readonly [string, string])[], string]>([
    ['a changed line', [['two', 'TWO']], '2 - two\n2 + TWO\n'],
    ['a deleted line', [['two\n', '']], '2 - two\n'],
    ['an added line', [['two\n', 'two\nmore\n']], '3 + more\n'],
    [
      'several places, counted on',
      [
        ['one\n', ''],
        ['four', 'FOUR'],
      ],
      '1 - one\n4 - four\n3 + FOUR\n',
    ],
    [
      'neighbours in one go',
      [
        ['two', '2'],
        ['three', '3'],
      ],
      '2 - two\n2 + 2\n3 - three\n3 + 3\n',
    ],
  ])('%s', (_, edits, expected) => {
    const out = show({ files, at: 'two', fixes: [{ id: 'safe', edits }] });
    expect(out.slice(out.indexOf('(--fix)\n') + 8, out.indexOf('note:'))).toBe(expected);
  });

  it('ends where it becomes long', () => {
    const out = show({
      files,
      at: 'two',
      fixes: [{ id: 'safe', edits: [['two', Array.from({ length: 40 }, (_, i) => `l${i}`).join('\n')]] }],
    });
    expect(out).toContain('\n12 + l10\n   … 29 more lines\n');
  });

  it('names the file where it is another one', () => {
    const out = show({ files: { ...files, 'b.conf': 'x\n' }, at: 'two', fixes: [{ id: 'safe', edits: [['b.conf: x', 'y']] }] });
    expect(out).toContain('help: make it right (--fix)\n  b.conf\n1 - x\n1 + y\n');
  });
});
