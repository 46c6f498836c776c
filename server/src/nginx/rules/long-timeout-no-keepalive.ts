import { ruleFor } from '../../core/rule.ts';
import { parseTime } from '../facts/values.ts';
import { isOverridden } from '../model/inheritance.ts';
import { carriesTcp, listensOf } from '../model/listens.ts';
import { type Directive, enclosing, type Nginx, spanOf, wordsOf } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/long-timeout-no-keepalive',
  since: '0.2.0',
  messages: {
    long: {
      severity: 'info',
      en: '{line}: while nothing is sent, a client or server that vanished is noticed after {wait} only, as neither so_keepalive of a listen nor {switch} asks whether it is still there; so_keepalive=5m:30s:4 notices a client after 5 min + 4 × 30 s',
      'zh-CN':
        '{line}：没有数据往来时，消失的客户端或后端要到 {wait} 后才会被发现，因为 listen 的 so_keepalive 和 {switch} 都没有询问对方是否还在；so_keepalive=5m:30s:4 会在 5 分 + 4 × 30 秒后发现客户端已消失',
    },
  },
  notes: {
    listen: { en: 'accepts connections without TCP keepalive', 'zh-CN': '接受的连接没有 TCP keepalive' },
  },
  check(nginx, report) {
    for (const { name, ns, socketKeepalive } of timeouts)
      for (const d of nginx.directives(name)) {
        const wait = parseTime(d.node.args[0]?.text ?? '', 'ms') ?? 0;
        if (d.ns !== ns || wait < hour || nginx.meaning(d).kind !== 'known') continue;
        if (ns === 'stream' ? !carriesTcp(nginx, d) : isOverridden(nginx, d)) continue;
        const listens = listensFor(nginx, d, ns);
        if (!listens || listens.some(isKeptAlive) || mayAsk(nginx, socketKeepalive, d.parent)) continue;
        const data = { line: wordsOf(d), wait: { duration: wait / 1000 }, switch: socketKeepalive };
        report(spanOf(d), 'long', data, { related: [{ note: 'listen', at: spanOf(listens[0]!) }] });
      }
  },
});

const hour = 3_600_000;

/**
 * How long nginx waits for the next byte. `proxy_send_timeout` and its kin do not belong here: where data waits to be
 * acknowledged TCP itself gives up, after some 15 minutes (net.ipv4.tcp_retries2).
 */
const timeouts = [
  { name: 'proxy_timeout', ns: 'stream', socketKeepalive: 'proxy_socket_keepalive' },
  ...['proxy', 'grpc', 'fastcgi', 'uwsgi', 'scgi', 'memcached', 'tunnel'].map(
    (protocol) => ({ name: `${protocol}_read_timeout`, ns: 'http', socketKeepalive: `${protocol}_socket_keepalive` }) as const,
  ),
] as const;

/** The listens whose clients wait for it, those of other servers on the same sockets included; undefined where they are not known. */
function listensFor(nginx: Nginx, d: Directive, ns: 'http' | 'stream'): readonly Directive[] | undefined {
  const { byServer, bySocket } = listensOf(nginx, ns);
  const server = d.parent?.name === 'server' ? d.parent : enclosing(d.parent, 'server');
  const around = server ?? d.parent;
  if (nginx.isOpen(around) || (!server && d.parent?.name !== ns)) return undefined;
  const own = server ? (byServer.get(server) ?? []) : [...byServer].flatMap(([s, all]) => (s.parent === around ? all : []));
  const shared = [...new Set(own.map((l) => l.socket))].flatMap((socket) => bySocket.get(socket)!);
  return shared.length > 0 ? shared.map((l) => l.directive) : undefined;
}

/** `off`, and whatever a placeholder becomes, are other things. */
const isKeptAlive = ({ node }: Directive) =>
  node.args.some(({ text }) => text.startsWith('so_keepalive=') && !text.endsWith('=off'));

/** Whether the sockets of servers are asked about in a block, as far as is known, or in one of the blocks in it. */
function mayAsk(nginx: Nginx, name: string, scope: Directive | undefined): boolean {
  const { directives, certain } = nginx.effective(name, scope);
  const isOn = (d: Directive) => !/^off$/i.test(d.node.args[0]?.text ?? '');
  const isWithin = (d: Directive) => {
    let block = d.parent;
    while (block && block !== scope) block = block.parent;
    return block === scope;
  };
  return directives.length > 0 ? isOn(directives[0]!) : !certain || nginx.directives(name).some((d) => isOn(d) && isWithin(d));
}
