import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderer } from '../../server/src/core/render.ts';
import type { Nginx } from '../../server/src/nginx/model/model.ts';
import { configurationAround, textOf } from '../../server/src/service/effective-configuration.ts';
import { mainFile } from './main-file.ts';
import { modelOf } from './model/model.ts';
import { randomFrom } from './random.ts';
import { type Backend, findNginx, listen, startBackend, startNginx } from './wire.ts';

/*
 * What applies in a location, run as a configuration of its own, answers as the whole one does. More of them:
 * KEEPALINT_SEEDS=1-100 npx vitest run test/nginx/effective-place.test.ts
 */
const nginx = await findNginx();
const [, first, last] = /^(\d+)-(\d+)$/.exec(process.env.KEEPALINT_SEEDS ?? '') ?? [];
const seeds = last ? Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i) : [1, 2, 3, 4];

describe.skipIf(!nginx)('what applies in a location', { timeout: 120_000 }, () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await startBackend();
  });
  afterAll(() => backend?.stop());
  const totals = { places: 0, requests: 0 };
  const statuses = new Map<string, number>();

  test.each(seeds)('is all that applies there, configuration %i', async (seed) => {
    const { http, paths, files } = randomPlaces(seed, backend.port);
    const text = mainFile(http);
    const model = await modelOf(text);
    const whole = await answers(text, files, paths);
    for (const [i, path] of paths.entries()) {
      const chain = chainAt(model, text, path);
      const [here] = await answers(`daemon off; master_process off; pid nginx.pid; events {}\n${chain}`, files, [path]);
      expect(here, `${path}\n${chain}`).toEqual(whole[i]);
      totals.places++;
    }
  });

  test('which shows in many answers', () => {
    console.log(totals, statuses);
    expect(statuses.size).toBeGreaterThan(5);
  });

  async function answers(text: string, files: ReadonlyMap<string, string>, paths: readonly string[]): Promise<string[][]> {
    const running = await startNginx(nginx!.binary, new Map([...files, ['nginx.conf', text]]));
    try {
      const all: string[][] = [];
      for (const path of paths) {
        const asked: string[] = [];
        for (const [method, query] of [
          ['GET', ''],
          ['GET', '?q=1'],
          ['DELETE', ''],
        ] as const) {
          totals.requests++;
          const { status, line } = await ask(
            join(running.folder, 'front.sock'),
            method,
            `${path}${query}`,
            `${totals.requests}`,
          );
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          const seen = backend.take(`${totals.requests}`);
          const headers = seen?.headers
            .filter(([name]) => name !== 'host')
            .map((h) => h.join(': '))
            .sort();
          asked.push(`${method} ${line}`, ...(headers ?? []), seen?.url ?? '');
        }
        all.push(asked);
      }
      return all;
    } finally {
      await running.stop();
    }
  }
});

function chainAt(model: Nginx, text: string, path: string): string {
  const words = renderer(new Map(), 'en', () => 'x');
  return textOf(configurationAround(model, '/w/nginx.conf', text.indexOf(`location ${path.replace(/file$/, '')} {`) + 3), words)
    .text;
}

function ask(socketPath: string, method: string, path: string, probe: string): Promise<{ status: string; line: string }> {
  return new Promise((done, fail) => {
    const req = request({ socketPath, method, path, agent: false, headers: { host: 'x', 'x-probe': probe } }, (res) => {
      let body = '';
      res.setEncoding('utf8').on('data', (part: string) => {
        body += part;
      });
      const headers = Object.entries(res.headers).filter(
        ([name]) => !/^(?:date|last-modified|etag|expires|connection|content-length)$/.test(name),
      );
      const etag = res.headers.etag ? 'etag' : '';
      res.on('end', () =>
        done({ status: String(res.statusCode), line: `${res.statusCode} ${etag} ${JSON.stringify(headers.sort())} ${body}` }),
      );
      res.on('error', fail);
    });
    req.on('error', fail).end();
  });
}

/** A server whose locations stand in each other, every level with settings of its own; a path for each of them. */
function randomPlaces(seed: number, port: number) {
  const { number, chance, pick, some } = randomFrom(seed);
  const paths: string[] = [];
  let made = 0;
  const settings = (where: 'http' | 'server' | 'location'): string[] => {
    const n = () => number(9);
    const any: (() => string)[] = [
      () => some(number(2), () => `add_header X-${pick(['A', 'B', 'C'])} ${n()} always;`).join(' '),
      () => some(number(2), () => `proxy_set_header P-${pick(['A', 'B', 'C'])} ${n()};`).join(' '),
      () => `root r${number(3)};`,
      () => `default_type text/v${n()};`,
      () => `expires ${n()}m;`,
      () => `etag ${pick(['on', 'off'])};`,
      () => `error_page 404 http://gone/${n()};`,
      () => pick(['deny all;', 'allow all; deny all;', 'allow all;', 'allow 10.0.0.1;']),
      () => `auth_basic ${pick([`r${n()}`, 'off'])}; auth_basic_user_file none;`,
      () => `index i${n()};`,
      () => `satisfy ${pick(['any', 'all'])};`,
      () => `proxy_hide_header Content-Length;`,
      () => `max_ranges 0;`,
      () => `charset c${n()};`,
    ];
    const inServer: (() => string)[] = [
      () => `set $seen ${n()};`,
      () => `try_files $uri =49${n()};`,
      () => `if ($arg_q) { set $seen ${n()}; }`,
    ];
    const inLocation: (() => string)[] = [
      ...inServer,
      () => `if ($arg_q) { return 25${n()}; }`,
      () => `if ($arg_q) { add_header X-If ${n()} always; }`,
      () => 'limit_except GET { deny all; }',
      () => 'internal;',
      () => `return 24${n()};`,
      () => `proxy_pass http://127.0.0.1:${port};`,
      () => `proxy_pass http://127.0.0.1:${port};`,
      () => `alias al${number(3)}/;`,
    ];
    const lists = where === 'http' ? [any] : where === 'server' ? [any, inServer] : [any, inLocation];
    const lines = some(number(where === 'location' ? 4 : 5), () => pick(pick(lists)));
    // What may stand there once only.
    const seen = new Set<string>();
    return lines
      .map((make) => make())
      .filter((line) => {
        const name = /^(?:root|alias)/.test(line) ? 'root' : /^(?:allow|deny)/.test(line) ? 'allow' : line.split(' ')[0]!;
        if (seen.has(name)) return false;
        seen.add(name);
        return true;
      });
  };
  const locations = (prefix: string, depth: number): string =>
    some(depth === 0 ? 4 : number(2), () => {
      const path = `${prefix}${'abcdefghij'[made++ % 10]}${made}/`;
      paths.push(`${path}${chance(0.8) ? 'file' : ''}`);
      const inside = depth < 2 && chance(0.6) ? locations(path, depth + 1) : '';
      return `location ${path} {\n${settings('location').join('\n')}\n${inside}}\n`;
    }).join('');
  const body = locations('/', 0);
  const http = `add_header X-Seen $seen always;\n${settings('http')
    .filter((l) => !l.startsWith('add_header'))
    .join('\n')}\nserver { ${listen}\nset $seen 0;\n${settings('server').join('\n')}\n${body}}`;
  const files = new Map<string, string>();
  for (const path of paths)
    for (let i = 1; i <= 3; i++) {
      files.set(`r${i}${path.replace(/\/$/, '/file')}`, `r${i} ${path}`);
      files.set(`html${path.replace(/\/$/, '/file')}`, `html ${path}`);
      files.set(`al${i}/file`, `al${i}`);
    }
  return { http, paths, files };
}
