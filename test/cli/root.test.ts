import { expect, test } from 'vitest';
import { workspace } from './run.ts';

test('--root checks what nginx and the sysctl tools of one machine read, and nothing else', async () => {
  const { run } = workspace({
    'image/etc/nginx/nginx.conf': 'events {}\nhttp { include /etc/nginx/sites/*; }\n',
    'image/etc/nginx/sites/shop': 'server { listen 80 backlog=8192; }\n',
    'image/usr/lib/sysctl.d/50-default.conf': 'net.core.somaxconn = 1024\n',
    'image/home/me/sysctl.conf': 'net.ipv4.tcp_tw_recycle = 1\n',
    'etc/sysctl.conf': 'net.ipv4.tcp_tw_recycle = 1\n',
  });
  const { code, out, err } = await run('--root image');
  expect(out.trim().split('\n')).toEqual([
    expect.stringMatching(
      /^image\/etc\/nginx\/sites\/shop:1:20: warning machine\/backlog-above-somaxconn backlog=8192 .* 1024/,
    ),
  ]);
  expect(err).toMatch(/^Found 1 warning in 3 files/);
  expect(code).toBe(1);
});

test('--root says where there is no machine', async () => {
  const { run } = workspace({ 'image/etc/passwd': 'root\n' });
  const { code, err } = await run('--root image');
  expect(code).toBe(2);
  expect(err).toBe('keepalint: image holds no machine: there is neither etc/nginx nor etc/sysctl.conf or sysctl.d below it\n');
});
