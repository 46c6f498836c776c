import { ruleFor } from '../../core/rule.ts';
import { memoryOfDefault } from '../facts/tcp.ts';
import { remove } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/max-tw-buckets-low',
  since: '0.1.0',
  messages: {
    low: {
      severity: 'warning',
      en: '{key} = {value} lowers the cap of TIME_WAIT entries to the default of a machine with {memory} of memory: connections over it skip TIME_WAIT, so late packets of an old connection can reach a new one',
      'zh-CN':
        '{key} = {value} 把 TIME_WAIT 条目上限降到了 {memory} 内存机器的默认值：超出的连接会跳过 TIME_WAIT，旧连接迟到的报文可能进入新连接',
    },
    small: {
      severity: 'info',
      en: '{key} = {value} is the default of a machine with {memory} of memory; with more it is a lower cap, and connections over it skip TIME_WAIT',
      'zh-CN': '{key} = {value} 是 {memory} 内存机器的默认值；内存更大时它反而降低了上限，超出的连接会跳过 TIME_WAIT',
    },
  },
  fixes: {
    remove: {
      safety: 'unsafe',
      en: 'delete {key}: the kernel sizes it by memory',
      'zh-CN': '删除 {key}：内核会按内存大小设置它',
    },
  },
  check(sysctl, report) {
    for (const a of sysctl.effective('net.ipv4.tcp_max_tw_buckets')) {
      const value = a.numbers?.[0];
      if (value === undefined || value <= 0 || value > 20000) continue;
      const key = a.line.key.text;
      const memory = { bytes: memoryOfDefault(value) };
      report(
        at(a, a.value),
        value <= 8192 ? 'low' : 'small',
        { key, value: String(value), memory },
        { fixes: a.glob ? [] : [{ fix: 'remove', edits: remove(a), data: { key } }] },
      );
    }
  },
});
