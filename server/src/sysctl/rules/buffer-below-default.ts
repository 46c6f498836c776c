import { ruleFor } from '../../core/rule.ts';
import { setValue } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

/** The most that a buffer grows to by itself with 1 GiB of memory or more, on every kernel since 3.9 (tcp_init() in net/ipv4/tcp.c). */
const most = { 'net.ipv4.tcp_rmem': 6_291_456, 'net.ipv4.tcp_wmem': 4_194_304 } as const;

export default ruleFor<Sysctl>()({
  id: 'sysctl/buffer-below-default',
  since: '0.2.0',
  messages: {
    below: {
      severity: 'warning',
      en: '{key} lets a buffer grow to {value} only, the default is {usual}: a single connection gets no more than {speed} Mbit/s at a round trip of 100 ms',
      'zh-CN': '{key} 只允许缓冲区增长到 {value}，而默认值是 {usual}：往返 100 毫秒时，单个连接不会超过 {speed} Mbit/s',
    },
  },
  fixes: {
    usual: { safety: 'manual', en: "write the kernel's default, {value}", 'zh-CN': '改为内核默认值 {value}' },
  },
  check(sysctl, report) {
    for (const [name, usual] of Object.entries(most))
      for (const a of sysctl.effective(name)) {
        const [least, first, value] = a.numbers ?? [];
        if (least === undefined || first === undefined || value === undefined || value < first || value >= usual) continue;
        const speed = Math.max(1, Math.round((value * 8) / 0.1 / 1e6));
        report(
          at(a, a.value),
          'below',
          { key: a.line.key.text, value: { bytes: value }, usual: { bytes: usual }, speed: { count: speed } },
          {
            fixes: [
              { fix: 'usual', edits: setValue(a, `${least} ${first} ${usual}`), data: { value: `${least} ${first} ${usual}` } },
            ],
          },
        );
      }
  },
});
