import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/read-only-key'];

test('what can only be read', () =>
  checkSysctl(
    `
    fs.file-nr = 1000 0 100000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/read-only-key: fs.file-nr can only be read: the kernel lets nobody write to it, and nothing is set
    kernel.osrelease = 5.4.0
    #<^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/read-only-key: kernel.osrelease can only be read: the kernel lets nobody write to it, and nothing is set
    net.ipv4.tcp_available_congestion_control = bbr cubic
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/read-only-key: net.ipv4.tcp_available_congestion_control can only be read: the kernel lets nobody write to it, and nothing is set
    net.netfilter.nf_conntrack_count = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/read-only-key: net.netfilter.nf_conntrack_count can only be read: the kernel lets nobody write to it, and nothing is set
    `,
    { only },
  ));

test('two lines of one key are one matter each', () =>
  checkSysctl(
    `
    fs.file-nr = 1
    #<^^^^^^^^^^^^^ + error sysctl/read-only-key: fs.file-nr can only be read: the kernel lets nobody write to it, and nothing is set
    fs.file-nr = 2
    #<^^^^^^^^^^^^^ + error sysctl/read-only-key: fs.file-nr can only be read: the kernel lets nobody write to it, and nothing is set
    `,
    { only },
  ));

test('is silent about what can be set, and globs', () =>
  checkSysctl(
    `
    fs.file-max = 100000
    net.netfilter.nf_conntrack_buckets = 65536
    kernel.ns_last_pid = 100
    net.ipv4.tcp_available_* = bbr
    `,
    { only },
  ));
