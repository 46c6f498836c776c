import { ruleFor } from '../../core/rule.ts';
import type { Period } from '../../core/version.ts';
import { digitsOf, type Form } from '../facts/keys.ts';
import { edit } from '../model/edits.ts';
import { onlyRedHats } from '../model/life.ts';
import { at, type Sysctl } from '../model/model.ts';
import { settings } from '../model/settings.ts';
import { type FormVerdict, judge, verdicts } from '../model/value.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/value-out-of-range',
  since: '0.2.0',
  supersedes: [
    'sysctl/fin-timeout-out-of-range',
    'sysctl/port-range-too-low',
    'sysctl/port-range-parity',
    'sysctl/port-range-narrow',
    'sysctl/syn-retries-low',
    'sysctl/buffer-order',
  ],
  messages: {
    between: {
      severity: 'error',
      en: 'the kernel refuses {value} {when}: {key} takes {min} to {max} there',
      'zh-CN': '{when}，内核会拒绝 {value}：{key} 只接受 {min} 到 {max}',
    },
    below: {
      severity: 'error',
      en: 'the kernel refuses {value} {when}: {key} takes no less than {min} there',
      'zh-CN': '{when}，内核会拒绝 {value}：{key} 不能小于 {min}',
    },
    above: {
      severity: 'error',
      en: 'the kernel refuses {value} {when}: {key} takes no more than {max} there',
      'zh-CN': '{when}，内核会拒绝 {value}：{key} 不能大于 {max}',
    },
    list: {
      severity: 'error',
      en: '{key} takes numbers up to {max}, and ranges from the lower to the higher one: the kernel refuses {value}',
      'zh-CN': '{key} 接受不超过 {max} 的数字，以及由小到大的区间：内核会拒绝 {value}',
    },
  },
  fixes: {
    nearest: { safety: 'manual', en: 'write {value}, the nearest it takes', 'zh-CN': '改为最接近的允许值 {value}' },
  },
  check(sysctl, report) {
    const kernels = sysctl.target.kernel;
    for (const { a, facts, value } of settings(sysctl)) {
      const judged = verdicts(facts, kernels, value.text);
      const last = judged.findLast(({ verdict }) => verdict.kind === 'refused' && verdict.why === 'range');
      if (last?.verdict.kind !== 'refused' || last.verdict.why !== 'range') continue;
      // What later kernels take may have been taken over.
      if (
        onlyRedHats(kernels) &&
        facts.forms.some((f) => f.from > last.form.from && judge(facts, f, value.text).kind === 'taken')
      )
        continue;
      const { field, bounds } = last.verdict;
      const place = { start: value.start + field.start, end: value.start + field.end };
      const data = { key: a.line.key.text, value: value.text.slice(field.start, field.end) };
      if (last.form.type === 'list') {
        report(at(a, place), 'list', { ...data, max: bounds.max ?? 0 });
        continue;
      }
      const when = { product: 'kernel' as const, ranges: kernels, period: stretch(judged, last) };
      const { min, max } = bounds;
      const [low, high] = ends({ ...last.form, ...bounds });
      const nearest = field.value < Number(low) ? low : high;
      const fixes = [
        { fix: 'nearest' as const, edits: [edit(a.file, place.start, place.end, nearest)], data: { value: nearest } },
      ];
      if (min !== undefined && max !== undefined && max < 2 ** 31 - 1)
        report(at(a, place), 'between', { ...data, when, min, max }, { fixes });
      else if (nearest === low) report(at(a, place), 'below', { ...data, when, min: low }, { fixes });
      else report(at(a, place), 'above', { ...data, when, max: high }, { fixes });
    }
  },
});

/** The least and the most it takes: by its type where the key has no bounds of its own. */
function ends({ type, min, max }: Form): readonly [string, string] {
  const most = type === 'ulong' ? '18446744073709551615' : type === 'seconds' ? secondsAtMost : 2 ** 31 - 1;
  const least = type === 'int' || type === 'switch' || type === 'seconds' ? -(2 ** 31) : 0;
  return [digitsOf(min ?? least), max === undefined ? String(most) : digitsOf(max)];
}

/** INT_MAX jiffies where a second has 1000 of them. */
const secondsAtMost = Math.floor((2 ** 31 - 1) / 1000);

/** From when and until when it is refused without a break. */
function stretch(judged: readonly FormVerdict[], last: FormVerdict): Period {
  let from = last.period.from;
  for (const { period, verdict } of judged.slice(0, judged.indexOf(last)).toReversed()) {
    if (verdict.kind !== 'refused') break;
    from = period.from;
  }
  return { from, until: last.period.until };
}
