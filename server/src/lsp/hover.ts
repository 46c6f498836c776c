import type { Hover } from 'vscode-languageserver';
import { renderer } from '../core/render.ts';
import type { Finding, Locale, Safety } from '../core/rule.ts';
import { defaultTarget } from '../core/targets.ts';
import { type LanguageId, linesOf, type Source, type Span } from '../core/text.ts';
import { documentationIn } from '../service/documentation.ts';
import { aboutNginx, type Known } from '../service/hover-nginx.ts';
import { aboutSysctl } from '../service/hover-sysctl.ts';
import type { Card } from '../service/page.ts';
import { offsetOf, rangeOf, type View } from './convert.ts';
import type { Feature, Session } from './session.ts';

export function hoverFeature(session: Session): Feature {
  session.connection.onHover(
    session.guarded('hover', null, async ({ textDocument: { uri }, position }, token) => {
      const result = await session.check(token);
      const source = session.source(uri);
      if (!source) return null;
      const language = result.files.get(source.path);
      const [first] = result.models(source.path);
      return hoverAt(session.viewOf(result), source, offsetOf(source, position), {
        brief: session.client.diagnosticsInHovers === true,
        language,
        target: (first?.nginx ?? first?.sysctl)?.target ?? session.settings.target ?? defaultTarget,
        locale: session.locale,
        models: result.models,
        sources: result.sources,
        docs: language === 'nginx' ? await documentationIn(session.environment) : undefined,
        page: async (rule) => session.environment.page?.(rule, session.locale),
      });
    }),
  );
  return { capabilities: () => ({ hoverProvider: true }) };
}

interface HoverOptions extends Known {
  /** Only what the client does not show anyway: its own hovers have messages, links and fixes of diagnostics. */
  readonly brief: boolean;
  /** undefined: the document is not judged. */
  readonly language: LanguageId | undefined;
  /** The text of a rule's page, as Markdown. */
  page(rule: string): Promise<string | undefined>;
}

/** What there is to say about the findings at an offset, on their span or on the directive or key of their line, and about what stands there. */
async function hoverAt(view: View, source: Source, offset: number, options: HoverOptions): Promise<Hover | null> {
  const { language } = options;
  const end = endOfNamed(source.text, offset);
  const isAbout = ({ start, end: stop }: Span) => (start <= offset ? offset <= stop : start <= end);
  const found = view.findings.filter(({ at }) => at.file === source.path && isAbout(at));
  const about =
    language === 'nginx'
      ? aboutNginx(source, offset, options)
      : language === 'sysctl'
        ? await aboutSysctl(source, offset, options)
        : undefined;
  const parts = [
    ...(await Promise.all(found.map((finding) => describe(view, finding, options)))),
    ...(about?.cards.map((card) => describeCard(linking(view), card)) ?? []),
  ].filter((part) => part !== '');
  const at = found[0]?.at ?? about?.at;
  if (!parts.length || !at) return null;
  const { markdown } = view.abilities;
  return {
    contents: { kind: markdown ? 'markdown' : 'plaintext', value: parts.join(markdown ? '\n\n---\n\n' : '\n\n') },
    range: rangeOf(source, at),
  };
}

/** Where the line of a directive or key ends, for an offset on its name; -1 elsewhere. */
function endOfNamed(text: string, offset: number): number {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const named = /([ \t]*)[^\s=;{#]*/y;
  named.lastIndex = start;
  const [line, blank] = named.exec(text)!;
  if (offset < start + blank!.length || offset > start + line.length) return -1;
  const feed = text.indexOf('\n', offset);
  return feed === -1 ? text.length : feed;
}

const promises: Readonly<Record<Safety, Readonly<Record<Locale, string>>>> = {
  safe: { en: 'safe', 'zh-CN': '安全' },
  unsafe: { en: 'changes behaviour', 'zh-CN': '会改变行为' },
  manual: { en: 'to be completed by hand', 'zh-CN': '需手工补全' },
};
const labels = {
  fix: { en: 'Fix', 'zh-CN': '修复' },
  more: { en: 'More about this rule', 'zh-CN': '关于此规则' },
  english: { en: '', 'zh-CN': '官方文档（英文）：' },
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

/** Who reads, and how: places may be links. */
export interface Reader extends Pick<View, 'locale' | 'words'> {
  readonly markdown: boolean;
}

/** Places in words are links, where the client shows links. */
function linking(view: View): Reader {
  const { abilities, locale, sources, words } = view;
  if (!abilities.markdown) return { locale, words, markdown: false };
  const plain = { text: { en: '{place}', 'zh-CN': '{place}' }, data: {} };
  const linked = renderer(view.rules, locale, (place) => {
    const text = words.statement({ ...plain, data: { place: { place } } });
    const source = sources.get(place.file);
    const line = source ? `#L${linesOf(source).position(place.start).line + 1}` : '';
    // Not to be escaped: it is put together once the rest is.
    return `\u{F0000}${text}\u{F0001}${view.uriOf(place.file).replaceAll('(', '%28').replaceAll(')', '%29')}${line}\u{F0002}`;
  });
  return { locale, words: linked, markdown: true };
}

/** A card in the words of a client that takes Markdown, or does not. */
export function describeCard({ markdown, locale, words }: Reader, card: Card): string {
  const { title, code, summary, quote, statements = [], rows, url } = card;
  const facts = rows
    .map(({ label, text }) => `${label}${locale === 'en' ? ': ' : '：'}${text}`)
    .join(locale === 'en' ? '; ' : '；');
  const numbers = statements.map(words.statement);
  const said = quote === undefined ? [] : quoted(locale, markdown, quote);
  if (!markdown)
    return [...(code ?? [title]), ...(summary ? [summary] : []), ...said, ...numbers, facts, url ?? '']
      .filter((line) => line !== '')
      .join('\n');
  const list = numbers.map((line) => `- ${asLinks(asMarkdown(line))}`).join('\n');
  return [
    code ? ['```nginx', ...code, '```'].join('\n') : `**${asMarkdown(title)}**`,
    ...(summary ? [asMarkdown(summary)] : []),
    ...said,
    list,
    asMarkdown(facts),
    url ? `[${new URL(url).host}](${url})` : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What nginx's documentation says. Our own words are in the reader's language, theirs are not. */
export function quoted(locale: Locale, markdown: boolean, text: string): string[] {
  return [...(locale === 'en' ? [] : [labels.english[locale]]), markdown ? text : withoutMarkdown(text)];
}

const asLinks = (text: string) =>
  text.replace(
    /\u{F0000}(.*?)\u{F0001}(.*?)\u{F0002}/gu,
    (_, name: string, uri: string) => `[${name}](${uri.replaceAll('\\', '')})`,
  );

const withoutMarkdown = (text: string) =>
  text
    .replace(/^```.*\n?/gm, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*?`\*?/g, '')
    .replace(/\n\n+/g, '\n')
    .trim();

/** Messages hold the user's own text, which is not Markdown. */
export const asMarkdown = (text: string) => text.replace(/[\\`*_[\]<>#|~]/g, '\\$&');

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
