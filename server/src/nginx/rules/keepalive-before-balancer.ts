import { ruleFor } from '../../core/rule.ts';
import { insertAfter, remove, sourceOf } from '../model/edits.ts';
import { type Nginx, spanOf, wordsOf } from '../model/model.ts';
import { eras, targets } from '../model/reuse.ts';
import { balancerBehind } from '../model/reusers.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/keepalive-before-balancer',
  since: '0.1.0',
  messages: {
    lost: {
      severity: 'error',
      en: '{keepalive} of upstream {upstream} is lost: {versions} {balancer} replaces what stands before it, so no connection is kept',
      'zh-CN': 'upstream {upstream} 的 {keepalive} 失效了：{versions}，{balancer} 会取代写在它前面的设置，因此不会保持任何连接',
    },
  },
  notes: {
    balancer: { en: 'the balancing method comes after it', 'zh-CN': '负载均衡方法写在它后面' },
  },
  fixes: {
    move: { safety: 'unsafe', en: 'move {keepalive} after {balancer}', 'zh-CN': '将 {keepalive} 移到 {balancer} 之后' },
  },
  check(nginx, report) {
    if (!targets(nginx.target, 'old')) return;
    const versions = { product: 'nginx', ranges: nginx.target.nginx, period: eras.old } as const;
    for (const upstream of nginx.upstreams) {
      const { ns, name, keepalive } = upstream;
      const balancer = ns === 'http' ? balancerBehind(upstream) : undefined;
      if (!keepalive || !balancer) continue;
      const text = sourceOf(keepalive, balancer.file);
      const near = text !== undefined && keepalive.file === balancer.file && keepalive.via === balancer.via;
      const data = { keepalive: wordsOf(keepalive), balancer: wordsOf(balancer) };
      report(
        spanOf(keepalive),
        'lost',
        { ...data, upstream: name, versions },
        {
          related: [{ note: 'balancer', at: spanOf(balancer) }],
          fixes: near ? [{ fix: 'move', edits: [remove(keepalive), insertAfter(balancer, [text])], data }] : [],
        },
      );
    }
  },
});
