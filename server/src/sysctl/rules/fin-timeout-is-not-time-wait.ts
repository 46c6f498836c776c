import { ruleFor } from '../../core/rule.ts';
import { besideOf, commentsOf } from '../model/comments.ts';
import { remove } from '../model/edits.ts';
import { stateMeant } from '../model/intent.ts';
import { at, type Sysctl, spanOfSetting } from '../model/model.ts';

/** What people set together with it when TIME_WAIT is what they mean. */
const timeWaitKeys = new Set(['net/ipv4/tcp_tw_reuse', 'net/ipv4/tcp_tw_recycle', 'net/ipv4/tcp_max_tw_buckets']);

export default ruleFor<Sysctl>()({
  id: 'sysctl/fin-timeout-is-not-time-wait',
  since: '0.1.0',
  messages: {
    said: {
      severity: 'warning',
      en: '{key} = {value} does not shorten TIME_WAIT (its comment says "{words}"): TIME_WAIT is a fixed 60 s; the key bounds how long an orphaned connection waits in FIN_WAIT_2',
      'zh-CN':
        '{key} = {value} 不会缩短 TIME_WAIT（注释写着“{words}”）：TIME_WAIT 固定为 60 秒；该参数限制的是孤儿连接在 FIN_WAIT_2 中等待的时间',
    },
    block: {
      severity: 'warning',
      en: '{key} = {value} does not shorten TIME_WAIT, as {neighbour} beside it suggests: TIME_WAIT is a fixed 60 s; the key bounds how long an orphaned connection waits in FIN_WAIT_2',
      'zh-CN':
        '{key} = {value} 与 {neighbour} 写在一起，但它不会缩短 TIME_WAIT：TIME_WAIT 固定为 60 秒；该参数限制的是孤儿连接在 FIN_WAIT_2 中等待的时间',
    },
    perhaps: {
      severity: 'info',
      en: '{key} = {value} bounds how long an orphaned connection waits in FIN_WAIT_2; it does not shorten TIME_WAIT, a fixed 60 s',
      'zh-CN': '{key} = {value} 限制的是孤儿连接在 FIN_WAIT_2 中等待的时间；它不会缩短 TIME_WAIT（固定为 60 秒）',
    },
  },
  notes: {
    neighbour: { en: 'set together with it', 'zh-CN': '与它一同设置' },
  },
  fixes: {
    remove: {
      safety: 'manual',
      en: 'delete {key} if FIN_WAIT_2 is not what you meant: the default is 60 s',
      'zh-CN': '如果本意不是 FIN_WAIT_2，删除 {key}：默认值为 60 秒',
    },
  },
  check(sysctl, report) {
    for (const a of sysctl.effective('net.ipv4.tcp_fin_timeout')) {
      const seconds = a.numbers?.[0];
      if (seconds === undefined || seconds < 1 || seconds > 59) continue;
      const data = { key: a.line.key.text, value: String(seconds) };
      const where = at(a, { start: a.line.key.start, end: a.line.key.end });
      const fixes = [{ fix: 'remove' as const, edits: remove(a), data: { key: data.key } }];

      // The nearest comment that names a state decides.
      const meant = commentsOf(a)
        .map(stateMeant)
        .find((m) => m.state !== 'none');
      if (meant?.state === 'fin-wait-2') continue;
      const near = besideOf(a, timeWaitKeys);
      if (meant?.state === 'time-wait' && !(near && meant.forNeighbour))
        report(where, 'said', { ...data, words: meant.words }, { fixes });
      else if (meant?.state !== 'both' && near) {
        const related = [{ note: 'neighbour' as const, at: spanOfSetting(near) }];
        report(where, 'block', { ...data, neighbour: near.line.key.text }, { related, fixes });
      } else report(where, 'perhaps', data, { fixes });
    }
  },
});
