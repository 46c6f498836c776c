import { ruleFor } from '../../core/rule.ts';
import { type Nginx, spanOf, type Upstream } from '../../nginx/model/model.ts';
import { poolOf, targets } from '../../nginx/model/reuse.ts';
import { spanOfSetting } from '../../sysctl/model/model.ts';
import type { Machine } from '../model.ts';

/** What people turn when TIME_WAITs pile up, and the values that say so. */
const cures: Readonly<Record<string, (value: number) => boolean>> = {
  'net.ipv4.tcp_tw_reuse': (v) => v === 1,
  'net.ipv4.tcp_tw_recycle': (v) => v === 1,
  'net.ipv4.tcp_fin_timeout': (v) => v < 60,
  'net.ipv4.tcp_max_tw_buckets': () => true,
};

export default ruleFor<Machine>()({
  id: 'machine/time-wait-cure-misplaced',
  since: '0.2.0',
  messages: {
    inert: {
      severity: 'info',
      en: '{key} treats a symptom: nginx opens a connection to upstream {upstream} for every request, its {line} notwithstanding ({place}), and each of them ends in a TIME_WAIT on the side that closes first',
      'zh-CN':
        '{key} 只治标：upstream {upstream} 虽有 {line}（{place}），nginx 仍为每个请求新建连接，而每个连接都会在先关闭的一侧留下一个 TIME_WAIT',
    },
  },
  notes: { keepalive: { en: 'defeated by the locations that proxy to it', 'zh-CN': '被代理到它的 location 抵消' } },
  toldAt: ['keepalive'],
  check({ nginx, sysctl }, report) {
    const upstream = nginx.upstreams.find((u) => isInert(nginx, u));
    if (!upstream?.keepalive) return;
    const line = spanOf(upstream.keepalive);
    for (const [key, isCure] of Object.entries(cures))
      for (const a of sysctl.effective(key))
        if (isCure(a.numbers?.[0] ?? Number.NaN))
          report(
            spanOfSetting(a),
            'inert',
            {
              key: a.line.key.text,
              upstream: upstream.name,
              line: `keepalive ${upstream.keepalive.node.args[0]?.text ?? ''}`.trim(),
              place: { place: line },
            },
            { related: [{ note: 'keepalive', at: line }] },
          );
  },
});

/** A pool that no targeted version can use, whatever leads to it. */
function isInert(nginx: Nginx, upstream: Upstream): boolean {
  if (!upstream.keepalive || poolOf(upstream, nginx) !== 'always' || upstream.passes.length === 0) return false;
  return upstream.passes.every((pass) => {
    if (pass.directive.name !== 'proxy_pass') return false;
    const { old, new: later } = nginx.sent(pass).reuse;
    return (!targets(nginx.target, 'old') || old === 'no') && (!targets(nginx.target, 'new') || later === 'no');
  });
}
