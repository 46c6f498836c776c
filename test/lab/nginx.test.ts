import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mainFile } from '../nginx/main-file.ts';
import { cases, unbuffered } from './cases.ts';
import { laboratory } from './experiments.ts';
import { findNginx, fixed, measure } from './measure.ts';

const nginx = findNginx();
const lab = nginx ? await laboratory() : 'nginx is not installed';
if (typeof lab === 'string') console.log(`skipped: ${lab}`);
const run = typeof lab === 'string' ? () => Promise.reject(new Error(lab)) : lab;
const requests = 640;

describe.skipIf(typeof lab === 'string')(`nginx ${nginx?.version}`, () => {
  test.each(cases.map((c) => [c.title, c] as const))('%s', async (_, c) => {
    const { before, after } = await measure(run, nginx!, c, requests);
    const wasted = (m: typeof before) =>
      c.rule.startsWith('nginx/client') || c.rule.startsWith('nginx/low') ? m.clients! : m.opened!;
    if (after === undefined) {
      expect(wasted(before), 'no finding, so connections are used again').toBeLessThanOrEqual(40);
      return;
    }
    expect(Math.max(wasted(before), before.failed!), 'what the rule says').toBeGreaterThanOrEqual(requests / 10);
    expect(wasted(after), 'what its fix does').toBeLessThanOrEqual(40);
    expect(after.failed, 'no request fails').toBe(0);
    expect(after.timeWaitAtProxy! + after.timeWaitAtBackend!).toBeLessThanOrEqual(40);
  });

  const slow = (more: string) => ({
    'nginx.conf': mainFile(
      `${more}server {\n    listen 127.0.0.1:8080;\n    location / { proxy_pass http://127.0.0.1:9000; }\n}\n`,
    ),
  });
  test('holds the sockets of clients that gave up in CLOSE_WAIT only where it is told to', async () => {
    const { binary } = nginx!;
    expect(await run({ kind: 'abort', binary, files: slow('') })).toEqual({ closeWait: 0 });
    expect(await run({ kind: 'abort', binary, files: slow('proxy_ignore_client_abort on;\n') })).toEqual({ closeWait: 5 });
  });

  test('resets clients that are still sending only where it does not linger', async () => {
    const text = mainFile(`lingering_close off;\n${unbuffered}`);
    const better = await fixed(text, 'nginx/lingering-close-off', nginx!.version);
    const send = (conf: string) => run({ kind: 'upload', binary: nginx!.binary, files: { 'nginx.conf': conf } });
    const before = await send(text);
    expect(before.reset).toBeGreaterThan(10);
    expect(await send(better!)).toEqual({ answered: 20, reset: 0 });
  });

  const streaming = (more: string) => `load_module /usr/lib/nginx/modules/ngx_stream_module.so;
daemon off;
master_process off;
pid nginx.pid;
events {}
stream {
    server {
        listen 127.0.0.1:8080;
        proxy_pass 127.0.0.1:9000;
        ${more}
    }
}
`;
  const { binary: program = '' } = nginx ?? {};
  const hasStream = nginx && !process.env.KEEPALINT_NGINX && existsSync('/usr/lib/nginx/modules/ngx_stream_module.so');
  test.skipIf(!hasStream)('keeps half a session only where it is told to', async () => {
    // An orphan that the kernel waits with alone is gone by then.
    const sysctl = { 'net.ipv4.tcp_fin_timeout': '1' };
    const one = (more: string) => run({ kind: 'half', binary: program, files: { 'nginx.conf': streaming(more) }, sysctl });
    expect(await one('proxy_half_close on;')).toEqual({ clientInCloseWait: 1, serverInFinWait2: 1 });
    expect(await one('')).toEqual({ clientInCloseWait: 0, serverInFinWait2: 0 });
  });

  test.each([
    ['', '4096', 511],
    [' backlog=65535', '4096', 4096],
    [' backlog=65535', '65535', 65535],
    ['', '128', 128],
  ])('listen%s with somaxconn %s has an accept queue of %d', async (parameter, somaxconn, queue) => {
    const files = { 'nginx.conf': mainFile(`server { listen 127.0.0.1:8080${parameter}; }\n`) };
    const sysctl = { 'net.core.somaxconn': somaxconn };
    expect(await run({ kind: 'backlog', binary: nginx!.binary, files, sysctl })).toEqual({ queue });
  });
});
