import { get } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { sharedDefaults } from '../../server/src/nginx/model/defaults.ts';
import type { Directive } from '../../server/src/nginx/model/model.ts';
import { mainFile } from './main-file.ts';
import { modelOf } from './model/model.ts';
import { randomFrom } from './random.ts';
import { findNginx, listen, startNginx } from './wire.ts';

/* Of servers that share an address, the one that we say is the default, compared with the one that answers a name nobody has. */
const nginx = await findNginx();

describe.skipIf(!nginx)('the default server of a shared address', { timeout: 60_000 }, () => {
  let told = 0;

  test.each(Array.from({ length: 12 }, (_, i) => i + 1))('is that of nginx, seed %i', async (seed) => {
    const port = await freePort();
    const text = randomServers(seed, port);
    const files = {
      '/w/nginx.conf': mainFile(`${text}\ninclude more/*.conf;`),
      '/w/more/a.conf': randomServers(seed + 1000, port),
    };
    const model = await modelOf(files);
    const ours = new Map([...sharedDefaults(model).values()].flat().map((s) => [s.socket, nameOf(s.server)]));
    const real = new Map(Object.entries(files).map(([path, its]) => [path.replace('/w/', ''), its]));
    real.set('nginx.conf', real.get('nginx.conf')!.replace('include more', `server { ${listen} return 204; }\ninclude more`));
    const running = await startNginx(nginx!.binary, real).catch((error) => String(error));
    if (typeof running === 'string') {
      expect(running).toMatch(/duplicate|a duplicate default server/);
      return;
    }
    try {
      for (const [socket, name] of ours) {
        const host = socket.startsWith('*') ? '127.0.0.9' : socket.replace(/:\d+$/, '');
        expect(await answerOf(host, port), `${seed} ${socket}`).toBe(name);
        told++;
      }
    } finally {
      await running.stop();
    }
  });

  test('is known often enough', () => expect(told).toBeGreaterThan(10));
});

function randomServers(seed: number, port: number): string {
  const { number, chance, pick, some } = randomFrom(seed);
  const addresses = [`${port}`, `*:${port}`, `0.0.0.0:${port}`, `127.0.0.1:${port}`, `127.0.0.2:${port}`];
  let left = seed < 1000 && chance(0.6) ? 1 : 0;
  return some(1 + number(3), () => {
    const name = `s${seed}-${number(1e6)}`;
    const [first, ...others] = new Map(
      some(number(2), () => pick(addresses)).map((a) => [a.replace(/^\*:|^0\.0\.0\.0:/, ''), a]),
    ).values();
    const lines = [first!, ...others].map(
      (address) => `listen ${address}${left > 0 && chance(0.5) && left-- ? ' default_server' : ''};`,
    );
    return `server { ${lines.join(' ')} server_name ${name}; add_header X-Id ${name}; return 204; }`;
  }).join('\n');
}

const nameOf = ({ children }: Directive) => children.find((d) => d.name === 'server_name')?.node.args[0]?.text;

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '0.0.0.0', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function answerOf(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    get({ host, port, headers: { host: 'nobody.example' }, agent: false }, (response) => {
      response.resume().on('end', () => resolve(String(response.headers['x-id'])));
    }).on('error', reject);
  });
}
