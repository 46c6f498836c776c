import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nearest } from '../../core/nearest.ts';
import { defaultTarget, parseTargets } from '../../core/targets.ts';
import { keyPage, keysNamed, similarKey, similarKeyNamed } from '../../service/key-page.ts';
import type { Page } from '../../service/page.ts';
import { docsUrl, rules } from '../../service/service.ts';
import type { ExitCode, Io } from '../io.ts';
import type { Options } from '../options.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { styleOf, wantsColor } from '../report/style.ts';
import { wordsOf } from '../words.ts';

/**
 * Shows the page of a rule; `nginx/` and `sysctl/` may be left out where the rest is the name of one rule only. Anything else is
 * a key of sysctl, or all that end so, or a directive of nginx.
 */
export async function explain(io: Io, options: Options, refuse: (line: string) => ExitCode): Promise<ExitCode> {
  const words = wordsOf(options.locale);
  const [asked, more] = options.operands;
  if (asked === undefined) return refuse(words.whichRule);
  if (more !== undefined) return refuse(words.tooMany('explain', more));
  const show = (page: string, url: string): ExitCode => {
    const colors = wantsColor(options.color, io.env, io.terminal.out);
    const style = styleOf(colors, colors && io.terminal.out);
    io.out(renderMarkdown(page, style, Math.min(io.terminal.columns, 100), url));
    return 0;
  };

  const ids = [...rules.keys()];
  const named = ids.filter((id) => id === asked || id.slice(id.indexOf('/') + 1) === asked);
  const [rule] = named;
  if (rule !== undefined && named.length === 1) {
    const page = await readPage(io.home, rule, options.locale);
    return page === undefined ? refuse(words.noPage(rule)) : show(page, docsUrl(rule, options.locale));
  }

  const parsed = parseTargets(options.targets);
  if ('problem' in parsed) return refuse(words.badTarget(parsed.problem.message[options.locale], parsed.problem.suggestion));
  const target = options.targets.length ? parsed.target : defaultTarget;
  const { directivePages, similarDirective } = await import('../../service/directive-page.ts');
  const key = await keyPage(asked, target, options.locale);
  const directives = key ? [] : directivePages(asked, target, options.locale);
  const keys =
    key || directives.length ? [key] : await Promise.all(keysNamed(asked).map((k) => keyPage(k, target, options.locale)));
  const pages = [...directives, ...keys.filter((page) => page !== undefined)];
  for (const [i, page] of pages.entries()) {
    if (i) io.out('\n');
    show(asMarkdown(page, options.locale), page.url);
  }
  if (pages.length) return 0;
  const likeKey = /^[a-z]+[./]/.test(asked) && !/^(?:nginx|sysctl|keepalint)\//.test(asked);
  if (likeKey) return refuse(words.unknownKey(asked, similarKey(asked)));
  const close = rule ?? nearest(asked, ids) ?? ids.find((id) => nearest(asked, [id.slice(id.indexOf('/') + 1)]));
  const directive = close ? undefined : similarDirective(asked);
  const similar = close || directive ? undefined : similarKeyNamed(asked);
  if (similar) return refuse(words.unknownKey(asked, similar));
  return refuse(directive ? words.unknownDirective(asked, directive) : words.unknownRule(asked, close));
}

function asMarkdown({ title, summary, rows }: Page, locale: Options['locale']): string {
  const list = rows.map(({ label, text }) => `- ${label}${locale === 'en' ? ': ' : '：'}${text}`);
  return [`# ${title}`, ...(summary ? [summary] : []), list.join('\n')].join('\n\n');
}

async function readPage(home: string, rule: string, locale: Options['locale']): Promise<string | undefined> {
  const names = locale === 'en' ? [`${rule}.md`] : [`${rule}.zh-CN.md`, `${rule}.md`];
  for (const name of names) {
    const text = await readFile(join(home, 'docs', 'rules', name), 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  return undefined;
}
