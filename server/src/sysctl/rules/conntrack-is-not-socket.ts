import { ruleFor } from '../../core/rule.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/conntrack-is-not-socket',
  since: '0.2.0',
  messages: {
    closeWait: {
      severity: 'info',
      en: '{key} makes the firewall forget an entry, it closes no socket: CLOSE_WAIT ends when the program closes, and no kernel setting does that for it',
      'zh-CN': '{key} 只是让防火墙忘掉一个条目，不会关闭任何套接字：CLOSE_WAIT 要等程序关闭才会结束，没有内核参数能代替',
    },
    timeWait: {
      severity: 'info',
      en: '{key} makes the firewall forget an entry, it ends no TIME_WAIT: that lasts 60 s in the kernel, whatever the firewall remembers',
      'zh-CN': '{key} 只是让防火墙忘掉一个条目，不会结束 TIME_WAIT：无论防火墙记多久，它在内核中都持续 60 秒',
    },
  },
  check(sysctl, report) {
    for (const [name, message, usual] of keys)
      for (const a of sysctl.effective(name)) {
        const value = a.numbers?.[0];
        if (value !== undefined && value > 0 && value < usual)
          report(at(a, { start: a.line.key.start, end: a.value.end }), message, { key: a.line.key.text });
      }
  },
});

/** Shorter than the default: somebody wanted something gone sooner. */
const keys = [
  ['net.netfilter.nf_conntrack_tcp_timeout_close_wait', 'closeWait', 60],
  ['net.netfilter.nf_conntrack_tcp_timeout_time_wait', 'timeWait', 120],
] as const;
