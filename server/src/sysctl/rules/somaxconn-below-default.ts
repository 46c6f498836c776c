import { ruleFor } from '../../core/rule.ts';
import { all, any, since } from '../../core/version.ts';
import { remove } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/somaxconn-below-default',
  since: '0.2.0',
  messages: {
    below: {
      severity: 'warning',
      en: '{key} = {value} lowers the longest accept queue: {when} the default is 4096',
      'zh-CN': '{key} = {value} 反而缩短了 accept 队列的上限：{when}，默认值为 4096',
    },
  },
  fixes: {
    remove: { safety: 'unsafe', en: 'delete {key}: the default is larger', 'zh-CN': '删除 {key}：默认值更大' },
  },
  check(sysctl, report) {
    const { kernel } = sysctl.target;
    if (!any(kernel, modern)) return;
    for (const a of sysctl.effective('net.core.somaxconn')) {
      const value = a.numbers?.[0];
      // 4000 was written for what is 4096 now.
      if (value === undefined || value < 1 || value >= 4000) continue;
      const key = a.line.key.text;
      const when = { product: 'kernel' as const, ranges: kernel, period: modern };
      // On older kernels without the line the queue would be shorter still.
      const fixes = a.glob || !all(kernel, modern) ? [] : [{ fix: 'remove' as const, edits: remove(a), data: { key } }];
      report(at(a, a.value), 'below', { key, value: String(value), when }, { fixes });
    }
  },
});

const modern = since('5.4');
