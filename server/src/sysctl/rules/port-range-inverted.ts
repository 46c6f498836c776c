import { ruleFor } from '../../core/rule.ts';
import { edit } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';
import { settings } from '../model/settings.ts';
import { verdicts } from '../model/value.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/port-range-inverted',
  since: '0.2.0',
  messages: {
    inverted: {
      severity: 'error',
      en: 'the kernel refuses "{text}": the first number of {key} is the lower end',
      'zh-CN': '内核会拒绝 “{text}”：{key} 的第一个数字是下限',
    },
  },
  fixes: {
    swap: { safety: 'unsafe', en: 'swap them: {text}', 'zh-CN': '互换两个数字：{text}' },
  },
  check(sysctl, report) {
    for (const { a, facts, value } of settings(sysctl)) {
      for (const { verdict } of verdicts(facts, sysctl.target.kernel, value.text).slice(-1)) {
        if (verdict.kind !== 'refused' || verdict.why !== 'order') continue;
        const text = verdict.numbers
          .map((n) => value.text.slice(n.start, n.end))
          .reverse()
          .join(' ');
        report(
          at(a, value),
          'inverted',
          { key: a.line.key.text, text: value.text },
          { fixes: [{ fix: 'swap', edits: [edit(a.file, value.start, value.end, text)], data: { text } }] },
        );
      }
    }
  },
});
