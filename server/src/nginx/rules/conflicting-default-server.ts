import { ruleFor } from '../../core/rule.ts';
import { dropParameter, listensOf, parameter } from '../model/listens.ts';
import { hasPlaceholder } from '../model/meaning.ts';
import { type Directive, type Nginx, wordSpan } from '../model/model.ts';
import { bothPlaces, surelyTogether } from '../model/twice.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/conflicting-default-server',
  since: '0.2.0',
  messages: {
    conflicting: {
      severity: 'error',
      en: '{socket} has a default server already: nginx does not start',
      'zh-CN': '{socket} 已经有默认 server 了：nginx 无法启动',
    },
  },
  notes: {
    first: { en: 'the default server', 'zh-CN': '默认 server 在这里' },
  },
  toldAt: ['first'],
  fixes: {
    drop: { safety: 'safe', en: 'take {parameter} out here', 'zh-CN': '删掉这里的 {parameter}' },
  },
  check(nginx, report) {
    for (const ns of ['http', 'stream'] as const)
      for (const [socket, listens] of listensOf(nginx, ns).bySocket) {
        const seen = new Set<Directive>();
        let first: Directive | undefined;
        for (const { directive: d, server } of listens) {
          const word = parameter(d, 'default_server') ?? parameter(d, 'default');
          // nginx refuses a second listen of one server for itself.
          const again = seen.has(server);
          seen.add(server);
          if (!word || again || nginx.meaning(d).kind !== 'known' || hasPlaceholder(d)) continue;
          if (!first) {
            first = d;
            continue;
          }
          if (!surelyTogether(first, d, nginx.top.context === 'main')) continue;
          const at = bothPlaces(first, d);
          report(
            first.node === d.node ? at.second : wordSpan(d, word),
            'conflicting',
            { socket: socket.slice(socket.indexOf(' ') + 1) },
            {
              related: [{ note: 'first', at: at.first }],
              fixes: d.file.times > 1 ? [] : [{ fix: 'drop', edits: [dropParameter(d, word)], data: { parameter: word.text } }],
            },
          );
        }
      }
  },
});
