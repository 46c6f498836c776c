import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['machine/connections-above-file-limit'] };

test('a limit that the kernel refuses, and connections that no process can have', () =>
  checkNginx(
    `
    # -- etc/nginx/nginx.conf --
    worker_rlimit_nofile 200000;
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ warning machine/connections-above-file-limit: worker_rlimit_nofile 200000 has no effect: the kernel refuses a limit above fs.nr_open = 100000 (etc/sysctl.conf:1), nginx logs it and keeps the old one
    events { worker_connections 150000; }
    #        ^^^^^^^^^^^^^^^^^^^^^^^^^ warning machine/connections-above-file-limit: worker_connections 150000 cannot be reached: each connection takes a file descriptor, and no process gets more than fs.nr_open = 100000 (etc/sysctl.conf:1)
    http {}
    # -- etc/sysctl.conf --
    fs.nr_open = 100000
    `,
    only,
  ));

test('silent about the limit that no file sets: systemd may raise it', () =>
  checkNginx(
    `
    # -- etc/nginx/nginx.conf --
    worker_rlimit_nofile 2000000;
    events {}
    http {}
    # -- etc/sysctl.conf --
    vm.swappiness = 10
    `,
    only,
  ));

test('more than the whole machine has', () =>
  checkNginx(
    `
    # -- etc/nginx/nginx.conf --
    worker_processes 8;
    events { worker_connections 20000; }
    #        ^^^^^^^^^^^^^^^^^^^^^^^^ warning machine/connections-above-file-limit: 8 workers with worker_connections 20000 each want 160,000 file descriptors, the whole machine has fs.file-max = 65535 (etc/sysctl.conf:1)
    http {}
    # -- etc/sysctl.conf --
    fs.file-max = 65535
    #<^^^^^^^^^^^^^^^^^^ see machine/connections-above-file-limit: the limit
    `,
    { ...only, related: true },
  ));

test('limits that are enough, and a number of workers that nobody knows', () =>
  checkNginx(
    `
    # -- a/etc/nginx/nginx.conf --
    worker_processes auto;
    worker_rlimit_nofile 100000;
    events { worker_connections 50000; }
    http {}
    # -- a/etc/sysctl.conf --
    fs.file-max = 65535
    fs.nr_open = 100000
    # -- b/etc/nginx/nginx.conf --
    worker_processes 4;
    worker_rlimit_nofile 1048576;
    events { worker_connections 1024; }
    http {}
    # -- b/etc/sysctl.conf --
    fs.file-max = 65535
    `,
    only,
  ));
