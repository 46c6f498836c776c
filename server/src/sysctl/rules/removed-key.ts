import { ruleFor } from '../../core/rule.ts';
import { formatVersion } from '../../core/version.ts';
import { remove } from '../model/edits.ts';
import { goneFor } from '../model/life.ts';
import { type Sysctl, spanOfSetting } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/removed-key',
  since: '0.1.0',
  supersedes: ['sysctl/duplicate-key', 'sysctl/overridden'],
  messages: {
    gone: {
      severity: 'error',
      tag: 'deprecated',
      en: '{key} is gone by Linux {version}: "sysctl -p" fails on this line, and nothing is set',
      'zh-CN': '{key} 在 Linux {version} 中已不存在：“sysctl -p” 会在这一行报错，什么也不会设置',
    },
    replaced: {
      severity: 'error',
      tag: 'deprecated',
      en: '{key} is gone by Linux {version}, where {replacement} takes its place: "sysctl -p" fails on this line, and nothing is set',
      'zh-CN': '{key} 在 Linux {version} 中已不存在，由 {replacement} 取代：“sysctl -p” 会在这一行报错，什么也不会设置',
    },
  },
  fixes: {
    remove: { safety: 'safe', en: 'delete {key}, which no targeted kernel has', 'zh-CN': '删除目标内核中已不存在的 {key}' },
  },
  check({ files, target }, report) {
    for (const a of files.flatMap((f) => f.assignments)) {
      const gone = a.glob ? undefined : goneFor(a.path, target.kernel);
      if (!gone || gone.successor) continue;
      const key = a.line.key.text;
      const data = { key, version: formatVersion(gone.removed, 'kernel') };
      const fixes = [{ fix: 'remove' as const, edits: remove(a), data: { key } }];
      const where = spanOfSetting(a);
      if (gone.replacedBy) report(where, 'replaced', { ...data, replacement: gone.replacedBy }, { fixes });
      else report(where, 'gone', data, { fixes });
    }
  },
});
