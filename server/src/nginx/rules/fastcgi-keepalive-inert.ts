import { ruleFor } from '../../core/rule.ts';
import type { Edit } from '../../core/text.ts';
import { insertBefore, replaceWord } from '../model/edits.ts';
import { type Directive, type Nginx, type Pass, spanOf, wordsOf } from '../model/model.ts';
import { isZero } from '../model/reuse.ts';
import { locationOf } from '../model/upstreams.ts';
import type { DirectiveNode } from '../syntax.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/fastcgi-keepalive-inert',
  since: '0.2.0',
  messages: {
    unset: {
      severity: 'warning',
      en: 'every request opens a new connection to upstream {upstream} despite its {keepalive}: fastcgi_keep_conn is off by default, and the server closes each connection after its response',
      'zh-CN':
        'upstream {upstream} 虽有 {keepalive}，每个请求仍会新建连接：fastcgi_keep_conn 默认为 off，后端会在响应之后关闭每个连接',
    },
    off: {
      severity: 'warning',
      en: 'every request opens a new connection to upstream {upstream} despite its {keepalive}: {line} tells the server to close each one after its response',
      'zh-CN': 'upstream {upstream} 虽有 {keepalive}，每个请求仍会新建连接：{line} 要求后端在响应之后关闭每个连接',
    },
  },
  toldAt: ['wins', 'pass'],
  notes: {
    pool: { en: 'connections kept here are not used from there', 'zh-CN': '那里用不到这里保持的连接' },
    pass: { en: 'passed on from here', 'zh-CN': '从这里转发' },
    wins: { en: 'this is what closes the connection', 'zh-CN': '是这一行让连接关闭' },
  },
  fixes: {
    keep: {
      safety: 'unsafe',
      en: 'reuse connections: fastcgi_keep_conn on',
      'zh-CN': '复用连接：fastcgi_keep_conn on',
    },
  },
  check(nginx, report) {
    const bySource = new Map<DirectiveNode, Pass[]>();
    for (const pass of nginx.passes) {
      const { node } = pass.directive;
      const same = bySource.get(node);
      if (same) same.push(pass);
      else bySource.set(node, [pass]);
    }
    for (const { ns, name, keepalive, passes } of nginx.upstreams) {
      if (ns !== 'http' || !keepalive || isZero(keepalive) || nginx.meaning(keepalive).kind !== 'known') continue;
      const closing = passes.filter((p) => p.directive.name === 'fastcgi_pass' && closes(nginx, p));
      const [first] = closing;
      if (!first) continue;
      const data = { upstream: name, keepalive: wordsOf(keepalive) };
      if (closing.length === passes.length) tell(keepalive, closing, data);
      else for (const pass of closing) tell(pass.directive, [pass], data);

      function tell(at: Directive, about: readonly Pass[], data: { upstream: string; keepalive: string }): void {
        const lines = [...new Set(about.map((p) => setting(nginx, p).directives[0]))];
        const line = lines.length === 1 ? lines[0] : undefined;
        const edits = keepOpen(nginx, about, bySource);
        const related = [
          ...(at === keepalive ? [] : [{ note: 'pool', at: spanOf(keepalive!) } as const]),
          ...lines.flatMap((d) => (d ? [{ note: 'wins', at: spanOf(d) } as const] : [])),
          ...about
            .filter((p) => p.directive !== at)
            .slice(0, mostRelated)
            .map((p) => ({ note: 'pass', at: spanOf(p.directive) }) as const),
        ];
        const extras = { related, fixes: edits ? [{ fix: 'keep', edits } as const] : [] };
        if (line) report(spanOf(at), 'off', { ...data, line: wordsOf(line) }, extras);
        else report(spanOf(at), 'unset', data, extras);
      }
    }
  },
});

const mostRelated = 20;
/** Places beyond which nobody would read a fix. */
const most = 64;

const setting = (nginx: Nginx, { directive }: Pass) => nginx.effective('fastcgi_keep_conn', directive.parent);

function closes(nginx: Nginx, pass: Pass): boolean {
  const { directives, certain } = setting(nginx, pass);
  const [line] = directives;
  return certain && (!line || line.node.args[0]?.text.toLowerCase() === 'off');
}

/** In front of each pass, or in the line that says the opposite; undefined where that text also serves others. */
function keepOpen(
  nginx: Nginx,
  passes: readonly Pass[],
  bySource: ReadonlyMap<DirectiveNode, readonly Pass[]>,
): Edit[] | undefined {
  const edits = new Map<string, Edit>();
  if (passes.length > most) return undefined;
  for (const pass of passes) {
    const { directive: d } = pass;
    const location = locationOf(pass);
    const { directives, level } = setting(nginx, pass);
    const [line] = directives;
    const alike = (p: Pass) => closes(nginx, p) && leadsToPool(p) && locationOf(p)?.node === location?.node;
    if (!location || !(bySource.get(d.node) ?? []).every(alike)) return undefined;
    let inside = d;
    while (inside.parent && inside.parent !== location) inside = inside.parent;
    if (line && level === location && line.file.times > 1) return undefined;
    const edit =
      line && level === location
        ? replaceWord(line, line.node.args[0]!, 'on')
        : insertBefore(inside, ['fastcgi_keep_conn on;']);
    edits.set(`${edit.at.file} ${edit.at.start}`, edit);
  }
  return [...edits.values()];
}

const leadsToPool = ({ targets, complete, literal }: Pass): boolean =>
  (complete || literal) &&
  targets.every((t) => t.kind === 'upstream' && t.upstream.keepalive !== undefined && !isZero(t.upstream.keepalive));
