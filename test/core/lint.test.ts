import { expect, test } from 'vitest';
import { join, lint } from '../../server/src/core/lint.ts';
import { type Finding, type Fix, type Rule, ruleFor } from '../../server/src/core/rule.ts';
import { suppress } from '../../server/src/core/suppress.ts';

const at = (start: number, end: number, file = '/f') => ({ file, start, end });
const fix: Fix = { id: 'x', safety: 'safe', data: {}, edits: [{ at: at(0, 1), text: '' }] };
const finding = (rule: string, more: Partial<Finding> = {}): Finding => ({
  rule,
  message: 'm',
  severity: 'warning',
  at: at(0, 4),
  data: {},
  related: [],
  fixes: [],
  ...more,
});
const model = (...findings: Finding[]) => ({ language: 'nginx', sources: new Map([['/f', '']]), findings });
const rules = new Map<string, Rule<never>>([
  [
    'nginx/special',
    ruleFor<never>()({
      id: 'nginx/special',
      since: '0.1.0',
      supersedes: ['nginx/general'],
      messages: { m: { severity: 'warning', en: 'a', 'zh-CN': '甲' } },
      check() {},
    }),
  ],
]);

test('there may be any number of findings', () => {
  const messages = { m: { severity: 'warning', en: 'a', 'zh-CN': '甲' } } as const;
  const many = ruleFor<null>()({
    id: 'nginx/many',
    since: '0.1.0',
    messages,
    check(_, report) {
      for (let i = 0; i < 300_000; i++) report(at(i, i + 1), 'm', {});
    },
  });
  const found = lint([many], null, () => {});
  expect(found).toHaveLength(300_000);
  const file = {
    path: '/f',
    language: 'nginx',
    source: { path: '/f', text: '', encoding: 'utf8' },
    comments: [],
    partial: false,
  } as const;
  expect(suppress({ findings: found, files: [file], rules, severityOf: () => undefined })).toHaveLength(300_000);
});

test('a rule that throws loses only its own findings', () => {
  const messages = { m: { severity: 'warning', en: 'a', 'zh-CN': '甲' } } as const;
  const crashes: string[] = [];
  const found = lint(
    [
      ruleFor<null>()({
        id: 'nginx/breaks',
        since: '0.1.0',
        messages,
        check(_, report) {
          report(at(0, 1), 'm', {});
          throw new Error('no');
        },
      }),
      ruleFor<null>()({ id: 'nginx/works', since: '0.1.0', messages, check: (_, report) => report(at(0, 1), 'm', {}) }),
    ],
    null,
    (rule) => crashes.push(rule),
  );
  expect(found.map((f) => f.rule)).toEqual(['nginx/works']);
  expect(crashes).toEqual(['nginx/breaks']);
});

test('the same finding of two models is one, with the related places of both', () => {
  const related = (n: number) => ({ at: at(n, n + 1), note: 'here', data: {} });
  const joined = join(
    [model(finding('nginx/a', { related: [related(5)] })), model(finding('nginx/a', { related: [related(5), related(7)] }))],
    rules,
  );
  expect(joined).toHaveLength(1);
  expect(joined[0]?.related.map((r) => r.at.start)).toEqual([5, 7]);
});

test.each([
  ['both models offer it', [model(finding('nginx/a', { fixes: [fix] })), model(finding('nginx/a', { fixes: [fix] }))], 1],
  ['one model offers none', [model(finding('nginx/a', { fixes: [fix] })), model(finding('nginx/a'))], 0],
  ['one model has the file and finds nothing', [model(finding('nginx/a', { fixes: [fix] })), model()], 0],
  [
    'the other model does not have the file',
    [model(finding('nginx/a', { fixes: [fix] })), { language: 'nginx', sources: new Map(), findings: [] }],
    1,
  ],
  [
    'the other model is of another language',
    [model(finding('nginx/a', { fixes: [fix] })), { ...model(), language: 'machine' }],
    1,
  ],
])('a fix where %s', (_, models, fixes) => {
  expect(join(models, rules)[0]?.fixes).toHaveLength(fixes);
});

test.each([
  ['the places overlap', { at: at(2, 3) }, {}, 0],
  [
    'the general one relates to the place of the special one',
    { at: at(8, 9), related: [{ at: at(1, 2), note: 'n', data: {} }] },
    {},
    0,
  ],
  [
    'the special one relates to the place of the general one',
    { at: at(8, 9) },
    { related: [{ at: at(8, 9), note: 'n', data: {} }] },
    0,
  ],
  ['they have nothing in common', { at: at(8, 9) }, {}, 1],
])('a special rule supersedes a general one where %s', (_, general, special, left) => {
  const joined = join([model(finding('nginx/general', general), finding('nginx/special', special))], rules);
  expect(joined.filter((f) => f.rule === 'nginx/general')).toHaveLength(left);
});

test('findings come by file, offset and rule', () => {
  const joined = join([model(finding('nginx/b'), finding('nginx/a'), finding('nginx/c', { at: at(0, 1, '/e') }))], rules);
  expect(joined.map((f) => f.rule)).toEqual(['nginx/c', 'nginx/a', 'nginx/b']);
});
