import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['machine/backlog-above-somaxconn'] };

test('a backlog that the kernel cuts', () =>
  checkNginx(
    `
    # -- etc/nginx/nginx.conf --
    events {}
    http {
      server { listen 80 backlog=8192; listen 443 quic; listen 81 backlog=1024; }
    #                    ^^^^^^^^^^^^ warning machine/backlog-above-somaxconn: backlog=8192 comes down to 1024 without a word: the kernel cuts every accept queue at net.core.somaxconn = 1024 (etc/sysctl.d/50-net.conf:1)
    }
    # -- etc/sysctl.d/50-net.conf --
    net.core.somaxconn = 1024
    #<^^^^^^^^^^^^^^^^^^^^^^^^ see machine/backlog-above-somaxconn: the cap
    `,
    { ...only, related: true },
  ));

test('the smallest of what the files end up with, where that depends on the program', () =>
  checkNginx(
    `
    # -- etc/nginx/nginx.conf --
    events {}
    http {
      server { listen 80 backlog=8192; }
    #                    ^^^^^^^^^^^^ warning machine/backlog-above-somaxconn: backlog=8192 comes down to 1024 without a word: the kernel cuts every accept queue at net.core.somaxconn = 1024 (etc/sysctl.d/50-net.conf:1)
    }
    # -- etc/sysctl.d/50-net.conf --
    net.core.somaxconn = 1024
    # -- etc/sysctl.conf --
    net.core.somaxconn = 8192
    `,
    only,
  ));

test('the default, where no file sets it', () =>
  checkNginx(
    `
    # -- etc/nginx/nginx.conf --
    events {}
    http {
      server { listen 80 backlog=8192; listen 81 backlog=4096; }
    #                    ^^^^^^^^^^^^ warning machine/backlog-above-somaxconn: backlog=8192 comes down to 4096 without a word: the kernel cuts every accept queue at net.core.somaxconn, which no file of this machine sets
    }
    # -- etc/sysctl.conf --
    vm.swappiness = 10
    `,
    only,
  ));

test('the default of older kernels', () =>
  checkNginx(
    `
    # -- etc/nginx/nginx.conf --
    events {}
    http {
      server { listen 80 backlog=4096; }
    #                    ^^^^^^^^^^^^ warning machine/backlog-above-somaxconn: backlog=4096 comes down to 128 without a word: the kernel cuts every accept queue at net.core.somaxconn, which no file of this machine sets
    }
    # -- etc/sysctl.conf --
    vm.swappiness = 10
    `,
    { ...only, target: 'kernel=4.19' },
  ));

test('a raised limit that no listen asks for', () =>
  checkNginx(
    `
    # -- etc/nginx/nginx.conf --
    events {}
    http {
      server { listen 80; }
    #                 ^^ see machine/backlog-above-somaxconn: asks for 511
    }
    # -- etc/sysctl.conf --
    net.core.somaxconn = 65535
    #                    ^^^^^ warning machine/backlog-above-somaxconn: net.core.somaxconn = 65535 does not lengthen an accept queue of nginx: no listen of nginx.conf has a backlog, so each asks for 511
    `,
    { ...only, related: true },
  ));

test('what fits, what kernels do by themselves, what is not known', () =>
  checkNginx(
    `
    # -- a/etc/nginx/nginx.conf --
    events {}
    http { server { listen 80 backlog=1024; listen 81; } server { listen 443 quic backlog=99999; } }
    # -- a/etc/sysctl.conf --
    net.core.somaxconn = 16384
    # -- b/etc/nginx/nginx.conf --
    events {}
    http { server { listen 80; } }
    # -- b/etc/sysctl.conf --
    net.core.somaxconn = 4096
    # -- c/etc/nginx/nginx.conf --
    events {}
    http { include /srv/elsewhere/*.conf; include /srv/elsewhere.conf; server { listen 80; } }
    # -- c/etc/sysctl.conf --
    net.core.somaxconn = 65535
    # -- d/etc/nginx/nginx.conf --
    events {}
    http { server { listen 80 backlog=8192; } }
    # -- d/etc/sysctl.conf --
    net.core.somaxconn = {{ somaxconn }}
    `,
    only,
  ));
