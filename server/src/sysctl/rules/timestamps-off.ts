import { ruleFor } from '../../core/rule.ts';
import { setValue } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/timestamps-off',
  since: '0.2.0',
  messages: {
    timestamps: {
      severity: 'warning',
      en: '{key} = 0 takes away what tells old packets from new ones on fast connections (PAWS), what tells round trips apart when a packet is sent twice, and what tcp_tw_reuse needs; it saves 12 bytes a packet',
      'zh-CN':
        '{key} = 0 会失去在高速连接上区分新旧报文的依据（PAWS）、重传时对往返时间的测量，以及 tcp_tw_reuse 的前提；省下的只是每个包 12 字节',
    },
    sack: {
      severity: 'warning',
      en: '{key} = 0 hides from the sender what arrived behind a lost packet, so it repairs one loss per round trip: on a lossy path connections get slower by a multiple',
      'zh-CN': '{key} = 0 会让发送方看不到丢包之后哪些数据已经到达，每个往返只能修复一个丢包：在有丢包的链路上，连接会慢上数倍',
    },
    scaling: {
      severity: 'warning',
      en: '{key} = 0 caps every window at 64 KiB: at a round trip of 100 ms no connection is faster than 5 Mbit/s',
      'zh-CN': '{key} = 0 会把每个窗口限制在 64 KiB：往返 100 毫秒时，任何连接都快不过 5 Mbit/s',
    },
  },
  fixes: {
    on: { safety: 'unsafe', en: 'switch it on: {key} = 1', 'zh-CN': '启用：{key} = 1' },
  },
  check(sysctl, report) {
    for (const [name, message] of keys)
      for (const a of sysctl.effective(name)) {
        if (a.numbers?.[0] !== 0) continue;
        const key = a.line.key.text;
        report(
          at(a, a.value),
          message,
          { key },
          { fixes: a.glob ? [] : [{ fix: 'on', edits: setValue(a, '1'), data: { key } }] },
        );
      }
  },
});

const keys = [
  ['net.ipv4.tcp_timestamps', 'timestamps'],
  ['net.ipv4.tcp_sack', 'sack'],
  ['net.ipv4.tcp_window_scaling', 'scaling'],
] as const;
