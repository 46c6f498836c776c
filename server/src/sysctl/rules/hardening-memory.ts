import { ruleFor } from '../../core/rule.ts';
import { memory } from '../facts/hardening.ts';
import { missingIn, weakIn } from '../model/hardening.ts';
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
    missing: {
      severity: 'info',
      en: 'hardening guides ask for what nothing here sets: {settings}',
      'zh-CN': '安全加固指南要求、而这里没有设置的有：{settings}',
    },
  },
  fixes: {
    set: { safety: 'unsafe', en: 'write {wanted}', 'zh-CN': '改为 {wanted}' },
    append: { safety: 'unsafe', en: 'append them', 'zh-CN': '追加这些设置' },
  },
  check(sysctl, report) {
    for (const { topic, at, data, edits } of weakIn(memory, sysctl))
      report(at, topic, data, { fixes: [{ fix: 'set', edits, data: { wanted: data.wanted } }] });
    const missing = missingIn(memory, sysctl);
    if (!missing) return;
    const settings = { list: missing.settings, word: 'and' } as const;
    report(missing.at, 'missing', { settings }, { fixes: [{ fix: 'append', edits: missing.edits }] });
  },
});
