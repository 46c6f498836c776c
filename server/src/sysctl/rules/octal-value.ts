import { ruleFor } from '../../core/rule.ts';
import { isNumeric, type KeyFacts } from '../facts/keys.ts';
import { edit } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';
import { settings } from '../model/settings.ts';
import { type NumberField, readNumbers } from '../model/value.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/octal-value',
  since: '0.2.0',
  messages: {
    octal: {
      severity: 'warning',
      en: 'the leading 0 makes {text} octal: to the kernel it is {value}',
      'zh-CN': '开头的 0 使 {text} 成为八进制：内核会把它读作 {value}',
    },
  },
  fixes: {
    decimal: { safety: 'unsafe', en: 'write {text}', 'zh-CN': '改为 {text}' },
    same: { safety: 'manual', en: 'write {value}, which is what it is now', 'zh-CN': '改为现在的实际值 {value}' },
  },
  check(sysctl, report) {
    for (const { a, facts, value } of settings(sysctl)) {
      for (const field of numbersOf(facts, value.text)) {
        const text = value.text.slice(field.start, field.end);
        const decimal = text.replace(/^(-?)0+(?=\d)/, '$1');
        if (!/^-?0\d+$/.test(text) || BigInt(decimal) === field.exact) continue;
        const [start, end] = [value.start + field.start, value.start + field.end];
        report(
          at(a, { start, end }),
          'octal',
          { text, value: String(field.exact) },
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

/** Of a switch any number but 0 is the same. */
function numbersOf(facts: KeyFacts, text: string): readonly Omit<NumberField, 'value'>[] {
  if (facts.type === 'list')
    return [...text.matchAll(/(?<![\dxX])0[0-7]+(?![\dxX])/g)].map((m) => ({
      exact: BigInt(`0o${m[0].slice(1)}`),
      start: m.index,
      end: m.index + m[0].length,
    }));
  return isNumeric(facts) && facts.type !== 'switch' ? readNumbers(text).fields.slice(0, facts.fields) : [];
}
