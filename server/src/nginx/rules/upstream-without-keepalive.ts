import { ruleFor } from '../../core/rule.ts';
import { type Nginx, type Pass, spanOf, type Upstream } from '../model/model.ts';
import { isScripted, poolFor, serversOf } from '../model/pool.ts';
import { eras, hasToken, headerLines, isForEverything, targets, upgradesAll } from '../model/reuse.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/upstream-without-keepalive',
  since: '0.2.0',
  messages: {
    none: {
      severity: 'info',
      en: 'every request opens a new connection to upstream {upstream} and leaves a TIME_WAIT behind: {versions} an upstream keeps connections only with keepalive',
      'zh-CN':
        '每个请求都会新建到 upstream {upstream} 的连接，并留下一个 TIME_WAIT：{versions}，只有写了 keepalive 的 upstream 才会保持连接',
    },
  },
  toldAt: ['pass'],
  notes: {
    pass: { en: 'proxied from here', 'zh-CN': '从这里代理' },
  },
  fixes: {
    pool: { safety: 'unsafe', en: 'keep connections to upstream {upstream}', 'zh-CN': '保持到 upstream {upstream} 的连接' },
  },
  check(nginx, report) {
    if (!targets(nginx.target, 'old')) return;
    const versions = { product: 'nginx', ranges: nginx.target.nginx, period: eras.old } as const;
    const repair = poolFor(nginx);
    for (const upstream of nginx.upstreams) {
      const { ns, name, directive, keepalive, passes } = upstream;
      if (ns !== 'http' || isScripted(upstream) || nginx.meaning(directive).kind !== 'known') continue;
      if (keepalive || nginx.isOpen(directive) || !hasPorts(upstream)) continue;
      const wasteful = passes.filter((pass) => couldReuse(nginx, pass));
      if (wasteful.length === 0) continue;
      const edits = repair(upstream);
      report(
        spanOf(directive),
        'none',
        { upstream: name, versions },
        {
          related: wasteful.slice(0, mostRelated).map((p) => ({ note: 'pass', at: spanOf(p.directive) })),
          fixes: edits ? [{ fix: 'pool', edits, data: { upstream: name } }] : [],
        },
      );
    }
  },
});

const mostRelated = 20;

/** A Unix socket has no port that could be used up, and no TIME_WAIT. */
const hasPorts = (upstream: Upstream): boolean =>
  serversOf(upstream).some(({ node }) => !/^unix:/i.test(node.args[0]?.text ?? ''));

/** Whether the requests could share connections: they are not there for WebSockets alone, and nobody asked to have each closed. */
function couldReuse(nginx: Nginx, pass: Pass): boolean {
  if (pass.directive.name === 'grpc_pass') return true;
  if (pass.directive.name !== 'proxy_pass' || upgradesAll(nginx, pass)) return false;
  const { headers, closing } = nginx.sent(pass);
  const upgrades = headerLines(headers, 'upgrade').some(({ node }) => node.args[1]?.text !== '');
  if (upgrades && headers.level?.name === 'location' && !isForEverything(pass)) return false;
  return !closing.some(({ node }) => hasToken(node.args[1]?.text ?? '', 'close'));
}
