import { codeOf, meantBy } from '../../core/look-alike.ts';
import { ruleFor } from '../../core/rule.ts';
import { type Edit, shorten } from '../../core/text.ts';
import { directive, takes } from '../facts/directives.ts';
import type { Nginx } from '../model/model.ts';
import type { BlockNode, DirectiveNode, Tree, Word } from '../syntax.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/full-width-character',
  since: '0.1.0',
  supersedes: [
    'nginx/syntax',
    'nginx/unknown-directive',
    'nginx/wrong-argument-count',
    'nginx/block-form',
    'nginx/invalid-value',
  ],
  messages: {
    looksAlike: {
      severity: 'error',
      en: '"{text}" is written with {characters} where nginx needs {meant}',
      'zh-CN': '“{text}” 中写的是 {characters}，而 nginx 需要的是 {meant}',
    },
    invisible: {
      severity: 'error',
      en: '"{text}" holds a blank that nginx does not know ({characters}) and takes for a letter',
      'zh-CN': '“{text}” 中含有 nginx 不认识的空白字符（{characters}），nginx 会把它当作普通字符',
    },
  },
  fixes: {
    drop: { safety: 'safe', en: 'delete {characters}', 'zh-CN': '删除 {characters}' },
    replace: { safety: 'safe', en: 'write {meant}', 'zh-CN': '改为 {meant}' },
    replaceAccepted: {
      safety: 'unsafe',
      en: 'write {meant}, which changes what nginx reads',
      'zh-CN': '改为 {meant}，nginx 读到的内容会随之改变',
    },
    blank: { safety: 'safe', en: 'replace it by an ordinary blank', 'zh-CN': '换成普通空格' },
    blankAccepted: {
      safety: 'unsafe',
      en: 'replace it by an ordinary blank, which changes what nginx reads',
      'zh-CN': '换成普通空格，nginx 读到的内容会随之改变',
    },
  },
  check(nginx, report) {
    for (const { source, tree } of nginx.files.values()) {
      const { text, path } = source;
      // In text of another encoding these code points are halves of characters.
      if (source.encoding !== 'utf8' || !suspicious.test(text)) continue;
      const groups = findings(text, tree);
      const braces = groups.flatMap(({ found }) => found.filter(isBrace));
      for (const { found, rejected } of groups) {
        const first = found[0]!;
        const at = { file: path, start: first.start, end: found.at(-1)!.end };
        // A brace without its partner would only be another mistake.
        const inPairs = found.some(isBrace);
        const changed = inPairs && braces.length <= mostBraces ? new Set([...found, ...braces]) : found;
        const edits: Edit[] = [...changed].map(({ start, end, meant }) => ({ at: { file: path, start, end }, text: meant }));
        const characters = list(found.map((f) => f.shown));
        const shown = shorten(text.slice(first.word.start, found.at(-1)!.word.end));
        const visible = found.filter((f) => f.visible);
        if (visible.length === 0) {
          const fix = found.every((f) => f.meant === '')
            ? ({ fix: 'drop', edits, data: { characters } } as const)
            : ({ fix: rejected ? 'blank' : 'blankAccepted', edits } as const);
          report(at, 'invisible', { text: shown, characters }, { fixes: [fix] });
          continue;
        }
        const meant = list(visible.map((f) => f.meant.trim()));
        const fix = { fix: rejected ? 'replace' : 'replaceAccepted', edits, data: { meant } } as const;
        // A quote without its partner would become a part of the value: whether to close or to drop it is not for us to say.
        const alone = visible.filter((f) => f.meant === '"' || f.meant === "'").length % 2 === 1;
        const fixes = alone || (inPairs && braces.length > mostBraces) ? [] : [fix];
        report(at, 'looksAlike', { text: shown, characters: list(visible.map((f) => f.shown)), meant }, { fixes });
      }
    }
  },
});

const mark = '\ufeff';
/** Each fix of one changes all of them. */
const mostBraces = 100;
/** Full-width forms and typographic quotes, other blanks than nginx's, what nobody sees. */
const suspicious = /[\u00a0\u00ad\u2000-\u200f\u2018-\u201f\u2028-\u202f\u205f-\u2064\u3000-\u3002\ufeff\uff01-\uff5e]/;
const eachSuspicious = new RegExp(suspicious, 'g');
const blanks = '\\u00a0\\u00ad\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u2064\\u3000\\ufeff';
const onlyBlanks = new RegExp(`^[${blanks}]+$`);

interface LookAlike {
  readonly word: Word;
  readonly start: number;
  readonly end: number;
  readonly shown: string;
  /** What its author meant; empty: nothing. */
  readonly meant: string;
  readonly visible: boolean;
}

const isBrace = ({ meant }: LookAlike) => meant === '{' || meant === '}';

interface Found {
  readonly found: readonly LookAlike[];
  /** Whether nginx refuses the directive as it is, so that nothing that takes effect can change. */
  readonly rejected: boolean;
}

/** The look-alikes that stand for something else, one group for each directive and line. */
function findings(text: string, tree: Tree): Found[] {
  const groups: Found[] = [];
  const stack: { items: readonly DirectiveNode[]; next: number; kind: BlockNode['kind'] }[] = [
    { items: tree.items, next: 0, kind: 'directives' },
  ];
  for (let level = stack.at(-1); level; level = stack.at(-1)) {
    const node = level.items[level.next++];
    if (!node) {
      stack.pop();
      continue;
    }
    if (suspicious.test(text.slice(node.name.start, node.terminator))) {
      const group = level.kind === 'entries' ? inEntry(text, node) : inDirective(text, node);
      for (const found of byLine(text, joined(group.found))) groups.push({ ...group, found });
    }
    if (node.block && node.block.kind !== 'lua') stack.push({ items: node.block.items, next: 0, kind: node.block.kind });
  }
  return groups;
}

/** Neighbours as one: `８０`, not `８` and `０`. */
function joined(found: readonly LookAlike[]): LookAlike[] {
  const runs: LookAlike[] = [];
  for (const f of found) {
    const last = runs.at(-1);
    if (last?.end === f.start && last.visible && f.visible && last.word === f.word)
      runs[runs.length - 1] = { ...last, end: f.end, shown: last.shown + f.shown, meant: last.meant + f.meant };
    else runs.push(f);
  }
  return runs;
}

/** Without a semicolon that is one, several lines are a single directive. */
function byLine(text: string, found: readonly LookAlike[]): LookAlike[][] {
  const lines: LookAlike[][] = [];
  for (const f of found) {
    const last = lines.at(-1)?.at(-1);
    if (last && !text.slice(last.end, f.start).includes('\n')) lines.at(-1)!.push(f);
    else lines.push([f]);
  }
  return lines;
}

function inDirective(text: string, node: DirectiveNode): Found {
  const { name, args } = node;
  if (name.quote === undefined && suspicious.test(name.text)) {
    const raw = text.slice(name.start, name.end);
    const own = name.start + /^[^A-Za-z]*[\w]*[^\w]?/.exec(raw)![0].length;
    const meant = marksOf(text, name, (c, at) => at < own || onlyBlanks.test(c) || at === name.end - 1);
    const clean = replaced(text, name).trim();
    const [word = ''] = clean.split(/[\s;{]/);
    // An unknown name is refused, whatever follows it.
    if (clean === '' || clean.startsWith('#') || clean.startsWith('}') || directive(word).length > 0)
      return { found: [...meant, ...inArguments(text, node, true)], rejected: true };
    return { found: [], rejected: false };
  }
  const facts = directive(name.text);
  const incomplete = text[node.terminator] !== ';' && text[node.terminator] !== '{';
  const wrongForm = incomplete || (facts.length > 0 && facts.every((fact) => !takes(fact, args.length)));
  const found = inArguments(text, node, wrongForm);
  const wrongValue = found.some(({ word }) => isRefused(name.text, replaced(text, word), args.indexOf(word)));
  return { found, rejected: wrongForm || (facts.length > 0 && wrongValue) };
}

/** `rejected`: nginx refuses the directive for its name or the number of its arguments, so a blank may well be missing. */
function inArguments(text: string, node: DirectiveNode, rejected: boolean): LookAlike[] {
  const { name, args } = node;
  // After a look-alike of `#` the words are a comment.
  if (replaced(text, name).trim().startsWith('#')) return [];
  const quoted = quotedPart(text, args);
  return args.flatMap((word, i) => {
    if (word.quote !== undefined || !suspicious.test(word.text)) return [];
    const clean = replaced(text, word);
    const value = isMachineValue(name.text, clean);
    const endsLine = text.charCodeAt(word.end) === 10 || text.charCodeAt(word.end) === 13;
    return marksOf(text, word, (c, at) => {
      if (quoted && i >= quoted.from && at >= quoted.start && at <= quoted.end) return at === quoted.start || at === quoted.end;
      if (onlyBlanks.test(c)) return value || rejected || isEdge(text, word, at);
      // At the end of a word that no semicolon follows it was meant to be one.
      if (c === '；') return value || (at === word.end - 1 && text[word.end] !== ';');
      if (c === '｛') return at === word.end - 1 && (endsLine || word.text === '｛') && text[node.terminator] !== '{';
      if (c === '｝') return word.text === '｝';
      return value;
    });
  });
}

/** The values of a map and its kin may be any text: only a semicolon at the end of a line is sure. */
function inEntry(text: string, node: DirectiveNode): Found {
  const found = node.args.flatMap((word) =>
    word.quote === undefined && /；$/.test(word.text) && text.charCodeAt(word.end) !== 59
      ? marksOf(text, word, (_, at) => at === word.end - 1)
      : [],
  );
  return { found, rejected: false };
}

/** Words between a typographic quote and the one that closes it, which keep no blank together. */
function quotedPart(text: string, args: readonly Word[]): { from: number; start: number; end: number } | undefined {
  const from = args.findIndex((w) => w.quote === undefined && /^[“”‘’＂＇]/.test(w.text));
  if (from === -1) return undefined;
  const to = args.findIndex((w, i) => i > from && w.quote === undefined && /[“”‘’＂＇]；?$/.test(w.text));
  if (to === -1) return undefined;
  const start = args[from]!.start;
  const end = args[to]!.end - (text[args[to]!.end - 1] === '；' ? 2 : 1);
  // Written as quotes they must be a pair, and not meet another one in between.
  if (meantBy(text[start]!) !== meantBy(text[end]!) || /["']/.test(text.slice(start, end))) return undefined;
  return { from, start, end };
}

/** Directives whose arguments may be any text, paths and patterns included. */
const freeText =
  /^(?:return|rewrite|location|if|root|alias|index|try_files|error_page|set|include|(?:stream_)?log_format|access_log|error_log|server_name|env|charset|default_type|auth_basic|autoindex.*|xslt.*|perl.*|js_.*|lua.*|.*_by_lua.*|echo.*|more_.*|sub_filter.*|subs_filter.*|add_.*|expires|types|map|geo|upstream|.*_set_header|.*_param|.*_set_body|.*_redirect|.*_cookie.*|.*_hide_header|.*_path|.*_file|.*_certificate.*|.*_key|.*_cache.*|.*_store.*|limit_.*zone|valid_referers|fancyindex.*|secure_link.*|mail.*|modsecurity.*|split_clients|proxy_pass_header|fastcgi_index|fastcgi_split_path_info|uwsgi_modifier.*)$/;

/** Whether an argument is an address, a number, a switch: ASCII once the look-alikes are replaced, in a directive that takes no text. */
function isMachineValue(name: string, clean: string): boolean {
  if (name === 'return' || name === 'error_page') return /^\d{3}$/.test(clean);
  return directive(name).length > 0 && !freeText.test(name) && /^[\x20-\x7e]+$/.test(clean) && !/^[~/^$]/.test(clean);
}

/** Whether nginx certainly refuses the value as it is: addresses and numbers are looked at when the file is read. */
function isRefused(name: string, clean: string, position: number): boolean {
  if (/^(?:listen|allow|deny|resolver|set_real_ip_from)$/.test(name)) return position === 0;
  if (name === 'server' || /^(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass$/.test(name))
    return position === 0 && /:\d+\/?$/.test(clean) && !clean.includes('$');
  if (name === 'return') return position === 0 && /^\d{3}$/.test(clean);
  return !freeText.test(name) && /^(?:\d+(?:ms|[kmgshdwMy])?|on|off);?$/i.test(clean);
}

function isEdge(text: string, { start, end }: Word, at: number): boolean {
  return onlyBlanks.test(text.slice(start, at + 1)) || onlyBlanks.test(text.slice(at, end));
}

function marksOf(text: string, word: Word, wanted: (c: string, at: number) => boolean): LookAlike[] {
  return [...text.slice(word.start, word.end).matchAll(eachSuspicious)].flatMap((m) => {
    const start = word.start + m.index;
    // A byte order mark has a rule of its own.
    if ((start === 0 && m[0] === mark) || !wanted(m[0], start)) return [];
    const meant = meantBy(m[0]);
    const visible = meant.trim() !== '';
    return [{ word, start, end: start + 1, shown: visible ? m[0] : codeOf(m[0]), meant, visible }];
  });
}

const replaced = (text: string, { start, end }: Word) => text.slice(start, end).replace(eachSuspicious, meantBy);

const list = (items: readonly string[]) => ({ list: [...new Set(items)], word: 'and' as const });
