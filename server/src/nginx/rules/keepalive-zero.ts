import { ruleFor } from '../../core/rule.ts';
import { all } from '../../core/version.ts';
import { parseTime } from '../facts/values.ts';
import { remove, replaceWord } from '../model/edits.ts';
import { type Directive, type Nginx, spanOf, wordsOf } from '../model/model.ts';
import { eras, isUnkept, isZero, poolOf } from '../model/reuse.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/keepalive-zero',
  since: '0.2.0',
  supersedes: [
    'nginx/invalid-value',
    'nginx/not-in-version',
    'nginx/low-keepalive-requests',
    'nginx/keepalive-before-balancer',
  ],
  messages: {
    refused: {
      severity: 'error',
      en: 'nginx does not start with {line} in upstream {upstream}: {versions} the number must be at least 1, and no connection is kept without the line',
      'zh-CN': 'upstream {upstream} 中的 {line} 会让 nginx 无法启动：{versions}，该数值必须至少为 1；不写这一行就不会保持连接',
    },
    off: {
      severity: 'info',
      en: '{line} switches off what upstream {upstream} does by default {versions}: every request opens a new connection, and nginx closes it first, which leaves a TIME_WAIT on this machine',
      'zh-CN':
        '{versions}，upstream {upstream} 默认会保持连接，{line} 把它关掉了：每个请求都会新建连接，并由 nginx 先关闭，在本机留下一个 TIME_WAIT',
    },
    defeated: {
      severity: 'warning',
      en: '{line} closes each connection to upstream {upstream} after its first request, so none is used again: nginx closes it first, which leaves a TIME_WAIT on this machine',
      'zh-CN':
        '{line} 会让到 upstream {upstream} 的每个连接在第一个请求之后关闭，因此不会复用任何连接：由 nginx 先关闭，在本机留下一个 TIME_WAIT',
    },
    idle: {
      severity: 'warning',
      en: '{line} closes each connection to upstream {upstream} as soon as it is idle, so only a request that comes in the same moment uses it again: otherwise nginx closes it first, which leaves a TIME_WAIT on this machine',
      'zh-CN':
        '{line} 会让到 upstream {upstream} 的每个连接一空闲就关闭，只有同一时刻到来的请求才能复用它：否则由 nginx 先关闭，在本机留下一个 TIME_WAIT',
    },
  },
  fixes: {
    refused: { safety: 'safe', en: 'remove {line}', 'zh-CN': '删除 {line}' },
    keep: { safety: 'manual', en: 'keep connections: keepalive 32', 'zh-CN': '保持连接：keepalive 32' },
    remove: {
      safety: 'unsafe',
      en: 'remove {line}: the default is {value}',
      'zh-CN': '删除 {line}：默认值是 {value}',
    },
  },
  check(nginx, report) {
    const { nginx: ranges } = nginx.target;
    for (const upstream of nginx.upstreams) {
      const { name, ns, keepalive, directive } = upstream;
      if (ns !== 'http') continue;
      if (keepalive && isZero(keepalive) && nginx.meaning(keepalive).kind === 'known') {
        const line = wordsOf(keepalive);
        const old = all(ranges, eras.old);
        if (!old && isUnkept(upstream)) continue;
        const versions = { product: 'nginx', ranges, period: old ? eras.old : eras.new } as const;
        const edit = old ? remove(keepalive) : replaceWord(keepalive, keepalive.node.args[0]!, '32');
        report(
          spanOf(keepalive),
          old ? 'refused' : 'off',
          { line, upstream: name, versions },
          { fixes: [old ? { fix: 'refused', edits: [edit], data: { line } } : { fix: 'keep', edits: [edit] }] },
        );
        continue;
      }
      if (isUnkept(upstream) || poolOf(upstream, nginx) === 'never') continue;
      for (const d of directive.children) {
        const value = defaults[d.name];
        if (value === undefined || !defeats(d) || nginx.meaning(d).kind !== 'known') continue;
        const line = wordsOf(d);
        report(
          spanOf(d),
          // The timer runs out with the next turn of the event loop: what is waiting already goes first.
          d.name === 'keepalive_timeout' ? 'idle' : 'defeated',
          { line, upstream: name },
          { fixes: [{ fix: 'remove', edits: [remove(d)], data: { line, value } }] },
        );
      }
    }
  },
});

const defaults: Readonly<Record<string, string>> = {
  keepalive_requests: '1000',
  keepalive_time: '1h',
  keepalive_timeout: '60s',
};

/** The first request counts, and a timer of 0 runs out before the next request is looked at. */
function defeats({ name, node }: Directive): boolean {
  const [word, more] = node.args;
  if (!word || more || node.block) return false;
  return name === 'keepalive_requests' ? /^0*[01]$/.test(word.text) : parseTime(word.text, 'ms') === 0;
}
