import { ruleFor } from '../../core/rule.ts';
import { all, any, type VersionRange } from '../../core/version.ts';
import { askedForByAudits, groupOf, setByDistributions } from '../facts/curated.ts';
import { isHardened } from '../facts/hardening.ts';
import { isNumeric, type KeyFacts } from '../facts/keys.ts';
import { commentsOf } from '../model/comments.ts';
import { remove } from '../model/edits.ts';
import { isGlob } from '../model/key.ts';
import { onlyRedHats } from '../model/life.ts';
import { type Sysctl, spanOfSetting } from '../model/model.ts';
import { settings } from '../model/settings.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/same-as-default',
  since: '0.2.0',
  messages: {
    same: {
      severity: 'info',
      tag: 'unnecessary',
      en: '{key} = {value} is what every targeted kernel starts with',
      'zh-CN': '{key} = {value} 就是所有目标内核的初始值',
    },
  },
  fixes: {
    remove: { safety: 'unsafe', en: 'delete {key}, so that the kernel decides', 'zh-CN': '删除 {key}，由内核决定' },
  },
  check(sysctl, report) {
    const { files, target } = sysctl;
    const written = files.flatMap((f) => f.assignments);
    const globs = written.some((a) => a.glob);
    const lines = new Map<string, number>();
    for (const a of written) lines.set(a.path, (lines.get(a.path) ?? 0) + 1);
    for (const { a, facts } of settings(sysctl)) {
      // Another line, or a key that writes to this one, may be what it takes back.
      if (globs || isGlob(a.path) || lines.get(a.path) !== 1 || groupOf(a.name) || a.file.branches) continue;
      if (setByDistributions.test(facts.name) || askedForByAudits.test(facts.name) || isHardened(a.name)) continue;
      if (!isNumeric(facts) || a.numbers?.length !== facts.fields) continue;
      // Whoever writes of defaults knows that it is one.
      if (commentsOf(a).some((text) => /default|默认|缺省|预设/i.test(text))) continue;
      // What changed later may have been taken over.
      if (facts.defaults.length > 1 && onlyRedHats(target.kernel)) continue;
      const usual = defaultOf(facts, target.kernel);
      if (usual === undefined || usual !== a.numbers.join(' ')) continue;
      const key = a.line.key.text;
      const where = spanOfSetting(a);
      report(where, 'same', { key, value: a.value.text }, { fixes: [{ fix: 'remove', edits: remove(a), data: { key } }] });
    }
  },
});

/** The one default of every targeted kernel; undefined where there are two, or one is not known, or one has no such key. */
function defaultOf({ defaults, since, removed }: KeyFacts, kernels: readonly VersionRange[]): string | undefined {
  if (!all(kernels, { from: Math.max(since ?? 0, firstTold), until: removed ?? Number.POSITIVE_INFINITY })) return undefined;
  const here = defaults.filter(({ from }, i) =>
    any(kernels, { from, until: defaults[i + 1]?.from ?? Number.POSITIVE_INFINITY }),
  );
  return here.length === 1 ? here[0]?.value : undefined;
}

const firstTold = 3_009_000;
