import { ruleFor } from '../../core/rule.ts';
import { type Nginx, spanOf } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/block-form',
  since: '0.2.0',
  messages: {
    opening: {
      severity: 'error',
      en: '{name} needs a block: nginx finds no opening brace after it',
      'zh-CN': '{name} 后面必须是一个块：nginx 没有找到左花括号',
    },
    block: {
      severity: 'error',
      en: '{name} has no block: nginx wants a semicolon after its arguments, not a brace',
      'zh-CN': '{name} 不能带块：参数之后应该是分号，而不是花括号',
    },
  },
  check(nginx, report) {
    for (const { directive: d, reason } of nginx.refusals)
      if (reason.kind === 'form') report(spanOf(d), reason.block ? 'block' : 'opening', { name: d.name });
  },
});
