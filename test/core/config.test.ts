import { describe, expect, it } from 'vitest';
import { defaultConfig, parseConfig } from '../../server/src/core/config.ts';
import type { locales } from '../../server/src/core/rule.ts';
import { parseTargets } from '../../server/src/core/targets.ts';
import { countLines } from '../../server/src/core/text.ts';

const known = ['nginx/deprecated', 'nginx/removed', 'sysctl/duplicate-key'];

async function problems(text: string, file = '/srv/.keepalint.yaml', locale: (typeof locales)[number] = 'en') {
  const read = await parseConfig(file, text, known);
  const lines = countLines(text);
  return read.problems.map((p) => {
    const { line, column } = lines.position(p.start);
    return `${line + 1}:${column + 1} [${text.slice(p.start, p.end)}] ${p.message[locale]}`;
  });
}
const targetOf = (...words: string[]) => {
  const read = parseTargets(words);
  if ('problem' in read) throw new Error(read.problem.message.en);
  return read.target;
};

describe('a configuration file', () => {
  it('gives targets, severities, ignored files, roots, paths and directives', async () => {
    const { config, problems } = await parseConfig(
      '/srv/app/.keepalint.yaml',
      `
targets: [nginx=1.24, kernel=5.15]
presets: [hardening]
rules:
  nginx/deprecated: off
  sysctl/duplicate-key: error
ignore:
  - vendor/
  - "*.bak.conf"
  - "!keep.bak.conf"
nginx:
  roots: [deploy/main.conf, /etc/nginx/nginx.conf, ../other.conf]
  paths:
    /etc/nginx/: deploy
  directives: [my_directive, other_directive]
`,
      known,
    );
    expect(problems).toEqual([]);
    expect(config.file).toBe('/srv/app/.keepalint.yaml');
    expect(config.target).toEqual(targetOf('nginx=1.24', 'kernel=5.15'));
    expect(config.presets).toEqual(['hardening']);
    expect(config.rules).toEqual({ 'nginx/deprecated': 'off', 'sysctl/duplicate-key': 'error' });
    expect(config.roots).toEqual(['/srv/app/deploy/main.conf', '/etc/nginx/nginx.conf', '/srv/other.conf']);
    expect(config.paths).toEqual({ '/etc/nginx': '/srv/app/deploy' });
    expect(config.directives).toEqual(['my_directive', 'other_directive']);
    const ignored = [
      '/srv/app/vendor/x.conf',
      '/srv/app/a/x.bak.conf',
      '/srv/app/keep.bak.conf',
      '/srv/app/x.conf',
      '/srv/x.bak.conf',
    ];
    expect(ignored.map(config.ignores)).toEqual([true, true, false, false, false]);
  });

  it.each([
    ['a list', 'targets:\n- nginx=1.30\n- ubuntu=22.04\n'],
    ['a map, where 1.30 is no number', 'targets: { nginx: 1.30, ubuntu: 22.04 }\n'],
    ['a map of lists', 'targets:\n  nginx: [1.30]\n  ubuntu: [22.04]\n'],
    ['JSON', '{"targets": ["nginx=1.30", "ubuntu=22.04"]}'],
    [
      'JSON with comments',
      '{\n  // what runs in "production"\n  "targets": { /* both */ "nginx": "1.30", "ubuntu": "22.04", },\n}',
    ],
    ['anchors', 'targets: &t [nginx=1.30, ubuntu=22.04]\n$schema: x\n'],
  ])('takes targets as %s', async (_, text) => {
    const { config, problems } = await parseConfig('/srv/.keepalint.jsonc', text, known);
    expect(problems).toEqual([]);
    expect(config.target).toEqual(targetOf('nginx=1.30', 'ubuntu=22.04'));
  });

  it('takes one target without a list, and a distribution without a version', async () => {
    expect((await parseConfig('/x.yaml', 'targets: nginx=1.24')).config.target).toEqual(targetOf('nginx=1.24'));
    expect((await parseConfig('/x.yaml', 'targets:\n  arch:\n')).config.target).toEqual(targetOf('arch'));
  });

  it('takes what it says about layout', async () => {
    const { config, problems } = await parseConfig('/x.yaml', 'format: { indent: tab, align: true, blankLines: 0 }');
    expect(problems).toEqual([]);
    expect(config.format).toEqual({ indent: 'tab', align: true, blankLines: 0 });
  });

  it.each(['', '# nothing\n', 'rules:\n', 'rules: {}\nignore: []\nnginx:\n  roots:\n'])('may say nothing: %j', async (text) => {
    const { config, problems } = await parseConfig('/srv/.keepalint.yaml', text, known);
    expect(problems).toEqual([]);
    expect({ ...config, ignores: 0 }).toEqual({ ...defaultConfig, file: '/srv/.keepalint.yaml', ignores: 0 });
  });
});

describe('a mistake stands at its place', () => {
  it.each([
    ['rulse: {}', '1:1 [rulse] unknown key “rulse”: did you mean rules?'],
    ['xyz: 1', '1:1 [xyz] unknown key “xyz”: known are targets, presets, rules, ignore, nginx, machines, format'],
    ['format: { indnt: 2 }', '1:11 [indnt] unknown key “indnt”: did you mean indent?'],
    ['format: { indent: 3 }', '1:19 [3] indent cannot be “3”: it is one of 2, 4, tab'],
    ['format: { align: maybe }', '1:18 [maybe] align cannot be “maybe”: it is one of true, false'],
    ['machines:\n  web: { ngnx: a }', '2:10 [ngnx] unknown key “ngnx”: did you mean nginx?'],
    ['presets: [hardning]', '1:11 [hardning] unknown preset “hardning”: did you mean hardening?'],
    ['presets: hardening', '1:10 [hardening] expected a list'],
    ['nginx:\n  root: [a]', '2:3 [root] unknown key “root”: did you mean roots?'],
    ['rules:\n  nginx/deprecatd: off', '2:3 [nginx/deprecatd] unknown rule “nginx/deprecatd”: did you mean nginx/deprecated?'],
    ['rules:\n  deprecated: off', '2:3 [deprecated] unknown rule “deprecated”: did you mean nginx/deprecated?'],
    ['rules:\n  nginx/removed: warn', '2:18 [warn] “warn” is no severity: write error, warning, info, off'],
    ['rules:\n  nginx/removed: 2', '2:18 [2] “2” is no severity: write error, warning, info, off'],
    ['rules:\n  nginx/removed:', '2:3 [nginx/removed] “nginx/removed” has no value'],
    ['rules:\n  nginx/removed: [error]', '2:18 [[error]] expected a word'],
    ['rules: [nginx/removed]', '1:8 [[nginx/removed]] expected a map'],
    ['ignore: vendor', '1:9 [vendor] expected a list'],
    ['ignore:\n  - 7', '2:5 [7] expected a string'],
    ['nginx: {directives: my_directive}', '1:21 [my_directive] expected a list'],
    ['nginx:\n  directive: [a]', '2:3 [directive] unknown key “directive”: did you mean directives?'],
    [
      'nginx: {paths: {etc/nginx: x}}',
      '1:17 [etc/nginx] “etc/nginx” is not an absolute path: this side is the path that include directives use',
    ],
    ['- a', '1:1 [- a] expected a map'],
    ['targets: [ngnix=1.24]', /^1:11 \[ngnix=1\.24\] .*: did you mean nginx=1\.24\?$/],
    ['targets:\n  kernel: five', /^2:11 \[five\] /],
    ['rules:\n\tnginx/removed: off', /^2:1 \[\t\] YAML: Tabs are not allowed/],
    ['rules: {', /^1:9 \[\] YAML: /],
    ['a: 1\na: 2', /^1:1 \[a\] unknown key|YAML: Map keys must be unique/],
  ])('%j', async (text, expected) => {
    const [first, ...more] = await problems(text);
    if (typeof expected === 'string') expect([first, ...more]).toEqual([expected]);
    else expect(first).toMatch(expected);
  });

  it('is told in Chinese, too', async () => {
    expect(await problems('rulse: {}\nrules: { nginx/removed: warn }\n', undefined, 'zh-CN')).toEqual([
      '1:1 [rulse] 未知的键“rulse”：是否想写 rules？',
      '2:25 [warn] “warn”不是严重级别：可写 error、warning、info、off',
    ]);
    expect((await problems('rules:\n\tnginx/removed: off', undefined, 'zh-CN'))[0]).toMatch(/^2:1 .*YAML：不能用制表符缩进$/);
  });

  it('keeps its place in JSON with comments', async () => {
    expect(await problems('{\n  /* é */ "rulse": {} // x\n}', '/srv/.keepalint.jsonc')).toEqual([
      '2:11 ["rulse"] unknown key “rulse”: did you mean rules?',
    ]);
  });

  it('costs nothing but itself', async () => {
    const { config } = await parseConfig(
      '/srv/.keepalint.yaml',
      'rules: { nginx/removed: bad, nginx/deprecated: info }\ntargets: [nginx=x, kernel=6.1]',
      known,
    );
    expect(config.rules).toEqual({ 'nginx/deprecated': 'info' });
    expect(config.target).toEqual(targetOf('kernel=6.1'));
  });

  it('never throws, whatever the text', async () => {
    for (const text of [
      '{{{{',
      '%x',
      '!!foo {',
      '? [a]: b',
      '&a *a',
      'a: *b',
      '<<: 1',
      '? {a: b}\n: c',
      'rules: *x',
      '\u0000',
      '"',
      'targets: [[1]]',
      'targets: {nginx: {a: b}}',
      'constructor: 1',
      '__proto__: 1',
    ])
      expect((await problems(text)).length, text).toBeGreaterThan(0);
  });
});
