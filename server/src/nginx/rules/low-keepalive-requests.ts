import { ruleFor } from '../../core/rule.ts';
import { replaceWord } from '../model/edits.ts';
import { isOverridden } from '../model/inheritance.ts';
import { contextOf, type Nginx, spanOf } from '../model/model.ts';
import { poolOf } from '../model/reuse.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/low-keepalive-requests',
  since: '0.1.0',
  messages: {
    client: {
      severity: 'info',
      en: 'requests per client connection are limited to {count}, and every close leaves a TIME_WAIT on this machine: the default is 1,000 since nginx 1.19.10',
      'zh-CN':
        'nginx 会在 {count} 个请求之后关闭客户端连接，每次关闭都会在本机留下一个 TIME_WAIT：自 nginx 1.19.10 起默认值是 1,000',
    },
    upstream: {
      severity: 'info',
      en: 'requests per connection to upstream {upstream} are limited to {count}, and every close leaves a TIME_WAIT on this machine: the default is 1,000 since nginx 1.19.10',
      'zh-CN':
        'nginx 会在 {count} 个请求之后关闭到 upstream {upstream} 的连接，每次关闭都会在本机留下一个 TIME_WAIT：自 nginx 1.19.10 起默认值是 1,000',
    },
  },
  fixes: {
    raise: { safety: 'unsafe', en: 'set it to 1000', 'zh-CN': '改为 1000' },
  },
  check(nginx, report) {
    const upstreams = new Map(nginx.upstreams.map((upstream) => [upstream.directive, upstream]));
    for (const d of nginx.directives('keepalive_requests')) {
      const [word] = d.node.args;
      const count = /^\d{1,9}$/.test(word?.text ?? '') ? Number(word!.text) : 0;
      if (!word || d.node.block || d.ns !== 'http' || count === 0 || count > low || isOverridden(nginx, d)) continue;
      const context = contextOf(nginx, d);
      const extras = { fixes: [{ fix: 'raise', edits: [replaceWord(d, word, '1000')] }] } as const;
      if (context === 'http' || context === 'server' || context === 'location')
        report(spanOf(d), 'client', { count: { count } }, extras);
      const upstream = d.parent && upstreams.get(d.parent);
      // Without a pool every connection carries one request, whatever this says.
      if (upstream && poolOf(upstream, nginx) !== 'never')
        report(spanOf(d), 'upstream', { count: { count }, upstream: upstream.name }, extras);
    }
  },
});

/** The default until nginx 1.19.10, which many copies still carry. */
export const low = 100;
