import { ruleFor } from '../../core/rule.ts';
import { ownComment } from '../model/comments.ts';
import { stateMeant } from '../model/intent.ts';
import { type Sysctl, spanOfSetting } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/file-limit-is-not-time-wait',
  since: '0.2.0',
  messages: {
    none: {
      severity: 'info',
      en: '{key} has nothing to do with {words}: a socket in TIME_WAIT belongs to no program and holds no file descriptor, one in CLOSE_WAIT does',
      'zh-CN': '{key} 与 {words} 无关：处于 TIME_WAIT 的套接字不属于任何程序，也不占文件描述符，CLOSE_WAIT 才占用',
    },
  },
  check(sysctl, report) {
    for (const name of ['fs.file-max', 'fs.nr_open'])
      for (const a of sysctl.effective(name)) {
        // A heading speaks of the other settings below it, too.
        const meant = stateMeant(ownComment(a) ?? '');
        if (meant.state === 'time-wait') report(spanOfSetting(a), 'none', { key: a.line.key.text, words: meant.words });
      }
  },
});
