import { ruleFor } from '../../core/rule.ts';
import { remove } from '../model/edits.ts';
import { isOverridden } from '../model/inheritance.ts';
import { contextOf, type Directive, type Nginx, spanOf, wordsOf } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/client-keepalive-off',
  since: '0.1.0',
  messages: {
    off: {
      severity: 'warning',
      en: '{line} closes every client connection after one request: each request pays a new handshake, and each close leaves a TIME_WAIT on this machine',
      'zh-CN': '{line} 会让每个客户端连接在一个请求后就被关闭：每个请求都要重新握手，每次关闭都会在本机留下一个 TIME_WAIT',
    },
    offHere: {
      severity: 'info',
      en: '{line} closes the client connection after each request to this {block}: each close leaves a TIME_WAIT on this machine',
      'zh-CN': '{line} 会在每个发往该 {block} 的请求之后关闭客户端连接：每次关闭都会在本机留下一个 TIME_WAIT',
    },
  },
  fixes: {
    remove: { safety: 'unsafe', en: 'remove {line}', 'zh-CN': '删除 {line}' },
  },
  check(nginx, report) {
    for (const name of ['keepalive_timeout', 'keepalive_requests'] as const)
      for (const d of nginx.directives(name)) {
        const context = contextOf(nginx, d);
        if (d.node.block || d.ns !== 'http' || !off.test(d.node.args[0]?.text ?? '')) continue;
        if (context !== 'http' && context !== 'server' && context !== 'location') continue;
        if (isOverridden(nginx, d)) continue;
        const line = wordsOf(d);
        const extras = { fixes: [{ fix: 'remove', edits: [remove(d)], data: { line } }] } as const;
        if (d.parent && (context === 'location' || (context === 'server' && isAside(d.parent))))
          report(spanOf(d), 'offHere', { line, block: d.parent.name }, extras);
        else report(spanOf(d), 'off', { line }, extras);
      }
  },
});

/** Zero, with any unit of time. */
const off = /^0+(?:ms|[smhdwMy])?$/;

/** A server that only this machine can reach, such as one for its own status, or one that turns everybody away. */
function isAside({ children }: Directive): boolean {
  const listens = children.filter((d) => d.name === 'listen');
  const local = listens.every((d) => /^(?:127\.|localhost\b|\[::1\]|unix:)/i.test(d.node.args[0]?.text ?? ''));
  return (
    (listens.length > 0 && local) || (children.some((d) => d.name === 'return') && !children.some((d) => d.name === 'location'))
  );
}
