import { describe, expect, test } from 'vitest';
import { location, modelOf, words } from './model.ts';

const ask = async (text: string, name: string, where: string) => {
  const nginx = await modelOf(text);
  const { directives, certain, complete, level } = nginx.effective(name, location(nginx, where));
  return { values: directives.map((d) => d.node.args.map((a) => a.text).join(' ')), certain, complete, level: level?.name };
};

describe('the nearest level wins whole', () => {
  const text = `
    http {
      proxy_set_header Host a; proxy_set_header X b; proxy_http_version 1.1;
      server {
        location /none { location /none/in {} }
        location /own { proxy_set_header Y c; location /own/in {} }
      }
    }`;
  test('nothing of its own', async () => {
    expect(await ask(text, 'proxy_set_header', '/none/in')).toMatchObject({ values: ['Host a', 'X b'], level: 'http' });
  });
  test('its own', async () => {
    expect(await ask(text, 'proxy_set_header', '/own/in')).toMatchObject({ values: ['Y c'], level: 'location' });
  });
  test('single values', async () => {
    expect(await ask(text, 'proxy_http_version', '/own/in')).toMatchObject({ values: ['1.1'], certain: true, complete: true });
    expect(await ask(text, 'proxy_buffering', '/own')).toEqual({ values: [], certain: true, complete: true, level: undefined });
  });
});

describe('what an unknown file could change', () => {
  test('below the level that answers: the answer', async () => {
    const text = 'http { proxy_http_version 1.1; server { include none.conf; location / {} } }';
    expect(await ask(text, 'proxy_http_version', '/')).toMatchObject({ values: ['1.1'], certain: false, complete: false });
  });
  test('above it: nothing', async () => {
    const text = 'http { include none.conf; server { location / { proxy_http_version 1.1; } } }';
    expect(await ask(text, 'proxy_http_version', '/')).toMatchObject({ certain: true, complete: true });
  });
  test('on it: more of a list, not another single value', async () => {
    const text = 'http { server { location / { proxy_set_header A b; proxy_http_version 1.1; include none.conf; } } }';
    expect(await ask(text, 'proxy_set_header', '/')).toMatchObject({ certain: true, complete: false });
    expect(await ask(text, 'proxy_http_version', '/')).toMatchObject({ certain: true, complete: true });
  });
  test('a default is only certain where everything is known', async () => {
    expect(await ask('http { include none.conf; server { location / {} } }', 'gzip', '/')).toMatchObject({ certain: false });
  });
});

test('if, limit_except and nested locations are levels', async () => {
  const nginx = await modelOf(`http { server { location / {
    proxy_set_header A b;
    if ($a) { add_header C d; proxy_pass http://x; }
    limit_except GET { proxy_pass http://y; }
  } } }`);
  for (const name of ['if', 'limit_except'])
    expect(nginx.effective('proxy_set_header', nginx.directives(name)[0]).directives.map(words)).toEqual([
      'proxy_set_header A b',
    ]);
});

describe('add_header', () => {
  const text = (inherit: string) =>
    `http { add_header A a; server { ${inherit} add_header B b; location / { add_header C c; } location /none {} } }`;
  test.each([
    ['', '/', ['C c']],
    ['', '/none', ['B b']],
    ['add_header_inherit merge;', '/', ['A a', 'B b', 'C c']],
    ['add_header_inherit merge;', '/none', ['A a', 'B b']],
    ['add_header_inherit on;', '/', ['C c']],
    ['add_header_inherit off;', '/none', []],
  ])('%s in %s', async (inherit, where, values) => {
    expect((await ask(text(inherit), 'add_header', where)).values).toEqual(values);
  });
});

test('a fragment below http knows only its own levels', async () => {
  const nginx = await modelOf({ '/w/x.inc': 'location /a { proxy_http_version 1.1; } location /b {}' });
  expect(nginx.effective('proxy_http_version', location(nginx, '/a')).certain).toBe(true);
  expect(nginx.effective('proxy_http_version', location(nginx, '/b')).certain).toBe(false);
});
