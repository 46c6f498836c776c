import { describe, expect, it, test } from 'vitest';
import { type Locale, locales } from '../../server/src/core/rule.ts';
import { defaultTarget, parseTargets } from '../../server/src/core/targets.ts';
import { keyPage, keysNamed, rulesAbout, similarKey, similarKeyNamed } from '../../server/src/service/key-page.ts';
import { rules } from '../../server/src/service/service.ts';
import { keys } from '../../server/src/sysctl/facts/keys.ts';

async function rowsOf(key: string, words?: string, locale: Locale = 'en') {
  const parsed = words ? parseTargets(words.split(' ')) : { target: defaultTarget };
  const page = await keyPage(key, 'target' in parsed ? parsed.target : defaultTarget, locale);
  return Object.fromEntries(page!.rows.map(({ label, text }) => [label, text]));
}

describe('the page of a key', () => {
  it('has what the kernel takes and starts with', async () => {
    expect(await rowsOf('net.ipv4.tcp_fin_timeout')).toEqual({
      takes: 'any whole number',
      unit: 'seconds',
      default: '60',
      scope: 'one value per network namespace, since Linux 4.6',
      rules: 'sysctl/fin-timeout-is-not-time-wait, sysctl/fin-timeout-out-of-range',
    });
    expect(await rowsOf('net.ipv4.tcp_fin_timeout', undefined, 'zh-CN')).toEqual({
      取值: '任意整数',
      单位: '秒',
      默认值: '60',
      作用范围: '每个网络命名空间一个值，Linux 4.6 起',
      规则: 'sysctl/fin-timeout-is-not-time-wait、sysctl/fin-timeout-out-of-range',
    });
  });
  it('tells the history of the targeted kernels only', async () => {
    expect(await rowsOf('net.ipv4.tcp_tw_reuse', 'kernel=4.18-')).toMatchObject({
      takes: 'a whole number from 0 to 2; any whole number before Linux 4.19',
      default: '2; 0 before Linux 4.19',
    });
    expect(await rowsOf('net.ipv4.tcp_tw_reuse', 'kernel=5.10')).toMatchObject({
      takes: 'a whole number from 0 to 2',
      default: '2',
    });
    expect(await rowsOf('net.core.somaxconn', 'kernel=4.19')).toMatchObject({ default: '128' });
  });
  it('tells what is gone, has no effect, or cannot be written', async () => {
    expect(await rowsOf('net.ipv4.tcp_tw_recycle')).toMatchObject({ 'gone since': 'Linux 4.12' });
    expect(await rowsOf('net.ipv4.tcp_fack')).toMatchObject({ 'without effect': 'since Linux 4.15' });
    expect(await rowsOf('net.ipv4.udp_wmem_min')).toMatchObject({ 'without effect': 'always' });
    expect(await rowsOf('net.netfilter.nf_conntrack_count')).toMatchObject({ takes: 'nothing: read-only' });
    expect(await rowsOf('net.ipv4.tcp_tw_timeout')).toEqual({ kernels: 'Alibaba Cloud Linux, Anolis OS' });
  });
  it.each(['net.ipv4.conf.eth0.rp_filter', 'net/ipv4/conf/eth0/rp_filter', '/proc/sys/net/ipv4/conf/eth0/rp_filter'])(
    'is found as %s',
    async (key) => {
      const page = await keyPage(key, defaultTarget, 'en');
      expect(page).toMatchObject({ title: 'net.ipv4.conf.eth0.rp_filter', summary: expect.stringContaining('conf.all') });
    },
  );
  it('is found by the last part of its name, where that is one key only', async () => {
    expect(await keyPage('tcp_tw_reuse', defaultTarget, 'en')).toMatchObject({ title: 'net.ipv4.tcp_tw_reuse' });
    expect(await keyPage('rp_filter', defaultTarget, 'en')).toMatchObject({ title: 'net.ipv4.conf.<iface>.rp_filter' });
    expect(await keyPage('tcp_fin_timeout', defaultTarget, 'en')).toBeUndefined();
    expect(keysNamed('tcp_fin_timeout')).toEqual(['net.ipv4.tcp_fin_timeout', 'sunrpc.tcp_fin_timeout']);
    expect(keysNamed('fin_timeout')).toEqual([]);
    expect(similarKeyNamed('tcp_fin_timout')).toBe('tcp_fin_timeout');
  });
  it('is none for what nobody knows, but there may be one that is meant', async () => {
    expect(await keyPage('net.ipv4.tcp_fin_timeot', defaultTarget, 'en')).toBeUndefined();
    expect(similarKey('net.ipv4.tcp_fin_timeot')).toBe('net.ipv4.tcp_fin_timeout');
    expect(similarKey('net.nothing.like_it')).toBeUndefined();
  });
});

test('every key has a page in every language, without holes', async () => {
  for (const { name } of keys())
    for (const locale of locales) {
      const page = await keyPage(name, defaultTarget, locale);
      expect(page?.url, name).toMatch(/^https:\/\/docs\.kernel\.org\/[a-z_/-]+\.html$/);
      for (const { label, text } of page!.rows) expect(label && text, name).toMatch(/^(?!.*(?:undefined|NaN|Infinity)).*\S$/);
    }
});

test('keys lead to rules that exist, and rules are led to', () => {
  for (const [pattern, ids] of rulesAbout) {
    expect(
      keys().some(({ name }) => pattern.test(name)),
      `${pattern}`,
    ).toBe(true);
    for (const id of ids) expect([...rules.keys()]).toContain(id);
  }
});
