import { ruleFor } from '../../core/rule.ts';
import { all, formatVersion } from '../../core/version.ts';
import { factsOf } from '../facts/keys.ts';
import { onlyRedHats } from '../model/life.ts';
import { type Sysctl, spanOfSetting } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/not-yet-available',
  since: '0.2.0',
  messages: {
    later: {
      severity: 'warning',
      en: '{key} came by Linux {version}: no targeted kernel has it, unless a distribution took it over into its own',
      'zh-CN': '{key} 最早见于 Linux {version}：目标内核都没有它，除非发行版把它移植了过来',
    },
    backport: {
      severity: 'info',
      en: '{key} came by Linux {version}: a targeted kernel has it only where its distribution took it over, as Red Hat does for many',
      'zh-CN': '{key} 最早见于 Linux {version}：只有发行版移植过（例如 Red Hat 经常这样做），目标内核才会有它',
    },
  },
  check({ files, target }, report) {
    for (const a of files.flatMap((f) => f.assignments)) {
      const { since, absentUntil } = (a.glob ? undefined : factsOf(a.path)) ?? {};
      if (since === undefined || absentUntil === undefined) continue;
      if (!all(target.kernel, { from: 0, until: absentUntil })) continue;
      const where = spanOfSetting(a);
      const data = { key: a.line.key.text, version: formatVersion(since, 'kernel') };
      report(where, onlyRedHats(target.kernel) ? 'backport' : 'later', data);
    }
  },
});
