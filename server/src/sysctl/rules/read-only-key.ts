import { ruleFor } from '../../core/rule.ts';
import { factsOf } from '../facts/keys.ts';
import { remove } from '../model/edits.ts';
import { type Sysctl, spanOfSetting } from '../model/model.ts';
import { isPresent } from '../model/settings.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/read-only-key',
  since: '0.2.0',
  supersedes: ['sysctl/duplicate-key', 'sysctl/overridden', 'sysctl/invalid-value', 'sysctl/quoted-value'],
  messages: {
    readOnly: {
      severity: 'error',
      en: '{key} can only be read: the kernel lets nobody write to it, and nothing is set',
      'zh-CN': '{key} 是只读的：内核不允许写入，这一行什么也不会设置',
    },
  },
  fixes: {
    remove: { safety: 'safe', en: 'delete {key}, which cannot be set', 'zh-CN': '删除无法设置的 {key}' },
  },
  check({ files, target }, report) {
    for (const a of files.flatMap((f) => f.assignments)) {
      const facts = a.glob ? undefined : factsOf(a.path);
      if (facts?.mode !== 'read-only' || !isPresent(facts, target.kernel)) continue;
      const key = a.line.key.text;
      const where = spanOfSetting(a);
      report(where, 'readOnly', { key }, { fixes: [{ fix: 'remove', edits: remove(a), data: { key } }] });
    }
  },
});
