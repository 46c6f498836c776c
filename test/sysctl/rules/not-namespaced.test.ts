import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/not-namespaced'];

test('for a container', () =>
  checkSysctl(
    `
    vm.max_map_count = 262144
    #<^^^^^^^^^^^^^^^ error sysctl/not-namespaced: docker refuses to set vm.max_map_count for a container: --sysctl takes net.*, fs.mqueue.* and the kernel.* keys of System V IPC
    kernel.shmmax = 68719476736
    kernel.hostname = web
    #<^^^^^^^^^^^^^^ error sysctl/not-namespaced: docker refuses to set kernel.hostname for a container: --sysctl takes net.*, fs.mqueue.* and the kernel.* keys of System V IPC
    fs.mqueue.msg_max = 100
    fs.file-max = 100000
    #<^^^^^^^^^^ error sysctl/not-namespaced: docker refuses to set fs.file-max for a container: --sysctl takes net.*, fs.mqueue.* and the kernel.* keys of System V IPC
    net.core.netdev_max_backlog = 5000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/not-namespaced: net.core.netdev_max_backlog is one value for the whole host: a container cannot set it, and does not start with it
    net.core.rmem_max = 4194304
    #<^^^^^^^^^^^^^^^^ warning sysctl/not-namespaced: net.core.rmem_max is one value for the whole host: a container cannot set it, and does not start with it
    net.core.optmem_max = 65536
    #<^^^^^^^^^^^^^^^^^^ warning sysctl/not-namespaced: net.core.optmem_max is one value for the whole host before Linux 6.8: there a container cannot set it, and does not start with it
    net.core.somaxconn = 4096
    net.ipv4.no_such_key = 1
    net.ipv4.tcp_tw_recycle = 0
    net.ipv4.tcp_available_ulp = tls
    `,
    { only, target: 'docker' },
  ));

test('for a pod', () =>
  checkSysctl(
    `
    vm.max_map_count = 262144
    #<^^^^^^^^^^^^^^^ error sysctl/not-namespaced: vm.max_map_count belongs to the whole node: a pod cannot set it
    net.core.netdev_max_backlog = 5000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/not-namespaced: net.core.netdev_max_backlog is one value for the whole host: a container cannot set it, and does not start with it
    net.core.somaxconn = 4096
    #<^^^^^^^^^^^^^^^^^ info sysctl/not-namespaced: Kubernetes counts net.core.somaxconn as unsafe: a pod that sets it runs only on nodes whose kubelet allows it (allowedUnsafeSysctls)
    net.ipv4.ip_unprivileged_port_start = 80
    `,
    { only, target: 'kubernetes kernel=6.1' },
  ));

test('for a machine', () => checkSysctl('vm.max_map_count = 262144\n', { only }));
