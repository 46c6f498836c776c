import { ruleFor } from '../../core/rule.ts';
import { carriesTcp } from '../model/listens.ts';
import { type Nginx, spanOf, wordsOf } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/stream-half-close',
  since: '0.2.0',
  messages: {
    half: {
      severity: 'info',
      en: '{line}: after one side has closed, its connection stays in CLOSE_WAIT and the other one in FIN_WAIT_2 until the other side closes, too, or is silent for {limit}',
      'zh-CN':
        '{line}：一方关闭后，它的连接停留在 CLOSE_WAIT，另一个连接停留在 FIN_WAIT_2，直到另一方也关闭，或静默时间超过 {limit}',
    },
  },
  check(nginx, report) {
    for (const d of nginx.directives('proxy_half_close')) {
      if (nginx.meaning(d).kind !== 'known' || d.node.args[0]?.text.toLowerCase() !== 'on' || !carriesTcp(nginx, d)) continue;
      const { directives, certain } = nginx.effective('proxy_timeout', d.parent);
      const limit = directives[0] ? wordsOf(directives[0]) : certain ? 'proxy_timeout 10m' : 'proxy_timeout';
      report(spanOf(d), 'half', { line: wordsOf(d), limit });
    }
  },
});
