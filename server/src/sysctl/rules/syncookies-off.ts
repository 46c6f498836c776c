import { ruleFor } from '../../core/rule.ts';
import { setValue } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/syncookies-off',
  since: '0.2.0',
  supersedes: ['sysctl/hardening-network'],
  messages: {
    off: {
      severity: 'warning',
      en: '{key} = 0 makes the machine drop every new connection once the queue of half-open ones is full: a SYN flood needs nothing else',
      'zh-CN': '{key} = 0 会让机器在半连接队列满后丢弃所有新连接：SYN flood 只要填满它就够了',
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
      if (a.numbers?.[0] !== 0) continue;
      const key = a.line.key.text;
      const fixes = a.glob ? [] : [{ fix: 'standard' as const, edits: setValue(a, '1'), data: { key } }];
      report(at(a, a.value), 'off', { key }, { fixes });
    }
  },
});
