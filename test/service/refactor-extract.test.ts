import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dedent, lintFiles } from '../harness.ts';
import { mainFile } from '../nginx/main-file.ts';
import { findNginx } from '../nginx/wire.ts';
import { nginxSays, nginxThere, offered, offeredAt, startAlone } from './refactor.ts';

const target = { target: 'nginx=1.24' };
const one = async (fixture: string, id = 'upstream', options: { target?: string } = target) =>
  (await offeredAt(fixture, options)).find((r) => r.id === id);

const applied = async (fixture: string, id = 'upstream', options: { target?: string } = target) => {
  const refactoring = await one(fixture, id, options);
  if (!refactoring) return undefined;
  if (refactoring.refused) return `refused: ${refactoring.refused.text.en}`;
  const after = refactoring.after();
  const before = dedent(fixture).replace('|', '');
  if (nginxThere) expect(nginxSays(after), after.get('nginx.conf')).toBe(nginxSays(new Map([['nginx.conf', before]])));
  return after.get('nginx.conf');
};

describe('an upstream is extracted', () => {
  it('by the name of the host, where that is all there is: nothing else changes', async () => {
    expect(
      await applied(`
        events {}
        http {
            # the site
            server {
                location / { proxy_pa|ss http://localhost/app/; }
                location /b/ { proxy_pass http://localhost; }
            }
        }
      `),
    ).toBe(
      dedent(`
        events {}
        http {
            upstream localhost {
                server localhost;
            }

            # the site
            server {
                location / { proxy_pass http://localhost/app/; }
                location /b/ { proxy_pass http://localhost; }
            }
        }
      `),
    );
  });

  it('by a name of its own, with the address where the name would show', async () => {
    expect(
      await applied(`
        events {}
        http {
            server {
                proxy_set_header X-Real-IP $remote_addr;
                location /app/ {
                    proxy_pass http://127.0.0.1:30|00/base/;
                }
            }
        }
      `),
    ).toBe(
      dedent(`
        events {}
        http {
            upstream backend_127_0_0_1_3000 {
                server 127.0.0.1:3000;
            }

            server {
                proxy_set_header X-Real-IP $remote_addr;
                location /app/ {
                    proxy_set_header X-Real-IP $remote_addr;
                    proxy_set_header Host 127.0.0.1:3000;
                    proxy_redirect http://127.0.0.1:3000/base/ /app/;
                    proxy_pass http://backend_127_0_0_1_3000/base/;
                }
            }
        }
      `),
    );
  });

  it('from sockets, by the name of the file, in every place', async () => {
    expect(
      await applied(
        `
        events {}
        http {
            upstream php_fpm { server 10.0.0.1:9000; }
            server {
                location ~ \\.php$ { fastcgi_pass unix:/run/php-fp|m.sock; }
                location /fpm { fastcgi_pass unix:/run/php-fpm.sock; }
            }
        }
        `,
        'upstreamEverywhere',
      ),
    ).toBe(
      dedent(`
        events {}
        http {
            upstream php_fpm { server 10.0.0.1:9000; }
            upstream php_fpm_2 {
                server unix:/run/php-fpm.sock;
            }

            server {
                location ~ \\.php$ { fastcgi_pass php_fpm_2; }
                location /fpm { fastcgi_pass php_fpm_2; }
            }
        }
      `),
    );
  });

  it.each([
    ['proxy_pass http://unix:/run/a.so|ck:/x/;', 'proxy_pass http://a_backend/x/;'],
    ['proxy_pass http://unix:/run/a.so|ck:/x/;', 'proxy_redirect http://unix:/run/a.sock:/x/ /l/;'],
    ['proxy_pass http://unix:/run/a.so|ck:/x/;', 'proxy_set_header Host localhost;'],
    ['proxy_pass https://10.0.0.1:84|43;', 'proxy_ssl_name 10.0.0.1;'],
    ['proxy_pass http://10.0.0.1:80|/;', 'proxy_set_header Host 10.0.0.1;'],
    ['uwsgi_pass 127.0.0.1:90|00;', 'location /l/ { uwsgi_pass backend_127_0_0_1_9000; }'],
    ['scgi_pass 127.0.0.1:90|00;', 'location /l/ { scgi_pass backend_127_0_0_1_9000; }'],
    ['set $memcached_key x; memcached_pass 127.0.0.1:90|00;', 'x; memcached_pass backend_127_0_0_1_9000; }'],
    ['grpc_set_header Host x; grpc_pass 127.0.0.1:90|00;', 'grpc_pass backend_127_0_0_1_9000;'],
    ['proxy_redirect off; proxy_set_header Host $host; proxy_pass http://10.0.0.1:80|80;', '$host; proxy_pass http://backend_'],
  ])('from %s: %s', async (statement, after) => {
    expect(await applied(`events {}\nhttp {\n    server { location /l/ { ${statement} } }\n}\n`)).toContain(after);
  });

  it.each([
    ['location / { grpc_pass 127.0.0.1:90|00; }', ':authority'],
    ['location / { proxy_cache z; proxy_pass http://127.0.0.1:90|00; }', 'keys in the cache'],
    ['add_header X $proxy_host; location / { proxy_pass http://127.0.0.1:90|00; }', 'shows the address'],
    ['location / { location /a/ { } proxy_pass http://127.0.0.1:90|00; }', 'would inherit'],
    ['location / { if ($arg_a) { proxy_pass http://127.0.0.1:90|00; } }', 'cannot stand in'],
    ['location / { proxy_pass http://a.example:90|00$request_uri; }', 'for each request'],
    ['include /elsewhere/*.conf; location / { proxy_pass http://127.0.0.1:90|00; }', 'what {name} is set to'],
  ])('not where the name would show after all: %s', async (server, reason) => {
    expect(await applied(`events {}\nhttp { proxy_cache_path /tmp/c keys_zone=z:1m; server { ${server} } }\n`)).toContain(
      reason,
    );
  });

  it('of stream, with the name for TLS', async () => {
    expect(await applied('events {}\nstream { server { listen 1; proxy_ssl on; proxy_pa|ss localhost:12; } }\n')).toContain(
      'proxy_ssl_name localhost; proxy_pass localhost_12; }',
    );
  });

  it('and says where connections are kept from now on, or keeps nginx from it', async () => {
    const text = 'events {}\nhttp { server { location / { proxy_pass http://10.0.0.|1; } } }\n';
    expect((await one(text))!.title.text.en).toBe('Extract upstream {name}');
    expect((await one(text, 'upstream', {}))!.title.text.en).toContain('1.29.7 and later will reuse');
    const latest = (await one(text, 'upstream', { target: 'nginx=1.29.8' }))!;
    expect(latest.title.text.en).toBe('Extract upstream {name}');
    expect(latest.after().get('nginx.conf')).toContain('keepalive 0;');
  });
});

describe('a real nginx', async () => {
  const found = await findNginx();
  if (!found) return;
  const seen = new Map<string, unknown>();
  const server = createServer((req, res) => {
    const { port } = server.address() as AddressInfo;
    const headers = req.rawHeaders.flatMap((h, i) => (i % 2 === 0 ? [`${h}: ${req.rawHeaders[i + 1]}`] : [])).sort();
    seen.set(String(req.headers['x-probe']), { url: req.url, headers: headers.filter((h) => !/^x-probe/i.test(h)) });
    const location = `http://${req.url!.includes('named') ? req.headers.host : `127.0.0.1:${port}`}/base/next`;
    res.writeHead(302, { location, 'content-length': 0 }).end();
  });
  beforeAll(() => new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready)));
  afterAll(() => new Promise<void>((done) => void server.close(() => done())));

  /** What the backend sees of a request to every path, and what the client gets. */
  async function answers(text: string, paths: readonly string[]) {
    const nginx = await startAlone(found!.binary, text);
    const out: Record<string, unknown> = {};
    for (const path of paths) {
      const id = `${path} ${Math.random()}`;
      const answer = await new Promise((done, fail) => {
        request({ socketPath: nginx.socket, path, headers: { host: 'site.example', 'x-probe': id }, agent: false }, (res) => {
          res.resume().on('end', () => done({ status: res.statusCode, location: res.headers.location }));
        })
          .on('error', fail)
          .end();
      });
      out[path] = { answer, seen: seen.get(id) };
    }
    await nginx.stop();
    return out;
  }

  it('sends the same requests and the same redirects as before', { timeout: 60_000 }, async () => {
    const backend = (server.address() as AddressInfo).port;
    const at = `http://127.0.0.1:${backend}`;
    const text = mainFile(`    server {
        listen unix:SOCKET;
        listen unix:front.sock;
        location / { proxy_pass ${at}; }
        location /named/ { proxy_pass ${at}; }
        location /uri/ { proxy_pass ${at}/base/; }
        location /host/ { proxy_set_header Host $host; proxy_pass ${at}; }
        location /shown/ { proxy_set_header X-Shown $proxy_host; proxy_pass ${at}; }
        location ~ ^/re/ { proxy_pass ${at}; }
        location = /exact { proxy_pass ${at}/base/x; }
        location ^~ /first/ { proxy_pass ${at}/; }
        location /off/ { proxy_redirect off; proxy_pass ${at}; }
        location /late/ { proxy_pass ${at}$request_uri; }
        location /headers/ { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass ${at}; }
        location /outer/ {
            proxy_set_header X-Outer 1;
            proxy_redirect off;
            location /outer/inner/ { proxy_pass ${at}/inner/; }
        }
    }`);
    const paths = [
      '/',
      '/named/',
      '/uri/a?b=c',
      '/host/',
      '/shown/',
      '/re/x',
      '/exact',
      '/first/y',
      '/off/',
      '/late/z',
      '/headers/',
      '/outer/inner/',
    ];
    const before = await answers(text, paths);
    const files = new Map([['nginx.conf', text]]);
    const result = await lintFiles(files, { target: `nginx=${found!.version}` });
    const passes = [...text.matchAll(/proxy_pass/g)].map((m) => m.index);
    let tried = 0;
    for (const offset of [...passes]) {
      const everything = offered(result, files, 'nginx.conf', offset).filter((r) => r.kind === 'extract' && !r.refused);
      // That of all places is the same everywhere.
      for (const refactoring of everything.filter((r) => r.id === 'upstream' || offset === passes[0])) {
        const after = refactoring.after().get('nginx.conf')!;
        expect(after).toContain('upstream backend_127_0_0_1_');
        expect(await answers(after, paths), after).toEqual(before);
        tried++;
      }
    }
    expect(tried).toBe(passes.length + 1);
  });
});
