import { ruleFor } from '../../core/rule.ts';
import { all, any, before, since } from '../../core/version.ts';
import { remove } from '../model/edits.ts';
import { type Sysctl, spanOfSetting } from '../model/model.ts';

const gone = since('4.12');

export default ruleFor<Sysctl>()({
  id: 'sysctl/tcp-tw-recycle',
  since: '0.1.0',
  supersedes: ['sysctl/removed-key', 'sysctl/duplicate-key', 'sysctl/overridden'],
  messages: {
    removed: {
      severity: 'error',
      tag: 'deprecated',
      en: '{key} is gone since Linux 4.12: "sysctl -p" fails on this line, and no setting shortens TIME_WAIT',
      'zh-CN': '{key} 自 Linux 4.12 起已被移除：“sysctl -p” 会在这一行报错，也没有任何参数能缩短 TIME_WAIT',
    },
    both: {
      severity: 'error',
      tag: 'deprecated',
      en: '{key} = {value} drops connections of clients behind NAT or load balancers before Linux 4.12, and is gone since then: "sysctl -p" fails on this line',
      'zh-CN':
        '{key} = {value} 在 Linux 4.12 之前会丢弃 NAT 或负载均衡之后客户端的连接，自 4.12 起该参数已被移除：“sysctl -p” 会在这一行报错',
    },
    drops: {
      severity: 'error',
      en: '{key} = {value} drops connections of clients behind NAT or load balancers: the kernel takes their timestamps for one machine whose clock runs backwards',
      'zh-CN': '{key} = {value} 会丢弃 NAT 或负载均衡之后客户端的连接：内核把它们的时间戳当作同一台机器的时钟倒退',
    },
    off: {
      severity: 'warning',
      tag: 'deprecated',
      en: '{key} is gone since Linux 4.12, where "sysctl -p" fails on this line; before that {value} is the default',
      'zh-CN': '{key} 自 Linux 4.12 起已被移除，“sysctl -p” 会在这一行报错；在那之前 {value} 就是默认值',
    },
  },
  fixes: {
    remove: { safety: 'safe', en: 'delete {key}, which no targeted kernel has', 'zh-CN': '删除目标内核中已不存在的 {key}' },
    switchOff: { safety: 'unsafe', en: 'delete {key}', 'zh-CN': '删除 {key}' },
  },
  check({ files, target }, report) {
    const removed = all(target.kernel, gone);
    for (const a of files.flatMap((f) => f.assignments)) {
      if (a.path !== 'net/ipv4/tcp_tw_recycle') continue;
      const off = a.numbers?.[0] === 0;
      if (off && !any(target.kernel, gone)) continue;
      const key = a.line.key.text;
      const data = { key, value: a.value.text };
      const fixes = [{ fix: removed ? ('remove' as const) : ('switchOff' as const), edits: remove(a), data: { key } }];
      const where = spanOfSetting(a);
      if (removed) report(where, 'removed', { key }, { fixes });
      else if (off) report(where, 'off', data, { fixes });
      else report(where, any(target.kernel, gone) && any(target.kernel, before('4.12')) ? 'both' : 'drops', data, { fixes });
    }
  },
});
