import { expect, test } from 'vitest';
import { location, modelOf, words } from './model.ts';

test('an include is followed by what it brings in, in its place', async () => {
  const nginx = await modelOf({
    '/w/nginx.conf': 'http { gzip on; include a.conf; etag on; }',
    '/w/a.conf': 'server { listen 80; }',
  });
  const [http] = nginx.items;
  expect(http!.children.map(words)).toEqual(['gzip on', 'include a.conf', 'server', 'etag on']);
  const server = http!.children[2]!;
  expect([server.parent, server.via, server.ns]).toEqual([http, http!.children[1], 'http']);
});

test('a fragment that is included twice occurs twice', async () => {
  const nginx = await modelOf({
    '/w/nginx.conf': 'http { server { include a.conf; } server { include a.conf; } }',
    '/w/a.conf': 'location / {}',
  });
  const [a, b] = nginx.directives('location');
  expect(a!.node).toBe(b!.node);
  expect(a!.parent).not.toBe(b!.parent);
  expect(nginx.files.get('/w/a.conf')!.times).toBe(2);
});

test('a file that leads back to itself is read once', async () => {
  const nginx = await modelOf({
    '/w/nginx.conf': 'http { include a.conf; include nginx.conf; }',
    '/w/a.conf': 'gzip on; include b.conf;',
    '/w/b.conf': 'include a.conf;',
  });
  expect(nginx.directives('gzip')).toHaveLength(1);
  expect(nginx.directives('http')).toHaveLength(1);
  expect(nginx.truncated).toBe(false);
});

test('includes that multiply without end are cut off, and that is said', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`/w/${i}.conf`, `include ${i + 1}.conf;\n`.repeat(4)]),
  );
  const nginx = await modelOf({
    '/w/nginx.conf': 'http { include 0.conf; proxy_http_version 1.1; }',
    ...files,
    '/w/40.conf': '',
  });
  expect(nginx.truncated).toBe(true);
  expect(nginx.effective('proxy_set_header', nginx.directives('http')[0]).certain).toBe(false);
  expect(nginx.directives('include').length).toBeLessThan(200_000);
});

test('a chain of thousands of files, and thousands in a row', async () => {
  const chain = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`/w/c${i}.conf`, `include c${i + 1}.conf;`]));
  expect((await modelOf({ '/w/nginx.conf': 'http { include c0.conf; }', ...chain })).truncated).toBe(true);
  const row = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`/w/d/${i}.conf`, `server { listen ${i}; }`]));
  const nginx = await modelOf({ '/w/nginx.conf': 'http { include d/*.conf; }', ...row });
  expect(nginx.directives('server')).toHaveLength(3000);
  expect(nginx.truncated).toBe(false);
});

test('blocks may be nested as deep as a text can', async () => {
  const depth = 100_000;
  const nginx = await modelOf(`http {${'location / {'.repeat(depth)}proxy_pass http://a;${'}'.repeat(depth + 1)}`);
  const [pass] = nginx.passes;
  expect(nginx.effective('proxy_http_version', pass!.directive.parent)).toMatchObject({ directives: [], certain: true });
  expect(nginx.directives('location')).toHaveLength(depth);
});

test('the lines of a map are values, whatever they are called', async () => {
  const nginx = await modelOf({
    '/w/nginx.conf': 'http { map $a $b { keepalive 1; include more.map; } }',
    '/w/more.map': 'ssl on;',
  });
  expect(nginx.directives('keepalive')).toEqual([]);
  expect(nginx.directives('ssl')).toEqual([]);
  expect(nginx.maps('b')[0]!.entries.map(words)).toEqual(['keepalive 1', 'ssl on']);
});

test('a block in which something is not known is open', async () => {
  const nginx = await modelOf('http { include none.conf; server { location /a {} location /b { include none.conf; } } }');
  expect(nginx.isOpen(nginx.directives('http')[0])).toBe(true);
  expect(nginx.isOpen(location(nginx, '/a'))).toBe(false);
  expect(nginx.isOpen(location(nginx, '/b'))).toBe(true);
});
