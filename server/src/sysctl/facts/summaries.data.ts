import type { Text } from '../../core/rule.ts';

/**
 * What a key does, what its values mean and where it is a trap, in one to three sentences: the keys that files set most,
 * and all of a TCP connection's life. `<iface>` stands for any interface. Loaded only where somebody reads it.
 */
export const summaries: Readonly<Record<string, Text>> = {
  'dev.hpet.max-user-freq': {
    en: 'Highest interrupt rate that a user without privileges may ask of the HPET, in hertz.',
    'zh-CN': '非特权用户可向 HPET 请求的最高中断频率，单位为赫兹。',
  },
  'dev.mac_hid.mouse_button2_keycode': {
    en: 'Code of the key that stands for the middle mouse button.',
    'zh-CN': '模拟鼠标中键的按键码。',
  },
  'dev.mac_hid.mouse_button3_keycode': {
    en: 'Code of the key that stands for the right mouse button.',
    'zh-CN': '模拟鼠标右键的按键码。',
  },
  'dev.mac_hid.mouse_button_emulation': {
    en: '1 makes keys of a Macintosh stand for the middle and right mouse button.',
    'zh-CN': '设为 1 时，用 Macintosh 键盘的按键模拟鼠标中键和右键。',
  },
  'dev.raid.speed_limit_max': {
    en: 'Fastest rebuild of a software RAID, in KiB per second and device.',
    'zh-CN': '软 RAID 重建的最大速度，单位为每设备每秒 KiB。',
  },
  'dev.raid.speed_limit_min': {
    en: 'Speed of a software RAID rebuild that is kept up even under load, in KiB per second and device.',
    'zh-CN': '即使有负载也要保证的软 RAID 重建速度，单位为每设备每秒 KiB。',
  },
  'dev.tty.ldisc_autoload': {
    en: '0 keeps users without CAP_SYS_MODULE from loading line disciplines.',
    'zh-CN': '设为 0 时，没有 CAP_SYS_MODULE 的用户不能触发加载 tty 线路规程。',
  },
  'fs.aio-max-nr': {
    en: 'Asynchronous I/O requests that may be set up on the whole machine; databases need many.',
    'zh-CN': '整台机器可以建立的异步 I/O 请求数；数据库需要较多。',
  },
  'fs.file-max': {
    en: 'Most open files of the whole machine. The kernel derives it from RAM and systemd lifts it altogether; the limit that programs meet is their own, RLIMIT_NOFILE.',
    'zh-CN': '整台机器可打开的文件总数。内核按内存计算它，systemd 则直接放开；程序真正碰到的是自己的 RLIMIT_NOFILE。',
  },
  'fs.inotify.max_queued_events': {
    en: 'Events that may wait in one inotify instance; further ones are lost and the program is told so.',
    'zh-CN': '一个 inotify 实例中可排队的事件数；更多的事件会丢失，程序会收到溢出通知。',
  },
  'fs.inotify.max_user_instances': {
    en: 'inotify instances that one user may have; programs that watch files fail with "too many open files" above it.',
    'zh-CN': '每个用户可拥有的 inotify 实例数；超过后，监视文件的程序会报 “too many open files”。',
  },
  'fs.inotify.max_user_watches': {
    en: 'Files and folders that one user may watch with inotify. Each takes about a kilobyte of kernel memory; above it watching fails with "no space left on device".',
    'zh-CN': '每个用户可用 inotify 监视的文件和目录数。每个约占 1 KB 内核内存；超过后监视会报 “no space left on device”。',
  },
  'fs.mount-max': {
    en: 'Most mounts in one mount namespace.',
    'zh-CN': '一个挂载命名空间中的挂载数上限。',
  },
  'fs.mqueue.msg_default': {
    en: 'Messages that a POSIX queue holds where its program names no number.',
    'zh-CN': '程序未指定时，POSIX 消息队列可容纳的消息数。',
  },
  'fs.mqueue.msg_max': {
    en: 'Most messages that a POSIX queue may be created to hold.',
    'zh-CN': '创建 POSIX 消息队列时允许的最大消息数。',
  },
  'fs.mqueue.msgsize_default': {
    en: 'Largest message of a POSIX queue where its program names none.',
    'zh-CN': '程序未指定时，POSIX 消息队列的最大消息长度。',
  },
  'fs.mqueue.msgsize_max': {
    en: 'Largest message that a POSIX queue may be created for.',
    'zh-CN': '创建 POSIX 消息队列时允许的最大消息长度。',
  },
  'fs.mqueue.queues_max': {
    en: 'POSIX message queues in one IPC namespace.',
    'zh-CN': '一个 IPC 命名空间中的 POSIX 消息队列数。',
  },
  'fs.nr_open': {
    en: 'Largest number of open files that the limit of one process (RLIMIT_NOFILE) can be raised to. Larger limits in units or limits.conf fail.',
    'zh-CN': '单个进程的文件数限制（RLIMIT_NOFILE）可以设到的最大值。单元文件或 limits.conf 中更大的值会失败。',
  },
  'fs.protected_fifos': {
    en: "Restricts opening other people's FIFOs with O_CREAT in sticky folders: 1 world-writable ones, 2 also group-writable ones.",
    'zh-CN': '限制在带 sticky 位的目录中以 O_CREAT 打开他人的 FIFO：1 针对公共可写目录，2 还包括组可写目录。',
  },
  'fs.protected_hardlinks': {
    en: '1 lets users make hard links only to files that they own or may read and write.',
    'zh-CN': '设为 1 时，用户只能为自己拥有或可读写的文件创建硬链接。',
  },
  'fs.protected_regular': {
    en: "Restricts opening other people's files with O_CREAT in sticky folders: 1 world-writable ones, 2 also group-writable ones. Scripts that write to another user's file in /tmp as root fail with it.",
    'zh-CN': '限制在带 sticky 位的目录中以 O_CREAT 打开他人的普通文件：1 针对公共可写目录，2 还包括组可写目录。以 root 身份写 /tmp 中他人文件的脚本会因此失败。',
  },
  'fs.protected_symlinks': {
    en: '1 follows a symbolic link in a sticky world-writable folder such as /tmp only for its owner or where link and folder have the same owner. It ends a class of attacks.',
    'zh-CN': '设为 1 时，在 /tmp 这类带 sticky 位的公共可写目录中，只有链接所有者本人、或链接与目录属主相同时才跟随符号链接。可杜绝一类攻击。',
  },
  'fs.suid_dumpable': {
    en: 'Core dumps of programs that changed their privileges: 0 none, 1 like others (unsafe), 2 readable by root only and only to a pipe or an absolute path.',
    'zh-CN': '权限发生过变化的程序是否生成 core dump：0 不生成，1 与其他程序相同（不安全），2 仅 root 可读，且只能写入管道或绝对路径。',
  },
  'fs.xfs.xfssyncd_centisecs': {
    en: 'How often XFS writes its metadata out in the background.',
    'zh-CN': 'XFS 在后台写出元数据的间隔。',
  },
  'kernel.core_pattern': {
    en: 'Name of core dumps, with % signs for parts of it; after a leading pipe sign the program that gets them. It is taken as written: a comment behind it becomes part of the name.',
    'zh-CN': 'core dump 的文件名模板，% 表示可变部分；以管道符开头时表示接收它的程序。内容原样采用：行尾的注释会成为文件名的一部分。',
  },
  'kernel.core_pipe_limit': {
    en: 'Crashing processes that may wait for the program in core_pattern at once; 0 is no limit and does not wait.',
    'zh-CN': '可同时等待 core_pattern 中接收程序的崩溃进程数；0 为不限制，且不等待。',
  },
  'kernel.core_uses_pid': {
    en: '1 adds the process id to the name of core dumps where core_pattern has none.',
    'zh-CN': '设为 1 时，若 core_pattern 中没有进程号，则在 core dump 文件名后追加进程号。',
  },
  'kernel.ctrl-alt-del': {
    en: '0 hands Ctrl-Alt-Del to init, 1 reboots at once without writing caches out.',
    'zh-CN': '0 把 Ctrl-Alt-Del 交给 init 处理，1 立即重启且不写回缓存。',
  },
  'kernel.dmesg_restrict': {
    en: '1 shows the kernel log only to those with CAP_SYSLOG.',
    'zh-CN': '设为 1 时，只有拥有 CAP_SYSLOG 者可查看内核日志。',
  },
  'kernel.domainname': {
    en: 'NIS domain name of the machine, not its DNS domain.',
    'zh-CN': '机器的 NIS 域名，不是 DNS 域名。',
  },
  'kernel.exec-shield': {
    en: 'A key of old Red Hat and Fedora kernels; NX made it superfluous. Mainline never had it.',
    'zh-CN': '旧版 Red Hat 与 Fedora 内核的参数，已被 NX 取代。主线内核从未有过。',
  },
  'kernel.hostname': {
    en: 'Host name. Set it with hostnamectl or /etc/hostname instead: what stands here fights with them.',
    'zh-CN': '主机名。应使用 hostnamectl 或 /etc/hostname 设置：写在这里会与它们冲突。',
  },
  'kernel.hung_task_timeout_secs': {
    en: 'How long a task may wait without being interruptible before the kernel logs it; 0 is off.',
    'zh-CN': '任务处于不可中断等待多久后，内核会记录日志；0 为关闭。',
  },
  'kernel.io_uring_disabled': {
    en: 'Who may use io_uring: 0 all, 1 only with CAP_SYS_ADMIN or the group io_uring_group, 2 nobody.',
    'zh-CN': '谁可以使用 io_uring：0 所有人，1 仅限 CAP_SYS_ADMIN 或 io_uring_group 组，2 都不允许。',
  },
  'kernel.kexec_load_disabled': {
    en: '1 forbids loading another kernel with kexec. It cannot be taken back until the next boot, and kdump has to be loaded before.',
    'zh-CN': '设为 1 时，禁止用 kexec 加载其他内核。重启之前无法撤销，kdump 必须在此之前加载。',
  },
  'kernel.kptr_restrict': {
    en: 'Hides kernel addresses in /proc and logs: 0 hashed only, 1 from those without CAP_SYSLOG, 2 from all.',
    'zh-CN': '在 /proc 和日志中隐藏内核地址：0 仅做哈希，1 对没有 CAP_SYSLOG 者隐藏，2 对所有人隐藏。',
  },
  'kernel.maps_protect': {
    en: 'Hid /proc/PID/maps from other users in 2.6.22 to 2.6.26; today it is always so.',
    'zh-CN': '在 2.6.22 至 2.6.26 中对其他用户隐藏 /proc/PID/maps；如今始终如此。',
  },
  'kernel.modules_disabled': {
    en: '1 forbids loading and unloading modules until the next boot. Everything that is loaded on demand, such as firewall and file system modules, has to be there before.',
    'zh-CN': '设为 1 时，重启之前禁止加载和卸载模块。按需加载的模块（如防火墙、文件系统）必须事先加载好。',
  },
  'kernel.msgmax': {
    en: 'Largest message of a System V queue.',
    'zh-CN': 'System V 消息队列中单条消息的最大长度。',
  },
  'kernel.msgmnb': {
    en: 'Bytes that a System V message queue holds when it is created.',
    'zh-CN': 'System V 消息队列创建时的容量（字节）。',
  },
  'kernel.msgmni': {
    en: 'Most System V message queues in one IPC namespace.',
    'zh-CN': '一个 IPC 命名空间中 System V 消息队列的上限。',
  },
  'kernel.nmi_watchdog': {
    en: '1 looks for CPUs that hang with interrupts off, at the cost of a performance counter. Virtual machines mostly cannot.',
    'zh-CN': '设为 1 时，检测关中断状态下卡死的 CPU，会占用一个性能计数器。虚拟机大多无法使用。',
  },
  'kernel.numa_balancing': {
    en: '1 moves memory to the node whose CPU uses it, found out by page faults; 2 promotes hot pages from slow memory. Databases that place memory themselves switch it off.',
    'zh-CN': '设为 1 时，通过缺页发现访问者，把内存迁移到所用 CPU 的节点；2 则把慢速内存中的热页提升上来。自行管理内存位置的数据库会关闭它。',
  },
  'kernel.panic': {
    en: 'Seconds after a panic until the machine reboots: 0 stays where it is, negative reboots at once.',
    'zh-CN': 'panic 之后多少秒重启：0 停在原地，负数立即重启。',
  },
  'kernel.panic_on_oops': {
    en: '1 panics after any fault in the kernel instead of going on with a damaged one. With kernel.panic it reboots.',
    'zh-CN': '设为 1 时，内核一旦出错就 panic，而不是带着损坏继续运行。配合 kernel.panic 可自动重启。',
  },
  'kernel.perf_event_paranoid': {
    en: 'Who may use performance events: -1 everybody, 0 no raw tracepoints, 1 no CPU-wide events, 2 user space only; 3 (Debian, Ubuntu, Android) nobody without privileges.',
    'zh-CN': '谁可以使用性能事件：-1 所有人，0 不允许原始 tracepoint，1 不允许 CPU 级事件，2 仅用户空间；3（Debian、Ubuntu、Android）没有特权者都不允许。',
  },
  'kernel.pid_max': {
    en: 'Process ids end below this number. It bounds processes and threads of the whole machine; 64-bit kernels take up to 4194304.',
    'zh-CN': '进程号小于该值。它限制整台机器的进程和线程总数；64 位内核最大可设 4194304。',
  },
  'kernel.printk': {
    en: 'Four levels: what reaches the console, level of messages that name none, lowest the console may be set to, and console level at boot. Lower numbers are more serious.',
    'zh-CN': '四个级别：输出到控制台的级别、未指定级别的消息所用级别、控制台可设的最低值、启动时的控制台级别。数字越小越严重。',
  },
  'kernel.printk_devkmsg': {
    en: 'What user space may write to /dev/kmsg: on, off or ratelimit. Once given on the kernel command line it cannot be changed.',
    'zh-CN': '用户空间写入 /dev/kmsg 的限制：on、off 或 ratelimit。若已在内核命令行指定，则不能再更改。',
  },
  'kernel.printk_ratelimit': {
    en: 'Seconds in which at most printk_ratelimit_burst messages of a rate-limited kind are logged.',
    'zh-CN': '在多少秒内，受限速的内核消息最多输出 printk_ratelimit_burst 条。',
  },
  'kernel.printk_ratelimit_burst': {
    en: 'Rate-limited messages that may be logged within printk_ratelimit seconds.',
    'zh-CN': '在 printk_ratelimit 秒内允许输出的受限速消息数。',
  },
  'kernel.randomize_va_space': {
    en: 'Random placement of memory (ASLR): 0 off, 1 stack, libraries and mappings, 2 the heap, too.',
    'zh-CN': '内存地址随机化（ASLR）：0 关闭，1 栈、库和映射，2 还包括堆。',
  },
  'kernel.sched_autogroup_enabled': {
    en: '1 shares the CPU between sessions first and then within them. For desktops; services of systemd have groups of their own.',
    'zh-CN': '设为 1 时，CPU 先在会话之间分配，再在会话内部分配。面向桌面；systemd 的服务有各自的分组。',
  },
  'kernel.sched_latency_ns': {
    en: 'Time in which the scheduler ran every task once. Gone since 5.13: it lives in debugfs.',
    'zh-CN': '调度器让每个任务各运行一次的周期。5.13 起移到 debugfs。',
  },
  'kernel.sched_migration_cost_ns': {
    en: "How long a task that just ran counts as warm in its CPU's cache and is not moved. Gone since 5.13: it lives in debugfs.",
    'zh-CN': '刚运行过的任务在多长时间内视为缓存尚热而不迁移。5.13 起移到 debugfs。',
  },
  'kernel.sched_min_granularity_ns': {
    en: 'Least time that the scheduler left a task on the CPU. Gone since 5.13: it lives in debugfs.',
    'zh-CN': '调度器让任务在 CPU 上至少运行的时间。5.13 起移到 debugfs。',
  },
  'kernel.sched_rt_runtime_us': {
    en: 'Microseconds of each sched_rt_period_us that realtime tasks may use; -1 leaves nothing to the rest.',
    'zh-CN': '每个 sched_rt_period_us 周期中，实时任务可用的微秒数；-1 表示不给其他任务留时间。',
  },
  'kernel.sched_tunable_scaling': {
    en: "How the scheduler's times grew with the number of CPUs. Gone since 5.13: it lives in debugfs.",
    'zh-CN': '调度器各时间参数随 CPU 数量的伸缩方式。5.13 起移到 debugfs。',
  },
  'kernel.sched_wakeup_granularity_ns': {
    en: 'Lead that a waking task needed to push another off the CPU. Gone since 5.13: it lives in debugfs.',
    'zh-CN': '被唤醒的任务要抢占 CPU 所需的优势。5.13 起移到 debugfs。',
  },
  'kernel.sem': {
    en: 'System V semaphores, four numbers: per set, in all, operations per call, sets. The second should be at least the first times the fourth.',
    'zh-CN': 'System V 信号量的四个数：每个集合的信号量数、总数、每次调用的操作数、集合数。第二个应不小于第一个乘以第四个。',
  },
  'kernel.shm_rmid_forced': {
    en: '1 removes shared memory segments that nobody uses any more.',
    'zh-CN': '设为 1 时，自动删除无人使用的共享内存段。',
  },
  'kernel.shmall': {
    en: 'System V shared memory in all, in pages (mostly 4 KiB), not in bytes. Practically unlimited since 3.16.',
    'zh-CN': 'System V 共享内存的总量，单位是页（通常 4 KiB）而不是字节。3.16 起默认几乎不限制。',
  },
  'kernel.shmmax': {
    en: 'Largest System V shared memory segment. Practically unlimited since 3.16: files that set it today mostly lower it.',
    'zh-CN': 'System V 共享内存段的最大长度。3.16 起默认几乎不限制：如今设置它的文件多半是在调低。',
  },
  'kernel.shmmni': {
    en: 'Most System V shared memory segments in one IPC namespace.',
    'zh-CN': '一个 IPC 命名空间中 System V 共享内存段的上限。',
  },
  'kernel.soft_watchdog': {
    en: '1 looks for CPUs whose scheduler does not run (soft lockups).',
    'zh-CN': '设为 1 时，检测调度器长时间不运行的 CPU（soft lockup）。',
  },
  'kernel.split_lock_mitigate': {
    en: '1 slows down programs that lock across two cache lines, which hurt all others. Some games need 0.',
    'zh-CN': '设为 1 时，减慢跨缓存行加锁的程序，因为它们会拖累其他程序。某些游戏需要设为 0。',
  },
  'kernel.sysctl_writes_strict': {
    en: '1 reads each write to a sysctl from its beginning and ignores what comes at a later offset; 0 and -1 are the old way, with and without a warning about it.',
    'zh-CN': '设为 1 时，每次写入 sysctl 都从头解析，忽略后续偏移处的内容；0 与 -1 为旧行为，区别在于是否警告。',
  },
  'kernel.sysrq': {
    en: 'Functions of the SysRq key: 0 none, 1 all, else a sum of bits such as 16 (sync), 128 (reboot). /proc/sysrq-trigger is not bound by it.',
    'zh-CN': 'SysRq 键允许的功能：0 全部禁用，1 全部启用，其他值为各位之和，如 16（同步）、128（重启）。/proc/sysrq-trigger 不受它限制。',
  },
  'kernel.task_delayacct': {
    en: '1 measures how long tasks wait for CPU, disk and memory.',
    'zh-CN': '设为 1 时，统计任务等待 CPU、磁盘和内存的时间。',
  },
  'kernel.threads-max': {
    en: 'Most threads of the whole machine, derived from RAM.',
    'zh-CN': '整台机器的线程上限，默认按内存计算。',
  },
  'kernel.unprivileged_bpf_disabled': {
    en: 'Keeps users without privileges from bpf(): 1 until the next boot, 2 until it is set back; 0 lets them.',
    'zh-CN': '禁止非特权用户调用 bpf()：1 直到下次重启，2 可以再改回来；0 为允许。',
  },
  'kernel.unprivileged_userns_clone': {
    en: '0 keeps users without privileges from creating user namespaces. A key of the kernels of Debian, Arch linux-hardened and others; mainline has user.max_user_namespaces.',
    'zh-CN': '设为 0 时，禁止非特权用户创建用户命名空间。这是 Debian、Arch linux-hardened 等内核的参数；主线内核使用 user.max_user_namespaces。',
  },
  'kernel.watchdog': {
    en: 'Switches soft_watchdog and nmi_watchdog together.',
    'zh-CN': '同时控制 soft_watchdog 与 nmi_watchdog。',
  },
  'kernel.watchdog_thresh': {
    en: 'Seconds after which a hanging CPU is reported as a hard lockup; soft lockups take twice as long. 0 is off.',
    'zh-CN': 'CPU 卡死多少秒后报告 hard lockup；soft lockup 为其两倍。0 为关闭。',
  },
  'kernel.yama.ptrace_scope': {
    en: "Which processes may be debugged: 0 those of the same user, 1 only one's own children, 2 only with CAP_SYS_PTRACE, 3 none. 3 stays until the next boot.",
    'zh-CN': '允许调试哪些进程：0 同一用户的进程，1 仅限自己的子进程，2 需要 CAP_SYS_PTRACE，3 都不允许。设为 3 后重启才能恢复。',
  },
  'net.bridge.bridge-nf-call-arptables': {
    en: '1 sends bridged ARP packets through arptables. The key is there only while the module br_netfilter is loaded.',
    'zh-CN': '设为 1 时，桥接的 ARP 数据包会经过 arptables。只有加载了 br_netfilter 模块才有这个参数。',
  },
  'net.bridge.bridge-nf-call-ip6tables': {
    en: '1 sends bridged IPv6 packets through ip6tables. The key is there only while the module br_netfilter is loaded.',
    'zh-CN': '设为 1 时，桥接的 IPv6 数据包会经过 ip6tables。只有加载了 br_netfilter 模块才有这个参数。',
  },
  'net.bridge.bridge-nf-call-iptables': {
    en: '1 sends bridged IPv4 packets through iptables, as Kubernetes networks expect. The key is there only while the module br_netfilter is loaded.',
    'zh-CN': '设为 1 时，桥接的 IPv4 数据包会经过 iptables，Kubernetes 网络依赖它。只有加载了 br_netfilter 模块才有这个参数。',
  },
  'net.core.bpf_jit_enable': {
    en: 'Compiles BPF programs to machine code: 0 off, 1 on, 2 on with output in the kernel log for debugging. Kernels built with BPF_JIT_ALWAYS_ON take 1 only.',
    'zh-CN': '把 BPF 程序编译为机器码：0 关闭，1 开启，2 开启并在内核日志中输出以便调试。以 BPF_JIT_ALWAYS_ON 编译的内核只接受 1。',
  },
  'net.core.bpf_jit_harden': {
    en: 'Blinds constants in compiled BPF programs against JIT spraying: 0 off, 1 for unprivileged users, 2 for all. It costs speed.',
    'zh-CN': '对编译后的 BPF 程序中的常量做混淆，以防 JIT 喷射：0 关闭，1 仅针对非特权用户，2 针对所有用户。会损失性能。',
  },
  'net.core.busy_poll': {
    en: 'How long poll() and select() spin for packets of sockets that ask for busy polling; 0 is off. It buys latency with CPU time and power.',
    'zh-CN': 'poll() 与 select() 为启用忙轮询的 socket 空转等待数据包的时间；0 为关闭。它用 CPU 时间和功耗换取延迟。',
  },
  'net.core.busy_read': {
    en: 'How long a read on a socket spins for packets, as the default of SO_BUSY_POLL; 0 is off. It buys latency with CPU time and power.',
    'zh-CN': '读取 socket 时空转等待数据包的时间，是 SO_BUSY_POLL 的默认值；0 为关闭。它用 CPU 时间和功耗换取延迟。',
  },
  'net.core.default_qdisc': {
    en: 'Queueing discipline that new interfaces get: pfifo_fast, fq_codel, fq, … Interfaces that exist keep theirs. BBR paces well without fq since 4.13, but fq does it more cheaply.',
    'zh-CN': '新建接口使用的排队规则：pfifo_fast、fq_codel、fq 等。已有的接口保持原样。4.13 起 BBR 不用 fq 也能做 pacing，但 fq 的开销更小。',
  },
  'net.core.dev_weight': {
    en: 'Packets that one poll of the backlog queue may take per CPU. Drivers with NAPI bring their own weight.',
    'zh-CN': '每个 CPU 轮询一次 backlog 队列最多处理的包数。使用 NAPI 的驱动有各自的权重。',
  },
  'net.core.message_burst': {
    en: 'Warnings of the networking code that may reach the kernel log within message_cost seconds.',
    'zh-CN': '在 message_cost 秒内，网络代码可写入内核日志的警告条数。',
  },
  'net.core.message_cost': {
    en: 'Seconds in which at most message_burst warnings of the networking code reach the kernel log; 0 lets all of them.',
    'zh-CN': '在多少秒内，网络代码的警告最多有 message_burst 条写入内核日志；0 表示全部写入。',
  },
  'net.core.netdev_budget': {
    en: 'Packets from all interfaces that one round of receive processing may take; netdev_budget_usecs may end the round earlier. The third column of /proc/net/softnet_stat counts rounds that ended with work left.',
    'zh-CN': '一轮接收处理最多从所有接口取多少个包；netdev_budget_usecs 可能更早结束这一轮。/proc/net/softnet_stat 的第三列统计因此提前结束的轮次。',
  },
  'net.core.netdev_budget_usecs': {
    en: 'Time that one round of receive processing may take.',
    'zh-CN': '一轮接收处理最多占用的时间。',
  },
  'net.core.netdev_max_backlog': {
    en: 'Packets per CPU that wait between driver and protocols, used for RPS, loopback, veth and drivers without NAPI. Packets above it are dropped and counted in the second column of /proc/net/softnet_stat.',
    'zh-CN': '每个 CPU 上在驱动与协议栈之间排队的数据包数，用于 RPS、回环、veth 以及不支持 NAPI 的驱动。超出的包会被丢弃，并计入 /proc/net/softnet_stat 的第二列。',
  },
  'net.core.optmem_max': {
    en: 'Memory per socket for options and control messages, such as multicast filters, zero-copy notices and BPF filters.',
    'zh-CN': '每个 socket 用于选项和控制消息的内存，例如组播过滤、零拷贝通知和 BPF 过滤器。',
  },
  'net.core.rmem_default': {
    en: 'Receive buffer that sockets other than TCP start with; TCP takes the second value of tcp_rmem.',
    'zh-CN': '非 TCP socket 的初始接收缓冲区；TCP 使用 tcp_rmem 的第二个值。',
  },
  'net.core.rmem_max': {
    en: 'Largest receive buffer that a program may ask for with SO_RCVBUF. TCP autotuning is bounded by tcp_rmem instead; UDP programs that ask for big buffers need it.',
    'zh-CN': '程序用 SO_RCVBUF 可以申请的最大接收缓冲区。TCP 的自动调整受 tcp_rmem 限制；需要大缓冲区的 UDP 程序才依赖它。',
  },
  'net.core.rps_sock_flow_entries': {
    en: 'Size of the table by which RFS finds the CPU whose program reads a flow; rounded up to a power of two, 0 is off. Each receive queue needs its rps_flow_cnt, too.',
    'zh-CN': 'RFS 用来查找读取某条流的程序所在 CPU 的表大小；会向上取整为 2 的幂，0 为关闭。每个接收队列还需设置 rps_flow_cnt。',
  },
  'net.core.somaxconn': {
    en: 'Cap on the backlog of listen(): the accept queue holds the smaller of the two. It is read when listen() is called, so programs have to be restarted or to listen again.',
    'zh-CN': 'listen() 的 backlog 上限：accept 队列取两者中较小的一个。该值在调用 listen() 时读取，因此程序需要重启或重新监听才会生效。',
  },
  'net.core.wmem_default': {
    en: 'Send buffer that sockets other than TCP start with; TCP takes the second value of tcp_wmem.',
    'zh-CN': '非 TCP socket 的初始发送缓冲区；TCP 使用 tcp_wmem 的第二个值。',
  },
  'net.core.wmem_max': {
    en: 'Largest send buffer that a program may ask for with SO_SNDBUF. TCP autotuning is bounded by tcp_wmem instead.',
    'zh-CN': '程序用 SO_SNDBUF 可以申请的最大发送缓冲区。TCP 的自动调整受 tcp_wmem 限制。',
  },
  'net.ipv4.conf.<iface>.accept_local': {
    en: '1 takes packets whose source is an address of this machine.',
    'zh-CN': '设为 1 时，接受源地址为本机地址的数据包。',
  },
  'net.ipv4.conf.<iface>.accept_redirects': {
    en: 'Follows ICMP redirects. A host does where conf.all or the interface allows it, a router only where both do; to refuse them on a host, set conf.all and conf.default to 0 before interfaces come up.',
    'zh-CN': '接受 ICMP 重定向。主机上 conf.all 或接口任一允许即生效，路由器上需两者都允许；要在主机上拒绝，请在接口启动之前将 conf.all 与 conf.default 都设为 0。',
  },
  'net.ipv4.conf.<iface>.accept_source_route': {
    en: 'Takes packets that bring their own route. Both conf.all and the interface have to allow it, so 0 in conf.all is enough to refuse them.',
    'zh-CN': '接受自带路由的数据包。需要 conf.all 与接口都允许，因此在 conf.all 中设为 0 就足以拒绝。',
  },
  'net.ipv4.conf.<iface>.arp_accept': {
    en: "Whether unasked ARP announcements create entries: 0 no, 1 yes, 2 only from the interface's subnet.",
    'zh-CN': '未经请求的 ARP 通告是否创建邻居表项：0 否，1 是，2 仅限来自接口所在子网。',
  },
  'net.ipv4.conf.<iface>.arp_announce': {
    en: "Which source address ARP requests carry: 0 any, 1 preferably of the target's subnet, 2 always the best one of the interface. The larger of conf.all and the interface counts. LVS real servers need 2.",
    'zh-CN': 'ARP 请求使用的源地址：0 任意，1 优先使用目标所在子网的地址，2 始终使用该接口最合适的地址。取 conf.all 与接口值中较大者。LVS 的 real server 需要设为 2。',
  },
  'net.ipv4.conf.<iface>.arp_filter': {
    en: '1 answers an ARP request only if the answer would be routed out of the same interface, for several interfaces in one subnet.',
    'zh-CN': '设为 1 时，只有当应答会从同一接口发出时才回应 ARP 请求，适用于同一子网有多个接口的情况。',
  },
  'net.ipv4.conf.<iface>.arp_ignore': {
    en: 'Which ARP requests are answered: 0 for any address of the machine, 1 for those of the asked interface, 2 also only to the same subnet, up to 8 none. The larger of conf.all and the interface counts. LVS real servers need 1.',
    'zh-CN': '回应哪些 ARP 请求：0 本机任意地址，1 仅限收到请求的接口上的地址，2 还要求同一子网，8 为都不回应。取 conf.all 与接口值中较大者。LVS 的 real server 需要设为 1。',
  },
  'net.ipv4.conf.<iface>.arp_notify': {
    en: "1 announces the machine's addresses by ARP when the interface comes up or its hardware address changes.",
    'zh-CN': '设为 1 时，接口启动或硬件地址变化时主动用 ARP 通告本机地址。',
  },
  'net.ipv4.conf.<iface>.bootp_relay': {
    en: 'Would hand packets from 0.b.c.d to a BOOTP relay; never implemented.',
    'zh-CN': '原打算把来自 0.b.c.d 的数据包交给 BOOTP 中继；从未实现。',
  },
  'net.ipv4.conf.<iface>.forwarding': {
    en: 'Routes IPv4 packets that come in by this interface. Writing net.ipv4.ip_forward sets it on all of them.',
    'zh-CN': '转发从该接口进入的 IPv4 数据包。写入 net.ipv4.ip_forward 会统一设置所有接口。',
  },
  'net.ipv4.conf.<iface>.ignore_routes_with_linkdown': {
    en: '1 leaves out routes over interfaces without a carrier.',
    'zh-CN': '设为 1 时，不使用链路已断开的接口上的路由。',
  },
  'net.ipv4.conf.<iface>.log_martians': {
    en: 'Logs packets with impossible addresses. On where conf.all or the interface has it; on busy hosts it floods the log.',
    'zh-CN': '记录地址不可能出现的数据包。conf.all 或接口任一开启即生效；在繁忙的主机上会刷屏日志。',
  },
  'net.ipv4.conf.<iface>.mc_forwarding': {
    en: 'Whether multicast packets are routed. Read-only: a multicast routing daemon sets it.',
    'zh-CN': '是否转发组播数据包。只读：由组播路由守护进程设置。',
  },
  'net.ipv4.conf.<iface>.promote_secondaries': {
    en: '1 makes the next address of a subnet primary when the primary one is removed, instead of removing all of them.',
    'zh-CN': '设为 1 时，删除主地址后由同一子网的下一个地址接替，而不是把它们全部删除。',
  },
  'net.ipv4.conf.<iface>.proxy_arp': {
    en: '1 answers ARP for addresses that are routed by another interface. On where conf.all or the interface has it.',
    'zh-CN': '设为 1 时，代为应答经由其他接口可达的地址的 ARP 请求。conf.all 或接口任一开启即生效。',
  },
  'net.ipv4.conf.<iface>.route_localnet': {
    en: '1 routes 127.0.0.0/8 like other addresses, as some port redirections need. It opens services on loopback to the network unless a firewall shields them.',
    'zh-CN': '设为 1 时，像其他地址一样路由 127.0.0.0/8，某些端口重定向需要它。若没有防火墙保护，回环上的服务会暴露给网络。',
  },
  'net.ipv4.conf.<iface>.rp_filter': {
    en: 'Drops packets whose source would not be answered by the way they came: 0 off, 1 strict (same interface), 2 loose (any route). The larger of conf.all and the interface counts, so conf.all=1 beats 0 on an interface, and conf.all=0 turns nothing off.',
    'zh-CN': '丢弃源地址的回程路径不符的数据包：0 关闭，1 严格（同一接口），2 宽松（存在任意路由）。取 conf.all 与接口值中较大者，因此 conf.all=1 会盖过接口上的 0，而 conf.all=0 并不能关闭任何接口。',
  },
  'net.ipv4.conf.<iface>.secure_redirects': {
    en: 'Takes redirects only to gateways that the machine knows already. On where conf.all or the interface has it; shared_media overrides it.',
    'zh-CN': '只接受指向已知网关的重定向。conf.all 或接口任一开启即生效；shared_media 会覆盖它。',
  },
  'net.ipv4.conf.<iface>.send_redirects': {
    en: 'Tells hosts of a shorter way by ICMP redirect while routing. On where conf.all or the interface has it: to switch it off, both need 0.',
    'zh-CN': '转发时通过 ICMP 重定向告知主机更短的路径。conf.all 或接口任一开启即生效：要关闭，两者都需为 0。',
  },
  'net.ipv4.conf.<iface>.shared_media': {
    en: 'Sends and takes redirects between networks that share a wire. On where conf.all or the interface has it.',
    'zh-CN': '在共用同一链路的不同网络之间发送和接受重定向。conf.all 或接口任一开启即生效。',
  },
  'net.ipv4.conf.<iface>.src_valid_mark': {
    en: "1 looks at the packet's firewall mark when rp_filter checks the way back, as policy routing and WireGuard need.",
    'zh-CN': '设为 1 时，rp_filter 检查回程路径时会考虑数据包的 fwmark，策略路由和 WireGuard 需要它。',
  },
  'net.ipv4.icmp_echo_ignore_all': {
    en: '1 answers no IPv4 ping at all.',
    'zh-CN': '设为 1 时不回应任何 IPv4 ping。',
  },
  'net.ipv4.icmp_echo_ignore_broadcasts': {
    en: '1 answers no pings to broadcast and multicast addresses, which keeps the machine out of smurf attacks.',
    'zh-CN': '设为 1 时不回应发往广播和组播地址的 ping，避免成为 smurf 攻击的放大器。',
  },
  'net.ipv4.icmp_errors_use_inbound_ifaddr': {
    en: '1 sends ICMP errors with the primary address of the interface that the packet came in by, as one expects of a router.',
    'zh-CN': '设为 1 时，ICMP 错误使用收到数据包的接口的主地址发送，这更符合对路由器的预期。',
  },
  'net.ipv4.icmp_ignore_bogus_error_responses': {
    en: '1 keeps bogus ICMP errors that answer broadcasts out of the kernel log.',
    'zh-CN': '设为 1 时，不在内核日志中记录针对广播的无效 ICMP 错误。',
  },
  'net.ipv4.icmp_msgs_burst': {
    en: 'ICMP messages that may go out in one burst before icmp_msgs_per_sec bounds them.',
    'zh-CN': '在受 icmp_msgs_per_sec 限制之前，一次突发可以发出的 ICMP 消息数。',
  },
  'net.ipv4.icmp_msgs_per_sec': {
    en: 'ICMP messages per second from this machine to all targets together, of the types in icmp_ratemask.',
    'zh-CN': '本机每秒向所有目标发送的、icmp_ratemask 所列类型的 ICMP 消息总数。',
  },
  'net.ipv4.icmp_ratelimit': {
    en: 'Least time between ICMP messages to one target, of the types in icmp_ratemask; 0 is no limit.',
    'zh-CN': '向同一目标发送 icmp_ratemask 所列类型 ICMP 消息的最小间隔；0 为不限制。',
  },
  'net.ipv4.icmp_ratemask': {
    en: 'ICMP types that icmp_ratelimit and icmp_msgs_per_sec bound, one bit for each type.',
    'zh-CN': '受 icmp_ratelimit 与 icmp_msgs_per_sec 限制的 ICMP 类型，每种类型占一位。',
  },
  'net.ipv4.ip_autobind_reuse': {
    en: '1 lets bind() to port 0 share a port with SO_REUSEADDR sockets once the range is exhausted. IP_BIND_ADDRESS_NO_PORT in the program is the better way.',
    'zh-CN': '设为 1 时，端口用尽后，绑定端口 0 的 bind() 可与设置了 SO_REUSEADDR 的 socket 共用端口。更好的办法是在程序中使用 IP_BIND_ADDRESS_NO_PORT。',
  },
  'net.ipv4.ip_conntrack_max': {
    en: "Name of net.netfilter.nf_conntrack_max in 2.4 and early 2.6 kernels; today's kernels do not have it.",
    'zh-CN': '2.4 及早期 2.6 内核中 net.netfilter.nf_conntrack_max 的旧名；如今的内核没有它。',
  },
  'net.ipv4.ip_default_ttl': {
    en: 'Time to live of packets that this machine sends.',
    'zh-CN': '本机发出的数据包的 TTL。',
  },
  'net.ipv4.ip_dynaddr': {
    en: 'Lets connections of a dial-up line survive a new address while they are being set up; above 1 it logs.',
    'zh-CN': '让拨号线路上正在建立的连接在地址变化后继续；大于 1 时还会记录日志。',
  },
  'net.ipv4.ip_forward': {
    en: '1 routes IPv4 packets between interfaces. Writing another value than before sets forwarding on every interface and turns conf.all.accept_redirects to the opposite, so it belongs before lines for interfaces.',
    'zh-CN': '设为 1 时在接口之间转发 IPv4 数据包。写入与之前不同的值会设置所有接口的 forwarding，并把 conf.all.accept_redirects 置为相反值，因此应写在针对接口的行之前。',
  },
  'net.ipv4.ip_forward_use_pmtu': {
    en: '1 trusts path MTUs learnt by ICMP for forwarded packets, too. They are easily forged.',
    'zh-CN': '设为 1 时，转发的数据包也采用通过 ICMP 得知的路径 MTU。这类信息很容易伪造。',
  },
  'net.ipv4.ip_local_port_range': {
    en: "First and last port for outgoing connections and for bind() to port 0. Its size bounds how many connections one address can have to the same server port. Ends of different parity are used better, and a range that reaches down to a service's port may take it.",
    'zh-CN': '用于主动连接以及绑定端口 0 的首末端口。范围大小决定一个地址能与同一服务器端口建立多少连接。两端一奇一偶利用得更好；若范围低到包含某个服务的端口，该端口可能被占用。',
  },
  'net.ipv4.ip_local_port_step_width': {
    en: "Largest step between two automatic choices of a port; 0 keeps the kernel's own way. It spreads choices so that busy blocks of ports are left sooner.",
    'zh-CN': '两次自动选择端口之间的最大步长；0 表示沿用内核原有方式。它让选择更分散，从而更快跳出被占满的端口段。',
  },
  'net.ipv4.ip_local_reserved_ports': {
    en: 'Ports that automatic selection leaves out, as a comma list of ports and ranges without blanks. Each write replaces the whole list. Programs may still bind to them by number.',
    'zh-CN': '自动选择端口时要跳过的端口，写成不含空格、以逗号分隔的端口和区间。每次写入都会替换整个列表。程序仍可显式绑定这些端口。',
  },
  'net.ipv4.ip_no_pmtu_disc': {
    en: '0 finds the path MTU, 1 answers ICMP by falling back to min_pmtu and fragments, 2 ignores that ICMP, 3 trusts it only for protocols that can check it.',
    'zh-CN': '0 启用路径 MTU 发现，1 收到 ICMP 后退到 min_pmtu 并允许分片，2 忽略此类 ICMP，3 仅信任能够校验它的协议。',
  },
  'net.ipv4.ip_nonlocal_bind': {
    en: '1 lets programs bind to IPv4 addresses that the machine does not have, as failover pairs with a floating address need.',
    'zh-CN': '设为 1 时，程序可以绑定本机没有的 IPv4 地址，使用浮动地址的主备架构需要它。',
  },
  'net.ipv4.ip_unprivileged_port_start': {
    en: 'Lowest port that a program without CAP_NET_BIND_SERVICE may bind. It has to stay at or below the start of ip_local_port_range.',
    'zh-CN': '没有 CAP_NET_BIND_SERVICE 的程序可以绑定的最小端口。它不能大于 ip_local_port_range 的起点。',
  },
  'net.ipv4.ipfrag_high_thresh': {
    en: 'Memory for IPv4 fragments that wait for the rest; fragments above it are dropped. It cannot go below ipfrag_low_thresh.',
    'zh-CN': '等待重组的 IPv4 分片可用的内存；超出的分片会被丢弃。它不能低于 ipfrag_low_thresh。',
  },
  'net.ipv4.ipfrag_low_thresh': {
    en: 'Lower mark of the memory for IPv4 fragments; without meaning of its own since 4.17. It cannot go above ipfrag_high_thresh.',
    'zh-CN': 'IPv4 分片内存的低水位；4.17 起不再有实际作用。它不能高于 ipfrag_high_thresh。',
  },
  'net.ipv4.neigh.<iface>.gc_interval': {
    en: 'How often the kernel looks for neighbour entries to clear away. Under neigh.default only.',
    'zh-CN': '内核检查并回收邻居表项的间隔。只在 neigh.default 下有。',
  },
  'net.ipv4.neigh.<iface>.gc_stale_time': {
    en: 'How long an unused neighbour entry is kept before it may be cleared away.',
    'zh-CN': '未使用的邻居表项保留多久之后可以回收。',
  },
  'net.ipv4.neigh.<iface>.gc_thresh1': {
    en: 'Neighbour entries below which nothing is cleared away. For all interfaces together, under neigh.default only.',
    'zh-CN': '邻居表项少于该值时不做回收。所有接口合计，只在 neigh.default 下有。',
  },
  'net.ipv4.neigh.<iface>.gc_thresh2': {
    en: 'Neighbour entries above which those older than five seconds are cleared away. For all interfaces together, under neigh.default only.',
    'zh-CN': '邻居表项超过该值时，回收超过五秒的表项。所有接口合计，只在 neigh.default 下有。',
  },
  'net.ipv4.neigh.<iface>.gc_thresh3': {
    en: 'Most neighbour entries; above it new ones fail and the log says "neighbour table overflow". Hosts and gateways with thousands of direct neighbours need more. For all interfaces together, under neigh.default only.',
    'zh-CN': '邻居表项的上限；超过后无法新增，日志出现 “neighbour table overflow”。直连邻居成千上万的主机或网关需要调高。所有接口合计，只在 neigh.default 下有。',
  },
  'net.ipv4.neigh.<iface>.proxy_qlen': {
    en: 'Most proxied ARP requests that may wait for their answer.',
    'zh-CN': '等待应答的代理 ARP 请求的最大数量。',
  },
  'net.ipv4.neigh.<iface>.unres_qlen': {
    en: "Packets that may wait for a neighbour's address. Since 3.3 it is only another view of unres_qlen_bytes.",
    'zh-CN': '等待解析邻居地址时可排队的数据包数。3.3 起它只是 unres_qlen_bytes 的另一种表示。',
  },
  'net.ipv4.neigh.<iface>.unres_qlen_bytes': {
    en: "Bytes of packets that may wait for a neighbour's address.",
    'zh-CN': '等待解析邻居地址时可排队的数据包字节数。',
  },
  'net.ipv4.netfilter.ip_conntrack_max': {
    en: 'Old name of net.netfilter.nf_conntrack_max, gone since 4.9.',
    'zh-CN': 'net.netfilter.nf_conntrack_max 的旧名，4.9 起已移除。',
  },
  'net.ipv4.ping_group_range': {
    en: 'First and last group whose members may open ICMP sockets for ping without privileges; "1 0" is nobody.',
    'zh-CN': '哪些组（首末组 ID）的成员无需特权即可打开用于 ping 的 ICMP socket；“1 0” 表示没有。',
  },
  'net.ipv4.route.flush': {
    en: 'Any write throws away cached routes and exceptions, at once. Write-only; in a file it does nothing but that at boot.',
    'zh-CN': '任何写入都会立即清空缓存的路由及例外。只写；写在文件里，只会在启动时执行一次。',
  },
  'net.ipv4.route.gc_elasticity': {
    en: 'Belonged to the IPv4 route cache, which is gone since 3.6: it does nothing.',
    'zh-CN': '属于 3.6 中移除的 IPv4 路由缓存，不起作用。',
  },
  'net.ipv4.route.gc_interval': {
    en: 'Belonged to the IPv4 route cache, which is gone since 3.6: it does nothing.',
    'zh-CN': '属于 3.6 中移除的 IPv4 路由缓存，不起作用。',
  },
  'net.ipv4.route.gc_min_interval': {
    en: 'Belonged to the IPv4 route cache, which is gone since 3.6: it does nothing.',
    'zh-CN': '属于 3.6 中移除的 IPv4 路由缓存，不起作用。',
  },
  'net.ipv4.route.gc_min_interval_ms': {
    en: 'Belonged to the IPv4 route cache, which is gone since 3.6: it does nothing.',
    'zh-CN': '属于 3.6 中移除的 IPv4 路由缓存，不起作用。',
  },
  'net.ipv4.route.gc_thresh': {
    en: 'Belonged to the IPv4 route cache, which is gone since 3.6: it does nothing.',
    'zh-CN': '属于 3.6 中移除的 IPv4 路由缓存，不起作用。',
  },
  'net.ipv4.route.gc_timeout': {
    en: 'Left over from the IPv4 route cache, which is gone since 3.6.',
    'zh-CN': '3.6 中移除的 IPv4 路由缓存的遗留参数。',
  },
  'net.ipv4.route.max_size': {
    en: 'Size of the IPv4 route cache, which is gone since 3.6: it does nothing.',
    'zh-CN': 'IPv4 路由缓存的大小；该缓存在 3.6 中移除，因此不起作用。',
  },
  'net.ipv4.route.min_pmtu': {
    en: 'Smallest path MTU that the kernel believes an ICMP message.',
    'zh-CN': '内核从 ICMP 消息中接受的最小路径 MTU。',
  },
  'net.ipv4.route.mtu_expires': {
    en: 'How long a path MTU learnt by ICMP is remembered.',
    'zh-CN': '通过 ICMP 得知的路径 MTU 保留多久。',
  },
  'net.ipv4.tcp_abort_on_overflow': {
    en: "1 answers with RST when a listener's accept queue is full. 0 drops the client's ACK, so that a short burst is survived by the client's retransmission.",
    'zh-CN': '设为 1 时，accept 队列已满就回复 RST。设为 0 时丢弃客户端的 ACK，短暂的突发可由客户端重传化解。',
  },
  'net.ipv4.tcp_adv_win_scale': {
    en: 'Divided the receive buffer between the window and overhead. Ignored since 6.6, where the share is measured.',
    'zh-CN': '曾用来在窗口与开销之间划分接收缓冲区。6.6 起被忽略，比例改为实际测量。',
  },
  'net.ipv4.tcp_allowed_congestion_control': {
    en: 'The congestion control algorithms that programs without CAP_NET_ADMIN may choose, separated by blanks.',
    'zh-CN': '没有 CAP_NET_ADMIN 的程序可以选择的拥塞控制算法，以空格分隔。',
  },
  'net.ipv4.tcp_app_win': {
    en: 'Part of the window kept for a slow program: the window divided by two to this power; 0 keeps nothing.',
    'zh-CN': '为读取较慢的程序保留的窗口部分：窗口除以 2 的该次幂；0 表示不保留。',
  },
  'net.ipv4.tcp_autocorking': {
    en: '1 holds back small writes while an earlier packet of the connection still waits to leave, so that fewer packets are sent.',
    'zh-CN': '设为 1 时，若同一连接的前一个包还在等待发出，就暂缓小块写入，以减少数据包数量。',
  },
  'net.ipv4.tcp_available_congestion_control': {
    en: 'The congestion control algorithms that are loaded. Read-only.',
    'zh-CN': '已加载的拥塞控制算法。只读。',
  },
  'net.ipv4.tcp_available_ulp': {
    en: 'The upper layer protocols that are loaded, such as tls. Read-only.',
    'zh-CN': '已加载的上层协议（ULP），例如 tls。只读。',
  },
  'net.ipv4.tcp_backlog_ack_defer': {
    en: '1 answers the packets that waited while a program held the socket with one ACK instead of one each.',
    'zh-CN': '设为 1 时，对程序占用 socket 期间积压的数据包只回复一个 ACK，而不是逐个回复。',
  },
  'net.ipv4.tcp_base_mss': {
    en: 'Segment size that MTU probing begins with.',
    'zh-CN': 'MTU 探测的起始报文段大小。',
  },
  'net.ipv4.tcp_challenge_ack_limit': {
    en: 'Challenge ACKs that the host may send per second. Unlimited since 6.0, since a shared limit told attackers about other connections.',
    'zh-CN': '主机每秒可以发送的 challenge ACK 数。6.0 起不限制，因为共享的限额会向攻击者泄露其他连接的信息。',
  },
  'net.ipv4.tcp_child_ehash_entries': {
    en: "Size of the table of connections that network namespaces created from here get of their own; 0 shares the machine's.",
    'zh-CN': '由此处创建的网络命名空间各自的连接哈希表大小；0 表示与整机共用。',
  },
  'net.ipv4.tcp_comp_sack_delay_ns': {
    en: 'Longest delay of SACKs that are put together while a gap is open.',
    'zh-CN': '存在缺口时，为合并 SACK 而延迟的最长时间。',
  },
  'net.ipv4.tcp_comp_sack_nr': {
    en: 'SACKs that may be put together into one; 0 sends each.',
    'zh-CN': '可以合并为一个的 SACK 数量；0 表示逐个发送。',
  },
  'net.ipv4.tcp_comp_sack_slack_ns': {
    en: 'How much later the timer of delayed SACKs may fire, so that interrupts can be shared.',
    'zh-CN': '延迟 SACK 的定时器允许推迟触发的幅度，便于合并中断。',
  },
  'net.ipv4.tcp_congestion_control': {
    en: "Congestion control of new connections, such as cubic or bbr. Its module has to be there; for incoming connections the listener's choice counts, set when it was created.",
    'zh-CN': '新连接使用的拥塞控制算法，例如 cubic 或 bbr。对应的模块必须存在；传入的连接沿用监听 socket 创建时的选择。',
  },
  'net.ipv4.tcp_dsack': {
    en: 'Reports segments that arrived twice by SACK, by which the sender recognises needless retransmissions.',
    'zh-CN': '通过 SACK 报告重复到达的报文段，发送方据此识别多余的重传。',
  },
  'net.ipv4.tcp_early_demux': {
    en: '1 looks up the socket of an arriving TCP packet before routing, which saves a lookup on servers and costs one on routers.',
    'zh-CN': '设为 1 时，在路由之前就查找 TCP 数据包所属的 socket；对服务器可省一次查找，对路由器则多一次。',
  },
  'net.ipv4.tcp_early_retrans': {
    en: 'Tail loss probe: 0 off, 3 and 4 on; the values between did early retransmit, which is gone.',
    'zh-CN': '尾部丢包探测：0 关闭，3 和 4 开启；中间的取值对应已被移除的 early retransmit。',
  },
  'net.ipv4.tcp_ecn': {
    en: 'Explicit congestion notification: 0 off, 1 asked for and accepted, 2 accepted only. 3 to 5 add accurate ECN on kernels that have it.',
    'zh-CN': '显式拥塞通知：0 关闭，1 主动请求并接受，2 仅接受。3 到 5 在支持的内核上增加 Accurate ECN。',
  },
  'net.ipv4.tcp_ecn_fallback': {
    en: '1 goes on without ECN where the handshake shows that something on the way mishandles it.',
    'zh-CN': '设为 1 时，若握手表明路径上有设备不能正确处理 ECN，就改为不使用 ECN。',
  },
  'net.ipv4.tcp_ecn_option': {
    en: 'How often the option of accurate ECN is sent: 0 never, 1 as seldom as the standard allows, 2 in every packet that has room for it.',
    'zh-CN': '发送 Accurate ECN 选项的频度：0 从不，1 按标准允许的最低限度，2 只要数据包放得下就发送。',
  },
  'net.ipv4.tcp_ecn_option_beacon': {
    en: 'How often per round trip the option of accurate ECN is sent where tcp_ecn_option is 2.',
    'zh-CN': 'tcp_ecn_option 为 2 时，每个往返时间内发送 Accurate ECN 选项的次数。',
  },
  'net.ipv4.tcp_ehash_entries': {
    en: "Size of this namespace's table of connections; negative where it shares the machine's. Read-only.",
    'zh-CN': '本命名空间的连接哈希表大小；为负表示与整机共用。只读。',
  },
  'net.ipv4.tcp_fack': {
    en: 'Accepted and ignored since 4.15; RACK took its place.',
    'zh-CN': '4.15 起接受但不起作用，已由 RACK 取代。',
  },
  'net.ipv4.tcp_fastopen': {
    en: 'Bits of TCP Fast Open: 1 client, 2 server, 4 client without a cookie, 0x200 server without a cookie, 0x400 every listener. 3 is client and server; a server also has to ask for it, as nginx does with listen … fastopen=.',
    'zh-CN': 'TCP Fast Open 的位：1 客户端，2 服务器，4 客户端无需 cookie，0x200 服务器无需 cookie，0x400 所有监听 socket。3 表示客户端加服务器；服务器程序还需自行启用，例如 nginx 的 listen … fastopen=。',
  },
  'net.ipv4.tcp_fastopen_blackhole_timeout_sec': {
    en: 'How long Fast Open stays off for outgoing connections after a middlebox swallowed such packets; 0 does not look for that.',
    'zh-CN': '发现中间设备吞掉 Fast Open 数据包后，主动连接停用 Fast Open 的时长；0 表示不检测。',
  },
  'net.ipv4.tcp_fastopen_key': {
    en: 'Key or keys for Fast Open cookies: one to create and check them, after a comma an older one that is still honoured. Servers behind one address have to share it.',
    'zh-CN': '用于 Fast Open cookie 的密钥：第一个用于生成和校验，逗号后面可写仍然承认的旧密钥。共用一个地址的多台服务器必须使用相同的密钥。',
  },
  'net.ipv4.tcp_fin_timeout': {
    en: "How long a connection that its program has already closed may wait in FIN_WAIT_2 for the peer's FIN. It does not touch TIME_WAIT, whose 60 s are fixed in the kernel. Values above 60 keep the full socket for the part above, low ones are raised to 3.5 retransmission timeouts.",
    'zh-CN': '程序已关闭的连接在 FIN_WAIT_2 状态下等待对端 FIN 的最长时间。它不影响 TIME_WAIT，后者的 60 秒写死在内核中。大于 60 时，超出的部分会保留完整的 socket；过小的值会被提高到 3.5 倍重传超时。',
  },
  'net.ipv4.tcp_frto': {
    en: 'Recognises retransmission timeouts that were not due to loss (F-RTO) and undoes their slow-down, as on wireless links. 0 is off.',
    'zh-CN': '识别并非由丢包引起的重传超时（F-RTO）并撤销由此造成的降速，常见于无线链路。0 为关闭。',
  },
  'net.ipv4.tcp_frto_response': {
    en: 'Chose how to go on after a false timeout. Gone since 3.10.',
    'zh-CN': '曾用来选择误判超时之后的处理方式。3.10 起已移除。',
  },
  'net.ipv4.tcp_fwmark_accept': {
    en: '1 gives an accepted connection the firewall mark of its SYN.',
    'zh-CN': '设为 1 时，接受的连接继承其 SYN 的 fwmark。',
  },
  'net.ipv4.tcp_invalid_ratelimit': {
    en: 'Least time between two ACKs to segments that are out of window or fail PAWS, per connection. It ends loops of ACKs; 0 is no limit.',
    'zh-CN': '同一连接上，对窗口外或未通过 PAWS 检查的报文段回复 ACK 的最小间隔。用来打断 ACK 循环；0 为不限制。',
  },
  'net.ipv4.tcp_keepalive_intvl': {
    en: 'Time between keepalive probes that stay unanswered. A dead peer is noticed after tcp_keepalive_time plus this times tcp_keepalive_probes.',
    'zh-CN': '未获应答时，两次 keepalive 探测之间的间隔。发现对端失联所需的时间为 tcp_keepalive_time 加上本值乘以 tcp_keepalive_probes。',
  },
  'net.ipv4.tcp_keepalive_probes': {
    en: 'Keepalive probes that may stay unanswered before the connection is dropped.',
    'zh-CN': '断开连接之前，允许多少个 keepalive 探测得不到应答。',
  },
  'net.ipv4.tcp_keepalive_time': {
    en: 'Idle time before the first keepalive probe. Only sockets with SO_KEEPALIVE send probes, and a program may override it with TCP_KEEPIDLE.',
    'zh-CN': '连接空闲多久之后发送第一个 keepalive 探测。只有设置了 SO_KEEPALIVE 的 socket 才会探测，程序还可以用 TCP_KEEPIDLE 覆盖它。',
  },
  'net.ipv4.tcp_l3mdev_accept': {
    en: '1 lets a listener without a device accept connections from every VRF.',
    'zh-CN': '设为 1 时，未绑定设备的监听 socket 可接受来自所有 VRF 的连接。',
  },
  'net.ipv4.tcp_limit_output_bytes': {
    en: 'Bytes that one connection may have waiting in queueing discipline and driver. Lower means less delay for others, too low costs throughput.',
    'zh-CN': '一个连接在排队规则和驱动中可以积压的字节数。值小则他人的延迟低，过小会影响吞吐。',
  },
  'net.ipv4.tcp_low_latency': {
    en: 'Accepted and ignored since 4.14, when the prequeue that it switched off went away.',
    'zh-CN': '4.14 起接受但不起作用，因为它所关闭的 prequeue 已被移除。',
  },
  'net.ipv4.tcp_max_orphans': {
    en: 'Cap on TCP sockets that no program holds any more but that still have data or a FIN to deliver; above it they are reset and the kernel logs "too many orphaned sockets". One value for the whole machine, and each orphan may hold tens of kilobytes that cannot be swapped.',
    'zh-CN': '已没有程序持有、但仍有数据或 FIN 待发送的 TCP socket 的上限；超过时它们会被重置，内核会记录 “too many orphaned sockets”。整台机器共用一个值，每个孤儿连接可能占用几十 KB 不可换出的内存。',
  },
  'net.ipv4.tcp_max_reordering': {
    en: 'Upper bound to which the tolerated reordering may adapt.',
    'zh-CN': '容忍的乱序程度自动调整的上限。',
  },
  'net.ipv4.tcp_max_syn_backlog': {
    en: 'Cap on half-open connections per listener. Since 4.4 the listen backlog, itself capped by somaxconn, bounds that queue; this value matters mainly where SYN cookies are off.',
    'zh-CN': '每个监听 socket 的半连接上限。4.4 起该队列由 listen 的 backlog（又受 somaxconn 限制）约束；本值主要在关闭 SYN cookie 时才有意义。',
  },
  'net.ipv4.tcp_max_tw_buckets': {
    en: 'Cap on TIME_WAIT entries, among them orphans that wait in FIN_WAIT_2. Above it a socket closes without TIME_WAIT and only the counter TCPTimeWaitOverflow tells. It protects memory; lowered, it takes away what keeps old segments out of new connections.',
    'zh-CN': 'TIME_WAIT 条目的上限，其中包括处于 FIN_WAIT_2 的孤儿连接。超过上限时，socket 会跳过 TIME_WAIT 直接关闭，只有计数器 TCPTimeWaitOverflow 会有记录。它用来保护内存；调低会丢掉防止旧报文段混入新连接的保护。',
  },
  'net.ipv4.tcp_mem': {
    en: 'Memory of all TCP sockets together: no worry below the first value, pressure above the second, refusal above the third. Counted in pages (mostly 4 KiB), not in bytes; the kernel computes it from RAM, and a value in bytes switches the protection off.',
    'zh-CN': '所有 TCP socket 合计的内存：低于第一个值不受限，超过第二个值进入压力状态，超过第三个值则拒绝分配。单位是页（通常为 4 KiB）而不是字节；内核会按内存大小计算，按字节填写等于取消保护。',
  },
  'net.ipv4.tcp_migrate_req': {
    en: '1 hands the connections that wait on a closing SO_REUSEPORT listener to another listener of the group instead of resetting them, as on reloads.',
    'zh-CN': '设为 1 时，SO_REUSEPORT 组中某个监听 socket 关闭时（例如重载配置），等待中的连接会转给同组的其他监听 socket，而不是被重置。',
  },
  'net.ipv4.tcp_min_rtt_wlen': {
    en: 'Time over which the smallest round trip is remembered.',
    'zh-CN': '记录最小往返时间的时间窗长度。',
  },
  'net.ipv4.tcp_min_snd_mss': {
    en: 'Smallest segment size that the kernel sends with, whatever the peer announces. It bounds the work that a peer with a tiny MSS can cause (CVE-2019-11477).',
    'zh-CN': '无论对端通告多少，内核发送时使用的最小报文段大小。它限制了通告极小 MSS 的对端所能造成的开销（CVE-2019-11477）。',
  },
  'net.ipv4.tcp_min_tso_segs': {
    en: 'Fewest segments that are put into one large segment, also for slow flows.',
    'zh-CN': '即使是慢速流，一个大报文段中至少包含的报文段数。',
  },
  'net.ipv4.tcp_moderate_rcvbuf': {
    en: '1 lets the receive buffer grow with the traffic, up to the third value of tcp_rmem.',
    'zh-CN': '设为 1 时，接收缓冲区会随流量增长，最大到 tcp_rmem 的第三个值。',
  },
  'net.ipv4.tcp_mtu_probe_floor': {
    en: 'Smallest segment size to which MTU probing may fall back.',
    'zh-CN': 'MTU 探测可以回退到的最小报文段大小。',
  },
  'net.ipv4.tcp_mtu_probing': {
    en: 'Finds the path MTU by packets of growing size: 0 off, 1 once ICMP seems to be filtered, 2 always.',
    'zh-CN': '用逐渐增大的数据包探测路径 MTU：0 关闭，1 在怀疑 ICMP 被过滤后启用，2 始终启用。',
  },
  'net.ipv4.tcp_no_metrics_save': {
    en: '1 forgets what a closed connection learnt about its peer (round-trip time, window). 0 lets the next connection start with it.',
    'zh-CN': '设为 1 时，连接关闭后不保留对端的度量（往返时间、窗口等）。设为 0 时，下一个连接可以从这些度量开始。',
  },
  'net.ipv4.tcp_no_ssthresh_metrics_save': {
    en: '1 leaves the slow-start threshold out of what is remembered of a closed connection, so that one bad connection does not slow down the next ones.',
    'zh-CN': '设为 1 时，关闭连接后不保留慢启动阈值，以免一次糟糕的连接拖慢后续连接。',
  },
  'net.ipv4.tcp_notsent_lowat': {
    en: 'Unsent bytes above which a socket no longer counts as writable, which keeps send queues short. The largest value means no bound; programs set their own with TCP_NOTSENT_LOWAT.',
    'zh-CN': '未发送的字节数超过该值时，socket 不再被视为可写，从而缩短发送队列。最大值表示不限制；程序可用 TCP_NOTSENT_LOWAT 自行设置。',
  },
  'net.ipv4.tcp_orphan_retries': {
    en: 'How often the kernel retransmits for a connection that its program has closed before it gives up. 0 stands for 8 while the peer still answers.',
    'zh-CN': '程序已关闭的连接在放弃之前最多重传多少次。在对端仍有响应时，0 表示 8 次。',
  },
  'net.ipv4.tcp_pacing_ca_ratio': {
    en: 'Pacing rate in congestion avoidance, in percent of window per round trip.',
    'zh-CN': '拥塞避免阶段的 pacing 速率，以每往返时间窗口的百分比表示。',
  },
  'net.ipv4.tcp_pacing_ss_ratio': {
    en: 'Pacing rate in slow start, in percent of window per round trip.',
    'zh-CN': '慢启动阶段的 pacing 速率，以每往返时间窗口的百分比表示。',
  },
  'net.ipv4.tcp_pingpong_thresh': {
    en: 'How many requests have to be answered with data before a connection counts as request and response and its ACKs wait for the next answer.',
    'zh-CN': '多少个请求得到数据应答之后，连接才被视为一问一答型，ACK 会等待随下一个应答一起发送。',
  },
  'net.ipv4.tcp_plb_cong_thresh': {
    en: 'Share of marked packets, of 256, from which a round trip counts as congested for PLB.',
    'zh-CN': '一个往返时间内被标记的数据包占比（以 256 为分母）达到多少时，PLB 视其为拥塞。',
  },
  'net.ipv4.tcp_plb_enabled': {
    en: '1 lets congestion controls that report marks, such as DCTCP, move a connection to another path by its IPv6 flow label (PLB).',
    'zh-CN': '设为 1 时，DCTCP 等会报告标记的拥塞控制可通过 IPv6 流标签把连接换到另一条路径（PLB）。',
  },
  'net.ipv4.tcp_plb_idle_rehash_rounds': {
    en: 'Congested round trips after which PLB moves a connection that has nothing in flight.',
    'zh-CN': '连续多少个拥塞的往返时间之后，PLB 会迁移没有在途数据的连接。',
  },
  'net.ipv4.tcp_plb_rehash_rounds': {
    en: 'Congested round trips after which PLB moves a connection in any case.',
    'zh-CN': '连续多少个拥塞的往返时间之后，PLB 无论如何都会迁移连接。',
  },
  'net.ipv4.tcp_plb_suspend_rto_sec': {
    en: 'How long PLB leaves a connection alone after a retransmission timeout.',
    'zh-CN': '发生重传超时后，PLB 暂停迁移该连接的时间。',
  },
  'net.ipv4.tcp_probe_interval': {
    en: 'How long MTU probing waits before it looks for a larger size again.',
    'zh-CN': 'MTU 探测再次尝试更大尺寸之前等待的时间。',
  },
  'net.ipv4.tcp_probe_threshold': {
    en: 'MTU probing stops when the range that is still searched is narrower than this.',
    'zh-CN': '当剩余的搜索范围小于该值时，MTU 探测停止。',
  },
  'net.ipv4.tcp_recovery': {
    en: 'Bits of loss detection by time (RACK): 1 on, 2 fixed reordering window, 4 without the rule of three duplicate ACKs.',
    'zh-CN': '基于时间的丢包检测（RACK）的位：1 启用，2 使用固定的乱序窗口，4 不使用三个重复 ACK 的规则。',
  },
  'net.ipv4.tcp_reflect_tos': {
    en: "1 answers with the DSCP of the client's SYN.",
    'zh-CN': '设为 1 时，用客户端 SYN 中的 DSCP 回复。',
  },
  'net.ipv4.tcp_reordering': {
    en: 'How far segments may be out of order before TCP takes a gap for a loss, to begin with; it adapts up to tcp_max_reordering.',
    'zh-CN': '报文段乱序到什么程度才被视为丢包的初始值；之后会自动调整，最大到 tcp_max_reordering。',
  },
  'net.ipv4.tcp_retrans_collapse': {
    en: '1 joins small segments when they are sent again, as some old printers need.',
    'zh-CN': '设为 1 时，重传时合并小报文段，以照顾一些老式打印机。',
  },
  'net.ipv4.tcp_retries1': {
    en: 'Retransmissions after which TCP asks the network layer to look for another route.',
    'zh-CN': '重传多少次之后，TCP 会请求网络层重新选路。',
  },
  'net.ipv4.tcp_retries2': {
    en: 'How long unacknowledged data is retransmitted before an established connection fails, told in steps of the doubling timer: 15 is about a quarter of an hour, 8 the least that RFC 1122 asks for (100 s).',
    'zh-CN': '已建立的连接在未获确认时持续重传多久才会失败，以逐次加倍的定时器步数表示：15 约为一刻钟，8 对应 RFC 1122 要求的下限（100 秒）。',
  },
  'net.ipv4.tcp_rfc1337': {
    en: '1 ignores an RST for a connection in TIME_WAIT instead of ending TIME_WAIT at once, so that a stray RST cannot open the way for old segments.',
    'zh-CN': '设为 1 时，处于 TIME_WAIT 的连接会忽略 RST，而不是立即结束 TIME_WAIT，这样零散的 RST 就无法为旧报文段打开通路。',
  },
  'net.ipv4.tcp_rmem': {
    en: 'Receive buffer of a TCP socket: guaranteed minimum, initial size, largest size that autotuning may reach. The third value, not net.core.rmem_max, bounds the window of ordinary sockets.',
    'zh-CN': 'TCP socket 的接收缓冲区：保证的最小值、初始值、自动调整可达的最大值。普通 socket 的窗口受第三个值限制，而不是 net.core.rmem_max。',
  },
  'net.ipv4.tcp_rto_max_ms': {
    en: 'Upper bound of the retransmission timeout. Lowering it also shortens what tcp_retries2 and tcp_syn_retries add up to.',
    'zh-CN': '重传超时的上限。调低它也会缩短 tcp_retries2 与 tcp_syn_retries 累计的时间。',
  },
  'net.ipv4.tcp_rto_min_us': {
    en: 'Lower bound of the retransmission timeout. Low values suit networks with a round trip well below a millisecond and cause needless retransmissions elsewhere.',
    'zh-CN': '重传超时的下限。较小的值适合往返时间远小于一毫秒的网络，在其他地方会造成多余的重传。',
  },
  'net.ipv4.tcp_rx_skb_cache': {
    en: 'Kept one receive buffer per socket for reuse. Gone since 5.17.',
    'zh-CN': '曾为每个 socket 缓存一个接收缓冲以便复用。5.17 起已移除。',
  },
  'net.ipv4.tcp_sack': {
    en: 'Selective acknowledgements: the receiver names what arrived behind a gap, so that only the gap is sent again. Off makes recovery from loss much slower.',
    'zh-CN': '选择性确认：接收方说明缺口之后已收到的数据，因此只需重发缺口部分。关闭后丢包恢复会慢得多。',
  },
  'net.ipv4.tcp_shrink_window': {
    en: '1 lets the kernel take back window that it has announced when memory is short, against the advice of RFC 7323.',
    'zh-CN': '设为 1 时，内存不足时内核可以收回已通告的窗口，这与 RFC 7323 的建议相悖。',
  },
  'net.ipv4.tcp_slow_start_after_idle': {
    en: '1 shrinks the congestion window of a connection that was idle for a retransmission timeout. 0 helps kept-alive connections that send in bursts.',
    'zh-CN': '设为 1 时，连接空闲超过一个重传超时后会缩小拥塞窗口。对突发发送的长连接，设为 0 更好。',
  },
  'net.ipv4.tcp_stdurg': {
    en: '1 reads the urgent pointer as RFC 1122 does, and not as nearly everybody else.',
    'zh-CN': '设为 1 时按 RFC 1122 解释紧急指针，而几乎所有其他实现都不这样做。',
  },
  'net.ipv4.tcp_syn_linear_timeouts': {
    en: 'How many of the first SYN retransmissions follow each other at the same interval before it doubles each time.',
    'zh-CN': '前多少次 SYN 重传使用固定间隔，之后间隔才逐次加倍。',
  },
  'net.ipv4.tcp_syn_retries': {
    en: 'SYN retransmissions before connect() fails with ETIMEDOUT: 6 is about two minutes, 1 about three seconds, which fails on lossy links.',
    'zh-CN': 'connect() 以 ETIMEDOUT 失败之前重传 SYN 的次数：6 约为两分钟，1 约为三秒，在有丢包的链路上会误判失败。',
  },
  'net.ipv4.tcp_synack_retries': {
    en: 'SYN-ACK retransmissions before a half-open incoming connection is forgotten: 5 is about a minute. At 1 or 0 clients on lossy links cannot connect.',
    'zh-CN': '放弃半开的传入连接之前重传 SYN-ACK 的次数：5 约为一分钟。设为 1 或 0 时，丢包链路上的客户端会连不上。',
  },
  'net.ipv4.tcp_syncookies': {
    en: "0 off, 1 answer with SYN cookies when a listener's queue of half-open connections is full, 2 always, for tests. Cookies are a lifebelt against floods: window scaling and SACK survive only with timestamps.",
    'zh-CN': '0 关闭，1 在监听 socket 的半连接队列满时用 SYN cookie 应答，2 始终使用，仅供测试。cookie 是应对洪泛的救生圈：只有启用时间戳，窗口扩大和 SACK 才能保留下来。',
  },
  'net.ipv4.tcp_thin_linear_timeouts': {
    en: '1 lets connections with fewer than four packets in flight retransmit up to six times without doubling the timeout.',
    'zh-CN': '设为 1 时，在途数据包少于四个的连接最多可重传六次而不加倍超时。',
  },
  'net.ipv4.tcp_timestamps': {
    en: 'TCP timestamps: 0 off, 1 on with an offset of its own for each connection (since 4.10), 2 on without offset. Off means no PAWS, no tcp_tw_reuse and a coarser round-trip time.',
    'zh-CN': 'TCP 时间戳：0 关闭，1 开启且每个连接使用各自的随机偏移（4.10 起），2 开启但不加偏移。关闭后 PAWS 和 tcp_tw_reuse 都会失效，往返时间的测量也更粗糙。',
  },
  'net.ipv4.tcp_tso_rtt_log': {
    en: 'Lets connections with a short round trip send larger segments: the bonus halves with every two to this power of microseconds. 0 is off.',
    'zh-CN': '让往返时间短的连接发送更大的报文段：往返时间每增加 2 的该次幂微秒，加成减半。0 为关闭。',
  },
  'net.ipv4.tcp_tso_win_divisor': {
    en: 'Largest share of the congestion window that one large segment may take: 3 is a third.',
    'zh-CN': '一个大报文段最多占拥塞窗口的几分之一：3 即三分之一。',
  },
  'net.ipv4.tcp_tw_recycle': {
    en: 'Expired TIME_WAIT within a few retransmission timeouts and refused SYNs whose timestamp ran backwards for their source address, which cut off clients behind NAT. Gone since 4.12; delete the line.',
    'zh-CN': '曾让 TIME_WAIT 在几个重传超时内过期，并拒绝同一源地址上时间戳倒退的 SYN，因此会切断 NAT 后面的客户端。4.12 起已移除，请删除这一行。',
  },
  'net.ipv4.tcp_tw_reuse': {
    en: 'Lets an outgoing connect() take over a local port whose last connection is still in TIME_WAIT: 0 never, 1 whenever it is safe, 2 on loopback only (since 4.19). It needs TCP timestamps, does nothing for incoming connections and does not shorten TIME_WAIT.',
    'zh-CN': '允许主动发起的 connect() 复用仍处于 TIME_WAIT 的本地端口：0 为从不，1 为只要安全就复用，2 为仅限回环（4.19 起）。它依赖 TCP 时间戳，对传入的连接不起作用，也不会缩短 TIME_WAIT。',
  },
  'net.ipv4.tcp_tw_reuse_delay': {
    en: "How old a TIME_WAIT entry has to be before tcp_tw_reuse may take its port; before 6.14 this was one second. A value below the step of the peer's timestamp clock loses the protection against old segments.",
    'zh-CN': 'TIME_WAIT 条目至少存在多久之后，tcp_tw_reuse 才可以复用其端口；6.14 之前固定为一秒。若小于对端时间戳时钟的步长，就失去了对旧报文段的防护。',
  },
  'net.ipv4.tcp_tw_timeout': {
    en: 'Length of TIME_WAIT on the kernels of Alibaba Cloud Linux and Anolis OS. Mainline has no such key: there the length is 60 s and cannot be set.',
    'zh-CN': 'Alibaba Cloud Linux 与 Anolis OS 内核上的 TIME_WAIT 时长。主线内核没有这个参数：那里固定为 60 秒，无法设置。',
  },
  'net.ipv4.tcp_tx_skb_cache': {
    en: 'Kept one send buffer per socket for reuse. Gone since 5.17.',
    'zh-CN': '曾为每个 socket 缓存一个发送缓冲以便复用。5.17 起已移除。',
  },
  'net.ipv4.tcp_window_scaling': {
    en: 'Lets TCP announce windows above 64 KiB. Off, every connection with a long round trip is slow.',
    'zh-CN': '允许 TCP 通告大于 64 KiB 的窗口。关闭后，往返时间长的连接都会变慢。',
  },
  'net.ipv4.tcp_wmem': {
    en: 'Send buffer of a TCP socket: guaranteed minimum, initial size, largest size that autotuning may reach. Programs that set SO_SNDBUF turn autotuning off and are bound by net.core.wmem_max.',
    'zh-CN': 'TCP socket 的发送缓冲区：保证的最小值、初始值、自动调整可达的最大值。设置了 SO_SNDBUF 的程序会关闭自动调整，并受 net.core.wmem_max 限制。',
  },
  'net.ipv4.tcp_workaround_signed_windows': {
    en: '1 takes peers without window scaling for ones that read the window as a signed number. For very old systems.',
    'zh-CN': '设为 1 时，把不支持窗口扩大的对端视为将窗口当作有符号数处理。仅针对非常旧的系统。',
  },
  'net.ipv4.udp_mem': {
    en: 'Memory of all UDP sockets together as three thresholds like tcp_mem, counted in pages, not in bytes. The kernel computes it from RAM.',
    'zh-CN': '所有 UDP socket 合计的内存，与 tcp_mem 一样是三个阈值，单位是页而不是字节。内核会按内存大小计算。',
  },
  'net.ipv4.udp_rmem_min': {
    en: 'Receive buffer that a UDP socket may use even when udp_mem reports pressure.',
    'zh-CN': '即使 udp_mem 处于压力状态，UDP socket 也可使用的接收缓冲区大小。',
  },
  'net.ipv4.udp_wmem_min': {
    en: 'Does nothing: UDP does not account the memory of its send queue.',
    'zh-CN': '不起作用：UDP 不统计发送队列的内存。',
  },
  'net.ipv6.bindv6only': {
    en: '1 lets sockets on [::] take IPv6 only, so that IPv4 needs one of its own. Programs may say so themselves with IPV6_V6ONLY, as nginx does with ipv6only=.',
    'zh-CN': '设为 1 时，监听 [::] 的 socket 只接受 IPv6，IPv4 需要另外监听。程序可用 IPV6_V6ONLY 自行指定，例如 nginx 的 ipv6only=。',
  },
  'net.ipv6.conf.<iface>.accept_dad': {
    en: 'What happens when an address turns out to be taken: 0 not checked, 1 the address is not used, 2 IPv6 is switched off if it is the link-local one made from the hardware address.',
    'zh-CN': '发现地址被占用时的处理：0 不检测，1 不使用该地址，2 若是由硬件地址生成的链路本地地址则关闭 IPv6。',
  },
  'net.ipv6.conf.<iface>.accept_ra': {
    en: 'Takes router advertisements: 0 no, 1 unless forwarding, 2 even when forwarding.',
    'zh-CN': '是否接受路由通告：0 否，1 在不转发时接受，2 即使转发也接受。',
  },
  'net.ipv6.conf.<iface>.accept_ra_defrtr': {
    en: '1 takes a default route from router advertisements.',
    'zh-CN': '设为 1 时，从路由通告中获取默认路由。',
  },
  'net.ipv6.conf.<iface>.accept_ra_pinfo': {
    en: '1 takes prefixes from router advertisements, without which autoconf has nothing to work with.',
    'zh-CN': '设为 1 时，从路由通告中获取前缀；没有前缀，autoconf 就无从配置地址。',
  },
  'net.ipv6.conf.<iface>.accept_ra_rt_info_max_plen': {
    en: 'Longest prefix of a route that is taken from router advertisements; 0 takes none but the default.',
    'zh-CN': '从路由通告中接受的路由的最长前缀；0 表示只接受默认路由。',
  },
  'net.ipv6.conf.<iface>.accept_ra_rtr_pref': {
    en: '1 takes the preference among several routers from their advertisements.',
    'zh-CN': '设为 1 时，采用路由通告中多个路由器之间的优先级。',
  },
  'net.ipv6.conf.<iface>.accept_redirects': {
    en: 'Follows ICMPv6 redirects; by default a host does and a router does not.',
    'zh-CN': '接受 ICMPv6 重定向；默认主机接受，路由器不接受。',
  },
  'net.ipv6.conf.<iface>.accept_source_route': {
    en: 'Takes packets with a routing header: 0 only that of Mobile IPv6 (type 2), negative none.',
    'zh-CN': '接受带路由扩展头的数据包：0 仅接受移动 IPv6 的类型 2，负数则都不接受。',
  },
  'net.ipv6.conf.<iface>.addr_gen_mode': {
    en: 'How interface identifiers are made: 0 from the hardware address, 1 none, 2 stable and opaque with stable_secret, 3 the same with a random secret.',
    'zh-CN': '接口标识符的生成方式：0 由硬件地址生成，1 不生成，2 使用 stable_secret 生成稳定且不透明的标识，3 同上但使用随机密钥。',
  },
  'net.ipv6.conf.<iface>.autoconf': {
    en: '1 makes addresses from the prefixes of router advertisements.',
    'zh-CN': '设为 1 时，根据路由通告中的前缀自动配置地址。',
  },
  'net.ipv6.conf.<iface>.dad_transmits': {
    en: 'Probes that check whether a new address is taken already; 0 skips the check.',
    'zh-CN': '检测新地址是否已被占用时发送的探测数；0 表示跳过检测。',
  },
  'net.ipv6.conf.<iface>.disable_ipv6': {
    en: '1 takes all IPv6 addresses from the interface and gives it none. conf.all reaches every interface at once, conf.default those to come; services that listen on ::1 or [::] fail then.',
    'zh-CN': '设为 1 时，移除接口上的所有 IPv6 地址且不再分配。conf.all 立即作用于所有接口，conf.default 作用于之后的接口；此后监听 ::1 或 [::] 的服务会失败。',
  },
  'net.ipv6.conf.<iface>.forwarding': {
    en: '1 makes the interface a router: unless accept_ra is 2, it takes no router advertisements any more. Whether IPv6 is routed at all, conf.all says, which sets every interface, too.',
    'zh-CN': '设为 1 时接口成为路由器：除非 accept_ra 为 2，否则不再接受路由通告。是否转发 IPv6 由 conf.all 决定，它也会设置所有接口。',
  },
  'net.ipv6.conf.<iface>.hop_limit': {
    en: 'Hop limit of IPv6 packets that this machine sends.',
    'zh-CN': '本机发出的 IPv6 数据包的跳数限制。',
  },
  'net.ipv6.conf.<iface>.max_addresses': {
    en: 'Most addresses that autoconfiguration gives an interface; 0 is no limit.',
    'zh-CN': '自动配置为一个接口分配的地址上限；0 为不限制。',
  },
  'net.ipv6.conf.<iface>.mtu': {
    en: 'MTU for IPv6 on the interface, between 1280 and that of the device.',
    'zh-CN': '接口上 IPv6 使用的 MTU，介于 1280 与设备 MTU 之间。',
  },
  'net.ipv6.conf.<iface>.router_solicitations': {
    en: 'How often routers are asked for before the machine assumes that there is none; -1 keeps on asking.',
    'zh-CN': '在认为没有路由器之前发送多少次路由请求；-1 表示一直发送。',
  },
  'net.ipv6.conf.<iface>.use_tempaddr': {
    en: 'Temporary addresses for privacy: 0 or less none, 1 made but not preferred, 2 preferred for outgoing connections.',
    'zh-CN': '用于隐私的临时地址：小于等于 0 不使用，1 生成但不优先，2 主动连接时优先使用。',
  },
  'net.ipv6.ip6frag_high_thresh': {
    en: 'Memory for IPv6 fragments that wait for the rest; fragments above it are dropped. It cannot go below ip6frag_low_thresh.',
    'zh-CN': '等待重组的 IPv6 分片可用的内存；超出的分片会被丢弃。它不能低于 ip6frag_low_thresh。',
  },
  'net.ipv6.ip6frag_low_thresh': {
    en: 'Lower mark of the memory for IPv6 fragments; without meaning of its own since 4.17. It cannot go above ip6frag_high_thresh.',
    'zh-CN': 'IPv6 分片内存的低水位；4.17 起不再有实际作用。它不能高于 ip6frag_high_thresh。',
  },
  'net.ipv6.ip_nonlocal_bind': {
    en: '1 lets programs bind to IPv6 addresses that the machine does not have.',
    'zh-CN': '设为 1 时，程序可以绑定本机没有的 IPv6 地址。',
  },
  'net.ipv6.neigh.<iface>.gc_thresh1': {
    en: 'IPv6 neighbour entries below which nothing is cleared away. For all interfaces together, under neigh.default only.',
    'zh-CN': 'IPv6 邻居表项少于该值时不做回收。所有接口合计，只在 neigh.default 下有。',
  },
  'net.ipv6.neigh.<iface>.gc_thresh2': {
    en: 'IPv6 neighbour entries above which those older than five seconds are cleared away. For all interfaces together, under neigh.default only.',
    'zh-CN': 'IPv6 邻居表项超过该值时，回收超过五秒的表项。所有接口合计，只在 neigh.default 下有。',
  },
  'net.ipv6.neigh.<iface>.gc_thresh3': {
    en: 'Most IPv6 neighbour entries; above it new ones fail. For all interfaces together, under neigh.default only.',
    'zh-CN': 'IPv6 邻居表项的上限；超过后无法新增。所有接口合计，只在 neigh.default 下有。',
  },
  'net.ipv6.route.flush': {
    en: 'A write throws away cached IPv6 routes, at once. Write-only; in a file it does nothing but that at boot.',
    'zh-CN': '写入会立即清空缓存的 IPv6 路由。只写；写在文件里，只会在启动时执行一次。',
  },
  'net.ipv6.route.max_size': {
    en: 'Most IPv6 routes in the cache. Without effect since 6.3.',
    'zh-CN': 'IPv6 路由缓存的上限。6.3 起不起作用。',
  },
  'net.netfilter.nf_conntrack_acct': {
    en: '1 counts packets and bytes for each tracked connection from now on.',
    'zh-CN': '设为 1 时，从此刻起为每个被跟踪的连接统计数据包和字节数。',
  },
  'net.netfilter.nf_conntrack_buckets': {
    en: "Size of the firewall's hash table of connections. A quarter of nf_conntrack_max or more keeps look-ups short. Writable outside containers only.",
    'zh-CN': '防火墙连接哈希表的大小。不少于 nf_conntrack_max 的四分之一可使查找较快。只能在容器之外写入。',
  },
  'net.netfilter.nf_conntrack_checksum': {
    en: '1 treats packets with a wrong checksum as invalid and does not track them.',
    'zh-CN': '设为 1 时，校验和错误的数据包视为无效，不做跟踪。',
  },
  'net.netfilter.nf_conntrack_count': {
    en: 'How many connections the firewall tracks now. Read-only.',
    'zh-CN': '防火墙当前跟踪的连接数。只读。',
  },
  'net.netfilter.nf_conntrack_events': {
    en: 'Tells programs about connections by netlink: 0 no, 1 yes, 2 when somebody listens (since 5.19).',
    'zh-CN': '通过 netlink 向程序通告连接事件：0 否，1 是，2 有人监听时才通告（5.19 起）。',
  },
  'net.netfilter.nf_conntrack_expect_max': {
    en: 'Most expected connections, such as the data connections of FTP.',
    'zh-CN': '预期连接（例如 FTP 的数据连接）的上限。',
  },
  'net.netfilter.nf_conntrack_generic_timeout': {
    en: 'How long the firewall keeps an entry of a protocol that it does not know.',
    'zh-CN': '防火墙保留未知协议条目的时间。',
  },
  'net.netfilter.nf_conntrack_helper': {
    en: '1 attached protocol helpers such as FTP by port number, which let outsiders open holes. Gone since 6.0: assign them with CT rules.',
    'zh-CN': '设为 1 时按端口号自动挂载 FTP 等协议助手，外部可借此打开缺口。6.0 起已移除：请改用 CT 规则指定。',
  },
  'net.netfilter.nf_conntrack_icmp_timeout': {
    en: 'How long the firewall keeps an ICMP entry.',
    'zh-CN': '防火墙保留 ICMP 条目的时间。',
  },
  'net.netfilter.nf_conntrack_log_invalid': {
    en: 'Logs packets that fit no connection: 0 none, a protocol number such as 6 (TCP), 255 all.',
    'zh-CN': '记录不属于任何连接的数据包：0 不记录，填协议号（如 6 为 TCP），255 为全部。',
  },
  'net.netfilter.nf_conntrack_max': {
    en: 'Most connections that the firewall tracks; above it new packets are dropped and the log says "table full, dropping packet". Each takes some 300 bytes. Raise nf_conntrack_buckets along with it; containers cannot.',
    'zh-CN': '防火墙跟踪的连接数上限；超过后新数据包被丢弃，日志出现 “table full, dropping packet”。每个条目约占 300 字节。应与 nf_conntrack_buckets 一同调高；容器内无法修改。',
  },
  'net.netfilter.nf_conntrack_tcp_be_liberal': {
    en: '1 lets packets outside the window pass as valid, resets apart; for asymmetric routes and offloading.',
    'zh-CN': '设为 1 时，窗口之外的数据包也视为有效（RST 除外）；用于非对称路由和卸载的场合。',
  },
  'net.netfilter.nf_conntrack_tcp_ignore_invalid_rst': {
    en: '1 does not mark resets outside the window as invalid.',
    'zh-CN': '设为 1 时，不把窗口之外的 RST 标记为无效。',
  },
  'net.netfilter.nf_conntrack_tcp_loose': {
    en: '1 takes over connections that were open before the firewall saw them, as after a restart or failover.',
    'zh-CN': '设为 1 时，接管在防火墙看到之前就已建立的连接，例如重启或主备切换之后。',
  },
  'net.netfilter.nf_conntrack_tcp_max_retrans': {
    en: 'Retransmissions without an answer after which the shorter nf_conntrack_tcp_timeout_max_retrans applies.',
    'zh-CN': '未获应答的重传达到多少次后，改用较短的 nf_conntrack_tcp_timeout_max_retrans。',
  },
  'net.netfilter.nf_conntrack_tcp_timeout_close': {
    en: 'How long the firewall keeps an entry after a reset.',
    'zh-CN': '连接被重置后，防火墙保留条目的时间。',
  },
  'net.netfilter.nf_conntrack_tcp_timeout_close_wait': {
    en: 'How long the firewall keeps an entry when the peer has closed and the program has not. It does not close CLOSE_WAIT sockets: only the program can.',
    'zh-CN': '对端已关闭而程序尚未关闭时，防火墙保留条目的时间。它不会关闭 CLOSE_WAIT 的 socket：只有程序自己能关。',
  },
  'net.netfilter.nf_conntrack_tcp_timeout_established': {
    en: 'How long the firewall keeps an idle established connection. Below the interval of keepalive, idle connections break without notice.',
    'zh-CN': '防火墙保留空闲的已建立连接的时间。若短于 keepalive 的间隔，空闲连接会在无声中断开。',
  },
  'net.netfilter.nf_conntrack_tcp_timeout_fin_wait': {
    en: 'How long the firewall keeps an entry after the first FIN. It does not change FIN_WAIT of sockets.',
    'zh-CN': '第一个 FIN 之后，防火墙保留条目的时间。它不改变 socket 的 FIN_WAIT。',
  },
  'net.netfilter.nf_conntrack_tcp_timeout_last_ack': {
    en: 'How long the firewall waits for the last ACK of a close.',
    'zh-CN': '防火墙等待关闭过程最后一个 ACK 的时间。',
  },
  'net.netfilter.nf_conntrack_tcp_timeout_max_retrans': {
    en: 'How long the firewall keeps an entry once nf_conntrack_tcp_max_retrans is reached.',
    'zh-CN': '达到 nf_conntrack_tcp_max_retrans 之后，防火墙保留条目的时间。',
  },
  'net.netfilter.nf_conntrack_tcp_timeout_syn_recv': {
    en: 'How long the firewall keeps an entry that saw SYN and SYN-ACK.',
    'zh-CN': '看到 SYN 与 SYN-ACK 之后，防火墙保留条目的时间。',
  },
  'net.netfilter.nf_conntrack_tcp_timeout_syn_sent': {
    en: 'How long the firewall keeps an entry that saw nothing but a SYN.',
    'zh-CN': '只看到 SYN 时，防火墙保留条目的时间。',
  },
  'net.netfilter.nf_conntrack_tcp_timeout_time_wait': {
    en: 'How long the firewall keeps an entry after both sides closed. It does not change the TIME_WAIT of sockets.',
    'zh-CN': '双方关闭后，防火墙保留条目的时间。它不改变 socket 的 TIME_WAIT。',
  },
  'net.netfilter.nf_conntrack_tcp_timeout_unacknowledged': {
    en: 'How long the firewall keeps an established connection while data stays unacknowledged.',
    'zh-CN': '数据一直未被确认时，防火墙保留已建立连接的时间。',
  },
  'net.netfilter.nf_conntrack_timestamp': {
    en: '1 notes when each connection began and ended.',
    'zh-CN': '设为 1 时，记录每个连接的开始和结束时间。',
  },
  'net.netfilter.nf_conntrack_udp_timeout': {
    en: 'How long the firewall keeps a UDP flow that saw packets one way only.',
    'zh-CN': '只有单向数据包的 UDP 流，防火墙保留条目的时间。',
  },
  'net.netfilter.nf_conntrack_udp_timeout_stream': {
    en: 'How long the firewall keeps a UDP flow that saw packets both ways.',
    'zh-CN': '双向都有数据包的 UDP 流，防火墙保留条目的时间。',
  },
  'net.nf_conntrack_max': {
    en: 'The same limit as net.netfilter.nf_conntrack_max; the last of the two lines wins.',
    'zh-CN': '与 net.netfilter.nf_conntrack_max 是同一个上限；两行中后写的生效。',
  },
  'net.unix.max_dgram_qlen': {
    en: 'Datagrams that may wait on a Unix datagram socket before senders block or get EAGAIN. It holds for sockets created afterwards.',
    'zh-CN': 'Unix 数据报 socket 上可以排队的数据报数量，超过后发送方会阻塞或得到 EAGAIN。只对之后创建的 socket 生效。',
  },
  'user.max_user_namespaces': {
    en: 'User namespaces that one user may have; 0 forbids them, and with them many sandboxes and rootless containers.',
    'zh-CN': '每个用户可创建的用户命名空间数；0 为禁止，许多沙箱和 rootless 容器也会因此无法使用。',
  },
  'vm.compact_memory': {
    en: 'A write moves memory together once, so that large blocks become free. No setting.',
    'zh-CN': '写入会立即整理一次内存，以腾出大块连续空间。它不是设置。',
  },
  'vm.dirty_background_bytes': {
    en: 'Bytes that may wait to be written before the kernel writes in the background. Setting it zeroes dirty_background_ratio.',
    'zh-CN': '等待写回的数据达到多少字节后，内核开始后台写回。设置它会把 dirty_background_ratio 清零。',
  },
  'vm.dirty_background_ratio': {
    en: 'Share of available memory that may wait to be written before the kernel writes in the background. It should stay below dirty_ratio; setting it zeroes dirty_background_bytes.',
    'zh-CN': '等待写回的数据占可用内存达到该比例后，内核开始后台写回。应小于 dirty_ratio；设置它会把 dirty_background_bytes 清零。',
  },
  'vm.dirty_bytes': {
    en: 'Bytes that may wait to be written before writers have to write themselves. Setting it zeroes dirty_ratio; less than two pages is refused.',
    'zh-CN': '等待写回的数据达到多少字节后，写入者必须自己写盘。设置它会把 dirty_ratio 清零；小于两页会被拒绝。',
  },
  'vm.dirty_expire_centisecs': {
    en: 'Age from which changed data is written out at the next round, in hundredths of a second: 3000 is 30 s.',
    'zh-CN': '已修改的数据在内存中停留多久后，会在下一轮写出，单位是百分之一秒：3000 即 30 秒。',
  },
  'vm.dirty_ratio': {
    en: 'Share of available memory that may wait to be written before writers have to write themselves. Setting it zeroes dirty_bytes.',
    'zh-CN': '等待写回的数据占可用内存达到该比例后，写入者必须自己写盘。设置它会把 dirty_bytes 清零。',
  },
  'vm.dirty_writeback_centisecs': {
    en: 'Time between two rounds of background writing, in hundredths of a second: 500 is 5 s. 0 switches the rounds off.',
    'zh-CN': '两轮后台写回之间的间隔，单位是百分之一秒：500 即 5 秒。0 为关闭。',
  },
  'vm.drop_caches': {
    en: 'A write drops clean caches once: 1 pages, 2 dentries and inodes, 3 both. A tool for measurements and no setting; in a file it empties the caches at boot.',
    'zh-CN': '写入会立即丢弃一次干净的缓存：1 页缓存，2 dentry 与 inode，3 两者。它是测试工具而不是设置；写在文件里只会在启动时清空缓存。',
  },
  'vm.extra_free_kbytes': {
    en: "Memory kept free beyond min_free_kbytes on Android and some vendors' kernels; mainline has watermark_scale_factor.",
    'zh-CN': '在 Android 及部分厂商内核上，于 min_free_kbytes 之外再保留的空闲内存；主线内核使用 watermark_scale_factor。',
  },
  'vm.hugetlb_shm_group': {
    en: 'Group whose members may use huge pages for System V shared memory.',
    'zh-CN': '哪个组的成员可以把大页用于 System V 共享内存。',
  },
  'vm.laptop_mode': {
    en: 'Gathers writes so that a disk may sleep, for this many seconds; 0 is off.',
    'zh-CN': '合并写入以便硬盘休眠，值为等待的秒数；0 为关闭。',
  },
  'vm.max_map_count': {
    en: 'Most memory mappings of one process. Elasticsearch and OpenSearch ask for 262144.',
    'zh-CN': '单个进程的内存映射数上限。Elasticsearch 与 OpenSearch 要求 262144。',
  },
  'vm.min_free_kbytes': {
    en: 'Memory that the kernel keeps free for itself. Too low dead-locks under load, too high kills programs for lack of memory.',
    'zh-CN': '内核为自己保留的空闲内存。过低会在高负载下死锁，过高会使程序因内存不足被杀。',
  },
  'vm.mmap_min_addr': {
    en: 'Lowest address that programs may map, so that null pointers in the kernel lead nowhere. Some emulators want 0.',
    'zh-CN': '程序可以映射的最低地址，使内核中的空指针无法被利用。某些模拟器需要 0。',
  },
  'vm.mmap_rnd_bits': {
    en: 'Random bits in the addresses of mappings. The platform bounds it.',
    'zh-CN': '映射地址中的随机位数，上下限由平台决定。',
  },
  'vm.nr_hugepages': {
    en: 'Huge pages that are set aside, mostly 2 MiB each. They are lost to everything else, and after long uptime the kernel may find fewer than asked for.',
    'zh-CN': '预留的大页数量，通常每页 2 MiB。这些内存不能再作他用；运行较久之后，内核可能凑不出要求的数量。',
  },
  'vm.oom_kill_allocating_task': {
    en: '1 kills the program that asked for memory last instead of looking for the best one.',
    'zh-CN': '设为 1 时，直接杀掉最后申请内存的程序，而不是挑选最合适的一个。',
  },
  'vm.overcommit_kbytes': {
    en: 'Amount of RAM that counts where overcommit_memory is 2. Setting it zeroes overcommit_ratio.',
    'zh-CN': 'overcommit_memory 为 2 时计入的内存量。设置它会把 overcommit_ratio 清零。',
  },
  'vm.overcommit_memory': {
    en: '0 refuses only obvious excess, 1 never refuses, 2 counts strictly and refuses what exceeds swap plus overcommit_ratio of RAM. Redis asks for 1 so that it can fork.',
    'zh-CN': '0 只拒绝明显过量的申请，1 从不拒绝，2 严格计算并拒绝超过交换空间加内存 overcommit_ratio 的申请。Redis 为了 fork 建议设为 1。',
  },
  'vm.overcommit_ratio': {
    en: 'Share of RAM that counts where overcommit_memory is 2; without meaning otherwise. Setting it zeroes overcommit_kbytes.',
    'zh-CN': 'overcommit_memory 为 2 时计入的内存比例；其他情况下没有意义。设置它会把 overcommit_kbytes 清零。',
  },
  'vm.page-cluster': {
    en: 'Pages read from swap at once, as a power of two: 3 is 8, 0 is one, which suits zram.',
    'zh-CN': '每次从交换空间读取的页数，以 2 的幂表示：3 即 8 页，0 即 1 页，适合 zram。',
  },
  'vm.panic_on_oom': {
    en: 'What follows when memory runs out: 0 a program is killed, 1 panic unless only a part of the machine ran out, 2 always panic.',
    'zh-CN': '内存耗尽时的处理：0 杀掉一个程序，1 除非只是部分节点耗尽否则 panic，2 总是 panic。',
  },
  'vm.stat_interval': {
    en: 'How often counters of memory are put together.',
    'zh-CN': '汇总内存计数器的间隔。',
  },
  'vm.swappiness': {
    en: 'How willingly memory of programs is swapped out in comparison with dropping file cache, up to 200 (100 before 5.8). Low values spare programs; 0 swaps only just before memory runs out.',
    'zh-CN': '与回收文件缓存相比，换出程序内存的倾向，最大 200（5.8 之前为 100）。值小则更保留程序内存；0 表示只在内存即将耗尽时才换出。',
  },
  'vm.unprivileged_userfaultfd': {
    en: '1 lets users without privileges handle page faults of the kernel with userfaultfd, which helps attackers.',
    'zh-CN': '设为 1 时，非特权用户可用 userfaultfd 处理内核态缺页，这会方便攻击者。',
  },
  'vm.vfs_cache_pressure': {
    en: 'How willingly caches of file names and inodes are given up in comparison with file contents: 100 is even, lower keeps them, 0 never gives them up and can use up memory.',
    'zh-CN': '与文件内容缓存相比，回收目录项和 inode 缓存的倾向：100 为均衡，值小则更保留，0 从不回收，可能耗尽内存。',
  },
  'vm.watermark_boost_factor': {
    en: 'How much more is reclaimed for a while after memory got fragmented, in ten-thousandths of the high mark; 0 is off.',
    'zh-CN': '内存出现碎片后，一段时间内额外回收多少，以高水位的万分之几表示；0 为关闭。',
  },
  'vm.watermark_scale_factor': {
    en: 'Distance between the marks at which background reclaim starts and stops, in ten-thousandths of memory: 10 is 0.1 %.',
    'zh-CN': '后台回收开始与停止的水位之间的距离，以内存的万分之几表示：10 即 0.1 %。',
  },
  'vm.zone_reclaim_mode': {
    en: 'Bits of reclaim on the own NUMA node before memory of others is used: 1 on, 2 with writing, 4 with swapping. File servers and databases want 0.',
    'zh-CN': '在使用其他 NUMA 节点之前先回收本节点内存的位：1 启用，2 可写回脏页，4 可换出。文件服务器和数据库应设为 0。',
  },
};
