import { describe, expect, it, onTestFinished } from 'vitest';
import type { CodeLens, Location } from 'vscode-languageserver/node';
import { dedent, filesOf } from '../harness.ts';
import { connect, type Options } from './client.ts';

const shows = { initializationOptions: { showsReferences: true } };

/**
 * A fixture is its own expectation: above each line stand its lenses, as `#: title → places`, each place as `line` or `file:line`,
 * lines from 1 of the text without them.
 */
async function check(name: string, fixture: string, options: Partial<Options> = {}): Promise<void> {
  const expected = filesOf(dedent(fixture), name);
  const files = Object.fromEntries([...expected].map(([file, text]) => [file, text.replace(/^#: .*\n/gm, '')]));
  const client = await connect({ files, params: { ...shows, ...options.params }, ...options });
  onTestFinished(() => client.stop());
  const language = name.includes('sysctl') ? 'sysctl' : 'nginx';
  for (const file of Object.keys(files)) await client.open(file, language);
  for (const [file, text] of expected) {
    const lenses = await client.lenses(file);
    const lines = files[file]!.split('\n').flatMap((line, i) => [
      ...lenses.filter(({ range }) => range.start.line === i).map((lens) => `#: ${shown(lens, client.uri(file))}`),
      line,
    ]);
    expect(lines.join('\n')).toBe(text);
  }
}

function shown({ command }: CodeLens, here: string): string {
  const places = (command!.arguments![2] as Location[]).map(({ uri, range }) => {
    const line = range.start.line + 1;
    return uri === here ? line : `${uri.replace('file:///w/', '')}:${line}`;
  });
  return `${command!.title} → ${places.join(' ')}`;
}

const nginx = (fixture: string, options?: Partial<Options>) => check('nginx.conf', fixture, options);

describe('references', () => {
  it('of what a file defines, wherever they are', () =>
    nginx(`
      events {}
      http {
      #: 1 reference → 15
          log_format lines '$host $pool';
      #: 1 reference → 17
          limit_req_zone $binary_remote_addr zone=slow:10m rate=1r/s;
      #: 1 reference → proxy.conf:2
          proxy_cache_path /tmp/c keys_zone=pages:10m;
      #: 2 references → 3 proxy.conf:1
          map $uri $pool {
              default backend;
          }
          map $uri $unused { default 1; }
          proxy_http_version 1.1;
          proxy_set_header Connection "";
      #: 1 location reuses its connections → 18
      #: 1 reference → 19
          upstream backend { server 10.0.0.1; keepalive 8; }
          upstream idle { server 10.0.0.1; }
          server {
              access_log /tmp/a.log lines;
              set $mine 1;
              limit_req zone=slow;
              location / {
                  proxy_pass http://backend/$mine;
              }
              location /p { include proxy.conf; }
              error_page 502 @down;
      #: 1 reference → 22
              location @down { return 503; }
          }
      }
      # -- proxy.conf --
      #: included by nginx.conf:21 → nginx.conf:21
      proxy_set_header X-Pool $pool;
      proxy_cache pages;
    `));
});

it('are asked for again when their places move in another file', async () => {
  const files = {
    'nginx.conf': 'events {}\nhttp {\n  upstream b { server 10.0.0.1; }\n  include site.conf;\n}\n',
    'site.conf': 'server { location / { proxy_pass http://b; } }\n',
  };
  const client = await connect({ files, params: shows });
  onTestFinished(() => client.stop());
  for (const file of Object.keys(files)) await client.open(file, 'nginx');
  const last = async () => shown((await client.lenses('nginx.conf')).at(-1)!, client.uri('nginx.conf'));
  expect(await last()).toBe('1 reference → site.conf:1');
  await client.edit('site.conf', 'server', '# one more line\nserver');
  await client.until(() => client.heard.lensRefreshes > 0);
  expect(await last()).toBe('1 reference → site.conf:2');
});

describe('includes', () => {
  it('are counted by place and by file', () =>
    nginx(`
      events {}
      http {
          include a/*.conf;
          server { include part.conf; }
      }
      # -- a/one.conf --
      #: included by nginx.conf:3 → nginx.conf:3
      server { location / { include part.conf; } }
      # -- a/two.conf --
      #: included by nginx.conf:3 → nginx.conf:3
      server { include twice.conf; location / { include twice.conf; } }
      # -- part.conf --
      #: included by 2 files → a/one.conf:1 nginx.conf:4
      gzip on;
      # -- twice.conf --
      #: included by two.conf in 2 places → a/two.conf:1 a/two.conf:1
      gzip on;
    `));
});

describe('servers that share an address', () => {
  it('are told which of them is the default', () =>
    nginx(`
      events {}
      http {
      #: other names on *:80 go to b.example → 9
      #: other names on *:8080 go to nginx.conf:12 → 14
          server {
              listen 80;
              listen 8080;
              server_name a.example;
          }
      #: default server of *:80, which 3 servers share → 4 9 13
          server {
              listen *:80 default_server;
              server_name b.example;
          }
      #: default server of *:8080, which 2 servers share → 5 14
      #: other names on *:80 go to b.example → 9
          server {
              listen 0.0.0.0:80;
              listen 8080 default_server;
              server_name _;
          }
          server { listen 81; }
      }
    `));

  it('without default_server it is the first that nginx reads', () =>
    nginx(`
      events {}
      http {
          include sites/*;
      }
      # -- sites/a --
      #: included by nginx.conf:3 → nginx.conf:3
      #: default server of *:443 and [::]:443, being the first of 2 → 1 sites/b:1 1 sites/b:1
      server { listen 443 ssl; listen [::]:443 ssl; server_name a.example; }
      # -- sites/b --
      #: included by nginx.conf:3 → nginx.conf:3
      #: other names on *:443 and [::]:443 go to a.example → sites/a:1 sites/a:1
      server { listen 443 ssl; listen [0::0]:443 ssl; server_name b.example; }
    `));

  it.each([
    ['another server may be first', 'include /elsewhere/*.conf;\nserver { listen 80; }\nserver { listen 80; }'],
    ['a server without listen is first', 'server { server_name x; }\nserver { listen 80; }\nserver { listen 80; }'],
    ['two say that they are', 'server { listen 80 default; }\nserver { listen 80 default_server; }'],
    ['a range may hold the port', 'server { listen 80-90; }\nserver { listen 80; }\nserver { listen 80; }'],
    ['the address is a name', 'server { listen localhost:80; }\nserver { listen localhost:80; }'],
    ['a template engine puts it in', 'server { listen {{ port }}; }\nserver { listen {{ port }}; }'],
  ])('are told nothing where %s', (_, text) => nginx(`events {}\nhttp {\n${text}\n}\n`));

  it('are told so where the default says so itself, whatever else there is', () =>
    nginx(`
      events {}
      http {
      include /elsewhere/*.conf;
      #: default server of *:80, which 2 servers share → 4 5
      server { listen 80 default_server; }
      #: other names on *:80 go to nginx.conf:4 → 4
      server { listen 80; }
      }
    `));
});

describe('keys', () => {
  it('that several files set are told which of them stays', () =>
    check(
      'etc/sysctl.d/10-a.conf',
      `
      #: overridden by etc/sysctl.d/20-b.conf:1 → etc/sysctl.d/20-b.conf:1
      vm.swappiness = 10
      net.ipv4.tcp_syncookies = 1
      #: overridden by etc/sysctl.d/30-c.conf:1 → etc/sysctl.d/30-c.conf:1
      net.core.somaxconn = 1024
      # -- etc/sysctl.d/20-b.conf --
      #: wins over 10-a.conf → etc/sysctl.d/10-a.conf:1
      vm.swappiness = 20
      net.ipv4.tcp_syncookies = 1
      fs.file-max = 1
      fs.file-max = 2
      #: overridden by etc/sysctl.d/30-c.conf:1 → etc/sysctl.d/30-c.conf:1
      net.core.somaxconn = 2048
      # -- etc/sysctl.d/30-c.conf --
      #: wins over 2 files → etc/sysctl.d/10-a.conf:3 etc/sysctl.d/20-b.conf:5
      net.core.somaxconn = 4096
    `,
    ));
});

describe('in Chinese', () => {
  it('they say the same', () =>
    nginx(
      `
      events {}
      http {
      #: 1 处引用 → 4
      map $uri $pool { default 1; }
      #: *:80 的默认 server，共有 2 个 server 使用 → 4 5
      server { listen 80 default_server; include part.conf; set $x $pool; }
      #: *:80 上的其他名字由 nginx.conf:4 处理 → 4
      server { listen 80; }
      }
      # -- part.conf --
      #: 由 nginx.conf:4 引入 → nginx.conf:4
      gzip on;
    `,
      { params: { ...shows, locale: 'zh-cn' } },
    ));
});
