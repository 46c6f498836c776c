import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/needs-module'];

test('keys of modules that are not there yet', () =>
  checkSysctl(
    `
    net.netfilter.nf_conntrack_max = 1048576
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/needs-module: net.netfilter.nf_conntrack_max, with 2 more of this file, exists only while the module nf_conntrack is loaded, and the boot applies this file before anything loads it: name nf_conntrack in a file of /etc/modules-load.d, which is read earlier
    net.netfilter.nf_conntrack_tcp_timeout_time_wait = 60
    net.nf_conntrack_max = 1048576
    net.bridge.bridge-nf-call-iptables = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/needs-module: net.bridge.bridge-nf-call-iptables exists only while the module br_netfilter is loaded, and the boot applies this file before anything loads it: name br_netfilter in a file of /etc/modules-load.d, which is read earlier
    net.ipv4.vs.conntrack = 1
    #<^^^^^^^^^^^^^^^^^^^^ warning sysctl/needs-module: net.ipv4.vs.conntrack exists only while the module ip_vs is loaded, and the boot applies this file before anything loads it: name ip_vs in a file of /etc/modules-load.d, which is read earlier
    net.sctp.max_burst = 4
    #<^^^^^^^^^^^^^^^^^ warning sysctl/needs-module: net.sctp.max_burst exists only while the module sctp is loaded, and the boot applies this file before anything loads it: name sctp in a file of /etc/modules-load.d, which is read earlier
    net.ipv4.tcp_congestion_control = bbr
    `,
    { only },
  ));

test('switched off', () =>
  checkSysctl(
    `
    net.bridge.bridge-nf-call-iptables = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/needs-module: net.bridge.bridge-nf-call-iptables = 0 is not applied at boot, for it exists only while the module br_netfilter is loaded; when something loads it later, the value is 1 until a udev rule or somebody applies this file again
    net.bridge.bridge-nf-call-ip6tables = 0
    `,
    { only },
  ));

test('modules-load.d names one of them', () =>
  checkSysctl(
    `
    # -- etc/modules-load.d/k8s.conf --
    # for kube-proxy
    br-netfilter
    # -- etc/sysctl.d/90-k8s.conf --
    net.bridge.bridge-nf-call-iptables = 1
    net.netfilter.nf_conntrack_max = 1048576
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/needs-module: net.netfilter.nf_conntrack_max exists only while the module nf_conntrack is loaded, and the boot applies this file before anything loads it: name nf_conntrack in a file of /etc/modules-load.d, which is read earlier
    `,
    { only },
  ));

test.each([
  '-net.netfilter.nf_conntrack_max = 1048576',
  '# modprobe nf_conntrack first\nnet.netfilter.nf_conntrack_max = 1048576',
])('%j: the author knows', (text) => checkSysctl(`${text}\n`, { only }));

test('a key that is gone is not missed for its module', () =>
  checkSysctl('net.netfilter.nf_conntrack_helper = 1\n', { only, target: 'kernel=6.1' }));

test('a container loads nothing', () => checkSysctl('net.sctp.max_burst = 4\n', { only, target: 'docker' }));
