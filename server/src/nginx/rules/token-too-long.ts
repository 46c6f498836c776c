import { ruleFor } from '../../core/rule.ts';
import type { Nginx } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/token-too-long',
  since: '0.2.0',
  messages: {
    long: {
      severity: 'error',
      en: '{text} … does not fit into the {limit} that nginx reads at once',
      'zh-CN': '{text} … 超出了 nginx 一次能读取的 {limit}',
    },
  },
  check(nginx, report) {
    for (const { source, tree } of nginx.files.values())
      for (const { code, start } of tree.problems) {
        if (code !== 'too-long') continue;
        const text = source.text.slice(start, start + 20);
        report({ file: source.path, start, end: start + text.length }, 'long', { text, limit: { bytes: 4096 } });
      }
  },
});
