import { parseVersion, type Version } from '../../core/version.ts';

/** What one value of a key stands for. */
export interface ValueWord {
  readonly value: string;
  readonly en: string;
  readonly 'zh-CN': string;
  /** undefined: as old as the key. */
  readonly since: Version | undefined;
}

/** What the values of a key stand for, where they are few and no mere number; empty for the others. The name is that of the table. */
export function valueWords(name: string): readonly ValueWord[] {
  const rows = table.find(([pattern]) => pattern.test(name))?.[1] ?? [];
  return rows.map(([value, en, chinese, since]) => ({ value, en, 'zh-CN': chinese, since: parseVersion(since ?? '') }));
}

type Row = readonly [value: string, en: string, chinese: string, since?: string];

const table: readonly (readonly [RegExp, readonly Row[]])[] = [
  [
    /^net\.ipv6\.conf\.[^.]+\.forwarding$/,
    [
      [
        '0',
        'a host: takes router advertisements where accept_ra is 1; whether packets are passed on, conf.all says',
        '主机：accept_ra 为 1 时接受路由通告；是否转发由 conf.all 决定',
      ],
      [
        '1',
        'a router: takes router advertisements only where accept_ra is 2; whether packets are passed on, conf.all says',
        '路由器：仅当 accept_ra 为 2 时接受路由通告；是否转发由 conf.all 决定',
      ],
    ],
  ],
  [
    /\.(?:ip_forward|forwarding)$/,
    [
      ['0', 'a host: drops what is not for it', '主机：丢弃目的地不是本机的包'],
      ['1', 'a router: passes it on', '路由器：转发'],
    ],
  ],
  [
    /\.rp_filter$/,
    [
      ['0', 'no check of the source address', '不检查源地址'],
      ['1', 'strict: the best way back must be this interface', '严格：最佳回程路由必须经过此接口'],
      ['2', 'loose: some interface must lead back', '宽松：任一接口可回程即可'],
    ],
  ],
  [
    /\.tcp_tw_reuse$/,
    [
      ['0', 'never', '从不'],
      ['1', 'for outgoing connections', '用于主动发起的连接'],
      ['2', 'for loopback only', '仅用于环回', '4.19'],
    ],
  ],
  [
    /\.tcp_syncookies$/,
    [
      ['0', 'never', '从不'],
      ['1', 'when the queue is full', '队列满时'],
      ['2', 'always, for tests', '始终，用于测试'],
    ],
  ],
  [
    /\.tcp_ecn$/,
    [
      ['0', 'off', '关闭'],
      ['1', 'asked for and accepted', '主动请求并接受'],
      ['2', 'accepted when asked for', '对方请求时接受'],
    ],
  ],
  [
    /\.tcp_mtu_probing$/,
    [
      ['0', 'off', '关闭'],
      ['1', 'once a black hole is suspected', '疑似黑洞时启用'],
      ['2', 'always', '始终'],
    ],
  ],
  [
    /\.tcp_timestamps$/,
    [
      ['0', 'off', '关闭'],
      ['1', 'on, since 4.10 with a random offset per connection', '开启，4.10 起每个连接使用随机偏移'],
      ['2', 'on, without an offset', '开启，不加偏移', '4.10'],
    ],
  ],
  [
    /\.tcp_fastopen$/,
    [
      ['0', 'off', '关闭'],
      ['1', 'for clients', '客户端'],
      ['2', 'for servers', '服务端'],
      ['3', 'for both', '两者'],
    ],
  ],
  [
    /\.tcp_congestion_control$/,
    [
      ['cubic', 'what most kernels start with', '多数内核的默认算法'],
      ['bbr', 'by bandwidth and delay', '基于带宽与时延', '4.9'],
      ['reno', 'always built in', '始终内建'],
    ],
  ],
  [
    /^net\.core\.default_qdisc$/,
    [
      ['fq', 'fair queues with pacing', '公平队列，带 pacing'],
      ['fq_codel', 'fair queues with short delay', '公平队列，低时延'],
      ['cake', 'shaping and fairness', '整形与公平', '4.19'],
      ['pfifo_fast', 'three bands, first come first served', '三个优先级，先进先出'],
    ],
  ],
  [
    /^vm\.overcommit_memory$/,
    [
      ['0', 'refuses only obvious excess', '仅拒绝明显过量的申请'],
      ['1', 'never refuses', '从不拒绝'],
      ['2', 'within swap and a share of memory', '限制在交换区加部分内存之内'],
    ],
  ],
  [
    /^vm\.panic_on_oom$/,
    [
      ['0', 'kills a process', '终止某个进程'],
      ['1', 'panics, but for limits of a process', '触发 panic，进程自身限额除外'],
      ['2', 'always panics', '始终 panic'],
    ],
  ],
  [
    /^kernel\.kptr_restrict$/,
    [
      ['0', 'shows addresses, since 4.15 hashed ones', '显示地址，4.15 起为散列值'],
      ['1', 'hides them from the unprivileged', '对无特权者隐藏'],
      ['2', 'hides them from everybody', '对所有人隐藏'],
    ],
  ],
  [
    /^kernel\.randomize_va_space$/,
    [
      ['0', 'off', '关闭'],
      ['1', 'stack, libraries and mappings', '栈、库与映射'],
      ['2', 'the heap, too', '还包括堆'],
    ],
  ],
  [
    /^kernel\.yama\.ptrace_scope$/,
    [
      ['0', 'any process of the same user', '同一用户的任意进程'],
      ['1', 'descendants only', '仅限后代进程'],
      ['2', 'with CAP_SYS_PTRACE only', '仅限 CAP_SYS_PTRACE'],
      ['3', 'nobody, until the next boot', '禁止，直到重启'],
    ],
  ],
  [
    /\.accept_ra$/,
    [
      ['0', 'no', '不接受'],
      ['1', 'unless this machine forwards', '未开启转发时接受'],
      ['2', 'even if this machine forwards', '开启转发时也接受'],
    ],
  ],
  [
    /\.arp_announce$/,
    [
      ['0', 'any local address', '任意本地地址'],
      ['1', 'one of the subnet of the target, if there is one', '尽量使用目标所在子网的地址'],
      ['2', 'the best one for the target', '最适合目标的地址'],
    ],
  ],
  [
    /\.arp_ignore$/,
    [
      ['0', 'answers for every local address', '对任意本地地址应答'],
      ['1', 'for addresses of the interface asked', '仅对接收接口的地址应答'],
      ['2', 'for those, and from the same subnet', '且请求方须在同一子网'],
    ],
  ],
  [
    /^fs\.suid_dumpable$/,
    [
      ['0', 'no dumps of privileged programs', '特权程序不产生转储'],
      ['1', 'dumps everything, insecure', '全部转储，不安全'],
      ['2', 'readable by root only', '仅 root 可读'],
    ],
  ],
];
