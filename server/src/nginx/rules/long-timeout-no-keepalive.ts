import { ruleFor } from '../../core/rule.ts';
import { parseTime } from '../facts/values.ts';
import { isOverridden } from '../model/inheritance.ts';
import { carriesTcp, type Listen, listensOf } from '../model/listens.ts';
import { type Directive, enclosing, type Nginx, spanOf, wordsOf } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/long-timeout-no-keepalive',
  since: '0.2.0',
  messages: {
    long: {
      severity: 'info',
      en: '{line}: while nothing is sent, a client or server that vanished is noticed after {wait} only, as neither so_keepalive of a listen nor {switch} asks whether it is still there; so_keepalive=5m:30s:4 notices a client after 5 min + 4 × 30 s',
      'zh-CN':
        '{line}：没有数据往来时，消失的客户端或后端要到 {wait}后才会被发现，因为 listen 的 so_keepalive 和 {switch} 都没有询问对方是否还在；so_keepalive=5m:30s:4 会在 5 分 + 4 × 30 秒后发现客户端已消失',
    },
  },
  notes: {
    listen: { en: 'accepts connections without TCP keepalive', 'zh-CN': '接受的连接没有 TCP keepalive' },
  },
  check(nginx, report) {
    const sockets = { http: keptAlive(nginx, 'http'), stream: keptAlive(nginx, 'stream') };
    for (const { name, ns, socketKeepalive } of timeouts) {
      const asking = blocksAround(nginx.directives(socketKeepalive).filter(isOn));
      for (const d of nginx.directives(name)) {
        const wait = parseTime(d.node.args[0]?.text ?? '', 'ms') ?? 0;
        if (d.ns !== ns || wait < hour || nginx.meaning(d).kind !== 'known') continue;
        if (ns === 'stream' ? !carriesTcp(nginx, d) : isOverridden(nginx, d)) continue;
        const around = nginx.effective(socketKeepalive, d.parent);
        if (asking.has(d.parent) || !around.certain || around.directives.some(isOn)) continue;
        const listens = listensFor(nginx, d, ns);
        if (!listens || listens.some((l) => sockets[ns].has(l.socket))) continue;
        const data = { line: wordsOf(d), wait: { duration: wait / 1000 }, switch: socketKeepalive };
        report(spanOf(d), 'long', data, { related: [{ note: 'listen', at: spanOf(listens[0]!.directive) }] });
      }
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

/** Where the clients come from that wait for it; undefined where that is not known. */
function listensFor(nginx: Nginx, { parent }: Directive, ns: 'http' | 'stream'): readonly Listen[] | undefined {
  const { byServer } = listensOf(nginx, ns);
  const server = parent?.name === 'server' ? parent : enclosing(parent, 'server');
  if (nginx.isOpen(server ?? parent) || (!server && parent?.name !== ns)) return undefined;
  const listens = server ? byServer.get(server) : [...byServer].flatMap(([s, own]) => (s.parent === parent ? own : []));
  return listens?.length ? listens : undefined;
}

/** The sockets that some listen has so_keepalive for. */
function keptAlive(nginx: Nginx, ns: 'http' | 'stream'): ReadonlySet<string> {
  const isKept = ({ directive: { node } }: Listen) => node.args.some(({ text }) => /^so_keepalive=(?!off$)/.test(text));
  return new Set([...listensOf(nginx, ns).bySocket].flatMap(([socket, listens]) => (listens.some(isKept) ? [socket] : [])));
}

/** Whatever a placeholder becomes. */
const isOn = ({ node }: Directive) => !/^off$/i.test(node.args[0]?.text ?? '');

function blocksAround(directives: readonly Directive[]): ReadonlySet<Directive | undefined> {
  const blocks = new Set<Directive | undefined>();
  for (const d of directives) for (let block = d.parent; block && !blocks.has(block); block = block.parent) blocks.add(block);
  return blocks;
}
