import { ruleFor } from '../../core/rule.ts';
import { setValue } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/retries2-low',
  since: '0.2.0',
  messages: {
    low: {
      severity: 'warning',
      en: '{key} = {value} gives up an established connection after about {seconds} without an answer: RFC 1122 asks for 100 s at least, and a route that changes takes longer',
      'zh-CN':
        '{key} = {value} 会在大约 {seconds}没有应答后放弃已建立的连接：RFC 1122 要求至少 100 秒，而一次路由切换就可能更久',
    },
  },
  fixes: {
    eight: { safety: 'unsafe', en: 'write 8, the least that RFC 1122 allows', 'zh-CN': '改为 8，即 RFC 1122 允许的最小值' },
  },
  check(sysctl, report) {
    for (const a of sysctl.effective('net.ipv4.tcp_retries2')) {
      const value = a.numbers?.[0];
      if (value === undefined || value < 0 || value >= 8) continue;
      const fixes = a.glob ? [] : [{ fix: 'eight' as const, edits: setValue(a, '8') }];
      report(
        at(a, a.value),
        'low',
        { key: a.line.key.text, value: String(value), seconds: { seconds: Math.round(200 * (2 ** (value + 1) - 1)) / 1000 } },
        { fixes },
      );
    }
  },
});
