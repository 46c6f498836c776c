import { describe, expect, test } from 'vitest';
import { distributions } from '../../server/src/core/distributions.data.ts';
import { renderer } from '../../server/src/core/render.ts';
import type { Finding, Locale, Rule, Value } from '../../server/src/core/rule.ts';
import { defaultTarget, parseTargets } from '../../server/src/core/targets.ts';
import {
  all,
  any,
  between,
  formatVersion,
  type Product,
  parseVersion,
  since,
  before as until,
} from '../../server/src/core/version.ts';

/** What the words mean, in words: renders each product's ranges. */
function target(...words: string[]) {
  const read = parseTargets(words);
  if ('problem' in read) throw new Error(read.problem.message.en);
  return read.target;
}

function ranges(product: Product, ...words: string[]): string {
  return say({ product, ranges: target(...words)[product], period: since('0') }, 'en').replace(/.*\((.*)\)/, '$1');
}

function problem(...words: string[]) {
  const read = parseTargets(words);
  return 'problem' in read ? read.problem : undefined;
}

/** One value as a reader meets it in a message. */
function say(value: Value, locale: Locale): string {
  const rule = {
    id: 'a/b',
    since: '0',
    messages: { m: { severity: 'info', en: '{v}', 'zh-CN': '{v}' } },
    check() {},
  } as Rule<never>;
  const finding = { rule: 'a/b', message: 'm', data: { v: value } } as unknown as Finding;
  return renderer(new Map([['a/b', rule]]), locale, (at) => `${at.file}:1`).message(finding);
}

describe('a target word', () => {
  test('names a version, a series, a range or everything from a version on', () => {
    expect(ranges('nginx', 'nginx=1.24.0')).toBe('1.24.0');
    expect(ranges('nginx', 'nginx=1.24')).toBe('1.24');
    expect(ranges('nginx', 'nginx=1.18-1.30')).toBe('1.18.0–1.30');
    expect(ranges('nginx', 'nginx=1.18.1-1.30.2')).toBe('1.18.1–1.30.2');
    expect(ranges('nginx', 'nginx=1.24-')).toBe('1.24.0 and newer');
    expect(ranges('kernel', 'kernel=5.15')).toBe('5.15');
    expect(ranges('kernel', 'kernel=5')).toBe('5');
    expect(ranges('kernel', 'kernel=4.18-6')).toBe('4.18–6');
    expect(ranges('systemd', 'systemd=250-252')).toBe('250–252');
    expect(ranges('systemd', 'systemd=252')).toBe('252');
    expect(ranges('procps', 'procps=4.0.2')).toBe('4.0.2');
  });

  test('of a series covers every patch level of it and nothing else', () => {
    const { nginx, kernel, systemd } = target('nginx=1.29', 'kernel=5.15', 'systemd=252');
    expect(any(nginx, since('1.29.7'))).toBe(true);
    expect(all(nginx, since('1.29.7'))).toBe(false);
    expect(all(nginx, between('1.29', '1.30'))).toBe(true);
    expect(all(kernel, between('5.15', '5.16'))).toBe(true);
    expect(all(systemd, between('252', '253'))).toBe(true);
  });

  test('leaves the products it does not name at their default', () => {
    expect(target('nginx=1.24').kernel).toEqual(defaultTarget.kernel);
    expect(target()).toEqual(defaultTarget);
  });

  test('joins another one for the same product, so that touching ranges become one', () => {
    expect(ranges('nginx', 'nginx=1.30', 'nginx=1.18')).toBe('1.18, 1.30');
    expect(target('nginx=1.24', 'nginx=1.25').nginx).toHaveLength(1);
    expect(ranges('kernel', 'kernel=5.10-5.15', 'kernel=5.4-6.1')).toBe('5.4–6.1');
    expect(ranges('kernel', 'kernel=5.10-', 'kernel=5.4')).toBe('5.4, 5.10 and newer');
  });

  test('may name the branches of nginx', () => {
    expect(target('nginx=stable').nginx).not.toEqual(target('nginx=mainline').nginx);
    expect(target('nginx=mainline').nginx.at(-1)?.max).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a distribution', () => {
  test('sets every product and the way its boot reads /etc/sysctl.conf', () => {
    expect(ranges('nginx', 'debian=12')).toBe('1.22.1');
    expect(ranges('kernel', 'debian=12')).toBe('6.1');
    expect(ranges('procps', 'debian=12')).toBe('4.0.2');
    expect(ranges('systemd', 'debian=12')).toBe('252');
    expect(target('debian=12').sysctlConfAtBoot).toBe(true);
    expect(target('debian=13').sysctlConfAtBoot).toBe(false);
    expect(target('debian=12', 'debian=13').sysctlConfAtBoot).toBeUndefined();
    expect(target('debian=12').busybox).toBe(false);
    expect(target('debian=12', 'alpine=3.20').busybox).toBe(true);
  });

  test('may be what runs containers', () => {
    expect(target('docker', 'K8s', 'kernel=5.15').containers).toEqual(['docker', 'kubernetes']);
    expect(target('docker').kernel).toEqual(defaultTarget.kernel);
    expect(target('debian=12').containers).toEqual([]);
    expect(problem('dokcer')?.suggestion).toBe('docker');
    expect(problem('docker=20.10')?.suggestion).toBe('docker');
  });

  test('covers the kernels its own archive offers later, and no backports', () => {
    expect(ranges('kernel', 'ubuntu=22.04')).toBe('5.15–6.8');
    expect(ranges('kernel', 'debian=11')).toBe('5.10');
    expect(ranges('nginx', 'rhel=8')).toBe('1.14.1–1.24.0');
  });

  test('is found by code name, alias, point release, series and letter case', () => {
    expect(target('debian=bookworm')).toEqual(target('debian=12'));
    expect(target('Ubuntu=Jammy')).toEqual(target('ubuntu=22.04'));
    expect(target('rhel=8.10')).toEqual(target('rhel=8'));
    expect(target('alpine=3.19.1')).toEqual(target('alpine=3.19'));
    expect(target('amzn=2023')).toEqual(target('amazon=2023'));
    expect(target('sles=15sp5')).toEqual(target('sles=15.5'));
    expect(ranges('kernel', 'sles=15')).toBe('4.12, 5.3, 5.14, 6.4');
    expect(target('ubuntu=22.04-lts')).toEqual(target('ubuntu=22.04'));
    expect(target('centos=stream9')).toEqual(target('centos=9'));
    expect(target('arch')).toEqual(target('arch=rolling'));
    expect(target(' debian = 12 ')).toEqual(target('debian=12'));
  });

  test('joins another one', () => {
    expect(ranges('nginx', 'debian=12', 'ubuntu=22.04')).toBe('1.18.0, 1.22.1');
  });

  test('gives way to a product named by a word of its own', () => {
    expect(ranges('nginx', 'debian=12', 'nginx=1.30')).toBe('1.30');
    expect(ranges('kernel', 'nginx=1.30', 'debian=12')).toBe('6.1');
  });

  test('that brings no nginx of its own leaves the default', () => {
    expect(target('rhel=7').nginx).toEqual(defaultTarget.nginx);
    expect(target('alpine=3.22').systemd).toEqual(defaultTarget.systemd);
  });
});

describe('a word that means nothing', () => {
  test.each([
    ['ubunto=22.04', 'ubuntu=22.04'],
    ['ubuntu=22.10', 'ubuntu=22.04'],
    ['ubuntu=jamy', 'ubuntu=jammy'],
    ['ubuntu:22.04', 'ubuntu=22.04'],
    ['debian-12', 'debian=12'],
    ['debian12', 'debian=12'],
    ['ngnix=1.24', 'nginx=1.24'],
    ['nginx>=1.24', 'nginx=1.24-'],
    ['nginx=>1.24', 'nginx=1.24-'],
    ['nginx=v1.24', 'nginx=1.24'],
    ['nginx=1.24.x', 'nginx=1.24'],
    ['nginx=1.24+', 'nginx=1.24-'],
    ['nginx=1.18..1.30', 'nginx=1.18-1.30'],
    ['nginx=1.30-1.18', 'nginx=1.18-1.30'],
    ['nginx 1.24', 'nginx=1.24'],
    ['nginx/1.24', 'nginx=1.24'],
    ['kernel=5.15.0-91-generic', 'kernel=5.15'],
    ['linux=5.15', 'kernel=5.15'],
    ['archlinx', 'arch'],
  ])('%s is told apart from %s', (word, suggestion) => {
    expect(problem(word)?.suggestion).toBe(suggestion);
    expect(problem(suggestion)).toBeUndefined();
  });

  test.each([
    '',
    '=',
    'nginx',
    'nginx=',
    'nginx=latest',
    'ubuntu',
    'windows=11',
    'debian=',
    '1.24',
    'nginx=1.2.3.4',
    'nginx=-',
    'nginx=1000',
    'nginx=1.18-1.2.3.4',
    'xnginz=1.24',
  ])('%j gets no suggestion out of thin air', (word) => {
    expect(problem(word)).toMatchObject({ word });
    expect(problem(word)?.suggestion).toBeUndefined();
  });

  test('is reported as it was written, with what is known', () => {
    expect(problem('nginx=1.24', 'debian=99')).toEqual({
      word: 'debian=99',
      message: {
        en: 'unknown Debian release "99": known are 9, 10, 11, 12, 13, 14, sid',
        'zh-CN': '未知的 Debian 版本“99”：已知的有 9、10、11、12、13、14、sid',
      },
    });
  });
});

describe('the distribution table', () => {
  const rows = distributions().flatMap((d) => d.releases.map((r) => ({ ...r, word: `${d.id}=${r.release}` })));

  test('can be named row by row', () => {
    for (const { word } of rows) expect(problem(word), word).toBeUndefined();
  });

  test('has every id and alias once', () => {
    const names = distributions().flatMap((d) => [d.id, ...d.aliases]);
    expect(names).toEqual([...new Set(names)]);
  });

  test('has ranges that can be read', () => {
    for (const { word, nginx, kernel, procps, systemd } of rows)
      for (const [product, range] of Object.entries({ nginx, kernel, procps, systemd }))
        if (range !== undefined) expect(problem(`${product}=${range}`), `${word} ${product}`).toBeUndefined();
  });

  test('agrees with the default target: it covers all that is supported, from kernel 4.18 on', () => {
    for (const { word, endOfSupport } of rows) {
      if (endOfSupport === undefined || endOfSupport < '2026-11-20') continue;
      for (const product of ['kernel', 'procps', 'systemd'] as const) {
        const [whole] = defaultTarget[product];
        // SUSE's procps is known by its series only.
        if (product === 'procps' && word.startsWith('sles')) continue;
        expect(target(word)[product][0]!.min, `${word} ${product}`).toBeGreaterThanOrEqual(whole!.min);
      }
    }
  });
});

describe('versions', () => {
  test('are read and written per product', () => {
    expect(parseVersion('1.29.7')).toBe(1_029_007);
    expect(parseVersion('4.12')).toBe(4_012_000);
    for (const text of ['', '1.', '.1', '1.2.3.4', 'x', '1.2-3', '1234', '1,2'])
      expect(parseVersion(text), text).toBeUndefined();
    expect(formatVersion(1_018_000, 'nginx')).toBe('1.18.0');
    expect(formatVersion(4_018_000, 'kernel')).toBe('4.18');
    expect(formatVersion(4_018_005, 'kernel')).toBe('4.18.5');
    expect(formatVersion(252_000_000, 'systemd')).toBe('252');
    expect(formatVersion(4_000_002, 'procps')).toBe('4.0.2');
  });

  test('include the lower end of a period and exclude the upper one', () => {
    const { kernel } = target('kernel=4.12');
    expect(all(kernel, since('4.12'))).toBe(true);
    expect(any(kernel, until('4.12'))).toBe(false);
    expect(any(kernel, between('4.11', '4.12'))).toBe(false);
    expect(all(target('nginx=1.24-1.29.7').nginx, until('1.29.7'))).toBe(false);
    expect(all(target('nginx=1.24-1.29.6').nginx, until('1.29.7'))).toBe(true);
  });

  test('ask for harm in any and for absence in all of several ranges', () => {
    const { kernel } = target('kernel=3.10', 'kernel=6.1-');
    expect(any(kernel, until('4.12'))).toBe(true);
    expect(all(kernel, until('4.12'))).toBe(false);
    expect(all(kernel, since('4.12'))).toBe(false);
    expect(any(kernel, since('9.9'))).toBe(true);
  });
});

describe('words for versions', () => {
  const period = (words: string[], product: Product, when: ReturnType<typeof since>): Value => ({
    product,
    ranges: target(...words)[product],
    period: when,
  });
  test.each<[Value, string, string]>([
    [period([], 'nginx', until('1.29.7')), 'before nginx 1.29.7', '在 nginx 1.29.7 之前'],
    [period([], 'kernel', since('4.19')), 'since Linux 4.19', '自 Linux 4.19 起'],
    [period([], 'kernel', between('4.19', '6.8')), 'from Linux 4.19 until before 6.8', '在 Linux 4.19 至 6.8（不含）之间'],
    [period([], 'kernel', since('4.12')), 'on every targeted Linux (4.18 and newer)', '在所有目标 Linux 版本（4.18 及以上）上'],
    [period(['nginx=1.24'], 'nginx', until('1.29.7')), 'on every targeted nginx (1.24)', '在所有目标 nginx 版本（1.24）上'],
  ])('%j', (value, en, zh) => {
    expect(say(value, 'en')).toBe(en);
    expect(say(value, 'zh-CN')).toBe(zh);
  });
});

describe('words for values', () => {
  test.each<[Value, string, string]>([
    [{ seconds: 60 }, '60 s', '60 秒'],
    [{ count: 131072 }, '131,072', '131,072'],
    [{ count: 512 }, '512', '512'],
    [{ bytes: 1536 }, '1.5 KiB', '1.5 KiB'],
    [{ bytes: 377957122048 }, '352 GiB', '352 GiB'],
    [{ list: ['a'], word: 'or' }, 'a', 'a'],
    [{ list: ['a', 'b'], word: 'or' }, 'a or b', 'a 或 b'],
    [{ list: ['a', 'b', 'c'], word: 'and' }, 'a, b and c', 'a、b 和 c'],
    [{ place: { file: 'nginx.conf', start: 0, end: 1 } }, 'nginx.conf:1', 'nginx.conf:1'],
    ['$&', '$&', '$&'],
    ['{v}', '{v}', '{v}'],
  ])('%j', (value, en, zh) => {
    expect(say(value, 'en')).toBe(en);
    expect(say(value, 'zh-CN')).toBe(zh);
  });
});
