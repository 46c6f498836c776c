import { nearest } from '../core/nearest.ts';
import type { Locale } from '../core/rule.ts';
import type { Source, Span } from '../core/text.ts';
import { any, before, type Target, type Version } from '../core/version.ts';
import { type DirectiveFact, directive, directiveNames, type Namespace } from '../nginx/facts/directives.ts';
import { treeOf } from '../nginx/syntax.ts';
import { history, type Page, type Row, release, row } from './page.ts';

/**
 * What is known about a directive for the targeted releases, one page for each module that has it (only those of a namespace,
 * where one is given), nginx's own first; modules that had it before 1.18 only where no other has it. Empty for one that nobody knows.
 */
export function directivePages(name: string, target: Target, locale: Locale, namespace?: Namespace): readonly Page[] {
  const facts = directive(name).filter((f) => namespace === undefined || f.namespace === namespace || f.namespace === 'core');
  const recent = facts.filter(({ last }) => last === undefined || last >= old);
  return (recent.length ? recent : facts).map((fact) => ({
    title: name,
    summary: undefined,
    rows: rowsOf(fact, target, locale),
    url: documentOf(fact),
  }));
}

/** The directive that somebody most likely means who asks for one that nobody knows. */
export const similarDirective = (name: string) => nearest(name, directiveNames());

/** The directive whose name stands at an offset, and the namespace of the blocks around it, where they tell. */
export function directiveAt(
  source: Source,
  offset: number,
): { readonly name: string; readonly at: Span; readonly namespace: Namespace | undefined } | undefined {
  let { items } = treeOf(source);
  let namespace: Namespace | undefined;
  for (;;) {
    const node = items.find(({ name, end }) => name.start <= offset && offset <= end);
    if (!node) return undefined;
    const { text, start, end } = node.name;
    if (offset <= end) return { name: text, at: { file: source.path, start, end }, namespace };
    if (node.block?.kind !== 'directives' || offset <= node.block.open) return undefined;
    namespace ??= namespaces.find((n) => n === text);
    items = node.block.items;
  }
}

const namespaces: readonly Namespace[] = ['http', 'stream', 'mail'];

const old = before('1.18.0').until;

function rowsOf(fact: DirectiveFact, { nginx: ranges }: Target, locale: Locale): readonly Row[] {
  const w = words[locale];
  const when = { product: 'nginx', ranges, locale } as const;
  // What is gone looked at its end as it looks to those who still have it.
  const steps = fact.forms.map((form) => ({ ...form, from: form.from ?? 0 }));
  const told = (say: (form: (typeof steps)[number]) => string | undefined) => history(steps, when, say) ?? say(steps.at(-1)!);
  return [
    ...row(w.module, fact.module.includes('/') ? fact.module : `ngx_${fact.module}_module`),
    ...row(
      w.contexts,
      told(({ contexts }) => contexts.map((context) => (context === 'any' ? w.anywhere : context)).join(w.comma)),
    ),
    ...row(
      w.takes,
      told(({ arity, block }) => [arityText(arity, w), ...(block ? [w.block] : [])].filter(Boolean).join(w.plus)),
    ),
    ...row(
      w.values,
      told(({ values }) => values.join(w.comma)),
    ),
    // Earlier ones are not known.
    ...row(w.fallback, any(ranges, { from: steps.at(-1)!.from, until: Number.POSITIVE_INFINITY }) ? fact.fallback : undefined),
    ...row(w.since, nginx(fact.first)),
    ...row(w.last, nginx(fact.last)),
    ...row(
      w.deprecated,
      told(({ replacement }) => replacement && w.instead(replacement)),
    ),
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
function documentOf({ name, namespace, module }: DirectiveFact): string {
  if (module.includes('/')) return `https://github.com/${module}`;
  const inUpstream = /^(http|stream)_upstream_(?!conf|hc)/.test(module);
  const page =
    namespace === 'core' ? 'ngx_core_module' : `${namespace}/ngx_${inUpstream ? `${namespace}_upstream` : module}_module`;
  return `https://nginx.org/en/docs/${page}.html#${name}`;
}

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
    block: '一个块',
    comma: '、',
    plus: '和',
    or: ' 或 ',
    atLeast: (count) => `${count} 个或更多`,
    arguments: (count, one) => (one ? '一个参数' : /^\d+$/.test(count) ? `${count} 个参数` : `参数（${count}）`),
    instead: (text) => `请改用 ${text}`,
  },
};
