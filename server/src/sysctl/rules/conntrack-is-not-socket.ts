import { ruleFor } from '../../core/rule.ts';
import { besideOf, ownComment } from '../model/comments.ts';
import { type Assignment, type Sysctl, spanOfSetting } from '../model/model.ts';

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
        if (value !== undefined && value > 0 && value < usual && isAboutSockets(a))
          report(spanOfSetting(a), message, { key: a.line.key.text });
      }
  },
});

/** Whoever keeps the firewall's table small writes of it, and sets no timers of sockets beside it. */
function isAboutSockets(a: Assignment): boolean {
  const comment = ownComment(a);
  if (comment !== undefined && /conntrack|track|table|entr(?:y|ies)|firewall|\bNAT\b|跟踪|追踪|条目|表|防火墙/i.test(comment))
    return false;
  return (comment !== undefined && /sockets?|connections?|套接字|连接/i.test(comment)) || besideOf(a, socketKeys) !== undefined;
}

const socketKeys: ReadonlySet<string> = new Set([
  'net/ipv4/tcp_fin_timeout',
  'net/ipv4/tcp_tw_reuse',
  'net/ipv4/tcp_tw_recycle',
  'net/ipv4/tcp_max_tw_buckets',
]);

/** Shorter than the default: somebody wanted something gone sooner. */
const keys = [
  ['net.netfilter.nf_conntrack_tcp_timeout_close_wait', 'closeWait', 60],
  ['net.netfilter.nf_conntrack_tcp_timeout_time_wait', 'timeWait', 120],
] as const;
