import { ruleFor } from '../../core/rule.ts';
import { refusedOptions } from '../model/mistakes.ts';
import type { Nginx } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/invalid-backlog',
  since: '0.2.0',
  messages: {
    value: {
      severity: 'error',
      en: 'backlog takes a whole number from 1 on, not "{value}": nginx does not start; without it an accept queue has 511 places on Linux, and net.core.somaxconn is the most it gets',
      'zh-CN':
        'backlog 需要一个不小于 1 的整数，而不是“{value}”：nginx 无法启动；在 Linux 上不写它时，accept 队列长 511，且不会超过 net.core.somaxconn',
    },
  },
  fixes: {
    write: { safety: 'safe', en: 'write {text}', 'zh-CN': '改为 {text}' },
  },
  check(nginx, report) {
    for (const { at, value, right } of refusedOptions(nginx, 'backlog')) {
      const fixes = right === undefined ? [] : [{ fix: 'write', edits: [{ at, text: right }], data: { text: right } } as const];
      report(at, 'value', { value }, { fixes });
    }
  },
});
