import { ruleFor } from '../../core/rule.ts';
import { parseTime } from '../facts/values.ts';
import { replaceWord } from '../model/edits.ts';
import { type Nginx, spanOf, wordsOf } from '../model/model.ts';
import { poolOf } from '../model/reuse.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/upstream-idle-timeout',
  since: '0.2.0',
  messages: {
    long: {
      severity: 'info',
      en: '{line} keeps idle connections to upstream {upstream} longer than common servers do (Node.js and Apache httpd 5 s, nginx 75 s by default): a request that meets one which the server is closing fails, and nginx tries a POST only once, so the client gets 502',
      'zh-CN':
        '{line} 保持到 upstream {upstream} 的空闲连接的时间比常见后端更长（默认值：Node.js 和 Apache httpd 5 秒，nginx 75 秒）：请求遇到后端正在关闭的连接就会失败，而 nginx 对 POST 只尝试一次，客户端会得到 502',
    },
  },
  fixes: {
    lower: {
      safety: 'manual',
      en: 'lower it to 60s, or below the idle timeout of the servers',
      'zh-CN': '降到 60s，或低于后端的空闲超时',
    },
  },
  check(nginx, report) {
    for (const upstream of nginx.upstreams) {
      const { ns, name, directive, passes } = upstream;
      const spoken = passes.length === 0 || passes.some((p) => p.directive.name === 'proxy_pass');
      if (ns !== 'http' || !spoken || poolOf(upstream, nginx) === 'never') continue;
      for (const d of directive.children) {
        const [word] = d.node.args;
        if (d.name !== 'keepalive_timeout' || !word || nginx.meaning(d).kind !== 'known') continue;
        if ((parseTime(word.text, 'ms') ?? 0) <= longest) continue;
        report(
          spanOf(d),
          'long',
          { line: wordsOf(d), upstream: name },
          { fixes: [{ fix: 'lower', edits: [replaceWord(d, word, '60s')] }] },
        );
      }
    }
  },
});

/** The longest default among common HTTP servers, nginx's own, in ms. */
const longest = 75_000;
