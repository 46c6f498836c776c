import { ruleFor } from '../../core/rule.ts';
import { type Span, shorten } from '../../core/text.ts';
import { directive } from '../facts/directives.ts';
import type { Nginx, ReachedFile } from '../model/model.ts';
import { occurrences, piecesOf, spreadNodes } from '../model/pieces.ts';
import type { DirectiveNode, SyntaxProblem, Tree, Word } from '../syntax.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/syntax',
  since: '0.1.0',
  supersedes: ['nginx/unknown-directive', 'nginx/wrong-argument-count', 'nginx/block-form', 'nginx/swallowed-directive'],
  messages: {
    semicolon: {
      severity: 'error',
      en: 'a semicolon is missing after {after}: nginx reads on for more arguments of {directive} and does not start',
      'zh-CN': '{after} 后面缺少分号：nginx 会继续读取 {directive} 的参数，因而无法启动',
    },
    swallowed: {
      severity: 'error',
      en: 'a semicolon is missing after {after}: nginx takes {next} for an argument of {directive} and does not start',
      'zh-CN': '{after} 后面缺少分号：nginx 会把 {next} 当作 {directive} 的参数，因而无法启动',
    },
    closing: {
      severity: 'error',
      en: 'the block {block} is never closed: a closing brace is missing',
      'zh-CN': '{block} 块没有闭合：缺少右花括号',
    },
    opening: {
      severity: 'error',
      en: 'the opening brace of the block {block} is missing: nginx takes what follows for arguments',
      'zh-CN': '{block} 块缺少左花括号：nginx 会把后面的内容当作参数',
    },
    brace: {
      severity: 'error',
      en: 'this closing brace has no block to close: one opening brace is missing, or this one is too many',
      'zh-CN': '这个右花括号没有对应的块：要么少了一个左花括号，要么多了这一个',
    },
    terminator: {
      severity: 'error',
      en: 'this {character} has no directive before it, which nginx does not accept',
      'zh-CN': '这个 {character} 前面没有指令，nginx 不接受',
    },
    quote: {
      severity: 'error',
      en: 'the quote before {text} is not closed on its line: nginx takes what follows for the same text',
      'zh-CN': '{text} 前面的引号在本行没有闭合：nginx 会把后面的内容当作同一段文本',
    },
    emptyQuote: {
      severity: 'error',
      en: 'this quote is not closed on its line: nginx takes what follows for text',
      'zh-CN': '这个引号在本行没有闭合：nginx 会把后面的内容当作文本',
    },
    afterQuote: {
      severity: 'error',
      en: 'the text ends at the quote before {character}, where nginx needs a blank or a semicolon; a quote inside a text needs a backslash',
      'zh-CN': '文本在 {character} 之前的引号处已经结束，nginx 要求那里是空格或分号；文本内部的引号要加反斜杠',
    },
    lua: {
      severity: 'error',
      en: 'the Lua code of {block} never ends: a closing brace, quote or long bracket is missing',
      'zh-CN': '{block} 的 Lua 代码没有结束：缺少右花括号、引号或长括号',
    },
    entries: {
      severity: 'error',
      en: 'a block cannot stand in {block}, whose lines are values',
      'zh-CN': '{block} 中的每一行都是值，不能再包含块',
    },
    quantifier: {
      severity: 'error',
      en: '{text} needs quotes: nginx takes {brace} for the start of a block',
      'zh-CN': '{text} 需要加引号：nginx 会把 {brace} 当作块的开头',
    },
  },
  notes: {
    symptom: { en: 'nginx stops here', 'zh-CN': 'nginx 在这里停下' },
    place: { en: 'by nesting and indentation it belongs here', 'zh-CN': '按嵌套和缩进，它应该在这里' },
  },
  fixes: {
    semicolon: { safety: 'safe', en: 'add the semicolon', 'zh-CN': '补上分号' },
    closing: { safety: 'safe', en: 'add the closing brace', 'zh-CN': '补上右花括号' },
    opening: { safety: 'safe', en: 'add the opening brace', 'zh-CN': '补上左花括号' },
    drop: { safety: 'safe', en: 'delete it', 'zh-CN': '删除它' },
    quote: { safety: 'safe', en: 'add the closing quote', 'zh-CN': '补上右引号' },
    quotes: { safety: 'safe', en: 'put it in quotes', 'zh-CN': '加上引号' },
  },
  check(nginx, report) {
    const places = occurrences(nginx);
    for (const file of nginx.files.values()) {
      const { source, tree } = file;
      const { text } = source;
      const span = (start: number, end: number): Span => ({ file: source.path, start, end });
      /** `80#http` may be a value and a comment, and a backslash would take the semicolon in. */
      const endsHere = (w: Word) =>
        /#|\\$/.test(text.slice(w.start, w.end))
          ? []
          : [{ fix: 'semicolon' as const, edits: [{ at: span(w.end, w.end), text: ';' }] }];
      /** Directives of which a part stands in lines of its own, by the start of their name. */
      const spread = new Map(spreadNodes(source).map((node) => [node.name.start, node]));

      const templates = tree.problems.filter((p) => p.code === 'template');
      // A text with more is something else than a configuration.
      for (const p of causesOf(text, tree.problems).slice(0, 100)) {
        if (explainedByTemplate(text, templates, p)) continue;
        const at = span(p.start, p.end);
        const words = short(text.slice(p.start, p.end));
        const symptom = { note: 'symptom', at: symptomSpan(file, p) } as const;
        const related = p.symptom > p.end ? [symptom] : [];
        const edits = p.repair ? [{ at: span(p.repair.start, p.repair.end), text: p.repair.text }] : [];
        const fix = <F extends string>(id: F) => (p.repair ? [{ fix: id, edits }] : []);
        /** A full-width brace in its place was meant to be it. */
        const openingFix = ({ repair }: SyntaxProblem) => {
          const [wide] = repair ? (/^[ \t]*｛/.exec(text.slice(repair.start, repair.start + 20)) ?? []) : [];
          if (!repair || !wide) return fix('opening');
          const brace = repair.start + wide.length;
          return [{ fix: 'opening' as const, edits: [{ at: span(brace - 1, brace), text: '{' }] }];
        };
        switch (p.code) {
          case 'missing-semicolon': {
            const node = nodeEndingAt(tree, p.end);
            // It was meant to be a comment, or something that is indented with other blanks.
            if (node && notAName.test(node.name.text)) break;
            const pieces = node && spread.has(node.name.start) ? piecesOf(nginx, node, text, places(node)) : undefined;
            // Each piece that stands alone lacks its own semicolon.
            for (const { name, end } of pieces?.pieces ?? [])
              report(
                span(end.start, end.end),
                'semicolon',
                { after: short(text.slice(end.start, end.end)), directive: name.text },
                { related, fixes: endsHere(end) },
              );
            if (node) spread.delete(node.name.start);
            if (!pieces)
              report(
                at,
                'semicolon',
                { after: words, directive: node ? short(node.name.text) : words },
                { related, fixes: fix('semicolon') },
              );
            break;
          }
          case 'missing-brace': {
            const place = p.repair ? [{ note: 'place', at: span(p.repair.start - 1, p.repair.end) } as const] : [];
            const fixes = opensBlock(text, p) ? fix('closing') : [];
            report(at, 'closing', { block: blockName(words) }, { related: [...place, ...related], fixes });
            break;
          }
          case 'missing-opening':
            report(at, 'opening', { block: blockName(lineBefore(text, p.end)) }, { related, fixes: openingFix(p) });
            break;
          case 'stray-brace':
            report(at, 'brace', {}, { related, fixes: fix('drop') });
            break;
          case 'stray-terminator':
            report(at, 'terminator', { character: words }, { fixes: fix('drop') });
            break;
          case 'unclosed-quote': {
            const quoted = short(text.slice(p.start + 1, p.end));
            if (quoted.trim() === '') report(at, 'emptyQuote', {}, { related, fixes: fix('quote') });
            else report(at, 'quote', { text: quoted }, { related, fixes: fix('quote') });
            break;
          }
          case 'after-quote':
            report(at, 'afterQuote', { character: text.slice(p.start, p.end) });
            break;
          case 'unclosed-lua':
            report(at, 'lua', { block: blockName(words) }, { related });
            break;
          case 'block-in-entries':
            report(at, 'entries', { block: entriesAround(tree, p.start) });
            break;
          case 'unquoted-brace':
            report(
              at,
              'quantifier',
              { text: words, brace: /\{\d+(?:,\d*)?\}/.exec(words)?.[0] ?? words },
              { related, fixes: fix('quotes') },
            );
            break;
        }
      }

      for (const node of spread.values()) {
        const found = piecesOf(nginx, node, text, places(node));
        if (!found?.rejected || templateNear(text, templates, node.name.start, node.end)) continue;
        for (const [i, { name, end }] of found.pieces.slice(0, -1).entries()) {
          const after = short(text.slice(end.start, end.end));
          const next = found.pieces[i + 1]!.name.text;
          const fixes = [{ fix: 'semicolon', edits: [{ at: span(end.end, end.end), text: ';' }] } as const];
          const symptom = { note: 'symptom', at: span(node.terminator, node.terminator + 1) } as const;
          report(span(end.start, end.end), 'swallowed', { after, next, directive: name.text }, { related: [symptom], fixes });
        }
      }
    }
  },
});

/**
 * One finding for one cause: a `{` that has no directive before it, or stands in a map, is no block that somebody forgot to
 * close; it takes the `}` of a block around it, as a quote that is never closed takes what follows.
 */
function causesOf(text: string, problems: readonly SyntaxProblem[]): SyntaxProblem[] {
  const starts = (is: (p: SyntaxProblem) => boolean) => new Set(problems.flatMap((p) => (is(p) ? p.start : [])));
  const braces = starts(
    ({ code, start }) => code === 'block-in-entries' || (code === 'stray-terminator' && text[start] === '{'),
  );
  const quotes = starts((p) => p.code === 'unclosed-quote');
  const last = [...braces, ...quotes].reduce((a, b) => Math.max(a, b), -1);
  return problems.filter((p) => {
    if (p.code === 'missing-semicolon') return !quotes.has(p.start);
    if (p.code === 'missing-brace') return !braces.has(p.end - 1) && (p.repair !== undefined || p.start > last);
    return p.code !== 'template' && p.code !== 'too-long';
  });
}

/** Not a brace that has got into a directive without a block, or into the middle of a word: `listen 80{80;`. */
function opensBlock(text: string, { start, end }: SyntaxProblem): boolean {
  const [name = '', ...args] = text
    .slice(start, end - 1)
    .trim()
    .split(/\s+/);
  const facts = directive(name);
  const known = facts.some((fact) => fact.block);
  if (facts.length > 0 && !known) return false;
  const within = /\S/.test(text[end - 2] ?? ' ') && /[^\s#}]/.test(text[end] ?? ' ');
  return !within || (known && args.length === 0);
}

const notAName = /^(?:\*\/|[\u00a0\u2000-\u200f\u3000\ufeff\uff03])/;

function nodeEndingAt(tree: Tree, end: number): DirectiveNode | undefined {
  let items = tree.items;
  for (;;) {
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (items[middle]!.end < end) low = middle + 1;
      else high = middle;
    }
    const node = items[low];
    if (!node) return undefined;
    if (!node.block) return node.end === end && node.terminator === end ? node : undefined;
    items = node.block.items;
  }
}

function entriesAround(tree: Tree, at: number): string {
  let items = tree.items;
  for (;;) {
    const node = items.findLast((n) => n.name.start <= at && at <= n.end);
    if (!node?.block) return '';
    if (node.block.kind === 'entries') return node.name.text;
    items = node.block.items;
  }
}

/** Where nginx gives up: a character, or the last one of the text. */
function symptomSpan({ source }: ReachedFile, { symptom }: SyntaxProblem): Span {
  const start = Math.min(symptom, Math.max(source.text.trimEnd().length - 1, 0));
  return { file: source.path, start, end: start + 1 };
}

/** In a template half of a pair may stand in a tag, and a placeholder may be anything. */
function explainedByTemplate(text: string, templates: readonly SyntaxProblem[], p: SyntaxProblem): boolean {
  if (p.code === 'missing-brace' || p.code === 'stray-brace' || p.code === 'missing-opening') return templates.length > 0;
  return (
    templateNear(text, templates, p.start, p.end) ||
    (p.symptom < text.length && templateNear(text, templates, p.symptom, p.symptom))
  );
}

/** Whether a piece of a template stands in the lines of a span or in the one before or after them. */
function templateNear(text: string, templates: readonly SyntaxProblem[], start: number, end: number): boolean {
  const above = text.lastIndexOf('\n', text.lastIndexOf('\n', start - 1) - 1);
  const feed = text.indexOf('\n', end);
  const next = feed === -1 ? -1 : text.indexOf('\n', feed + 1);
  const below = next === -1 ? text.length : next;
  return (
    templates.some((t) => t.end > above && t.start < below) ||
    /@@\w+@@|\[\[ |\{\{|\{%|<%|%\w+%/.test(text.slice(above + 1, below))
  );
}

const lineBefore = (text: string, end: number) => text.slice(text.lastIndexOf('\n', end - 1) + 1, end).trim();
const blockName = (words: string) => short(words.replace(/\s*\{?$/, ''));

const short = (text: string) => shorten(text.replace(/\s+/g, ' '), 50);
