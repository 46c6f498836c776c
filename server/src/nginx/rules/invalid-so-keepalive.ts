import { ruleFor } from '../../core/rule.ts';
import { listenMistakeOf, mistakenPart, refusedArguments, slipFor } from '../model/mistakes.ts';
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
    for (const refused of refusedArguments(nginx)) {
      if (listenMistakeOf(refused) !== 'so_keepalive') continue;
      const { directive: d, mistake } = refused;
      const at = mistakenPart(d, d.node.args[mistake.argument!]!, mistake);
      const slip = slipFor(nginx, refused);
      const fixes = slip?.sure ? [{ fix: 'write', edits: [{ at, text: slip.text }], data: { text: slip.text } } as const] : [];
      report(at, 'value', { value: mistake.value }, { fixes });
    }
  },
});
