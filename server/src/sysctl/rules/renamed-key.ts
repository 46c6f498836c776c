import { ruleFor } from '../../core/rule.ts';
import { formatVersion } from '../../core/version.ts';
import { rename } from '../model/edits.ts';
import { dotted } from '../model/key.ts';
import { goneFor } from '../model/life.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/renamed-key',
  since: '0.2.0',
  messages: {
    renamed: {
      severity: 'warning',
      tag: 'deprecated',
      en: '{key} is gone by Linux {version}, so nothing is set: its name is {name} now',
      'zh-CN': '{key} 在 Linux {version} 中已不存在，这一行什么也不会设置：它现在名为 {name}',
    },
  },
  fixes: {
    rename: { safety: 'safe', en: 'write {name}', 'zh-CN': '改为 {name}' },
  },
  check({ files, target }, report) {
    for (const a of files.flatMap((f) => f.assignments)) {
      const gone = a.glob ? undefined : goneFor(a.path, target.kernel);
      if (!gone?.successor) continue;
      const name = dotted(gone.successor);
      const data = { key: a.line.key.text, version: formatVersion(gone.removed, 'kernel'), name };
      report(at(a, a.line.key), 'renamed', data, {
        fixes: [{ fix: 'rename', edits: rename(a, gone.successor), data: { name } }],
      });
    }
  },
});
