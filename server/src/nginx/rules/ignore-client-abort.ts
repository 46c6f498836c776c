import { ruleFor } from '../../core/rule.ts';
import { remove } from '../model/edits.ts';
import { isOverridden } from '../model/inheritance.ts';
import { type Directive, type Nginx, spanOf, wordsOf } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/ignore-client-abort',
  since: '0.2.0',
  messages: {
    ignored: {
      severity: 'info',
      en: '{line}: the connection of a client that gives up stays in CLOSE_WAIT, and its request keeps a connection to the server, until the server has answered or is silent for {limit}',
      'zh-CN':
        '{line}：客户端放弃后，它的连接仍停留在 CLOSE_WAIT，其请求也继续占用到后端的连接，直到后端应答，或静默时间超过 {limit}',
    },
  },
  fixes: {
    remove: { safety: 'unsafe', en: 'remove it: off is the default', 'zh-CN': '删除它：默认值是 off' },
  },
  check(nginx, report) {
    for (const protocol of protocols)
      for (const d of nginx.directives(`${protocol}_ignore_client_abort`)) {
        if (nginx.meaning(d).kind !== 'known' || d.node.args[0]?.text.toLowerCase() !== 'on' || isOverridden(nginx, d))
          continue;
        const fixes = [{ fix: 'remove', edits: [remove(d)] } as const];
        report(spanOf(d), 'ignored', { line: wordsOf(d), limit: limitOf(nginx, d, `${protocol}_read_timeout`) }, { fixes });
      }
  },
});

/** gRPC and memcached have no such switch: they always notice. */
const protocols = ['proxy', 'fastcgi', 'uwsgi', 'scgi'] as const;

function limitOf(nginx: Nginx, { parent }: Directive, name: string): string {
  const { directives, certain } = nginx.effective(name, parent);
  if (directives[0]) return wordsOf(directives[0]);
  return certain ? `${name} 60s` : name;
}
