import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/conflicting-default-server'] };

test('two default servers of one socket, under any spelling', async () => {
  await checkNginx(
    `
    http {
        server { listen 80 default_server; listen [::]:80 default_server; }
    #            ^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/conflicting-default-server: the default server
    #                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/conflicting-default-server: the default server
        server { listen *:80 default; listen [0::0]:80 default_server ipv6only=on; }
    #                        ^^^^^^^ + error nginx/conflicting-default-server: 0.0.0.0:80 has a default server already: nginx does not start
    #                                                  ^^^^^^^^^^^^^^ + error nginx/conflicting-default-server: [::]:80 has a default server already: nginx does not start
        server { listen 127.0.0.1:80 default_server; }
    #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/conflicting-default-server: the default server
        server { listen 127.0.0.1 default_server; }
    #                             ^^^^^^^^^^^^^^ + error nginx/conflicting-default-server: 127.0.0.1:80 has a default server already: nginx does not start
        server { listen 443 ssl default_server; listen 443 quic default_server; }
    }
    `,
    { ...only, related: true },
  );
});

test('a file that is included twice', async () => {
  await checkNginx(
    `
    # -- nginx.conf --
    http {
        include site.conf;
    #   ^^^^^^^^^^^^^^^^^ see nginx/conflicting-default-server: the default server
        include site.conf;
    #   ^^^^^^^^^^^^^^^^^ error nginx/conflicting-default-server: 0.0.0.0:80 has a default server already: nginx does not start
    }
    # -- site.conf --
    server { listen 80 default_server; }
    `,
    { ...only, related: true },
  );
});

test('placeholders may become anything', async () => {
  await checkNginx(
    `
    server { listen \${PORT} default_server; }
    server { listen \${PORT} default_server; }
    `,
    only,
  );
});

test('what stands on two sides of a tag may be alternatives', async () => {
  await checkNginx(
    `
    {{ if .TLS }}
    server { listen 80 default_server; return 301 https://$host$request_uri; }
    {{ else }}
    server { listen 80 default_server; root /srv; }
    {{ end }}
    `,
    only,
  );
});
