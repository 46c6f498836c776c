import { ruleFor } from '../../core/rule.ts';
import { type Edit, shorten } from '../../core/text.ts';
import { factsOf, isNumeric } from '../facts/keys.ts';
import { edit, remove } from '../model/edits.ts';
import { dotted, pathOf } from '../model/key.ts';
import { at, type Sysctl, type SysctlFile } from '../model/model.ts';
import { isTemplate, pureNumbers } from '../model/value.ts';
import type { Bad } from '../syntax.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/not-an-assignment',
  since: '0.1.0',
  messages: {
    separator: {
      severity: 'error',
      en: '"{text}" sets nothing: between key and value stands "="',
      'zh-CN': '“{text}” 什么也不会设置：键和值之间必须是 “=”',
    },
    prose: {
      severity: 'error',
      en: '"{text}" is neither an assignment nor a comment: every reader rejects the line',
      'zh-CN': '“{text}” 既不是赋值也不是注释：所有程序都会拒绝这一行',
    },
    key: {
      severity: 'error',
      en: '"{text}" has no key before the "=": every reader rejects the line',
      'zh-CN': '“{text}” 的 “=” 之前没有键：所有程序都会拒绝这一行',
    },
    value: {
      severity: 'error',
      en: '{key} has no value: procps before 4 skips the line, newer ones and systemd-sysctl write an empty text, which the kernel refuses for a number',
      'zh-CN':
        '{key} 没有值：procps 4 之前的版本会跳过这一行，更新的版本和 systemd-sysctl 会写入空文本，而数值参数会被内核拒绝',
    },
  },
  fixes: {
    assign: { safety: 'unsafe', en: 'write "{text}"', 'zh-CN': '改为 “{text}”' },
    comment: { safety: 'manual', en: 'make it a comment', 'zh-CN': '改为注释' },
    remove: { safety: 'manual', en: 'delete the line', 'zh-CN': '删除这一行' },
  },
  check({ files }, report) {
    for (const file of files) {
      for (const line of file.lines) {
        if (line.kind !== 'bad' || isTemplate(line.text.text)) continue;
        const where = { file: file.source.path, start: line.text.start, end: line.text.end };
        const text = shorten(line.text.text);
        const comment = { fix: 'comment' as const, edits: [edit(file, line.text.start, line.text.start, '# ')] };
        const meant = line.problem === 'no-separator' ? assignmentIn(file, line) : undefined;
        if (meant)
          report(
            where,
            'separator',
            { text },
            { fixes: [{ fix: 'assign', edits: meant.edits, data: { text: meant.text } }, comment] },
          );
        else report(where, line.problem === 'no-key' ? 'key' : 'prose', { text }, { fixes: [comment] });
      }
      for (const a of file.assignments) {
        if (a.glob || a.line.value.text !== '') continue;
        const facts = factsOf(a.path);
        if (!facts || !isNumeric(facts)) continue;
        report(
          at(a, { start: a.line.key.start, end: a.line.end }),
          'value',
          { key: a.line.key.text },
          {
            fixes: [{ fix: 'remove', edits: remove(a) }],
          },
        );
      }
    }
  },
});

/** `key value` and `key: value` with a key that Linux has and a value that fits it. */
function assignmentIn(file: SysctlFile, { text: { text, start } }: Bad): { text: string; edits: Edit[] } | undefined {
  const m = /^([\w./-]+)(\s*[:：]\s*|\s+)(\S.*)$/s.exec(text);
  const [, key = '', between = '', value = ''] = m ?? [];
  const facts = m ? factsOf(pathOf(key)) : undefined;
  if (!facts) return undefined;
  const numbers = pureNumbers(value);
  if (isNumeric(facts) ? numbers?.length !== facts.fields : /\s/.test(value) && !numbers) return undefined;
  const from = start + key.length;
  return { text: shorten(`${dotted(pathOf(key))} = ${value}`), edits: [edit(file, from, from + between.length, ' = ')] };
}
