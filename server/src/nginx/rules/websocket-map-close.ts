import { ruleFor } from '../../core/rule.ts';
import type { Edit } from '../../core/text.ts';
import { insertBefore, replaceWord } from '../model/edits.ts';
import { type Directive, type Nginx, type Pass, spanOf, wordSpan, wordsOf } from '../model/model.ts';
import { repairOf } from '../model/repair.ts';
import { closingEntry, eras, hasToken, poolOf } from '../model/reuse.ts';

const byDefault = {
  en: 'upstream {upstream} keeps connections {versions}, but ordinary requests reach it with Connection: close: without an Upgrade header this map gives {value}',
  'zh-CN':
    '{versions}，upstream {upstream} 会保持连接，但普通请求会带着 Connection: close 发往它：没有 Upgrade 头时该 map 的取值是 {value}',
} as const;

export default ruleFor<Nginx>()({
  id: 'nginx/websocket-map-close',
  since: '0.1.0',
  supersedes: ['nginx/upstream-keepalive-inert'],
  messages: {
    close: {
      severity: 'warning',
      en: 'ordinary requests reach upstream {upstream} with Connection: close, so each one opens a new connection: without an Upgrade header this map gives {value}',
      'zh-CN':
        '普通请求会带着 Connection: close 发往 upstream {upstream}，每个请求都会新建连接：没有 Upgrade 头时该 map 的取值是 {value}',
    },
    closeSince: { severity: 'info', ...byDefault },
  },
  toldAt: ['header'],
  notes: {
    header: { en: 'sent from here', 'zh-CN': '在这里发送' },
    pool: { en: 'connections are kept here', 'zh-CN': '在这里保持连接' },
  },
  fixes: {
    empty: {
      safety: 'unsafe',
      en: "send no Connection header without an upgrade: '' ''",
      'zh-CN': "不升级协议时不发送 Connection 头：'' ''",
    },
  },
  check(nginx, report) {
    const speakHttp11 = repairOf(nginx, 'version');
    for (const [entry, uses] of closingEntries(nginx)) {
      const pooled = uses.filter((u) => u.pool !== 'never');
      const first = pooled.find((u) => u.pool === 'always') ?? pooled[0];
      if (!first) continue;
      const value = entry.node.args[0]!;
      const versions = { product: 'nginx', ranges: nginx.target.nginx, period: eras.new } as const;
      const data = { upstream: first.upstream, value: value.text };
      const headers = new Set(pooled.map((u) => u.line));
      const related = [...headers].slice(0, 20).map((line) => ({ note: 'header', at: spanOf(line) }) as const);
      const keepalives = new Set(pooled.flatMap((u) => u.keepalive ?? []));
      const pools = [...keepalives].slice(0, 20).map((d) => ({ note: 'pool', at: spanOf(d) }) as const);
      const always = uses.every((u) => u.pool === 'always');
      const versionEdits = always && hasToken(value.text, 'close') ? speakHttp11(pooled.map((u) => u.pass)) : undefined;
      const fixes = versionEdits ? [{ fix: 'empty', edits: [...emptyEntry(entry), ...versionEdits] } as const] : [];
      const extras = { related: [...related, ...pools], fixes };
      if (first.pool === 'always') report(wordSpan(entry, value), 'close', data, extras);
      else report(wordSpan(entry, value), 'closeSince', { ...data, versions }, extras);
    }
  },
});

interface Use {
  readonly pass: Pass;
  readonly line: Directive;
  readonly upstream: string;
  readonly pool: 'always' | 'since' | 'never';
  readonly keepalive: Directive | undefined;
}

/** The map entries that close ordinary requests, with every pass that they close. */
function closingEntries(nginx: Nginx): Map<Directive, Use[]> {
  const entries = new Map<Directive, Use[]>();
  if (!nginx.directives('map').some(({ node }) => /http_upgrade/i.test(node.args[0]?.text ?? ''))) return entries;
  const { sent } = nginx;
  for (const pass of nginx.passes) {
    if (pass.directive.name !== 'proxy_pass' || pass.directive.ns !== 'http') continue;
    for (const line of sent(pass).closing) {
      const entry = closingEntry(nginx, line, pass.directive.parent);
      if (!entry) continue;
      const upstreams = pass.targets.flatMap((t) => (t.kind === 'upstream' ? [t.upstream] : []));
      const uses: Use[] = upstreams.map((u) => ({
        pass,
        line,
        upstream: u.name,
        pool: poolOf(u, nginx),
        keepalive: u.keepalive,
      }));
      if (upstreams.length < pass.targets.length || uses.length === 0)
        uses.push({ pass, line, upstream: wordsOf(pass.directive), pool: 'never', keepalive: undefined });
      const known = entries.get(entry);
      if (known) known.push(...uses);
      else entries.set(entry, uses);
    }
  }
  return entries;
}

/** The default keeps its meaning for the other values of the header. */
function emptyEntry(entry: Directive): Edit[] {
  if (entry.node.name.text === 'default') return [insertBefore(entry, ["'' '';"])];
  return [replaceWord(entry, entry.node.args[0]!, "''")];
}
