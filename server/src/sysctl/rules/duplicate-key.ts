import { ruleFor } from '../../core/rule.ts';
import type { VersionRange } from '../../core/version.ts';
import { groupOf, oneShot, oneWay } from '../facts/curated.ts';
import { factsOf, isNumeric } from '../facts/keys.ts';
import { remove } from '../model/edits.ts';
import { type Assignment, type Sysctl, spanOfSetting } from '../model/model.ts';
import { isTaken } from '../model/value.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/duplicate-key',
  since: '0.1.0',
  messages: {
    same: {
      severity: 'warning',
      tag: 'unnecessary',
      en: '{key} is set to the same value again in {place}',
      'zh-CN': '{key} 在 {place} 又被设为同样的值',
    },
    conflict: {
      severity: 'warning',
      tag: 'unnecessary',
      en: '{key} = {value} has no effect: {place} sets it to {later}',
      'zh-CN': '{key} = {value} 不起作用：{place} 又把它设为 {later}',
    },
    later: {
      severity: 'warning',
      en: '{key} = {value} is followed by {later} in {place}, which wins where the kernel takes it',
      'zh-CN': '{key} = {value} 之后在 {place} 又被设为 {later}，只要内核接受，就以后者为准',
    },
  },
  notes: {
    wins: { en: 'this one wins', 'zh-CN': '以这一行为准' },
  },
  fixes: {
    remove: { safety: 'safe', en: 'delete the line that has no effect', 'zh-CN': '删除不起作用的这一行' },
    removeUnsure: { safety: 'unsafe', en: 'delete the earlier line', 'zh-CN': '删除较早的那一行' },
  },
  check({ files, target }, report) {
    for (const file of files) {
      // Which branch of a template is taken is not ours to know.
      if (file.branches) continue;
      const last = new Map<string, Later>();
      const written = counter();
      for (const a of file.assignments.toReversed()) {
        const later = last.get(a.path);
        const others = written.others(a);
        written.add(a);
        if (a.glob || !later) {
          last.set(a.path, { winner: a, others });
          continue;
        }
        const { winner } = later;
        const same = plain(a) === plain(winner);
        if (!same && oneWay.has(a.name)) continue;
        const place = spanOfSetting(winner);
        const key = a.line.key.text;
        const safe = same ? sameEitherWay(a, others === later.others) : hidden(a, winner, target.kernel);
        const extras = {
          related: [{ note: 'wins' as const, at: place }],
          fixes: [{ fix: safe ? ('remove' as const) : ('removeUnsure' as const), edits: remove(a) }],
        };
        const where = spanOfSetting(a);
        if (same) report(where, 'same', { key, place: { place } }, extras);
        else
          report(
            where,
            safe ? 'conflict' : 'later',
            { key, value: a.value.text, later: winner.value.text, place: { place } },
            extras,
          );
      }
    }
  },
});

interface Later {
  readonly winner: Assignment;
  /** How many lines below it matter to the same things. */
  readonly others: number;
}

const plain = (a: Assignment) => a.numbers?.join(' ') ?? a.value.text.replace(/\s+/g, ' ');

/** Written once or twice is the same unless a line between them wrote to what this key writes to, or writing itself acts. */
const sameEitherWay = (a: Assignment, undisturbed: boolean) =>
  !oneShot.has(a.name) && (groupOf(a.name) === undefined || undisturbed);

/**
 * procps writes every line in turn, so the earlier one shows through where the kernel refuses the later one or takes only a
 * part of it; systemd-sysctl writes the last one alone. The line has no effect only where both come out the same.
 */
function hidden(earlier: Assignment, later: Assignment, kernels: readonly VersionRange[]): boolean {
  if (oneShot.has(earlier.name) || groupOf(earlier.name) !== undefined) return false;
  const facts = factsOf(earlier.path);
  return facts !== undefined && isNumeric(facts) && isTaken(facts, kernels, later.line.value.text);
}

/** Counts lines by group and by key. */
function counter() {
  const counts = new Map<string, number>();
  let globs = 0;
  const count = (name: string) => counts.get(name) ?? 0;
  const bump = (name: string) => counts.set(name, count(name) + 1);
  return {
    /** Lines of the same group for other keys, and globs, which may be of any group. */
    others: (a: Assignment) => count(`group ${groupOf(a.name)}`) - count(a.path) + globs,
    add(a: Assignment) {
      if (a.glob) globs++;
      bump(a.path);
      bump(`group ${groupOf(a.name)}`);
    },
  };
}
