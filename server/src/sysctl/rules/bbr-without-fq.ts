import { ruleFor } from '../../core/rule.ts';
import { any, before } from '../../core/version.ts';
import { type Sysctl, spanOfSetting } from '../model/model.ts';

/** Since then TCP paces by itself where the queueing discipline does not (tcp_internal_pacing()). */
const needed = before('4.13');

export default ruleFor<Sysctl>()({
  id: 'sysctl/bbr-without-fq',
  since: '0.2.0',
  messages: {
    other: {
      severity: 'info',
      en: 'bbr leaves the pacing of its packets to fq {kernels}, and net.core.default_qdisc is {qdisc}',
      'zh-CN': '{kernels}，bbr 要靠 fq 控制发包节奏，而 net.core.default_qdisc 是 {qdisc}',
    },
    unset: {
      severity: 'info',
      en: 'bbr leaves the pacing of its packets to fq {kernels}, and nothing here sets net.core.default_qdisc = fq',
      'zh-CN': '{kernels}，bbr 要靠 fq 控制发包节奏，而这里没有设置 net.core.default_qdisc = fq',
    },
  },
  check({ effective, target }, report) {
    if (!any(target.kernel, needed)) return;
    const qdiscs = effective('net.core.default_qdisc').map((a) => a.value.text);
    if (qdiscs.some((q) => q === 'fq' || q.includes('{') || q.includes('$'))) return;
    for (const a of effective('net.ipv4.tcp_congestion_control')) {
      if (a.value.text !== 'bbr') continue;
      const kernels = { product: 'kernel', ranges: target.kernel, period: needed } as const;
      const [qdisc] = qdiscs;
      if (qdisc === undefined) report(spanOfSetting(a), 'unset', { kernels });
      else report(spanOfSetting(a), 'other', { kernels, qdisc });
    }
  },
});
