import { describe, expect, test } from 'vitest';
import { withoutPath } from '../../../server/src/nginx/model/upstreams.ts';
import { modelOf } from './model.ts';

const targets = async (config: string) => {
  const nginx = await modelOf(config);
  return nginx.passes.map((p) => [
    p.targets.map((t) =>
      t.kind === 'upstream' ? `upstream ${t.upstream.name}` : t.kind === 'name' ? `name ${t.name}` : `${t.host} ${t.port}`,
    ),
    p.complete,
  ]);
};

test.each([
  ['http://a/b', 'http://a'],
  ['http://a$request_uri', 'http://a'],
  [`http://a\${uri}`, 'http://a'],
  ['http://a$suffix/x', 'http://a$suffix'],
  ['$scheme://a/', '$scheme://a'],
  ['$backend/x', '$backend'],
  ['http://unix:/run/a.sock:/x/', 'http://unix:/run/a.sock'],
  ['unix:/run/a.sock', 'unix:/run/a.sock'],
  ['http://[::1]:80?a', 'http://[::1]:80'],
])('%s names %s', (address, expected) => {
  expect(withoutPath(address)).toBe(expected);
});

describe('what a pass leads to', () => {
  const pass = (address: string, upstream = 'upstream app { server a; }') =>
    targets(
      `http { ${upstream} map $uri $m { default app; /x other; } server { location / { set $s app; proxy_pass ${address}; } } }`,
    );
  test.each([
    ['http://app', 'upstream app', true],
    ['http://APP/x', 'upstream app', true],
    ['http://app:80', 'app 80', true],
    ['https://$s', 'upstream app', true],
    ['$scheme://$s/x', 'upstream app', true],
    ['http://example.com', 'example.com undefined', true],
    ['http://[::1]:8080', '[::1] 8080', true],
  ])('%s', async (address, target, complete) => {
    expect(await pass(address)).toEqual([[[target], complete]]);
  });
  test('one of several', async () => {
    expect(await pass('http://$m')).toEqual([[['upstream app', 'other undefined'], true]]);
    expect(await pass('http://$arg_x')).toEqual([[[], false]]);
  });
});

test('a name is only a host where all upstreams are known', async () => {
  const config = (more: string) => `http { ${more} server { location / { proxy_pass http://app; } } }`;
  expect(await targets(config(''))).toEqual([[['app undefined'], true]]);
  expect(await targets(config('include /etc/nginx/conf.d/*.conf;'))).toEqual([[['name app'], true]]);
  expect(await targets('server { location / { proxy_pass http://app; } }')).toEqual([[['name app'], true]]);
});

test('a scheme is one where every address has the same', async () => {
  const nginx = await modelOf(`http {
    map $uri $one { default http://a; /x http://b; }
    map $uri $two { default http://a; /x https://b; }
    server { location / { proxy_pass $one; } location /x { proxy_pass $two; } location /y { proxy_pass HTTPS://c; } }
  }`);
  expect(nginx.passes.map((p) => p.scheme)).toEqual(['http', undefined, 'https']);
});

test('an upstream without a name is none', async () => {
  const nginx = await modelOf('http { upstream { server a; } server { location / { proxy_pass http://a; } } }');
  expect(nginx.upstreams).toEqual([]);
});

test('stream and http have upstreams of their own', async () => {
  const nginx = await modelOf(`
    stream { upstream a { server x; } server { proxy_pass a; } }
    http { upstream a { server y; keepalive 8; } server { location / { grpc_pass grpcs://a; } } }`);
  expect(nginx.upstreams.map((u) => [u.ns, u.passes.map((p) => p.directive.name), u.keepalive !== undefined])).toEqual([
    ['stream', ['proxy_pass'], false],
    ['http', ['grpc_pass'], true],
  ]);
});

test('geo defines its last word', async () => {
  const nginx = await modelOf('http { geo $a { default 1; } geo $remote_addr $b { default 1; } }');
  const defined = (name: string) => nginx.definitions({ kind: 'variable', name }).length;
  expect(['a', 'b', 'remote_addr'].map(defined)).toEqual([1, 1, 0]);
});

test('names have definitions and references', async () => {
  const nginx = await modelOf(`
    http {
      upstream app { server x; }
      map $uri $target { default app; }
      server {
        location / { error_page 404 @missing; proxy_pass http://$target; }
        location @missing { set $Target app; return 200 "\${target}"; }
      }
    }`);
  const lines = (kind: 'upstream' | 'variable' | 'location', name: string) => [
    nginx.definitions({ kind, name }).map((r) => r.directive.name),
    nginx
      .references({ kind, name })
      .map((r) => r.directive.name)
      .sort(),
  ];
  expect(lines('upstream', 'app')).toEqual([['upstream'], ['proxy_pass']]);
  expect(lines('variable', 'target')).toEqual([
    ['map', 'set'],
    ['proxy_pass', 'return'],
  ]);
  expect(lines('location', 'missing')).toEqual([['location'], ['error_page']]);
});
