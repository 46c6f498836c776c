import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Locale, locales, type Rule, type Safety, severities } from '../server/src/core/rule.ts';
import { rules } from '../server/src/service/service.ts';
import { fixedFiles, lintFiles } from './harness.ts';
import { type Block, fileBlocks, type Page, pageIds, pagePath, readPage, regenerate, root } from './pages.ts';

const all = [...rules.values()];

test('every page belongs to a rule', () => {
  expect(pageIds().filter((id) => !rules.has(id))).toEqual([]);
});

describe.each(all.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test.each(locales)('has a page whose blocks do as they say (%s)', async (locale) => {
    const page = readPage(id, locale);
    if (!page) throw new Error(`${pagePath(id, locale)} is missing`);
    expect(page.text.split('\n')[0]).toBe(`# ${id}`);
    const roles = page.blocks.map((b) => b.role);
    expect(roles, `${page.path}: needs a block of each kind`).toEqual(expect.arrayContaining(['bad', 'fixed', 'good']));
    for (const [i, block] of page.blocks.entries()) {
      const next = page.blocks[i + 1];
      if (block.role === 'bad') await runBad(id, page, block, next?.role === 'fixed' ? next : undefined);
      else await runClean(id, page, block);
      if (block.role === 'fixed')
        expect(roles[i - 1], `${page.path}:${block.line}: a fixed block follows its bad one`).toBe('bad');
    }
  });

  test('has pages with the same code in every language', () => {
    const code = locales.map((locale) =>
      readPage(id, locale)?.blocks.map((b) => [b.language, b.role, b.target, withoutComments(fileBlocks(b.files))]),
    );
    for (const other of code.slice(1)) expect(other).toEqual(code[0]);
  });

  test.each(locales)('has a page headed by what the rule says (%s)', async (locale) => {
    const page = readPage(id, locale);
    if (!page) throw new Error(`${pagePath(id, locale)} is missing`);
    await expect(regenerate(page.text, 'header', header(rule, locale))).toMatchFileSnapshot(root + page.path);
  });
});

describe('the index of rules', () => {
  test.each(locales)('is up to date (%s)', async (locale) => {
    const words = {
      en: [
        '# Rules',
        'Every rule, with what it says about the first example of its page. `keepalint explain` prints a page in the terminal.',
      ],
      'zh-CN': ['# 规则', '每条规则，以及它对页面里第一个例子给出的消息。`keepalint explain` 会在终端里打印对应的页面。'],
    };
    await expect(`${words[locale].join('\n\n')}\n\n${await table(locale, '')}`).toMatchFileSnapshot(
      `${root}docs/rules/README${locale === 'en' ? '' : '.zh-CN'}.md`,
    );
  });

  test.each(locales)('stands in the README in part (%s)', async (locale) => {
    const path = `${root}README${locale === 'en' ? '' : '.zh-CN'}.md`;
    const chosen = await table(locale, 'docs/rules/', (id) => heart.has(id));
    await expect(regenerate(readFileSync(path, 'utf8'), 'rules', chosen)).toMatchFileSnapshot(path);
  });
});

const documents = [
  ...['README', 'docs/rules/README'].flatMap((name) => [`${name}.md`, `${name}.zh-CN.md`]),
  ...['CONTRIBUTING', 'CHANGELOG', 'docs/architecture', 'docs/evidence', 'docs/myths', 'docs/myths.zh-CN'].map(
    (name) => `${name}.md`,
  ),
  ...pageIds().flatMap((id) => locales.map((locale) => pagePath(id, locale))),
];

test.each(documents)('%s links only to what exists', (path) => {
  const text = readFileSync(root + path, 'utf8');
  const broken = linksOf(text).filter((link) => !resolves(path, link));
  expect(broken).toEqual([]);
});

test.each(['CONTRIBUTING.md', 'docs/architecture.md'])('%s names only files that exist', (path) => {
  const named = [
    ...readFileSync(root + path, 'utf8').matchAll(/`((?:client|docs|examples|scripts|server|syntaxes|test)\/[\w./-]*)`/g),
  ];
  const missing = named.map((m) => m[1]!).filter((file) => !file.includes('alias-traversal') && !existsSync(root + file));
  expect(missing).toEqual([]);
});

async function runBad(id: string, page: Page, block: Block, fixed: Block | undefined) {
  const where = `${page.path}:${block.line}`;
  const options = { only: [id], target: block.target };
  const result = await lintFiles(block.files, options);
  expect(result.findings, `${where}: the bad block has no finding`).not.toEqual([]);
  const offered = result.findings.some((f) => f.fixes.some((fix) => fix.safety !== 'manual'));
  if (offered && !fixed)
    expect.fail(`${where}: the bad block is fixed to\n${fileBlocks(await fixedFiles(block.files, { ...options, safety }))}`);
  if (!fixed) return;
  expect(fixed.target, `${page.path}:${fixed.line}: the target of its bad block`).toBe(block.target);
  if (offered)
    expect(fileBlocks(await fixedFiles(block.files, { ...options, safety })), `${page.path}:${fixed.line}`).toBe(
      fileBlocks(fixed.files),
    );
}

const safeties: readonly Safety[] = ['safe', 'unsafe', 'manual'];
const safety = safeties.filter((s) => s !== 'manual');

async function runClean(id: string, page: Page, block: Block) {
  const result = await lintFiles(block.files, { only: [id], target: block.target });
  const found = result.findings.map((f) => `${f.at.file}: ${result.words.message(f)}`);
  expect(found, `${page.path}:${block.line}: the ${block.role} block is clean`).toEqual([]);
}

const words = {
  en: { severity: 'Severity', message: 'Message', fix: 'Fix', safety: 'Safety', since: 'Since', rule: 'Rule', no: 'none' },
  'zh-CN': { severity: '级别', message: '消息', fix: '修复', safety: '安全性', since: '始于', rule: '规则', no: '无' },
} as const;

const optionalWords: Record<Locale, (optional: NonNullable<Rule<never>['optional']>) => string> = {
  en: (optional) => `; off unless the configuration names it${optional === true ? '' : ` or the preset \`${optional}\``}`,
  'zh-CN': (optional) => `；默认关闭，在配置中写明该规则${optional === true ? '' : `或预设 \`${optional}\` `}后启用`,
};

/** Severity of each message, safety of each fix, and since when. */
function header(rule: Rule<never>, locale: Locale): string {
  const w = words[locale];
  // One text may be said with two severities.
  const said = Object.values(rule.messages);
  const texts = [...new Set(said.map((m) => m[locale]))];
  const severitiesOf = (text: string) => said.filter((m) => m[locale] === text).map((m) => m.severity);
  const messages = texts.map((text) => `| ${severitiesOf(text).join(', ')} | ${cell(text)} |`);
  const fixes = Object.values(rule.fixes ?? {}).map((f) => `| ${f.safety} | ${cell(f[locale])} |`);
  return [
    `${w.since} ${rule.since}${rule.optional ? optionalWords[locale](rule.optional) : ''}`,
    '',
    `| ${w.severity} | ${w.message} |`,
    '| --- | --- |',
    ...messages,
    ...(fixes.length ? ['', `| ${w.fix} | |`, '| --- | --- |', ...fixes] : []),
    '',
  ].join('\n');
}

/** What a reader should see first. */
const heart: ReadonlySet<string> = new Set([
  'nginx/upstream-keepalive-inert',
  'nginx/websocket-map-close',
  'nginx/literal-proxy-pass',
  'nginx/proxy-header-dropped',
  'nginx/invalid-value',
  'nginx/unknown-directive',
  'nginx/swallowed-directive',
  'sysctl/tcp-tw-recycle',
  'sysctl/fin-timeout-is-not-time-wait',
  'sysctl/inline-comment',
  'sysctl/value-out-of-range',
  'sysctl/ignored-file',
  'machine/backlog-above-somaxconn',
  'machine/time-wait-cure-misplaced',
]);

/** Rules with what they say about the first bad block of their page. */
async function table(locale: Locale, base: string, isChosen: (id: string) => boolean = () => true): Promise<string> {
  const w = words[locale];
  const rows = all
    .filter((rule) => isChosen(rule.id))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(async (rule) => {
      const messages = Object.values(rule.messages);
      const own = severities.filter((s) => messages.some((m) => m.severity === s));
      const fixes = safeties.filter((s) => Object.values(rule.fixes ?? {}).some((f) => f.safety === s));
      const page = pagePath(rule.id, locale).replace('docs/rules/', base);
      return `| [${rule.id}](${page}) | ${own.join(', ')} | ${fixes.join(', ') || '–'} | ${cell(await example(rule, locale))} |`;
    });
  return [
    `| ${w.rule} | ${w.severity} | ${w.fix} | ${w.message} |`,
    '| --- | --- | --- | --- |',
    ...(await Promise.all(rows)),
    '',
  ].join('\n');
}

async function example({ id }: Rule<never>, locale: Locale): Promise<string> {
  const block = readPage(id, locale)?.blocks.find((b) => b.role === 'bad');
  if (!block) throw new Error(`${pagePath(id, locale)} has no bad block`);
  const { findings, words } = await lintFiles(block.files, { only: [id], target: block.target, locale });
  return findings[0] ? words.message(findings[0]) : '';
}

/** A slot stands for the reader's own text. */
const cell = (text: string) =>
  text
    .replace(/\{(\w+)\}/g, '‹$1›')
    .replaceAll('|', '\\|')
    .replaceAll('<', '\\<')
    .replaceAll('*', '\\*')
    .replaceAll('_', '\\_');

const withoutComments = (code: string) => code.replace(/#(?! -- ).*$/gm, '#');

function linksOf(markdown: string): string[] {
  const prose = markdown.replace(/^(`{3,})[\s\S]*?^\1 *$/gm, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)|<img[^>]* src="([^"]+)"|<a[^>]* href="([^"]+)"/g)].map(
    (m) => (m[1] ?? m[2] ?? m[3])!,
  );
}

function resolves(from: string, link: string): boolean {
  if (/^(https?|mailto):/.test(link)) return URL.canParse(link);
  const [path, anchor] = link.split('#');
  const target = path ? join(root, dirname(from), path) : root + from;
  if (!existsSync(target)) return false;
  if (!anchor) return true;
  return statSync(target).isFile() && anchorsOf(readFileSync(target, 'utf8')).includes(decodeURIComponent(anchor));
}

/** As GitHub makes them of headings. */
const anchorsOf = (markdown: string) =>
  [...markdown.matchAll(/^#{1,6} +(.*)$/gm)].map((m) =>
    m[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
      .replaceAll(' ', '-'),
  );
