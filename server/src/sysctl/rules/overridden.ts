import { ruleFor } from '../../core/rule.ts';
import { globMatches } from '../model/key.ts';
import { type Assignment, type Reading, type Sysctl, spanOfSetting } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/overridden',
  since: '0.1.0',
  messages: {
    everywhere: {
      severity: 'info',
      tag: 'unnecessary',
      en: '{key} = {value} is overridden by {winner} in {place}, at boot and under "sysctl --system"',
      'zh-CN': '{key} = {value} 在启动时和 “sysctl --system” 下都会被 {place} 的 {winner} 覆盖',
    },
    different: {
      severity: 'info',
      tag: 'unnecessary',
      en: '{key} = {value} is overridden: at boot by {boot} in {bootPlace}, under "sysctl --system" by {system} in {systemPlace}',
      'zh-CN':
        '{key} = {value} 会被覆盖：启动时被 {bootPlace} 的 {boot} 覆盖，“sysctl --system” 下被 {systemPlace} 的 {system} 覆盖',
    },
    system: {
      severity: 'info',
      en: '{key} = {value} holds at boot, but "sysctl --system" applies {winner} of {place} last',
      'zh-CN': '{key} = {value} 在启动时有效，但 “sysctl --system” 最后会应用 {place} 的 {winner}',
    },
    boot: {
      severity: 'info',
      en: '{key} = {value} is overridden at boot by {winner} in {place}; only "sysctl --system" applies it last',
      'zh-CN': '{key} = {value} 在启动时会被 {place} 的 {winner} 覆盖；只有 “sysctl --system” 才会最后应用它',
    },
    depends: {
      severity: 'info',
      en: '{key} = {value} is overridden by {winner} in {place} under "sysctl --system", and at boot where 99-sysctl.conf links to that file',
      'zh-CN':
        '{key} = {value} 在 “sysctl --system” 下会被 {place} 的 {winner} 覆盖；启动时仅当 99-sysctl.conf 链接到该文件时才会被覆盖',
    },
    byName: {
      severity: 'info',
      en: '{key} = {value} does not reach {name}: {place} sets it by its name, which goes before a pattern of any later file',
      'zh-CN': '{key} = {value} 不会作用于 {name}：{place} 按名称设置了它，按名称的设置优先于任何后续文件中的通配模式',
    },
  },
  notes: {
    wins: { en: 'this one wins', 'zh-CN': '以这一行为准' },
  },
  check({ files, readings }, report) {
    const system = readings.find((r) => r.programs.includes('system'));
    const boots = readings.filter((r) => r.programs.includes('boot'));
    if (!system || files.length < 2) return;
    for (const file of files) {
      const last = new Map(file.assignments.map((a) => [a.path, a]));
      for (const a of last.values()) {
        const lost = (reading: Reading) => {
          const winner = reading.files.includes(file) ? reading.winner(a.path) : undefined;
          return winner && winner.file !== file && value(winner) !== value(a) ? winner : undefined;
        };
        const bySystem = lost(system);
        const byBoot = boots.map(lost);
        const first = byBoot.find((b) => b !== undefined);
        const winner = bySystem ?? first;
        if (!winner) continue;
        const where = spanOfSetting(a);
        const data = { key: a.line.key.text, value: a.value.text };
        const said = { ...data, winner: winner.value.text, place: { place: spanOfSetting(winner) } };
        const related = [{ note: 'wins' as const, at: spanOfSetting(winner) }];
        const held = byBoot.filter((b) => b === undefined).length;
        if (!bySystem) report(where, 'boot', said, { related });
        else if (held === boots.length) report(where, 'system', said, { related });
        else if (held > 0) report(where, 'depends', said, { related });
        else if (!first || first === winner) report(where, 'everywhere', said, { related });
        else
          report(
            where,
            'different',
            {
              ...data,
              boot: first.value.text,
              bootPlace: { place: spanOfSetting(first) },
              system: winner.value.text,
              systemPlace: { place: spanOfSetting(winner) },
            },
            { related: [...related, { note: 'wins', at: spanOfSetting(first) }] },
          );
      }
    }
    for (const [pattern, named] of escaping(system)) {
      const data = {
        key: pattern.line.key.text,
        value: pattern.value.text,
        name: named.name,
        place: { place: spanOfSetting(named) },
      };
      report(spanOfSetting(pattern), 'byName', data, { related: [{ note: 'wins', at: spanOfSetting(named) }] });
    }
  },
});

/** Patterns, each with a key that it matches and that a file before it sets by its name to something else. */
function escaping({ files, winner }: Reading): Map<Assignment, Assignment> {
  const found = new Map<Assignment, Assignment>();
  const before = new Map<string, Assignment>();
  for (const { assignments } of files) {
    for (const pattern of assignments.filter((a) => a.glob).slice(0, mostPatterns))
      for (const a of before.values())
        if (globMatches(pattern.path, a.path) && winner(a.path) === a && value(a) !== value(pattern)) {
          found.set(pattern, a);
          break;
        }
    for (const a of assignments) if (!a.glob) before.set(a.path, a);
  }
  return found;
}

/** Of one file: each is held against every key. */
const mostPatterns = 50;

const value = (a: Assignment) => a.numbers?.join(' ') ?? a.value.text;
