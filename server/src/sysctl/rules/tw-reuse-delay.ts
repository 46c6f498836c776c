import { ruleFor } from '../../core/rule.ts';
import { any, since } from '../../core/version.ts';
import { setValue } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/tw-reuse-delay',
  since: '0.2.0',
  messages: {
    short: {
      severity: 'warning',
      en: '{key} = {value} lets a port be used again after {value} ms: a peer whose timestamps tick once a second cannot tell the new connection from the old one until then',
      'zh-CN': '{key} = {value} 让端口在 {value} 毫秒后就被重新使用：时间戳每秒才走一格的对端，在那之前分不清新旧连接',
    },
  },
  fixes: {
    standard: { safety: 'manual', en: "write the kernel's default, 1000", 'zh-CN': '改为内核默认值 1000' },
  },
  check(sysctl, report) {
    if (!any(sysctl.target.kernel, since('6.14'))) return;
    for (const a of sysctl.effective('net.ipv4.tcp_tw_reuse_delay')) {
      const value = a.numbers?.[0];
      // What the kernel refuses is another rule's.
      if (value === undefined || value < 1 || value >= 1000) continue;
      report(
        at(a, a.value),
        'short',
        { key: a.line.key.text, value: String(value) },
        { fixes: [{ fix: 'standard', edits: setValue(a, '1000') }] },
      );
    }
  },
});
