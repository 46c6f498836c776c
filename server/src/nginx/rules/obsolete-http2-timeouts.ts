import { ruleFor } from '../../core/rule.ts';
import { all, since } from '../../core/version.ts';
import { parseNumber, parseTime } from '../facts/values.ts';
import { remove, replaceWord } from '../model/edits.ts';
import { type Directive, type Nginx, spanOf, wordsOf } from '../model/model.ts';
import { low } from './low-keepalive-requests.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/obsolete-http2-timeouts',
  since: '0.2.0',
  messages: {
    obsolete: {
      severity: 'warning',
      en: '{line} does nothing {versions}: nginx warns at every start and ignores it, {successor} rules HTTP/2 connections, too',
      'zh-CN': '{versions}，{line} 不起任何作用：nginx 每次启动都会告警并忽略它，HTTP/2 连接现在同样由 {successor} 控制',
      tag: 'deprecated',
    },
  },
  fixes: {
    remove: { safety: 'safe', en: 'remove it', 'zh-CN': '删除它' },
    move: {
      safety: 'unsafe',
      en: 'write {successor} {value}, for HTTP/1.x as well',
      'zh-CN': '改为 {successor} {value}，对 HTTP/1.x 同样生效',
    },
  },
  check(nginx, report) {
    const { nginx: ranges } = nginx.target;
    if (!all(ranges, period)) return;
    const versions = { product: 'nginx', ranges, period } as const;
    for (const [name, { successor, isSound }] of successors)
      for (const d of nginx.directives(name)) {
        if (nginx.meaning(d).kind !== 'known') continue;
        const value = d.node.args[0]?.text ?? '';
        const taken = nginx.effective(successor, d.parent);
        const free = taken.certain && taken.directives.length === 0 && isOnly(nginx, d);
        const move = { fix: 'move', edits: [replaceWord(d, d.node.name, successor)], data: { successor, value } } as const;
        report(
          spanOf(d),
          'obsolete',
          { line: wordsOf(d), versions, successor },
          { fixes: [{ fix: 'remove', edits: [remove(d)] }, ...(free && isSound(value) ? [move] : [])] },
        );
      }
  },
});

const period = since('1.19.7');

/** nginx no longer looks at the value, so it may be anything; and none that switches keepalive off should reach HTTP/1.x. */
const isWait = (value: string) => (parseTime(value, 'ms') ?? 0) > 0;

/** As `ngx_http_v2_obsolete` names them. */
const successors: ReadonlyMap<string, { readonly successor: string; readonly isSound: (value: string) => boolean }> = new Map([
  ['http2_idle_timeout', { successor: 'keepalive_timeout', isSound: isWait }],
  ['http2_recv_timeout', { successor: 'client_header_timeout', isSound: isWait }],
  ['http2_max_requests', { successor: 'keepalive_requests', isSound: (value) => (parseNumber(value) ?? 0) > low }],
]);

/** Nothing refuses a second one any more, but its successor would be there twice. */
const isOnly = (nginx: Nginx, { name, parent }: Directive) => nginx.effective(name, parent).directives.length === 1;
