import type { Document, Node, Pair, YAMLMap } from 'yaml';
import type { FormatOptions } from './format.ts';
import { nearest } from './nearest.ts';
import { folderOf, resolvePath } from './path.ts';
import { type Preset, presets, type Severity, severities, type Text } from './rule.ts';
import { parseTargets } from './targets.ts';
import type { Target } from './version.ts';

/** What `.keepalint.yaml` says, with paths made absolute. */
export interface Config {
  /** The file it came from; undefined for the defaults. */
  readonly file: string | undefined;
  /** undefined: every version a supported distribution still ships. */
  readonly target: Target | undefined;
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Sets of optional rules that are on. */
  readonly presets: readonly Preset[];
  /** Whether a file is left out. */
  ignores(path: string): boolean;
  /** nginx entry files that cannot be guessed, absolute. */
  readonly roots: readonly string[];
  /** Absolute directory prefixes in include directives and the directories where their files are found here. */
  readonly paths: Readonly<Record<string, string>>;
  /** nginx directives of modules that only their author knows: none of them is judged. */
  readonly directives: readonly string[];
  /** Which files are one machine's; none: it is guessed from where they are. */
  readonly machines: readonly MachineEntry[];
  /** What it says about layout. */
  readonly format: Partial<FormatOptions>;
}

/** Main files of nginx, and sysctl files in the order they are applied, or folders of either; absolute. */
export interface MachineEntry {
  readonly name: string;
  readonly nginx: readonly string[];
  readonly sysctl: readonly string[];
}

/** A mistake in the configuration file, at a span of it. */
export interface ConfigProblem {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly message: Text;
}

export const defaultConfig: Config = {
  file: undefined,
  target: undefined,
  rules: {},
  presets: [],
  ignores: () => false,
  roots: [],
  paths: {},
  directives: [],
  machines: [],
  format: {},
};

/**
 * Reads a configuration file, YAML or JSON with comments. What is wrong is left out and reported; the rest counts.
 * The YAML parser is loaded by the first file that needs it.
 *
 *     targets: [nginx=1.24, ubuntu=22.04]     or a map: { nginx: 1.24, ubuntu: [22.04, 24.04] }
 *     presets: [hardening]                    rules that are off otherwise
 *     rules: { nginx/low-keepalive-requests: off }
 *     ignore: [vendor/, "*.bak.conf"]         as in .gitignore, from the folder of the file
 *     nginx:
 *       roots: [deploy/main.conf]
 *       paths: { /etc/nginx: deploy }
 *       directives: [my_directive]
 *     machines:
 *       web1: { nginx: web1/nginx.conf, sysctl: [web1/10-net.conf, web1/20-tcp.conf] }
 *     format: { indent: 4, align: false, blankLines: 1 }     indent: 2, 4 or tab
 */
export async function parseConfig(
  file: string,
  text: string,
  knownRules?: Iterable<string>,
): Promise<{ readonly config: Config; readonly problems: readonly ConfigProblem[] }> {
  const yaml = await import('./yaml.ts');
  const problems: ConfigProblem[] = [];
  const problem = (start: number, end: number, message: Text) => {
    problems.push({ file, start, end: Math.max(end, start), message });
  };
  const document = yaml.parseDocument(/\.jsonc?$/.test(file) ? withoutComments(text) : text);
  for (const e of [...document.errors, ...document.warnings])
    problem(e.pos[0], Math.min(e.pos[1], text.length), yamlProblem(e.code, e.message));
  const reader = readerOf(yaml, document, problem);
  const folder = folderOf(file);

  let target: Target | undefined;
  let ignores: Config['ignores'] = defaultConfig.ignores;
  const rules: Record<string, Severity | 'off'> = {};
  const chosenPresets: Preset[] = [];
  const roots: string[] = [];
  const paths: Record<string, string> = {};
  const directives: string[] = [];
  const machines: MachineEntry[] = [];
  let format: Config['format'] = {};
  const ids = knownRules && [...knownRules];

  const sections: Record<string, (value: Field) => void | Promise<void>> = {
    $schema: () => {},
    targets: (value) => {
      target = readTargets(reader, value, problem);
    },
    presets: (value) => {
      for (const item of reader.list(value) ?? []) {
        const word = reader.word(item);
        const preset = presets.find((p) => p === word);
        if (preset) chosenPresets.push(preset);
        else if (word !== undefined) problem(...item.at, unknown('preset', '预设', word, presets));
      }
    },
    rules: (value) => {
      for (const rule of reader.map(value) ?? []) {
        if (ids && !ids.includes(rule.key)) problem(...rule.keyAt, unknown('rule', '规则', rule.key, ids));
        const severity = reader.word(rule);
        const choices = [...severities, 'off'] as const;
        const chosen = choices.find((s) => s === severity);
        if (chosen) rules[rule.key] = chosen;
        else if (severity !== undefined) problem(...rule.at, oneOf(severity, choices));
      }
    },
    ignore: async (value) => {
      const patterns = (reader.list(value) ?? []).flatMap((item) => reader.text(item) ?? []);
      if (patterns.length === 0) return;
      const { default: ignore } = await import('ignore');
      const matcher = ignore().add(patterns);
      const prefix = folder === '/' ? '/' : `${folder}/`;
      ignores = (path) => path.startsWith(prefix) && path !== prefix && matcher.ignores(path.slice(prefix.length));
    },
    nginx: (value) => {
      for (const part of reader.map(value) ?? [])
        if (part.key === 'roots')
          for (const item of reader.list(part) ?? [])
            roots.push(...[reader.text(item) ?? []].flat().map((r) => resolvePath(folder, r)));
        else if (part.key === 'paths')
          for (const entry of reader.map(part) ?? []) {
            const here = reader.text(entry);
            if (!entry.key.startsWith('/')) problem(...entry.keyAt, notAbsolute(entry.key));
            else if (here !== undefined) paths[entry.key.replace(/(?<=.)\/+$/, '')] = resolvePath(folder, here);
          }
        else if (part.key === 'directives')
          for (const item of reader.list(part) ?? []) {
            const name = reader.word(item);
            if (name !== undefined) directives.push(name);
          }
        else problem(...part.keyAt, unknown('key', '键', part.key, ['roots', 'paths', 'directives']));
    },
    machines: (value) => {
      for (const machine of reader.map(value) ?? []) {
        const sides = { nginx: [] as string[], sysctl: [] as string[] };
        for (const side of reader.map(machine) ?? [])
          if (side.key === 'nginx' || side.key === 'sysctl')
            for (const item of reader.isList(side) ? (reader.list(side) ?? []) : [side])
              sides[side.key].push(...[reader.text(item) ?? []].flat().map((path) => resolvePath(folder, path)));
          else problem(...side.keyAt, unknown('key', '键', side.key, ['nginx', 'sysctl']));
        machines.push({ name: machine.key, ...sides });
      }
    },
    format: (value) => {
      for (const option of reader.map(value) ?? []) {
        const values = Object.hasOwn(formatValues, option.key) ? formatValues[option.key] : undefined;
        if (!values) {
          problem(...option.keyAt, unknown('key', '键', option.key, Object.keys(formatValues)));
          continue;
        }
        const word = reader.word(option);
        const chosen = values.find((v) => String(v) === word);
        if (chosen !== undefined) format = { ...format, [option.key]: chosen };
        else if (word !== undefined) problem(...option.at, notAmong(word, option.key, values));
      }
    },
  };
  const top = document.contents as Node | null;
  if (top)
    for (const field of reader.map({ key: '', keyAt: [0, 0], at: spanOf(top), node: top }) ?? []) {
      const section = Object.hasOwn(sections, field.key) ? sections[field.key] : undefined;
      if (section) await section(field);
      else
        problem(
          ...field.keyAt,
          unknown(
            'key',
            '键',
            field.key,
            Object.keys(sections).filter((k) => k !== '$schema'),
          ),
        );
    }
  problems.sort((a, b) => a.start - b.start);
  const config = { file, target, rules, presets: chosenPresets, ignores, roots, paths, directives, machines, format };
  return { config, problems };
}

/** What each option of the layout may be. */
export const formatValues: Readonly<Record<string, readonly (string | number | boolean)[]>> = {
  indent: [2, 4, 'tab'],
  align: [true, false],
  blankLines: [0, 1, 2, 3],
} satisfies Record<keyof FormatOptions, unknown>;

type Range = readonly [start: number, end: number];

/** A value of a map or list, with its place; the key is empty in a list. */
interface Field {
  readonly key: string;
  readonly keyAt: Range;
  readonly at: Range;
  readonly node: Node | null;
}

interface Reader {
  /** The fields of a map; reports anything else. Nothing is not an error. */
  map(field: Field): readonly Field[] | undefined;
  list(field: Field): readonly Field[] | undefined;
  isMap(field: Field): boolean;
  isList(field: Field): boolean;
  isEmpty(field: Field): boolean;
  /** A scalar as it is written, so that the version 1.30 is not the number 1.3. */
  word(field: Field): string | undefined;
  /** A string. */
  text(field: Field): string | undefined;
}

function readerOf(
  yaml: typeof import('./yaml.ts'),
  document: Document,
  problem: (start: number, end: number, message: Text) => void,
): Reader {
  const resolve = (node: unknown): Node | null => {
    if (!yaml.isAlias(node)) return (node ?? null) as Node | null;
    const target = node.resolve(document) as Node | undefined;
    if (!target)
      problem(...spanOf(node), { en: `nothing is called “${node.source}”`, 'zh-CN': `没有名为“${node.source}”的锚点` });
    return target ?? null;
  };
  const isEmpty = (node: Node | null) => node === null || (yaml.isScalar(node) && node.value === null);
  const source = (node: Node | null) =>
    yaml.isScalar(node) ? (typeof node.value === 'string' ? node.value : (node.source ?? String(node.value))) : undefined;
  const expected = <T>({ node, at }: Field, value: T | undefined, en: string, zh: string): T | undefined => {
    if (value === undefined && !isEmpty(node)) problem(...at, { en: `expected ${en}`, 'zh-CN': `此处应为${zh}` });
    return value;
  };
  const fieldOf = ({ key, value }: Pair): Field => {
    const keyAt = spanOf(key as Node);
    const node = resolve(value);
    return { key: source(resolve(key)) ?? '', keyAt, at: value ? spanOf(value as Node) : keyAt, node };
  };
  return {
    isMap: ({ node }) => yaml.isMap(node),
    isList: ({ node }) => yaml.isSeq(node),
    isEmpty: ({ node }) => isEmpty(node),
    map: (field) =>
      expected(
        field,
        yaml.isMap(field.node) ? (field.node as YAMLMap).items.map((pair) => fieldOf(pair as Pair)) : undefined,
        'a map',
        '映射',
      ),
    list: (field) =>
      expected(
        field,
        yaml.isSeq(field.node)
          ? field.node.items.map((item) => ({ key: '', keyAt: field.keyAt, at: spanOf(item as Node), node: resolve(item) }))
          : undefined,
        'a list',
        '列表',
      ),
    word: (field) => {
      if (isEmpty(field.node)) problem(...field.keyAt, { en: `“${field.key}” has no value`, 'zh-CN': `“${field.key}”没有值` });
      return expected(field, isEmpty(field.node) ? undefined : source(field.node), 'a word', '一个词');
    },
    text: (field) =>
      expected(
        field,
        yaml.isScalar(field.node) && typeof field.node.value === 'string' ? field.node.value : undefined,
        'a string',
        '字符串',
      ),
  };
}

function spanOf(node: Node): Range {
  const [start, end] = node.range ?? [0, 0];
  return [start, end];
}

/** A list of target words, or a map of names to versions; every bad word is reported, the others count. */
function readTargets(
  reader: Reader,
  field: Field,
  problem: (start: number, end: number, message: Text) => void,
): Target | undefined {
  const words: { word: string; at: Range }[] = [];
  if (reader.isMap(field))
    for (const entry of reader.map(field) ?? [])
      for (const value of reader.isList(entry) ? (reader.list(entry) ?? []) : [entry]) {
        const version = reader.isEmpty(value) ? '' : reader.word(value);
        if (version === undefined) continue;
        words.push({
          word: version === '' ? entry.key : `${entry.key}=${version}`,
          at: reader.isEmpty(value) ? entry.keyAt : value.at,
        });
      }
  else if (reader.isList(field))
    for (const item of reader.list(field) ?? []) {
      const word = reader.word(item);
      if (word !== undefined) words.push({ word, at: item.at });
    }
  else {
    const word = field.node && reader.word(field);
    if (word) words.push({ word, at: field.at });
  }
  for (;;) {
    if (words.length === 0) return undefined;
    const read = parseTargets(words.map((w) => w.word));
    if ('target' in read) return read.target;
    const { word, message, suggestion } = read.problem;
    const index = words.findIndex((w) => w.word === word);
    const [bad] = words.splice(Math.max(index, 0), 1);
    problem(...bad!.at, suggestion ? didYouMean(message, suggestion) : message);
  }
}

const didYouMean = (message: Text, suggestion: string): Text => ({
  en: `${message.en}: did you mean ${suggestion}?`,
  'zh-CN': `${message['zh-CN']}：是否想写 ${suggestion}？`,
});

function unknown(en: string, zh: string, word: string, known: readonly string[]): Text {
  const message = { en: `unknown ${en} “${word}”`, 'zh-CN': `未知的${zh}“${word}”` };
  const close = known.find((k) => k.endsWith(`/${word}`)) ?? nearest(word, known);
  if (close) return didYouMean(message, close);
  if (known.length > 10) return message;
  return { en: `${message.en}: known are ${known.join(', ')}`, 'zh-CN': `${message['zh-CN']}：已知的有 ${known.join('、')}` };
}

const oneOf = (word: string, choices: readonly string[]): Text => ({
  en: `“${word}” is no severity: write ${choices.join(', ')}`,
  'zh-CN': `“${word}”不是严重级别：可写 ${choices.join('、')}`,
});

const notAmong = (word: string, key: string, values: readonly unknown[]): Text => ({
  en: `${key} cannot be “${word}”: it is one of ${values.join(', ')}`,
  'zh-CN': `${key} 不能是“${word}”：可选 ${values.join('、')}`,
});

const notAbsolute = (word: string): Text => ({
  en: `“${word}” is not an absolute path: this side is the path that include directives use`,
  'zh-CN': `“${word}”不是绝对路径：这一侧是 include 指令中使用的路径`,
});

/** The parser speaks English only. */
function yamlProblem(code: string, message: string): Text {
  const en = (message.split(/ at line \d+, column \d+:/, 1)[0] ?? message).replace(/\s+/g, ' ').trim();
  return { en: `YAML: ${en}`, 'zh-CN': `YAML：${yamlWords[code] ?? `语法错误（${en}）`}` };
}

const yamlWords: Readonly<Record<string, string>> = {
  BAD_ALIAS: '别名写法有误',
  BAD_DQ_ESCAPE: '双引号字符串中的转义序列无效',
  BAD_INDENT: '缩进有误，或括号没有闭合',
  BAD_SCALAR_START: '值不能以此字符开头，请加引号',
  BLOCK_AS_IMPLICIT_KEY: '同一行中不能再嵌套映射，请换行或加引号',
  BLOCK_IN_FLOW: '方括号或花括号内不能使用块格式',
  DUPLICATE_KEY: '键重复',
  KEY_OVER_1024_CHARS: '键过长',
  MISSING_CHAR: '缺少字符（引号、冒号或括号没有写全）',
  MULTILINE_IMPLICIT_KEY: '键不能跨行，可能缺少冒号',
  MULTIPLE_DOCS: '只能有一个文档',
  TAB_AS_INDENT: '不能用制表符缩进',
  TAG_RESOLVE_FAILED: '未知的标签',
  UNEXPECTED_TOKEN: '出现了意外的内容',
};

/** Comments of JSON with comments as blanks of the same length; YAML reads the rest, trailing commas included. */
export function withoutComments(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (m) =>
    m.startsWith('"') ? m : m.replace(/[^\n]/g, ' '),
  );
}
