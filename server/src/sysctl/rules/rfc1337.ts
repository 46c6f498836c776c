import { ruleFor } from '../../core/rule.ts';
import { ownComment } from '../model/comments.ts';
import { remove } from '../model/edits.ts';
import { stateMeant } from '../model/intent.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/rfc1337',
  since: '0.2.0',
  messages: {
    on: {
      severity: 'info',
      en: '{key} = 1 only makes sockets in TIME_WAIT ignore RST: it lowers no number of TIME_WAITs, each of them lasts its 60 s now',
      'zh-CN': '{key} = 1 只是让处于 TIME_WAIT 的套接字忽略 RST：它不会减少 TIME_WAIT，反而让每一个都停留满 60 秒',
    },
  },
  fixes: {
    remove: { safety: 'unsafe', en: 'delete {key}: the default is 0', 'zh-CN': '删除 {key}：默认值为 0' },
  },
  check(sysctl, report) {
    for (const a of sysctl.effective('net.ipv4.tcp_rfc1337')) {
      // It is asked for by audits: only what promises more than it does is told.
      const comment = ownComment(a);
      if (a.numbers?.[0] !== 1 || comment === undefined || stateMeant(comment).state !== 'time-wait') continue;
      if (knows.test(comment)) continue;
      const key = a.line.key.text;
      report(at(a, a.value), 'on', { key }, { fixes: a.glob ? [] : [{ fix: 'remove', edits: remove(a), data: { key } }] });
    }
  },
});

/** Names what it is about. */
const knows = /assassin|hazard|\bRST|\breset|暗杀|复位|重置/i;
