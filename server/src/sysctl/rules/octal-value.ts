import { ruleFor } from '../../core/rule.ts';
import { isNumeric } from '../facts/keys.ts';
import { edit } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';
import { settings } from '../model/settings.ts';
import { readNumbers } from '../model/value.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/octal-value',
  since: '0.2.0',
  messages: {
    octal: {
      severity: 'warning',
      en: 'the leading 0 makes {text} octal: the kernel sets {key} to {value}',
      'zh-CN': '开头的 0 使 {text} 成为八进制：内核会把 {key} 设为 {value}',
    },
  },
  fixes: {
    decimal: { safety: 'unsafe', en: 'write {text}', 'zh-CN': '改为 {text}' },
    same: { safety: 'manual', en: 'write {value}, which is what it is now', 'zh-CN': '改为现在的实际值 {value}' },
  },
  check(sysctl, report) {
    for (const { a, facts, value } of settings(sysctl)) {
      // Any number but 0 switches it on.
      if (!isNumeric(facts) || facts.type === 'switch') continue;
      for (const field of readNumbers(value.text).fields.slice(0, facts.fields)) {
        const text = value.text.slice(field.start, field.end);
        const decimal = text.replace(/^(-?)0+(?=\d)/, '$1');
        if (!/^-?0\d/.test(text) || Number(decimal) === field.value) continue;
        const [start, end] = [value.start + field.start, value.start + field.end];
        report(
          at(a, { start, end }),
          'octal',
          { key: a.line.key.text, text, value: String(field.exact) },
          {
            fixes: [
              { fix: 'decimal', edits: [edit(a.file, start, end, decimal)], data: { text: decimal } },
              { fix: 'same', edits: [edit(a.file, start, end, String(field.exact))], data: { value: String(field.exact) } },
            ],
          },
        );
      }
    }
  },
});
