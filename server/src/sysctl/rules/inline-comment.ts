import { ruleFor } from '../../core/rule.ts';
import { shorten } from '../../core/text.ts';
import { factsOf, isNumeric, type KeyFacts } from '../facts/keys.ts';
import { moveRemark } from '../model/edits.ts';
import { type Assignment, at, type Sysctl } from '../model/model.ts';
import { isTemplate, readNumbers } from '../model/value.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/inline-comment',
  since: '0.1.0',
  supersedes: ['sysctl/invalid-value', 'sysctl/wrong-vector-length'],
  messages: {
    refused: {
      severity: 'error',
      en: '"{remark}" belongs to the value, for sysctl files have no comments behind one: the kernel refuses it, and {key} is not set',
      'zh-CN': '“{remark}” 会成为值的一部分，因为 sysctl 文件不支持行尾注释：内核会拒绝这个值，{key} 不会被设置',
    },
    stored: {
      severity: 'error',
      en: '"{remark}" belongs to the value, for sysctl files have no comments behind one: the kernel stores it as a part of {key}',
      'zh-CN': '“{remark}” 会成为值的一部分，因为 sysctl 文件不支持行尾注释：内核会把它一并存入 {key}',
    },
    tolerated: {
      severity: 'warning',
      en: '"{remark}" belongs to the value, for sysctl files have no comments behind one: {key} is set only because the kernel stops reading at the blank after {value}',
      'zh-CN':
        '“{remark}” 会成为值的一部分，因为 sysctl 文件不支持行尾注释：{key} 之所以能生效，只是因为内核读到 {value} 后的空格就停止了',
    },
    unsure: {
      severity: 'warning',
      en: '"{remark}" belongs to the value of {key}, for sysctl files have no comments behind one',
      'zh-CN': '“{remark}” 会成为 {key} 的值的一部分，因为 sysctl 文件不支持行尾注释',
    },
  },
  fixes: {
    move: { safety: 'safe', en: 'move the comment to a line of its own', 'zh-CN': '把注释移到单独一行' },
    cut: {
      safety: 'unsafe',
      en: 'move the comment out of the value, to a line of its own',
      'zh-CN': '把注释从值中移出，放到单独一行',
    },
  },
  check({ files }, report) {
    for (const a of files.flatMap((f) => f.assignments)) {
      if (isTemplate(a.line.value.text)) continue;
      const facts = a.glob ? undefined : factsOf(a.path);
      const from = remarkOf(a, facts);
      if (from === undefined) continue;
      const { value } = a.line;
      const taken = value.text.slice(0, from - value.start).trimEnd();
      const data = { key: a.line.key.text, remark: shorten(value.text.slice(from - value.start), 40) };
      const where = at(a, { start: from, end: value.end });
      const edits = moveRemark(a, from);
      const fixes = (fix: 'move' | 'cut') => ({ fixes: taken === '' ? [] : [{ fix, edits }] });
      switch (effectOf(facts, value.text, from - value.start)) {
        case 'tolerated':
          report(where, 'tolerated', { ...data, value: taken }, fixes('move'));
          break;
        case 'refused':
          report(where, 'refused', data, fixes('move'));
          break;
        case 'stored':
          report(where, 'stored', data, fixes('cut'));
          break;
        default:
          report(where, 'unsure', data, fixes('cut'));
      }
    }
  },
});

/** Where the remark begins: at a mark with words behind it; behind the last number a key takes, also without a mark. */
function remarkOf({ line: { value, remark } }: Assignment, facts: KeyFacts | undefined): number | undefined {
  const marked = remark === undefined ? undefined : remark - value.start;
  if (marked !== undefined && !worded(value.text, marked)) return undefined;
  if (facts && (isNumeric(facts) || facts.type === 'list')) {
    if (marked !== undefined) return remark;
    const { fields, rest } = readNumbers(value.text);
    // `30（秒）`: no blank ends the number.
    const glued = /^-?\d+/.exec(value.text.slice(rest))?.[0].length ?? 0;
    const from = rest + glued;
    return fields.length + glued > 0 && prose.test(value.text.slice(from)) ? value.start + from : undefined;
  }
  // A path or a pipe's command line may hold these characters.
  return marked !== undefined && /\s/.test(value.text[marked - 1] ?? '') && !value.text.startsWith('|') ? remark : undefined;
}

/** What begins words behind a number that have no mark. */
const prose = /^(?:\p{Script=Han}|[(（]\s?[\p{L}\p{N}]|[，。、：]\s?\p{Script=Han}|\/\*|--\s|<-)/u;

const worded = (value: string, remark: number) => /[\p{L}\p{N}]/u.test(value.slice(remark));

/** Read in the kernel's handlers, and measured on 6.18. */
function effectOf(facts: KeyFacts | undefined, value: string, remark: number): 'tolerated' | 'refused' | 'stored' | 'unsure' {
  if (!facts) return 'unsure';
  if (isNumeric(facts)) {
    const { fields, rest } = readNumbers(value);
    if (rest !== remark || fields.length === 0) return 'refused';
    return fields.length >= facts.fields ? 'tolerated' : 'refused';
  }
  if (facts.type === 'list' || facts.type === 'cpumask') return 'refused';
  if (facts.type === 'string') return lookedUp.has(facts.name) ? 'refused' : 'stored';
  return 'unsure';
}

/** The name of something the kernel must find. */
const lookedUp = new Set([
  'net.core.default_qdisc',
  'net.ipv4.tcp_congestion_control',
  'net.ipv4.tcp_allowed_congestion_control',
  'net.mptcp.scheduler',
  'net.mptcp.path_manager',
]);
