import { ruleFor } from '../../core/rule.ts';
import { type Sysctl, spanOfSetting } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/rp-filter-maximum',
  since: '0.2.0',
  messages: {
    less: {
      severity: 'warning',
      en: '{key} = {value} has no effect: of an interface and of "all" the larger value counts, and {all} = {max}',
      'zh-CN': '{key} = {value} 不起作用：内核取接口与 “all” 两者中较大的值，而 {all} = {max}',
    },
  },
  notes: {
    all: { en: 'this value is larger', 'zh-CN': '这个值更大' },
  },
  check({ readings, files }, report) {
    for (const a of files.flatMap((f) => f.assignments)) {
      const value = a.glob || !interfaces.test(a.path) ? undefined : a.numbers?.[0];
      if (value === undefined) continue;
      const alls = readings.filter((r) => r.winner(a.path) === a).map((r) => r.winner(allInterfaces));
      const all = alls.find((w) => (w?.numbers?.[0] ?? 0) > value);
      // Where some order of application leaves "all" alone, the interface's own value may count.
      if (!all || alls.some((w) => (w?.numbers?.[0] ?? 0) <= value)) continue;
      const data = { key: a.line.key.text, value, all: all.line.key.text, max: all.value.text };
      report(spanOfSetting(a), 'less', data, { related: [{ note: 'all', at: spanOfSetting(all) }] });
    }
  },
});

const allInterfaces = 'net/ipv4/conf/all/rp_filter';
const interfaces = /^net\/ipv4\/conf\/(?!all\/)[^/]+\/rp_filter$/;
