import { nearest } from '../core/nearest.ts';
import type { Locale } from '../core/rule.ts';
import { any, before, type Target, type Version } from '../core/version.ts';
import { type DirectiveFact, directive, directiveNames, type Namespace } from '../nginx/facts/directives.ts';
import { type Documentation, directiveText, isOnNginxOrg, pageOf, urlOf } from './documentation.ts';
import { history, type Page, type Row, release, row } from './page.ts';

/**
 * What is known about a directive for the targeted releases, one page for each module that has it (only those of a namespace,
 * where one is given), nginx's own first; modules that had it before 1.18 only where no other has it. Empty for one that nobody knows.
 */
export function directivePages(
  name: string,
  target: Target,
  locale: Locale,
  namespace?: Namespace,
  docs?: Documentation,
): readonly Page[] {
  const facts = directive(name).filter((f) => namespace === undefined || f.namespace === namespace || f.namespace === 'core');
  const recent = facts.filter(({ last }) => last === undefined || last >= old);
  return (recent.length ? recent : facts).map((fact) => directivePage(fact, target, locale, docs));
}

/** What one module says about a directive: its own words where they are at hand, and then only what they do not tell. */
export function directivePage(fact: DirectiveFact, target: Target, locale: Locale, docs?: Documentation): Page {
  const { name, block } = fact;
  const told = directiveText(docs, fact);
  const code = told?.syntax.slice(0, mostForms).map((form) => `${name} ${shortened(form)}${form.endsWith('}') ? '' : ';'}`);
  return {
    title: name,
    ...(told && { code: code?.length ? code : [`${name}${block ? ' { ... }' : ';'}`] }),
    summary: undefined,
    ...(told?.text && { quote: told.text }),
    rows: [
      ...rowsOf(fact, target, locale, told !== undefined),
      ...(told?.commercial ? row(words[locale].edition, words[locale].commercial) : []),
    ],
    url: documentOf(fact),
  };
}

const mostForms = 3;
/** Characters. */
const longestForm = 120;

/** Of a form with many parameters, as many as there is room for. */
function shortened(form: string): string {
  if (form.length <= longestForm) return form;
  const cut = form.lastIndexOf(' [', longestForm);
  return `${form.slice(0, cut > 0 ? cut : form.lastIndexOf(' ', longestForm))} ...`;
}

/** The directive that somebody most likely means who asks for one that nobody knows. */
export const similarDirective = (name: string) => nearest(name, directiveNames());

const old = before('1.18.0').until;

/** `known`: what it takes now is told otherwise, so only what changed in the targeted releases. */
function rowsOf(fact: DirectiveFact, { nginx: ranges }: Target, locale: Locale, known: boolean): readonly Row[] {
  const w = words[locale];
  const when = { product: 'nginx', ranges, locale } as const;
  // What is gone looked at its end as it looks to those who still have it.
  const steps = fact.forms.map((form) => ({ ...form, from: form.from ?? 0 }));
  const told = (say: (form: (typeof steps)[number]) => string | undefined) => history(steps, when, say) ?? say(steps.at(-1)!);
  const changed = (say: (form: (typeof steps)[number]) => string | undefined) => {
    const text = told(say);
    return known && (text === say(steps.at(-1)!) || !text) ? undefined : text;
  };
  return [
    ...row(
      w.contexts,
      told(({ contexts }) => contexts.map((context) => (context === 'any' ? w.anywhere : context)).join(w.comma)),
    ),
    ...row(
      w.takes,
      changed(({ arity, block }) => [arityText(arity, w), ...(block ? [w.block] : [])].filter(Boolean).join(w.plus)),
    ),
    ...row(
      w.values,
      changed(({ values }) => values.join(w.comma)),
    ),
    // Earlier ones are not known.
    ...row(w.fallback, any(ranges, { from: steps.at(-1)!.from, until: Number.POSITIVE_INFINITY }) ? fact.fallback : undefined),
    ...row(w.since, nginx(fact.first)),
    ...row(w.last, nginx(fact.last)),
    ...row(
      w.deprecated,
      told(({ replacement }) => replacement && w.instead(replacement)),
    ),
    ...row(w.module, fact.module.includes('/') ? fact.module : `ngx_${fact.module}_module`),
  ];
}

const nginx = (version: Version | undefined) => (version === undefined ? undefined : release('nginx', version));

/** `1,2`: one or two; `0,2+`: none, or two and more. */
function arityText(arity: string, w: Words): string {
  if (arity === '') return '';
  const parts = arity.split(',').map((part) => (part.endsWith('+') ? w.atLeast(Number.parseInt(part, 10)) : part));
  return parts.length === 1 && parts[0] === '0' ? '' : w.arguments(parts.join(w.or), arity === '1');
}

/** Where nginx.org, or the repository of another module, tells about it. */
const documentOf = (fact: DirectiveFact): string =>
  isOnNginxOrg(fact) ? urlOf(pageOf(fact), fact.name) : `https://github.com/${fact.module}`;

interface Words {
  readonly module: string;
  readonly contexts: string;
  readonly anywhere: string;
  readonly takes: string;
  readonly values: string;
  readonly fallback: string;
  readonly since: string;
  readonly last: string;
  readonly deprecated: string;
  readonly edition: string;
  readonly commercial: string;
  readonly block: string;
  readonly comma: string;
  readonly plus: string;
  readonly or: string;
  atLeast(count: number): string;
  arguments(count: string, one: boolean): string;
  instead(text: string): string;
}

const words: Readonly<Record<Locale, Words>> = {
  en: {
    module: 'module',
    contexts: 'allowed in',
    anywhere: 'every block',
    takes: 'takes',
    values: 'values',
    fallback: 'default today',
    since: 'since',
    last: 'last in',
    deprecated: 'deprecated',
    edition: 'edition',
    commercial: 'NGINX Plus only, the commercial subscription',
    block: 'a block',
    comma: ', ',
    plus: ' and ',
    or: ' or ',
    atLeast: (count) => `${count} and more`,
    arguments: (count, one) => (one ? 'one argument' : `${count} arguments`),
    instead: (text) => `use ${text}`,
  },
  'zh-CN': {
    module: '模块',
    contexts: '可用于',
    anywhere: '任何块',
    takes: '接受',
    values: '取值',
    fallback: '当前默认值',
    since: '引入',
    last: '最后版本',
    deprecated: '已弃用',
    edition: '版本',
    commercial: '仅商业订阅 NGINX Plus',
    block: '一个块',
    comma: '、',
    plus: '和',
    or: ' 或 ',
    atLeast: (count) => `${count} 个或更多`,
    arguments: (count, one) => (one ? '一个参数' : /^\d+$/.test(count) ? `${count} 个参数` : `参数（${count}）`),
    instead: (text) => `请改用 ${text}`,
  },
};
