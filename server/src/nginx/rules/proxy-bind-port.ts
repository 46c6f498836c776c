import { ruleFor } from '../../core/rule.ts';
import { isAddress } from '../facts/addresses.ts';
import { isOverridden } from '../model/inheritance.ts';
import { carriesTcp } from '../model/listens.ts';
import { type Nginx, wordSpan } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/proxy-bind-port',
  since: '0.2.0',
  messages: {
    port: {
      severity: 'error',
      en: 'port {port} of {name} is there for one connection at a time: while one is open, or in TIME_WAIT, bind() fails for the next with "Address already in use", and nginx answers 500',
      'zh-CN':
        '{name} 的端口 {port} 同一时间只能用于一个连接：只要有一个连接未关闭或处于 TIME_WAIT，下一个连接的 bind() 就会因“Address already in use”而失败，nginx 返回 500',
    },
    stream: {
      // One session that stays, or a protocol that asks for the port, may be what is meant.
      severity: 'warning',
      en: 'port {port} of {name} is there for one connection at a time: while one is open, or in TIME_WAIT, bind() fails for the next with "Address already in use", and nginx closes the session',
      'zh-CN':
        '{name} 的端口 {port} 同一时间只能用于一个连接：只要有一个连接未关闭或处于 TIME_WAIT，下一个连接的 bind() 就会因“Address already in use”而失败，nginx 会关闭该会话',
    },
  },
  fixes: {
    drop: { safety: 'unsafe', en: 'leave the port to the kernel', 'zh-CN': '让内核选择端口' },
  },
  check(nginx, report) {
    for (const protocol of protocols)
      for (const d of nginx.directives(`${protocol}_bind`)) {
        const [word] = d.node.args;
        const [, host, port] = /^(\[[^\]]*\]|[\d.]+):(\d+)$/.exec(word?.text ?? '') ?? [];
        if (!word || !host || !port || !isAddress(word.text) || nginx.meaning(d).kind !== 'known') continue;
        // Datagrams may share a port: nginx sets SO_REUSEADDR for them (event/ngx_event_connect.c).
        if (d.ns === 'stream' ? !carriesTcp(nginx, d) : isOverridden(nginx, d)) continue;
        const at = wordSpan(d, word);
        const colon = { ...at, start: at.end - port.length - 1 };
        // Without a port nginx takes IPv6 addresses without brackets only (before 1.27.4).
        const edits = host.startsWith('[') ? [{ at, text: host.slice(1, -1) }] : [{ at: colon, text: '' }];
        const fixes = word.quote === undefined ? [{ fix: 'drop', edits } as const] : [];
        report(at, d.ns === 'stream' ? 'stream' : 'port', { name: d.name, port }, { fixes });
      }
  },
});

const protocols = ['proxy', 'fastcgi', 'grpc', 'memcached', 'scgi', 'uwsgi', 'tunnel'] as const;
