import { byPlace } from './lint.ts';
import { nearest } from './nearest.ts';
import { type Finding, type Rule, ruleFor, type Severity, type Text } from './rule.ts';
import type { Edit, LanguageId, Source, Span } from './text.ts';

/** A comment as suppression sees it, in any language. */
export interface CommentLine {
  /** Without the comment character. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** What the comment stands before, with its whole block; comments in between do not count. */
  readonly next: { readonly start: number; readonly end: number } | undefined;
  /** The line whose end it is, where something stands before it on its line. */
  readonly line: { readonly start: number; readonly end: number } | undefined;
}

export interface SuppressOptions {
  /** Of every rule, those that the configuration switches off included: only so is known what a comment is good for. */
  readonly findings: readonly Finding[];
  readonly files: readonly SuppressibleFile[];
  readonly rules: ReadonlyMap<string, Rule<never>>;
  /** What the configuration says about a rule in a file, `off` for an optional one it does not name; undefined leaves it as it is. */
  severityOf(rule: string, path: string): Severity | 'off' | undefined;
}

interface SuppressibleFile {
  readonly path: string;
  readonly language: LanguageId;
  readonly source: Source;
  readonly comments: readonly CommentLine[];
  /** The file was judged without what surrounds it, so that a missing finding proves nothing. */
  readonly partial: boolean;
}

/**
 * Takes away what comments disable and what the configuration switches off, sets configured severities, and adds what is
 * wrong with the comments themselves: `# keepalint-disable-next-line nginx/deprecated, nginx/removed -- reason`.
 */
export function suppress({ findings, files, rules, severityOf }: SuppressOptions): Finding[] {
  const kept: Finding[] = [];
  const byFile = new Map<string, Finding[]>();
  for (const f of findings) {
    const list = byFile.get(f.at.file);
    list ? list.push(f) : byFile.set(f.at.file, [f]);
  }
  for (const file of files) {
    const mine = byFile.get(file.path) ?? [];
    byFile.delete(file.path);
    const directives = file.comments.length ? readDirectives(file) : [];
    if (directives.length === 0) {
      for (const f of mine) kept.push(f);
      continue;
    }
    const silenced = silencer(directives);
    // One by one: there may be more than a call takes arguments.
    for (const f of mine) if (!silenced(f)) kept.push(f);
    const off = (rule: string) => severityOf(rule, file.path) === 'off';
    for (const f of hygiene(file, directives, rules, off)) if (!silenced(f)) kept.push(f);
  }
  for (const rest of byFile.values()) for (const f of rest) kept.push(f);
  return kept
    .flatMap((f) => {
      const severity = severityOf(f.rule, f.at.file) ?? f.severity;
      return severity === 'off' ? [] : severity === f.severity ? [f] : [{ ...f, severity }];
    })
    .sort(byPlace);
}

const kinds = ['disable-next-line', 'disable-line', 'disable-file', 'disable', 'enable'] as const;

interface Directive {
  /** undefined: begins like one of ours, but is none. */
  readonly kind: (typeof kinds)[number] | undefined;
  readonly comment: CommentLine;
  /** The keyword: `keepalint-disable`. */
  readonly word: string;
  readonly at: Span;
  readonly entries: readonly Entry[];
  /** What stands after the rules without ` -- ` before it. */
  readonly prose: Span | undefined;
  readonly reason: boolean;
}

/** One rule of a directive, or all of them where it names none. */
interface Entry {
  readonly rule: string | undefined;
  readonly at: Span;
  readonly kind: Directive['kind'];
  readonly from: number;
  until: number;
  /** Rules taken out of a range that is about all of them, and where. */
  readonly enabled: Map<string, number>;
  /** For `enable`: what it ends. */
  ends: readonly Entry[];
  readonly endedBy: Directive[];
  used: boolean;
}

const keywordOf = (text: string) => /^\s*(keepalint-((?:disable|enable)[\w-]*))/.exec(text);

/** What stands for a reason until somebody writes one. */
export const reasonToCome: Text = { en: 'reason', 'zh-CN': '理由' };

/** What a comment is that is one of ours, and where in the text the list of its rules ends; undefined where it names none. */
export function commentDirective(
  { text }: Source,
  { start, end }: Pick<Span, 'start' | 'end'>,
): { readonly kind: Directive['kind']; readonly list: number | undefined } | undefined {
  const comment = text.slice(start + 1, end);
  const keyword = keywordOf(comment);
  if (!keyword) return undefined;
  const last = readList(comment, keyword[0].length).names.at(-1);
  return { kind: kinds.find((k) => k === keyword[2]), list: last && start + 1 + last[1] };
}

function readDirectives({ path, source, comments }: SuppressibleFile): Directive[] {
  const directives: Directive[] = [];
  const open = openRanges();
  for (const comment of comments) {
    const keyword = keywordOf(comment.text);
    if (!keyword) continue;
    const base = source.text.indexOf(comment.text, comment.start);
    const span = (start: number, end: number): Span => ({ file: path, start: base + start, end: base + end });
    const kind = kinds.find((k) => k === keyword[2]);
    const word = keyword[1]!;
    const wordAt = span(keyword[0].length - word.length, keyword[0].length);
    const { names, prose, reason } = readList(comment.text, keyword[0].length);
    const range = rangeOf(kind, comment, () => nextLine(source.text, comment));
    const entryOf = (rule: string | undefined, at: Span): Entry => {
      return { rule, at, kind, from: range.start, until: range.end, enabled: new Map(), ends: [], endedBy: [], used: false };
    };
    const entries = names.length
      ? names.map(([start, end]) => entryOf(comment.text.slice(start, end), span(start, end)))
      : [entryOf(undefined, wordAt)];
    if (kind === 'disable') for (const entry of entries) open.add(entry);
    if (kind === 'enable') for (const entry of entries) entry.ends = open.end(entry.rule, comment.start);
    const directive: Directive = { kind, comment, word, at: wordAt, entries, prose: prose && span(...prose), reason };
    for (const entry of entries) for (const ended of entry.ends) ended.endedBy.push(directive);
    directives.push(directive);
  }
  return directives;
}

/** The ranges that no `enable` has ended yet. */
function openRanges() {
  let all: Entry[] = [];
  const named = new Map<string, Entry[]>();
  /** How many of those about all rules, the first ones, do without a rule already. */
  const enabled = new Map<string, number>();
  return {
    add(entry: Entry): void {
      const { rule } = entry;
      if (rule === undefined) all.push(entry);
      else if (named.has(rule)) named.get(rule)!.push(entry);
      else named.set(rule, [entry]);
    },
    /** Gives those that end here, for one rule or for good. */
    end(rule: string | undefined, at: number): readonly Entry[] {
      const closed = rule === undefined ? [all, ...named.values()].flat() : (named.get(rule) ?? []);
      for (const range of closed) range.until = at;
      if (rule === undefined) {
        all = [];
        named.clear();
        enabled.clear();
        return closed;
      }
      named.delete(rule);
      const without = all.slice(enabled.get(rule));
      for (const range of without) range.enabled.set(rule, at);
      enabled.set(rule, all.length);
      return [...closed, ...without];
    },
  };
}

/** `a, b -- reason`: names are separated by commas or blanks; what is no name and follows no comma is meant as a reason. */
function readList(text: string, from: number) {
  const dash = /(?:^|\s)(?:--+|—+)(?=\s|$)|\s*——/g;
  dash.lastIndex = from;
  const cut = dash.exec(text);
  const end = cut ? cut.index : text.trimEnd().length;
  const names: [number, number][] = [];
  const word = /[^\s,，、]+/g;
  word.lastIndex = from;
  for (let m = word.exec(text); m && m.index < end; m = word.exec(text)) {
    const [start, stop] = [m.index, Math.min(m.index + m[0].length, end)];
    const name = text.slice(start, stop);
    const listed = names.length === 0 || /[,，、]/.test(text.slice(names.at(-1)![1], start));
    if (!(/^[\w-]+\/[\w-]+$/.test(name) || (listed && /^[\w-]+$/.test(name))))
      return { names, prose: [start, end] as [number, number], reason: true };
    names.push([start, stop]);
  }
  const reason = cut ? text.slice(cut.index + cut[0].length).trim() : '';
  return { names, prose: undefined, reason: reason !== '' && !Object.values(reasonToCome).includes(reason) };
}

function rangeOf(kind: Directive['kind'], comment: CommentLine, next: () => CommentLine['next']) {
  const nothing = { start: 0, end: -1 };
  const everything = Number.POSITIVE_INFINITY;
  if (kind === 'disable-next-line') return next() ?? nothing;
  if (kind === 'disable-line') return comment.line ?? nothing;
  if (kind === 'disable-file') return { start: 0, end: everything };
  return kind === 'disable' ? { start: comment.end, end: everything } : nothing;
}

/** A comment above a blank line stands before nothing. */
function nextLine(text: string, { end, next }: CommentLine): CommentLine['next'] {
  return next && !/\n[ \t\r]*\n/.test(text.slice(end, next.start)) ? next : undefined;
}

/** An entry with the one before it that was still in force where it begins. */
interface Layer {
  readonly entry: Entry;
  readonly outer: Layer | undefined;
}

/** The closest first: its line, what the comment stands before, the innermost range, the file. */
const closeness = ['disable-line', 'disable-next-line', 'disable', 'disable-file'] as const;

/** Whether a finding is disabled, and marks what disables it. By search: a generated file may have a comment on every line. */
function silencer(directives: readonly Directive[]): (finding: Finding) => boolean {
  const layers = new Map<string, Layer[]>();
  const open = new Map<string, Layer | undefined>();
  for (const entry of directives.flatMap((d) => d.entries)) {
    // Nothing comes after it.
    if (entry.until < entry.from) continue;
    const key = `${entry.kind} ${entry.rule ?? ''}`;
    let outer = open.get(key);
    while (outer && outer.entry.until < entry.from) outer = outer.outer;
    const layer = { entry, outer };
    open.set(key, layer);
    const list = layers.get(key);
    list ? list.push(layer) : layers.set(key, [layer]);
  }
  return ({ rule, at }) => {
    const applies = ({ from, until, enabled }: Entry) =>
      from <= at.start &&
      (at.start < until || (at.start === at.end && at.start === until)) &&
      !(at.start >= (enabled.get(rule) ?? Number.POSITIVE_INFINITY));
    const innermost = (key: string) => {
      let layer = lastBefore(layers.get(key) ?? [], at.start);
      while (layer && !applies(layer.entry)) layer = layer.outer;
      return layer?.entry;
    };
    for (const kind of closeness) {
      const own = innermost(`${kind} ${rule}`);
      const all = rule.startsWith('keepalint/') ? undefined : innermost(`${kind} `);
      const entry = own && all ? (own.at.start < all.at.start ? all : own) : (own ?? all);
      if (entry) {
        entry.used = true;
        return true;
      }
    }
    return false;
  };
}

/** The last one that begins at or before an offset. */
function lastBefore(layers: readonly Layer[], offset: number): Layer | undefined {
  let [low, high] = [0, layers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (layers[middle]!.entry.from <= offset) low = middle + 1;
    else high = middle;
  }
  return layers[low - 1];
}

const unknownRule = ruleFor<never>()({
  id: 'keepalint/unknown-rule',
  since: '0.1.0',
  messages: {
    unknown: {
      severity: 'warning',
      en: 'there is no rule {rule}: naming it changes nothing',
      'zh-CN': '没有名为 {rule} 的规则：写在这里不起作用',
    },
    similar: {
      severity: 'warning',
      en: 'there is no rule {rule}, so naming it changes nothing: did you mean {suggestion}?',
      'zh-CN': '没有名为 {rule} 的规则，写在这里不起作用：是否想写 {suggestion}？',
    },
    directive: {
      severity: 'warning',
      en: 'there is no comment directive {word}, so it changes nothing: did you mean {suggestion}?',
      'zh-CN': '没有名为 {word} 的注释指令，不起作用：是否想写 {suggestion}？',
    },
    prose: {
      severity: 'warning',
      en: '“{text}” is no rule: a reason is set off by --',
      'zh-CN': '“{text}”不是规则：理由要写在 -- 之后',
    },
  },
  fixes: {
    replace: { safety: 'unsafe', en: 'write {suggestion}', 'zh-CN': '改为 {suggestion}' },
    dashes: { safety: 'safe', en: 'put -- before the reason', 'zh-CN': '在理由前加上 --' },
  },
  check() {},
});

const unusedSuppression = ruleFor<never>()({
  id: 'keepalint/unused-suppression',
  since: '0.1.0',
  messages: {
    unused: {
      severity: 'warning',
      tag: 'unnecessary',
      en: '{word} disables nothing: there is no finding where it applies',
      'zh-CN': '{word} 没有屏蔽任何问题：它的作用范围内没有检查结果',
    },
    rule: {
      severity: 'warning',
      tag: 'unnecessary',
      en: '{word} disables nothing: {rule} has no finding where it applies',
      'zh-CN': '{word} 没有屏蔽任何问题：它的作用范围内没有 {rule} 的检查结果',
    },
    enable: {
      severity: 'warning',
      tag: 'unnecessary',
      en: '{word} enables nothing: no keepalint-disable before it is still in force',
      'zh-CN': '{word} 没有重新启用任何规则：前面没有仍然有效的 keepalint-disable',
    },
    alone: {
      severity: 'warning',
      en: '{word} disables nothing: it has a line to itself, and is meant for the end of a line',
      'zh-CN': '{word} 没有屏蔽任何问题：它独占一行，而它应写在行尾',
    },
  },
  fixes: {
    remove: { safety: 'safe', en: 'remove it', 'zh-CN': '将其删除' },
    nextLine: { safety: 'unsafe', en: 'write keepalint-disable-next-line', 'zh-CN': '改为 keepalint-disable-next-line' },
  },
  check() {},
});

const missingReason = ruleFor<never>()({
  id: 'keepalint/missing-reason',
  since: '0.1.0',
  optional: true,
  messages: {
    missing: {
      severity: 'warning',
      en: '{word} gives no reason: add one after --',
      'zh-CN': '{word} 没有写明理由：请在 -- 之后补上',
    },
  },
  check() {},
});

/** Their findings come from `suppress`, which alone sees what comments do. */
export const hygieneRules: readonly Rule<never>[] = [unknownRule, unusedSuppression, missingReason];

function hygiene(
  file: SuppressibleFile,
  directives: readonly Directive[],
  rules: ReadonlyMap<string, Rule<never>>,
  off: (rule: string) => boolean,
): Finding[] {
  const found: Finding[] = [];
  for (const directive of directives) {
    const { kind, word, at, entries, prose } = directive;
    if (kind === undefined) {
      const suggestion = `keepalint-${nearest(word.slice('keepalint-'.length), kinds) ?? 'disable-next-line'}`;
      found.push(finding(unknownRule, 'directive', at, { word, suggestion }, replace(at, suggestion)));
      continue;
    }
    for (const entry of entries) if (entry.rule !== undefined && !rules.has(entry.rule)) found.push(unknown(entry, rules));
    if (prose) {
      const text = file.source.text.slice(prose.start, prose.end);
      const edits = [{ at: { ...prose, end: prose.start }, text: '-- ' }];
      found.push(finding(unknownRule, 'prose', prose, { text }, { id: 'dashes', edits }));
    }
    if (kind !== 'enable' && !directive.reason) found.push(finding(missingReason, 'missing', at, { word }));
    if (kind === 'disable-line' && !directive.comment.line) {
      const edits = [{ at, text: 'keepalint-disable-next-line' }];
      found.push(finding(unusedSuppression, 'alone', at, { word }, { id: 'nextLine', edits }));
    } else found.push(...unused(file, directive, rules, off));
  }
  return found;
}

function unknown({ rule = '', at }: Entry, rules: ReadonlyMap<string, Rule<never>>): Finding {
  const name = rule.slice(rule.indexOf('/') + 1);
  const suggestion = [...rules.keys()].find((id) => id.slice(id.indexOf('/') + 1) === name) ?? nearest(rule, rules.keys());
  return suggestion === undefined
    ? finding(unknownRule, 'unknown', at, { rule })
    : finding(unknownRule, 'similar', at, { rule, suggestion }, replace(at, suggestion));
}

/** What a directive disables in vain. Says nothing about rules that are off, unknown, or could not be judged here. */
function unused(
  file: SuppressibleFile,
  directive: Directive,
  rules: ReadonlyMap<string, Rule<never>>,
  off: (rule: string) => boolean,
): Finding[] {
  const { kind, word, at, entries } = directive;
  const idle = entries.filter(({ rule, used, ends }) => {
    if (kind === 'enable') return ends.length === 0 && (rule === undefined || rules.has(rule));
    return !used && !file.partial && (rule === undefined || (rules.has(rule) && !rule.startsWith('keepalint/') && !off(rule)));
  });
  if (idle.length === 0) return [];
  const remove = (gone: readonly Entry[]) => {
    // An `enable` that ended nothing else would be the next one to be unused.
    const ends = new Set(gone.flatMap((entry) => entry.endedBy));
    const edits = [...ends].flatMap((end) =>
      removal(
        file.source,
        end,
        end.entries.filter((e) => e.ends.length > 0 && e.ends.every((range) => gone.includes(range))),
      ),
    );
    edits.unshift(...removal(file.source, directive, gone));
    return { id: 'remove', edits };
  };
  if (idle.length === entries.length)
    return [finding(unusedSuppression, kind === 'enable' ? 'enable' : 'unused', at, { word }, remove(idle))];
  return idle.map((entry) =>
    kind === 'enable'
      ? finding(unusedSuppression, 'enable', entry.at, { word: `${word} ${entry.rule}` }, remove([entry]))
      : finding(unusedSuppression, 'rule', entry.at, { word, rule: entry.rule ?? '' }, remove([entry])),
  );
}

/** Removes some names of a directive with their commas, or the comment with its line where it keeps none. */
function removal({ path, text }: Source, { comment, entries }: Directive, gone: readonly Entry[]): Edit[] {
  const cut = (start: number, end: number): Edit => ({ at: { file: path, start, end }, text: '' });
  if (gone.length === 0) return [];
  if (gone.length < entries.length)
    return gone.map((entry) => {
      const i = entries.indexOf(entry);
      return i > 0 ? cut(entries[i - 1]!.at.end, entry.at.end) : cut(entry.at.start, entries[1]!.at.start);
    });
  let [start, end] = [comment.start, comment.end];
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  if (start > 0 && text[start - 1] !== '\n') return [cut(start, end)];
  if (text[end] === '\r') end++;
  if (text[end] === '\n') end++;
  return [cut(start, end)];
}

interface Repair {
  readonly id: string;
  readonly edits: readonly Edit[];
}

const replace = (at: Span, suggestion: string): Repair => ({ id: 'replace', edits: [{ at, text: suggestion }] });

function finding(rule: Rule<never>, message: string, at: Span, data: Finding['data'], fix?: Repair): Finding {
  const { severity } = rule.messages[message]!;
  const fixes = fix ? [{ ...fix, safety: rule.fixes![fix.id]!.safety, data }] : [];
  return { rule: rule.id, message, severity, at, data, related: [], fixes };
}
