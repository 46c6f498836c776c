import { describe, expect, test } from 'vitest';
import { cases, mainFile } from './cases.ts';
import { laboratory } from './experiments.ts';
import { findNginx, measure } from './measure.ts';

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
    expect(wasted(before), 'what the rule says').toBeGreaterThanOrEqual(requests / 10);
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
