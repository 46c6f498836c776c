import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { workspace } from './run.ts';

test('--root checks what nginx and the sysctl tools of one machine read, and nothing else', async () => {
  const { run } = workspace({
    'image/etc/nginx/nginx.conf': 'events {}\nhttp { include /etc/nginx/sites/*; }\n',
    'image/etc/nginx/sites/shop': 'server { listen 80 backlog=8192; }\n',
    'image/usr/lib/sysctl.d/50-default.conf': 'net.core.somaxconn = 4096\n',
    'image/home/me/sysctl.conf': 'net.ipv4.tcp_tw_recycle = 1\n',
    'etc/sysctl.conf': 'net.ipv4.tcp_tw_recycle = 1\n',
  });
  const { code, out, err } = await run('--root image');
  expect(out.trim().split('\n')).toEqual([
    expect.stringMatching(
      /^image\/etc\/nginx\/sites\/shop:1:20: warning machine\/backlog-above-somaxconn backlog=8192 .* 4096/,
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

describe('links with absolute targets', () => {
  const image = () =>
    workspace({
      'image/etc/nginx/nginx.conf': 'events {}\nhttp { include /etc/nginx/sites-enabled/*; }\n',
      'image/etc/nginx/sites-available/shop': 'server { listen 80; gzip yes; }\n',
    });

  test('lead to files of the same machine', async () => {
    const { run, link } = image();
    link('image/etc/nginx/sites-enabled/shop', '/etc/nginx/sites-available/shop');
    const shop = 'image/etc/nginx/sites-enabled/shop:1:26: error nginx/invalid-value';
    expect((await run('--root image')).out).toContain(shop);
    expect((await run('image')).out).toContain(shop);
    expect((await run('image/etc/nginx/sites-enabled/shop')).out).toContain(shop);
  });

  test('are followed through other links, and the file behind them is written', async () => {
    const { run, read, link } = image();
    link('image/etc/nginx/sites-enabled/shop', '/etc/nginx/shop');
    link('image/etc/nginx/shop', 'sites-available/../sites-available/shop');
    const { code, err } = await run('image/etc/nginx/sites-enabled/shop --fix --unsafe-fixes');
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('Fixed 1') });
    expect(read('image/etc/nginx/sites-available/shop')).toBe('server { listen 80; gzip on; }\n');
  });

  test('that end in a circle or nowhere are no files', async () => {
    const { run, link } = image();
    link('image/etc/nginx/sites-enabled/a', '/etc/nginx/sites-enabled/b');
    link('image/etc/nginx/sites-enabled/b', '/etc/nginx/sites-enabled/a');
    link('image/etc/nginx/sites-enabled/c', '/etc/nginx/sites-available/gone');
    expect((await run('--root image --severity info')).err).toContain('in 2 files');
  });
});

test('a link to /dev/null takes a file out', async () => {
  const { run, link } = workspace({
    'image/usr/lib/sysctl.d/50-short.conf': 'net.core.somaxconn = 4096\n',
    'image/etc/sysctl.d/60-queue.conf': 'net.ipv4.tcp_max_syn_backlog = 8192\n',
  });
  expect((await run('--root image')).out).toContain('sysctl/syn-backlog-above-somaxconn');
  link('image/etc/sysctl.d/50-short.conf', '/dev/null');
  expect((await run('--root image')).out).not.toContain('sysctl/syn-backlog-above-somaxconn');
  expect((await run('--root image --severity info')).out).toMatch(/50-short\.conf:1:1: info sysctl\/ignored-file/);
});

test('a machine may have folders with nothing in them', async () => {
  const { run, folder } = workspace({ 'image/etc/sysctl.d/60-queue.conf': 'net.core.somaxconn = 8192\n' });
  mkdirSync(join(folder, 'image/run/sysctl.d'), { recursive: true });
  mkdirSync(join(folder, 'empty/etc/sysctl.d'), { recursive: true });
  expect(await run('--root image')).toMatchObject({ code: 0, err: expect.stringMatching(/^No findings in 1 file/) });
  expect(await run('--root empty')).toMatchObject({ code: 2, err: 'keepalint: no nginx or sysctl file in empty\n' });
});
