import { ruleFor } from '../../core/rule.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/keepalive-too-short',
  since: '0.2.0',
  messages: {
    short: {
      severity: 'info',
      en: '{key} = {value} sends a probe on every connection that was idle for {value} s, to phones and through every firewall: only programs that ask for TCP keepalive do so, and they can ask for a time of their own',
      'zh-CN':
        '{key} = {value} 会在每个空闲 {value} 秒的连接上发送探测，包括手机和途经的每台防火墙：只有主动要求 TCP keepalive 的程序才会这样，而它们可以自己指定时间',
    },
  },
  check(sysctl, report) {
    for (const a of sysctl.effective('net.ipv4.tcp_keepalive_time')) {
      const value = a.numbers?.[0];
      if (value !== undefined && value > 0 && value < 60)
        report(at(a, a.value), 'short', { key: a.line.key.text, value: String(value) });
    }
  },
});
