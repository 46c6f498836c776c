import type { Text } from '../../core/rule.ts';

/**
 * What each number of a key stands for that takes several; undefined for all others, and for those of which a sum says it. The
 * name is that of the table.
 */
export const columnsOf = (name: string): readonly Text[] | undefined => table.find(([pattern]) => pattern.test(name))?.[1];

const text = (en: string, chinese: string): Text => ({ en, 'zh-CN': chinese });

const buffers = [
  text('always granted to a socket', '每个 socket 始终可用'),
  text('at the start', '初始值'),
  text('at most, by autotuning', '自动调节的上限'),
];
const ofSctp = [
  text('always granted to a socket', '每个 socket 始终可用'),
  text('not used by SCTP', 'SCTP 不使用'),
  text('not used by SCTP', 'SCTP 不使用'),
];
const memory = [
  text('no limits below', '低于此值不受限'),
  text('pressure from here', '从此值开始进入压力状态'),
  text('refusal from here', '达到此值拒绝分配'),
];
const groups = [text('first group', '首个组 ID'), text('last group', '末个组 ID')];

const table: readonly (readonly [RegExp, readonly Text[]])[] = [
  [/^net\.ipv4\.tcp_[rw]mem$/, buffers],
  [/^net\.sctp\.sctp_[rw]mem$/, ofSctp],
  [/^net\.sctp\.sctp_mem$/, memory],
  [/\.ping_group_range$/, groups],
  [
    /^kernel\.sem$/,
    [
      text('semaphores in a set (SEMMSL)', '每个集合的信号量数（SEMMSL）'),
      text('semaphores altogether (SEMMNS)', '信号量总数（SEMMNS）'),
      text('operations in one semop() (SEMOPM)', '一次 semop() 的操作数（SEMOPM）'),
      text('sets (SEMMNI)', '集合数（SEMMNI）'),
    ],
  ],
  [
    /^kernel\.printk$/,
    [
      text('level below which messages reach the console', '低于此级别的消息输出到控制台'),
      text('level of messages without one', '未指定级别的消息所用级别'),
      text('lowest that the console level can be set to', '控制台级别可设的最小值'),
      text('console level at boot', '启动时的控制台级别'),
    ],
  ],
];
