import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locale } from '../server/src/core/rule.ts';
import type { LanguageId } from '../server/src/core/text.ts';
import { filesOf } from './harness.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));

const roles = ['bad', 'fixed', 'good'] as const;
type Role = (typeof roles)[number];

/** A code block of a rule page that is executed; blocks that follow with `file=` belong to it. */
export interface Block {
  readonly role: Role;
  readonly language: LanguageId;
  /** Target words, separated by blanks. */
  readonly target: string;
  readonly files: ReadonlyMap<string, string>;
  /** From 1, of the opening fence. */
  readonly line: number;
}

export interface Page {
  readonly rule: string;
  readonly locale: Locale;
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

export const pagePath = (rule: string, locale: Locale) => `docs/rules/${rule}${locale === 'en' ? '' : '.zh-CN'}.md`;

export function readPage(rule: string, locale: Locale): Page | undefined {
  const path = pagePath(rule, locale);
  if (!existsSync(root + path)) return undefined;
  const text = readFileSync(root + path, 'utf8');
  return { rule, locale, path, text, blocks: blocksOf(text, path) };
}

/** The rule ids that have a page in some language. */
export function pageIds(): string[] {
  return readdirSync(`${root}docs/rules`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(`${root}docs/rules/${name}`).map((file) => `${name}/${file.replace(/(\.zh-CN)?\.md$/, '')}`),
    )
    .filter((id, i, ids) => ids.indexOf(id) === i);
}

/** Fences whose info string has a role: ```` ```nginx bad target=nginx=1.24 ````. A misspelt role throws: it would run nothing. */
export function blocksOf(markdown: string, name: string): Block[] {
  const blocks: Block[] = [];
  for (const m of markdown.matchAll(/^(`{3,}) *([^\n`]*)\n([\s\S]*?)^\1 *$/gm)) {
    const [language, role, ...options] = m[2]!.trim().split(/ +/);
    if (role === undefined) continue;
    const line = markdown.slice(0, m.index).split('\n').length;
    const where = `${name}:${line}`;
    if ((language !== 'nginx' && language !== 'sysctl') || !roles.includes(role as Role))
      throw new Error(`${where}: "${m[2]}" is not a language with a role`);
    const value = (key: string) => options.filter((o) => o.startsWith(`${key}=`)).map((o) => o.slice(key.length + 1));
    const rest = options.find((o) => !/^(target|file)=./.test(o));
    if (rest) throw new Error(`${where}: unknown option "${rest}"`);
    const [file] = value('file');
    const files = filesOf(m[3]!, file ?? `${language === 'nginx' ? 'nginx' : 'sysctl'}.conf`);
    const last = blocks.at(-1);
    if (file && last && last.role === role && !last.files.has(file))
      blocks[blocks.length - 1] = { ...last, files: new Map([...last.files, ...files]) };
    else blocks.push({ role: role as Role, language, target: value('target').join(' '), files, line });
  }
  return blocks;
}

export const fileBlocks = (files: ReadonlyMap<string, string>) =>
  [...files].map(([path, text]) => (files.size === 1 ? text : `# -- ${path} --\n${text}`)).join('\n');

/** Replaces what stands between `<!-- generated: name -->` and `<!-- /generated -->`; throws where the markers are missing. */
export function regenerate(markdown: string, name: string, content: string): string {
  const marker = new RegExp(`(<!-- generated: ${name} -->\n)[\\s\\S]*?(<!-- /generated -->)`);
  if (!marker.test(markdown)) throw new Error(`no place for "${name}"`);
  return markdown.replace(marker, (_, open: string, close: string) => `${open}${content}${close}`);
}
