import { describe, expect, test } from 'vitest';
import { lintFiles } from '../harness.ts';

const web = (backlog: number) => `events {}\nhttp { server { listen 80 backlog=${backlog}; } }\n`;
const kernel = (somaxconn: number) => `net.core.somaxconn = ${somaxconn}\n`;
const only = { only: ['machine/backlog-above-somaxconn'] };

/** The files that findings stand in, and the numbers they say. */
async function found(files: Record<string, string>): Promise<string[]> {
  const { findings } = await lintFiles(new Map(Object.entries(files)), only);
  return findings.map((f) => `${f.at.file.replace('/w/', '')} ${f.data.limit ?? f.data.value}`);
}

describe('what belongs to one machine', () => {
  test('the two sides below one etc', async () => {
    const files = { 'etc/nginx/nginx.conf': web(8192), 'etc/sysctl.conf': kernel(1024) };
    expect(await found(files)).toEqual(['etc/nginx/nginx.conf 1024']);
  });

  test('a fragment of sysctl.d, and a site that the main file includes', async () => {
    const files = {
      'web1/etc/nginx/nginx.conf': 'events {}\nhttp { include sites-enabled/*; }\n',
      'web1/etc/nginx/sites-enabled/shop': 'server { listen 80 backlog=8192; }\n',
      'web1/etc/sysctl.d/60-net.conf': kernel(1024),
    };
    expect(await found(files)).toEqual(['web1/etc/nginx/sites-enabled/shop 1024']);
  });

  test('two machines of one repository are not mixed up', async () => {
    const files = {
      'a/etc/nginx/nginx.conf': web(8192),
      'a/etc/sysctl.conf': kernel(16384),
      'b/etc/nginx/nginx.conf': web(8192),
      'b/etc/sysctl.conf': kernel(2048),
      'c/etc/nginx/nginx.conf': web(1024),
    };
    expect(await found(files)).toEqual(['b/etc/nginx/nginx.conf 2048']);
  });

  test('one main file and one sysctl file in a folder, and no more of them', async () => {
    const files = { 'deploy/nginx.conf': web(8192), 'deploy/sysctl.conf': kernel(1024) };
    expect(await found(files)).toEqual(['deploy/nginx.conf 1024']);
    expect(await found({ ...files, 'deploy/nginx-old.conf': web(8192) })).toEqual([]);
    expect(await found({ ...files, 'deploy/db.sysctl.conf': kernel(512) })).toEqual([]);
    expect(await found({ 'deploy/nginx.conf': web(8192), 'other/sysctl.conf': kernel(1024) })).toEqual([]);
  });

  test('what the configuration says, and then nothing else', async () => {
    const files = {
      '.keepalint.yaml': 'machines:\n  web: { nginx: front/main.conf, sysctl: [kernel/a.conf, kernel/b.conf] }\n',
      'front/main.conf': web(8192),
      'kernel/a.conf': kernel(512),
      'kernel/b.conf': kernel(1024),
      'x/etc/nginx/nginx.conf': web(8192),
      'x/etc/sysctl.conf': kernel(2048),
    };
    expect(await found(files)).toEqual(['front/main.conf 1024']);
  });
});

test('the side that nobody asked for is read, and told where its partner is looked at', async () => {
  const files = new Map([
    ['etc/nginx/nginx.conf', 'events {}\nhttp { server { listen 80; } }\n'],
    ['etc/sysctl.conf', 'net.ipv4.tcp_keepalive_time = 300\n'],
  ]);
  const told = async (path: string) => {
    const { findings, dependencies } = await lintFiles(files, { only: ['machine/tcp-keepalive-unused'], paths: [path] });
    return {
      at: findings.map((f) => f.at.file),
      watched: dependencies(`/w/${path}`)
        .filter((p) => files.has(p.replace('/w/', '')))
        .sort(),
    };
  };
  expect(await told('etc/sysctl.conf')).toEqual({
    at: ['/w/etc/sysctl.conf'],
    watched: ['/w/etc/nginx/nginx.conf', '/w/etc/sysctl.conf'],
  });
  expect((await told('etc/nginx/nginx.conf')).at).toEqual(['/w/etc/nginx/nginx.conf']);
});
