import type { Config } from '../core/config.ts';
import { type Locale, severities } from '../core/rule.ts';
import { parseTargets } from '../core/targets.ts';
import type { Target } from '../core/version.ts';

export interface Settings {
  /** As written: `nginx=1.24`, `ubuntu=22.04`. */
  readonly targets: readonly string[];
  /** undefined: configuration files decide. */
  readonly target: Target | undefined;
  readonly rules: Config['rules'];
  /** Whether effective values stand behind lines. */
  readonly inlayHints: boolean;
  /** Whether lines above blocks and keys say what becomes of them, who refers to them, and who includes the file. */
  readonly codeLens: boolean;
  /** Whether files that nobody has open are told about, too. */
  readonly diagnosticMode: 'openFiles' | 'workspace';
  /** What could not be understood, one sentence each. */
  readonly problems: readonly Readonly<Record<Locale, string>>[];
}

export const noSettings: Settings = {
  targets: [],
  target: undefined,
  rules: {},
  inlayHints: false,
  codeLens: true,
  diagnosticMode: 'openFiles',
  problems: [],
};

/** Reads what an editor calls `keepalint`: `{ targets, rules, inlayHints, codeLens, diagnosticMode }`. Whatever else is in there is none of the server's business. */
export function readSettings(value: unknown, knownRules: ReadonlyMap<string, unknown>): Settings {
  if (!isRecord(value)) return noSettings;
  const problems: Settings['problems'][number][] = [];
  const targets = Array.isArray(value.targets) ? value.targets.filter((t) => typeof t === 'string' && t.trim() !== '') : [];
  const parsed = targets.length ? parseTargets(targets) : undefined;
  if (parsed && 'problem' in parsed) problems.push(parsed.problem.message);
  const rules: Record<string, Config['rules'][string]> = {};
  for (const [id, severity] of Object.entries(isRecord(value.rules) ? value.rules : {})) {
    if (!knownRules.has(id)) problems.push({ en: `there is no rule ${id}`, 'zh-CN': `没有名为 ${id} 的规则` });
    else if (!isSeverity(severity))
      problems.push({ en: `${id}: error, warning, info or off`, 'zh-CN': `${id}：只能是 error、warning、info 或 off` });
    else rules[id] = severity;
  }
  return {
    targets,
    target: parsed && 'target' in parsed ? parsed.target : undefined,
    rules,
    inlayHints: value.inlayHints === true,
    codeLens: value.codeLens !== false,
    diagnosticMode: value.diagnosticMode === 'workspace' ? 'workspace' : 'openFiles',
    problems,
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isSeverity = (value: unknown): value is Config['rules'][string] => [...severities, 'off'].some((s) => s === value);
