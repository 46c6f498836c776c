import { ruleFor } from '../../core/rule.ts';
import { remove } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/netdev-max-backlog',
  since: '0.2.0',
  messages: {
    none: {
      severity: 'info',
      en: '{key} = 0 leaves room for one packet: loopback, tunnels and receive packet steering drop what comes faster',
      'zh-CN': '{key} = 0 只留一个包的位置：回环、隧道和接收分流（RPS）来得再快一点就会丢包',
    },
    huge: {
      severity: 'info',
      en: '{key} = {value} lets that many packets of loopback, tunnels and receive packet steering wait on each processor: a queue this long is delay, not speed, and what network cards receive does not pass through it',
      'zh-CN':
        '{key} = {value} 允许每个处理器上积压这么多来自回环、隧道和接收分流（RPS）的包：这么长的队列带来的是延迟而不是速度，而网卡收到的包并不经过它',
    },
  },
  fixes: {
    remove: { safety: 'unsafe', en: 'delete {key}: the default is 1000', 'zh-CN': '删除 {key}：默认值为 1000' },
  },
  check(sysctl, report) {
    for (const a of sysctl.effective('net.core.netdev_max_backlog')) {
      const value = a.numbers?.[0];
      if (value === undefined || (value !== 0 && value < 1_000_000)) continue;
      const key = a.line.key.text;
      const fixes = a.glob ? [] : [{ fix: 'remove' as const, edits: remove(a), data: { key } }];
      if (value === 0) report(at(a, a.value), 'none', { key }, { fixes });
      else report(at(a, a.value), 'huge', { key, value: String(value) }, { fixes });
    }
  },
});
