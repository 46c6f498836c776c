import { ruleFor } from '../../core/rule.ts';
import { memoryOfDefault } from '../facts/tcp.ts';
import { remove } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

/** An orphan holds up to 64 KiB that cannot be swapped: Documentation/networking/ip-sysctl.rst. */
const bytesPerOrphan = 64 * 1024;

export default ruleFor<Sysctl>()({
  id: 'sysctl/max-orphans-extreme',
  since: '0.2.0',
  messages: {
    none: {
      severity: 'info',
      en: '{key} = {value} resets every connection that its program closes before the other side has confirmed the last data',
      'zh-CN': '{key} = {value} 会复位每一个程序已经关闭、而对端还没有确认最后数据的连接',
    },
    low: {
      severity: 'info',
      en: '{key} = {value} is the default of a machine with {memory} of memory: above it connections that their programs have closed are reset before their last data is confirmed',
      'zh-CN': '{key} = {value} 是 {memory} 内存机器的默认值：超出后，程序已经关闭的连接会在最后的数据得到确认之前被复位',
    },
    high: {
      severity: 'info',
      en: '{key} = {value} allows orphaned connections to take {memory} of memory: the kernel itself never goes above 262144, however much there is',
      'zh-CN': '{key} = {value} 允许孤儿连接占用 {memory} 内存：无论内存多大，内核自己都不会超过 262144',
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
    for (const a of sysctl.effective('net.ipv4.tcp_max_orphans')) {
      const value = a.numbers?.[0];
      if (value === undefined || value < 0 || (value > 8192 && value < 1_000_000)) continue;
      const key = a.line.key.text;
      const fixes = a.glob ? [] : [{ fix: 'remove' as const, edits: remove(a), data: { key } }];
      const data = { key, value: String(value) };
      if (value === 0) report(at(a, a.value), 'none', data, { fixes });
      else if (value <= 8192) report(at(a, a.value), 'low', { ...data, memory: { bytes: memoryOfDefault(value) } }, { fixes });
      else report(at(a, a.value), 'high', { ...data, memory: { bytes: value * bytesPerOrphan } }, { fixes });
    }
  },
});
