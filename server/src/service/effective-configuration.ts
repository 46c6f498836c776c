import type { Renderer } from '../core/render.ts';
import type { Statement, Value } from '../core/rule.ts';
import { say, texts } from '../core/statement.ts';
import type { Span } from '../core/text.ts';
import type { Target, VersionRange } from '../core/version.ts';
import { levelsAround } from '../nginx/model/applying.ts';
import { type Directive, type Nginx, spanOf, wordsOf } from '../nginx/model/model.ts';
import { factsOf } from '../sysctl/facts/keys.ts';
import { readingsOf } from '../sysctl/model/arithmetic.ts';
import { dotted, pathOf } from '../sysctl/model/key.ts';
import { goneFor } from '../sysctl/model/life.ts';
import { type Assignment, at as atPart, type Reading, type Sysctl, spanOfSetting } from '../sysctl/model/model.ts';
import { isTemplate, verdicts } from '../sysctl/model/value.ts';

/** A line of a configuration as a program sees it. */
export interface EffectiveLine {
  /** Indented, without a line break. */
  readonly text: string;
  /** Said in a comment: behind the text, or alone. */
  readonly note: Statement | undefined;
  /** Where it is written; undefined where it is not written anywhere. */
  readonly at: Span | undefined;
}

/** The text of such lines in one language, and where each of its lines comes from. */
export function textOf(lines: readonly EffectiveLine[], { statement }: Renderer) {
  const text = lines.map(({ text, note }) => {
    const comment = note && `# ${statement(note)}`;
    return comment === undefined ? text : /\S/.test(text) ? `${text} ${comment}` : text + comment;
  });
  return { text: text.length > 0 ? `${text.join('\n')}\n` : '', places: lines.map(({ at }) => at) };
}

/**
 * A configuration as nginx reads it: what includes lead to stands in their place. An `include` whose files are not here stays, so
 * that the text means what the files do where the others are there, too.
 */
export function wholeConfiguration(nginx: Nginx): readonly EffectiveLine[] {
  const page = newPage();
  print(page, nginx, nginx.items, 0);
  return page.lines;
}

/** What applies at an offset of a file, once for each place where the file is included; all of the configuration where no block is around it. */
export function configurationAround(nginx: Nginx, path: string, offset: number): readonly EffectiveLine[] {
  const blocks = blocksAround(nginx, path, offset);
  if (blocks.length === 0) return wholeConfiguration(nginx);
  return blocks
    .slice(0, mostPlaces)
    .flatMap((block, i) => [
      ...(i > 0 ? [{ text: '', note: undefined, at: undefined }] : []),
      ...configurationAt(nginx, block),
    ]);
}

const mostPlaces = 5;

/** The innermost blocks around an offset; several where the file is included several times. */
export function blocksAround({ all }: Nginx, path: string, offset: number): readonly Directive[] {
  const mine = all.filter((d) => d.file.path === path);
  const around = mine.filter(({ node }) => node.block && node.name.start <= offset && offset <= node.end);
  const inner = Math.max(...around.map(({ node }) => node.name.start));
  // Else those that the file is included in.
  const outer = mine.filter(({ parent }) => parent?.file.path !== path);
  const blocks = around.length > 0 ? around.filter(({ node }) => node.name.start === inner) : outer.map(({ parent }) => parent);
  return [...new Set(blocks)].filter((d) => d !== undefined);
}

/**
 * What applies in a block: the blocks around it, each with the directives that take effect there; what a block gets from outside
 * stands behind its own directives. Neighbours are left out, and what a deeper block replaces.
 */
function configurationAt(nginx: Nginx, block: Directive): readonly EffectiveLine[] {
  const page = newPage();
  const { top } = nginx;
  if (top.context !== 'main')
    page.note(0, top.context === undefined ? say(words.somewhere, {}) : say(words.fragment, { context: top.context }));
  const levels = levelsAround(nginx, block);
  for (const [depth, { own, inherited, block }] of levels.entries()) {
    const inside = block ? depth : 0;
    if (block) {
      // The top is a level, but no block.
      page.gap();
      page.open(inside - 1, block);
    }
    print(page, nginx, own, inside, false);
    for (const [i, d] of inherited.entries()) {
      if (i === 0 || d.parent !== inherited[i - 1]!.parent) page.gap();
      const place: Value = { place: spanOf(d) };
      const note = d.parent ? say(words.inherited, { block: d.parent.name, place }) : say(words.from, { place });
      if (d.node.block) page.note(inside, say(words.block, { line: wordsOf(d), note }), spanOf(d));
      else page.directive(inside, d, note);
    }
  }
  for (let depth = levels.length - 1; depth > 0; depth--) page.close(depth - 1, levels[depth]!.block!);
  return page.lines;
}

/** What a set of sysctl files leaves in each key, in the order of application; once for each order that programs differ in. */
export function effectiveSettings(sysctl: Sysctl): readonly EffectiveLine[] {
  const told = readingsOf(sysctl).map((reading) => ({ reading, lines: settingsOf(reading, sysctl.target) }));
  const [first] = told;
  if (!first) return [];
  if (told.every(({ lines }) => JSON.stringify(lines) === JSON.stringify(first.lines))) return first.lines;
  return told.flatMap(({ reading, lines }, i) => [
    ...(i > 0 ? [{ text: '', note: undefined, at: undefined }] : []),
    { text: '', note: programsOf(reading), at: undefined },
    ...lines,
  ]);
}

function settingsOf({ files, winner }: Reading, { kernel }: Target): readonly EffectiveLine[] {
  const assigned = new Map<string, Assignment[]>();
  /** Keys that no glob sets. */
  const excluded = new Map<string, Span>();
  for (const file of files) {
    for (const a of file.assignments) {
      const list = assigned.get(a.path) ?? [];
      list.push(a);
      // In the order of what counts.
      assigned.delete(a.path);
      assigned.set(a.path, list);
    }
    for (const line of file.lines)
      if (line.kind === 'exclude')
        excluded.set(pathOf(line.key.text), { file: file.source.path, start: line.key.start, end: line.key.end });
  }
  const lines: EffectiveLine[] = [];
  const tell = (text: string, a: Assignment, note: Statement) => {
    const at = spanOfSetting(a);
    lines.push({ text: '', note, at }, { text, note: undefined, at });
  };
  for (const [path, list] of assigned) {
    const last = list[0]!.glob ? list.at(-1)! : winner(path);
    // An exclude may have taken it out.
    if (last?.path !== path) continue;
    const why = lossOf(last, kernel);
    if (why) tell(`# ${lineOf(last)}`, last, say(words[why], { place: { place: spanOfSetting(last) } }));
    // What is refused leaves what was there before.
    const set = why ? list.findLast((a) => !a.glob && !lossOf(a, kernel)) : last;
    if (!set) continue;
    const place: Value = { place: spanOfSetting(set) };
    const before = list.findLast((a) => a !== set && a !== last);
    const other: Value | undefined = before && { place: atPart(before, before.line.key) };
    const note = other ? say(words.instead, { place, value: before!.value.text, other }) : say(words.from, { place });
    tell(lineOf(set), set, note);
  }
  for (const [path, at] of excluded) {
    if (winner(path)) continue;
    lines.push(
      { text: '', note: say(words.from, { place: { place: at } }), at },
      { text: `-${dotted(path)}`, note: undefined, at },
    );
  }
  return lines;
}

/** Why an assignment leaves nothing in its key, whatever the targeted kernel. */
function lossOf(
  { path, glob, value: { text } }: Assignment,
  kernels: readonly VersionRange[],
): 'noKey' | 'refused' | undefined {
  if (glob) return undefined;
  if (/\s/.test(path) || goneFor(path, kernels)) return 'noKey';
  const facts = factsOf(path);
  if (!facts || text === '' || isTemplate(text)) return undefined;
  const judged = verdicts(facts, kernels, text);
  return judged.length > 0 && judged.every(({ verdict }) => verdict.kind === 'refused') ? 'refused' : undefined;
}

const lineOf = ({ line, name, value }: Assignment) => `${line.dash === undefined ? '' : '-'}${name} = ${value.text}`;

function programsOf({ programs }: Reading): Statement {
  return say(programs.length > 1 ? words.both : words[programs[0]!], {});
}

/** Deeper blocks are indented no further: the text would grow with the square of their depth. */
const deepest = 100;
const unit = '    ';

type Page = ReturnType<typeof newPage>;

function newPage() {
  const lines: EffectiveLine[] = [];
  let opened = true;
  const indents = Array.from({ length: deepest + 1 }, (_, depth) => unit.repeat(depth));
  const indented = (depth: number) => indents[Math.min(depth, deepest)]!;
  const add = (text: string, at: Span | undefined, note?: Statement) => {
    lines.push({ text, note, at });
    opened = false;
  };
  const addAll = (indent: string, parts: readonly Part[], { file, node }: Directive, note?: Statement) => {
    for (const [i, { text, start }] of parts.entries()) {
      const end = i === 0 ? node.name.end : start + text.length;
      add(i === 0 ? indent + text : text, { file: file.path, start, end }, i === parts.length - 1 ? note : undefined);
    }
  };
  return {
    lines,
    /** A blank line, but where a block begins. */
    gap() {
      if (!opened && lines.at(-1)!.text !== '') add('', undefined);
    },
    note(depth: number, note: Statement, at?: Span) {
      add(indented(depth), at, note);
    },
    directive(depth: number, d: Directive, note?: Statement) {
      addAll(indented(depth), partsOf(d, indented(depth + 1)), d, note);
    },
    open(depth: number, d: Directive) {
      addAll(indented(depth), partsOf(d, indented(depth + 1)), d);
      opened = true;
    },
    close(depth: number, d: Directive) {
      const { node, file } = d;
      const end = node.block!.close ?? node.end;
      if (opened) {
        const last = lines.pop()!;
        add(`${last.text}}`, last.at);
      } else add(`${indented(depth)}}`, { file: file.path, start: end, end });
    },
  };
}

/** A line of a directive, and the offset that it begins at. */
interface Part {
  readonly text: string;
  readonly start: number;
}

/** A directive as written, up to what opens its block; words on further lines stay there. */
function partsOf({ node, file }: Directive, further: string): readonly Part[] {
  const { text } = file.source;
  const last = (node.args.at(-1) ?? node.name).end;
  const feed = text.indexOf('\n', node.name.start);
  if (node.block?.kind !== 'lua' && (feed === -1 || feed > last)) {
    let line = text.slice(node.name.start, node.name.end);
    for (const { start, end } of node.args) line += ` ${text.slice(start, end)}`;
    return [{ text: line + (node.block ? ' {' : ';'), start: node.name.start }];
  }
  const parts: { text: string; start: number }[] = [{ text: '', start: node.name.start }];
  /** A word, or the body of Lua code, may have line breaks in it. */
  const append = (start: number, end: number) => {
    const [first, ...others] = text.slice(start, end).split('\n');
    parts.at(-1)!.text += first;
    let at = start + first!.length + 1;
    for (const other of others) {
      parts.push({ text: other, start: at });
      at += other.length + 1;
    }
  };
  append(node.name.start, node.name.end);
  let { end } = node.name;
  for (const arg of node.args) {
    if (text.slice(end, arg.start).includes('\n')) parts.push({ text: further, start: arg.start });
    else parts.at(-1)!.text += ' ';
    append(arg.start, arg.end);
    end = arg.end;
  }
  parts.at(-1)!.text += !node.block ? ';' : node.block.kind === 'lua' ? ' ' : ' {';
  if (node.block?.kind === 'lua') append(node.block.open, node.end);
  return parts;
}

/** Directives with what is in them, at a depth; `headers`: with comments that say where another file begins. */
function print(page: Page, nginx: Nginx, items: readonly Directive[], depth: number, headers = true): void {
  const stack: { readonly items: readonly Directive[]; next: number; readonly of: Directive | undefined }[] = [
    { items, next: 0, of: undefined },
  ];
  let file: string | undefined;
  let afterBlock = false;
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const inside = depth + stack.length - 1;
    const d = frame.items[frame.next++];
    if (!d) {
      stack.pop();
      if (frame.of) page.close(inside - 1, frame.of);
      afterBlock = true;
      continue;
    }
    if (nginx.included(d)?.status === 'found') continue;
    if (headers && d.file.path !== file) {
      file = d.file.path;
      page.gap();
      page.note(inside, say(words.from, { place: { place: spanOf(d) } }), spanOf(d));
    } else if (afterBlock || (d.node.block && d.node.block.kind === 'directives')) page.gap();
    afterBlock = false;
    if (d.node.block && d.node.block.kind !== 'lua') {
      page.open(inside, d);
      stack.push({ items: d.children, next: 0, of: d });
    } else page.directive(inside, d, nginx.included(d)?.status === 'unknown' ? say(words.notHere, {}) : undefined);
  }
}

const words = texts({
  from: { en: 'from {place}', 'zh-CN': '来自 {place}' },
  inherited: { en: 'from {block}, {place}', 'zh-CN': '来自 {block}，{place}' },
  block: { en: 'the block {line} {note}', 'zh-CN': '{line} 块，{note}' },
  notHere: { en: 'its files are not known', 'zh-CN': '文件未知' },
  fragment: { en: 'stands in {context}; what is set around it is not known', 'zh-CN': '位于 {context} 中；外层的设置未知' },
  somewhere: { en: 'the blocks around it are not known', 'zh-CN': '外层的块未知' },
  instead: {
    en: 'from {place}, instead of {value} ({other})',
    'zh-CN': '来自 {place}，取代 {value}（{other}）',
  },
  noKey: { en: 'not set, {place}: no targeted kernel has this key', 'zh-CN': '未生效，{place}：没有任何目标内核有这个参数' },
  refused: { en: 'not set, {place}: the kernel refuses this value', 'zh-CN': '未生效，{place}：内核拒绝这个值' },
  both: { en: 'sysctl --system and systemd-sysctl', 'zh-CN': 'sysctl --system 与 systemd-sysctl' },
  system: { en: 'after sysctl --system', 'zh-CN': '执行 sysctl --system 之后' },
  boot: { en: 'after boot (systemd-sysctl)', 'zh-CN': '启动（systemd-sysctl）之后' },
});
