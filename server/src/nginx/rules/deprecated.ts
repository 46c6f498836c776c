import { ruleFor } from '../../core/rule.ts';
import type { Edit } from '../../core/text.ts';
import { all, since } from '../../core/version.ts';
import { insertAfter, standIn } from '../model/edits.ts';
import { allServersKnown, dropParameter, listensOf, parameter } from '../model/listens.ts';
import { contextOf, type Directive, type Nginx, spanOf, wordSpan, wordsOf } from '../model/model.ts';
import { sslMoves, sslSwitches } from '../model/ssl.ts';

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
      en: 'use http2 on, for every socket of the server',
      'zh-CN': '改用 http2 on，对该 server 的所有套接字生效',
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
    if (all(ranges, sslPeriod) && !all(ranges, since('1.25.1'))) {
      const moves = sslMoves(nginx);
      for (const d of sslSwitches(nginx)) {
        const versions = { product: 'nginx', ranges, period: sslPeriod } as const;
        const move = moves(d);
        const fixes = move ? [{ fix: move.exact ? 'listen' : 'listenShared', edits: move.edits } as const] : [];
        report(spanOf(d), 'ssl', { line: wordsOf(d), versions }, { fixes });
      }
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
 * `listen … http2` switches a socket for all servers that share it, `http2 on` a server on all its sockets. So each server
 * can move by itself, as long as one of them, the first, takes along those that have the protocol from its socket alone.
 */
function http2Moves(nginx: Nginx): (server: Directive) => Move | undefined {
  let tables: Tables | undefined;
  const moves = new Map<Directive, Move | undefined>();
  return (server) => {
    tables ??= tablesOf(nginx);
    if (!moves.has(server)) moves.set(server, move(nginx, server, tables));
    return moves.get(server);
  };
}

interface Tables extends ReturnType<typeof listensOf> {
  readonly allKnown: boolean;
  /** Sockets with the parameter, and the first server that has it there. */
  readonly first: ReadonlyMap<string, Directive>;
}

function tablesOf(nginx: Nginx): Tables {
  const listens = listensOf(nginx, 'http');
  const first = new Map<string, Directive>();
  for (const [socket, list] of listens.bySocket) {
    const owner = list.find((l) => parameter(l.directive, 'http2'));
    if (owner) first.set(socket, owner.server);
  }
  return { ...listens, allKnown: allServersKnown(nginx), first };
}

function move(nginx: Nginx, server: Directive, { byServer, bySocket, allKnown, first }: Tables): Move | undefined {
  const own = byServer.get(server) ?? [];
  const movers = new Set([server]);
  for (const { socket } of own)
    if (first.get(socket) === server)
      for (const l of bySocket.get(socket)!) if (!parameter(l.directive, 'http2')) movers.add(l.server);
  const edits: Edit[] = [];
  let exact = allKnown;
  for (const { directive } of own) {
    const word = parameter(directive, 'http2');
    if (word) edits.push(dropParameter(directive, word));
  }
  for (const mover of movers) {
    const listens = byServer.get(mover)!;
    const http2 = nginx.effective('http2', mover);
    if (!http2.certain && nginx.top.context === 'main') return undefined;
    const on = /^on$/i.test(http2.directives[0]?.node.args[0]?.text ?? '');
    if (http2.directives.length > 0 && !on) return undefined;
    if (listens.some((l) => l.directive.file.times > 1)) return undefined;
    if (on) continue;
    if (listens.some((l) => !l.quic && !first.has(l.socket))) exact = false;
    edits.push(insertAfter(standIn(listens.at(-1)!.directive, mover), ['http2 on;']));
  }
  return { edits, exact };
}
