import { ruleFor } from '../../core/rule.ts';
import { closerOf } from '../model/arithmetic.ts';
import { type Nginx, type Pass, type PassTarget, spanOf } from '../model/model.ts';
import { eras, targets, upgradesAll } from '../model/reuse.ts';
import { wrapInUpstream } from '../model/wrap.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/literal-proxy-pass',
  since: '0.1.0',
  messages: {
    server: {
      severity: 'info',
      en: 'every request opens a new connection to {address} and leaves a TIME_WAIT there: only an upstream block keeps connections',
      'zh-CN': '每个请求都会新建到 {address} 的连接，并在那一端留下一个 TIME_WAIT：只有 upstream 块才能保持连接',
    },
    local: {
      severity: 'info',
      en: 'every request opens a new connection to {address}: {versions} nginx closes it first, so each one holds a local port in TIME_WAIT for 60 s; only an upstream block keeps connections',
      'zh-CN':
        '每个请求都会新建到 {address} 的连接：{versions}，由 nginx 先关闭，因此每个连接都会让一个本地端口在 TIME_WAIT 中停留 60 秒；只有 upstream 块才能保持连接',
    },
    opens: {
      severity: 'info',
      en: 'every request opens a new connection to {address}: only an upstream block keeps connections',
      'zh-CN': '每个请求都会新建到 {address} 的连接：只有 upstream 块才能保持连接',
    },
  },
  fixes: {
    wrap: {
      safety: 'unsafe',
      en: 'put {address} into an upstream block',
      'zh-CN': '将 {address} 放入 upstream 块',
    },
  },
  check(nginx, report) {
    const targeted = (['old', 'new'] as const).filter((era) => targets(nginx.target, era));
    const wrap = wrapInUpstream(nginx);
    for (const pass of nginx.passes) {
      const found = addressOf(pass);
      if (!found || upgradesAll(nginx, pass)) continue;
      const address = found.port === undefined ? found.host : `${found.host}:${found.port}`;
      const edits = pass.literal ? wrap(pass, found.host, found.port) : undefined;
      const extras = { fixes: edits ? [{ fix: 'wrap', edits, data: { address } } as const] : [] };
      const local = targeted.filter((era) => closerOf(nginx, pass, era) === 'nginx');
      const [first, last] = [local[0], local.at(-1)];
      if (first && last) {
        const period = { from: eras[first].from, until: eras[last].until };
        const versions = { product: 'nginx', ranges: nginx.target.nginx, period } as const;
        report(spanOf(pass.directive), 'local', { address, versions }, extras);
      } else if (targeted.every((era) => closerOf(nginx, pass, era) === 'server'))
        report(spanOf(pass.directive), 'server', { address }, extras);
      else report(spanOf(pass.directive), 'opens', { address }, extras);
    }
  },
});

/** The address that all requests go to: none of the targets is an upstream, or may be one. */
function addressOf({ directive, targets, complete, literal }: Pass): Extract<PassTarget, { kind: 'address' }> | undefined {
  if (directive.name !== 'proxy_pass' || directive.ns !== 'http' || !(complete || literal)) return undefined;
  const [first] = targets;
  if (!targets.every((t) => t.kind === 'address' && !t.unix)) return undefined;
  // An address that nginx could never reach is another rule's.
  return first?.kind === 'address' && /^[\w.:[\]-]+$/.test(first.host) ? first : undefined;
}
