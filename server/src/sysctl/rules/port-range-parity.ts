import { ruleFor } from '../../core/rule.ts';
import { any, since } from '../../core/version.ts';
import { setValue } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

/** The release that keeps even and odd ports apart. */
const parity = since('4.2');

export default ruleFor<Sysctl>()({
  id: 'sysctl/port-range-parity',
  since: '0.1.0',
  messages: {
    same: {
      severity: 'info',
      en: '{key} = {low} {high} has ends of the same parity: {when} the kernel prefers one parity for connect() and the other for bind(), and logs "prefer different parity for start/end values"',
      'zh-CN':
        '{key} = {low} {high} 两端奇偶性相同：{when}，内核为 connect() 和 bind() 各优先使用一种奇偶性，并会记录日志 “prefer different parity for start/end values”',
    },
  },
  fixes: {
    shorten: { safety: 'unsafe', en: 'end the range at {high}', 'zh-CN': '将范围上限改为 {high}' },
  },
  check(sysctl, report) {
    const { kernel } = sysctl.target;
    if (!any(kernel, parity)) return;
    for (const a of sysctl.effective('net.ipv4.ip_local_port_range')) {
      const [low, high] = a.numbers ?? [];
      if (low === undefined || high === undefined || low < 1 || high > 65535 || low >= high || (high - low) % 2) continue;
      const data = { key: a.line.key.text, low: String(low), high: String(high) };
      const when = { product: 'kernel' as const, ranges: kernel, period: parity };
      const shorter = String(high - 1);
      report(
        at(a, a.value),
        'same',
        { ...data, when },
        {
          fixes: a.glob ? [] : [{ fix: 'shorten', edits: setValue(a, `${low} ${shorter}`), data: { high: shorter } }],
        },
      );
    }
  },
});
