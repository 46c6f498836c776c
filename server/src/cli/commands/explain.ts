import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nearest } from '../../core/nearest.ts';
import { docsUrl, rules } from '../../service/service.ts';
import type { ExitCode, Io } from '../io.ts';
import type { Options } from '../options.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { styleOf, wantsColor } from '../report/style.ts';
import { wordsOf } from '../words.ts';

/** Shows the page of a rule; `nginx/` and `sysctl/` may be left out where the rest is the name of one rule only. */
export async function explain(io: Io, options: Options, refuse: (line: string) => ExitCode): Promise<ExitCode> {
  const words = wordsOf(options.locale);
  const [asked, more] = options.operands;
  if (asked === undefined) return refuse(words.whichRule);
  if (more !== undefined) return refuse(words.tooMany('explain', more));
  const ids = [...rules.keys()];
  const named = ids.filter((id) => id === asked || id.slice(id.indexOf('/') + 1) === asked);
  const [rule] = named;
  if (rule === undefined || named.length > 1) {
    const close = rule ?? nearest(asked, ids) ?? ids.find((id) => nearest(asked, [id.slice(id.indexOf('/') + 1)]));
    return refuse(words.unknownRule(asked, close));
  }
  const page = await readPage(io.home, rule, options.locale);
  if (page === undefined) return refuse(words.noPage(rule));
  const colors = wantsColor(options.color, io.env, io.terminal.out);
  const style = styleOf(colors, colors && io.terminal.out);
  io.out(renderMarkdown(page, style, Math.min(io.terminal.columns, 100), docsUrl(rule, options.locale)));
  return 0;
}

async function readPage(home: string, rule: string, locale: Options['locale']): Promise<string | undefined> {
  const names = locale === 'en' ? [`${rule}.md`] : [`${rule}.zh-CN.md`, `${rule}.md`];
  for (const name of names) {
    const text = await readFile(join(home, 'docs', 'rules', name), 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  return undefined;
}
