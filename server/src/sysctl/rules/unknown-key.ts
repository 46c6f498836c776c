import { ruleFor } from '../../core/rule.ts';
import { formatVersion } from '../../core/version.ts';
import { didYouMean } from '../facts/did-you-mean.ts';
import { isDirectory, lookup } from '../facts/keys.ts';
import { remove, rename } from '../model/edits.ts';
import { dotted } from '../model/key.ts';
import { at, type Sysctl } from '../model/model.ts';
import { isTemplate } from '../model/value.ts';

/** A file with more unknown keys than this is no sysctl file, and comparing each with every key takes its time. */
const mostGuesses = 500;

export default ruleFor<Sysctl>()({
  id: 'sysctl/unknown-key',
  since: '0.1.0',
  supersedes: ['sysctl/duplicate-key', 'sysctl/overridden'],
  messages: {
    misspelt: {
      severity: 'warning',
      en: 'no Linux has {key}, so nothing is set: did you mean {suggestion}?',
      'zh-CN': '没有任何 Linux 内核有 {key}，这一行什么也不会设置：是否想写 {suggestion}？',
    },
    misspeltRemoved: {
      severity: 'warning',
      en: 'no Linux has {key}, so nothing is set; {removed}, which it resembles, is gone by Linux {version}',
      'zh-CN': '没有任何 Linux 内核有 {key}，这一行什么也不会设置；与它相近的 {removed} 在 Linux {version} 中已不存在',
    },
    unknown: {
      severity: 'warning',
      en: 'no Linux from 2.6.32 to 7.3 has {key}: nothing is set unless a patched kernel or a module brings it',
      'zh-CN': '从 2.6.32 到 7.3 的 Linux 内核都没有 {key}：除非由打过补丁的内核或模块提供，否则什么也不会设置',
    },
    otherSystem: {
      severity: 'warning',
      en: '{key} is a key of {system}, not of Linux: nothing is set',
      'zh-CN': '{key} 是 {system} 的参数，Linux 没有它：这一行什么也不会设置',
    },
    directory: {
      severity: 'error',
      en: '{key} is a directory of keys and takes no value: nothing is set',
      'zh-CN': '{key} 是存放参数的目录，不能赋值：这一行什么也不会设置',
    },
  },
  fixes: {
    rename: { safety: 'manual', en: 'write {suggestion}', 'zh-CN': '改为 {suggestion}' },
    remove: { safety: 'manual', en: 'delete {key}', 'zh-CN': '删除 {key}' },
  },
  check({ files }, report) {
    let guesses = 0;
    for (const a of files.flatMap((f) => f.assignments)) {
      if (a.glob || isTemplate(a.line.key.text)) continue;
      const known = lookup(a.path);
      if (known.kind === 'linux' || known.kind === 'vendor') continue;
      const key = a.line.key.text;
      const where = at(a, a.line.key);
      const removal = { fix: 'remove' as const, edits: remove(a), data: { key } };
      if (known.kind === 'other-system') {
        report(where, 'otherSystem', { key, system: known.system.name }, { fixes: [removal] });
        continue;
      }
      if (isDirectory(a.path)) {
        report(where, 'directory', { key }, { fixes: [removal] });
        continue;
      }
      const guess = guesses++ < mostGuesses ? didYouMean(a.path) : undefined;
      if (guess?.facts.removed !== undefined) {
        const version = formatVersion(guess.facts.removed, 'kernel');
        report(where, 'misspeltRemoved', { key, removed: dotted(guess.path), version }, { fixes: [removal] });
      } else if (guess) {
        const suggestion = dotted(guess.path);
        report(
          where,
          'misspelt',
          { key, suggestion },
          { fixes: [{ fix: 'rename', edits: rename(a, guess.path), data: { suggestion } }] },
        );
      } else if (known.kind === 'unknown') report(where, 'unknown', { key }, { fixes: [removal] });
    }
  },
});
