import { ruleFor } from '../../core/rule.ts';
import { shorten } from '../../core/text.ts';
import { isNumeric } from '../facts/keys.ts';
import { edit } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';
import { repair } from '../model/repair.ts';
import { settings } from '../model/settings.ts';
import { readNumbers } from '../model/value.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/wrong-vector-length',
  since: '0.2.0',
  messages: {
    few: {
      severity: 'warning',
      en: '{key} has {wanted} numbers and gets {given}: the kernel sets the first ones and leaves the others as they are',
      'zh-CN': '{key} 有 {wanted} 个数字，这里只给了 {given} 个：内核只设置前面的，其余保持原值',
    },
    many: {
      severity: 'warning',
      en: '{key} has {wanted} numbers, and the kernel does not read what follows: "{rest}" is ignored',
      'zh-CN': '{key} 有 {wanted} 个数字，内核不会读取后面的内容：“{rest}” 被忽略',
    },
    second: {
      severity: 'warning',
      en: '{key} has one number, and the kernel does not read what follows: "{rest}" is ignored',
      'zh-CN': '{key} 只有一个数字，内核不会读取后面的内容：“{rest}” 被忽略',
    },
    stray: {
      severity: 'warning',
      en: 'the kernel does not read what follows the value of {key}: "{rest}" is ignored',
      'zh-CN': '内核不会读取 {key} 的值之后的内容：“{rest}” 被忽略',
    },
  },
  fixes: {
    meant: { safety: 'unsafe', en: 'write {text}', 'zh-CN': '改为 {text}' },
    cut: { safety: 'safe', en: 'delete "{rest}"', 'zh-CN': '删除 “{rest}”' },
  },
  check(sysctl, report) {
    for (const { a, facts, value } of settings(sysctl)) {
      const wanted = facts.fields;
      if (!isNumeric(facts)) continue;
      const { fields, rest } = readNumbers(value.text);
      const key = a.line.key.text;
      const last = fields[wanted - 1];
      if (!last) {
        if (fields.length > 0 && rest === value.text.length) report(at(a, value), 'few', { key, wanted, given: fields.length });
        continue;
      }
      const ignored = value.text.slice(last.end).trimStart();
      // A backslash is to continue the line.
      if (ignored === '' || ignored === '\\') continue;
      const place = { start: value.end - ignored.length, end: value.end };
      const data = { key, rest: shorten(ignored) };
      const meant = repair(facts, sysctl.target.kernel, value.text);
      const cut = {
        fix: 'cut' as const,
        edits: [edit(a.file, value.start + last.end, value.end, '')],
        data: { rest: data.rest },
      };
      // `16 MB` is not 16, and a second assignment is not to be lost.
      const fixes =
        meant && !meant.certain
          ? [{ fix: 'meant' as const, edits: [edit(a.file, value.start, value.end, meant.text)], data: { text: meant.text } }]
          : ignored.includes('=')
            ? []
            : [cut];
      if (!/[\p{L}\p{N}]/u.test(ignored)) report(at(a, place), 'stray', data, { fixes });
      else if (wanted === 1) report(at(a, place), 'second', data, { fixes });
      else report(at(a, place), 'many', { ...data, wanted }, { fixes });
    }
  },
});
