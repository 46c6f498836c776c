import { nameOf } from '../../core/path.ts';
import { ruleFor } from '../../core/rule.ts';
import { spanOf } from '../../nginx/model/model.ts';
import { spanOfSetting } from '../../sysctl/model/model.ts';
import { allFilesKnown, asksForKeepalive, type Machine } from '../model.ts';

const keys = ['net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes'] as const;

export default ruleFor<Machine>()({
  id: 'machine/tcp-keepalive-unused',
  since: '0.2.0',
  messages: {
    unused: {
      severity: 'info',
      en: '{key} reaches no connection of nginx: TCP keepalive is off until a program asks for it, and {root} does so nowhere (so_keepalive of listen, proxy_socket_keepalive)',
      'zh-CN':
        '{key} 对 nginx 的任何连接都不起作用：TCP keepalive 要由程序主动开启，而 {root} 中没有任何一处开启（listen 的 so_keepalive、proxy_socket_keepalive）',
    },
  },
  notes: {
    listen: { en: 'accepts connections without SO_KEEPALIVE', 'zh-CN': '接受的连接没有 SO_KEEPALIVE' },
  },
  toldAt: ['listen'],
  check({ nginx, sysctl }, report) {
    const listen = nginx.directives('listen').find((d) => d.parent?.name === 'server');
    const set = keys.flatMap((key) => sysctl.effective(key));
    if (set.length === 0 || !listen || !allFilesKnown(nginx) || asksForKeepalive(nginx)) return;
    const related = [{ note: 'listen', at: spanOf(listen) }] as const;
    for (const a of set)
      report(spanOfSetting(a), 'unused', { key: a.line.key.text, root: nameOf(listen.file.path) }, { related });
  },
});
