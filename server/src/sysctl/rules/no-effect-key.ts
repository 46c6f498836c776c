import { ruleFor } from '../../core/rule.ts';
import { all, formatVersion } from '../../core/version.ts';
import { factsOf } from '../facts/keys.ts';
import { remove } from '../model/edits.ts';
import { type Sysctl, spanOfSetting } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/no-effect-key',
  since: '0.2.0',
  supersedes: ['sysctl/duplicate-key', 'sysctl/overridden', 'sysctl/same-as-default'],
  messages: {
    since: {
      severity: 'warning',
      tag: 'deprecated',
      en: '{key} does nothing since Linux {version}: the kernel still takes a value and never reads it',
      'zh-CN': '{key} 自 Linux {version} 起不再起作用：内核仍接受写入，但从不使用',
    },
    never: {
      severity: 'warning',
      tag: 'unnecessary',
      en: '{key} does nothing: the kernel takes a value and never reads it',
      'zh-CN': '{key} 不起作用：内核接受写入，但从不使用',
    },
  },
  fixes: {
    remove: { safety: 'safe', en: 'delete {key}, which does nothing', 'zh-CN': '删除不起作用的 {key}' },
  },
  check({ files, target }, report) {
    for (const a of files.flatMap((f) => f.assignments)) {
      const facts = a.glob ? undefined : factsOf(a.path);
      const from = facts?.inertSince;
      if (from === undefined || !all(target.kernel, { from, until: facts?.removed ?? Number.POSITIVE_INFINITY })) continue;
      const key = a.line.key.text;
      const where = spanOfSetting(a);
      const fixes = [{ fix: 'remove' as const, edits: remove(a), data: { key } }];
      if (from === 0) report(where, 'never', { key }, { fixes });
      else report(where, 'since', { key, version: formatVersion(from, 'kernel') }, { fixes });
    }
  },
});
