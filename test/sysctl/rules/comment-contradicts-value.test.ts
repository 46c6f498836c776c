import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/comment-contradicts-value'];

test('a number that the comment gives to the setting', () =>
  checkSysctl(
    `
    # FIN_WAIT_2 的等待时间调到 20 秒（之前是 60 秒）
    net.ipv4.tcp_fin_timeout = 40
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: net.ipv4.tcp_fin_timeout = 40, but its comment says "调到 20 秒": one of the two was left behind

    # queue of half-open connections, raised to 8192
    net.ipv4.tcp_max_syn_backlog = 2048
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: net.ipv4.tcp_max_syn_backlog = 2048, but its comment says "raised to 8192": one of the two was left behind

    # entries of idle flows: set to 1 day
    net.netfilter.nf_conntrack_tcp_timeout_established = 43200
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: net.netfilter.nf_conntrack_tcp_timeout_established = 43200, but its comment says "set to 1 day": one of the two was left behind

    # 连接队列加大为 8,192
    net.core.somaxconn = 65535
    #<^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: net.core.somaxconn = 65535, but its comment says "加大为 8192": one of the two was left behind

    net.ipv4.tcp_fin_timeout = 40   # 20 秒
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: net.ipv4.tcp_fin_timeout = 40, but its comment says "20 秒": one of the two was left behind
    # 套接字上限改为十分钟
    net.netfilter.nf_conntrack_tcp_timeout_established = 500
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: net.netfilter.nf_conntrack_tcp_timeout_established = 500, but its comment says "改为十分钟": one of the two was left behind
    `,
    { only },
  ));

test('both ends of a range', () =>
  checkSysctl(
    `
    # 临时端口改成 2048 到 64000
    net.ipv4.ip_local_port_range = 1024 64000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: net.ipv4.ip_local_port_range = 1024 64000, but its comment says "改成 2048 到 64000": one of the two was left behind
    # widened to 10000-65000
    net.ipv4.ip_local_port_range = 10000 65000
    # 端口从 32768 起，改为 20000～60000
    net.ipv4.ip_local_port_range = 20000 60000
    `,
    { only },
  ));

test('on and off', () =>
  checkSysctl(
    `
    # 关掉 SYN cookie
    net.ipv4.tcp_syncookies = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: net.ipv4.tcp_syncookies = 1 is on, but its comment says "关掉 SYN cookie": one of the two was left behind

    # Switch off TCP timestamps
    net.ipv4.tcp_timestamps = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: net.ipv4.tcp_timestamps = 1 is on, but its comment says "Switch off TCP timestamps": one of the two was left behind

    # 1) Enable reverse path checks
    net.ipv4.conf.all.rp_filter = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: net.ipv4.conf.all.rp_filter = 0 is off, but its comment says "1) Enable reverse path checks": one of the two was left behind
    net.ipv4.conf.default.rp_filter = 0

    # SYN クッキーを有効
    net.ipv4.tcp_syncookies = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: net.ipv4.tcp_syncookies = 0 is off, but its comment says "SYN クッキーを有効": one of the two was left behind
    `,
    { only },
  ));

test('a default that no targeted kernel has', () =>
  checkSysctl(
    `
    # SYN cookie，缺省 0，不启用
    net.ipv4.tcp_syncookies = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: the comment is wrong about the default of net.ipv4.tcp_syncookies ("缺省 0"), whatever is set here: on every targeted Linux (4.18 and newer) it is 1

    # how often a SYN is repeated, default: 5 (three minutes)
    net.ipv4.tcp_syn_retries = 3
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: the comment is wrong about the default of net.ipv4.tcp_syn_retries ("default: 5"), whatever is set here: on every targeted Linux (4.18 and newer) it is 6

    # 默认 30 秒，改小一些
    net.ipv4.tcp_fin_timeout = 10
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: the comment is wrong about the default of net.ipv4.tcp_fin_timeout ("默认 30 秒"), whatever is set here: on every targeted Linux (4.18 and newer) it is 60

    # least, usual, most; default: 4096 16384 4194304
    net.ipv4.tcp_rmem = 4096 131072 16777216
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: the comment is wrong about the default of net.ipv4.tcp_rmem ("default: 4096 16384 4194304"), whatever is set here: on every targeted Linux (4.18 and newer) it is 4096 87380 or 4096 131072

    # default is 32 MB
    kernel.shmmax = 68719476736
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: the comment is wrong about the default of kernel.shmmax ("default is 32 MB"), whatever is set here: on every targeted Linux (4.18 and newer) it is 18446744073692774399

    # TIME_WAIT 的上限，系统默认 180 000
    net.ipv4.tcp_max_tw_buckets = 262144
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: the comment is wrong about the default of net.ipv4.tcp_max_tw_buckets ("默认 180000"), whatever is set here: the kernel computes it from the memory, always a power of two such as 131072
    `,
    { only },
  ));

test('a range of ports that was the default before 4.2', () =>
  checkSysctl(
    `
    # 打开的端口范围，默认 32768-61000
    net.ipv4.ip_local_port_range = 10000 65000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: the comment is wrong about the default of net.ipv4.ip_local_port_range ("默认 32768-61000"), whatever is set here: on every targeted Linux (4.18 and newer) it is 32768 60999
    # default: 32768 60999
    net.ipv4.ip_local_port_range = 15000 65000
    `,
    { only },
  ));

test('a pasted block', () =>
  checkSysctl(
    `
    # 表示开启 SYN Cookies，溢出时启用；默认为0，表示关闭；
    net.ipv4.tcp_syncookies = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: the comment is wrong about the default of net.ipv4.tcp_syncookies ("默认为0"), whatever is set here: on every targeted Linux (4.18 and newer) it is 1
    # TIME_WAIT 的最大数量，默 认为180000，改为5000。
    net.ipv4.tcp_max_tw_buckets = 5000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: the comment is wrong about the default of net.ipv4.tcp_max_tw_buckets ("默 认为180000"), whatever is set here: the kernel computes it from the memory, always a power of two such as 131072
    # SYN 队列的长度，默认为1024，加大队列长度为8192，
    net.ipv4.tcp_max_syn_backlog = 8192
    # 缺省情况下很小：32768到61000，改为10000到65000。
    net.ipv4.ip_local_port_range = 10000 65000
    `,
    { only },
  ));

test('a default that newer kernels left behind', () =>
  checkSysctl(
    `
    # 监听队列，默认值是 128
    net.core.somaxconn = 16384
    #<^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/comment-contradicts-value: the comment is out of date about the default of net.core.somaxconn ("默认值是 128"), whatever is set here: since Linux 5.4 it is 4096
    # reuse of ports, default 0
    net.ipv4.tcp_tw_reuse = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/comment-contradicts-value: the comment is out of date about the default of net.ipv4.tcp_tw_reuse ("default 0"), whatever is set here: since Linux 4.19 it is 2
    # of newer kernels only, default: 4096
    net.core.somaxconn = 16384
    `,
    { only, target: 'kernel=4.18-6.12' },
  ));

test('more than the kernel takes', () =>
  checkSysctl(
    `
    # 重试次数，不应大于 255
    net.ipv4.tcp_syn_retries = 3
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: the comment allows more than the kernel does ("不应大于 255"): on every targeted Linux (4.18 and newer) net.ipv4.tcp_syn_retries takes no more than 127
    # must not exceed 127
    net.ipv4.tcp_syn_retries = 4
    # 不要大于 10
    net.ipv4.tcp_syn_retries = 2
    `,
    { only },
  ));

test('in Chinese', () =>
  checkSysctl(
    `
    # 队列改为 8192
    net.core.somaxconn = 65535
    #<^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: net.core.somaxconn = 65535，但注释写着“改为 8192”：两者必有一个忘了改
    # 开启 SYN cookie
    net.ipv4.tcp_syncookies = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: net.ipv4.tcp_syncookies = 0 是关闭，但注释写着“开启 SYN cookie”：两者必有一个忘了改
    # 关闭时间戳
    net.ipv4.tcp_timestamps = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: net.ipv4.tcp_timestamps = 1 是开启，但注释写着“关闭时间戳”：两者必有一个忘了改
    # 默认 128
    net.core.somaxconn = 65535
    #<^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: 注释对 net.core.somaxconn 默认值的说法（“默认 128”）不对，这与此处的取值无关：在所有目标 Linux 版本（6.1）上，默认值是 4096
    # 默认为 180000
    net.ipv4.tcp_max_tw_buckets = 262144
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: 注释对 net.ipv4.tcp_max_tw_buckets 默认值的说法（“默认为 180000”）不对，这与此处的取值无关：内核按内存大小计算它，结果总是 2 的幂，例如 131072
    # 不应大于 255
    net.ipv4.tcp_syn_retries = 3
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/comment-contradicts-value: 注释允许的值（“不应大于 255”）超出了内核的限制：在所有目标 Linux 版本（6.1）上，net.ipv4.tcp_syn_retries 不能大于 127
    `,
    { only, target: 'kernel=6.1', locale: 'zh-CN' },
  ));

test('in Chinese, of a part of the kernels', () =>
  checkSysctl(
    `
    # 默认 128
    net.core.somaxconn = 65535
    #<^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/comment-contradicts-value: 注释对 net.core.somaxconn 默认值的说法（“默认 128”）已经过时，这与此处的取值无关：自 Linux 5.4 起，默认值是 4096
    `,
    { only, target: 'kernel=4.18-6.12', locale: 'zh-CN' },
  ));

test('Red Hat may have taken a default over, and before 3.9 nothing is known', () =>
  checkSysctl(
    `
    # default 128
    net.core.somaxconn = 65535
    `,
    { only, target: 'rhel=8' },
  ));

test('before 3.9 nothing is known', () =>
  checkSysctl(
    `
    # default 0
    net.ipv4.tcp_syncookies = 1
    # 不应大于 255
    net.ipv4.tcp_syn_retries = 3
    `,
    { only, target: 'kernel=2.6.32-6.12' },
  ));

test('is silent where any number agrees, and about what is no claim', () =>
  checkSysctl(
    `
    # 20 分钟（20*60 秒），以前 2 小时
    net.netfilter.nf_conntrack_tcp_timeout_established = 1200
    # was 60 s, 2h -> 15min
    net.netfilter.nf_conntrack_tcp_timeout_established = 900
    # 建议 15～30 秒
    net.ipv4.tcp_fin_timeout = 60
    # should be set to 30 s
    net.ipv4.tcp_fin_timeout = 60
    # 可改为 30 秒
    net.ipv4.tcp_fin_timeout = 60
    # SYN-ACK 重试 2~3 次
    net.ipv4.tcp_synack_retries = 4
    # 可以加大到 xx
    net.core.somaxconn = 4096
    # 16M for receiving
    net.ipv4.tcp_rmem = 4096 131072 16777216
    # the machine has 128 GB, set to a quarter
    kernel.shmmax = 34359738368
    # raised to serve 50000 players
    net.core.somaxconn = 16384
    # raised to 16 Ki
    net.core.somaxconn = 16384
    # changed with kernel 5.4
    net.core.somaxconn = 16384
    `,
    { only },
  ));

test('is silent about legends, defaults in words, advice and keys whose 1 means less', () =>
  checkSysctl(
    `
    # SYN cookie：默认 1 表示开启，压测时关掉
    net.ipv4.tcp_syncookies = 0
    # reuse of ports: 0 off, 1 on
    net.ipv4.tcp_tw_reuse = 1
    # 时间戳，0 代表关闭
    net.ipv4.tcp_timestamps = 1
    # 默认关闭，网关上打开转发
    net.ipv4.ip_forward = 1
    # turn IPv6 off
    net.ipv6.conf.all.disable_ipv6 = 1
    # Enable ignoring of pings to broadcast addresses
    net.ipv4.icmp_echo_ignore_broadcasts = 1
    # do not enable recycling: breaks clients behind NAT
    net.ipv4.tcp_tw_recycle = 0
    # Uncomment to enable packet forwarding
    net.ipv4.ip_forward = 0
    # 允许转发
    net.ipv4.ip_forward = 0
    # 불필요한 SYN 쿠키 비활성화
    net.ipv4.tcp_syncookies = 0
    # Enable BBR
    net.ipv4.tcp_timestamps = 0
    # Enable SYN cookies? A firewall in front does it
    net.ipv4.tcp_syncookies = 0
    # 开启反向路径过滤会丢包
    net.ipv4.conf.all.rp_filter = 0
    # enables source address verification: breaks asymmetric routes
    net.ipv4.conf.all.rp_filter = 0
    # Set to 1 to enable selective acknowledgements
    net.ipv4.tcp_sack = 0
    `,
    { only },
  ));

test("is silent about defaults that depend on the machine, hold, or are another's", () =>
  checkSysctl(
    `
    # 半连接队列，本机默认 2048
    net.ipv4.tcp_max_syn_backlog = 8192
    # 128 was the default up to kernel 5.3
    net.core.somaxconn = 8192
    # default 128 on CentOS
    net.core.somaxconn = 8192
    # above tcp_keepalive_time (default 600)
    net.netfilter.nf_conntrack_tcp_timeout_established = 86400
    # default 432000
    net.netfilter.nf_conntrack_tcp_timeout_established = 86400
    # entries stay 30 s by default 30s
    net.ipv4.tcp_max_tw_buckets = 262144
    # least, default 400k, most
    net.ipv4.tcp_rmem = 4096 409600 16777216
    # default 8
    net.ipv4.tcp_orphan_retries = 3
    # default 0-2
    net.ipv4.tcp_syncookies = 1
    # default 50%
    net.core.somaxconn = 8192
    # default 0
    net.ipv4.tcp_tw_recycle = 0
    `,
    { only },
  ));

test('a comment above several settings is not the claim of one', () =>
  checkSysctl(
    `
    # raised to 65535
    fs.file-max = 2097152
    net.core.somaxconn = 65535

    # 关闭 SYN cookie 等
    net.ipv4.tcp_syncookies = 1
    net.ipv4.tcp_timestamps = 0
    # net.core.somaxconn = 128   # changed to 128
    net.core.somaxconn = 8192
    # set to 128
    net.core.somaxconn = {{ somaxconn }}
    `,
    { only },
  ));
