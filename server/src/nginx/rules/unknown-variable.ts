import { suggester } from '../../core/nearest.ts';
import { ruleFor } from '../../core/rule.ts';
import { formatVersion } from '../../core/version.ts';
import { builtIn, builtInNames, compiledWhereUsed, compiledWords, isOthers, type VariableFact } from '../facts/variables.ts';
import { isOverridden } from '../model/inheritance.ts';
import { isPlaceholder } from '../model/meaning.ts';
import { type Directive, type Nginx, spanOf } from '../model/model.ts';
import { knowsVariables } from '../model/whole.ts';
import { partOf, variablesIn } from '../model/words.ts';
import type { Word } from '../syntax.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/unknown-variable',
  since: '0.2.0',
  messages: {
    unknown: {
      severity: 'error',
      en: 'nginx has no variable {variable}, and nothing in this configuration defines it: nginx does not start',
      'zh-CN': 'nginx 没有变量 {variable}，这份配置里也没有任何地方定义它：nginx 无法启动',
    },
    similar: {
      severity: 'error',
      en: 'nothing defines the variable {variable}: did you mean {near}?',
      'zh-CN': '变量 {variable} 没有任何地方定义：是否想写 {near}？',
    },
    elsewhere: {
      severity: 'error',
      en: '{variable} is a variable of {other}, {here} does not have it: nginx does not start',
      'zh-CN': '{variable} 是 {other} 中的变量，{here} 中没有：nginx 无法启动',
    },
    later: {
      severity: 'warning',
      en: '{variable} came with nginx {since}, older releases do not start with it unless a distribution put it back into them',
      'zh-CN': '变量 {variable} 从 nginx {since} 起才有；除非发行版做了反向移植，更早的版本会因此无法启动',
    },
    removed: {
      severity: 'error',
      en: 'nginx {last} was the last one with the variable {variable}: later ones do not start with it',
      'zh-CN': '变量 {variable} 只保留到 nginx {last}：之后的版本会因此无法启动',
    },
    capture: {
      severity: 'error',
      en: '{variable} is no capture here: nginx looks for a variable of that name and does not start',
      'zh-CN': '{variable} 在这里不是捕获组：nginx 会去找叫这个名字的变量，因而无法启动',
    },
    unnamed: {
      severity: 'error',
      en: 'a name has to follow {dollar}: nginx has no way to write the character itself here',
      'zh-CN': '{dollar} 后面必须是变量名：nginx 在这里没有办法写出这个字符本身',
    },
    unclosed: {
      severity: 'error',
      en: '{variable} lacks its closing {brace}',
      'zh-CN': '{variable} 缺少右侧的 {brace}',
    },
    'memcached-key': {
      severity: 'error',
      en: '{directive} asks for the key in {variable}, and nothing sets it: nginx does not start',
      'zh-CN': '{directive} 以 {variable} 的值为键，但没有任何地方设置它：nginx 无法启动',
    },
  },
  fixes: {
    rename: { safety: 'unsafe', en: 'write {near}', 'zh-CN': '改为 {near}' },
    close: { safety: 'unsafe', en: 'close the brace after {variable}', 'zh-CN': '在 {variable} 后面补上右花括号' },
  },
  check(nginx, report) {
    const suggest = suggester();
    const isFine = fineTexts(nginx);
    for (const d of nginx.all) {
      const { ns } = d;
      if (ns !== 'http' && ns !== 'stream') continue;
      if (d.name === 'memcached_pass' && ns === 'http' && nginx.meaning(d).kind === 'known') {
        if (knowsVariables(nginx) && !defined(nginx, 'memcached_key', ns))
          report(spanOf(d), 'memcached-key', { directive: d.name, variable: '$memcached_key' });
      }
      // A condition asks about `$1` by name, and log_format has no captures.
      const captures = d.name !== 'if' && d.name !== 'log_format';
      if (d.node.args.every((word) => !hasDollar(word) || isFine(word.text, ns, captures))) continue;
      for (const { word, text, offset, captures } of textsOf(nginx, d)) {
        if (!text.includes('$') || isFilledIn(word, d)) continue;
        for (const use of variablesIn(text, captures)) {
          const start = offset + use.start;
          const written = text.slice(use.start, use.end);
          const at = partOf(d, word, start, offset + use.end);
          const edit = (replacement: string) => [{ at, text: replacement }];
          if (use.fault === 'unnamed') report(at, 'unnamed', { dollar: '$' });
          else if (use.fault === 'unclosed')
            report(
              at,
              'unclosed',
              { variable: written, brace: '}' },
              at.end - at.start === use.end - use.start
                ? { fixes: [{ fix: 'close', edits: edit(`${written}}`), data: { variable: written } }] }
                : {},
            );
          const fact = builtIn(use.name, ns);
          const version = fact && outside(fact, nginx);
          // Most are nginx's own.
          if (use.fault || (fact && !version) || defined(nginx, use.name, ns)) continue;
          if (fact) {
            if (version === 'later') report(at, 'later', { variable: written, since: formatVersion(fact.first, 'nginx') });
            else if (version === 'removed' && knowsVariables(nginx))
              report(at, 'removed', { variable: written, last: formatVersion(fact.last!, 'nginx') });
            continue;
          }
          if (isOthers(use.name) || !knowsVariables(nginx)) continue;
          const other = ns === 'http' ? 'stream' : 'http';
          const near = suggest(use.name, ns, () => namesOf(nginx, ns));
          if (/^\d+$/.test(use.name)) report(at, 'capture', { variable: written });
          else if (near) {
            const name = written.startsWith('${') ? `\${${near}}` : `$${near}`;
            report(
              at,
              'similar',
              { variable: written, near: `$${near}` },
              at.end - at.start === use.end - use.start
                ? { fixes: [{ fix: 'rename', edits: edit(name), data: { near: name } }] }
                : {},
            );
          } else if (builtIn(use.name, other) || defined(nginx, use.name, other))
            report(at, 'elsewhere', { variable: written, other, here: ns });
          else report(at, 'unknown', { variable: written });
        }
      }
    }
  },
});

/** Whether all that looks like a variable in a text is one. Most texts are written many times. */
function fineTexts(nginx: Nginx): (text: string, ns: 'http' | 'stream', captures: boolean) => boolean {
  const known = { http: new Map<string, boolean>(), stream: new Map<string, boolean>() };
  const isVariable = (name: string, ns: 'http' | 'stream') => {
    const fact = builtIn(name, ns);
    return (fact && !outside(fact, nginx)) || defined(nginx, name, ns);
  };
  return (text, ns, captures) => {
    const key = captures ? text : `\0${text}`;
    let answer = known[ns].get(key);
    if (answer === undefined) {
      answer = variablesIn(text, captures).every((use) => !use.fault && isVariable(use.name, ns));
      known[ns].set(key, answer);
    }
    return answer;
  };
}

const hasDollar = (word: Word) => word.text.includes('$');

/** Whether something else replaces parts of a word before nginx reads it: `$NAME`, `$$name`; `<b>` is markup that is sent. */
const isFilledIn = (word: Word, { file }: Directive) =>
  isPlaceholder({ ...word, text: word.text.replace(/<\/?[a-z][^>]*>/gi, '') }, file) ||
  /\$\$|\$[A-Z][A-Z0-9_]+\b/.test(word.text);

interface Text {
  readonly word: Word;
  readonly text: string;
  /** Where the text begins in the word. */
  readonly offset: number;
  /** Whether `$1` stands for a capture. */
  readonly captures: boolean;
}

/** The texts of a directive that nginx compiles. */
function textsOf(nginx: Nginx, d: Directive): readonly Text[] {
  const { args, block } = d.node;
  const whole = (word: Word, captures = true): Text => ({ word, text: word.text, offset: 0, captures });
  if (d.parent?.node.block?.kind === 'entries') {
    const isValue = d.parent.name === 'map' && args.length === 1 && d.node.name.text !== 'include';
    return isValue && nginx.meaning(d.parent).kind === 'known' ? [whole(args[0]!)] : [];
  }
  if (d.name === 'if') return block && nginx.meaning(d).kind === 'known' ? condition(args) : [];
  const words = compiledWords(d.name, args);
  if (!words.some(hasDollar) || nginx.meaning(d).kind !== 'known') return [];
  if (compiledWhereUsed.has(d.name) && !isUsed(nginx, d)) return [];
  return words.map((word) => whole(word, d.name !== 'log_format'));
}

/** The variable that a condition asks about is a name as it stands, what it is compared with is compiled. */
function condition(args: readonly Word[]): readonly Text[] {
  const words = args.map((word, i): Text => {
    const from = i === 0 && word.text.startsWith('(') ? 1 : 0;
    const to = i === args.length - 1 && word.text.endsWith(')') ? word.text.length - 1 : word.text.length;
    return { word, text: word.text.slice(from, to), offset: from, captures: true };
  });
  const [subject, operator, value] = words.filter(({ text }) => text !== '');
  if (!subject || words.length > 5) return [];
  if (/^\$\w+$/.test(subject.text)) {
    const compared = operator && /^!?=$/.test(operator.text) && value ? [value] : [];
    return [{ ...subject, captures: false }, ...compared];
  }
  return /^!?-[fdex]$/.test(subject.text) && operator ? [operator] : [];
}

/** Whether some server takes over what stands in `http`. */
function isUsed(nginx: Nginx, d: Directive): boolean {
  if (d.parent?.name !== 'http') return true;
  return d.parent.children.some(({ name, node }) => name === 'server' && node.block) && !isOverridden(nginx, d);
}

const defined = (nginx: Nginx, name: string, ns: 'http' | 'stream') =>
  nginx.definitions({ kind: 'variable', name }).some(({ directive }) => directive.ns === ns || directive.ns === undefined);

function outside({ first, last }: VariableFact, { target: { nginx: ranges } }: Nginx): 'later' | 'removed' | undefined {
  if (ranges.every(({ max }) => max < first)) return 'later';
  return last !== undefined && ranges.every(({ min }) => min > last) ? 'removed' : undefined;
}

/** The variables that a configuration may use. */
function namesOf(nginx: Nginx, ns: 'http' | 'stream'): readonly string[] {
  const own = [...nginx.defined('variable')].filter((name) => /^\w+$/.test(name) && defined(nginx, name, ns));
  return [...own, ...[...builtInNames(ns)].filter((name) => !outside(builtIn(name, ns)!, nginx))];
}
