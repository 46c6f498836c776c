import { ruleFor } from '../../core/rule.ts';
import { dropParameter } from '../model/listens.ts';
import { listenMistakeOf, refusedArguments } from '../model/mistakes.ts';
import { type Nginx, wordSpan } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/quic-socket-options',
  since: '0.2.0',
  supersedes: ['nginx/deprecated'],
  messages: {
    option: {
      severity: 'error',
      en: '{option} is for TCP, and a quic listen has a UDP socket: nginx does not start',
      'zh-CN': '{option} 只用于 TCP，而带 quic 的 listen 使用 UDP 套接字：nginx 无法启动',
    },
    builtIn: {
      severity: 'error',
      en: '{option} cannot stand beside quic, which has TLS and HTTP/3 built in: nginx does not start',
      'zh-CN': '{option} 不能与 quic 写在一起，后者自带 TLS 和 HTTP/3：nginx 无法启动',
    },
  },
  fixes: {
    drop: {
      safety: 'unsafe',
      en: 'delete {option}: TCP needs a listen of its own',
      'zh-CN': '删除 {option}：TCP 需要单独的一条 listen',
    },
  },
  check(nginx, report) {
    for (const refused of refusedArguments(nginx)) {
      if (listenMistakeOf(refused) !== 'quic') continue;
      const { directive: d, mistake } = refused;
      const word = d.node.args[mistake.argument!]!;
      const option = word.text;
      const fixes = [{ fix: 'drop', edits: [dropParameter(d, word)], data: { option } } as const];
      report(wordSpan(d, word), option === 'ssl' || option === 'http2' ? 'builtIn' : 'option', { option }, { fixes });
    }
  },
});
