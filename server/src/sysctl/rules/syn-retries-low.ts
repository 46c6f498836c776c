import { ruleFor } from '../../core/rule.ts';
import { doubling } from '../facts/tcp.ts';
import { remove } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/syn-retries-low',
  since: '0.2.0',
  messages: {
    low: {
      severity: 'warning',
      en: '{key} = {value} lets an outgoing connection fail within {seconds}: a moment of lost packets is enough',
      'zh-CN': '{key} = {value} 会让主动发起的连接在 {seconds}内失败：短暂的丢包就够了',
    },
  },
  fixes: {
    remove: { safety: 'unsafe', en: 'delete {key}: the default is 6', 'zh-CN': '删除 {key}：默认值为 6' },
  },
  check(sysctl, report) {
    for (const a of sysctl.effective('net.ipv4.tcp_syn_retries')) {
      const value = a.numbers?.[0];
      if (value !== 0 && value !== 1) continue;
      const key = a.line.key.text;
      const data = { key, value: String(value), seconds: { seconds: doubling(value) } };
      report(at(a, a.value), 'low', data, { fixes: a.glob ? [] : [{ fix: 'remove', edits: remove(a), data: { key } }] });
    }
  },
});
