import { ruleFor } from '../../core/rule.ts';
import { setValue } from '../model/edits.ts';
import { type Sysctl, spanOfSetting } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/tw-reuse-without-timestamps',
  since: '0.1.0',
  supersedes: ['sysctl/tw-reuse-server-side'],
  messages: {
    never: {
      severity: 'warning',
      en: '{key} = {value} never happens: reuse needs TCP timestamps, and {timestamps} = 0 switches them off ({place})',
      'zh-CN': '{key} = {value} 永远不会起作用：复用依赖 TCP 时间戳，而 {timestamps} = 0 关闭了它（{place}）',
    },
  },
  notes: {
    off: { en: 'timestamps are switched off here', 'zh-CN': '时间戳在这里被关闭' },
  },
  fixes: {
    on: { safety: 'unsafe', en: 'switch timestamps on: {timestamps} = 1', 'zh-CN': '启用时间戳：{timestamps} = 1' },
  },
  check({ readings }, report) {
    const told = new Set<unknown>();
    for (const reading of readings) {
      const reuse = reading.winner('net/ipv4/tcp_tw_reuse');
      const stamps = reading.winner('net/ipv4/tcp_timestamps');
      const value = reuse?.numbers?.[0];
      if (!reuse || !stamps || told.has(reuse) || (value !== 1 && value !== 2) || stamps.numbers?.[0] !== 0) continue;
      // In a template they may stand in different branches.
      if (reuse.file.branches || stamps.file.branches) continue;
      told.add(reuse);
      const timestamps = stamps.line.key.text;
      const place = spanOfSetting(stamps);
      report(
        spanOfSetting(reuse),
        'never',
        { key: reuse.line.key.text, value: String(value), timestamps, place: { place } },
        {
          related: [{ note: 'off', at: place }],
          // One number of a glob is many keys.
          fixes: stamps.glob ? [] : [{ fix: 'on', edits: setValue(stamps, '1'), data: { timestamps } }],
        },
      );
    }
  },
});
