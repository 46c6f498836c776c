import { ruleFor } from '../../core/rule.ts';
import { remove } from '../model/edits.ts';
import { type Nginx, spanOf, wordsOf } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/balancer-redefined',
  since: '0.2.0',
  messages: {
    redefined: {
      severity: 'warning',
      en: '{line} has no effect: upstream {upstream} takes one balancing method, the last one, which is {last}',
      'zh-CN': '{line} 没有任何作用：upstream {upstream} 只采用一种负载均衡方法，即最后写的 {last}',
    },
  },
  notes: {
    last: { en: 'this one is in effect', 'zh-CN': '生效的是这一个' },
  },
  fixes: {
    remove: { safety: 'manual', en: 'remove {line}', 'zh-CN': '删除 {line}' },
  },
  check(nginx, report) {
    for (const { name, directive } of nginx.upstreams) {
      const methods = directive.children.filter((d) => balancers.has(d.name) && nginx.meaning(d).kind === 'known');
      const last = methods.at(-1);
      for (const d of methods.slice(0, -1)) {
        const line = wordsOf(d);
        report(
          spanOf(d),
          'redefined',
          { line, upstream: name, last: wordsOf(last!) },
          {
            related: [{ note: 'last', at: spanOf(last!) }],
            fixes: [{ fix: 'remove', edits: [remove(d)], data: { line } }],
          },
        );
      }
    }
  },
});

/** Each overwrites what the one before it has set, with a warning of `nginx -t`. */
const balancers = new Set(['hash', 'ip_hash', 'least_conn', 'least_time', 'random']);
