import { expect, test } from 'vitest';
import { checkSysctl, fixSysctl, lintFiles } from '../../harness.ts';

const only = ['sysctl/unknown-key', 'sysctl/duplicate-key'];

test('a slip of the pen', () =>
  checkSysctl(
    `
    net.ipv4.tcp_max_tw_bucket = 262144
    #<^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has net.ipv4.tcp_max_tw_bucket, so nothing is set: did you mean net.ipv4.tcp_max_tw_buckets?
    net.core.rmem_defualt = 212992
    #<^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has net.core.rmem_defualt, so nothing is set: did you mean net.core.rmem_default?
    fs.protected_hardinks = 1
    #<^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has fs.protected_hardinks, so nothing is set: did you mean fs.protected_hardlinks?
    net.ipv4.conf.all.rp_filer = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has net.ipv4.conf.all.rp_filer, so nothing is set: did you mean net.ipv4.conf.all.rp_filter?
    net.ipv6.conf.eth0.acept_ra = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has net.ipv6.conf.eth0.acept_ra, so nothing is set: did you mean net.ipv6.conf.eth0.accept_ra?
    fs.inotify.max_user_watchs = 524288
    #<^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has fs.inotify.max_user_watchs, so nothing is set: did you mean fs.inotify.max_user_watches?
    `,
    { only },
  ));

test('the wrong place, prefix or case', () =>
  checkSysctl(
    `
    net.ipv4.somaxconn = 4096
    #<^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has net.ipv4.somaxconn, so nothing is set: did you mean net.core.somaxconn?
    net.ipv4.max_orphans = 65536
    #<^^^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has net.ipv4.max_orphans, so nothing is set: did you mean net.ipv4.tcp_max_orphans?
    net.ipv4_timestamps = 1
    #<^^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has net.ipv4_timestamps, so nothing is set: did you mean net.ipv4.tcp_timestamps?
    Net.IPv4.TCP_Syncookies = 1
    #<^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has Net.IPv4.TCP_Syncookies, so nothing is set: did you mean net.ipv4.tcp_syncookies?
    net.bridge.bridge_nf_call_iptables = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has net.bridge.bridge_nf_call_iptables, so nothing is set: did you mean net.bridge.bridge-nf-call-iptables?
    `,
    { only },
  ));

test('a removed key is never offered', () =>
  checkSysctl(
    `
    net.ipv4.tcp_tw_recyle = 1
    #<^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has net.ipv4.tcp_tw_recyle, so nothing is set; net.ipv4.tcp_tw_recycle, which it resembles, is gone by Linux 4.12
    `,
    { only },
  ));

test('nothing like it', () =>
  checkSysctl(
    `
    net.core.make_it_fast = 1
    #<^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux from 2.6.32 to 7.3 has net.core.make_it_fast: nothing is set unless a patched kernel or a module brings it
    kernel.frobnicate = 1
    #<^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux from 2.6.32 to 7.3 has kernel.frobnicate: nothing is set unless a patched kernel or a module brings it
    `,
    { only },
  ));

test('a key of another system', () =>
  checkSysctl(
    `
    vm.swappiness = 10
    net.inet.tcp.msl = 2000
    #<^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: net.inet.tcp.msl is a key of BSD, not of Linux: nothing is set
    kern.ipc.somaxconn = 1024
    #<^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: kern.ipc.somaxconn is a key of BSD, not of Linux: nothing is set
    `,
    { only },
  ));

test.each([
  'net.ipv4.tcp_fin_timeout = 30',
  'net/ipv4/conf/eth0.100/rp_filter = 1',
  'net.ipv4.conf.eth0/100.rp_filter = 1',
  'net.ipv4.neigh.default.gc_thresh3 = 8192',
  'net.ipv4.tcp_tw_timeout = 15',
  'net.netfilter.nf_conntrack_tcp_no_window_check = 1',
  'kernel.unprivileged_userns_clone = 1',
  'kernel.grsecurity.chroot_deny_mount = 1',
  'net.netfilter.nf_conntrack_max = 262144',
  'net.bridge.bridge-nf-call-iptables = 1',
  'lnet.panic_on_lbug = 0',
  'net.ipv4.conf.*.rp_filter = 1',
  'net.ipv4.conf.{{ iface }}.rp_filter = 1',
  '# net.ipv4.tcp_bogus = 1',
  'kernel.exec-shield = 1',
  'dev.raid.speed_limit_max = 1000',
  'fs.nfs.nlm_tcpport = 32803',
  'user.max_user_namespaces = 100',
])('%j is known, or not ours to know', (text) => checkSysctl(text, { only }));

test('guesses at the first five hundred keys', async () => {
  const text = 'net.ipv4.tcp_tw_reuze = 1\n'.repeat(501);
  const { findings } = await lintFiles(new Map([['sysctl.conf', text]]), { only: ['sysctl/unknown-key'] });
  expect(findings.map((f) => f.message).filter((id) => id === 'misspelt')).toHaveLength(500);
  expect(findings.at(-1)).toMatchObject({ message: 'unknown' });
});

// Would not end within the test's time if something were looked up for each segment.
test('a key of very many segments takes no time', async () => {
  const text = `net.ipv4.${'a.'.repeat(100_000)}a = 1\n`;
  const { findings } = await lintFiles(new Map([['sysctl.conf', text]]), { only: ['sysctl/unknown-key'] });
  expect(findings).toHaveLength(0);
});

test('the fix keeps slashes where the key has them', async () => {
  const options = { only: ['sysctl/unknown-key'], safety: ['manual'] } as const;
  await fixSysctl('net/ipv4/tcp_tw_reuze = 1\n', 'net/ipv4/tcp_tw_reuse = 1\n', options);
  await fixSysctl('net.ipv4.tcp_tw_reuze = 1\n', 'net.ipv4.tcp_tw_reuse = 1\n', options);
});

test('a directory is no key', () =>
  checkSysctl(
    `
    net.ipv4.conf.all = 1
    #<^^^^^^^^^^^^^^^^ ? error sysctl/unknown-key: net.ipv4.conf.all is a directory of keys and takes no value: nothing is set
    net/ipv4/conf/eth0 = 1
    #<^^^^^^^^^^^^^^^^^ ? error sysctl/unknown-key: net/ipv4/conf/eth0 is a directory of keys and takes no value: nothing is set
    vm = 1
    #<^ ? error sysctl/unknown-key: vm is a directory of keys and takes no value: nothing is set
    `,
    { only },
  ));

test('below a key, without separators, without a beginning, in quotes', () =>
  checkSysctl(
    `
    net.ipv4.tcp_timestamps.value = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has net.ipv4.tcp_timestamps.value, so nothing is set: did you mean net.ipv4.tcp_timestamps?
    net_ipv4_tcp_sack = 1
    #<^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has net_ipv4_tcp_sack, so nothing is set: did you mean net.ipv4.tcp_sack?
    net_ipv6_conf_all_forwarding = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux from 2.6.32 to 7.3 has net_ipv6_conf_all_forwarding: nothing is set unless a patched kernel or a module brings it
    net.conf.default.rp_filter = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has net.conf.default.rp_filter, so nothing is set: did you mean net.ipv4.conf.default.rp_filter?
    ipv4.ip_forward = 1
    #<^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has ipv4.ip_forward, so nothing is set: did you mean net.ipv4.ip_forward?
    net.conf.all.forwarding = 1
    #<^^^^^^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux from 2.6.32 to 7.3 has net.conf.all.forwarding: nothing is set unless a patched kernel or a module brings it
    "net.ipv4.tcp_sack" = 1
    #<^^^^^^^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has "net.ipv4.tcp_sack", so nothing is set: did you mean net.ipv4.tcp_sack?
    fs.file-max.0 = 1
    #<^^^^^^^^^^^^ ? warning sysctl/unknown-key: no Linux has fs.file-max.0, so nothing is set: did you mean fs.file-max?
    `,
    { only },
  ));
