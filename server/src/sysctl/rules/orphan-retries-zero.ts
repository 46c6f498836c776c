import { ruleFor } from '../../core/rule.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/orphan-retries-zero',
  since: '0.2.0',
  supersedes: ['sysctl/same-as-default'],
  messages: {
    eight: {
      severity: 'info',
      en: '{key} = 0 does not mean to give up at once: the kernel makes 8 of it, more than 100 s, while the other side seems alive',
      'zh-CN': '{key} = 0 并不是立即放弃：只要对端看起来还在，内核就按 8 次处理，即 100 秒以上',
    },
  },
  check(sysctl, report) {
    for (const a of sysctl.effective('net.ipv4.tcp_orphan_retries'))
      if (a.numbers?.[0] === 0) report(at(a, a.value), 'eight', { key: a.line.key.text });
  },
});
