import { ruleFor } from '../../core/rule.ts';
import { insertBefore } from '../model/edits.ts';
import { type Nginx, spanOf, wordSpan } from '../model/model.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/max-conns-without-zone',
  since: '0.2.0',
  messages: {
    workers: {
      severity: 'info',
      en: 'each worker counts to {limit} on its own, since upstream {upstream} has no zone to count in together: {workers} workers may open {total} connections to this server',
      'zh-CN':
        'upstream {upstream} 没有用于共同计数的 zone，因此每个 worker 各自数到 {limit}：{workers} 个 worker 最多可以向该服务器打开 {total} 个连接',
    },
    auto: {
      severity: 'info',
      en: 'each worker counts to {limit} on its own, since upstream {upstream} has no zone to count in together: with worker_processes auto there may be {limit} connections to this server for each processor of this machine',
      'zh-CN':
        'upstream {upstream} 没有用于共同计数的 zone，因此每个 worker 各自数到 {limit}：使用 worker_processes auto 时，本机每个处理器都可以向该服务器打开 {limit} 个连接',
    },
  },
  notes: {
    workers: { en: 'the number of workers is set here', 'zh-CN': 'worker 的数量在这里设置' },
  },
  fixes: {
    zone: { safety: 'manual', en: 'count together: {zone}', 'zh-CN': '共同计数：{zone}' },
  },
  check(nginx, report) {
    // Without the line there is one worker; a fragment does not tell.
    const [line] = nginx.effective('worker_processes', undefined).directives;
    const workers = line?.node.args[0]?.text ?? '';
    if (!line || !(workers === 'auto' || /^\d{1,9}$/.test(workers)) || /^0*[01]$/.test(workers)) return;
    for (const { directive, name } of nginx.upstreams) {
      if (nginx.isOpen(directive) || directive.children.some((d) => d.name === 'zone')) continue;
      for (const server of directive.children) {
        const word = server.name === 'server' ? server.node.args.slice(1).find(({ text }) => limited.test(text)) : undefined;
        if (!word) continue;
        const limit = Number(word.text.slice('max_conns='.length));
        const zone = `zone ${name} 64k;`;
        const extras = {
          related: [{ note: 'workers', at: spanOf(line) } as const],
          fixes: /^[\w.-]+$/.test(name)
            ? [{ fix: 'zone', edits: [insertBefore(server, [zone])], data: { zone } } as const]
            : [],
        };
        const data = { limit: { count: limit }, upstream: name };
        if (workers === 'auto') report(wordSpan(server, word), 'auto', data, extras);
        else {
          const total = { count: limit * Number(workers) };
          report(wordSpan(server, word), 'workers', { ...data, workers: Number(workers), total }, extras);
        }
        // One zone is for all of them.
        break;
      }
    }
  },
});

/** 0 is no limit. */
const limited = /^max_conns=0*[1-9]\d{0,8}$/;
