import { codeOf, meantBy } from '../../core/look-alike.ts';
import { ruleFor } from '../../core/rule.ts';
import { shorten } from '../../core/text.ts';
import { factsOf } from '../facts/keys.ts';
import { edit } from '../model/edits.ts';
import { pathOf } from '../model/key.ts';
import type { Sysctl, SysctlFile } from '../model/model.ts';
import { isTemplate, readNumbers } from '../model/value.ts';
import { type Assignment, type Line, type Piece, readLines } from '../syntax.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/full-width-character',
  since: '0.1.0',
  supersedes: ['sysctl/not-an-assignment', 'sysctl/unknown-key', 'sysctl/inline-comment', 'sysctl/invalid-value'],
  messages: {
    mark: {
      severity: 'error',
      en: 'the line begins with a byte order mark: to every reader it is a part of the first key or comment',
      'zh-CN': '这一行以字节序标记（BOM）开头：所有程序都会把它当作第一个键或注释的一部分',
    },
    looksAlike: {
      severity: 'error',
      en: '"{text}" is written with {characters} instead of {meant}: the line is rejected',
      'zh-CN': '“{text}” 中的 {characters} 只是看起来像 {meant}：这一行会被拒绝',
    },
    stray: {
      severity: 'error',
      en: '"{text}" ends with {characters}, which is no part of a number: the line is rejected',
      'zh-CN': '“{text}” 末尾的 {characters} 不属于数字：这一行会被拒绝',
    },
    invisible: {
      severity: 'error',
      en: '"{text}" holds an invisible character ({characters}): the line is rejected',
      'zh-CN': '“{text}” 中含有不可见字符（{characters}）：这一行会被拒绝',
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
      for (const part of file.lines.flatMap(rejectedParts)) {
        const found = lookAlikes(file, part);
        const [first] = found;
        if (!first) continue;
        const at = { file: file.source.path, start: first.start, end: found.at(-1)?.end ?? first.end };
        const edits = found.map((f) => edit(file, f.start, f.end, f.meant));
        const visible = found.filter((f) => f.meant !== '');
        const characters = list((visible.length ? visible : found).map((f) => f.shown));
        const text = shorten(part.text);
        const drop = { fixes: [{ fix: 'drop' as const, edits, data: { characters } }] };
        if (first.start === 0 && first.shown === 'U+FEFF' && found.length === 1) report(at, 'mark', {}, drop);
        else if (part.stray) {
          const edits = [edit(file, part.start, part.end, '')];
          report(at, 'stray', { text, characters }, { fixes: [{ fix: 'drop', edits, data: { characters } }] });
        } else if (visible.length === 0) report(at, 'invisible', { text, characters }, drop);
        else {
          const meant = list(visible.map((f) => (f.meant === ' ' ? '" "' : f.meant)));
          report(at, 'looksAlike', { text, characters, meant }, { fixes: [{ fix: 'replace', edits, data: { meant } }] });
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
  readonly shown: string;
  /** What its author meant; empty for what nobody sees, and for a blank where none is needed. */
  readonly meant: string;
}

function lookAlikes(file: SysctlFile, { start, end }: Piece): LookAlike[] {
  const text = file.source.text.slice(start, end);
  return [...text.matchAll(eachSuspicious)].map((m) => {
    const character = meantBy(m[0]);
    const between = m.index > 0 && m.index < text.length - 1 && !/[ \t=]/.test(`${text[m.index - 1]}${text[m.index + 1]}`);
    const meant = character === ' ' && !between ? '' : character;
    return {
      start: start + m.index,
      end: start + m.index + 1,
      shown: /[^ ]/.test(character) ? m[0] : codeOf(m[0]),
      meant,
    };
  });
}

/**
 * The parts of a line that such a character makes unreadable: key and separator, or a value that would be numbers without
 * it. Comments, and what stands behind the last number a key takes, may hold any character; so may text values.
 */
function rejectedParts(line: Line): Part[] {
  if (line.kind === 'bad') return rejectedLine(line.text);
  if (line.kind !== 'assignment' && line.kind !== 'exclude') return [];
  if (isTemplate(line.key.text)) return [];
  const key = suspicious.test(line.key.text);
  if (key && !plainKey.test(replaceAll(line.key.text).trim())) return [];
  return [...(key ? [line.key] : []), ...(line.kind === 'assignment' ? rejectedValue(line) : [])];
}

interface Part extends Piece {
  /** Marks behind the last number: `4096；`. */
  readonly stray?: true;
}

/** A line without `=` that would be an assignment or a comment. */
function rejectedLine(whole: Piece): Piece[] {
  if (isTemplate(whole.text) || !suspicious.test(whole.text)) return [];
  const [clean] = readLines(replaceAll(whole.text));
  if (clean?.kind === 'comment') {
    const mark = /^[^#;]?./su.exec(whole.text)?.[0].length ?? 0;
    return [{ ...whole, end: whole.start + mark }];
  }
  if (clean?.kind !== 'assignment' || !plainKey.test(clean.key.text)) return [];
  // What stands behind the value stays as it is.
  return [{ ...whole, end: clean.remark === undefined ? whole.end : whole.end - (clean.end - clean.remark) }];
}

function rejectedValue({ key, value, remark }: Assignment): Part[] {
  const facts = factsOf(pathOf(replaceAll(key.text).trim()));
  const text = value.text.slice(0, remark === undefined ? undefined : remark - value.start).replace(/[ \t]+$/, '');
  if (!suspicious.test(text)) return [];
  if (facts && readNumbers(text).fields.length >= facts.fields) return [];
  const tail = /[；，。、]*$/.exec(text)!.index;
  const body = text.slice(0, tail);
  const clean = replaceAll(body).trim();
  const good =
    facts?.type === 'list' ? /^[\d,\- ]+$/.test(clean) : facts?.type !== 'string' && readNumbers(clean).rest === clean.length;
  if (!good || clean === '') return [];
  const middle = value.start + tail;
  return [
    ...(suspicious.test(body) ? [{ text, start: value.start, end: middle }] : []),
    ...(tail < text.length ? [{ text, start: middle, end: value.start + text.length, stray: true } as const] : []),
  ];
}

const plainKey = /^[A-Za-z_][\w.*/:-]*$/;
const replaceAll = (text: string) => text.replace(eachSuspicious, meantBy);

const list = (items: readonly string[]) => ({ list: [...new Set(items)], word: 'and' as const });
