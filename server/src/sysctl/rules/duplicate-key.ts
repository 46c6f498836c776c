import { ruleFor } from '../../core/rule.ts';
import { groupOf, oneWay, triggers } from '../facts/curated.ts';
import { factsOf, isNumeric } from '../facts/keys.ts';
import { remove } from '../model/edits.ts';
import { type Assignment, at, type Sysctl } from '../model/model.ts';

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
  },
  notes: {
    wins: { en: 'this one wins', 'zh-CN': '以这一行为准' },
  },
  fixes: {
    remove: { safety: 'safe', en: 'delete the line that has no effect', 'zh-CN': '删除不起作用的这一行' },
    removeUnsure: { safety: 'unsafe', en: 'delete the earlier line', 'zh-CN': '删除较早的那一行' },
  },
  check({ files }, report) {
    for (const file of files) {
      // Which branch of a template is taken is not ours to know.
      if (file.branches) continue;
      const last = new Map<string, Assignment>(file.assignments.map((a) => [a.path, a]));
      for (const a of file.assignments) {
        const winner = last.get(a.path);
        if (a.glob || !winner || winner === a) continue;
        const same = plain(a) === plain(winner);
        if (!same && oneWay.has(a.name)) continue;
        const place = at(winner, { start: winner.line.key.start, end: winner.line.value.end });
        const key = a.line.key.text;
        const extras = {
          related: [{ note: 'wins' as const, at: place }],
          fixes: [{ fix: hasNoEffect(a, winner, same) ? ('remove' as const) : ('removeUnsure' as const), edits: remove(a) }],
        };
        const where = at(a, { start: a.line.key.start, end: a.line.value.end });
        if (same) report(where, 'same', { key, place: { place } }, extras);
        else
          report(where, 'conflict', { key, value: a.line.value.text, later: winner.line.value.text, place: { place } }, extras);
      }
    }
  },
});

const plain = (a: Assignment) => a.numbers?.join(' ') ?? a.line.value.text.replace(/\s+/g, ' ');

/**
 * procps writes every line in turn, so the earlier one shows through where the kernel refuses the later one or takes only a
 * part of it; systemd-sysctl writes the last one alone. The line has no effect only where both come out the same.
 */
function hasNoEffect(earlier: Assignment, later: Assignment, same: boolean): boolean {
  if (triggers.has(earlier.name)) return false;
  const group = groupOf(earlier.name);
  if (same) return group === undefined || !between(earlier, later).some((a) => a.glob || groupOf(a.name) === group);
  if (group !== undefined) return false;
  const facts = factsOf(earlier.path);
  const { numbers } = later;
  if (!facts || !isNumeric(facts) || !numbers || numbers.length !== facts.fields) return false;
  if (later.line.remark !== undefined) return false;
  return numbers.every((n) => n >= (facts.min ?? 0) && n <= (facts.max ?? 2 ** 31 - 1));
}

const between = (earlier: Assignment, later: Assignment) => {
  const { assignments } = later.file;
  return assignments.slice(assignments.indexOf(earlier) + 1, assignments.indexOf(later));
};
