import { ruleFor } from '../../core/rule.ts';
import { refusedOptions } from '../model/mistakes.ts';
import type { Nginx } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/invalid-so-keepalive',
  since: '0.2.0',
  messages: {
    value: {
      severity: 'error',
      en: 'so_keepalive takes on, off, or idle:interval:probes such as 5m:30s:4, with times in whole seconds and at least one of the three, not "{value}": nginx does not start',
      'zh-CN':
        'so_keepalive 只接受 on、off，或形如 5m:30s:4 的空闲时间、间隔和探测次数，时间须为整秒，三者至少写一个，不接受“{value}”：nginx 无法启动',
    },
  },
  fixes: {
    write: { safety: 'safe', en: 'write {text}', 'zh-CN': '改为 {text}' },
  },
  check(nginx, report) {
    for (const { at, value, right } of refusedOptions(nginx, 'so_keepalive')) {
      const fixes = right === undefined ? [] : [{ fix: 'write', edits: [{ at, text: right }], data: { text: right } } as const];
      report(at, 'value', { value }, { fixes });
    }
  },
});
