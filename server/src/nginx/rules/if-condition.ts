import { ruleFor } from '../../core/rule.ts';
import { type Span, shorten } from '../../core/text.ts';
import { regexProblem } from '../facts/regex.ts';
import { builtIn } from '../facts/variables.ts';
import { hasPlaceholder, isPlaceholder } from '../model/meaning.ts';
import { type Directive, directivesOf, type Nginx, spanOf, wordSpan } from '../model/model.ts';
import { partOf } from '../model/words.ts';
import type { Word } from '../syntax.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/if-condition',
  since: '0.2.0',
  supersedes: ['nginx/unknown-directive'],
  messages: {
    parentheses: {
      severity: 'error',
      en: 'the condition of an if stands in parentheses, {condition} does not: nginx does not start',
      'zh-CN': 'if 的条件必须写在圆括号里，{condition} 没有：nginx 无法启动',
    },
    blank: {
      severity: 'error',
      en: 'a blank is missing between if and (: nginx takes {name} for the name of a directive and does not start',
      'zh-CN': 'if 后面缺少空格：nginx 会把 {name} 当作指令名，因而无法启动',
    },
    operator: {
      severity: 'error',
      en: 'nginx does not know {operator} in a condition, its operators are {operators}, each a word of its own',
      'zh-CN': 'nginx 的条件里没有 {operator}，可用的运算符是 {operators}，每个都要单独成词',
    },
    glued: {
      severity: 'error',
      en: 'nginx reads {word} as the name of a variable, operators stand between blanks: it does not start',
      'zh-CN': 'nginx 会把 {word} 当作变量名，运算符两侧要有空格：nginx 无法启动',
    },
    'glued-name': {
      severity: 'warning',
      en: 'nginx reads {word} as the name of a variable, which is always empty: operators stand between blanks',
      'zh-CN': 'nginx 会把 {word} 当作变量名，其值始终为空：运算符两侧要有空格',
    },
    joined: {
      severity: 'error',
      en: 'an if has one comparison, {operator} cannot join two: nginx does not start; a map can answer for several values',
      'zh-CN': '一个 if 只能有一个比较，不能用 {operator} 连接：nginx 无法启动；需要判断多个值时可用 map',
    },
    words: {
      severity: 'error',
      en: 'too many or too few words in {condition}: a variable, or variable, operator and value, and what has blanks stands in quotes',
      'zh-CN': '{condition} 的词数不对：应为一个变量，或“变量、运算符、值”；含空格的值要加引号',
    },
    negated: {
      severity: 'error',
      en: 'nginx cannot negate {variable}: a variable counts as false where it is empty or 0, and = or != asks for that',
      'zh-CN': 'nginx 不能对 {variable} 取反：变量为空或为 0 时视为假，可用 = 或 != 判断',
    },
    test: {
      severity: 'error',
      en: 'nginx does not know the test {test}, it has {tests} and their opposites with !, each a word of its own',
      'zh-CN': 'nginx 没有 {test} 这种测试，可用的是 {tests} 以及前面加感叹号的否定形式，每个都要单独成词',
    },
    left: {
      severity: 'error',
      en: 'a condition begins with a variable or a test such as -f, {word} is neither: nginx does not start',
      'zh-CN': '条件要以变量或 -f 这类测试开头，{word} 都不是：nginx 无法启动',
    },
    regex: {
      severity: 'error',
      en: 'the regular expression {expression} does not compile, the fault is at {part}: nginx does not start',
      'zh-CN': '正则表达式 {expression} 无法编译，问题出在 {part}：nginx 无法启动',
    },
  },
  fixes: {
    rewrite: { safety: 'safe', en: 'write {condition}', 'zh-CN': '改为 {condition}' },
    blank: { safety: 'safe', en: 'put a blank before (', 'zh-CN': '在左括号前面加上空格' },
  },
  check(nginx, report) {
    for (const d of directivesOf(
      nginx,
      [...nginx.names()].filter((name) => /^if(?:$|\(.)/.test(name)),
    )) {
      const { name: written } = d.node;
      if (/^if\(./.test(d.name) && d.node.block && !written.quote && !isPlaceholder(written, d.file)) {
        const at = { file: d.file.path, start: written.start + 2, end: written.start + 2 };
        report(
          wordSpan(d, written),
          'blank',
          { name: shorten(d.name) },
          { fixes: [{ fix: 'blank', edits: [{ at, text: ' ' }] }] },
        );
        continue;
      }
      if (d.name !== 'if' || !d.node.block || d.node.args.length === 0 || nginx.meaning(d).kind !== 'known') continue;
      if (hasPlaceholder(d) || isBroken(d)) continue;
      const fault = faultIn(d);
      if (!fault) continue;
      const { file, node } = d;
      const all = { file: file.path, start: node.args[0]!.start, end: node.args.at(-1)!.end };
      const condition = file.source.text.slice(all.start, all.end);
      const better = repaired(condition);
      const fixes =
        better === undefined
          ? []
          : [{ fix: 'rewrite', edits: [{ at: all, text: better }], data: { condition: shorten(better) } } as const];
      const { at } = fault;
      const word = shorten(fault.text);
      switch (fault.kind) {
        case 'parentheses':
        case 'words':
          report(all, fault.kind, { condition: shorten(condition) }, { fixes });
          break;
        case 'operator':
          report(at, 'operator', { operator: word, operators }, { fixes });
          break;
        case 'joined':
          report(at, 'joined', { operator: word });
          break;
        case 'negated':
          report(at, 'negated', { variable: word.replace(/^!/, '') });
          break;
        case 'test':
          report(at, 'test', { test: word, tests }, { fixes });
          break;
        case 'regex':
          report(at, 'regex', { expression: shorten(fault.expression), part: word });
          break;
        default:
          report(at, fault.kind, { word }, { fixes });
      }
    }
  },
});

const operators = { list: ['=', '!=', '~', '~*', '!~', '!~*'], word: 'and' } as const;
const tests = { list: ['-f', '-d', '-e', '-x'], word: 'and' } as const;

type Fault = { readonly at: Span; readonly text: string } & (
  | { readonly kind: 'parentheses' | 'operator' | 'glued' | 'glued-name' | 'joined' | 'words' | 'negated' | 'test' | 'left' }
  | { readonly kind: 'regex'; readonly expression: string }
);

/** What `ngx_http_rewrite_if_condition` refuses, in its order. */
function faultIn(d: Directive): Fault | undefined {
  const { args } = d.node;
  const [opening, closing] = [args[0]!, args.at(-1)!];
  const part = (kind: Exclude<Fault['kind'], 'regex'>, { word, from, to }: Part): Fault => ({
    kind,
    at: partOf(d, word, from, to),
    text: word.text.slice(from, to),
  });
  const parts = args.map((word, i) => ({
    word,
    from: i === 0 ? 1 : 0,
    to: word.text.length - (i === args.length - 1 ? 1 : 0),
  }));
  if (!opening.text.startsWith('(') || !closing.text.endsWith(')') || (args.length === 1 && opening.text === '('))
    return { kind: 'parentheses', at: spanOf(d), text: '' };
  // Only a parenthesis that is a word is taken away, an empty word in quotes is not.
  if (opening.text === '(') parts.shift();
  if (closing.text === ')') parts.pop();
  const [subject, operator, value] = parts;
  if (!subject) return { kind: 'words', at: spanOf(d), text: '' };
  const text = textOf(subject);
  const join = parts.slice(1).find((p) => !p.word.quote && /^(?:&&?|\|\|?|and|or)$/i.test(textOf(p)));
  if (/^!?-$|^!?-.$/.test(text) && text.length === (text.startsWith('!') ? 3 : 2)) {
    if (!/[fdex]$/.test(text)) return part('test', subject);
    if (parts.length === 2) return undefined;
    return join ? part('joined', join) : part('words', subject);
  }
  if (!/^\$./.test(text)) {
    if (/^!\$/.test(text)) return part('negated', subject);
    if (/^!?-/.test(text) || (text === '!' && operator && /^-/.test(textOf(operator)))) return part('test', subject);
    return part('left', subject);
  }
  if (join) return part('joined', join);
  if (!/^\$\w+$/.test(text)) {
    // `${name}` is no variable here, either.
    if (/^\$\w+(?:!?[=~]|[<>])/.test(text) || /^\$\{\w+\}$/.test(text))
      return part(builtIn(text.slice(1), 'http')?.prefix && parts.length !== 2 ? 'glued-name' : 'glued', subject);
    if (parts.length === 1 || parts.length === 3) return undefined;
  }
  if (parts.length === 1) return undefined;
  if (parts.length !== 3) return operator && isStrange(textOf(operator)) ? part('operator', operator) : part('words', subject);
  const op = textOf(operator!);
  if (!isOperator(op)) return part('operator', operator!);
  if (!op.includes('~')) return undefined;
  const expression = textOf(value!);
  const problem = regexProblem(expression);
  if (!problem) return undefined;
  const { word, from } = value!;
  return {
    kind: 'regex',
    at: partOf(d, word, from + problem.start, from + problem.end),
    text: expression.slice(problem.start, problem.end),
    expression,
  };
}

/** A word without the parenthesis that belongs to the condition. */
interface Part {
  readonly word: Word;
  readonly from: number;
  readonly to: number;
}

const textOf = ({ word, from, to }: Part) => word.text.slice(from, to);

/** An operator of other languages, or one that is glued to its value. */
const isStrange = (text: string) => !isOperator(text) && /^(?:[=!~<>]|(?:eq|ne|in|is|not|matches|contains)$)/i.test(text);
const isOperator = (text: string) => operators.list.some((known) => known === text);

/** The same condition as nginx wants it written, where it is plain what is meant. */
function repaired(condition: string): string | undefined {
  const [, test, path] = /^\(\s*(!?\s*-[fdex])\s*(\$?[^\s"'()]+)\s*\)$/.exec(condition) ?? [];
  if (test && path) return `(${test.replace(/\s/g, '')} ${path})`;
  const [, variable, braced, operator = '', value] =
    /^\(\s*["']?\$(?:(\w+)|\{(\w+)\})["']?\s*(!==?|={1,3}|!~\*?|=~\*?|~\*?|<>)\s*("[^"\\]*"|'[^'\\]*'|[^\s"'){};=~*][^\s"';]*)\s*\)$/.exec(
      condition,
    ) ?? [];
  if (!value) {
    const [, name] = /^\(\s*(?:["']\$(\w+)["']|["']?\$\{\w+\}["']?)\s*\)$/.exec(condition) ?? [];
    return name ? `($${name})` : undefined;
  }
  const known = operator.startsWith('!')
    ? operator.replace('==', '=')
    : operator === '<>'
      ? '!='
      : operator.replace(/^=+(?!~)/, '=').replace('=~', '~');
  const better = `($${variable ?? braced} ${known} ${value})`;
  return better === condition ? undefined : better;
}

const isBroken = ({ node, file }: Directive) =>
  file.tree.problems.some(({ start }) => start >= node.name.start && start <= node.terminator);
