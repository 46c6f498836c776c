import type { Locale } from '../../core/rule.ts';

/** What `keepalint states` says by itself, each language on its own. Numbers come grouped. */
export interface StatesWords {
  total(count: string, source: 'proc' | 'pasted'): string;
  readonly outgoing: string;
  readonly incoming: string;
  readonly otherState: string;
  readonly ports: string;
  inUse(used: string, of: string, share: string): string;
  more(count: string): string;
  readonly unsure: string;
  readonly closeWait: string;
  owner(name: string, count: string): string;
  hiddenOwners(count: string, source: 'proc' | 'pasted'): string;
  readonly differences: string;
  difference(key: string, running: string, wanted: string, place: string): string;
  readonly explained: string;
  explanation(count: string, peer: string, upstream: string | undefined, place: string): string;
  skipped(count: string): string;
  readonly noSockets: string;
  readonly nothingToWatch: string;
  noTables(path: string): string;
}

export const statesWords: Readonly<Record<Locale, StatesWords>> = {
  en: {
    total: (count, source) => `${count} TCP socket${count === '1' ? '' : 's'}${source === 'proc' ? ' of this machine' : ''}`,
    outgoing: 'Opened from here, by destination',
    incoming: 'Accepted here, by own port',
    otherState: 'other',
    ports: 'ports in use',
    inUse: (used, of, share) => `${used} of ${of} (${share} %)`,
    more: (count) => `and ${count} more`,
    unsure: 'No listening socket was among them (ss -tan shows all): who opened a connection is told by its ports alone',
    closeWait:
      'CLOSE_WAIT: the other side is done, the program here has not closed. No kernel setting ends that; these programs hold them:',
    owner: (name, count) => `${name}: ${count}`,
    hiddenOwners: (count, source) =>
      source === 'proc'
        ? `${count} of programs that only root may look at`
        : `${count} of programs that the list does not name: ss -tanp does, run as root`,
    differences: 'The kernel does not run what the files say',
    difference: (key, running, wanted, place) => `${key} is ${running}, ${place} says ${wanted}`,
    explained: 'What explains it',
    explanation: (count, peer, upstream, place) =>
      `${count} socket${count === '1' ? '' : 's'} in TIME_WAIT toward ${peer}: ${upstream === undefined ? '' : `upstream ${upstream}, `}${place}`,
    skipped: (count) => (count === '1' ? '1 line was no socket' : `${count} lines were no sockets`),
    nothingToWatch: '--watch looks at this machine: what was pasted does not change',
    noSockets: 'there are no TCP sockets in it: paste what ss -tan or netstat -tan prints',
    noTables: (path) => `${path} cannot be read: pipe in what ss -tan prints, as in ss -tan | keepalint states -`,
  },
  'zh-CN': {
    total: (count, source) => `${source === 'proc' ? '本机共 ' : '共 '}${count} 个 TCP 套接字`,
    outgoing: '由本机发起，按目的地',
    incoming: '由本机接受，按本机端口',
    otherState: '其他',
    ports: '占用端口',
    inUse: (used, of, share) => `${used} / ${of}（${share}%）`,
    more: (count) => `还有 ${count} 项`,
    unsure: '其中没有监听套接字（ss -tan 会全部列出）：只能凭端口判断连接由谁发起',
    closeWait: 'CLOSE_WAIT：对端已经结束，本机的程序还没有关闭。任何内核参数都无法终止它；持有这些套接字的程序：',
    owner: (name, count) => `${name}：${count}`,
    hiddenOwners: (count, source) =>
      source === 'proc'
        ? `${count} 个属于只有 root 才能查看的程序`
        : `${count} 个没有列出所属程序：以 root 运行 ss -tanp 可以看到`,
    differences: '内核实际运行的值与文件不同',
    difference: (key, running, wanted, place) => `${key} 当前为 ${running}，而 ${place} 写的是 ${wanted}`,
    explained: '原因',
    explanation: (count, peer, upstream, place) =>
      `到 ${peer} 的 TIME_WAIT 有 ${count} 个：${upstream === undefined ? '' : `upstream ${upstream}，`}${place}`,
    skipped: (count) => `${count} 行不是套接字`,
    nothingToWatch: '--watch 观察的是本机：粘贴的内容不会变化',
    noSockets: '其中没有 TCP 套接字：请粘贴 ss -tan 或 netstat -tan 的输出',
    noTables: (path) => `无法读取 ${path}：请把 ss -tan 的输出通过管道传入，例如 ss -tan | keepalint states -`,
  },
};
