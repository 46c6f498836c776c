import { nameOf } from '../core/path.ts';
import type { Locale } from '../core/rule.ts';
import { configNames } from '../service/configuration.ts';
import type { CheckResult } from '../service/service.ts';
import { pathOf } from './convert.ts';
import type { Feature, Session } from './session.ts';
import type { Settings } from './settings.ts';

/** What a status bar says about one document, in the reader's language. */
export interface Status {
  readonly findings: number;
  readonly text: string;
  readonly detail: string;
  /** A setting could not be understood, or the file is none of ours. */
  readonly problem: boolean;
}

/** Tells our own client what to show in its status bar. */
export function statusFeature(session: Session): Feature {
  return {
    async refresh(result) {
      const { client, connection, documents, locale, settings } = session;
      if (!client.status) return;
      const status = documents.all().map(({ uri }) => ({ uri, ...statusOf(result, pathOf(uri), settings, locale) }));
      await connection.sendNotification('keepalint/status', { documents: status });
    },
  };
}

export function statusOf(result: CheckResult, path: string, settings: Settings, locale: Locale): Status {
  const { problems } = settings;
  if (problems.length)
    return { ...say(locale, 'badSetting'), detail: problems.map((p) => p[locale]).join(' '), findings: 0, problem: true };
  if (result.ignored.includes(path)) return { ...say(locale, 'ignored'), detail: '', findings: 0, problem: false };
  if (!result.files.has(path)) return { ...say(locale, 'unrecognised'), detail: '', findings: 0, problem: true };
  const findings = result.findings.filter((f) => f.at.file === path).length;
  const config = result.dependencies(path).find((d) => (configNames as readonly string[]).includes(nameOf(d)));
  const targets = settings.targets.length ? settings.targets.join(' ') : config ? nameOf(config) : words.everyVersion[locale];
  const entries = result.files.get(path) === 'nginx' ? result.entries(path).filter((entry) => entry !== path) : [];
  const via = entries.length ? [words.via[locale].replace('{entries}', () => entries.map(nameOf).join(', '))] : [];
  return {
    ...say(locale, findings === 0 ? 'none' : findings === 1 ? 'one' : 'many', findings),
    detail: [...via, targets].join(' · '),
    findings,
    problem: false,
  };
}

const words = {
  none: { en: 'No findings', 'zh-CN': '没有发现问题' },
  one: { en: '1 finding', 'zh-CN': '1 个问题' },
  many: { en: '{n} findings', 'zh-CN': '{n} 个问题' },
  ignored: { en: 'Ignored by configuration', 'zh-CN': '配置中已忽略此文件' },
  unrecognised: { en: 'Neither nginx nor sysctl', 'zh-CN': '既不是 nginx 也不是 sysctl 配置' },
  badSetting: { en: 'A setting is not understood', 'zh-CN': '有无法识别的设置' },
  via: { en: 'included by {entries}', 'zh-CN': '由 {entries} 引入' },
  everyVersion: { en: 'every supported version', 'zh-CN': '所有受支持的版本' },
} as const;

const say = (locale: Locale, id: keyof typeof words, n = 0) => ({ text: words[id][locale].replace('{n}', String(n)) });
