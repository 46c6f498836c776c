import { ruleFor } from '../../core/rule.ts';
import type { Edit } from '../../core/text.ts';
import { all, formatVersion, since } from '../../core/version.ts';
import { takes } from '../facts/directives.ts';
import { deprecations, successors } from '../facts/obsolete.ts';
import { remove, replaceWord } from '../model/edits.ts';
import { dropParameter, parameter } from '../model/listens.ts';
import { meaningAt, placeIn } from '../model/meaning.ts';
import { contextOf, type Directive, type Nginx, spanOf, wordSpan, wordsOf } from '../model/model.ts';
import { sslMoves, sslSwitches } from '../model/ssl.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/removed',
  since: '0.1.0',
  messages: {
    ssl: {
      severity: 'error',
      en: 'nginx does not start with {line}: the directive is unknown {versions}, listen … ssl takes its place',
      'zh-CN': '{line} 会让 nginx 无法启动：{versions}，该指令已不存在，应改用 listen … ssl',
      tag: 'deprecated',
    },
    gone: {
      severity: 'error',
      en: 'nginx does not start with {name}: {last} was the last release that had it',
      'zh-CN': '{name} 会让 nginx 无法启动：最后支持它的版本是 {last}',
      tag: 'deprecated',
    },
    replaced: {
      severity: 'error',
      en: 'nginx does not start with {name}: {last} was the last release that had it, {successor} takes its place',
      'zh-CN': '{name} 会让 nginx 无法启动：最后支持它的版本是 {last}，应改用 {successor}',
      tag: 'deprecated',
    },
    spdy: {
      severity: 'error',
      en: 'nginx does not start with the spdy parameter of listen: 1.19.6 was the last release that read it, HTTP/2 has taken its place',
      'zh-CN': 'listen 的 spdy 参数会让 nginx 无法启动：最后接受它的版本是 1.19.6，它已被 HTTP/2 取代',
      tag: 'deprecated',
    },
  },
  fixes: {
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
    const switches = new Set<Directive>();
    if (all(ranges, withoutSsl)) {
      const versions = { product: 'nginx', ranges, period: withoutSsl } as const;
      const moves = sslMoves(nginx);
      for (const d of sslSwitches(nginx)) {
        switches.add(d);
        const move = moves(d);
        const fixes = move ? [{ fix: move.exact ? 'listen' : 'listenShared', edits: move.edits } as const] : [];
        report(spanOf(d), 'ssl', { line: wordsOf(d), versions }, { fixes });
      }
    }
    for (const { directive: d, reason } of nginx.refusals) {
      if (reason.kind !== 'removed' || switches.has(d)) continue;
      const { name } = d;
      const last = `nginx ${formatVersion(reason.last, 'nginx')}`;
      const successor = successors.get(name);
      const edits = replacement(nginx, d);
      // What nginx had been ignoring for years before it refused it.
      const fixes = deprecations.has(name)
        ? [{ fix: 'remove', edits: [remove(d)] } as const]
        : edits
          ? [{ fix: 'rename', ...edits } as const]
          : [];
      if (successor) report(spanOf(d), 'replaced', { name, last, successor }, { fixes });
      else report(spanOf(d), 'gone', { name, last }, { fixes });
    }
    if (all(ranges, withoutSpdy))
      for (const d of nginx.directives('listen')) {
        const word = parameter(d, 'spdy');
        if (!word || d.ns !== 'http' || contextOf(nginx, d) !== 'server') continue;
        report(wordSpan(d, word), 'spdy', {}, { fixes: [{ fix: 'remove', edits: [dropParameter(d, word)] }] });
      }
  },
});

const withoutSsl = since('1.25.1');
const withoutSpdy = since('1.19.7');

/** The same in today's words; undefined where it is not only another name, or one that stands beside it already. */
function replacement(nginx: Nginx, d: Directive): { edits: readonly Edit[]; data: { successor: string } } | undefined {
  const successor = successors.get(d.name);
  if (successor === undefined) return undefined;
  const { name, args } = d.node;
  if (d.name === 'limit_zone' && args.length === 3) {
    const [zone, key, size] = args.map(({ start, end }) => d.file.source.text.slice(start, end));
    const text = `${successor} ${key} zone=${zone}:${size}`;
    if (!/^[\w:.= $]+$/.test(text)) return undefined;
    const at = { file: d.file.path, start: name.start, end: args[2]!.end };
    return { edits: [{ at, text }], data: { successor } };
  }
  const meaning = meaningAt(successor, placeIn(d.parent, nginx.top), nginx.target);
  const fits =
    meaning.kind === 'known' &&
    meaning.readings.some(({ form }) => form.block === (d.node.block !== undefined) && takes(form, args.length));
  const beside = d.parent?.children ?? nginx.items;
  if (!fits || beside.some((other) => other.name === successor)) return undefined;
  return { edits: [replaceWord(d, name, successor)], data: { successor } };
}
