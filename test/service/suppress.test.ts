import { expect, test } from 'vitest';
import { checkNginx, checkSysctl, lintFiles } from '../harness.ts';

test('a comment before a block covers what is found in it', () =>
  checkNginx(
    `
    events {}
    http {
        # keepalint-disable-next-line nginx/upstream-keepalive-inert -- one request a day
        upstream app {
            server 10.0.0.1;
            keepalive 16;
        }
        server { location / { proxy_pass http://app; } }
    }
    `,
    { target: 'nginx=1.24', only: ['nginx/upstream-keepalive-inert'] },
  ));

test('an unused comment in an included file is found with its main file', () =>
  checkNginx(`
    # -- nginx.conf --
    events {}
    http { include conf.d/*.conf; }
    # -- conf.d/a.conf --
    # keepalint-disable-next-line nginx/deprecated -- not yet
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^ + warning keepalint/unused-suppression: keepalint-disable-next-line disables nothing: there is no finding where it applies
    server { listen 80; }
  `));

test('without its main file nothing is said about it', async () => {
  const { findings } = await lintFiles(
    new Map([['conf.d/a.conf', '# keepalint-disable-file nginx/upstream-keepalive-inert\nserver { listen 80; }\n']]),
  );
  expect(findings).toEqual([]);
});

test('a rule that the configuration switches off leaves its comments in peace', () =>
  checkSysctl(`
    # -- .keepalint.yaml --
    rules: { sysctl/tcp-tw-recycle: off, keepalint/missing-reason: info }
    # -- sysctl.conf --
    # keepalint-disable-next-line sysctl/tcp-tw-recycle
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^ info keepalint/missing-reason: keepalint-disable-next-line gives no reason: add one after --
    net.ipv4.ip_forward = 1
    net.ipv4.tcp_tw_recycle = 1
  `));
