import { ruleFor } from '../../core/rule.ts';
import { parseTime } from '../../nginx/facts/values.ts';
import { isOverridden } from '../../nginx/model/inheritance.ts';
import { type Directive, spanOf, wordsOf } from '../../nginx/model/model.ts';
import { spanOfSetting } from '../../sysctl/model/model.ts';
import { asksForKeepalive, lowest, type Machine } from '../model.ts';

const key = 'net.netfilter.nf_conntrack_tcp_timeout_established';

/** How long nginx leaves a connection without a packet. */
const waits = [
  'keepalive_timeout',
  'proxy_read_timeout',
  'grpc_read_timeout',
  'fastcgi_read_timeout',
  'uwsgi_read_timeout',
  'scgi_read_timeout',
  'memcached_read_timeout',
  'proxy_timeout',
] as const;

export default ruleFor<Machine>()({
  id: 'machine/keepalive-order',
  since: '0.2.0',
  messages: {
    forgotten: {
      severity: 'info',
      en: '{line} outlives the memory of the firewall: it forgets an idle connection after {limit} ({place}), and behind NAT or strict rules what is sent on it then gets lost',
      'zh-CN':
        '{line} 比防火墙记得更久：空闲连接在 {limit}后就被它遗忘（{place}），此后在 NAT 之后或严格的规则之下，再发的数据会丢失',
    },
  },
  notes: { timeout: { en: 'how long the firewall remembers an idle connection', 'zh-CN': '防火墙记住空闲连接的时间' } },
  toldAt: ['timeout'],
  check({ nginx, sysctl }, report) {
    const shortest = lowest(sysctl, key);
    // A connection with probes is not idle; how often they come only the kernel of the machine knows for sure.
    if (!shortest || shortest.value <= 0 || asksForKeepalive(nginx)) return;
    const place = spanOfSetting(shortest.setting);
    for (const name of waits)
      for (const d of nginx.directives(name)) {
        const wait = milliseconds(d);
        if (wait === undefined || wait <= shortest.value * 1000 || isOverridden(nginx, d)) continue;
        const data = { line: wordsOf(d), limit: { seconds: shortest.value }, place: { place } };
        report(spanOf(d), 'forgotten', data, { related: [{ note: 'timeout', at: place }] });
      }
  },
});

const milliseconds = ({ node }: Directive): number | undefined => parseTime(node.args[0]?.text ?? '', 'ms');
