import { ruleFor } from '../../core/rule.ts';
import { shorten } from '../../core/text.ts';
import { isNumeric } from '../facts/keys.ts';
import { edit } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';
import { settings } from '../model/settings.ts';
import { isTaken } from '../model/value.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/quoted-value',
  since: '0.2.0',
  messages: {
    refused: {
      severity: 'error',
      en: 'the quotes belong to the value, for sysctl files know no quoting: the kernel refuses {value}, and {key} is not set',
      'zh-CN': '引号会成为值的一部分，因为 sysctl 文件没有引号语法：内核会拒绝 {value}，{key} 不会被设置',
    },
    stored: {
      severity: 'error',
      en: 'the quotes belong to the value, for sysctl files know no quoting: {key} becomes {value}, quotes included',
      'zh-CN': '引号会成为值的一部分，因为 sysctl 文件没有引号语法：{key} 会变成连同引号在内的 {value}',
    },
  },
  fixes: {
    strip: { safety: 'safe', en: 'remove the quotes', 'zh-CN': '去掉引号' },
    change: { safety: 'unsafe', en: 'remove the quotes', 'zh-CN': '去掉引号' },
  },
  check(sysctl, report) {
    for (const { a, facts, value } of settings(sysctl)) {
      const inner = /^(["'`])(.*)\1$/s.exec(value.text)?.[2];
      if (inner === undefined || /["'`]/.test(inner)) continue;
      const stored = facts.type === 'string' && !namesSomething.test(facts.name);
      const plain = inner.trim();
      if (!stored && !(facts.type === 'string' ? /^[a-z0-9_-]+$/.test(plain) : isTaken(facts, sysctl.target.kernel, plain)))
        continue;
      if (!stored && !isNumeric(facts) && facts.type !== 'list' && facts.type !== 'string') continue;
      const edits = [edit(a.file, value.start, value.end, plain)];
      const data = { key: a.line.key.text, value: shorten(value.text) };
      if (stored) report(at(a, value), 'stored', data, { fixes: [{ fix: 'change', edits }] });
      else report(at(a, value), 'refused', data, { fixes: [{ fix: 'strip', edits }] });
    }
  },
});

/** The kernel looks for what is named, quotes and all. */
const namesSomething = /^net\.(?:core\.default_qdisc|ipv4\.tcp_congestion_control|mptcp\.scheduler)$/;
