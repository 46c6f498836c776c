import { ruleFor } from '../../core/rule.ts';
import { oneShot } from '../facts/curated.ts';
import { remove } from '../model/edits.ts';
import { type Sysctl, spanOfSetting } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/one-shot-key',
  since: '0.2.0',
  supersedes: ['sysctl/duplicate-key', 'sysctl/overridden'],
  messages: {
    caches: {
      severity: 'warning',
      en: '{key} is no setting: each write empties caches once, so at boot there is nothing to empty, and every "sysctl --system" slows the machine down',
      'zh-CN': '{key} 不是设置项：每次写入都会清空一次缓存；启动时没有可清的内容，而每次 “sysctl --system” 都会拖慢机器',
    },
    memory: {
      severity: 'warning',
      en: '{key} is no setting: each write compacts memory once, so at boot there is nothing to do, and every "sysctl --system" keeps the machine busy',
      'zh-CN':
        '{key} 不是设置项：每次写入都会整理一次内存；启动时没有可整理的内容，而每次 “sysctl --system” 都会让机器忙碌一阵',
    },
    routes: {
      severity: 'warning',
      en: '{key} is no setting: each write empties the routing cache once, and nothing lasts',
      'zh-CN': '{key} 不是设置项：每次写入只清空一次路由缓存，不会保留任何效果',
    },
    once: {
      severity: 'warning',
      en: '{key} is no setting: each write does something once, and nothing lasts',
      'zh-CN': '{key} 不是设置项：每次写入只执行一次动作，不会保留任何效果',
    },
  },
  fixes: {
    remove: { safety: 'unsafe', en: 'delete {key}', 'zh-CN': '删除 {key}' },
  },
  check({ files }, report) {
    for (const a of files.flatMap((f) => f.assignments)) {
      const does = oneShot.get(a.name);
      if (!does) continue;
      const key = a.line.key.text;
      const where = spanOfSetting(a);
      report(where, does, { key }, { fixes: [{ fix: 'remove', edits: remove(a), data: { key } }] });
    }
  },
});
