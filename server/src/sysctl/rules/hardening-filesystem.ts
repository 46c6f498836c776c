import { ruleFor } from '../../core/rule.ts';
import { filesystem } from '../facts/hardening.ts';
import { fixes, missing, missingIn, weakIn } from '../model/hardening.ts';
import type { Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/hardening-filesystem',
  since: '0.2.0',
  optional: 'hardening',
  messages: {
    links: {
      severity: 'info',
      en: '{key} = {value} lets others lead a program by a link in /tmp to a file of its user: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 让他人可以用 /tmp 中的链接把程序引向其用户的文件：{sources} 要求设为 {wanted}',
    },
    planted: {
      severity: 'info',
      en: '{key} = {value} lets a program write into a file or pipe that somebody else put into /tmp for it: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 让程序可能写入他人预先放在 /tmp 中的文件或管道：{sources} 要求设为 {wanted}',
    },
    dumps: {
      severity: 'info',
      en: '{key} = {value} writes the memory of programs with more rights into core dumps: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 会把拥有更高权限的程序的内存写入核心转储：{sources} 要求设为 {wanted}',
    },
    missing,
  },
  fixes,
  check(sysctl, report) {
    for (const { topic, at, data, fixes } of weakIn(filesystem, sysctl)) report(at, topic, data, { fixes });
    for (const { at, data, fixes } of missingIn(filesystem, sysctl)) report(at, 'missing', data, { fixes });
  },
});
