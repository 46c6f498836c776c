import type { Rule, Safety, Severity } from '../../core/rule.ts';
import { docsUrl, rules } from '../../service/service.ts';
import type { ExitCode, Io } from '../io.ts';
import type { Options } from '../options.ts';
import { styleOf, wantsColor } from '../report/style.ts';
import { textWidth } from '../report/width.ts';
import { wordsOf } from '../words.ts';

/** Lists every rule with the severities of its messages and the promises of its fixes. */
export async function listRules(io: Io, options: Options, refuse: (line: string) => ExitCode): Promise<ExitCode> {
  const words = wordsOf(options.locale);
  const [operand] = options.operands;
  if (operand !== undefined) return refuse(words.tooMany('rules', operand));
  const rows = [...rules.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((rule) => rowOf(rule, options));
  if (options.outputs.some((o) => o.format === 'json')) {
    io.out(`${JSON.stringify({ version: 1, rules: rows }, undefined, 2)}\n`);
    return 0;
  }
  const colors = wantsColor(options.color, io.env, io.terminal.out);
  const style = styleOf(colors, colors && io.terminal.out);
  const table = rows.map((r) => [r.id, severityCell(r), r.fixes.join(' '), r.summary]);
  const head = [words.columns.rule, words.columns.severity, words.columns.fix, words.columns.says];
  const widths = head.map((_, i) => Math.max(...[head, ...table].map((row) => textWidth(row[i] ?? ''))));
  const line = (row: readonly string[]) => row.map((cell, i) => cell + ' '.repeat(widths[i]! - textWidth(cell))).join('  ');
  io.out(`${style.bold(line(head).trimEnd())}\n`);
  for (const row of table) {
    const text = line(row).trimEnd();
    io.out(`${style.link(text.slice(0, row[0]!.length), docsUrl(row[0]!, options.locale))}${text.slice(row[0]!.length)}\n`);
  }
  return 0;
}

/** `(warning)` where the rule is off until it is asked for. */
function severityCell({ severities, optional }: ReturnType<typeof rowOf>): string {
  const text = severities.join(' ');
  return optional ? `(${text})` : text;
}

function rowOf(rule: Rule<never>, { locale }: Options) {
  const messages = Object.values(rule.messages);
  const severities = [...new Set<Severity>(messages.map((m) => m.severity))];
  const fixes = [...new Set<Safety>(Object.values(rule.fixes ?? {}).map((f) => f.safety))];
  const summary = messages[0]?.[locale].replace(/\{(\w+)\}/g, '‹$1›') ?? '';
  const optional = rule.optional ?? false;
  return { id: rule.id, severities, optional, fixes, since: rule.since, summary, url: docsUrl(rule.id, locale) };
}
