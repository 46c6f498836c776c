import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../server/src/core/text.ts';
import type { Directive, Nginx } from '../../server/src/nginx/model/model.ts';
import { dedent, lintFiles } from '../harness.ts';
import { mainFile } from '../nginx/main-file.ts';
import { findNginx } from '../nginx/wire.ts';
import { nginxSays, nginxThere, type Offered, offered, offeredAt, startAlone } from './refactor.ts';

const nginxOf = (result: Awaited<ReturnType<typeof lintFiles>>) => result.models('/w/nginx.conf')[0]!.nginx!;

/** What applies in every block that answers requests, by its words and those of the blocks around it. */
function inEffect(nginx: Nginx, names: readonly string[]): Record<string, unknown> {
  const pathOf = (d: Directive | undefined): string =>
    d ? `${pathOf(d.parent)} ${d.name} ${d.node.args.map((w) => w.text).join(' ')}` : '';
  const scopes = nginx.all.filter(
    (d) => d.node.block && (d.name === 'location' || (d.name === 'if' && d.parent?.name === 'location')),
  );
  return Object.fromEntries(
    scopes.map((scope) => [
      pathOf(scope),
      names.map((name) => {
        const found = name === 'root' ? rootOf(scope) : nginx.effective(name, scope).directives;
        return found.map((d) => d.node.args.map((w) => w.text));
      }),
    ]),
  );
}

/** `alias` stands for `root`. */
function rootOf(scope: Directive): readonly Directive[] {
  for (let block: Directive | undefined = scope; block; block = block.parent) {
    const found = block.children.filter((d) => d.name === 'root' || d.name === 'alias');
    if (found.length > 0) return found;
  }
  return [];
}

const settingsOf: Readonly<Record<string, readonly string[]>> = {
  proxy_read_timeout: ['5s', '60s'],
  add_header: ['X-A 1', 'X-B 2', 'X-C 3 always'],
  proxy_set_header: ['Host $host', 'X-Real-IP $remote_addr'],
  root: ['/srv/a', '/srv/b'],
  proxy_buffer_size: ['16k'],
  client_max_body_size: ['1m', '2m'],
  expires: ['1h', 'off'],
  access_log: ['off'],
  gzip: ['on', 'off'],
  auth_basic: ['x', 'off'],
  limit_rate: ['1k'],
};

/** A random configuration in which each block may set each of some directives. */
function random(
  seed: number,
  choices: Readonly<Record<string, readonly string[]>> = settingsOf,
): { text: string; names: string[] } {
  let state = seed * 2654435761 + 12345;
  const next = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const names = Object.keys(choices).filter(() => next(3) === 0);
  const settings = (indent: string) =>
    names
      .filter(() => next(2) === 0)
      .flatMap((name) => {
        const values = choices[name]!;
        const many = name === 'add_header' || name === 'proxy_set_header';
        const chosen = many ? values.filter(() => next(2) === 0) : [values[next(values.length)]!];
        return chosen.map((value) => `${indent}${name} ${value};${next(6) === 0 ? ' # why' : ''}\n`);
      })
      .join('');
  const location = (path: string, indent: string, depth: number): string => {
    if (next(8) === 0) return `${indent}location ${path} { }\n`;
    const inner = depth < 1 && next(4) === 0 ? location(`${path}x/`, `${indent}    `, depth + 1) : '';
    const alias = next(8) === 0 ? `${indent}    alias /srv/z/;\n` : '';
    const set = settings(`${indent}    `);
    const extra = next(8) === 0 ? `${indent}    if ($arg_a) {\n${indent}        expires 2h;\n${indent}    }\n` : '';
    return `${indent}location ${path} {\n${alias ? set.replace(/^ *root .*\n/gm, '') : set}${alias}${extra}${inner}${indent}}\n`;
  };
  const server = (n: number) =>
    `    server {\n        listen unix:${n}.sock;\n${settings('        ')}${['/', '/b/', '/c/', '= /d']
      .filter((_, i) => (i === 0 ? next(5) > 0 : next(2) === 0))
      .map((path) => location(path, '        ', path.startsWith('=') ? 1 : 0))
      .join('')}${next(10) === 0 ? '        if ($arg_b) { return 403; }\n' : ''}    }\n`;
  const servers = Array.from({ length: 1 + next(3) }, (_, n) => server(n)).join('');
  return { names, text: `events {}\nhttp {\n${settings('    ')}${servers}}\n` };
}

describe('moving a directive', () => {
  it('leaves what applies in every location as it is, and what nginx says', { timeout: 120_000 }, async () => {
    let [up, down, refused] = [0, 0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const { text, names } = random(seed);
      const files = new Map([['nginx.conf', text]]);
      const result = await lintFiles(files);
      const nginx = nginxOf(result);
      const before = inEffect(nginx, names);
      const verdict = nginxThere ? nginxSays(files) : '';
      for (const d of nginx.all.filter((x) => names.includes(x.name))) {
        for (const move of offered(result, files, 'nginx.conf', d.node.name.start)) {
          if (move.refused) {
            refused++;
            continue;
          }
          const after = move.after();
          const what = `${move.id} ${linesOf(d.file.source).position(d.node.name.start).line + 1}\n${text}\nto\n${after.get('nginx.conf')}`;
          expect(inEffect(nginxOf(await lintFiles(after)), names), what).toEqual(before);
          if (nginxThere) expect(nginxSays(after), what).toBe(verdict);
          if (move.id === 'up') up++;
          else down++;
        }
      }
    }
    expect(Math.min(up, down, refused)).toBeGreaterThan(20);
    console.log(`${up} up, ${down} down, ${refused} refused`);
  });
});

describe('a real nginx', async () => {
  const found = await findNginx();
  if (!found) return;

  /** Whole answers, as bytes, without what changes by itself. */
  const ask = (socketPath: string, request: string) =>
    new Promise<string>((done, fail) => {
      let said = '';
      const socket = connect(socketPath, () => socket.end(request));
      socket.setEncoding('latin1').on('data', (text: string) => {
        said += text;
      });
      socket.on('error', fail).on('close', () => done(said.replace(/^(?:Date|Expires|Last-Modified): .*\r\n/gim, '')));
    });

  async function answers(text: string): Promise<readonly string[]> {
    const nginx = await startAlone(found!.binary, text);
    const out: string[] = [];
    for (const host of ['0', '1', '2'])
      for (const path of ['/', '/b/', '/c/', '/d', '/x/', '/b/x/', '/c/x/', '/?a=1', '/c/?a=1']) {
        const rest = `Host: ${host}.example\r\nConnection: close\r\n`;
        out.push(`${host}${path}`, await ask(nginx.socket, `GET ${path} HTTP/1.1\r\n${rest}\r\n`));
        out.push(await ask(nginx.socket, `POST ${path} HTTP/1.1\r\n${rest}Content-Length: 1500\r\n\r\n${'x'.repeat(1500)}`));
      }
    // Requests that get to no location.
    out.push(
      await ask(nginx.socket, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'),
      await ask(nginx.socket, 'NONSENSE\r\n\r\n'),
    );
    await nginx.stop();
    return out;
  }

  const observable = {
    add_header: ['X-A 1', 'X-B 2', 'X-C 3 always'],
    expires: ['1h', 'off', '5m'],
    client_max_body_size: ['1k', '1m'],
    deny: ['all', '10.0.0.1'],
    error_page: ['403 =418 /c/', '413 =202 /c/'],
    server_tokens: ['off', 'on'],
  };

  it('answers as before', { timeout: 120_000 }, async () => {
    const tried = { up: 0, down: 0 };
    for (let seed = 1; seed <= 40; seed++) {
      const { text, names } = random(seed, observable);
      const run = mainFile(
        text
          .replace(/^events \{\}\nhttp \{\n|\}\n$/g, '')
          .replace(/listen unix:(\d)\.sock;/g, `listen unix:SOCKET; server_name $1.example;`)
          .replace(/^( *)location [^{]*\{/gm, '$& empty_gif;'),
      ).replace('listen unix:SOCKET', 'listen unix:SOCKET; listen unix:front.sock');
      const files = new Map([['nginx.conf', run]]);
      const result = await lintFiles(files, { target: 'nginx=1.22' });
      const moves = nginxOf(result)
        .all.filter((d) => names.includes(d.name))
        .flatMap((d) => offered(result, files, 'nginx.conf', d.node.name.start))
        .filter((r) => !r.refused);
      const before = moves.length > 0 ? await answers(run) : [];
      for (const move of moves.filter((_, i) => i % 3 === seed % 3)) {
        const after = move.after().get('nginx.conf')!;
        expect(await answers(after), `${run}\nto\n${after}`).toEqual(before);
        tried[move.id as 'up' | 'down']++;
      }
    }
    console.log(`${tried.up} up and ${tried.down} down, before a real nginx`);
    expect(Math.min(tried.up, tried.down)).toBeGreaterThan(3);
  });
});

const find = (list: readonly Offered[], id: string) => list.find((r) => r.id === id);
const moved = async (fixture: string, id: string) => {
  const move = find(await offeredAt(fixture), id);
  return move?.refused ? `refused: ${move.refused.text.en}` : move?.after().get('nginx.conf');
};

describe('a directive moves up', () => {
  it('out of all blocks that say the same, with its comment', async () => {
    expect(
      await moved(
        `
        events {}
        http {
            server {
                listen 80; # all
                # pages
                location / {
                    proxy_read_tim|eout 5s; # slow
                    return 200;
                }
                location /a/ { proxy_read_timeout 5s; return 200; }
                location /b/ { proxy_read_timeout 9s; return 200; }
            }
        }
        `,
        'up',
      ),
    ).toBe(
      dedent(`
        events {}
        http {
            server {
                listen 80; # all
                proxy_read_timeout 5s; # slow
                # pages
                location / {
                    return 200;
                }
                location /a/ { return 200; }
                location /b/ { proxy_read_timeout 9s; return 200; }
            }
        }
      `),
    );
  });

  it('into lines that hold more than one statement, without its comment', async () => {
    const text = (outer: string, inner: string) =>
      `events {}\nhttp { server { listen 80;${outer} location / {\n${inner}    return 200;\n} } }\n`;
    const header = 'add_header X "a; # b";';
    expect(await moved(text('', `    ${header.replace('_', '_|')} # why\n`), 'up')).toBe(text(` ${header}`, ''));
  });

  it.each([
    ['location / { proxy_read_time|out 5s; } location /a/ {}', 'would inherit this one'],
    ['proxy_read_timeout 9s; location / { proxy_read_time|out 5s; }', 'has its own'],
    ['location /a/ { proxy_read_time|out 5s; }', 'no location /'],
    ['return 301 /; location / { proxy_read_time|out 5s; }', 'before there is a location'],
    ['set $r $document_root; location / { ro|ot /srv; }', 'before there is a location'],
    ['location / { access_l|og off; }', 'reach no location'],
    ['location / { add_he|ader X 1 always; }', 'reach no location'],
    ['location / { add_he|ader X 1; } } add_header Y 1 always; server {', 'reach no location'],
    ['location / { add_header X 1; location /a/ { add_he|ader Y 2; } }', 'has its own'],
    ['location / { location /a/ { add_he|ader Y 2; } }', 'answers requests itself'],
    ['include /elsewhere/x.conf; location / { proxy_read_time|out 5s; }', 'was not found'],
  ])('not where somebody else would notice: %s', async (server, reason) => {
    expect(await moved(`events {}\nhttp { server { ${server} } }\n`, 'up')).toContain(reason);
  });
});

describe('a directive moves down', () => {
  it('into every block that inherits it', async () => {
    expect(
      await moved(
        `
        events {}
        http {
            add_he|ader X 1;
            add_header Y 2;
            server {
                listen 80;
            }
            server {
                # tls
                add_header Z 3;
            }
            server { listen 81; }
        }
        `,
        'down',
      ),
    ).toBe(
      dedent(`
        events {}
        http {
            server {
                add_header X 1;
                add_header Y 2;
                listen 80;
            }
            server {
                # tls
                add_header Z 3;
            }
            server { add_header X 1; add_header Y 2; listen 81; }
        }
      `),
    );
  });
});
