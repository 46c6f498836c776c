import { describe, expect, it, test } from 'vitest';
import type { Finding, Rule } from '../../server/src/core/rule.ts';
import { type CommentLine, hygieneRules, suppress } from '../../server/src/core/suppress.ts';
import type { Source } from '../../server/src/core/text.ts';
import { languages } from '../../server/src/service/service.ts';

/** Every `bad-x` in a text is a finding of rule `nginx/x`; comments are read by the languages themselves. */
interface Case {
  readonly language?: 'nginx' | 'sysctl';
  readonly partial?: boolean;
  readonly severities?: Readonly<Record<string, 'error' | 'warning' | 'info' | 'off'>>;
}

const rules: ReadonlyMap<string, Rule<never>> = new Map(
  [...['a', 'b', 'c'].map((name) => ({ id: `nginx/${name}`, since: '0.1.0', messages: {}, check() {} })), ...hygieneRules].map(
    (rule) => [rule.id, rule as Rule<never>],
  ),
);

function run(text: string, { language = 'nginx', partial = false, severities = {} }: Case = {}): Finding[] {
  const source: Source = { path: '/x.conf', text, encoding: 'utf8' };
  const comments: readonly CommentLine[] = languages[language].commentLines(source);
  const findings = [...text.matchAll(/bad-(\w)/g)].map((m): Finding => {
    const at = { file: source.path, start: m.index, end: m.index + m[0].length };
    return { rule: `nginx/${m[1]}`, message: 'x', severity: 'warning', at, data: {}, related: [], fixes: [] };
  });
  return suppress({
    findings,
    files: [{ path: source.path, language, source, comments, partial }],
    rules,
    severityOf: (rule) => severities[rule] ?? (rule === 'keepalint/missing-reason' ? 'off' : undefined),
  });
}

/** `line rule` of what is left, and of hygiene the message and the text it is about. */
function left(text: string, options?: Case): string[] {
  return run(text, options).map((f) => {
    const line = text.slice(0, f.at.start).split('\n').length;
    return `${line} ${f.rule}${f.rule.startsWith('keepalint/') ? ` ${f.message} [${text.slice(f.at.start, f.at.end)}]` : ''}`;
  });
}

function fixed(text: string, options?: Case): string {
  const edits = run(text, options).flatMap((f) => f.fixes[0]?.edits ?? []);
  return edits
    .toSorted((a, b) => b.at.start - a.at.start)
    .reduce((t, e) => t.slice(0, e.at.start) + e.text + t.slice(e.at.end), text);
}

describe('a comment disables', () => {
  it.each<[string, string, string[]]>([
    ['the next line', '# keepalint-disable-next-line nginx/a\nbad-a;\nbad-a;\n', ['3 nginx/a']],
    ['one rule, not the others', '# keepalint-disable-next-line nginx/a\nbad-a bad-b;\n', ['2 nginx/b']],
    ['several rules', '# keepalint-disable-next-line nginx/a, nginx/b -- why\nbad-a bad-b bad-c;\n', ['2 nginx/c']],
    ['all rules, where it names none', '# keepalint-disable-next-line\nbad-a bad-b;\nbad-c;\n', ['3 nginx/c']],
    ['a directive over several lines', '# keepalint-disable-next-line nginx/a\nmap_hash\n  bad-a;\nbad-a;\n', ['4 nginx/a']],
    ['a block', '# keepalint-disable-next-line nginx/a\nx {\n  y { bad-a; }\n}\nbad-a;\n', ['5 nginx/a']],
    ['below other comments', '# keepalint-disable-next-line nginx/a\n# more\nbad-a;\n', []],
    [
      'on top of another one',
      '# keepalint-disable-next-line nginx/a\n# keepalint-disable-next-line nginx/b\nbad-a bad-b;\n',
      [],
    ],
    ['its own line', 'bad-a; # keepalint-disable-line nginx/a\nbad-a;\n', ['2 nginx/a']],
    ['from here on', 'bad-a;\n# keepalint-disable nginx/a\nbad-b bad-a;\n', ['1 nginx/a', '3 nginx/b']],
    ['until it is enabled', '# keepalint-disable nginx/a\nbad-a;\n# keepalint-enable nginx/a\nbad-a;\n', ['4 nginx/a']],
    ['until all is enabled', '# keepalint-disable nginx/a\nbad-a;\n# keepalint-enable\nbad-a;\n', ['4 nginx/a']],
    ['all but one', '# keepalint-disable\nbad-a;\n# keepalint-enable nginx/a\nbad-b bad-a;\n', ['4 nginx/a']],
    ['the file', 'bad-a;\nbad-b;\n# keepalint-disable-file nginx/a\nbad-a;\n', ['2 nginx/b']],
    ['with a Chinese comma and dash', '# keepalint-disable-next-line nginx/a，nginx/b —— 原因\nbad-a bad-b;\n', []],
    ['with CRLF', '# keepalint-disable-next-line nginx/a\r\nbad-a;\r\nbad-a;\r\n', ['3 nginx/a']],
    ['without a blank', '#keepalint-disable-next-line nginx/a\nbad-a;\n', []],
  ])('%s', (_, text, expected) => expect(left(text)).toEqual(expected));

  it('the line below in sysctl, too', () => {
    expect(left('; keepalint-disable-next-line nginx/a\nbad-a = 1\nbad-a = 2\n', { language: 'sysctl' })).toEqual([
      '3 nginx/a',
    ]);
  });

  it('hygiene itself', () => {
    expect(left('# keepalint-disable-file keepalint/unused-suppression\n# keepalint-disable-next-line nginx/a\nx;\n')).toEqual(
      [],
    );
  });

  it('nothing in prose', () => {
    expect(left('# see keepalint-disable-file\n# keepalint is fine\nbad-a;\n')).toEqual(['3 nginx/a']);
  });
});

describe('a comment that disables nothing is a finding', () => {
  it.each<[string, string, string[], string]>([
    [
      'when all of it is in vain',
      'x;\n  # keepalint-disable-next-line nginx/a -- why\n  y;\n',
      ['2 keepalint/unused-suppression unused [keepalint-disable-next-line]'],
      'x;\n  y;\n',
    ],
    [
      'when one of its rules is',
      '# keepalint-disable-next-line nginx/a, nginx/b, nginx/c -- why\nbad-a bad-c;\n',
      ['1 keepalint/unused-suppression rule [nginx/b]'],
      '# keepalint-disable-next-line nginx/a, nginx/c -- why\nbad-a bad-c;\n',
    ],
    [
      'when the first of its rules is',
      '# keepalint-disable-next-line nginx/b, nginx/a\nbad-a;\n',
      ['1 keepalint/unused-suppression rule [nginx/b]'],
      '# keepalint-disable-next-line nginx/a\nbad-a;\n',
    ],
    [
      'at the end of a line',
      'x;  # keepalint-disable-line nginx/a\ny;\n',
      ['1 keepalint/unused-suppression unused [keepalint-disable-line]'],
      'x;\ny;\n',
    ],
    [
      'with its end',
      '# keepalint-disable nginx/a\nx;\n# keepalint-enable nginx/a\ny;\n',
      ['1 keepalint/unused-suppression unused [keepalint-disable]'],
      'x;\ny;\n',
    ],
    [
      'when something nearer did it',
      '# keepalint-disable-file nginx/a\nbad-a; # keepalint-disable-line nginx/a\n',
      ['1 keepalint/unused-suppression unused [keepalint-disable-file]'],
      'bad-a; # keepalint-disable-line nginx/a\n',
    ],
    [
      'when a blank line follows',
      '# keepalint-disable-next-line nginx/a\n\nbad-a;\n',
      ['1 keepalint/unused-suppression unused [keepalint-disable-next-line]', '3 nginx/a'],
      '\nbad-a;\n',
    ],
    [
      'when nothing was disabled',
      'x;\n# keepalint-enable nginx/a\ny;\n',
      ['2 keepalint/unused-suppression enable [keepalint-enable]'],
      'x;\ny;\n',
    ],
    [
      'when it ends the file without a line break',
      'x;\n# keepalint-disable nginx/a',
      ['2 keepalint/unused-suppression unused [keepalint-disable]'],
      'x;\n',
    ],
    [
      'with CRLF',
      '# keepalint-disable-file nginx/a\r\nx;\r\n',
      ['1 keepalint/unused-suppression unused [keepalint-disable-file]'],
      'x;\r\n',
    ],
    [
      'when it stands alone but means its line',
      '# keepalint-disable-line nginx/a\nbad-a;\n',
      ['1 keepalint/unused-suppression alone [keepalint-disable-line]', '2 nginx/a'],
      '# keepalint-disable-next-line nginx/a\nbad-a;\n',
    ],
  ])('%s', (_, text, expected, after) => {
    expect(left(text)).toEqual(expected);
    expect(fixed(text)).toBe(after);
  });

  test('but not for a rule that is off, whether it would find something or not', () => {
    const severities = { 'nginx/a': 'off' } as const;
    expect(left('# keepalint-disable-next-line nginx/a\nx;\n', { severities })).toEqual([]);
    expect(left('# keepalint-disable-next-line nginx/a\nbad-a;\n', { severities })).toEqual([]);
    expect(left('# keepalint-disable-next-line\nbad-a;\n', { severities })).toEqual([]);
  });

  test('nor in a file whose surroundings are unknown', () => {
    expect(left('# keepalint-disable-next-line nginx/a\nx;\n', { partial: true })).toEqual([]);
  });

  test('a comment that still disables something keeps its end', () => {
    const text = '# keepalint-disable nginx/a, nginx/b\nbad-a;\n# keepalint-enable\nbad-b;\n';
    expect(left(text)).toEqual(['1 keepalint/unused-suppression rule [nginx/b]', '4 nginx/b']);
    expect(fixed(text)).toBe('# keepalint-disable nginx/a\nbad-a;\n# keepalint-enable\nbad-b;\n');
  });
});

describe('a name that is none is a finding', () => {
  it.each<[string, string, string[], string]>([
    [
      'with the name that is near',
      '# keepalint-disable-next-line ngnix/a\nbad-a;\n',
      ['1 keepalint/unknown-rule similar [ngnix/a]', '2 nginx/a'],
      '# keepalint-disable-next-line nginx/a\nbad-a;\n',
    ],
    [
      'with the language that is missing',
      '# keepalint-disable-next-line a\nbad-a;\n',
      ['1 keepalint/unknown-rule similar [a]', '2 nginx/a'],
      '# keepalint-disable-next-line nginx/a\nbad-a;\n',
    ],
    [
      'with the language that is missing, after a comma of a Chinese keyboard',
      '# keepalint-disable-next-line nginx/b，a\nbad-b bad-a;\n',
      ['1 keepalint/unknown-rule similar [a]', '2 nginx/a'],
      '# keepalint-disable-next-line nginx/b，nginx/a\nbad-b bad-a;\n',
    ],
    [
      'without, where none is near',
      '# keepalint-disable-next-line other/thing, nginx/a\nbad-a;\n',
      ['1 keepalint/unknown-rule unknown [other/thing]'],
      '# keepalint-disable-next-line other/thing, nginx/a\nbad-a;\n',
    ],
    [
      'for the directive as well',
      '# keepalint-disable-nextline nginx/a\nbad-a;\n',
      ['1 keepalint/unknown-rule directive [keepalint-disable-nextline]', '2 nginx/a'],
      '# keepalint-disable-next-line nginx/a\nbad-a;\n',
    ],
    [
      'and a reason without its dashes, which disables all the same',
      '# keepalint-disable-next-line nginx/a we know it\nbad-a;\n',
      ['1 keepalint/unknown-rule prose [we know it]'],
      '# keepalint-disable-next-line nginx/a -- we know it\nbad-a;\n',
    ],
  ])('%s', (_, text, expected, after) => {
    expect(left(text)).toEqual(expected);
    expect(fixed(text)).toBe(after);
  });
});

describe('a reason', () => {
  it('may stand without its dashes', () => {
    const severities = { 'keepalint/missing-reason': 'error' } as const;
    const found = left('# keepalint-disable-next-line nginx/a we know it\nbad-a;\n', { severities });
    expect(found).toEqual(['1 keepalint/unknown-rule prose [we know it]']);
  });
  const text = '# keepalint-disable-next-line nginx/a\nbad-a;\n# keepalint-disable-next-line nginx/a -- why\nbad-a;\n';
  it('is not asked for', () => expect(left(text)).toEqual([]));
  it('is asked for by configuration', () => {
    expect(left(text, { severities: { 'keepalint/missing-reason': 'error' } })).toEqual([
      '1 keepalint/missing-reason missing [keepalint-disable-next-line]',
    ]);
  });
  it('is more than dashes', () => {
    const severities = { 'keepalint/missing-reason': 'warning' } as const;
    expect(left('# keepalint-disable-next-line nginx/a --\nbad-a;\n', { severities })).toHaveLength(1);
    expect(left('# keepalint-disable-next-line nginx/a --x\nbad-a;\n', { severities }).length).toBeGreaterThan(0);
  });
});

it('severities are those of the configuration', () => {
  const severities = { 'nginx/a': 'error', 'nginx/b': 'off' } as const;
  expect(run('bad-a; bad-b; bad-c;\n', { severities }).map((f) => `${f.rule} ${f.severity}`)).toEqual([
    'nginx/a error',
    'nginx/c warning',
  ]);
});
