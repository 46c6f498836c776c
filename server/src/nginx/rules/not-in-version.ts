import { ruleFor } from '../../core/rule.ts';
import { shorten } from '../../core/text.ts';
import { formatVersion } from '../../core/version.ts';
import { mistakenPart, refusedArguments } from '../model/mistakes.ts';
import { type Nginx, spanOf, wordSpan } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/not-in-version',
  since: '0.2.0',
  messages: {
    directive: {
      severity: 'warning',
      en: '{name} came with nginx {version}, after every targeted release: unless your distribution has backported it, nginx does not start',
      'zh-CN': '{name} 从 nginx {version} 才开始提供，晚于所有目标版本：除非发行版做了向后移植，否则 nginx 无法启动',
    },
    place: {
      severity: 'warning',
      en: '{name} is allowed in {block} since nginx {version} only, after every targeted release: unless your distribution has backported that, nginx does not start',
      'zh-CN':
        '{name} 从 nginx {version} 起才允许放在 {block} 中，晚于所有目标版本：除非发行版做了向后移植，否则 nginx 无法启动',
    },
    count: {
      severity: 'warning',
      en: '{name} takes {count} arguments since nginx {version} only, after every targeted release: unless your distribution has backported that, nginx does not start',
      'zh-CN':
        '{name} 从 nginx {version} 起才接受 {count} 个参数，晚于所有目标版本：除非发行版做了向后移植，否则 nginx 无法启动',
    },
    value: {
      severity: 'warning',
      en: '{name} takes "{value}" since nginx {version} only, after every targeted release: unless your distribution has backported that, nginx does not start',
      'zh-CN': '{name} 从 nginx {version} 起才接受“{value}”，晚于所有目标版本：除非发行版做了向后移植，否则 nginx 无法启动',
    },
  },
  check(nginx, report) {
    const newest = Math.max(...nginx.target.nginx.map(({ max }) => max));
    for (const { directive: d, reason } of nginx.refusals) {
      const { name, node } = d;
      if (reason.kind === 'later-count')
        report(spanOf(d), 'count', { name, count: node.args.length, version: formatVersion(reason.since, 'nginx') });
      if (reason.kind !== 'later') continue;
      const version = formatVersion(reason.since, 'nginx');
      const at = wordSpan(d, node.name);
      const old = reason.facts.some(({ first }) => first !== undefined && first <= newest);
      const block = d.parent?.name ?? nginx.top.context;
      if (old && block !== undefined) report(at, 'place', { name, block, version });
      else report(at, 'directive', { name, version });
    }
    for (const { directive: d, mistake } of refusedArguments(nginx)) {
      const { argument, value, reason } = mistake;
      if (reason.kind !== 'later' || argument === undefined) continue;
      const version = formatVersion(reason.since, 'nginx');
      report(mistakenPart(d, d.node.args[argument]!, mistake), 'value', { name: d.name, value: shorten(value), version });
    }
  },
});
