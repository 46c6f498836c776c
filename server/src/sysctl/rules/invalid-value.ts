import { ruleFor } from '../../core/rule.ts';
import { shorten } from '../../core/text.ts';
import { any } from '../../core/version.ts';
import { edit } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';
import { repair } from '../model/repair.ts';
import { type Setting, settings } from '../model/settings.ts';
import { isTaken, verdicts } from '../model/value.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/invalid-value',
  since: '0.2.0',
  messages: {
    number: {
      severity: 'error',
      en: 'the kernel refuses "{text}": {key} takes one number, in digits alone',
      'zh-CN': '内核会拒绝 “{text}”：{key} 只接受一个纯数字',
    },
    range: {
      severity: 'error',
      en: 'the kernel refuses "{text}": {key} takes one number from {min} to {max}, in digits alone',
      'zh-CN': '内核会拒绝 “{text}”：{key} 只接受一个 {min} 到 {max} 的纯数字',
    },
    numbers: {
      severity: 'error',
      en: 'the kernel refuses "{text}": {key} takes {count} numbers with blanks between them',
      'zh-CN': '内核会拒绝 “{text}”：{key} 接受 {count} 个以空格分隔的数字',
    },
    quoted: {
      severity: 'error',
      en: 'the kernel refuses {text}: quotes are no part of a value here, and {key} takes digits alone',
      'zh-CN': '内核会拒绝 {text}：这里的值不能带引号，而且 {key} 只接受数字',
    },
    octal: {
      severity: 'error',
      en: 'the kernel refuses "{text}": the leading 0 makes it octal, which has no digits 8 and 9',
      'zh-CN': '内核会拒绝 “{text}”：开头的 0 表示八进制，而八进制没有数字 8 和 9',
    },
    list: {
      severity: 'error',
      en: 'the kernel refuses "{text}": {key} takes numbers and ranges with commas and no blanks between them, such as 8080,9000-9003',
      'zh-CN': '内核会拒绝 “{text}”：{key} 接受以逗号分隔、不含空格的数字和区间，例如 8080,9000-9003',
    },
    name: {
      severity: 'error',
      en: 'the kernel knows no "{text}" and refuses it: {key} takes one name',
      'zh-CN': '内核找不到 “{text}”，会拒绝它：{key} 只接受一个名称',
    },
    groups: {
      severity: 'error',
      en: 'the kernel refuses "{text}": {key} takes four groups of hexadecimal digits with "-" between them',
      'zh-CN': '内核会拒绝 “{text}”：{key} 接受四组以 “-” 分隔的十六进制数字',
    },
  },
  fixes: {
    repair: { safety: 'safe', en: 'write {text}', 'zh-CN': '改为 {text}' },
    guess: { safety: 'manual', en: 'write {text}', 'zh-CN': '改为 {text}' },
  },
  check(sysctl, report) {
    const kernels = sysctl.target.kernel;
    for (const setting of settings(sysctl)) {
      const { a, facts, value } = setting;
      const refused = verdicts(facts, kernels, value.text).flatMap(({ form, period, verdict }) =>
        verdict.kind === 'refused' && verdict.why === 'text' && any(kernels, period) ? [{ form, verdict }] : [],
      );
      const worst = refused.at(-1);
      if (!worst || toldElsewhere(setting, sysctl)) continue;
      const where = at(a, value);
      const data = { key: a.line.key.text, text: shorten(value.text) };
      const meant = repair(facts, kernels, value.text);
      const fixes = meant
        ? [
            {
              fix: meant.certain ? ('repair' as const) : ('guess' as const),
              edits: [edit(a.file, value.start, value.end, meant.text)],
              data: { text: meant.text },
            },
          ]
        : [];
      const { type, fields, min, max } = worst.form;
      if (/^["'`]/.test(value.text) && type !== 'list' && type !== 'string') report(where, 'quoted', data, { fixes });
      else if (type === 'list') report(where, 'list', data, { fixes });
      else if (facts.name === 'net.ipv4.tcp_fastopen_key') report(where, 'groups', data);
      else if (type === 'string') report(where, 'name', data, { fixes });
      else if (fields > 1) report(where, 'numbers', { ...data, count: fields }, { fixes });
      else if (/^0[0-9]+$/.test(value.text)) report(where, 'octal', data, { fixes });
      else if (min !== undefined && max !== undefined && max < 2 ** 31 - 1)
        report(where, 'range', { ...data, min, max }, { fixes });
      else report(where, 'number', data, { fixes });
    }
  },
});

/** Quotes around something that is fine without them. */
function toldElsewhere({ facts, value: { text } }: Setting, { target }: Sysctl): boolean {
  const inner = /^(["'`])([^"'`]*)\1$/s.exec(text)?.[2]?.trim();
  return inner !== undefined && (facts.type === 'string' ? /^[a-z0-9_-]+$/.test(inner) : isTaken(facts, target.kernel, inner));
}
