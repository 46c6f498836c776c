import { ruleFor } from '../../core/rule.ts';
import { remove } from '../model/edits.ts';
import { type Nginx, spanOf, wordsOf } from '../model/model.ts';
import { isUnkept, isZero } from '../model/reuse.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/keepalive-unused-protocol',
  since: '0.2.0',
  supersedes: ['nginx/keepalive-before-balancer'],
  messages: {
    unused: {
      severity: 'warning',
      en: '{keepalive} of upstream {upstream} does nothing: only {passes} leads to it, and nginx opens a new connection for every request of that protocol',
      'zh-CN':
        'upstream {upstream} 的 {keepalive} 没有任何作用：只有 {passes} 使用它，而 nginx 对这种协议的每个请求都会新建连接',
    },
  },
  notes: {
    pass: { en: 'passed on from here', 'zh-CN': '从这里转发' },
  },
  fixes: {
    remove: { safety: 'safe', en: 'remove {keepalive}', 'zh-CN': '删除 {keepalive}' },
  },
  check(nginx, report) {
    // What is not known may lead to it as well.
    const everythingKnown = !nginx.truncated && nginx.passes.every((p) => p.complete || p.literal);
    for (const upstream of nginx.upstreams) {
      const { ns, name, directive, passes } = upstream;
      const settings = directive.children.filter((d) => names.has(d.name) && nginx.meaning(d).kind === 'known');
      const keepalive = settings.find((d) => d.name === 'keepalive');
      if (ns !== 'http' || !keepalive || isZero(keepalive) || !isUnkept(upstream)) continue;
      const data = { keepalive: wordsOf(keepalive) };
      const protocols = [...new Set(passes.map((p) => p.directive.name))].sort();
      const removable = everythingKnown && settings.every((d) => d.file.times === 1);
      report(
        spanOf(keepalive),
        'unused',
        { ...data, upstream: name, passes: { list: protocols, word: 'or' } },
        {
          related: passes.slice(0, mostRelated).map((p) => ({ note: 'pass', at: spanOf(p.directive) })),
          fixes: removable ? [{ fix: 'remove', edits: settings.map(remove), data }] : [],
        },
      );
    }
  },
});

/** The settings of the pool; without it the others would do nothing either. */
const names = new Set(['keepalive', 'keepalive_requests', 'keepalive_time', 'keepalive_timeout']);
const mostRelated = 20;
