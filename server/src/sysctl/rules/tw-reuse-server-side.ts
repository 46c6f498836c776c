import { ruleFor } from '../../core/rule.ts';
import { any, since } from '../../core/version.ts';
import { type Sysctl, spanOfSetting } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/tw-reuse-server-side',
  since: '0.1.0',
  messages: {
    outgoing: {
      severity: 'info',
      en: '{key} = 1 helps only connections that this machine opens, not those of its clients: towards upstreams keeping connections alive is the cure, and on loopback the default 2 (since Linux 4.19) is enough',
      'zh-CN':
        '{key} = 1 只对本机主动发起的连接有效，对客户端发起的连接不起作用：对 upstream 应保持长连接；对 loopback，默认值 2（自 Linux 4.19 起）已经足够',
    },
    older: {
      severity: 'info',
      en: '{key} = 1 helps only connections that this machine opens, not those of its clients: towards upstreams keeping connections alive is the cure',
      'zh-CN': '{key} = 1 只对本机主动发起的连接有效，对客户端发起的连接不起作用：对 upstream 应保持长连接',
    },
  },
  check(sysctl, report) {
    const message = any(sysctl.target.kernel, since('4.19')) ? 'outgoing' : 'older';
    for (const a of sysctl.effective('net.ipv4.tcp_tw_reuse'))
      if (a.numbers?.[0] === 1) report(spanOfSetting(a), message, { key: a.line.key.text });
  },
});
