import { ruleFor } from '../../core/rule.ts';
import { setValue } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/buffer-order',
  since: '0.2.0',
  supersedes: ['sysctl/buffer-below-default'],
  messages: {
    order: {
      severity: 'warning',
      en: '{key} = {value} is not in order: the three are the least, what a connection begins with, and the most, and the kernel checks none of it',
      'zh-CN': '{key} = {value} 的顺序不对：三个数依次是最小值、连接的初始值和最大值，内核不会检查',
    },
  },
  fixes: {
    sort: { safety: 'manual', en: 'put them in order: {value}', 'zh-CN': '按顺序写：{value}' },
  },
  check(sysctl, report) {
    for (const name of ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'])
      for (const a of sysctl.effective(name)) {
        const [least, first, most] = a.numbers ?? [];
        if (least === undefined || first === undefined || most === undefined || (least <= first && first <= most)) continue;
        const value = [least, first, most].sort((x, y) => x - y).join(' ');
        report(
          at(a, a.value),
          'order',
          { key: a.line.key.text, value: `${least} ${first} ${most}` },
          { fixes: [{ fix: 'sort', edits: setValue(a, value), data: { value } }] },
        );
      }
  },
});
