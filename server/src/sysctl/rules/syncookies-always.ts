import { ruleFor } from '../../core/rule.ts';
import { setValue } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/syncookies-always',
  since: '0.2.0',
  messages: {
    always: {
      severity: 'warning',
      en: '{key} = 2 answers every SYN with a cookie, which is meant for tests: all connections lose what does not fit into one, such as large windows where timestamps are off',
      'zh-CN':
        '{key} = 2 会用 cookie 应答每个 SYN，这是为测试准备的：所有连接都会失去放不进 cookie 的内容，例如没有时间戳时的大窗口',
    },
  },
  fixes: {
    standard: {
      safety: 'unsafe',
      en: 'cookies only when the queue is full: {key} = 1',
      'zh-CN': '只在队列满时使用 cookie：{key} = 1',
    },
  },
  check(sysctl, report) {
    for (const a of sysctl.effective('net.ipv4.tcp_syncookies')) {
      if (a.numbers?.[0] !== 2) continue;
      const key = a.line.key.text;
      const fixes = a.glob ? [] : [{ fix: 'standard' as const, edits: setValue(a, '1'), data: { key } }];
      report(at(a, a.value), 'always', { key }, { fixes });
    }
  },
});
