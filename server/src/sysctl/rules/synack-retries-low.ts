import { ruleFor } from '../../core/rule.ts';
import { doubling } from '../facts/tcp.ts';
import { remove } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/synack-retries-low',
  since: '0.2.0',
  messages: {
    low: {
      severity: 'warning',
      en: '{key} = {value} gives a client {seconds} to answer: on a lossy line real ones are turned away, and an attack needs no retries',
      'zh-CN': '{key} = {value} 只给客户端 {seconds}来应答：线路丢包时真正的客户端会被拒之门外，而攻击者根本不需要重试',
    },
  },
  fixes: {
    remove: { safety: 'unsafe', en: 'delete {key}: the default is 5', 'zh-CN': '删除 {key}：默认值为 5' },
  },
  check(sysctl, report) {
    for (const a of sysctl.effective('net.ipv4.tcp_synack_retries')) {
      const value = a.numbers?.[0];
      if (value !== 0 && value !== 1) continue;
      const key = a.line.key.text;
      const data = { key, value: String(value), seconds: { seconds: doubling(value) } };
      report(at(a, a.value), 'low', data, { fixes: a.glob ? [] : [{ fix: 'remove', edits: remove(a), data: { key } }] });
    }
  },
});
