import { nameOf } from '../../core/path.ts';
import { ruleFor } from '../../core/rule.ts';
import { all, before } from '../../core/version.ts';
import { type Directive, wordSpan } from '../../nginx/model/model.ts';
import type { Word } from '../../nginx/syntax.ts';
import { at, spanOfSetting } from '../../sysctl/model/model.ts';
import { allFilesKnown, lowest, type Machine } from '../model.ts';

const key = 'net.core.somaxconn';
const older = before('5.4');

export default ruleFor<Machine>()({
  id: 'machine/backlog-above-somaxconn',
  since: '0.2.0',
  messages: {
    capped: {
      severity: 'warning',
      en: '{parameter} comes down to {limit} without a word: the kernel cuts every accept queue at {key} = {limit} ({place})',
      'zh-CN': '{parameter} 会被内核悄悄降到 {limit}：每个 accept 队列都以 {key} = {limit}（{place}）为上限',
    },
    cappedByDefault: {
      severity: 'warning',
      en: '{parameter} comes down to {limit} without a word: the kernel cuts every accept queue at net.core.somaxconn, which no file of this machine sets',
      'zh-CN':
        '{parameter} 会被内核悄悄降到 {limit}：每个 accept 队列都以 net.core.somaxconn 为上限，而这台机器的文件都没有设置它',
    },
    unused: {
      severity: 'warning',
      en: '{key} = {value} does not lengthen an accept queue of nginx: no listen of {root} has a backlog, so each asks for 511',
      'zh-CN': '{key} = {value} 并没有让 nginx 的 accept 队列变长：{root} 中没有一个 listen 写了 backlog，因此都只要 511',
    },
  },
  notes: {
    limit: { en: 'the cap', 'zh-CN': '上限' },
    listen: { en: 'asks for 511', 'zh-CN': '只要 511' },
  },
  toldAt: ['limit', 'listen'],
  check({ nginx, sysctl, target }, report) {
    const listens = nginx.directives('listen').filter((d) => d.parent?.name === 'server' && !isUdp(d));
    const cap = lowest(sysctl, key);
    for (const d of listens) {
      const word = backlogOf(d);
      const backlog = Number(word?.text.slice('backlog='.length));
      if (!word || !(backlog > 0)) continue;
      if (cap) {
        if (backlog <= cap.value) continue;
        const place = spanOfSetting(cap.setting);
        report(
          wordSpan(d, word),
          'capped',
          { parameter: word.text, key, limit: cap.value, place: { place } },
          { related: [{ note: 'limit', at: place }] },
        );
      } else if (sysctl.effective(key).length === 0) {
        const limit = all(target.kernel, older) ? 128 : 4096;
        if (backlog > limit) report(wordSpan(d, word), 'cappedByDefault', { parameter: word.text, limit });
      }
    }
    const first = listens[0];
    if (!first || !allFilesKnown(nginx) || listens.some((d) => d.node.args.some((w) => w.text.startsWith('backlog=')))) return;
    for (const a of sysctl.effective(key)) {
      // What kernels do by themselves is no wish for more.
      if (!((a.numbers?.[0] ?? 0) > 4096)) continue;
      report(
        at(a, a.value),
        'unused',
        { key: a.line.key.text, value: a.value.text, root: nameOf(first.file.path) },
        { related: [{ note: 'listen', at: wordSpan(first, first.node.args[0] ?? first.node.name) }] },
      );
    }
  },
});

const backlogOf = ({ node }: Directive): Word | undefined => node.args.slice(1).find((w) => /^backlog=\d+$/.test(w.text));

/** QUIC and UDP have no accept queue. */
const isUdp = ({ node }: Directive) => node.args.some((w) => w.text === 'quic' || w.text === 'udp');
