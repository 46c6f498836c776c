import { describe, expect, test } from 'vitest';
import { checkSysctl, lintFiles } from '../../harness.ts';

const only = ['sysctl/fin-timeout-is-not-time-wait'];

test('what the comment says', () =>
  checkSysctl(
    `
    # keep 2 MSL short
    net.ipv4.tcp_fin_timeout = 15
    #<^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/fin-timeout-is-not-time-wait: net.ipv4.tcp_fin_timeout = 15 does not shorten TIME_WAIT (its comment says "2 MSL"): TIME_WAIT is a fixed 60 s; the key bounds how long an orphaned connection waits in FIN_WAIT_2
    `,
    { only },
  ));

test('behind the value, in another spelling of key and number', () =>
  checkSysctl(
    `
    net/ipv4/tcp_fin_timeout=0x14 # the time wait period
    #<^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/fin-timeout-is-not-time-wait: net/ipv4/tcp_fin_timeout = 20 does not shorten TIME_WAIT (its comment says "time wait"): TIME_WAIT is a fixed 60 s; the key bounds how long an orphaned connection waits in FIN_WAIT_2
    `,
    { only },
  ));

test('what stands beside it', () =>
  checkSysctl(
    `
    net.core.somaxconn = 4096

    net.ipv4.tcp_fin_timeout = 15
    #<^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/fin-timeout-is-not-time-wait: net.ipv4.tcp_fin_timeout = 15 does not shorten TIME_WAIT, as net.ipv4.tcp_max_tw_buckets beside it suggests: TIME_WAIT is a fixed 60 s; the key bounds how long an orphaned connection waits in FIN_WAIT_2
    net.core.netdev_max_backlog = 1000
    net.ipv4.tcp_syncookies = 1
    net.ipv4.tcp_max_tw_buckets = 262144
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see sysctl/fin-timeout-is-not-time-wait: set together with it
    `,
    { only, related: true },
  ));

test('four settings away is not beside it', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = 15
    #<^^^^^^^^^^^^^^^^^^^^^^^ ? info sysctl/fin-timeout-is-not-time-wait: net.ipv4.tcp_fin_timeout = 15 bounds how long an orphaned connection waits in FIN_WAIT_2; it does not shorten TIME_WAIT, a fixed 60 s
    net.core.netdev_max_backlog = 1000
    net.ipv4.tcp_syncookies = 1
    net.core.somaxconn = 4096
    net.ipv4.tcp_tw_reuse = 2
    `,
    { only },
  ));

test('under one comment distance does not matter', () =>
  checkSysctl(
    `
    kernel.sysrq = 0
    # connections
    net.ipv4.tcp_fin_timeout = 15
    #<^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/fin-timeout-is-not-time-wait: net.ipv4.tcp_fin_timeout = 15 does not shorten TIME_WAIT, as net.ipv4.tcp_tw_reuse beside it suggests: TIME_WAIT is a fixed 60 s; the key bounds how long an orphaned connection waits in FIN_WAIT_2
    net.core.netdev_max_backlog = 1000
    net.ipv4.tcp_syncookies = 1
    net.core.somaxconn = 4096
    net.ipv4.tcp_tw_reuse = 2
    `,
    { only },
  ));

test('the comment of a neighbour is not quoted', () =>
  checkSysctl(
    `
    # reuse TIME_WAIT sockets
    net.ipv4.tcp_tw_reuse = 2
    net.ipv4.tcp_fin_timeout = 15
    #<^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/fin-timeout-is-not-time-wait: net.ipv4.tcp_fin_timeout = 15 does not shorten TIME_WAIT, as net.ipv4.tcp_tw_reuse beside it suggests: TIME_WAIT is a fixed 60 s; the key bounds how long an orphaned connection waits in FIN_WAIT_2
    `,
    { only },
  ));

test('in Chinese', () =>
  checkSysctl(
    `
    # 把 TIME_WAIT 压短一点
    net.ipv4.tcp_fin_timeout = 15
    #<^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/fin-timeout-is-not-time-wait: net.ipv4.tcp_fin_timeout = 15 不会缩短 TIME_WAIT（注释写着“TIME_WAIT”）：TIME_WAIT 固定为 60 秒；该参数限制的是孤儿连接在 FIN_WAIT_2 中等待的时间
    `,
    { only, locale: 'zh-CN' },
  ));

test('only the value that wins is judged', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/10-a.conf --
    # TIME_WAIT
    net.ipv4.tcp_fin_timeout = 15

    # -- etc/sysctl.d/20-b.conf --
    net.ipv4.tcp_fin_timeout = 60
    `,
    { only },
  ));

/** What is said, the text, and how severely it is reported. */
const comments: readonly [string, string, 'warning' | 'info' | undefined][] = [
  ['TIME_WAIT named', '# 把 TIME_WAIT 压短一点\nnet.ipv4.tcp_fin_timeout = 20', 'warning'],
  ['MSL named', '# MSL 调小，连接走得快\nnet.ipv4.tcp_fin_timeout = 15', 'warning'],
  ['no blank after WAIT', '# TIME-WAITsocket 太多，先砍一刀\nnet.ipv4.tcp_fin_timeout = 10', 'warning'],
  ['two words, lower case', '# shrink the time wait period of finished sockets\nnet.ipv4.tcp_fin_timeout = 12', 'warning'],
  [
    'plural; block with tw_reuse',
    '# too many TIME_WAITs behind the proxy\nnet.ipv4.tcp_fin_timeout = 18\nnet.ipv4.tcp_tw_reuse = 1',
    'warning',
  ],
  ['Japanese', '# TIME_WAIT を短くしたい\nnet.ipv4.tcp_fin_timeout = 20', 'warning'],
  ['Korean', '# TIME_WAIT 소켓이 빨리 사라지게\nnet.ipv4.tcp_fin_timeout = 15', 'warning'],
  ['Russian', '# меньше висящих TIME-WAIT\nnet.ipv4.tcp_fin_timeout = 25', 'warning'],
  ['German compound word', '# TIME_WAIT-Zeit halbieren\nnet.ipv4.tcp_fin_timeout = 30', 'warning'],
  [
    'traditional Chinese, full-width hyphen: NFKC first',
    '# 縮短 TIME－WAIT，讓埠號早點空出來\nnet.ipv4.tcp_fin_timeout = 20',
    'warning',
  ],
  ['puts the two on a level', '# 缩短 FIN_TIMEOUT，也就是 TIME_WAIT 的时长\nnet.ipv4.tcp_fin_timeout = 30', 'warning'],
  ['behind the value (sysctl/inline-comment may speak too)', 'net.ipv4.tcp_fin_timeout = 25   # 2*MSL', 'warning'],
  [
    'comments stand below their lines',
    'net.ipv4.tcp_tw_reuse = 1\n# 端口复用\nnet.ipv4.tcp_fin_timeout = 25\n# TIME_WAIT 停留时间\n',
    'warning',
  ],
  [
    '回收 says nothing, the neighbour tw_reuse does',
    '# 连接回收\nnet.ipv4.tcp_fin_timeout = 15\nnet.ipv4.tcp_tw_reuse = 1',
    'warning',
  ],
  ['no state named', '# FIN 超时收紧\nnet.ipv4.tcp_fin_timeout = 20', 'info'],
  [
    'a negation that is no denial of an effect',
    '# sockets must not pile up in TIME_WAIT\nnet.ipv4.tcp_fin_timeout = 22',
    'warning',
  ],
  ['回收 alone: info, not warning (0 of 8 proven)', '# 加快回收\nnet.ipv4.tcp_fin_timeout = 15', 'info'],
  ['neither number is 40', '# FIN_WAIT_2 超时设为 20 秒（原来 60 秒）\nnet.ipv4.tcp_fin_timeout = 40', undefined],
  [
    'no power of two, so no kernel computes it',
    '# TIME_WAIT 条数上限，系统默认 180000\nnet.ipv4.tcp_max_tw_buckets = 262144',
    undefined,
  ],
  ['the default is 60; no state named, so the first is info', '# 默认 30 秒，改小些\nnet.ipv4.tcp_fin_timeout = 10', 'info'],
  ['right', '# 孤儿连接在 FIN_WAIT_2 最多留这么久\nnet.ipv4.tcp_fin_timeout = 20', undefined],
  ['denial behind the word', '# FIN-WAIT-2 的上限，与 TIME_WAIT 无关\nnet.ipv4.tcp_fin_timeout = 30', undefined],
  ['denial behind the word', '# only FIN_WAIT2; TIME_WAIT is fixed in the kernel\nnet.ipv4.tcp_fin_timeout = 30', undefined],
  ['way from one state to the other', '# FIN-WAIT2 から TIME_WAIT へ移るまで\nnet.ipv4.tcp_fin_timeout = 20', undefined],
  ['the FIN that is waited for', '# 等待对方 FIN 包的最长时间\nnet.ipv4.tcp_fin_timeout = 30', undefined],
  [
    'the same beside tcp_max_tw_buckets',
    '# 主动关闭后等待对端 FIN 的时间\nnet.ipv4.tcp_fin_timeout = 30\nnet.ipv4.tcp_max_tw_buckets = 262144',
    undefined,
  ],
  ['the same in Japanese', '# 相手の FIN を待つ秒数\nnet.ipv4.tcp_fin_timeout = 30', undefined],
  ['a full-width mark behind the value', 'net.ipv4.tcp_fin_timeout = 30 ＃ TIME_WAIT 时间', 'warning'],
  ['short spelling', '# fin2 等待时间\nnet.ipv4.tcp_fin_timeout = 25', undefined],
  [
    'right without a state name',
    "# how long we wait for the peer's FIN after close()\nnet.ipv4.tcp_fin_timeout = 20",
    undefined,
  ],
  [
    'commented-out line; 60 is the default',
    '# net.ipv4.tcp_fin_timeout = 15   # cut TIME_WAIT\nnet.ipv4.tcp_fin_timeout = 60',
    undefined,
  ],
  ['nothing is set', '#net.ipv4.tcp_fin_timeout = 15   # TIME_WAIT 缩短', undefined],
  ['TIME_OUT is not TIME_WAIT; 60 is the default', '# 系统的 TIME_OUT\nnet.ipv4.tcp_fin_timeout = 60', undefined],
  [
    'the nearest comment decides',
    '# TIME_WAIT 相关\nnet.ipv4.tcp_tw_reuse = 1\n\n# 半关闭连接\nnet.ipv4.tcp_fin_timeout = 30',
    undefined,
  ],
  [
    'another key',
    '# connection table entry of TIME_WAIT flows\nnet.netfilter.nf_conntrack_tcp_timeout_time_wait = 90',
    undefined,
  ],
  ['cannot be tuned', '# TIME_WAIT cannot be tuned; this is about FIN-WAIT-2\nnet.ipv4.tcp_fin_timeout = 20', undefined],
  ['nothing to do with', '# has nothing to do with TIME_WAIT\nnet.ipv4.tcp_fin_timeout = 20', undefined],
  ['rather than', '# bounds FIN_WAIT_2 rather than TIME_WAIT\nnet.ipv4.tcp_fin_timeout = 20', undefined],
  ['leaves it alone', '# leaves TIME_WAIT alone\nnet.ipv4.tcp_fin_timeout = 20', undefined],
  ['没有关系', '# 跟 TIME_WAIT 没有关系\nnet.ipv4.tcp_fin_timeout = 20', undefined],
  ['不会减少', '# 不会减少 TIME_WAIT\nnet.ipv4.tcp_fin_timeout = 20', undefined],
  ['无法调整', '# TIME_WAIT 无法调整，这里只管半关闭连接\nnet.ipv4.tcp_fin_timeout = 20', undefined],
  ['a wish is no denial', '# we cannot have so many TIME_WAIT sockets\nnet.ipv4.tcp_fin_timeout = 20', 'warning'],
  ['积压不是否认', '# 不会堆积 TIME_WAIT\nnet.ipv4.tcp_fin_timeout = 20', 'warning'],
  ['timewait in one word', '# lower the timewait timeout\nnet.ipv4.tcp_fin_timeout = 20', 'warning'],
  ['time to wait is no state', '# time to wait for the other side\nnet.ipv4.tcp_fin_timeout = 20', 'info'],
  ['a slip for FIN_WAIT_2', '# TIME_WAIT_2 timeout\nnet.ipv4.tcp_fin_timeout = 20', 'info'],
  ['a key of conntrack', '# see nf_conntrack_tcp_timeout_time_wait\nnet.ipv4.tcp_fin_timeout = 20', 'info'],
  ['half-open is not half-closed', '# half-open connections\nnet.ipv4.tcp_fin_timeout = 20', 'info'],
];

describe('an author who writes', () => {
  test.each(comments)('%s', async (_, text, severity) => {
    const { findings } = await lintFiles(new Map([['sysctl.conf', text]]), { only });
    expect(findings.map((f) => f.severity)).toEqual(severity ? [severity] : []);
  });
});

test('the nearest of several neighbours is named', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_tw_buckets = 262144
    net.ipv4.tcp_syncookies = 1
    net.ipv4.tcp_fin_timeout = 59
    #<^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/fin-timeout-is-not-time-wait: net.ipv4.tcp_fin_timeout = 59 does not shorten TIME_WAIT, as net.ipv4.tcp_tw_recycle beside it suggests: TIME_WAIT is a fixed 60 s; the key bounds how long an orphaned connection waits in FIN_WAIT_2
    net.ipv4.tcp_tw_recycle = 1
    `,
    { only },
  ));

test.each(['0', '60', '120', 'x', '%{seconds}'])('%s has nothing to do with it', (value) =>
  checkSysctl(`# shorten TIME_WAIT\nnet.ipv4.tcp_fin_timeout = ${value}`, { only }),
);
