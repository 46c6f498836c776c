import { ruleFor } from '../../core/rule.ts';
import { parseTime } from '../../nginx/facts/values.ts';
import { type Directive, spanOf, wordsOf } from '../../nginx/model/model.ts';
import { lowest, type Machine, spanOfSetting } from '../model.ts';

const key = 'net.netfilter.nf_conntrack_tcp_timeout_established';

/** How long nginx leaves a connection without a packet. */
const waits = [
  'keepalive_timeout',
  'proxy_read_timeout',
  'grpc_read_timeout',
  'fastcgi_read_timeout',
  'uwsgi_read_timeout',
  'proxy_timeout',
] as const;

export default ruleFor<Machine>()({
  id: 'machine/keepalive-order',
  since: '0.2.0',
  messages: {
    forgotten: {
      severity: 'info',
      en: '{line} outlives the firewall: it forgets an idle connection after {limit} ({place}), and what is sent on it then is dropped or answered with a reset',
      'zh-CN': '{line} 比防火墙记得更久：空闲连接在 {limit} 后就被它遗忘（{place}），此后再发的数据会被丢弃或被 RST 应答',
    },
  },
  notes: { timeout: { en: 'how long the firewall remembers an idle connection', 'zh-CN': '防火墙记住空闲连接的时间' } },
  toldAt: ['timeout'],
  check({ nginx, sysctl }, report) {
    const shortest = lowest(sysctl, key);
    if (!shortest || shortest.value <= 0) return;
    const place = spanOfSetting(shortest.setting);
    for (const name of waits)
      for (const d of nginx.directives(name)) {
        const wait = milliseconds(d);
        if (wait === undefined || wait <= shortest.value * 1000) continue;
        const data = { line: wordsOf(d), limit: { seconds: shortest.value }, place: { place } };
        report(spanOf(d), 'forgotten', data, { related: [{ note: 'timeout', at: place }] });
      }
  },
});

const milliseconds = ({ node }: Directive): number | undefined => parseTime(node.args[0]?.text ?? '', 'ms');
