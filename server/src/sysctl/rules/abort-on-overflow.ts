import { ruleFor } from '../../core/rule.ts';
import { remove } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/abort-on-overflow',
  since: '0.2.0',
  messages: {
    reset: {
      severity: 'warning',
      en: '{key} = {value} answers a full accept queue with RST: a burst of connections that would have been served a moment later fails at once',
      'zh-CN': '{key} = {value} 会在 accept 队列满时回复 RST：本可以稍后得到服务的突发连接会立刻失败',
    },
  },
  fixes: {
    remove: {
      safety: 'unsafe',
      en: 'delete {key}: by default the client tries again',
      'zh-CN': '删除 {key}：默认情况下客户端会重试',
    },
  },
  check(sysctl, report) {
    for (const a of sysctl.effective('net.ipv4.tcp_abort_on_overflow')) {
      const value = a.numbers?.[0];
      if (value === undefined || value <= 0) continue;
      const key = a.line.key.text;
      report(
        at(a, a.value),
        'reset',
        { key, value: String(value) },
        { fixes: a.glob ? [] : [{ fix: 'remove', edits: remove(a), data: { key } }] },
      );
    }
  },
});
