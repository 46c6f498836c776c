import type { Locale, Statement, Value } from '../core/rule.ts';
import { say, texts } from '../core/statement.ts';
import type { Source, Span } from '../core/text.ts';
import type { Target } from '../core/version.ts';
import { nginxIn, type Sides } from '../machine/arithmetic.ts';
import { builtIn } from '../nginx/facts/variables.ts';
import { isOwn, type Reading } from '../nginx/model/meaning.ts';
import type { Directive, Nginx } from '../nginx/model/model.ts';
import { type DirectiveNode, treeOf, type Word } from '../nginx/syntax.ts';
import { directivePage, directivePages } from './directive-page.ts';
import { type Documentation, directiveText, firstSentence, urlOf, variableText, wordText } from './documentation.ts';
import { effectiveAt } from './effective.ts';
import { includedAt, nameAt } from './navigate.ts';
import { type Card, type Page, release, row } from './page.ts';
import { inUnits, isNotation } from './value-meaning.ts';

/** What is known about a place besides its text. */
export interface Known {
  readonly target: Target;
  readonly locale: Locale;
  /** What the text is part of. */
  readonly models: (path: string) => readonly Sides[];
  /** Every text that was read. */
  readonly sources: ReadonlyMap<string, Source>;
  readonly docs: Documentation | undefined;
}

/** What there is to say about what stands at an offset. */
export interface About {
  readonly at: Span;
  readonly cards: readonly Card[];
}

/** Innermost first: a name in a value, the value, the directive. */
export function aboutNginx(source: Source, offset: number, known: Known): About | undefined {
  const found = nodeAt(source, offset);
  if (!found) return undefined;
  const { node, word, isEntry } = found;
  const place: Place = { ...found, source, offset, known, readings: readingsOf(source, node, known) };
  const span = (part: { readonly start: number; readonly end: number }) => ({
    file: source.path,
    start: part.start,
    end: part.end,
  });
  // Nobody chooses the name of a directive.
  const inWord = word === node.name && !isEntry ? undefined : (aboutVariable(place) ?? aboutName(place) ?? aboutInclude(place));
  if (inWord) return inWord;
  if (word !== node.name) return one(span(word), aboutWord(place, node.args.indexOf(word)));
  if (isEntry) return one(span(word), aboutEntry(place));
  const cards = aboutDirective(place);
  return cards.length > 0 ? { at: span(word), cards } : undefined;
}

const one = (at: Span, card: Card | undefined): About | undefined => card && { at, cards: [card] };

interface Place {
  readonly source: Source;
  readonly offset: number;
  readonly node: DirectiveNode;
  readonly word: Word;
  /** The blocks around it in this text, the outermost first. */
  readonly blocks: readonly DirectiveNode[];
  /** A line of a map or its like. */
  readonly isEntry: boolean;
  /** What the directive is, wherever the text is included. */
  readonly readings: readonly Reading[];
  readonly known: Known;
}

/** The directive or entry one of whose words stands at an offset. */
function nodeAt(source: Source, offset: number): Pick<Place, 'node' | 'word' | 'blocks' | 'isEntry'> | undefined {
  const blocks: DirectiveNode[] = [];
  for (let { items } = treeOf(source); ; ) {
    const node = items.find(({ name, end }) => name.start <= offset && offset <= end);
    if (!node) return undefined;
    const isEntry = blocks.at(-1)?.block?.kind === 'entries';
    const word = [node.name, ...node.args].find(({ start, end }) => start <= offset && offset <= end);
    if (word) return { node, word, blocks, isEntry };
    if (!node.block || node.block.kind === 'lua' || offset <= node.block.open) return undefined;
    blocks.push(node);
    items = node.block.items;
  }
}

/** Of each configuration, every occurrence of a node. */
const occurrences = (known: Known, path: string, node: DirectiveNode): readonly (readonly [Nginx, Directive])[] =>
  nginxIn(known.models(path)).flatMap((nginx) =>
    nginx.directives(node.name.text).flatMap((d) => (d.node === node || isSame(d, path, node) ? [[nginx, d] as const] : [])),
  );

const isSame = (d: Directive, path: string, { name }: DirectiveNode) =>
  d.file.path === path && d.node.name.start === name.start;

function readingsOf(source: Source, node: DirectiveNode, known: Known): readonly Reading[] {
  const readings = new Map<string, Reading>();
  for (const [nginx, d] of occurrences(known, source.path, node)) {
    const meaning = nginx.meaning(d);
    // The newest form of each module stands last.
    if (meaning.kind === 'known') for (const r of meaning.readings) readings.set(r.fact.module, r);
  }
  return [...readings.values()];
}

// Directives

function aboutDirective({ source, offset, node, blocks, readings, known }: Place): readonly Card[] {
  const { target, locale, docs } = known;
  const its = ownOf(readings);
  const namespace = namespaces.find((ns) => blocks.some(({ name }) => name.text === ns));
  const pages =
    its.length > 0
      ? its.map(({ fact }) => directivePage(fact, target, locale, docs))
      : directivePages(node.name.text, target, locale, namespace, docs);
  // Where the text does not tell, it is mostly a part of http.
  const [first, ...others] = pages.toSorted((a, b) => Number(isHttp(b)) - Number(isHttp(a)));
  if (!first) return [];
  const statements = [...leadsTo(source, node, known), ...effectiveAt(known.models(source.path), source, offset)];
  const elsewhere = others.map(({ url }) => /ngx_\w+_module/.exec(url)?.[0] ?? url.replace(/^https:\/\/\w+\.com\//, ''));
  return [{ ...first, statements, rows: [...first.rows, ...row(labels[locale].also, elsewhere.join(labels[locale].comma))] }];
}

const isHttp = ({ url }: Page) => url.includes('/docs/http/');
const namespaces = ['http', 'stream', 'mail'] as const;

/** Those of nginx itself, where there are any. */
function ownOf(readings: readonly Reading[]): readonly Reading[] {
  const own = readings.filter(({ fact }) => isOwn(fact));
  return own.length > 0 ? own : readings;
}

// Values

/** What an argument means, and what it comes to with everything else. */
function aboutWord({ source, node, word, readings, known }: Place, index: number): Card | undefined {
  const args = node.args.map(({ text }) => text);
  const its = ownOf(readings).toSorted((a, b) => Number(b.fact.namespace === 'http') - Number(a.fact.namespace === 'http'));
  const units = agreed(its.map(({ fact, form }) => inUnits(fact, form, args, index, known.target.nginx)));
  const [told] = its.flatMap(({ fact }) => wordText(known.docs, fact, word.text) ?? []);
  // Its first sentence is about the first of them.
  const isNoted = its.some(({ fact, form }) => isNotation(fact, form, args, index, known.target.nginx));
  const [about] =
    isNoted && (index === 0 || word.text.includes('='))
      ? its.flatMap(({ fact }) => directiveText(known.docs, fact)?.text ?? [])
      : [];
  const quote = told === undefined ? about && firstSentence(about) : asSentence(told);
  const own = wordMeaning(node.name.text, args, index);
  const hasSums = isNoted || word.text.startsWith('backlog=');
  const sums = hasSums ? effectiveAt(known.models(source.path), source, node.name.start) : [];
  const statements = [...units, ...own, ...sums];
  if (statements.length === 0 && quote === undefined) return undefined;
  const url = its[0] && directivePage(its[0].fact, known.target, known.locale).url;
  return { title: `${node.name.text} ${word.text}`, quote, statements, rows: [], url };
}

/** What all of several readings say. */
function agreed(lists: readonly (readonly Statement[])[]): readonly Statement[] {
  const [first = [], ...others] = lists;
  return others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : [];
}

/** The special words of blocks whose lines are values. */
function aboutEntry({ node, blocks, source, known }: Place): Card | undefined {
  const block = blocks.at(-1)!;
  const [reading] = readingsOf(source, block, known);
  const quote = reading && wordText(known.docs, reading.fact, node.name.text);
  if (!quote || node.name.quote) return undefined;
  const { url } = directivePage(reading.fact, known.target, known.locale);
  return { title: `${block.name.text}: ${node.name.text}`, quote: asSentence(quote), rows: [], url };
}

function wordMeaning(name: string, args: readonly string[], index: number): readonly Statement[] {
  const text = args[index]!;
  if (name === 'location' && index === 0 && args.length === 2 && Object.hasOwn(modifiers, text))
    return [say(modifiers[text as keyof typeof modifiers], {})];
  if (name === 'if') {
    const operator = text.replace(/^\(/, '');
    if (Object.hasOwn(operators, operator) && (index > 0 || operator !== text || /^!?-/.test(operator)))
      return [say(operators[operator as keyof typeof operators], {})];
  }
  return [];
}

// Variables

function aboutVariable({ source, offset, node, word, blocks, known }: Place): About | undefined {
  const raw = source.text.slice(word.start, word.end);
  for (const match of raw.matchAll(/\$(?:\{(\w+)\}|(\w+))/g)) {
    const start = word.start + match.index;
    const end = start + match[0].length;
    if (offset < start || offset > end) continue;
    const name = (match[1] ?? match[2])!;
    const at = { file: source.path, start, end };
    if (/^\d$/.test(name)) return one(at, { title: `$${name}`, statements: [say(words.group, { number: name })], rows: [] });
    const cards = [...definition(at, `$${name}`, known, source, offset), ...builtInCard(name, node, blocks, source, known)];
    return cards.length > 0 ? { at, cards } : undefined;
  }
  return undefined;
}

function builtInCard(
  name: string,
  node: DirectiveNode,
  blocks: readonly DirectiveNode[],
  source: Source,
  known: Known,
): readonly Card[] {
  const { locale, docs } = known;
  const around = new Set([
    ...blocks.map((block) => block.name.text),
    ...occurrences(known, source.path, node).map(([, d]) => d.ns),
  ]);
  const ns = around.has('stream') && !around.has('http') ? 'stream' : 'http';
  const fact = builtIn(name, ns);
  if (!fact) return [];
  const told = variableText(docs, fact);
  const page = told?.page ?? `${ns}_${fact.module}`;
  const w = labels[locale];
  const rest = fact.prefix ? name.slice(fact.name.length) : headerPart(name);
  const holds = rest ? prefixWords(fact.prefix ? fact.name : name.slice(0, -rest.length), rest) : [];
  return [
    {
      title: `$${name}`,
      quote: holds.length > 0 ? undefined : told && asSentence(told.text),
      statements: holds,
      rows: [
        ...row(w.module, `ngx_${page}_module`),
        ...row(w.since, fact.first > 0 ? release('nginx', fact.first) : undefined),
        ...row(w.last, fact.last === undefined ? undefined : release('nginx', fact.last)),
      ],
      url: urlOf(page, told ? `var_${told.name.replace(/NAME$/i, '')}` : 'variables'),
    },
  ];
}

/** Of a list's item. */
const asSentence = (text: string) =>
  text.charAt(0).toUpperCase() + text.slice(1) + (/[\w)`”]$/.test(text) && !text.includes('```') ? '.' : '');

const headerPart = (name: string) => /^(?:sent_|upstream_)?http_(.+)$/.exec(name)?.[1] ?? '';

/** Of a name with any ending, what the ending asks for. */
function prefixWords(prefix: string, rest: string): readonly Statement[] {
  const header = rest
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('-');
  if (prefix === 'http_') return [say(words.requestHeader, { header })];
  if (prefix === 'sent_http_') return [say(words.responseHeader, { header })];
  if (prefix === 'upstream_http_') return [say(words.serverHeader, { header })];
  if (prefix === 'arg_') return [say(words.argument, { name: rest })];
  return prefix === 'cookie_' ? [say(words.cookie, { name: rest })] : [];
}

// Names

function aboutName({ source, offset, word, known }: Place): About | undefined {
  const found = nameAt(known.models, source, offset);
  if (!found) return undefined;
  const cards = definition(found.at, source.text.slice(word.start, word.end), known, source, offset);
  return cards.length > 0 ? { at: found.at, cards } : undefined;
}

/** Where a name is defined, with the lines that do; at the definition itself, who uses it. */
function definition(at: Span, title: string, known: Known, source: Source, offset: number): readonly Card[] {
  const found = nameAt(known.models, source, offset);
  if (!found || found.definitions.length === 0) return [];
  const { definitions, uses } = found;
  const isHere = definitions.some(({ file, start, end }) => file === at.file && start < at.end && at.start < end);
  if (isHere) return uses.length === 0 ? [] : [{ title, statements: [usesOf(uses)], rows: [] }];
  const [first, ...others] = definitions;
  const text = known.sources.get(first!.file);
  const defining = text && nodeAt(text, first!.start);
  if (!text || !defining) return [];
  // A data base of geoip2 is a block of many names.
  const { node } = defining;
  return [
    {
      title,
      code: excerpt(text, node),
      statements: [
        say(words.defined, { place: { place: first! } }),
        ...(others.length > 0 ? [say(words.others, { count: { count: others.length }, place: { place: others[0]! } })] : []),
        ...(node.name.text === 'upstream' ? effectiveAt(known.models(text.path), text, node.name.start) : []),
      ],
      rows: [],
    },
  ];
}

function usesOf(uses: readonly Span[]): Statement {
  const [first, second, ...more] = uses;
  if (!second) return say(words.used, { place: { place: first! } });
  const places = { place: { place: first! }, other: { place: second } };
  return more.length === 0 ? say(words.usedTwice, places) : say(words.usedOften, { ...places, count: { count: more.length } });
}

const mostLines = 12;

/** The lines of a directive, as far to the left as they go. */
function excerpt({ text }: Source, { name, end }: DirectiveNode): readonly string[] {
  const before = text.slice(text.lastIndexOf('\n', name.start - 1) + 1, name.start);
  const indent = before.slice(before.trimEnd().length);
  const all = text.slice(name.start, end).split(/\r?\n/);
  const lines = all.filter((line, i) => i === 0 || line.trim() !== '');
  const shown =
    lines.length > mostLines ? [...lines.slice(0, mostLines - 1), `${indent}    # … ${lines.length - mostLines + 1}`] : lines;
  return shown.map((line) => {
    const whole = (line.startsWith(indent) ? line.slice(indent.length) : line).trimEnd();
    return whole.length > longestLine ? `${whole.slice(0, longestLine - 1)}…` : whole;
  });
}

const longestLine = 120;

// Includes

function aboutInclude({ source, offset, node, word, known }: Place): About | undefined {
  if (node.name.text !== 'include' || word === node.name || includedAt(known.models, source, offset).length === 0)
    return undefined;
  return one(
    { file: source.path, start: word.start, end: word.end },
    { title: `include ${word.text}`, statements: leadsTo(source, node, known), rows: [] },
  );
}

const mostFiles = 8;

function leadsTo(source: Source, { name, args }: DirectiveNode, { models }: Known): readonly Statement[] {
  const [word] = args;
  const paths = name.text === 'include' && word ? includedAt(models, source, word.start) : [];
  if (paths.length === 0) return [];
  const shown = paths.slice(0, mostFiles).map((file): Value => ({ place: { file, start: 0, end: 0 } }));
  const rest = paths.length - shown.length;
  const list = shown.reduceRight((files, file) => say(words.pair, { file, files }));
  const files = rest > 0 ? say(words.more, { files: list, count: { count: rest } }) : list;
  return [say(paths.length === 1 ? words.leadsToOne : words.leadsTo, { count: { count: paths.length }, files })];
}

const labels = {
  en: { module: 'module', since: 'since', last: 'last in', also: 'also in', comma: ', ' },
  'zh-CN': { module: '模块', since: '引入', last: '最后版本', also: '另见', comma: '、' },
} as const;

const words = texts({
  group: {
    en: 'group {number} of the regular expression that matched last',
    'zh-CN': '最近一次匹配成功的正则表达式的第 {number} 个分组',
  },
  requestHeader: { en: 'the request header {header}', 'zh-CN': '请求头 {header}' },
  responseHeader: { en: 'the header {header} of the response to the client', 'zh-CN': '发给客户端的响应头 {header}' },
  serverHeader: { en: 'the header {header} of the response of the server behind', 'zh-CN': '后端响应中的响应头 {header}' },
  argument: { en: 'the argument {name} of the query string', 'zh-CN': '查询字符串中的参数 {name}' },
  cookie: { en: 'the cookie {name}', 'zh-CN': '名为 {name} 的 cookie' },
  defined: { en: 'defined in {place}', 'zh-CN': '定义于 {place}' },
  others: { en: 'and in {count} more places, first {place}', 'zh-CN': '另有 {count} 处定义，首先是 {place}' },
  used: { en: 'used in {place}', 'zh-CN': '使用于 {place}' },
  usedTwice: { en: 'used in {place} and {other}', 'zh-CN': '使用于 {place} 和 {other}' },
  usedOften: { en: 'used in {place}, {other} and {count} more places', 'zh-CN': '使用于 {place}、{other} 等，另有 {count} 处' },
  leadsToOne: { en: 'leads to {count} file: {files}', 'zh-CN': '引入 {count} 个文件：{files}' },
  leadsTo: { en: 'leads to {count} files: {files}', 'zh-CN': '引入 {count} 个文件：{files}' },
  pair: { en: '{file}, {files}', 'zh-CN': '{file}、{files}' },
  more: { en: '{files} and {count} more', 'zh-CN': '{files} 等，另有 {count} 个' },
});

const modifiers = texts({
  '=': {
    en: 'only this very URI; nothing else is looked at then',
    'zh-CN': '仅匹配完全相同的 URI；匹配后不再查找其他 location',
  },
  '^~': {
    en: 'prefix: where it is the longest one that matches, regular expressions are not tried',
    'zh-CN': '前缀：若它是最长匹配前缀，则不再尝试正则表达式',
  },
  '~': {
    en: 'regular expression, upper and lower case differ; tried in the order of the file, the first match wins over prefixes without ^~',
    'zh-CN': '正则表达式，区分大小写；按文件中的顺序尝试，首个匹配优先于不带 ^~ 的前缀',
  },
  '~*': {
    en: 'regular expression, upper and lower case are the same; tried in the order of the file, the first match wins over prefixes without ^~',
    'zh-CN': '正则表达式，不区分大小写；按文件中的顺序尝试，首个匹配优先于不带 ^~ 的前缀',
  },
});

const operators = texts({
  '=': { en: 'the same text', 'zh-CN': '文本相同' },
  '!=': { en: 'another text', 'zh-CN': '文本不同' },
  '~': { en: 'matches the regular expression, upper and lower case differ', 'zh-CN': '匹配正则表达式，区分大小写' },
  '~*': { en: 'matches the regular expression, upper and lower case are the same', 'zh-CN': '匹配正则表达式，不区分大小写' },
  '!~': { en: 'does not match the regular expression, upper and lower case differ', 'zh-CN': '不匹配正则表达式，区分大小写' },
  '!~*': {
    en: 'does not match the regular expression, upper and lower case are the same',
    'zh-CN': '不匹配正则表达式，不区分大小写',
  },
  '-f': { en: 'the file is there', 'zh-CN': '文件存在' },
  '!-f': { en: 'the file is not there', 'zh-CN': '文件不存在' },
  '-d': { en: 'the directory is there', 'zh-CN': '目录存在' },
  '!-d': { en: 'the directory is not there', 'zh-CN': '目录不存在' },
  '-e': { en: 'a file, directory or symbolic link is there', 'zh-CN': '文件、目录或符号链接存在' },
  '!-e': { en: 'no file, directory or symbolic link is there', 'zh-CN': '文件、目录和符号链接都不存在' },
  '-x': { en: 'the file is executable', 'zh-CN': '文件可执行' },
  '!-x': { en: 'the file is not executable', 'zh-CN': '文件不可执行' },
});
