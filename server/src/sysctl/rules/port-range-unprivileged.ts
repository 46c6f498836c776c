import { ruleFor } from '../../core/rule.ts';
import { any, since } from '../../core/version.ts';
import { edit } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';
import { settings } from '../model/settings.ts';
import { verdicts } from '../model/value.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/port-range-unprivileged',
  since: '0.2.0',
  supersedes: ['sysctl/port-range-too-low', 'sysctl/port-range-parity', 'sysctl/port-range-narrow'],
  messages: {
    below: {
      severity: 'error',
      en: 'the kernel refuses {value} {when}: {key} may not begin below net.ipv4.ip_unprivileged_port_start, which is 1024 where nothing sets it',
      'zh-CN': '{when}，内核会拒绝 {value}：{key} 的起始端口不能低于 net.ipv4.ip_unprivileged_port_start，未设置时后者为 1024',
    },
  },
  fixes: {
    nearest: { safety: 'manual', en: 'write {value}, the nearest it takes', 'zh-CN': '改为最接近的允许值 {value}' },
  },
  check(sysctl, report) {
    const { kernel, containers } = sysctl.target;
    // What runs containers may free the ports there; which of two keys is set first is a matter of what stands there before.
    if (!any(kernel, checked) || containers.length || sysctl.files.some((f) => f.assignments.some((a) => a.path === freedBy)))
      return;
    for (const { a, facts, value } of settings(sysctl)) {
      if (facts.name !== 'net.ipv4.ip_local_port_range') continue;
      const verdict = verdicts(facts, kernel, value.text).at(-1)?.verdict;
      const low = verdict?.kind === 'taken' ? verdict.numbers[0] : undefined;
      if (!low || low.value >= firstFreePort) continue;
      const place = { start: value.start + low.start, end: value.start + low.end };
      const when = { product: 'kernel' as const, ranges: kernel, period: checked };
      const nearest = String(firstFreePort);
      report(
        at(a, place),
        'below',
        { key: a.line.key.text, value: String(low.value), when },
        { fixes: [{ fix: 'nearest', edits: [edit(a.file, place.start, place.end, nearest)], data: { value: nearest } }] },
      );
    }
  },
});

const freedBy = 'net/ipv4/ip_unprivileged_port_start';
/** ipv4_local_port_range(): since there are ports that need no privilege. */
const checked = since('4.11');
const firstFreePort = 1024;
