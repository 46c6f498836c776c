import { ruleFor } from '../../core/rule.ts';
import { all } from '../../core/version.ts';
import { type Nginx, type Pass, spanOf, wordsOf } from '../model/model.ts';
import { eras, isZero, spokenHttp } from '../model/reuse.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/mixed-upstream-http-versions',
  since: '0.2.0',
  messages: {
    mixed: {
      severity: 'error',
      en: 'HTTP/2 and HTTP/1 share the connections that {keepalive} of upstream {upstream} keeps: an HTTP/1 request that gets one with HTTP/2 on it ends in 504',
      'zh-CN':
        'HTTP/2 和 HTTP/1 共用 upstream {upstream} 的 {keepalive} 所保持的连接：HTTP/1 请求一旦拿到使用 HTTP/2 的连接，就会以 504 告终',
    },
  },
  notes: {
    second: { en: 'speaks HTTP/2', 'zh-CN': '使用 HTTP/2' },
    first: { en: 'speaks HTTP/1', 'zh-CN': '使用 HTTP/1' },
  },
  fixes: {
    local: {
      safety: 'unsafe',
      en: 'let each location keep its own connections: {keepalive} local',
      'zh-CN': '让每个 location 各自保持连接：{keepalive} local',
    },
  },
  check(nginx, report) {
    for (const { ns, name, keepalive, passes } of nginx.upstreams) {
      if (ns !== 'http' || !keepalive || isZero(keepalive) || keepalive.node.args.length !== 1) continue;
      if (nginx.meaning(keepalive).kind !== 'known') continue;
      const speaking = (version: '1' | '2') => passes.filter((pass) => spokenHttp(nginx, pass) === version);
      const [first, second] = [speaking('1'), speaking('2')];
      if (first.length === 0 || second.length === 0) continue;
      const data = { keepalive: wordsOf(keepalive) };
      const end = keepalive.node.args[0]!.end;
      const local = { at: { file: keepalive.file.path, start: end, end }, text: ' local' };
      const places = (note: 'first' | 'second', of: readonly Pass[]) =>
        of.slice(0, mostRelated).map((p) => ({ note, at: spanOf(p.directive) }) as const);
      report(
        spanOf(keepalive),
        'mixed',
        { ...data, upstream: name },
        {
          related: [...places('second', second), ...places('first', first)],
          fixes: all(nginx.target.nginx, eras.new) ? [{ fix: 'local', edits: [local], data }] : [],
        },
      );
    }
  },
});

const mostRelated = 20;
