import { ruleFor } from '../../core/rule.ts';
import { all, since } from '../../core/version.ts';
import { deprecations } from '../facts/obsolete.ts';
import { remove, replaceWord } from '../model/edits.ts';
import { http2Moves, http2Period } from '../model/http2.ts';
import { dropParameter, parameter } from '../model/listens.ts';
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
    ignored: {
      severity: 'warning',
      en: '{name} does nothing {versions}: nginx warns at every start and ignores it',
      'zh-CN': '{versions}，{name} 不起任何作用：nginx 每次启动都会告警并忽略它',
      tag: 'deprecated',
    },
    ignoredFor: {
      severity: 'warning',
      en: '{name} does nothing {versions}: nginx warns at every start and ignores it, {successor} has taken its place',
      'zh-CN': '{versions}，{name} 不起任何作用：nginx 每次启动都会告警并忽略它，现在由 {successor} 负责',
      tag: 'deprecated',
    },
    alias: {
      severity: 'warning',
      en: '{name} is deprecated {versions}: nginx warns at every start, {successor} takes its place',
      'zh-CN': '{versions}，{name} 已弃用：nginx 每次启动都会告警，应改用 {successor}',
      tag: 'deprecated',
    },
    spdy: {
      severity: 'warning',
      en: 'the spdy parameter of listen does nothing {versions}, and nginx 1.19.7 does not start with it: HTTP/2 has taken its place',
      'zh-CN': '{versions}，listen 的 spdy 参数不起任何作用，nginx 1.19.7 会因它而无法启动：它已被 HTTP/2 取代',
      tag: 'deprecated',
    },
    default: {
      severity: 'info',
      en: 'the default parameter of listen is the old name of default_server, which replaced it in nginx 0.8.21',
      'zh-CN': 'listen 的 default 参数是 default_server 的旧名称，自 nginx 0.8.21 起已被后者取代',
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
    remove: { safety: 'safe', en: 'remove it', 'zh-CN': '删除它' },
    rename: { safety: 'safe', en: 'write {successor}', 'zh-CN': '改为 {successor}' },
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
    for (const [name, { since: first, effect, successor }] of deprecations) {
      const period = since(first);
      if (!all(ranges, period)) continue;
      const versions = { product: 'nginx', ranges, period } as const;
      for (const d of nginx.directives(name)) {
        if (nginx.meaning(d).kind !== 'known') continue;
        const at = spanOf(d);
        if (effect === 'alias') {
          // Both names fill one slot, and nginx takes it once.
          const taken = besideOf(nginx, d).some((other) => other !== d && slotOf(other.name) === successor);
          const edits = [replaceWord(d, d.node.name, successor)];
          const fixes = taken ? [] : [{ fix: 'rename', edits, data: { successor } } as const];
          report(at, 'alias', { name, versions, successor }, { fixes });
          continue;
        }
        const fixes = [{ fix: 'remove', edits: [remove(d)] } as const];
        if (successor) report(at, 'ignoredFor', { name, versions, successor }, { fixes });
        else report(at, 'ignored', { name, versions }, { fixes });
      }
    }
    const spdyIsGone = all(ranges, since('1.19.7'));
    for (const d of nginx.directives('listen')) {
      if (d.ns !== 'http' || contextOf(nginx, d) !== 'server') continue;
      const spdy = !spdyIsGone && all(ranges, spdyPeriod) && parameter(d, 'spdy');
      if (spdy)
        report(
          wordSpan(d, spdy),
          'spdy',
          { versions: { product: 'nginx', ranges, period: spdyPeriod } },
          { fixes: [{ fix: 'remove', edits: [dropParameter(d, spdy)] }] },
        );
      const old = parameter(d, 'default');
      if (!old) continue;
      const successor = 'default_server';
      const fix = parameter(d, successor)
        ? ({ fix: 'remove', edits: [dropParameter(d, old)] } as const)
        : ({ fix: 'rename', edits: [replaceWord(d, old, successor)], data: { successor } } as const);
      report(wordSpan(d, old), 'default', {}, { fixes: [fix] });
    }
  },
});

const slotOf = (name: string) => deprecations.get(name)?.successor ?? name;

const besideOf = (nginx: Nginx, { parent }: Directive) => parent?.children ?? nginx.items;

const spdyPeriod = since('1.9.5');

const sslPeriod = since('1.15.0');
