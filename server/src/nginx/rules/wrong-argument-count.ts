import { ruleFor } from '../../core/rule.ts';
import type { Reading } from '../model/meaning.ts';
import { type Nginx, spanOf } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/wrong-argument-count',
  since: '0.2.0',
  messages: {
    none: {
      severity: 'error',
      en: '{name} takes no argument, this one has {count}',
      'zh-CN': '{name} 不接受参数，这里写了 {count} 个',
    },
    one: {
      severity: 'error',
      en: '{name} takes one argument, this one has {count}',
      'zh-CN': '{name} 只接受一个参数，这里写了 {count} 个',
    },
    some: {
      severity: 'error',
      en: '{name} takes {counts} arguments, this one has {count}',
      'zh-CN': '{name} 接受 {counts} 个参数，这里写了 {count} 个',
    },
    least: {
      severity: 'error',
      en: '{name} takes {least} arguments or more, this one has {count}',
      'zh-CN': '{name} 至少需要 {least} 个参数，这里写了 {count} 个',
    },
    leastOne: {
      severity: 'error',
      en: '{name} needs an argument',
      'zh-CN': '{name} 需要参数',
    },
  },
  check(nginx, report) {
    for (const { directive: d, reason } of nginx.refusals) {
      if (reason.kind !== 'count') continue;
      const { name } = d;
      const at = spanOf(d);
      const count = d.node.args.length;
      const counts = countsOf(reason.readings);
      const [first = '', ...others] = counts;
      if (others.length > 0) report(at, 'some', { name, counts: { list: counts, word: 'or' }, count });
      else if (first === '0') report(at, 'none', { name, count });
      else if (first === '1') report(at, 'one', { name, count });
      else if (first === '1+') report(at, 'leastOne', { name });
      else if (first.endsWith('+')) report(at, 'least', { name, least: first.slice(0, -1), count });
      else report(at, 'some', { name, counts: first, count });
    }
  },
});

/** `1`, `2`, `3+`: what any of the readings takes. */
function countsOf(readings: readonly Reading[]): readonly string[] {
  const counts = new Set(readings.flatMap(({ form }) => form.arity.split(',')));
  return [...counts].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
}
