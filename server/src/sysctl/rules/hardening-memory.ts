import { ruleFor } from '../../core/rule.ts';
import { memory } from '../facts/hardening.ts';
import { fixes, missing, missingIn, weakIn } from '../model/hardening.ts';
import type { Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/hardening-memory',
  since: '0.2.0',
  optional: 'hardening',
  messages: {
    layout: {
      severity: 'info',
      en: '{key} = {value} puts programs, or their heap, at addresses that can be guessed: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 会把程序或其堆放在可以猜到的地址：{sources} 要求设为 {wanted}',
    },
    zero: {
      severity: 'info',
      en: '{key} = {value} lets programs use addresses near 0, so that errors of the kernel with empty pointers can be used: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 允许程序使用接近 0 的地址，使内核的空指针错误可被利用：{sources} 要求设为 {wanted}',
    },
    faults: {
      severity: 'info',
      en: '{key} = {value} lets anybody halt the kernel while it reads memory, which helps to win races: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 让任何用户都能在内核读取内存时使其停住，有助于赢得竞态：{sources} 要求设为 {wanted}',
    },
    missing,
  },
  fixes,
  check(sysctl, report) {
    for (const { topic, at, data, fixes } of weakIn(memory, sysctl)) report(at, topic, data, { fixes });
    for (const { at, data, fixes } of missingIn(memory, sysctl)) report(at, 'missing', data, { fixes });
  },
});
