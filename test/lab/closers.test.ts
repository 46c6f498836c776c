import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../server/src/core/host.ts';
import { parseTargets } from '../../server/src/core/targets.ts';
import { any } from '../../server/src/core/version.ts';
import { type Closer, closerOf } from '../../server/src/nginx/model/arithmetic.ts';
import { eras } from '../../server/src/nginx/model/reuse.ts';
import { createService } from '../../server/src/service/service.ts';
import { mainFile } from '../nginx/main-file.ts';
import { laboratory } from './experiments.ts';
import { findNginx } from './measure.ts';

const nginx = findNginx();
const lab = nginx ? await laboratory() : 'nginx is not installed';
if (typeof lab === 'string') console.log(`skipped: ${lab}`);
const run = typeof lab === 'string' ? () => Promise.reject(new Error(lab)) : lab;
const requests = 320;

/** Who we say closes the connections of the only pass first. */
async function foretold(text: string, version: string): Promise<Closer | undefined> {
  const path = '/lab/nginx.conf';
  const parsed = parseTargets([`nginx=${version}`]);
  if ('problem' in parsed) throw new Error(parsed.problem.message.en);
  const { target } = parsed;
  const host = memoryHost(new Map([[path, { path, text, encoding: 'utf8' }]]));
  const service = createService({ host, target, onCrash: () => undefined });
  const model = (await service.check([path])).models(path)[0]!.nginx!;
  return closerOf(model, model.passes[0]!, any(target.nginx, eras.old) ? 'old' : 'new');
}

const literal = 'proxy_pass http://127.0.0.1:9000;';
const cleared = 'proxy_http_version 1.1; proxy_set_header Connection "";';

describe.skipIf(typeof lab === 'string')(`TIME_WAIT of nginx ${nginx?.version} stays where hovers say it does`, () => {
  test.each([
    ['an address', '', literal],
    ['an address, HTTP/1.1', '', `${cleared} ${literal}`],
    ['an address, HTTP/1.0', '', `proxy_http_version 1.0; ${literal}`],
    ['an address, Connection: keep-alive', '', `proxy_set_header Connection keep-alive; ${literal}`],
    ['an address, Connection: close', '', `proxy_http_version 1.1; proxy_set_header Connection close; ${literal}`],
    ['an upstream without keepalive', '', `${cleared} proxy_pass http://pool;`],
    ['an upstream without keepalive, nothing said', '', 'proxy_pass http://pool;'],
    ['an upstream with keepalive', 'keepalive 64;', `${cleared} proxy_pass http://pool;`],
    ['an upstream with keepalive, nothing said', 'keepalive 64;', 'proxy_pass http://pool;'],
    [
      'an upstream with keepalive, Connection: close',
      'keepalive 64;',
      'proxy_set_header Connection close; proxy_pass http://pool;',
    ],
    ['a balancer behind keepalive', 'keepalive 64; least_conn;', `${cleared} proxy_pass http://pool;`],
  ])('%s', async (_, pool, location) => {
    const { binary, version } = nginx!;
    const text = mainFile(
      `upstream pool { server 127.0.0.1:9000; ${pool} }\nserver { listen 127.0.0.1:8080; location / { ${location} } }\n`,
    );
    const { failed, timeWaitAtProxy, timeWaitAtBackend } = await run({
      kind: 'proxy',
      binary,
      files: { 'nginx.conf': text },
      requests,
      host: 'lab.example',
      path: '/',
    });
    expect(failed).toBe(0);
    const who = await foretold(text, version);
    const many = requests / 2;
    // nginx closes once it has read the response, and does not wait for a server that is slow to do so.
    if (who === 'server') expect(timeWaitAtProxy! + timeWaitAtBackend!).toBeGreaterThan(many);
    else expect(who).toBe(timeWaitAtProxy! > many ? 'nginx' : timeWaitAtBackend! > many ? 'server' : 'nobody');
  });
});
