import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Answer, whichLocation } from '../../server/src/nginx/model/which-location.ts';
import { lensesIn } from '../../server/src/service/lenses.ts';
import { mainFile } from './main-file.ts';
import { modelOf } from './model/model.ts';
import { randomServers } from './which-location-cases.ts';
import { findNginx, startNginx } from './wire.ts';

/*
 * The location that we say answers, compared with the one that does. More of them:
 * KEEPALINT_SEEDS=1-100 npx vitest run test/nginx/which-location.test.ts
 */
const nginx = await findNginx();
const [, first, last] = /^(\d+)-(\d+)$/.exec(process.env.KEEPALINT_SEEDS ?? '') ?? [];
const seeds = last ? Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i) : [1, 2, 3, 4];

/** Addresses of the configuration that we look at, and the sockets on which nginx listens in their place. */
const sockets = new Map([
  ['80', 'front.sock'],
  ['127.0.0.1:81', 'second.sock'],
]);

describe.skipIf(!nginx)('which location answers', { timeout: 120_000 }, () => {
  const totals = { asked: 0, certain: 0, locations: 0, servers: 0, directives: 0, refused: 0 };

  test.each(seeds)('as nginx says, servers of seed %i', async (seed) => {
    const { text, urls } = randomServers(seed);
    const model = await modelOf(mainFile(text));
    const real = [...sockets].reduce(
      (t, [address, socket]) => t.replaceAll(new RegExp(`listen ${address}(?=[ ;])`, 'g'), `listen unix:${socket}`),
      mainFile(text),
    );
    const running = await startNginx(nginx!.binary, new Map([['nginx.conf', real]]), [...sockets.values()]);
    const agents = new Map([...sockets.values()].map((s) => [s, new Agent({ keepAlive: true, maxSockets: 8 })]));
    try {
      const wrong: string[] = [];
      const ask = async (url: string) => {
        const answer = whichLocation(model, url);
        const slash = says(answer, 'with 301 to') ? ' with a slash' : '';
        const ours = answer.by ? idOf(answer.by) + slash : 'refused';
        totals.asked++;
        if (!answer.certain) return;
        totals.certain++;
        if (answer.kind === 'none' || answer.kind === 'no-url' || answer.kind === 'no-server') totals.refused++;
        else totals[`${answer.kind}s`]++;
        const { host, port, target } = /^http:\/\/(?<host>[^:/]+)(?::(?<port>\d+))?(?<target>.*)$/s.exec(url)!.groups!;
        const socket = port === '81' ? 'second.sock' : 'front.sock';
        const { theirs, status } = await send(join(running.folder, socket), host!, target!, agents.get(socket)!);
        const hidden = says(answer, 'it is internal');
        if (hidden && status !== 404) wrong.push(`${url}: ${status}, though it is internal`);
        if (theirs !== ours) wrong.push(`${url}: ${theirs}, not ${ours}`);
      };
      const queue = [...urls];
      await Promise.all(
        Array.from({ length: 16 }, async () => {
          for (let url = queue.pop(); url !== undefined; url = queue.pop()) await ask(url);
        }),
      );
      expect(wrong.slice(0, 10)).toEqual([]);
    } finally {
      for (const agent of agents.values()) agent.destroy();
      await running.stop();
    }
  });

  test('enough of it was certain', () => {
    console.log('URLs:', totals);
    expect(totals.certain).toBeGreaterThan(totals.asked * 0.5);
    for (const count of Object.values(totals)) expect(count).toBeGreaterThan(0);
  });
});

const says = ({ steps }: Answer, part: string) => steps.some(({ statement }) => statement.text.en.includes(part));

/** What the location or server says in each answer. */
// Would not end within the test's time if a server were read again for each address that it listens on.
test('takes no time where one server listens on very many addresses', async () => {
  const addresses = Array.from({ length: 20_000 }, (_, i) => `10.0.${i >> 8}.${i & 255}:80`);
  const others = addresses.map((address, i) => `server { listen ${address}; server_name b${i}; }`);
  const model = await modelOf(
    `events {} http { server { ${addresses.map((a) => `listen ${a};`).join(' ')} server_name a; } ${others.join(' ')} }`,
  );
  expect(whichLocation(model, 'http://b7/').kind).toBe('server');
  const source = model.files.get('/w/nginx.conf')!.source;
  const titles = lensesIn([{ nginx: model, sysctl: undefined }], source).map(({ title }) => title);
  expect(titles).toHaveLength(addresses.length + 1);
});

function idOf({ name, children, parent }: Parameters<typeof whichLocation>[2] & {}): string {
  const block = name === 'location' || name === 'server' ? children : parent!.children;
  const header = block.find((d) => d.name === 'add_header') ?? parent!.parent!.children.find((d) => d.name === 'add_header');
  return header?.node.args[1]?.text ?? 'no id';
}

function send(socketPath: string, host: string, path: string, agent: Agent): Promise<{ theirs: string; status: number }> {
  return new Promise((done, fail) => {
    const req = request({ socketPath, path, headers: { host }, agent }, (res) => {
      const { statusCode: status = 0, headers } = res;
      // Only of nginx itself: what is configured leads to other hosts, or has no slash.
      const slash =
        status === 301 && headers.location?.startsWith(`http://${host.toLowerCase()}`) && /\/(?:\?|$)/.test(headers.location);
      const theirs = status === 400 || status === 500 ? 'refused' : `${headers['x-id']}${slash ? ' with a slash' : ''}`;
      res.resume().on('end', () => done({ theirs, status }));
      res.on('error', fail);
    });
    req.on('error', fail).end();
  });
}
