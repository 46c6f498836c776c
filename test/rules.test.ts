import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { locales, type Rule, type Text } from '../server/src/core/rule.ts';
import { hygieneRules } from '../server/src/core/suppress.ts';
import { rules } from '../server/src/service/service.ts';
import { lintFiles } from './harness.ts';
import { pageIds, readPage, root } from './pages.ts';

/** Ids are what people write into configurations and suppressions: one may be added here, none renamed or taken away. */
const ids = [
  'keepalint/missing-reason',
  'keepalint/unknown-rule',
  'keepalint/unused-suppression',
  'machine/backlog-above-somaxconn',
  'machine/connections-above-file-limit',
  'machine/keepalive-order',
  'machine/tcp-keepalive-unused',
  'machine/time-wait-cure-misplaced',
  'nginx/balancer-redefined',
  'nginx/block-form',
  'nginx/bom',
  'nginx/client-keepalive-off',
  'nginx/conflicting-default-server',
  'nginx/connection-forwarded',
  'nginx/deprecated',
  'nginx/duplicate-directive',
  'nginx/duplicate-listen-options',
  'nginx/duplicate-location',
  'nginx/duplicate-server-name',
  'nginx/fastcgi-keepalive-inert',
  'nginx/full-width-character',
  'nginx/http2-connection-header',
  'nginx/if-condition',
  'nginx/ignore-client-abort',
  'nginx/include-missing',
  'nginx/invalid-backlog',
  'nginx/invalid-so-keepalive',
  'nginx/invalid-value',
  'nginx/keepalive-before-balancer',
  'nginx/keepalive-parameters-unused',
  'nginx/keepalive-unused-protocol',
  'nginx/keepalive-zero',
  'nginx/lingering-close-off',
  'nginx/listen-protocol-mix',
  'nginx/literal-proxy-pass',
  'nginx/long-timeout-no-keepalive',
  'nginx/low-keepalive-requests',
  'nginx/map-entry',
  'nginx/max-conns-without-zone',
  'nginx/mixed-upstream-http-versions',
  'nginx/not-in-version',
  'nginx/obsolete-http2-timeouts',
  'nginx/proxy-bind-port',
  'nginx/proxy-header-dropped',
  'nginx/quic-socket-options',
  'nginx/read-only-variable',
  'nginx/removed',
  'nginx/stream-half-close',
  'nginx/swallowed-directive',
  'nginx/syntax',
  'nginx/token-too-long',
  'nginx/undefined-reference',
  'nginx/unknown-directive',
  'nginx/unknown-variable',
  'nginx/upstream-idle-timeout',
  'nginx/upstream-keepalive-inert',
  'nginx/upstream-without-keepalive',
  'nginx/websocket-half-configured',
  'nginx/websocket-map-close',
  'nginx/wrong-argument-count',
  'nginx/wrong-context',
  'sysctl/abort-on-overflow',
  'sysctl/bbr-without-fq',
  'sysctl/buffer-below-default',
  'sysctl/buffer-order',
  'sysctl/comment-contradicts-value',
  'sysctl/conntrack-is-not-socket',
  'sysctl/conntrack-timeouts',
  'sysctl/duplicate-key',
  'sysctl/file-limit-is-not-time-wait',
  'sysctl/fin-timeout-is-not-time-wait',
  'sysctl/fin-timeout-out-of-range',
  'sysctl/forwarding-order',
  'sysctl/full-width-character',
  'sysctl/hardening-filesystem',
  'sysctl/hardening-kernel',
  'sysctl/hardening-memory',
  'sysctl/hardening-network',
  'sysctl/ignored-file',
  'sysctl/inline-comment',
  'sysctl/invalid-value',
  'sysctl/keepalive-too-short',
  'sysctl/keepalive-unit',
  'sysctl/key-spelling',
  'sysctl/max-orphans-extreme',
  'sysctl/max-tw-buckets-invalid',
  'sysctl/max-tw-buckets-low',
  'sysctl/needs-module',
  'sysctl/netdev-max-backlog',
  'sysctl/no-effect-key',
  'sysctl/not-an-assignment',
  'sysctl/not-namespaced',
  'sysctl/not-yet-available',
  'sysctl/octal-value',
  'sysctl/one-shot-key',
  'sysctl/orphan-retries-zero',
  'sysctl/overridden',
  'sysctl/port-range-inverted',
  'sysctl/port-range-narrow',
  'sysctl/port-range-parity',
  'sysctl/port-range-too-low',
  'sysctl/port-range-unprivileged',
  'sysctl/quoted-value',
  'sysctl/read-only-key',
  'sysctl/removed-key',
  'sysctl/renamed-key',
  'sysctl/reserved-ports',
  'sysctl/retries2-low',
  'sysctl/rfc1337',
  'sysctl/rp-filter-maximum',
  'sysctl/same-as-default',
  'sysctl/shell-in-file',
  'sysctl/somaxconn-below-default',
  'sysctl/syn-backlog-above-somaxconn',
  'sysctl/syn-retries-low',
  'sysctl/synack-retries-low',
  'sysctl/syncookies-always',
  'sysctl/syncookies-off',
  'sysctl/tcp-mem-in-bytes',
  'sysctl/tcp-tw-recycle',
  'sysctl/timestamps-off',
  'sysctl/tool-portability',
  'sysctl/tw-reuse-delay',
  'sysctl/tw-reuse-server-side',
  'sysctl/tw-reuse-without-timestamps',
  'sysctl/unknown-key',
  'sysctl/value-out-of-range',
  'sysctl/wrong-vector-length',
];

test('rule ids are stable', () => {
  expect([...rules.keys()].sort()).toEqual(ids);
});

test.each(['nginx', 'sysctl', 'machine'])('every %s rule is a file of its name, and is registered', async (language) => {
  const names = readdirSync(`${root}server/src/${language}/rules`)
    .map((file) => file.replace(/\.ts$/, ''))
    .filter((name) => name !== 'index');
  for (const name of names) {
    const module: Record<string, unknown> = await import(`../server/src/${language}/rules/${name}.ts`);
    const id = `${language}/${name}`;
    expect(module.default, id).toBe(rules.get(id));
    expect(rules.get(id)?.id).toBe(id);
  }
  expect(names).toHaveLength([...rules.keys()].filter((id) => id.startsWith(`${language}/`)).length);
});

test('what a rule supersedes exists', () => {
  for (const rule of rules.values())
    for (const id of rule.supersedes ?? []) expect(rules.has(id), `${rule.id}: ${id}`).toBe(true);
});

test("the linter's own rules are among them", () => {
  for (const rule of hygieneRules) expect(rules.get(rule.id)).toBe(rule);
});

const texts = (rule: Rule<never>): [string, Text][] =>
  [rule.messages, rule.notes ?? {}, rule.fixes ?? {}].flatMap((group, i) =>
    Object.entries(group).map(([id, text]): [string, Text] => [`${['message', 'note', 'fix'][i]} ${id}`, text]),
  );

describe.each([...rules.values()].map((rule) => [rule.id, rule] as const))('the words of %s', (_, rule) => {
  test.each(texts(rule))('%s', (_, text) => {
    for (const locale of locales) {
      expect(text[locale]).not.toMatch(/[.。]$/);
      expect(text[locale]).not.toMatch(/^\s|\s$|\s{2}/);
    }
    expect(text.en, 'no Chinese punctuation in English').not.toMatch(/[，。：；！？（）、]/);
    expect(text['zh-CN'], 'is Chinese').toMatch(/\p{Script=Han}/u);
    expect(text['zh-CN'], 'full-width punctuation between Chinese characters').not.toMatch(
      /\p{Script=Han} ?[,:;?!()] ?\p{Script=Han}/u,
    );
  });
});

test.each(pageIds())('no slot of a message stays empty, in no language: %s', async (id) => {
  const page = readPage(id, 'en');
  const said: string[] = [];
  for (const locale of locales)
    for (const block of page?.blocks ?? []) {
      const { findings, words } = await lintFiles(block.files, { locale, target: block.target });
      for (const f of findings) {
        const rule = rules.get(f.rule)!;
        said.push(words.message(f));
        for (const slot of slots(rule.messages[f.message])) expect(f.data, f.rule).toHaveProperty(slot);
        for (const r of f.related) {
          said.push(words.related(f, r));
          for (const slot of slots(rule.notes?.[r.note])) expect(r.data, f.rule).toHaveProperty(slot);
        }
        for (const fix of f.fixes) {
          said.push(words.fix(f, fix));
          for (const slot of slots(rule.fixes?.[fix.id])) expect(fix.data, f.rule).toHaveProperty(slot);
        }
      }
    }
  expect(said.filter((sentence) => /[.。]$|undefined|NaN|\[object/.test(sentence))).toEqual([]);
});

function slots(text: Text | undefined): string[] {
  if (!text) throw new Error('a finding without words');
  return [...text.en.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!);
}
