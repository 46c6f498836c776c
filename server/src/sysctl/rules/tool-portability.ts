import { ruleFor } from '../../core/rule.ts';
import { any, before, since, type Target } from '../../core/version.ts';
import { factsOf } from '../facts/keys.ts';
import { edit } from '../model/edits.ts';
import { isGlob, pathOf } from '../model/key.ts';
import { at, type Sysctl } from '../model/model.ts';
import { isTemplate } from '../model/value.ts';

/** procps NEWS; systemd pull request 14589. */
const withoutGlobs = { procps: before('4.0.0'), systemd: before('245') };
/** procps merge request 206. */
const globExcludes = since('4.0.5');

export default ruleFor<Sysctl>()({
  id: 'sysctl/tool-portability',
  since: '0.2.0',
  messages: {
    blank: {
      severity: 'warning',
      en: 'procps takes the blank behind "-" for a part of the key and sets nothing; systemd-sysctl alone skips it',
      'zh-CN': 'procps 会把 “-” 之后的空格当作键的一部分，什么也不会设置；只有 systemd-sysctl 会跳过它',
    },
    dash: {
      severity: 'info',
      en: 'the "-" hides a failure from systemd-sysctl alone: "sysctl -p" still fails where {key} does not exist',
      'zh-CN': '“-” 只让 systemd-sysctl 忽略失败：{key} 不存在时，“sysctl -p” 仍会报错',
    },
    dashBusybox: {
      severity: 'warning',
      en: 'busybox takes the "-" for a part of the key: {key} is not set',
      'zh-CN': 'busybox 会把 “-” 当作键的一部分：{key} 不会被设置',
    },
    glob: {
      severity: 'info',
      en: '{key} is a pattern for systemd-sysctl and for procps, but {versions} it is the name of a key that does not exist',
      'zh-CN': '{key} 对 systemd-sysctl 和 procps 来说是通配模式，但{versions}它只是一个不存在的键名',
    },
    globBusybox: {
      severity: 'warning',
      en: '{key} sets nothing under busybox, which knows no patterns',
      'zh-CN': '{key} 在 busybox 下什么也不会设置，因为它不支持通配模式',
    },
    exclude: {
      severity: 'info',
      en: '"-{key}" without a value keeps patterns away from the key, but {versions} it is an error',
      'zh-CN': '不带值的 “-{key}” 会让通配模式跳过这个键，但{versions}它是错误',
    },
    excludeBusybox: {
      severity: 'warning',
      en: '"-{key}" without a value is a bad line to busybox, which knows no patterns to exclude a key from',
      'zh-CN': '不带值的 “-{key}” 对 busybox 来说是错误的行，它不支持通配模式，也就没有排除',
    },
    excludeGlob: {
      severity: 'warning',
      en: '"-{key}" excludes nothing under systemd-sysctl, which takes it for the name of one key; procps reads it as a pattern {versions}',
      'zh-CN': '“-{key}” 在 systemd-sysctl 下什么也不会排除，因为它被当作一个键名；procps {versions}才把它当作通配模式',
    },
    takenBack: {
      severity: 'warning',
      en: '"-{key}" takes the line before it back at boot, for systemd-sysctl keeps one entry for each key, the last; procps sets {key} all the same',
      'zh-CN': '“-{key}” 会在启动时撤销前面的设置，因为 systemd-sysctl 对每个键只保留最后一项；procps 则照样设置 {key}',
    },
  },
  notes: {
    assignment: { en: 'what it takes back', 'zh-CN': '被撤销的设置' },
  },
  fixes: {
    closeUp: { safety: 'safe', en: 'delete the blank behind "-"', 'zh-CN': '删除 “-” 之后的空格' },
  },
  check({ files, target, readings }, report) {
    const old = (['systemd', 'procps'] as const)
      .filter((product) => any(target[product], withoutGlobs[product]))
      .map((product) => ({ product, ranges: target[product], period: withoutGlobs[product] }));
    for (const file of files)
      for (const line of file.lines) {
        if ((line.kind !== 'assignment' && line.kind !== 'exclude') || isTemplate(line.key.text)) continue;
        const { dash, key } = line;
        const glob = isGlob(key.text);
        if (dash === undefined && !glob) continue;
        const where = { file: file.source.path, start: dash ?? key.start, end: key.end };
        const data = { key: key.text };
        const [versions] = old;
        if (dash !== undefined && key.start > dash + 1) {
          const edits = [edit(file, dash + 1, key.start, '')];
          report(where, 'blank', {}, { fixes: [{ fix: 'closeUp', edits }] });
        } else if (line.kind === 'exclude') {
          const path = pathOf(key.text);
          const taken = readings.find((r) => r.programs.includes('system'))?.winner(path);
          const boot = readings.find((r) => !r.programs.includes('system'));
          if (target.busybox) report(where, 'excludeBusybox', data);
          else if (taken && !taken.glob && boot?.files.includes(taken.file) && !boot.winner(path)) {
            const note = 'assignment';
            report(where, 'takenBack', data, { related: [{ note, at: at(taken, taken.line.key) }] });
          } else if (glob) {
            const versions = { product: 'procps', ranges: target.procps, period: globExcludes } as const;
            report(where, 'excludeGlob', { ...data, versions });
          } else if (versions) report(where, 'exclude', { ...data, versions });
        } else if (target.busybox) report(where, glob ? 'globBusybox' : 'dashBusybox', data);
        else if (glob && versions) report(where, 'glob', { ...data, versions });
        else if (!glob && mayBeMissing(pathOf(key.text), target)) report(where, 'dash', data);
      }
  },
});

/** A key that every targeted kernel has is there whatever stands before it. */
function mayBeMissing(path: string, { kernel }: Target): boolean {
  const facts = factsOf(path);
  return !facts || (facts.since !== undefined && any(kernel, { from: 0, until: facts.since }));
}
