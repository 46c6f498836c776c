import { ruleFor } from '../../core/rule.ts';
import type { Edit } from '../../core/text.ts';
import { all, since } from '../../core/version.ts';
import { insertAfter, standIn } from '../model/edits.ts';
import { allServersKnown, dropParameter, type Listen, listensOf, parameter } from '../model/listens.ts';
import { contextOf, type Directive, type Nginx, spanOf, wordSpan, wordsOf } from '../model/model.ts';
import { moveToListens, sslSwitches } from '../model/ssl.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/deprecated',
  since: '0.1.0',
  messages: {
    http2: {
      severity: 'warning',
      en: 'the http2 parameter of listen is deprecated {versions}: nginx warns at every start, the http2 directive takes its place',
      'zh-CN': '{versions}，listen 的 http2 参数已弃用：nginx 每次启动都会告警，应改用 http2 指令',
      tag: 'deprecated',
    },
    ssl: {
      severity: 'warning',
      en: '{line} is deprecated {versions} and nginx 1.25.1 does not start with it: listen … ssl takes its place',
      'zh-CN': '{versions}，{line} 已弃用，nginx 1.25.1 会因它而无法启动：应改用 listen … ssl',
      tag: 'deprecated',
    },
  },
  fixes: {
    http2: { safety: 'safe', en: 'use http2 on', 'zh-CN': '改用 http2 on' },
    http2All: {
      safety: 'unsafe',
      en: 'use http2 on, for every socket of these servers',
      'zh-CN': '改用 http2 on，对这些 server 的所有套接字生效',
    },
    listen: { safety: 'safe', en: 'use listen … ssl', 'zh-CN': '改用 listen … ssl' },
    listenShared: {
      safety: 'unsafe',
      en: 'use listen … ssl, for every server on these sockets',
      'zh-CN': '改用 listen … ssl，对使用这些套接字的所有 server 生效',
    },
  },
  check(nginx, report) {
    const { nginx: ranges } = nginx.target;
    if (all(ranges, http2Period)) {
      const versions = { product: 'nginx', ranges, period: http2Period } as const;
      const moves = http2Moves(nginx);
      for (const d of nginx.directives('listen')) {
        const word = parameter(d, 'http2');
        if (!word || contextOf(nginx, d) !== 'server' || d.ns === 'stream' || d.ns === 'mail') continue;
        const move = d.parent && moves(d.parent);
        const fixes = move ? [{ fix: move.exact ? 'http2' : 'http2All', edits: move.edits } as const] : [];
        report(wordSpan(d, word), 'http2', { versions }, { fixes });
      }
    }
    if (all(ranges, sslPeriod) && !all(ranges, since('1.25.1')))
      for (const d of sslSwitches(nginx)) {
        const versions = { product: 'nginx', ranges, period: sslPeriod } as const;
        const move = moveToListens(nginx, d);
        const fixes = move ? [{ fix: move.exact ? 'listen' : 'listenShared', edits: move.edits } as const] : [];
        report(spanOf(d), 'ssl', { line: wordsOf(d), versions }, { fixes });
      }
  },
});

const http2Period = since('1.25.1');
const sslPeriod = since('1.15.0');

interface Move {
  readonly edits: readonly Edit[];
  /** No socket speaks HTTP/2 that did not before. */
  readonly exact: boolean;
}

/**
 * `listen … http2` switches a socket for all servers that share it, `http2 on` a server on all its sockets: servers that are
 * joined by such sockets move together.
 */
function http2Moves(nginx: Nginx): (server: Directive) => Move | undefined {
  let answers: Map<Directive, Move | undefined> | undefined;
  return (server) => {
    answers ??= prepare();
    return answers.get(server);
  };

  function prepare(): Map<Directive, Move | undefined> {
    const { byServer, bySocket } = listensOf(nginx, 'http');
    const speaks = (socket: string) => bySocket.get(socket)!.some((l) => parameter(l.directive, 'http2'));
    const sockets = new Set([...bySocket.keys()].filter(speaks));
    const known = allServersKnown(nginx);
    const moves = new Map<Directive, Move | undefined>();
    for (const start of byServer.keys()) {
      if (moves.has(start) || !byServer.get(start)!.some((l) => sockets.has(l.socket))) continue;
      const group = new Set([start]);
      const followed = new Set<string>();
      for (const server of group)
        for (const { socket } of byServer.get(server)!)
          if (sockets.has(socket) && !followed.has(socket)) {
            followed.add(socket);
            for (const l of bySocket.get(socket)!) group.add(l.server);
          }
      const move = moveGroup([...group], byServer, sockets);
      const settled = move && { ...move, exact: move.exact && known };
      for (const server of group) moves.set(server, settled);
    }
    return moves;
  }

  function moveGroup(
    servers: readonly Directive[],
    byServer: ReadonlyMap<Directive, readonly Listen[]>,
    sockets: ReadonlySet<string>,
  ): Move | undefined {
    const edits: Edit[] = [];
    let exact = true;
    for (const server of servers) {
      const listens = byServer.get(server)!;
      const http2 = nginx.effective('http2', server);
      if (!http2.certain && nginx.top.context === 'main') return undefined;
      const on = /^on$/i.test(http2.directives[0]?.node.args[0]?.text ?? '');
      if (http2.directives.length > 0 && !on) return undefined;
      if (server.file.times > 1 || listens.some((l) => l.directive.file.times > 1)) return undefined;
      for (const { directive, socket, quic } of listens) {
        const word = parameter(directive, 'http2');
        if (word) edits.push(dropParameter(directive, word));
        else if (!quic && !sockets.has(socket) && !on) exact = false;
      }
      if (!on) edits.push(insertAfter(standIn(listens.at(-1)!.directive, server), ['http2 on;']));
    }
    return { edits, exact };
  }
}
