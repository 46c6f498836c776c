import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const target = { target: 'nginx=1.24' };

test('nginx ignores all three, and their successors are free', () =>
  checkNginx(
    `
    http {
      http2_idle_timeout 5m;
    # ^^^^^^^^^^^^^^^^^^^^^ +! warning nginx/obsolete-http2-timeouts: http2_idle_timeout 5m does nothing on every targeted nginx (1.24): nginx warns at every start and ignores it, keepalive_timeout rules HTTP/2 connections, too
      server {
        listen 80;
        http2_recv_timeout 20s;
    #   ^^^^^^^^^^^^^^^^^^^^^^ +! warning nginx/obsolete-http2-timeouts: http2_recv_timeout 20s does nothing on every targeted nginx (1.24): nginx warns at every start and ignores it, client_header_timeout rules HTTP/2 connections, too
        http2_max_requests 10000;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^ +! warning nginx/obsolete-http2-timeouts: http2_max_requests 10000 does nothing on every targeted nginx (1.24): nginx warns at every start and ignores it, keepalive_requests rules HTTP/2 connections, too
      }
    }
    `,
    target,
  ));

test('a value moves only where nothing sets its successor, and once', () =>
  checkNginx(
    `
    http {
      keepalive_timeout 65s;
      server {
        listen 80;
        http2_idle_timeout 5m;
    #   ^^^^^^^^^^^^^^^^^^^^^ + warning nginx/obsolete-http2-timeouts: http2_idle_timeout 5m does nothing on every targeted nginx (1.24): nginx warns at every start and ignores it, keepalive_timeout rules HTTP/2 connections, too
        http2_recv_timeout 20s;
    #   ^^^^^^^^^^^^^^^^^^^^^^ + warning nginx/obsolete-http2-timeouts: http2_recv_timeout 20s does nothing on every targeted nginx (1.24): nginx warns at every start and ignores it, client_header_timeout rules HTTP/2 connections, too
        http2_recv_timeout 30s;
    #   ^^^^^^^^^^^^^^^^^^^^^^ + warning nginx/obsolete-http2-timeouts: http2_recv_timeout 30s does nothing on every targeted nginx (1.24): nginx warns at every start and ignores it, client_header_timeout rules HTTP/2 connections, too
      }
    }
    `,
    target,
  ));

test('a value that its successor would not take, or that would close connections early, does not move', () =>
  checkNginx(
    `
    http {
      http2_idle_timeout soon;
    # ^^^^^^^^^^^^^^^^^^^^^^^ + warning nginx/obsolete-http2-timeouts: http2_idle_timeout soon does nothing on every targeted nginx (1.24): nginx warns at every start and ignores it, keepalive_timeout rules HTTP/2 connections, too
      http2_recv_timeout 0;
    # ^^^^^^^^^^^^^^^^^^^^ + warning nginx/obsolete-http2-timeouts: http2_recv_timeout 0 does nothing on every targeted nginx (1.24): nginx warns at every start and ignores it, client_header_timeout rules HTTP/2 connections, too
      http2_max_requests 50;
    # ^^^^^^^^^^^^^^^^^^^^^ + warning nginx/obsolete-http2-timeouts: http2_max_requests 50 does nothing on every targeted nginx (1.24): nginx warns at every start and ignores it, keepalive_requests rules HTTP/2 connections, too
    }
    `,
    target,
  ));

test('where what is around is not known nothing moves', () =>
  checkNginx(
    `
    # -- nginx.conf --
    http {
      include /opt/elsewhere/*.conf;
      server {
        http2_idle_timeout 5m;
    #   ^^^^^^^^^^^^^^^^^^^^^ + warning nginx/obsolete-http2-timeouts: http2_idle_timeout 5m does nothing on every targeted nginx (1.24): nginx warns at every start and ignores it, keepalive_timeout rules HTTP/2 connections, too
      }
    }
    `,
    target,
  ));

test('an older nginx obeys them', async () => {
  const text = `
    http {
      http2_idle_timeout 5m;
      http2_recv_timeout 20s;
      http2_max_requests 10000;
    }
    `;
  await checkNginx(text, { target: 'nginx=1.18' });
  await checkNginx(text);
});

test('in Chinese', () =>
  checkNginx(
    `
    http {
      http2_idle_timeout 5m;
    # ^^^^^^^^^^^^^^^^^^^^^ +! warning nginx/obsolete-http2-timeouts: 在所有目标 nginx 版本（1.24）上，http2_idle_timeout 5m 不起任何作用：nginx 每次启动都会告警并忽略它，HTTP/2 连接现在同样由 keepalive_timeout 控制
    }
    `,
    { ...target, locale: 'zh-CN' },
  ));
