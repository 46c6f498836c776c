import { ruleFor } from '../../core/rule.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/orphan-retries-zero',
  since: '0.2.0',
  messages: {
    eight: {
      severity: 'info',
      en: '{key} = 0 means 8: the kernel takes the default where it reads zero',
      'zh-CN': '{key} = 0 的意思是 8：内核读到零时会使用默认值',
    },
  },
  check(sysctl, report) {
    for (const a of sysctl.effective('net.ipv4.tcp_orphan_retries'))
      if (a.numbers?.[0] === 0) report(at(a, a.value), 'eight', { key: a.line.key.text });
  },
});
