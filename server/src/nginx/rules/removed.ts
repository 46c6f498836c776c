import { ruleFor } from '../../core/rule.ts';
import { all, since } from '../../core/version.ts';
import { type Nginx, spanOf, wordsOf } from '../model/model.ts';
import { sslMoves, sslSwitches } from '../model/ssl.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/removed',
  since: '0.1.0',
  messages: {
    ssl: {
      severity: 'error',
      en: 'nginx does not start with {line}: the directive is unknown {versions}, listen … ssl takes its place',
      'zh-CN': '{line} 会让 nginx 无法启动：{versions}，该指令已不存在，应改用 listen … ssl',
      tag: 'deprecated',
    },
  },
  fixes: {
    listen: { safety: 'safe', en: 'use listen … ssl', 'zh-CN': '改用 listen … ssl' },
    listenShared: {
      safety: 'unsafe',
      en: 'use listen … ssl, for every server on these sockets',
      'zh-CN': '改用 listen … ssl，对使用这些套接字的所有 server 生效',
    },
  },
  check(nginx, report) {
    const { nginx: ranges } = nginx.target;
    if (!all(ranges, removed)) return;
    const versions = { product: 'nginx', ranges, period: removed } as const;
    const moves = sslMoves(nginx);
    for (const d of sslSwitches(nginx)) {
      const move = moves(d);
      const fixes = move ? [{ fix: move.exact ? 'listen' : 'listenShared', edits: move.edits } as const] : [];
      report(spanOf(d), 'ssl', { line: wordsOf(d), versions }, { fixes });
    }
  },
});

const removed = since('1.25.1');
