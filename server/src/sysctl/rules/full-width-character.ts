import { ruleFor } from '../../core/rule.ts';
import { factsOf, isNumeric } from '../facts/keys.ts';
import { edit } from '../model/edits.ts';
import { pathOf } from '../model/key.ts';
import type { Sysctl, SysctlFile } from '../model/model.ts';
import { isTemplate, readNumbers } from '../model/value.ts';
import { type Line, type Piece, readLines } from '../syntax.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/full-width-character',
  since: '0.1.0',
  supersedes: ['sysctl/not-an-assignment', 'sysctl/unknown-key', 'sysctl/inline-comment'],
  messages: {
    mark: {
      severity: 'error',
      en: 'the line begins with a byte order mark: to every reader it is a part of the first key or comment',
      'zh-CN': '这一行以字节序标记（BOM）开头：所有程序都会把它当作第一个键或注释的一部分',
    },
    looksAlike: {
      severity: 'error',
      en: '{characters} in "{text}" only looks like {meant}: every reader rejects the line',
      'zh-CN': '“{text}” 中的 {characters} 只是看起来像 {meant}：所有程序都会拒绝这一行',
    },
    invisible: {
      severity: 'error',
      en: '"{text}" holds an invisible character ({characters}): every reader rejects the line',
      'zh-CN': '“{text}” 中含有不可见字符（{characters}）：所有程序都会拒绝这一行',
    },
  },
  fixes: {
    replace: { safety: 'safe', en: 'write {meant}', 'zh-CN': '改为 {meant}' },
    drop: { safety: 'safe', en: 'delete {characters}', 'zh-CN': '删除 {characters}' },
  },
  check({ files }, report) {
    for (const file of files) {
      // In text of another encoding these code points are halves of characters.
      if (file.source.encoding !== 'utf8' || !suspicious.test(file.source.text)) continue;
      for (const line of file.lines) {
        const part = rejectedPart(line);
        if (!part) continue;
        const found = lookAlikes(file, part.start, part.end);
        const [first] = found;
        if (!first) continue;
        const at = { file: file.source.path, start: first.start, end: found.at(-1)?.end ?? first.end };
        const edits = found.map((f) => edit(file, f.start, f.end, f.meant));
        const characters = list(found.map((f) => f.shown));
        if (first.code === 0xfeff && first.start === 0 && found.length === 1) {
          report(at, 'mark', {}, { fixes: [{ fix: 'drop', edits, data: { characters } }] });
          continue;
        }
        const text = short(part.text);
        const visible = found.filter((f) => f.meant !== '');
        if (visible.length === 0)
          report(at, 'invisible', { text, characters }, { fixes: [{ fix: 'drop', edits, data: { characters } }] });
        else {
          const meant = list(visible.map((f) => (f.meant === ' ' ? '" "' : f.meant)));
          report(
            at,
            'looksAlike',
            { text, characters: list(visible.map((f) => f.shown)), meant },
            { fixes: [{ fix: 'replace', edits, data: { meant } }] },
          );
        }
      }
    }
  },
});

/** Full-width forms, ideographic and non-breaking blanks, typographic dashes and quotes, invisible characters. */
const suspicious =
  /[\u00a0\u00ad\u2000-\u200f\u2010-\u2015\u2018-\u201f\u2028-\u202f\u205f-\u2064\u2212\u3000-\u3002\ufe50-\ufe6b\ufeff\uff01-\uff5e]/;
const eachSuspicious = new RegExp(suspicious, 'g');

interface LookAlike {
  readonly start: number;
  readonly end: number;
  readonly code: number;
  readonly shown: string;
  /** What its author meant; empty for what nobody sees. */
  readonly meant: string;
}

function lookAlikes(file: SysctlFile, start: number, end: number): LookAlike[] {
  return [...file.source.text.slice(start, end).matchAll(eachSuspicious)].map((m) => {
    const code = m[0].charCodeAt(0);
    const meant = meantBy(m[0]);
    const visible = meant !== '' && meant !== ' ';
    return {
      start: start + m.index,
      end: start + m.index + 1,
      code,
      shown: visible ? m[0] : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`,
      meant,
    };
  });
}

function meantBy(c: string): string {
  if (/[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/.test(c)) return '';
  if (/[\u2010-\u2015\u2212]/.test(c)) return '-';
  if (/[\u2018-\u201b]/.test(c)) return "'";
  if (/[\u201c-\u201f]/.test(c)) return '"';
  if (c === '\u3001') return ',';
  if (c === '\u3002') return '.';
  return c.normalize('NFKC');
}

/**
 * The part of a line that such a character makes unreadable: key and separator, or a value that would be numbers without
 * it. Comments, and what stands behind the last number a key takes, may hold any character; so may text values.
 */
function rejectedPart(line: Line): Piece | undefined {
  if (line.kind === 'comment' || line.kind === 'blank') return undefined;
  const whole = line.kind === 'bad' ? line.text : line.key;
  if (isTemplate(whole.text)) return undefined;
  if (line.kind === 'bad') {
    if (!suspicious.test(whole.text)) return undefined;
    const clean = readAs(whole.text);
    if (clean?.kind === 'comment')
      return { text: whole.text, start: whole.start, end: whole.start + /^[^#;]?./su.exec(whole.text)![0].length };
    if (clean?.kind !== 'assignment' || !plainKey.test(clean.key.text)) return undefined;
    // Its comment, if any, stays as it is.
    const end = clean.remark === undefined ? whole.end : whole.end - (clean.end - clean.remark);
    return { text: whole.text, start: whole.start, end };
  }
  if (suspicious.test(line.key.text)) {
    const clean = replaceAll(line.key.text);
    if (plainKey.test(clean)) return line.key;
    return undefined;
  }
  if (line.kind !== 'assignment') return undefined;
  const { value, remark } = line;
  const facts = factsOf(pathOf(line.key.text));
  const text = value.text.slice(0, remark === undefined ? undefined : remark - value.start).trimEnd();
  if (
    !suspicious.test(text) ||
    (facts && !isNumeric(facts) && facts.type !== 'list' && facts.name !== 'net.ipv4.ip_local_port_range')
  )
    return undefined;
  const before = readNumbers(text);
  if (facts && isNumeric(facts) && before.fields.length >= facts.fields) return undefined;
  const clean = replaceAll(text).trim();
  const good = facts?.type === 'list' ? /^[\d,\- ]+$/.test(clean) : readNumbers(clean).rest === clean.length && clean !== '';
  return good ? { text, start: value.start, end: value.start + text.length } : undefined;
}

const plainKey = /^[A-Za-z_][\w.*/:-]*$/;
const replaceAll = (text: string) => text.replace(eachSuspicious, meantBy);

function readAs(text: string): Line | undefined {
  for (const line of readLines(replaceAll(text))) return line;
  return undefined;
}

const list = (items: readonly string[]) => ({ list: [...new Set(items)], word: 'and' as const });
const short = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
