import { say, texts } from '../core/statement.ts';
import { all, any, before } from '../core/version.ts';
import { http2Moves, http2Parameters } from '../nginx/model/http2.ts';
import { parameter } from '../nginx/model/listens.ts';
import { contextOf, type Directive, type Nginx } from '../nginx/model/model.ts';
import type { Refactoring } from './refactoring.ts';

/**
 * `listen … http2` and `http2 on`, the one from the other. Where only releases with the directive are targeted, the parameter is
 * a finding with a fix; here is what remains for those who target others, too, and go one way or the other.
 */
export function http2Switches(nginx: Nginx, d: Directive): readonly Refactoring[] {
  const { nginx: ranges } = nginx.target;
  if (d.ns !== 'http' || contextOf(nginx, d) !== 'server' || !any(ranges, old)) return [];
  const kind = 'rewrite';
  if (d.name === 'http2') {
    if (!/^on$/i.test(d.node.args[0]?.text ?? '')) return [];
    const edits = http2Parameters(nginx, d);
    const refused = edits ? undefined : say(words.mixed, {});
    return [{ id: 'http2Parameter', kind, title: say(words.parameter, {}), refused, edits: () => edits ?? [] }];
  }
  if (d.name !== 'listen' || !parameter(d, 'http2') || !d.parent || all(ranges, old)) return [];
  const move = http2Moves(nginx)(d.parent);
  const refused = move?.exact ? undefined : say(words.mixed, {});
  return [{ id: 'http2Directive', kind, title: say(words.directive, {}), refused, edits: () => move?.edits ?? [] }];
}

const old = before('1.25.1');

const words = texts({
  directive: {
    en: 'Use http2 on (nginx 1.25.1 and later)',
    'zh-CN': '改用 http2 on（nginx 1.25.1 及更高版本）',
  },
  parameter: {
    en: 'Use listen … http2 (deprecated since nginx 1.25.1)',
    'zh-CN': '改用 listen … http2（自 nginx 1.25.1 起已弃用）',
  },
  mixed: {
    en: 'not every server on its sockets is known to speak HTTP/2',
    'zh-CN': '无法确定使用这些套接字的每个 server 都启用了 HTTP/2',
  },
});
