import { ruleFor } from '../../core/rule.ts';
import { all, any, before, since } from '../../core/version.ts';
import { type Listen, listensOf } from '../model/listens.ts';
import { hasPlaceholder } from '../model/meaning.ts';
import { type Directive, type Nginx, wordSpan } from '../model/model.ts';
import { bothPlaces, surelyTogether } from '../model/twice.ts';
import type { Word } from '../syntax.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/duplicate-listen-options',
  since: '0.2.0',
  messages: {
    options: {
      severity: 'error',
      en: 'options of the socket {socket} are given a second time: nginx wants them on one listen only, also if they are equal, and does not start',
      'zh-CN': '套接字 {socket} 的选项给出了第二次：nginx 只允许写在一条 listen 上，即使内容相同也无法启动',
    },
    listen: {
      severity: 'error',
      en: 'this server listens on {socket} twice: nginx does not start',
      'zh-CN': '这个 server 重复监听了 {socket}：nginx 无法启动',
    },
    server: {
      severity: 'error',
      en: '{versions} two servers of {block} cannot share {socket}: nginx does not start',
      'zh-CN': '{versions}，{block} 中的两个 server 不能共用 {socket}：nginx 无法启动',
    },
    'server-older': {
      severity: 'warning',
      en: '{versions} two servers of {block} cannot share {socket}: nginx does not start',
      'zh-CN': '{versions}，{block} 中的两个 server 不能共用 {socket}：nginx 无法启动',
    },
    mail: {
      severity: 'error',
      en: 'two servers of {block} cannot share {socket}: nginx does not start',
      'zh-CN': '{block} 中的两个 server 不能共用 {socket}：nginx 无法启动',
    },
  },
  notes: {
    first: { en: 'the first one', 'zh-CN': '第一处在这里' },
  },
  toldAt: ['first'],
  check(nginx, report) {
    const root = nginx.top.context === 'main';
    for (const ns of ['http', 'stream', 'mail'] as const)
      for (const [socket, listens] of listensOf(nginx, ns).bySocket) {
        if (listens.length < 2) continue;
        const data = { socket: socket.slice(socket.indexOf(' ') + 1) };
        const servers = new Map<Directive, Listen>();
        let set: Listen | undefined;
        let first: Listen | undefined;
        for (const listen of listens) {
          const { directive: d, server } = listen;
          if (nginx.meaning(d).kind !== 'known' || hasPlaceholder(d)) continue;
          const same = servers.get(server);
          const options = d.node.args.slice(1).filter(isSocketOption);
          const related = (other: Listen) =>
            ({ related: [{ note: 'first', at: bothPlaces(other.directive, d).first }] }) as const;
          if (same) {
            if (surelyTogether(same.directive, d, true))
              report(bothPlaces(same.directive, d).second, 'listen', data, related(same));
            continue;
          }
          servers.set(server, listen);
          if (first && ns !== 'http' && surelyTogether(first.directive, d, root)) {
            const at = bothPlaces(first.directive, d).second;
            if (ns === 'mail') report(at, 'mail', { ...data, block: ns }, related(first));
            else if (any(nginx.target.nginx, shared.before)) {
              const versions = { product: 'nginx', ranges: nginx.target.nginx, period: shared.before } as const;
              const message = all(nginx.target.nginx, shared.before) ? 'server' : 'server-older';
              report(at, message, { ...data, block: ns, versions }, related(first));
            }
          }
          if (set && options.length > 0 && surelyTogether(set.directive, d, root) && ns !== 'mail') {
            const at = set.directive.node === d.node ? bothPlaces(set.directive, d).second : wordSpan(d, options[0]!);
            if (ns === 'http' || all(nginx.target.nginx, shared.since)) report(at, 'options', data, related(set));
          }
          first ??= listen;
          if (options.length > 0) set ??= listen;
        }
      }
  },
});

/** stream has virtual servers since 1.25.5. */
const shared = { before: before('1.25.5'), since: since('1.25.5') };

/** The parameters that belong to the socket, not to one server: they set `lsopt.set` in `ngx_http_core_listen`. */
const isSocketOption = ({ text }: Word) =>
  /^(?:bind|setfib=.*|fastopen=.*|backlog=.*|rcvbuf=.*|sndbuf=.*|accept_filter=.*|deferred|ipv6only=.*|reuseport|multipath|so_keepalive=.*)$/.test(
    text,
  );
