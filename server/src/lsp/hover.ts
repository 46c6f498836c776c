import type { Hover } from 'vscode-languageserver';
import type { Finding, Locale, Safety, Statement } from '../core/rule.ts';
import { defaultTarget } from '../core/targets.ts';
import type { LanguageId, Source, Span } from '../core/text.ts';
import type { Target } from '../core/version.ts';
import type { Sides } from '../machine/arithmetic.ts';
import { directiveAt, directivePages } from '../service/directive-page.ts';
import { effectiveAt } from '../service/effective.ts';
import { keyAt, keyPage } from '../service/key-page.ts';
import type { Page } from '../service/page.ts';
import { offsetOf, rangeOf, type View } from './convert.ts';
import type { Feature, Session } from './session.ts';

export function hoverFeature(session: Session): Feature {
  session.connection.onHover(
    session.guarded('hover', null, async ({ textDocument: { uri }, position }, token) => {
      const result = await session.check(token);
      const source = session.source(uri);
      if (!source) return null;
      return hoverAt(session.viewOf(result), source, offsetOf(source, position), {
        brief: session.client.diagnosticsInHovers === true,
        language: result.files.get(source.path),
        target: session.settings.target ?? defaultTarget,
        models: () => result.models(source.path),
        page: async (rule) => session.environment.page?.(rule, session.locale),
      });
    }),
  );
  return { capabilities: () => ({ hoverProvider: true }) };
}

interface HoverOptions {
  /** Only what the client does not show anyway: its own hovers have messages, links and fixes of diagnostics. */
  readonly brief: boolean;
  /** undefined: the document is not judged. */
  readonly language: LanguageId | undefined;
  readonly target: Target;
  /** What the document is part of. */
  models(): readonly Sides[];
  /** The text of a rule's page, as Markdown. */
  page(rule: string): Promise<string | undefined>;
}

/**
 * What there is to say about the findings at an offset, on their span or on the directive or key of their line, and about the
 * key or the directive that stands there.
 */
async function hoverAt(view: View, source: Source, offset: number, options: HoverOptions): Promise<Hover | null> {
  const found = view.findings.filter((f) => f.at.file === source.path && covers(source.text, f, offset));
  const thing = await named(view, source, offset, options);
  const parts = [
    ...(await Promise.all(found.map((finding) => describe(view, finding, options)))),
    ...(thing?.pages.map((page, i) => describePage(view, page, i === 0 ? effectiveAt(options.models(), source, offset) : [])) ??
      []),
  ].filter((part) => part !== '');
  const at = found[0]?.at ?? thing?.at;
  if (!parts.length || !at) return null;
  const { markdown } = view.abilities;
  return {
    contents: { kind: markdown ? 'markdown' : 'plaintext', value: parts.join(markdown ? '\n\n---\n\n' : '\n\n') },
    range: rangeOf(source, at),
  };
}

function covers(text: string, { at }: Finding, offset: number): boolean {
  if (at.start <= offset && offset <= at.end) return true;
  const line = text.lastIndexOf('\n', at.start - 1) + 1;
  const [, blank, name] = /^([ \t]*)([^\s=;{#]*)/.exec(text.slice(line, at.start)) ?? ['', '', ''];
  const start = line + blank!.length;
  return start <= offset && offset <= start + name!.length;
}

const promises: Readonly<Record<Safety, Readonly<Record<Locale, string>>>> = {
  safe: { en: 'safe', 'zh-CN': '安全' },
  unsafe: { en: 'changes behaviour', 'zh-CN': '会改变行为' },
  manual: { en: 'to be completed by hand', 'zh-CN': '需手工补全' },
};
const labels = {
  fix: { en: 'Fix', 'zh-CN': '修复' },
  more: { en: 'More about this rule', 'zh-CN': '关于此规则' },
} as const;

async function describe(view: View, finding: Finding, { brief, page }: HoverOptions): Promise<string> {
  const { locale, words } = view;
  const { markdown } = view.abilities;
  const why = firstSentences(await page(finding.rule));
  if (brief) return why ?? '';
  const message = words.message(finding);
  const fixes = finding.fixes.map((fix) => {
    const [open, close] = locale === 'en' ? [' (', ')'] : ['（', '）'];
    const title = words.fix(finding, fix);
    return `${labels.fix[locale]}${locale === 'en' ? ': ' : '：'}${markdown ? asMarkdown(title) : title}${open}${promises[fix.safety][locale]}${close}`;
  });
  const url = view.docsUrl(finding.rule);
  if (!markdown) return [finding.rule, message, ...(why ? [why.replaceAll('`', '')] : []), ...fixes, url].join('\n');
  return [
    `**${finding.rule}**`,
    asMarkdown(message),
    ...(why ? [why] : []),
    ...(fixes.length ? [fixes.map((fix) => `- ${fix}`).join('\n')] : []),
    `[${labels.more[locale]}](${url})`,
  ].join('\n\n');
}

/** The key or the directive that stands at an offset, and what is known about it. */
async function named(
  { locale }: View,
  source: Source,
  offset: number,
  { language, target }: HoverOptions,
): Promise<{ readonly at: Span; readonly pages: readonly Page[] } | undefined> {
  if (language === 'sysctl') {
    const key = keyAt(source, offset);
    const page = key && (await keyPage(key.text, target, locale));
    return page && { at: key.at, pages: [{ ...page, rows: page.rows.slice(0, 3) }] };
  }
  const directive = language === 'nginx' ? directiveAt(source, offset) : undefined;
  if (!directive) return undefined;
  return { at: directive.at, pages: directivePages(directive.name, target, locale, directive.namespace) };
}

/** A page in the words of a client that takes Markdown, or does not. */
export function describePage(
  {
    abilities: { markdown },
    locale,
    words,
  }: Pick<View, 'locale' | 'words'> & { readonly abilities: { readonly markdown: boolean } },
  { title, summary, rows, url }: Page,
  statements: readonly Statement[],
): string {
  const facts = rows
    .map(({ label, text }) => `${label}${locale === 'en' ? ': ' : '：'}${text}`)
    .join(locale === 'en' ? '; ' : '；');
  const about = summary ? [summary] : [];
  const numbers = statements.map(words.statement);
  if (!markdown) return [title, ...about, ...numbers, facts, url].join('\n');
  const list = numbers.map((line) => `- ${asMarkdown(line)}`).join('\n');
  return [
    `**${asMarkdown(title)}**`,
    ...about.map(asMarkdown),
    ...(list ? [list] : []),
    asMarkdown(facts),
    `[${new URL(url).host}](${url})`,
  ].join('\n\n');
}

/** Messages hold the user's own text, which is not Markdown. */
const asMarkdown = (text: string) => text.replace(/[\\`*_[\]<>#|~]/g, '\\$&');

/** Of a page: the first sentences between the title with its generated header and the first section. */
function firstSentences(page: string | undefined): string | undefined {
  const paragraph = page
    ?.replace(/<!-- generated: [\s\S]*?<!-- \/generated -->/g, '')
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .find((block) => block && !block.startsWith('#') && !block.startsWith('<!--'))
    // Links lead from page to page.
    ?.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  const ends = [...(paragraph ?? '').matchAll(/[.?!](?=\s|$)|[。？！]/g)].map(({ index }) => index + 1);
  return paragraph?.slice(0, ends.findLast((end) => end <= hoverLength) ?? ends[0]);
}

/** Characters; what is longer is for the page. */
const hoverLength = 280;
