import { once } from '../core/once.ts';
import type { DirectiveFact } from '../nginx/facts/directives.ts';
import type { VariableFact } from '../nginx/facts/variables.ts';

/** Excerpts of nginx's own documentation: English, in Markdown without HTML, links whole. Made by scripts/nginx-docs.mjs. */
export interface Documentation {
  /** By the page's module without `ngx_` and `_module`, a blank, and the name: `http_proxy proxy_pass`. */
  readonly directives: Readonly<Record<string, DirectiveText>>;
  /** Names without `$`; `http_core http_NAME` stands for all that begin so. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface DirectiveText {
  /** Its first paragraphs; rarely empty. */
  readonly text: string;
  /** What may follow the name, without `;`. */
  readonly syntax: readonly string[];
  readonly fallback?: string;
  /** Only the commercial product has it. */
  readonly commercial?: true;
  /** What its words mean, by the word; with `=` where a value follows. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Where a shell keeps the documentation. */
export interface Library {
  /** The text of `nginx-docs.json`, undefined where it is not at hand. */
  documentation?(): Promise<string | undefined>;
}

/** Read once, when somebody asks for the first time; undefined where it cannot be. */
export const documentationIn = once(async (library: Library): Promise<Documentation | undefined> => {
  try {
    const text = await library.documentation?.();
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
});

export const directiveText = (docs: Documentation | undefined, fact: DirectiveFact): DirectiveText | undefined =>
  docs?.directives[`${pageOf(fact)} ${fact.name}`];

/** What a word of a directive means: `backup`, `fail_timeout=10s`. */
export function wordText(docs: Documentation | undefined, fact: DirectiveFact, word: string): string | undefined {
  const parameters = directiveText(docs, fact)?.parameters ?? {};
  const [name = '', value] = word.split(/(?<=[=:])/, 2);
  if (Object.hasOwn(parameters, word)) return parameters[word];
  if (value !== undefined && Object.hasOwn(parameters, name)) return parameters[name];
  const bare = name.slice(0, -1);
  return value !== undefined && Object.hasOwn(parameters, bare) ? parameters[bare] : undefined;
}

/** The text about a variable, and the page that it is on. */
export function variableText(
  docs: Documentation | undefined,
  { name, namespace, module, prefix }: VariableFact,
): { readonly text: string; readonly page: string; readonly name: string } | undefined {
  if (!docs) return undefined;
  const keys = Object.keys(docs.variables);
  for (const wanted of prefix ? [`${name}NAME`] : [name, ...generic(name)]) {
    const own = `${namespace}_${module}`;
    const key = `${own} ${wanted}`;
    const found = key in docs.variables ? key : keys.find((k) => k.startsWith(`${namespace}_`) && k.endsWith(` ${wanted}`));
    if (found) return { text: docs.variables[found]!, page: found.slice(0, found.indexOf(' ')), name: wanted };
  }
  return undefined;
}

/** The first sentence of a text in Markdown. */
export function firstSentence(text: string): string {
  const [paragraph = ''] = text.split('\n\n', 1);
  const [sentence = paragraph] = /^.*?[.!?](?=\s+[A-Z`*“]|$)/s.exec(paragraph) ?? [];
  // What leads to an example.
  return sentence.replace(/(?:,? for example)?:$/, '.');
}

/** Some names have a place of their own in nginx's tables and none in its documentation. */
function generic(name: string): readonly string[] {
  const [, prefix] = /^(http_|sent_http_|upstream_http_)./.exec(name) ?? [];
  if (prefix) return [`${prefix}NAME`];
  return name.startsWith('tcpinfo_') ? ['tcpinfo_rcv_space'] : [];
}

/** The page of nginx.org that tells about a directive, without `ngx_` and `_module`. */
export function pageOf({ name, namespace, module }: DirectiveFact): string {
  const other = others.get(module);
  if (other) return other(namespace);
  if (module === 'http' || module === 'stream' || module === 'mail') return `${module}_core`;
  if (namespace === 'core') return ownPages.has(module) ? module : 'core';
  if (name === 'error_log') return 'core';
  if (/^gzip_/.test(name) && module === 'http_core') return 'http_gzip';
  if (module === 'http_try_files' || module === 'http_copy_filter') return 'http_core';
  if (/^(?:http|stream)_upstream_(?!conf|hc)/.test(module)) return `${namespace}_upstream`;
  return module === 'http_image_filter' ? module : module.replace(/^(http_.*)_filter$/, '$1');
}

/** Repositories of their own, whose directives nginx.org tells about. */
const others: ReadonlyMap<string, (namespace: string) => string> = new Map([
  ['nginx/njs', (namespace: string) => `${namespace}_js`],
  ['nginxinc/nginx-otel', () => 'otel'],
]);

/** Whether nginx.org tells about a directive. */
export const isOnNginxOrg = ({ module }: DirectiveFact): boolean => !module.includes('/') || others.has(module);

const ownPages: ReadonlySet<string> = new Set(['mgmt', 'otel', 'google_perftools']);

/** Where a page of nginx.org is. */
export function urlOf(page: string, anchor: string): string {
  const [, folder] = /^(http|stream|mail)_/.exec(page) ?? [];
  return `https://nginx.org/en/docs/${folder ? `${folder}/` : ''}ngx_${page}_module.html#${anchor}`;
}
