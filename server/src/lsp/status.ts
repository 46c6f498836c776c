import { nameOf } from '../core/path.ts';
import { sayRange } from '../core/render.ts';
import { type Finding, type Locale, severities } from '../core/rule.ts';
import { defaultTarget } from '../core/targets.ts';
import type { LanguageId } from '../core/text.ts';
import { configNames } from '../service/configuration.ts';
import type { CheckResult } from '../service/service.ts';
import { pathOf } from './convert.ts';
import { type Feature, isConfiguration, type Session } from './session.ts';
import type { Settings } from './settings.ts';

/** What a status bar says about one document, in the reader's language. */
export interface Status {
  readonly findings: number;
  readonly text: string;
  readonly detail: string;
  /** A setting could not be understood, or the file is none of ours. */
  readonly problem: boolean;
  /** The versions that it is judged for, and where they were chosen. */
  readonly targets?: { readonly text: string; readonly detail: string };
  /** Paths of the files through which nginx comes to read it. */
  readonly entries: readonly string[];
}

/** Tells our own client what to show in its status bar. */
export function statusFeature(session: Session): Feature {
  return {
    async refresh(result) {
      const { client, connection, documents, locale, settings } = session;
      if (!client.status) return;
      const judged = documents.all().filter(({ uri }) => !isConfiguration(pathOf(uri)));
      const status = judged.map(({ uri }) => {
        const { entries, ...said } = statusOf(result, pathOf(uri), settings, locale);
        return { uri, ...said, entries: entries.map((path) => ({ uri: session.uriOf(path), name: nameOf(path) })) };
      });
      await connection.sendNotification('keepalint/status', { documents: status });
    },
  };
}

export function statusOf(result: CheckResult, path: string, settings: Settings, locale: Locale): Status {
  const { problems } = settings;
  const nothing = { detail: '', findings: 0, problem: false, entries: [] };
  if (problems.length)
    return { ...nothing, ...say(locale, 'badSetting'), detail: problems.map((p) => p[locale]).join(' '), problem: true };
  if (result.ignored.includes(path)) return { ...nothing, ...say(locale, 'ignored') };
  const language = result.files.get(path);
  if (!language) return { ...nothing, ...say(locale, 'unrecognised'), problem: true };
  const findings = result.findings.filter((f) => f.at.file === path);
  const entries = language === 'nginx' ? result.entries(path).filter((entry) => entry !== path) : [];
  return {
    ...say(locale, findings.length === 0 ? 'none' : findings.length === 1 ? 'one' : 'many', findings.length),
    detail: countsOf(findings, locale),
    findings: findings.length,
    problem: false,
    targets: targetsOf(result, path, language, settings, locale),
    entries,
  };
}

function countsOf(findings: readonly Finding[], locale: Locale): string {
  const counts = severities.flatMap((severity) => {
    const count = findings.filter((f) => f.severity === severity).length;
    const { en, 'zh-CN': zh } = words[severity];
    return count === 0 ? [] : locale === 'en' ? `${count} ${en}${count === 1 ? '' : 's'}` : `${count} ${zh}`;
  });
  return counts.join(locale === 'en' ? ', ' : '、');
}

function targetsOf(result: CheckResult, path: string, language: LanguageId, settings: Settings, locale: Locale) {
  const config = result.dependencies(path).find((d) => (configNames as readonly string[]).includes(nameOf(d)));
  const { target } = result.models(path).flatMap((sides) => sides[language] ?? [])[0] ?? {};
  const product = language === 'nginx' ? 'nginx' : 'kernel';
  const ranges = (target ?? defaultTarget)[product].map((range) => sayRange(range, product, locale === 'en'));
  const text = `${language === 'nginx' ? 'nginx' : 'Linux'} ${ranges.join(', ')}`;
  if (settings.targets.length) return { text, detail: settings.targets.join(' ') };
  return { text, detail: config ? nameOf(config) : words.everyVersion[locale] };
}

const words = {
  none: { en: 'No findings', 'zh-CN': '没有发现问题' },
  one: { en: '1 finding', 'zh-CN': '1 个问题' },
  many: { en: '{n} findings', 'zh-CN': '{n} 个问题' },
  ignored: { en: 'Ignored by configuration', 'zh-CN': '配置中已忽略此文件' },
  unrecognised: { en: 'Neither nginx nor sysctl', 'zh-CN': '既不是 nginx 也不是 sysctl 配置' },
  badSetting: { en: 'A setting is not understood', 'zh-CN': '有无法识别的设置' },
  error: { en: 'error', 'zh-CN': '个错误' },
  warning: { en: 'warning', 'zh-CN': '个警告' },
  info: { en: 'info', 'zh-CN': '个提示' },
  everyVersion: { en: 'every supported version', 'zh-CN': '所有受支持的版本' },
} as const;

const say = (locale: Locale, id: keyof typeof words, n = 0) => ({ text: words[id][locale].replace('{n}', String(n)) });
