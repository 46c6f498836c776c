import { ruleFor } from '../../core/rule.ts';
import { setValue } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/max-tw-buckets-invalid',
  since: '0.2.0',
  messages: {
    none: {
      severity: 'error',
      en: '{key} = {value} leaves no TIME_WAIT at all: every connection is forgotten the moment it is closed, so late packets of an old one can reach a new one',
      'zh-CN': '{key} = {value} 等于完全没有 TIME_WAIT：连接一关闭就被遗忘，旧连接迟到的报文可能进入新连接',
    },
  },
  fixes: {
    usual: {
      safety: 'manual',
      en: 'write 262144, or delete the line: the kernel sizes it by memory',
      'zh-CN': '改为 262144，或删除该行：内核会按内存大小设置它',
    },
  },
  check(sysctl, report) {
    for (const a of sysctl.effective('net.ipv4.tcp_max_tw_buckets')) {
      const value = a.numbers?.[0];
      if (value === undefined || value > 0) continue;
      report(
        at(a, a.value),
        'none',
        { key: a.line.key.text, value: String(value) },
        { fixes: [{ fix: 'usual', edits: setValue(a, '262144') }] },
      );
    }
  },
});
