import { ruleFor } from '../../core/rule.ts';
import type { Span } from '../../core/text.ts';
import { standIn } from '../model/edits.ts';
import { type Directive, type Nginx, type Pass, type Sent, spanOf, type Upstream, wordsOf } from '../model/model.ts';
import { repairOf } from '../model/repair.ts';
import { closingEntry, eras, hasToken, headerLines, poolOf, targets } from '../model/reuse.ts';

const closeByDefault = {
  en: 'upstream {upstream} keeps connections by default {versions}, but {line} tells the server to close them',
  'zh-CN': '{versions}，upstream {upstream} 默认会保持连接，但 {line} 要求后端关闭连接',
} as const;
const http10ByDefault = {
  en: 'upstream {upstream} keeps connections by default {versions}, but {line} without a Connection: keep-alive header closes them',
  'zh-CN': '{versions}，upstream {upstream} 默认会保持连接，但 {line} 又没有 Connection: keep-alive 头，连接会被关闭',
} as const;

export default ruleFor<Nginx>()({
  id: 'nginx/upstream-keepalive-inert',
  since: '0.1.0',
  messages: {
    unset: {
      severity: 'warning',
      en: 'every request opens a new connection to upstream {upstream} despite its {keepalive}: {versions} the default is HTTP/1.0 with Connection: close, and neither proxy_http_version nor proxy_set_header Connection changes it',
      'zh-CN':
        'upstream {upstream} 虽有 {keepalive}，每个请求仍会新建连接：{versions}，默认使用 HTTP/1.0 并发送 Connection: close，而 proxy_http_version 和 proxy_set_header Connection 都没有改变它',
    },
    connection: {
      severity: 'warning',
      en: 'every request opens a new connection to upstream {upstream} despite its {keepalive}: {versions} the default is Connection: close, and no proxy_set_header Connection "" changes it',
      'zh-CN':
        'upstream {upstream} 虽有 {keepalive}，每个请求仍会新建连接：{versions}，默认发送 Connection: close，而没有 proxy_set_header Connection "" 来清空它',
    },
    version: {
      severity: 'warning',
      en: 'every request opens a new connection to upstream {upstream} despite its {keepalive}: {versions} the default is HTTP/1.0, and no proxy_http_version 1.1 changes it',
      'zh-CN':
        'upstream {upstream} 虽有 {keepalive}，每个请求仍会新建连接：{versions}，默认使用 HTTP/1.0，而没有 proxy_http_version 1.1 来改变它',
    },
    lost: {
      severity: 'warning',
      en: 'every request opens a new connection to upstream {upstream} despite its {keepalive}: the proxy_set_header lines in {block} replace all inherited ones, {inherited} included, and {versions} the default is Connection: close',
      'zh-CN':
        'upstream {upstream} 虽有 {keepalive}，每个请求仍会新建连接：{block} 中的 proxy_set_header 会取代全部继承来的设置（包括 {inherited}），而{versions}，默认发送 Connection: close',
    },
    close: {
      severity: 'warning',
      en: 'every request opens a new connection to upstream {upstream} despite its {keepalive}: {line} tells the server to close it',
      'zh-CN': 'upstream {upstream} 虽有 {keepalive}，每个请求仍会新建连接：{line} 要求后端关闭连接',
    },
    http10: {
      severity: 'warning',
      en: 'every request opens a new connection to upstream {upstream} despite its {keepalive}: {line} without a Connection: keep-alive header closes it',
      'zh-CN':
        'upstream {upstream} 虽有 {keepalive}，每个请求仍会新建连接：{line} 又没有 Connection: keep-alive 头，连接会被关闭',
    },
    mixed: {
      severity: 'warning',
      en: 'every request opens a new connection to upstream {upstream} despite its {keepalive}: each of the {count} places that proxy to it has connections closed',
      'zh-CN': 'upstream {upstream} 虽有 {keepalive}，每个请求仍会新建连接：代理到它的 {count} 处都会让连接关闭',
    },
    closeDefault: { severity: 'warning', ...closeByDefault },
    closeSince: { severity: 'info', ...closeByDefault },
    http10Default: { severity: 'warning', ...http10ByDefault },
    http10Since: { severity: 'info', ...http10ByDefault },
  },
  toldAt: ['wins', 'cut', 'pass'],
  notes: {
    pool: { en: 'connections kept here are not used from there', 'zh-CN': '那里用不到这里保持的连接' },
    pass: { en: 'proxied from here', 'zh-CN': '从这里代理' },
    wins: { en: 'this is what closes the connection', 'zh-CN': '是这一行让连接关闭' },
    cut: { en: 'these headers replace the inherited ones', 'zh-CN': '这里的请求头取代了继承来的设置' },
    inherited: { en: 'this header is not inherited any more', 'zh-CN': '这个请求头不再被继承' },
  },
  fixes: {
    reuse: {
      safety: 'unsafe',
      en: 'reuse connections: send HTTP/1.1 and an empty Connection header',
      'zh-CN': '复用连接：使用 HTTP/1.1 并清空 Connection 头',
    },
  },
  check(nginx, report) {
    const keepOpen = repairOf(nginx);
    for (const upstream of nginx.upstreams) {
      if (upstream.ns !== 'http') continue;
      const { name, keepalive } = upstream;
      const pool = poolOf(upstream, nginx);
      if (pool === 'never') continue;
      const { causes, everywhere } = causesOf(nginx, upstream);
      const versions = { product: 'nginx', ranges: nginx.target.nginx, period: keepalive ? eras.old : eras.new } as const;
      const data = { upstream: name, keepalive: keepalive ? wordsOf(keepalive) : '', versions };
      if (keepalive && everywhere && causes.length > 0) {
        const related = causes.flatMap((c) => relatedTo(c));
        const edits = keepOpen(causes.flatMap((c) => c.passes));
        const fixes = edits ? [{ fix: 'reuse', edits } as const] : [];
        const [first] = causes;
        if (causes.length === 1 || causes.every((c) => c.kind === first!.kind && c.kind !== 'lost' && !c.line)) {
          say(spanOf(keepalive), first!, data, { related, fixes });
        } else {
          const count = causes.reduce((n, c) => n + c.passes.length, 0);
          report(spanOf(keepalive), 'mixed', { ...data, count: { count } }, { related, fixes });
        }
        continue;
      }
      for (const cause of causes) {
        const edits = pool === 'always' ? keepOpen(cause.passes) : undefined;
        const related = [
          ...(keepalive ? [{ note: 'pool', at: spanOf(keepalive) } as const] : []),
          ...relatedTo(cause).filter((r) => r.at.start !== cause.at.start || r.at.file !== cause.at.file),
        ];
        const extras = { related, fixes: edits ? [{ fix: 'reuse', edits } as const] : [] };
        if (keepalive) say(cause.at, cause, data, extras);
        else if (cause.line) {
          const id = `${cause.kind === 'close' ? 'close' : 'http10'}${pool === 'always' ? 'Default' : 'Since'}` as const;
          report(cause.at, id, { ...data, line: wordsOf(cause.line) }, extras);
        }
      }
    }

    function say(at: Span, cause: Cause, data: CommonData, extras: Parameters<typeof report>[3]): void {
      if (cause.kind === 'close' || cause.kind === 'http10')
        report(at, cause.kind, { ...data, line: wordsOf(cause.line!) }, extras);
      else if (cause.kind === 'lost')
        report(at, 'lost', { ...data, block: wordsOf(cause.cut!.parent!), inherited: wordsOf(cause.inherited!) }, extras);
      else report(at, cause.kind, data, extras);
    }
  },
});

interface CommonData {
  readonly upstream: string;
  readonly keepalive: string;
  readonly versions: {
    readonly product: 'nginx';
    readonly ranges: Nginx['target']['nginx'];
    readonly period: (typeof eras)['old' | 'new'];
  };
}

/** One reason, with the passes that it concerns. */
interface Cause {
  readonly kind: 'unset' | 'connection' | 'version' | 'lost' | 'close' | 'http10';
  /** Where it stands when other passes do reuse connections. */
  readonly at: Span;
  /** The line that closes. */
  readonly line: Directive | undefined;
  /** The first of the headers that replace the inherited ones, and the Connection header among those. */
  readonly cut: Directive | undefined;
  readonly inherited: Directive | undefined;
  readonly passes: Pass[];
}

/** Why connections of an upstream are not reused, and whether that holds wherever it is used. */
function causesOf(nginx: Nginx, upstream: Upstream): { causes: Cause[]; everywhere: boolean } {
  const { sent } = nginx;
  const causes = new Map<string, Cause>();
  let everywhere = true;
  for (const pass of upstream.passes) {
    // Neither can keep a connection, whatever the upstream says.
    if (pass.directive.name === 'uwsgi_pass' || pass.directive.name === 'scgi_pass') continue;
    if (pass.directive.name !== 'proxy_pass') {
      everywhere = false;
      continue;
    }
    const s = sent(pass);
    const cause = causeOf(nginx, pass, s, upstream.keepalive !== undefined);
    if (!cause) {
      everywhere = false;
      continue;
    }
    const key = `${cause.kind} ${cause.at.file} ${cause.at.start}`;
    const known = causes.get(key);
    if (known) known.passes.push(pass);
    else causes.set(key, cause);
  }
  return { causes: [...causes.values()], everywhere };
}

function causeOf(nginx: Nginx, pass: Pass, s: Sent, explicit: boolean): Cause | undefined {
  const always = s.reuse.new === 'no' && (s.reuse.old === 'no' || !targets(nginx.target, 'old'));
  const cause = (kind: Cause['kind'], by: Directive, more: Partial<Cause> = {}): Cause => {
    return { kind, at: spanOf(by), line: undefined, cut: undefined, inherited: undefined, passes: [pass], ...more };
  };
  const close = s.closing.find((line) => !closingEntry(nginx, line, pass.directive.parent));
  if (close) return cause('close', close, { line: close });
  // What a map of $http_upgrade does is a rule of its own.
  if (s.closing.length > 0) return undefined;
  const version = s.version.directives[0];
  if (version?.node.args[0]?.text === '1.0' && always) return cause('http10', version, { line: version });
  if (!explicit || !targets(nginx.target, 'old') || s.reuse.old !== 'no') return undefined;
  if (s.connection.length > 0) return cause('version', pass.directive);
  const cut = s.headers.level && s.headers.directives[0];
  const outer = cut && headerLines(nginx.effective('proxy_set_header', cut.parent!.parent), 'connection')[0];
  if (outer && !hasToken(outer.node.args[1]?.text ?? '', 'close'))
    return cause('lost', standIn(cut, s.headers.level), { cut, inherited: outer });
  return cause(version || !s.version.certain ? 'connection' : 'unset', pass.directive);
}

function relatedTo({ line, cut, inherited, passes }: Cause) {
  return [
    ...(line ? [{ note: 'wins', at: spanOf(line) } as const] : []),
    ...(cut ? [{ note: 'cut', at: spanOf(cut) } as const] : []),
    ...(inherited ? [{ note: 'inherited', at: spanOf(inherited) } as const] : []),
    ...passes.slice(0, mostRelated).map((p) => ({ note: 'pass', at: spanOf(p.directive) }) as const),
  ];
}

const mostRelated = 20;
