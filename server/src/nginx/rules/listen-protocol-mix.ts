import { ruleFor } from '../../core/rule.ts';
import { all, since } from '../../core/version.ts';
import { type Listen, listensOf, parameter } from '../model/listens.ts';
import { hasPlaceholder } from '../model/meaning.ts';
import { type Nginx, spanOf, wordSpan } from '../model/model.ts';
import { uncertified } from '../model/ssl.ts';
import { surelyTogether } from '../model/twice.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/listen-protocol-mix',
  since: '0.2.0',
  supersedes: ['nginx/undefined-reference'],
  messages: {
    bare: {
      severity: 'warning',
      en: 'this server speaks TLS on {socket}, too: ssl of another listen ({place}) holds for the whole socket; it shows the certificate of the default server, and refuses what comes without TLS',
      'zh-CN':
        '这个 server 在 {socket} 上同样使用 TLS：另一条 listen（{place}）的 ssl 对整个套接字生效；它会出示默认 server 的证书，并拒绝没有 TLS 的连接',
    },
    stops: {
      severity: 'error',
      en: 'this server speaks TLS on {socket}, too: ssl of another listen ({place}) holds for the whole socket, and there is no ssl_certificate for this one: nginx does not start',
      'zh-CN':
        '这个 server 在 {socket} 上同样使用 TLS：另一条 listen（{place}）的 ssl 对整个套接字生效，而它没有 ssl_certificate：nginx 无法启动',
    },
    odd: {
      severity: 'warning',
      en: 'ssl holds for the whole socket {socket}: the server of {place} speaks TLS there, too, and refuses what comes without',
      'zh-CN': 'ssl 对整个套接字 {socket} 生效：{place} 的 server 在那里同样使用 TLS，并拒绝没有 TLS 的连接',
    },
    oddStops: {
      severity: 'error',
      en: 'ssl holds for the whole socket {socket}: the server of {place} speaks TLS there, too, and has no ssl_certificate: nginx does not start',
      'zh-CN': 'ssl 对整个套接字 {socket} 生效：{place} 的 server 在那里同样使用 TLS，却没有 ssl_certificate：nginx 无法启动',
    },
  },
  notes: {
    ssl: { en: 'makes the whole socket speak TLS', 'zh-CN': '使整个套接字使用 TLS' },
    plain: { en: 'has no ssl of its own', 'zh-CN': '自己没有写 ssl' },
  },
  toldAt: ['ssl', 'plain'],
  check(nginx, report) {
    const root = nginx.top.context === 'main';
    for (const ns of ['http', 'stream'] as const) {
      if (ns === 'stream' && !all(nginx.target.nginx, sharedSince)) continue;
      for (const [name, listens] of listensOf(nginx, ns).bySocket) {
        if (!listens.some((l) => parameter(l.directive, 'ssl')) || listens.every((l) => parameter(l.directive, 'ssl')))
          continue;
        const fatal = new Set(uncertified(nginx, listens));
        // One that lacks its own certificate has a fault of its own.
        const speakers = listens.filter((l) => parameter(l.directive, 'ssl') && isRead(nginx, l) && !fatal.has(l));
        const socket = name.slice(name.indexOf(' ') + 1);
        const isPlainPort = socket.endsWith(':80');
        const others = listens.filter(
          (l) =>
            !parameter(l.directive, 'ssl') && isRead(nginx, l) && !isOn(nginx, 'ssl', l) && (isPlainPort || lacks(nginx, l)),
        );
        // What the few say by mistake, or the many, depends on what the port is for.
        const isOdd = isPlainPort || (others.length > speakers.length && !socket.endsWith(':443'));
        const [told, partners] = isOdd ? [speakers, others] : [others, speakers];
        const byWeight = [...partners.filter((l) => fatal.has(l)), ...partners];
        for (const listen of told) {
          const { directive: d, server } = listen;
          const partner = byWeight.find((l) => l.server !== server && surelyTogether(l.directive, d, root));
          if (!partner) continue;
          const place = spanOf(partner.directive);
          const data = { socket, place: { place } };
          if (isOdd) {
            const at = wordSpan(d, parameter(d, 'ssl')!);
            report(at, fatal.has(partner) ? 'oddStops' : 'odd', data, { related: [{ note: 'plain', at: place }] });
          } else {
            report(spanOf(d), fatal.has(listen) ? 'stops' : 'bare', data, { related: [{ note: 'ssl', at: place }] });
          }
        }
      }
    }
  },
});

/** stream has virtual servers since then. */
const sharedSince = since('1.25.5');

const isRead = (nginx: Nginx, { directive: d }: Listen) => nginx.meaning(d).kind === 'known' && !hasPlaceholder(d);

/** A server with a certificate of its own works as it is meant to, and one that shows none on purpose, too. */
function lacks(nginx: Nginx, listen: Listen): boolean {
  const { directives, certain } = nginx.effective('ssl_certificate', listen.server);
  return directives.length === 0 && certain && !isOn(nginx, 'ssl_reject_handshake', listen);
}

function isOn(nginx: Nginx, name: string, { server }: Listen): boolean {
  const { directives, certain } = nginx.effective(name, server);
  return directives[0] ? /^on$/i.test(directives[0].node.args[0]?.text ?? '') : !certain;
}
