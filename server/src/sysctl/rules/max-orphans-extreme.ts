import { ruleFor } from '../../core/rule.ts';
import { remove } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

/** An orphan holds up to 64 KiB that cannot be swapped: Documentation/networking/ip-sysctl.rst. */
const bytesPerOrphan = 64 * 1024;
/** The default is half the connection hash, which has about 8 entries per MiB of memory. */
const orphansPerMebibyte = 4;

export default ruleFor<Sysctl>()({
  id: 'sysctl/max-orphans-extreme',
  since: '0.2.0',
  messages: {
    low: {
      severity: 'info',
      en: '{key} = {value} is the default of a machine with {memory} of memory: above it connections that were closed properly are reset',
      'zh-CN': '{key} = {value} 是 {memory} 内存机器的默认值：超出后，正常关闭的连接也会被复位',
    },
    high: {
      severity: 'info',
      en: '{key} = {value} allows orphaned connections to take {memory} of memory: the default grows with what the machine has',
      'zh-CN': '{key} = {value} 允许孤儿连接占用 {memory} 内存：默认值会随机器的内存变化',
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
      if (value <= 8192)
        report(at(a, a.value), 'low', { ...data, memory: { bytes: (value / orphansPerMebibyte) * 2 ** 20 } }, { fixes });
      else report(at(a, a.value), 'high', { ...data, memory: { bytes: value * bytesPerOrphan } }, { fixes });
    }
  },
});
