import { ruleFor } from '../../core/rule.ts';
import { setValue } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

const timeWaitSeconds = 60;

export default ruleFor<Sysctl>()({
  id: 'sysctl/port-range-narrow',
  since: '0.2.0',
  supersedes: ['sysctl/port-range-parity'],
  messages: {
    few: {
      severity: 'warning',
      en: '{key} leaves {count} ports for outgoing connections: with each one in TIME_WAIT for 60 s that is {rate} new connections per second to one destination, the default allows 470',
      'zh-CN':
        '{key} 只为主动发起的连接留下 {count} 个端口：每个端口要在 TIME_WAIT 中停留 60 秒，到一个目的地每秒只能新建 {rate} 个连接，默认值则允许 470 个',
    },
  },
  fixes: {
    standard: { safety: 'manual', en: "write the kernel's default, 32768 60999", 'zh-CN': '改为内核默认值 32768 60999' },
  },
  check(sysctl, report) {
    for (const a of sysctl.effective('net.ipv4.ip_local_port_range')) {
      const [first, last] = a.numbers ?? [];
      if (first === undefined || last === undefined || last < first || first < 1 || last > 65535) continue;
      const count = last - first + 1;
      if (count >= 10_000) continue;
      const data = {
        key: a.line.key.text,
        count: { count },
        rate: { count: Math.max(1, Math.floor(count / timeWaitSeconds)) },
      };
      report(at(a, a.value), 'few', data, { fixes: [{ fix: 'standard', edits: setValue(a, '32768 60999') }] });
    }
  },
});
