import { ruleFor } from '../../core/rule.ts';
import { remove } from '../model/edits.ts';
import { isOverridden } from '../model/inheritance.ts';
import { type Nginx, spanOf, wordsOf } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/lingering-close-off',
  since: '0.2.0',
  messages: {
    off: {
      severity: 'warning',
      en: '{line} closes the connection while the client may still be sending: the kernel answers what arrives then with a reset, and the client loses a response that it has not read yet',
      'zh-CN': '{line} 会在客户端可能仍在发送时关闭连接：此后到达的数据会被内核以 RST 应答，客户端就会丢失尚未读取的响应',
    },
  },
  fixes: {
    remove: { safety: 'unsafe', en: 'remove it: on is the default', 'zh-CN': '删除它：默认值是 on' },
  },
  check(nginx, report) {
    for (const d of nginx.directives('lingering_close')) {
      if (nginx.meaning(d).kind !== 'known' || d.node.args[0]?.text.toLowerCase() !== 'off' || isOverridden(nginx, d)) continue;
      report(spanOf(d), 'off', { line: wordsOf(d) }, { fixes: [{ fix: 'remove', edits: [remove(d)] }] });
    }
  },
});
