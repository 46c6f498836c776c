import { ruleFor } from '../../core/rule.ts';
import { all, formatVersion, type VersionRange } from '../../core/version.ts';
import { factsOf } from '../facts/keys.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/not-yet-available',
  since: '0.2.0',
  messages: {
    later: {
      severity: 'warning',
      en: '{key} came with Linux {version}: no targeted kernel has it, unless a distribution took it over into its own',
      'zh-CN': '{key} 从 Linux {version} 才开始有：目标内核都没有它，除非发行版把它移植了过来',
    },
    backport: {
      severity: 'info',
      en: '{key} came with Linux {version}: a targeted kernel has it only where its distribution took it over, as Red Hat does for many',
      'zh-CN': '{key} 从 Linux {version} 才开始有：只有发行版移植过（例如 Red Hat 经常这样做），目标内核才会有它',
    },
  },
  check({ files, target }, report) {
    for (const a of files.flatMap((f) => f.assignments)) {
      const since = a.glob ? undefined : factsOf(a.path)?.since;
      if (since === undefined || !all(target.kernel, { from: 0, until: since })) continue;
      const where = at(a, { start: a.line.key.start, end: a.value.end });
      const data = { key: a.line.key.text, version: formatVersion(since, 'kernel') };
      report(where, target.kernel.some(isRedHats) ? 'backport' : 'later', data);
    }
  },
});

/** The kernels that Red Hat's releases 6 to 10 are made from: their version says little about what is in them. */
const bases = [2_006_032, 3_010_000, 4_018_000, 5_014_000, 6_012_000];
const isRedHats = ({ min, max }: VersionRange) => bases.some((base) => min <= base && base <= max);
