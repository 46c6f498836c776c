import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/duplicate-listen-options'] };

test('options of one socket in two places', async () => {
  await checkNginx(
    `
    http {
        server { listen 80 backlog=1024; listen 443 ssl reuseport; listen 443 quic reuseport; }
    #            ^^^^^^^^^^^^^^^^^^^^^^ see nginx/duplicate-listen-options: the first one
        server { listen *:80 so_keepalive=on; listen 443 ssl; }
    #                        ^^^^^^^^^^^^^^^ error nginx/duplicate-listen-options: options of the socket 0.0.0.0:80 are given a second time: nginx wants them on one listen only, also if they are equal, and does not start
        server { listen [::]:80 backlog=1024; }
    }
    `,
    { ...only, related: true },
  );
});

test('one server that listens twice on one socket', async () => {
  await checkNginx(
    `
    server {
        listen 80;
    #   ^^^^^^^^^ see nginx/duplicate-listen-options: the first one
        listen 0.0.0.0:80 default_server;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/duplicate-listen-options: this server listens on 0.0.0.0:80 twice: nginx does not start
        listen [::]:80;
        listen 127.0.0.1:80;
    }
    `,
    { ...only, related: true },
  );
});

test('stream before its virtual servers', async () => {
  await checkNginx(
    `
    stream {
        server { listen 53 udp; return a; }
        server { listen 53; return a; }
        server { listen 53 udp; return b; }
    #            ^^^^^^^^^^^^^ warning nginx/duplicate-listen-options: before nginx 1.25.5 two servers of stream cannot share 0.0.0.0:53: nginx does not start
    }
    `,
    { ...only, target: 'nginx=1.24-1.26' },
  );
  await checkNginx(
    `
    stream {
        server { listen 53; return a; }
        server { listen 53; return b; }
    #            ^^^^^^^^^ error nginx/duplicate-listen-options: on every targeted nginx (1.24) two servers of stream cannot share 0.0.0.0:53: nginx does not start
    }
    `,
    { ...only, target: 'nginx=1.24' },
  );
});

test('stream with its virtual servers', async () => {
  await checkNginx(
    `
    stream {
        server { listen 53; server_name a; return a; }
        server { listen 53; server_name b; return b; }
        server { listen 54 backlog=5; server_name a; return a; }
        server { listen 54 backlog=5; server_name b; return b; }
    #                      ^^^^^^^^^ error nginx/duplicate-listen-options: options of the socket 0.0.0.0:54 are given a second time: nginx wants them on one listen only, also if they are equal, and does not start
    }
    `,
    { ...only, target: 'nginx=1.26' },
  );
});

test('mail', async () => {
  await checkNginx(
    `
    mail {
        server { listen 25; protocol smtp; }
        server { listen *:25; protocol smtp; }
    #            ^^^^^^^^^^^ error nginx/duplicate-listen-options: two servers of mail cannot share 0.0.0.0:25: nginx does not start
    }
    `,
    only,
  );
});

test('what stands on two sides of a tag may be alternatives', async () => {
  await checkNginx(
    `
    server {
        {% if fast %}
        listen 80 backlog=4096;
        {% else %}
        listen 80;
        {% endif %}
    }
    `,
    only,
  );
});
