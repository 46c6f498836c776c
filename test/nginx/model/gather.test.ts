import { describe, expect, test } from 'vitest';
import { filesOf, modelOf, words } from './model.ts';

const statusOf = async (pattern: string, files: Readonly<Record<string, string>>, root = '/w/nginx.conf', paths = {}) => {
  const gathered = await filesOf({ [root]: `http { include ${pattern}; }`, ...files }, root, paths);
  const included = gathered.includes.get(pattern)!;
  return included.status === 'found' ? included.paths : included.status;
};

describe('where an include leads', () => {
  test('a relative name starts at the main file, wherever it is written', async () => {
    const nginx = await modelOf({
      '/w/nginx.conf': 'http { include a/b.conf; }',
      '/w/a/b.conf': 'include c.conf;',
      '/w/c.conf': 'gzip on;',
      '/w/a/c.conf': 'gzip off;',
    });
    expect(nginx.directives('gzip').map(words)).toEqual(['gzip on']);
  });

  test('a glob is sorted, does without matches, and leaves hidden files and folders out', async () => {
    const files = { '/w/d/b.conf': '', '/w/d/a.conf': '', '/w/d/.c.conf': '', '/w/d/e.conf/x': '', '/w/d/f.txt': '' };
    expect(await statusOf('d/*.conf', files)).toEqual(['/w/d/a.conf', '/w/d/b.conf']);
    expect(await statusOf('d/[b-z]*.conf', files)).toEqual(['/w/d/b.conf']);
    expect(await statusOf('d/?.txt', files)).toEqual(['/w/d/f.txt']);
    expect(await statusOf('*/a.conf', files)).toEqual(['/w/d/a.conf']);
    expect(await statusOf('d/*.none', files)).toBe('harmless');
    expect(await statusOf('none/*.conf', files)).toBe('unknown');
  });

  test('a glob matches only what is there, also with a name at its end', async () => {
    const files = { '/w/a/site.conf': '', '/w/b/other.conf': '', '/w/b/c/x': '' };
    expect(await statusOf('*/site.conf', files)).toEqual(['/w/a/site.conf']);
    expect(await statusOf('*/c/x', files)).toEqual(['/w/b/c/x']);
    expect(await statusOf('*/../a/*.conf', files)).toEqual(['/w/a/site.conf', '/w/a/site.conf']);
    expect(await statusOf('*/none.conf', files)).toBe('harmless');
  });

  test('what stands before the main file is no pattern', async () => {
    const root = 'c:/sites/[x]/nginx.conf';
    const files = { 'c:/sites/[x]/conf.d/a.conf': '', 'c:/sites/up.conf': '' };
    expect(await statusOf('conf.d/*.conf', files, root)).toEqual(['c:/sites/[x]/conf.d/a.conf']);
    expect(await statusOf('/etc/nginx/conf.d/*.conf', files, root)).toEqual(['c:/sites/[x]/conf.d/a.conf']);
    expect(await statusOf('../*.conf', files, root)).toEqual(['c:/sites/up.conf']);
  });

  test('a name that is not there is missing', async () => {
    expect(await statusOf('none.conf', {})).toBe('missing');
  });

  test('a folder is no file', async () => {
    expect(await statusOf('d', { '/w/d/a.conf': '' })).toBe('missing');
  });

  test('the usual absolute folders stand for that of the main file', async () => {
    const files = { '/w/conf.d/a.conf': '' };
    for (const folder of ['/etc/nginx', '/usr/local/nginx/conf', '/usr/local/openresty/nginx/conf', '/opt/nginx/conf'])
      expect(await statusOf(`${folder}/conf.d/*.conf`, files)).toEqual(['/w/conf.d/a.conf']);
    expect(await statusOf('/etc/nginx/none.conf', files)).toBe('unknown');
    expect(await statusOf('/etc/nginx/none/*.conf', files)).toBe('unknown');
    expect(await statusOf('/srv/other.conf', files)).toBe('unknown');
  });

  test('a configured folder comes after that', async () => {
    const files = { '/w/sites/a.conf': '', '/w/shared/p.conf': '' };
    const paths = { '/etc/nginx/conf.d': '/w/sites', '/srv/': '/w/shared' };
    expect(await statusOf('/etc/nginx/conf.d/*.conf', files, undefined, paths)).toEqual(['/w/sites/a.conf']);
    expect(await statusOf('/srv/p.conf', files, undefined, paths)).toEqual(['/w/shared/p.conf']);
  });

  test('a main file in its own place speaks of its own file system', async () => {
    const files = { '/image/etc/nginx/conf.d/a.conf': '', '/image/srv/b.conf': '', '/image/etc/nginx/empty/x.txt': '' };
    const root = '/image/etc/nginx/nginx.conf';
    expect(await statusOf('/etc/nginx/conf.d/*.conf', files, root)).toEqual(['/image/etc/nginx/conf.d/a.conf']);
    expect(await statusOf('/srv/b.conf', files, root)).toEqual(['/image/srv/b.conf']);
    expect(await statusOf('/etc/nginx/empty/*.conf', files, root)).toBe('harmless');
    const machine = { '/srv/b.conf': '', '/srv/d/c.conf': '' };
    expect(await statusOf('/srv/b.conf', machine, '/etc/nginx/nginx.conf')).toEqual(['/srv/b.conf']);
    expect(await statusOf('/srv/*/*.conf', machine, '/etc/nginx/nginx.conf')).toEqual(['/srv/d/c.conf']);
    expect(await statusOf('/srv/b.conf', machine)).toEqual(['/srv/b.conf']);
  });

  test('stock files are known without being there', async () => {
    expect(await statusOf('/etc/nginx/mime.types', {})).toBe('harmless');
    expect(await statusOf('fastcgi_params', {})).toBe('harmless');
    expect(await statusOf('/etc/letsencrypt/options-ssl-nginx.conf', {})).toBe('harmless');
    expect(await statusOf('/etc/letsencrypt/options-other-nginx.conf', {})).toBe('unknown');
    expect(await statusOf('proxy_params', {})).toBe('unknown');
  });

  test('what would change the answer is watched', async () => {
    const { watched } = await filesOf({ '/w/nginx.conf': 'include a.conf; http { include d/*.conf; }', '/w/d/x.conf': '' });
    expect(watched).toEqual(expect.arrayContaining(['/w/a.conf', '/w/d/']));
  });
});

describe('a fragment', () => {
  const top = async (path: string, text: string) => (await filesOf({ [path]: text })).top;

  test('tells by its content what it stands in', async () => {
    expect(await top('/w/nginx.conf', 'events {}')).toEqual({ context: 'main', ns: 'core', parentsKnown: true });
    expect(await top('/w/a.conf', 'server { listen 80; }')).toEqual({ context: 'http', ns: 'http', parentsKnown: true });
    expect(await top('/w/a.conf', 'map $a $b {}')).toMatchObject({ context: 'http', parentsKnown: true });
    expect(await top('/w/a.conf', 'server { proxy_pass x; }')).toMatchObject({ context: 'stream', ns: 'stream' });
    expect(await top('/w/a.conf', 'server 10.0.0.1;')).toMatchObject({ context: 'upstream', parentsKnown: false });
    expect(await top('/w/a.conf', 'location / {}')).toMatchObject({ context: 'server', parentsKnown: false });
    expect(await top('/w/a.conf', 'proxy_pass http://a;')).toMatchObject({ context: 'location', parentsKnown: false });
    expect(await top('/w/a.conf', 'gzip on;')).toMatchObject({ context: undefined, parentsKnown: false });
    expect(await top('/w/conf.d/a.conf', 'gzip on;')).toMatchObject({ context: 'http', parentsKnown: true });
    for (const text of ['load_module a.so;', 'user www;', 'worker_rlimit_nofile 9;'])
      expect(await top('/w/a.conf', text)).toMatchObject({ context: 'main', ns: 'core', parentsKnown: true });
    for (const text of ['uwsgi_pass a;', 'scgi_pass a;', 'grpc_pass a;', 'memcached_pass a;', 'alias /a;'])
      expect(await top('/w/a.conf', text)).toMatchObject({ context: 'location', parentsKnown: false });
    for (const text of ['proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_cache_path /c keys_zone=c:1m;`))
      expect(await top('/w/a.conf', text)).toMatchObject({ context: 'http', parentsKnown: true });
    for (const text of [
      'log_format a b;',
      'lua_shared_dict a 1m;',
      'init_worker_by_lua_block { a() }',
      'map_hash_max_size 4096;',
    ])
      expect(await top('/w/a.conf', text)).toMatchObject({ context: 'http', parentsKnown: true });
  });

  test('stands beside those that are loaded with it, under one key', async () => {
    const files = {
      '/w/conf.d/b.conf': 'server { listen 80; }',
      '/w/conf.d/a.conf': 'upstream a { server b; }',
      '/w/conf.d/locations.conf': 'location / {}',
      '/w/conf.d/c.conf.disabled': 'server { listen 81; }',
      '/w/conf.d/pool.conf': '[www]\nuser = www\n; where it listens\nlisten = 9000\n',
      '/w/conf.d/broken.conf': 'server { listen 82 }',
    };
    const one = await filesOf(files);
    const other = await filesOf(files, '/w/conf.d/a.conf');
    expect(one.entries).toEqual(['/w/conf.d/a.conf', '/w/conf.d/b.conf', '/w/conf.d/broken.conf']);
    expect([other.key, other.entries]).toEqual([one.key, one.entries]);
    expect((await filesOf(files, '/w/conf.d/c.conf.disabled')).entries).toEqual(['/w/conf.d/c.conf.disabled']);
  });

  test('looks for its includes in the folder above, too', async () => {
    const { sources } = await filesOf({
      '/w/conf.d/a.conf': 'server { include snippets/x.conf; }',
      '/w/snippets/x.conf': '',
    });
    expect([...sources.keys()]).toContain('/w/snippets/x.conf');
  });

  test.each([
    ...['conf.d', 'sites-enabled', 'sites-available', 'snippets', 'modules-enabled', 'vhost', 'vhosts', 'vhost.d', 'default.d'],
    ...['stream', 'streams', 'stream.d', 'streams-enabled'],
  ])('in %s belongs to the folder above first, elsewhere to its own', async (folder) => {
    const read = async (own: string) => {
      const names = [`/w/${own}/x.inc`, '/w/x.inc'];
      const files = Object.fromEntries([[`/w/${own}/a.conf`, 'server { include x.inc; }'], ...names.map((name) => [name, ''])]);
      return [...(await filesOf(files)).sources.keys()].filter((path) => names.includes(path));
    };
    expect(await read(folder)).toEqual(['/w/x.inc']);
    expect(await read('shop')).toEqual(['/w/shop/x.inc']);
  });
});

test('files that vanish while they are read are unknown', async () => {
  const { gather } = await import('../../../server/src/nginx/model/gather.ts');
  const { build } = await import('../../../server/src/nginx/model/build.ts');
  const { defaultConfig } = await import('../../../server/src/core/config.ts');
  const { defaultTarget } = await import('../../../server/src/core/targets.ts');
  const source = { path: '/w/nginx.conf', text: 'http { include d/*.conf; }', encoding: 'utf8' as const };
  const host = {
    read: async () => undefined,
    list: async () => [{ name: 'a.conf', kind: 'file' as const }],
    isBoundary: async () => true,
  };
  const nginx = build(await gather(host, source, defaultConfig), defaultTarget);
  expect(nginx.isOpen(nginx.directives('http')[0])).toBe(true);
});
