import { ruleFor } from '../../core/rule.ts';
import type { Nginx } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/map-entry',
  since: '0.2.0',
  messages: {
    found: {
      severity: 'warning',
      en: 'TODO: what is wrong and why.',
      'zh-CN': 'TODO：错在哪里，为什么。',
    },
  },
  check(_nginx, _report) {},
});
