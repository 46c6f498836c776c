import { ruleFor } from '../../core/rule.ts';
import { all } from '../../core/version.ts';
import { remove } from '../model/edits.ts';
import { type Nginx, spanOf, wordsOf } from '../model/model.ts';
import { isScripted, poolFor, serversOf } from '../model/pool.ts';
import { eras, isUnkept, isZero } from '../model/reuse.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/keepalive-parameters-unused',
  since: '0.2.0',
  supersedes: ['nginx/upstream-without-keepalive'],
  messages: {
    unused: {
      severity: 'warning',
      en: '{line} does nothing: {versions} upstream {upstream} keeps no connections without keepalive',
      'zh-CN': '{line} 没有任何作用：{versions}，upstream {upstream} 没有 keepalive 就不会保持连接',
    },
    small: {
      severity: 'info',
      en: 'a worker keeps at most {count} idle connections to upstream {upstream}, which has {servers} servers: there is not one for each of them, so they close each other',
      'zh-CN':
        '每个 worker 最多保持 {count} 个到 upstream {upstream} 的空闲连接，而它有 {servers} 个服务器：无法为每个服务器各保持一个，它们会互相挤掉',
    },
  },
  notes: {
    upstream: { en: 'this upstream has no keepalive', 'zh-CN': '这个 upstream 没有 keepalive' },
  },
  fixes: {
    pool: { safety: 'unsafe', en: 'keep connections to upstream {upstream}', 'zh-CN': '保持到 upstream {upstream} 的连接' },
    remove: { safety: 'safe', en: 'remove {line}', 'zh-CN': '删除 {line}' },
  },
  check(nginx, report) {
    const { nginx: ranges } = nginx.target;
    const repair = poolFor(nginx);
    for (const upstream of nginx.upstreams) {
      const { ns, name, directive, keepalive } = upstream;
      if (ns !== 'http' || isUnkept(upstream) || isScripted(upstream)) continue;
      if (!keepalive) {
        if (nginx.isOpen(directive) || !all(ranges, eras.old)) continue;
        const versions = { product: 'nginx', ranges, period: eras.old } as const;
        for (const d of directive.children) {
          if (!parameters.has(d.name) || nginx.meaning(d).kind !== 'known') continue;
          const line = wordsOf(d);
          const edits = repair(upstream);
          const removal = { fix: 'remove', edits: [remove(d)], data: { line } } as const;
          report(
            spanOf(d),
            'unused',
            { line, upstream: name, versions },
            {
              related: [{ note: 'upstream', at: spanOf(directive) }],
              fixes: edits ? [{ fix: 'pool', edits, data: { upstream: name } }, removal] : [removal],
            },
          );
        }
        continue;
      }
      if (nginx.meaning(keepalive).kind !== 'known') continue;
      const servers = serversOf(upstream).length;
      const word = keepalive.node.args[0]?.text ?? '';
      const count = /^\d{1,9}$/.test(word) ? Number(word) : servers;
      if (count < servers && !isZero(keepalive)) report(spanOf(keepalive), 'small', { count, upstream: name, servers });
    }
  },
});

const parameters = new Set(['keepalive_requests', 'keepalive_time', 'keepalive_timeout']);
