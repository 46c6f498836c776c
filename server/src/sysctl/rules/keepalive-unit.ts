import { ruleFor } from '../../core/rule.ts';
import { shorten } from '../../core/text.ts';
import { inMilliseconds, otherValue } from '../model/claims.ts';
import { setValue } from '../model/edits.ts';
import { type Assignment, type Sysctl, spanOfSetting } from '../model/model.ts';

/** From where on a thousand of it looks like a second, and what is a length of time that somebody means. */
const keys = [
  {
    name: 'net.ipv4.tcp_keepalive_time',
    from: 30_000,
    isRound: (n: number) => n % 86_400 === 0 || (n % 3600 === 0 && n < 172_800),
  },
  { name: 'net.ipv4.tcp_keepalive_intvl', from: 5000, isRound: (n: number) => n % 3600 === 0 },
] as const;

export default ruleFor<Sysctl>()({
  id: 'sysctl/keepalive-unit',
  since: '0.2.0',
  supersedes: ['sysctl/comment-contradicts-value'],
  messages: {
    milliseconds: {
      severity: 'warning',
      en: '{key} = {value} is {hours} hours: the kernel counts seconds, and {seconds} reads as if milliseconds were meant',
      'zh-CN': '{key} = {value} 相当于 {hours} 小时：内核以秒计，而这个值像是按毫秒写的 {seconds}',
    },
    said: {
      severity: 'warning',
      en: '{key} counts seconds: {value} is {taken}, but its comment says "{words}"',
      'zh-CN': '{key} 以秒计：{value} 就是 {taken}，但注释写着“{words}”',
    },
    comment: {
      severity: 'warning',
      en: '{key} counts seconds: {value} is not what its comment says ("{words}", {seconds}); one of the two was left behind',
      'zh-CN': '{key} 以秒计：{value} 与注释所写的“{words}”（{seconds}）不符，两者必有一个忘了改',
    },
  },
  fixes: {
    seconds: { safety: 'manual', en: 'write it in seconds: {value}', 'zh-CN': '以秒书写：{value}' },
    comment: { safety: 'manual', en: 'write what the comment says: {value}', 'zh-CN': '改为注释所写的 {value}' },
  },
  check(sysctl, report) {
    for (const { name, from, isRound } of keys)
      for (const a of sysctl.effective(name)) {
        const value = a.numbers?.[0];
        if (value === undefined || value <= 0) continue;
        const where = spanOfSetting(a);
        const data = { key: a.line.key.text, value: String(value) };
        const hours = String(Math.round((value / 3600) * 10) / 10);
        const seconds = value / 1000;
        const said = inMilliseconds(a);
        if (said)
          report(
            where,
            'said',
            { ...data, taken: { seconds: value }, words: shorten(said.words) },
            { fixes: inSeconds(a, seconds) },
          );
        else if (value >= from && value % 1000 === 0 && !isRound(value))
          report(where, 'milliseconds', { ...data, hours, seconds: { seconds } }, { fixes: inSeconds(a, seconds) });
        else {
          const claim = otherValue(a);
          const meant = claim?.numbers[0];
          if (!claim || meant === undefined) continue;
          const fixes = Number.isInteger(meant)
            ? [{ fix: 'comment' as const, edits: setValue(a, String(meant)), data: { value: String(meant) } }]
            : [];
          report(where, 'comment', { ...data, words: shorten(claim.words), seconds: { seconds: meant } }, { fixes });
        }
      }
  },
});

const inSeconds = (a: Assignment, seconds: number) =>
  Number.isInteger(seconds) && seconds > 0
    ? [{ fix: 'seconds' as const, edits: setValue(a, String(seconds)), data: { value: String(seconds) } }]
    : [];
