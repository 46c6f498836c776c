import { nearest } from '../../core/nearest.ts';
import { ruleFor } from '../../core/rule.ts';
import { type Edit, type Span, shorten } from '../../core/text.ts';
import { all, before } from '../../core/version.ts';
import { isIpv4, isNetwork } from '../facts/addresses.ts';
import { regexProblem } from '../facts/regex.ts';
import { parseFixed, parseHex } from '../facts/values.ts';
import { remove } from '../model/edits.ts';
import { hasPlaceholder, isPlaceholder } from '../model/meaning.ts';
import { type Directive, directivesOf, type Nginx, spanOf, wordSpan, wordsOf } from '../model/model.ts';
import { isIntact, placeIsSure } from '../model/refusals.ts';
import { bothPlaces } from '../model/twice.ts';
import { partOf } from '../model/words.ts';
import type { Word } from '../syntax.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/map-entry',
  since: '0.2.0',
  messages: {
    count: {
      severity: 'error',
      en: 'a line of {block} has two words, {line} has {count}: nginx does not start',
      'zh-CN': '{block} 的每一行是两个词，{line} 有 {count} 个：nginx 无法启动',
    },
    semicolon: {
      severity: 'error',
      en: 'a semicolon is missing behind {line}: nginx takes the next line for more words of it and does not start',
      'zh-CN': '{line} 后面缺少分号：nginx 会把下一行也算作它的词，因而无法启动',
    },
    unused: {
      severity: 'warning',
      en: 'a line of {block} has two words, {line} has {count}, and nginx does not count them',
      'zh-CN': '{block} 的每一行是两个词，{line} 有 {count} 个，而 nginx 不检查词数',
    },
    flag: {
      severity: 'error',
      en: 'a line of {block} with one word is one of {flags}, {word} is none of them',
      'zh-CN': '{block} 里只有一个词的行只能是 {flags}，{word} 不在其中',
    },
    'flag-later': {
      severity: 'error',
      en: '{word} in {block} came in {since}: no targeted nginx starts with it',
      'zh-CN': '{block} 中的 {word} 从 {since} 开始才有：目标版本的 nginx 都无法启动',
    },
    default: {
      severity: 'error',
      en: 'this map has a default already: nginx does not start',
      'zh-CN': '这个 map 已经有 default：nginx 无法启动',
    },
    key: {
      severity: 'error',
      en: '{word} is in this map already, nginx compares without case: it does not start',
      'zh-CN': '{word} 在这个 map 中已经存在，nginx 比较时不区分大小写：无法启动',
    },
    hostname: {
      severity: 'error',
      en: '{word} is no host name that hostnames allows: one * at the very beginning or end, beside a dot',
      'zh-CN': '{word} 不是 hostnames 允许的主机名：只能有一个 *，位于最前或最后，并与点相邻',
    },
    regex: {
      severity: 'error',
      en: 'the regular expression {expression} does not compile, the fault is at {part}: nginx does not start',
      'zh-CN': '正则表达式 {expression} 无法编译，问题出在 {part}：nginx 无法启动',
    },
    ranges: {
      severity: 'error',
      en: 'ranges must stand before all addresses of a geo: nginx does not start',
      'zh-CN': 'ranges 必须写在 geo 的所有地址之前：nginx 无法启动',
    },
    network: {
      severity: 'error',
      en: '{word} is no network: geo takes addresses such as 10.0.0.1, 10.0.0.0/8 and 2001:db8::/32',
      'zh-CN': '{word} 不是网络地址：geo 接受 10.0.0.1、10.0.0.0/8、2001:db8::/32 这样的写法',
    },
    range: {
      severity: 'error',
      en: '{word} is no range: behind ranges, geo takes two IPv4 addresses such as 10.0.0.0-10.0.0.255, the lower one first',
      'zh-CN': '{word} 不是地址范围：有 ranges 时，geo 接受 10.0.0.0-10.0.0.255 这样的两个 IPv4 地址，较小的在前',
    },
    overwritten: {
      severity: 'warning',
      en: '{word} has a value in this block already, the last one counts',
      'zh-CN': '{word} 在这个块里已经有值，以最后一个为准',
    },
    percent: {
      severity: 'error',
      en: '{word} is no share: split_clients takes a number above 0 with at most two decimals and %, or *',
      'zh-CN': '{word} 不是比例：split_clients 接受大于 0、最多两位小数并带 % 的数，或者 *',
    },
    total: {
      severity: 'error',
      en: 'with {word} the shares are more than 100%: nginx does not start',
      'zh-CN': '加上 {word}，比例总和超过 100%：nginx 无法启动',
    },
    rest: {
      severity: 'error',
      en: '{word} takes all that is left and must be the last line with a share: nginx does not start',
      'zh-CN': '{word} 占用剩余的全部比例，必须写在所有比例的最后：nginx 无法启动',
    },
    code: {
      severity: 'error',
      en: '{word} is no code of a character: charset_map takes two hexadecimal digits, in a utf-8 column the two or three bytes of a character',
      'zh-CN': '{word} 不是字符编码：charset_map 接受两位十六进制数，utf-8 一列是一个字符的两到三个字节',
    },
  },
  notes: {
    first: { en: 'the first one', 'zh-CN': '第一个在这里' },
    behind: { en: 'a share behind it', 'zh-CN': '它后面还有比例' },
  },
  toldAt: ['first'],
  fixes: {
    semicolon: { safety: 'safe', en: 'put a semicolon behind {line}', 'zh-CN': '在 {line} 后面加上分号' },
    rename: { safety: 'unsafe', en: 'write {word}', 'zh-CN': '改为 {word}' },
    quote: { safety: 'unsafe', en: 'put the value in quotes', 'zh-CN': '给值加上引号' },
    same: { safety: 'safe', en: 'remove the repetition', 'zh-CN': '删除重复的这一行' },
    second: { safety: 'unsafe', en: 'remove this line', 'zh-CN': '删除这一行' },
  },
  check(nginx, report) {
    for (const d of directivesOf(nginx, readers.keys())) {
      const read = d.node.block?.kind === 'entries' ? readers.get(d.name) : undefined;
      if (!read || nginx.meaning(d).kind !== 'known') continue;
      const entries = d.children.filter((entry) => isSure(entry));
      const spoiled = new Set<Directive>();
      for (const fault of countFaults(nginx, d, entries)) {
        const { entry } = fault;
        if (fault.kind !== 'unused') spoiled.add(entry);
        const line = shorten(wordsOf(entry));
        const count = entry.node.args.length + 1;
        const at = spanOf(entry);
        if (fault.kind === 'semicolon') {
          const first = wordsOf(entry).split(' ', 2).join(' ');
          const edits = fault.ends.map((end): Edit => ({ at: { file: entry.file.path, start: end, end }, text: ';' }));
          report(at, 'semicolon', { line: first }, { fixes: [{ fix: 'semicolon', edits, data: { line: first } }] });
        } else if (fault.kind === 'flag') {
          const { near } = fault;
          const fixes = near ? [{ fix: 'rename', edits: [{ at, text: near }], data: { word: near } } as const] : [];
          report(at, 'flag', { block: d.name, flags: { list: fault.flags, word: 'or' }, word: line }, { fixes });
        } else if (fault.kind === 'later') report(at, 'flag-later', { word: line, block: d.name, since: geoVolatile });
        else if (fault.kind === 'unused') report(at, 'unused', { block: d.name, line, count });
        else {
          const quoted = flagsOf(d).length > 0 && entry.name !== 'include' ? quote(entry) : undefined;
          report(
            at,
            'count',
            { block: entry.name === 'include' ? entry.name : d.name, line, count },
            { fixes: quoted ? [{ fix: 'quote', edits: [quoted] }] : [] },
          );
        }
      }
      const whole = entries.filter((entry) => !spoiled.has(entry) && !(entry.name === 'include' && d.name !== 'split_clients'));
      for (const fault of read(d, whole, nginx)) {
        const { at, kind } = fault;
        const word = shorten(fault.word);
        const related = fault.first ? [{ note: kind === 'rest' ? 'behind' : 'first', at: fault.first } as const] : [];
        const fixes = fault.removes ? [{ fix: fault.same ? 'same' : 'second', edits: [remove(fault.removes)] } as const] : [];
        if (kind === 'regex') report(at, kind, { expression: shorten(fault.expression ?? ''), part: word });
        else if (kind === 'default' || kind === 'ranges') report(at, kind, {}, { related, fixes });
        else if (kind === 'percent' && /^\d+(?:\.\d{1,2})?$/.test(fault.word))
          report(
            at,
            kind,
            { word },
            { fixes: [{ fix: 'rename', edits: [{ at, text: `${fault.word}%` }], data: { word: `${fault.word}%` } }] },
          );
        else report(at, kind, { word }, { related, fixes });
      }
    }
  },
});

interface Fault {
  readonly at: Span;
  readonly kind:
    | 'default'
    | 'key'
    | 'hostname'
    | 'regex'
    | 'ranges'
    | 'network'
    | 'range'
    | 'overwritten'
    | 'percent'
    | 'total'
    | 'rest'
    | 'code';
  readonly word: string;
  readonly expression?: string;
  readonly first?: Span;
  /** The line that is too much, where it may be taken out. */
  readonly removes?: Directive | undefined;
  readonly same?: boolean;
}

type Reader = (block: Directive, entries: readonly Directive[], nginx: Nginx) => Iterable<Fault>;

/** Single words that a block has besides its pairs. */
function flagsOf({ name, ns }: Directive): readonly string[] {
  if (name === 'map') return ['hostnames', 'volatile'];
  if (name === 'geo') return ns === 'stream' ? ['ranges', 'volatile'] : ['ranges', 'proxy_recursive', 'volatile'];
  return [];
}

const geoVolatile = '1.29.3';

type CountFault = { readonly entry: Directive } & (
  | { readonly kind: 'count' | 'later' | 'unused' }
  | { readonly kind: 'semicolon'; readonly ends: readonly number[] }
  | { readonly kind: 'flag'; readonly flags: readonly string[]; readonly near: string | undefined }
);

/** Lines that do not have two words. */
function* countFaults({ target }: Nginx, block: Directive, entries: readonly Directive[]): Iterable<CountFault> {
  const own = flagsOf(block);
  for (const entry of entries) {
    const { args, name } = entry.node;
    if (args.length === 1 || (block.name === 'types' && name.text !== 'include')) continue;
    if (args.length === 0 && own.includes(name.text)) {
      if (block.name === 'geo' && name.text === 'volatile' && all(target.nginx, before(geoVolatile)))
        yield { entry, kind: 'later' };
      continue;
    }
    const ends = pairs(entry);
    if (block.name === 'split_clients') {
      if (shareOf(name.text)) yield { entry, kind: 'unused' };
    } else if (ends) yield { entry, kind: 'semicolon', ends };
    else if (args.length === 0 && own.length > 0) yield { entry, kind: 'flag', flags: own, near: nearest(name.text, own) };
    else yield { entry, kind: 'count' };
  }
}

/** The ends of all pairs but the last, where each pair of words stands on a line of its own. */
function pairs({ node, file }: Directive): readonly number[] | undefined {
  const words = [node.name, ...node.args];
  if (words.length < 4 || words.length % 2 === 1) return undefined;
  const breaks = words.slice(1).map((word, i) => file.source.text.slice(words[i]!.end, word.start).includes('\n'));
  return breaks.every((found, i) => found === (i % 2 === 1))
    ? words.flatMap((word, i) => (i % 2 === 1 && i < words.length - 1 ? [word.end] : []))
    : undefined;
}

/** The words behind the first one in quotes. */
function quote({ node, file }: Directive): Edit | undefined {
  const { args } = node;
  if (args.length < 2) return undefined;
  const [start, end] = [args[0]!.start, args.at(-1)!.end];
  const text = file.source.text.slice(start, end);
  return /["'\\\n]/.test(text) ? undefined : { at: { file: file.path, start, end }, text: `"${text}"` };
}

function* mapFaults(_: Directive, entries: readonly Directive[]): Iterable<Fault> {
  const seen = new Map<string, Directive>();
  let hostnames = false;
  let first: Directive | undefined;
  for (const entry of entries) {
    const { name: key, args } = entry.node;
    if (args.length === 0) {
      hostnames ||= key.text === 'hostnames';
      continue;
    }
    if (key.text === 'default') {
      if (first) yield { kind: 'default', word: key.text, ...again(first, entry) };
      first ??= entry;
      continue;
    }
    if (key.text.startsWith('~')) {
      const fault = regexFault(entry, key, /^~\*?/.exec(key.text)![0].length);
      if (fault) yield fault;
      continue;
    }
    const kinds = keysOf(
      key.text.replace(/^\\/, '').replace(/[A-Z]/g, (c) => c.toLowerCase()),
      hostnames,
    );
    if (!kinds) {
      yield { kind: 'hostname', at: wordSpan(entry, key), word: key.text };
      continue;
    }
    const other = kinds.map((kind) => seen.get(kind)).find((d) => d !== undefined);
    if (other) yield { kind: 'key', word: key.text, ...again(other, entry) };
    for (const kind of kinds) if (!seen.has(kind)) seen.set(kind, entry);
  }
}

/** What a key of a map takes for itself (`ngx_hash_add_key`); undefined for a host name that is none. */
function keysOf(key: string, hostnames: boolean): readonly string[] | undefined {
  if (!hostnames) return [`= ${key}`];
  if (/\*.*\*|\.\./.test(key)) return undefined;
  if (key.length > 1 && key.startsWith('.')) return [`= ${key.slice(1)}`, `* ${key.slice(1)}`];
  if (key.length > 2 && key.startsWith('*.')) return [`* ${key.slice(2)}`];
  if (key.length > 2 && key.endsWith('.*')) return [`.* ${key.slice(0, -2)}`];
  return key.includes('*') ? undefined : [`= ${key}`];
}

function regexFault(entry: Directive, word: Word, from: number): Fault | undefined {
  const expression = word.text.slice(from);
  const problem = regexProblem(expression);
  if (!problem) return undefined;
  const { start, end } = problem;
  return { kind: 'regex', at: partOf(entry, word, from + start, from + end), word: expression.slice(start, end), expression };
}

function* geoFaults(block: Directive, entries: readonly Directive[], nginx: Nginx): Iterable<Fault> {
  // An include may bring `ranges`.
  if (nginx.isOpen(block)) return;
  const seen = new Map<string, Directive>();
  let ranges = false;
  let first: Directive | undefined;
  for (const entry of entries) {
    const { name: key, args } = entry.node;
    if (args.length === 0) {
      if (key.text !== 'ranges') continue;
      if (first && !ranges) yield { kind: 'ranges', at: spanOf(entry), word: key.text, first: spanOf(first) };
      ranges = true;
      continue;
    }
    const proxy = key.text === 'proxy' && block.ns !== 'stream';
    const word = key.text === 'delete' || proxy ? args[0]! : key;
    if (!proxy) first ??= entry;
    if (key.text !== 'default') {
      const asRange = ranges && !proxy;
      if (!(asRange ? isRange(word.text) : word.text === '255.255.255.255' || isNetwork(word.text))) {
        yield { kind: asRange ? 'range' : 'network', at: wordSpan(entry, word), word: word.text };
        continue;
      }
      if (word !== key) {
        seen.clear();
        continue;
      }
    }
    const other = seen.get(key.text);
    if (other) {
      const both = again(other, entry);
      // The first one never counted, to remove the last one would bring it back.
      yield { kind: 'overwritten', word: key.text, ...both, removes: both.same ? both.removes : undefined };
    }
    seen.set(key.text, entry);
  }
}

function isRange(text: string): boolean {
  const [from = '', to = '', ...more] = text.split('-');
  if (more.length > 0 || !isIpv4(from) || !isIpv4(to)) return false;
  const number = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return number(from) <= number(to);
}

function* typeFaults(_: Directive, entries: readonly Directive[]): Iterable<Fault> {
  const seen = new Map<string, Directive>();
  for (const entry of entries)
    for (const word of entry.node.args) {
      const extension = word.text.toLowerCase();
      const first = seen.get(extension);
      // To replace what a shared file says is what a line behind its include is for.
      if (first && first.file === entry.file && first.via === entry.via)
        yield { kind: 'overwritten', at: wordSpan(entry, word), word: word.text, first: spanOf(first) };
      seen.set(extension, entry);
    }
}

function* shareFaults(_: Directive, entries: readonly Directive[]): Iterable<Fault> {
  let sum = 0;
  let rest: Directive | undefined;
  let told = false;
  for (const entry of entries) {
    const { name: word } = entry.node;
    const at = wordSpan(entry, word);
    if (word.text === '*') {
      sum = 10_000;
      rest = entry;
      continue;
    }
    const share = shareOf(word.text);
    if (!share) yield { kind: 'percent', at, word: word.text };
    else if (rest) {
      if (!told) yield { kind: 'rest', at: wordSpan(rest, rest.node.name), word: '*', first: spanOf(entry) };
      told = true;
    } else {
      if (sum <= 10_000 && sum + share > 10_000) yield { kind: 'total', at, word: word.text };
      sum += share;
    }
  }
}

/** Of ten thousand; undefined or 0 for what is none. */
const shareOf = (text: string) => (text.endsWith('%') ? parseFixed(text.slice(0, -1), 2) : undefined);

function* codeFaults(block: Directive, entries: readonly Directive[]): Iterable<Fault> {
  const utf8 = block.node.args[1]?.text.toLowerCase() === 'utf-8';
  for (const entry of entries) {
    const { name: from, args } = entry.node;
    const to = args[0]!;
    if (!isByte(from.text)) yield { kind: 'code', at: wordSpan(entry, from), word: from.text };
    else if (utf8 ? !utf8Bytes.test(to.text) : !isByte(to.text)) yield { kind: 'code', at: wordSpan(entry, to), word: to.text };
  }
}

/** As `ngx_utf8_decode` reads them; what follows the first character is not looked at. */
const utf8Bytes = /^(?:(?:c[2-9a-f]|d[\da-f])[89ab][\da-f](?:[\da-f]{2})?|e(?:0[ab]|[1-9a-f][89ab])[\da-f][89ab][\da-f])$/i;

const isByte = (text: string) => (parseHex(text) ?? 256) < 256;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['map', mapFaults],
  ['geo', geoFaults],
  ['types', typeFaults],
  ['split_clients', shareFaults],
  ['charset_map', codeFaults],
]);

/** The second of two lines, and what to do about it. */
function again(first: Directive, entry: Directive) {
  const places = bothPlaces(first, entry);
  const same = wordsOf(first) === wordsOf(entry);
  const removable = first.node !== entry.node && first.file === entry.file && first.via === entry.via;
  return { at: places.second, first: places.first, same, removes: removable ? entry : undefined };
}

/** Whether a line is what nginx will read there. */
function isSure(entry: Directive): boolean {
  const { node, file } = entry;
  if (node.block || isPlaceholder(node.name, file) || hasPlaceholder(entry)) return false;
  return placeIsSure(entry) && isIntact(entry);
}
