import { ruleFor } from '../../core/rule.ts';
import { all, any, before } from '../../core/version.ts';
import { insertBelow, setValue } from '../model/edits.ts';
import { type Assignment, at, type Sysctl, spanOfSetting } from '../model/model.ts';

const backlogKey = 'net/ipv4/tcp_max_syn_backlog';
const limitKey = 'net/core/somaxconn';

export default ruleFor<Sysctl>()({
  id: 'sysctl/syn-backlog-above-somaxconn',
  since: '0.1.0',
  messages: {
    above: {
      severity: 'warning',
      en: '{key} = {value} does nothing above {limitKey} = {limit} ({place}): the queue of half-open connections is never longer than the accept backlog',
      'zh-CN': '{key} = {value} 超出 {limitKey} = {limit}（{place}）的部分不起作用：半连接队列不会比 accept backlog 更长',
    },
    alone: {
      severity: 'info',
      en: '{key} = {value} does nothing above net.core.somaxconn, which stays at its default of {limit}: the queue of half-open connections is never longer than the accept backlog',
      'zh-CN':
        '{key} = {value} 超出 net.core.somaxconn 的部分不起作用，而后者仍为默认值 {limit}：半连接队列不会比 accept backlog 更长',
    },
    older: {
      severity: 'info',
      en: '{key} = {value} does nothing above net.core.somaxconn, which stays at its default of 128 {when}: the queue of half-open connections is never longer than the accept backlog',
      'zh-CN':
        '{key} = {value} 超出 net.core.somaxconn 的部分不起作用，而后者{when}的默认值为 128：半连接队列不会比 accept backlog 更长',
    },
  },
  notes: {
    limit: { en: 'the cap of the accept backlog', 'zh-CN': 'accept backlog 的上限' },
  },
  fixes: {
    raise: { safety: 'unsafe', en: 'raise {limitKey} to {value}', 'zh-CN': '将 {limitKey} 提高到 {value}' },
    add: {
      safety: 'unsafe',
      en: 'set net.core.somaxconn to {value} as well',
      'zh-CN': '同时将 net.core.somaxconn 设为 {value}',
    },
    lower: { safety: 'unsafe', en: 'lower {key} to {limit}', 'zh-CN': '将 {key} 降到 {limit}' },
  },
  check({ files, readings, target }, report) {
    // In a template the two may stand in different branches.
    if (files.some((f) => f.branches)) return;
    const told = new Set<Assignment>();
    // A u16 up to Linux 4.0, where a larger number wraps or is refused; and no program needs such a queue.
    const fits = (value: number) => value <= 65535;
    for (const reading of readings) {
      const backlog = reading.winner(backlogKey);
      const value = backlog?.numbers?.[0];
      if (!backlog || value === undefined || told.has(backlog)) continue;
      // Without cookies the last quarter of the backlog is kept for known peers: a higher number is of use.
      if (reading.winner('net/ipv4/tcp_syncookies')?.numbers?.[0] === 0) continue;
      const key = backlog.line.key.text;
      const somaxconn = reading.winner(limitKey);
      const limit = somaxconn?.numbers?.[0];
      if (somaxconn) {
        if (limit === undefined || value <= limit) continue;
        told.add(backlog);
        const place = spanOfSetting(somaxconn);
        const data = { limitKey: somaxconn.line.key.text, value: String(value) };
        report(
          at(backlog, backlog.value),
          'above',
          { ...data, key, limit: String(limit), place: { place } },
          {
            related: [{ note: 'limit', at: place }],
            fixes: fits(value)
              ? somaxconn.glob
                ? []
                : [{ fix: 'raise', edits: setValue(somaxconn, String(value)), data }]
              : lower(backlog, limit),
          },
        );
        continue;
      }
      const old = before('5.4');
      if (value <= (any(target.kernel, old) ? 128 : 4096)) continue;
      told.add(backlog);
      const data = { key, value: String(value) };
      const added = insertBelow(backlog, `net.core.somaxconn = ${value}`);
      const fixes = fits(value) && !backlog.glob ? [{ fix: 'add' as const, edits: added, data: { value: String(value) } }] : [];
      const where = at(backlog, backlog.value);
      if (value <= 4096)
        report(where, 'older', { ...data, when: { product: 'kernel', ranges: target.kernel, period: old } }, { fixes });
      else report(where, 'alone', { ...data, limit: all(target.kernel, old) ? '128' : '4096' }, { fixes });
    }
  },
});

function lower(backlog: Assignment, limit: number) {
  if (backlog.glob) return [];
  const data = { key: backlog.line.key.text, limit: String(limit) };
  return [{ fix: 'lower' as const, edits: setValue(backlog, String(limit)), data }];
}
