import { afterEach, describe, expect, it } from 'vitest';
import type { Location } from 'vscode-languageserver/node';
import { dedent } from '../harness.ts';
import { type Client, connect, type Options } from './client.ts';

const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
});

/** A client on some files, all of them open. */
async function start(files: Readonly<Record<string, string>>, options: Options = {}) {
  const dedented = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, dedent(text)]));
  const client = await connect({ ...options, files: dedented });
  clients.push(client);
  for (const name of Object.keys(files)) await client.open(name, name.includes('sysctl') ? 'sysctl' : 'nginx');
  const run = <T>(command: string, name: string, at: string | null, ...more: unknown[]): Promise<T> => {
    const before = at === null ? '' : client.text(name).split(at)[0]!;
    const position = at === null ? null : { line: before.split('\n').length - 1, character: before.split('\n').at(-1)!.length };
    return client.connection.sendRequest('workspace/executeCommand', {
      command: `keepalint.${command}`,
      arguments: [client.uri(name), position, ...more],
    });
  };
  return {
    client,
    run,
    async effective(name: string, at: string | null = null) {
      const result = await run<{ text: string; lines: ({ uri: string; line: number } | null)[] } | null>(
        'effectiveConfiguration',
        name,
        at,
      );
      if (!result) return null;
      const lines = result.text.replace(/\n$/, '').split('\n');
      expect(lines.length).toBe(result.lines.length);
      return lines
        .map((line, i) => {
          const from = result.lines[i];
          // A source line says the same as the line that comes from it.
          if (from && line.trim() && !line.trim().startsWith('#')) {
            const source = dedented[from.uri.replace('file:///w/', '')]!.split('\n')[from.line]!;
            expect(source.replaceAll('/', '.')).toContain(line.trim().split(/[ ;]/)[0]!.replaceAll('/', '.'));
          }
          return line;
        })
        .join('\n');
    },
  };
}

const site = {
  'nginx/nginx.conf': `
    user www-data;
    error_log /var/log/nginx/error.log warn;
    events {}
    http {
      add_header X-A 1; add_header X-B 2;   # on every answer
      root /srv/www;
      proxy_read_timeout 9s;
      ssl_protocols TLSv1.2 TLSv1.3;
      log_format main '$remote_addr '
        '"$request"';
      upstream app { server 10.0.0.1; }
      include conf.d/*.conf;
      include /opt/elsewhere/*.conf;
    }
  `,
  'nginx/conf.d/site.conf': `
    server {
      listen 80;
      try_files $uri /index.html;
      deny all;
      rewrite ^/old/(.*)$ /$1;
      location / { proxy_pass http://app; }
      location /api/ {
        alias /srv/api/;
        include snippets/headers.conf;
        proxy_pass http://app/;
        if ($arg_debug) { add_header X-Debug 1; }
        location /api/open/ { allow all; proxy_read_timeout 1m; }
      }
    }
  `,
  'nginx/snippets/headers.conf': `
    proxy_set_header Host $host;
    proxy_set_header X-Real-IP $remote_addr;
  `,
};

describe('the effective configuration', () => {
  it('is the configuration with its includes in their places', async () => {
    const { effective } = await start(site);
    const whole = dedent(`
      # from nginx/nginx.conf:1
      user www-data;
      error_log /var/log/nginx/error.log warn;

      events {}

      http {
          add_header X-A 1;
          add_header X-B 2;
          root /srv/www;
          proxy_read_timeout 9s;
          ssl_protocols TLSv1.2 TLSv1.3;
          log_format main '$remote_addr '
              '"$request"';

          upstream app {
              server 10.0.0.1;
          }

          # from nginx/conf.d/site.conf:1
          server {
              listen 80;
              try_files $uri /index.html;
              deny all;
              rewrite ^/old/(.*)$ /$1;

              location / {
                  proxy_pass http://app;
              }

              location /api/ {
                  alias /srv/api/;

                  # from nginx/snippets/headers.conf:1
                  proxy_set_header Host $host;
                  proxy_set_header X-Real-IP $remote_addr;

                  # from nginx/conf.d/site.conf:10
                  proxy_pass http://app/;

                  if ($arg_debug) {
                      add_header X-Debug 1;
                  }

                  location /api/open/ {
                      allow all;
                      proxy_read_timeout 1m;
                  }
              }
          }

          # from nginx/nginx.conf:13
          include /opt/elsewhere/*.conf; # its files are not known
      }
    `).trimEnd();
    expect(await effective('nginx/nginx.conf')).toBe(whole);
    expect(await effective('nginx/snippets/headers.conf')).toBe(whole);
    expect(await effective('nginx/nginx.conf', 'user www')).toBe(whole);
  });

  it('of a location has what applies in it, and where it comes from', async () => {
    const { effective } = await start(site);
    const inApi = dedent(`
      http {
          include /opt/elsewhere/*.conf; # its files are not known

          server {
              listen 80;
              rewrite ^/old/(.*)$ /$1;

              ssl_protocols TLSv1.2 TLSv1.3; # from http, nginx/nginx.conf:8

              location /api/ {
                  alias /srv/api/;
                  proxy_set_header Host $host;
                  proxy_set_header X-Real-IP $remote_addr;
                  proxy_pass http://app/;

                  if ($arg_debug) {
                      add_header X-Debug 1;
                  }

                  deny all; # from server, nginx/conf.d/site.conf:4

                  add_header X-A 1; # from http, nginx/nginx.conf:5
                  add_header X-B 2; # from http, nginx/nginx.conf:5
                  proxy_read_timeout 9s; # from http, nginx/nginx.conf:7

                  error_log /var/log/nginx/error.log warn; # from nginx/nginx.conf:2
              }
          }
      }
    `).trimEnd();
    expect(await effective('nginx/conf.d/site.conf', 'alias')).toBe(inApi);
    // The file of the include stands in that location.
    expect(await effective('nginx/snippets/headers.conf', 'Host')).toBe(inApi);
  });

  it('of a nested location and of an if is what they inherit, without what does not pass on', async () => {
    const { effective } = await start(site);
    expect(await effective('nginx/conf.d/site.conf', 'allow all')).toContain(
      dedent(`
        location /api/ {
            alias /srv/api/;

            location /api/open/ {
                allow all;
                proxy_read_timeout 1m;

                proxy_set_header Host $host; # from location, nginx/snippets/headers.conf:1
                proxy_set_header X-Real-IP $remote_addr; # from location, nginx/snippets/headers.conf:2

                add_header X-A 1; # from http, nginx/nginx.conf:5
                add_header X-B 2; # from http, nginx/nginx.conf:5

                error_log /var/log/nginx/error.log warn; # from nginx/nginx.conf:2
            }
        }
      `)
        .replace(/^(?=.)/gm, '        ')
        .trimEnd(),
    );
    const condition = await effective('nginx/conf.d/site.conf', 'X-Debug');
    expect(condition).toContain('proxy_pass http://app/; # from location, nginx/conf.d/site.conf:10');
    expect(condition).not.toContain('X-A');
    expect(condition!.match(/if \(/g)).toHaveLength(1);
  });

  it('of a server, an upstream and a fragment', async () => {
    const { effective } = await start(site, { params: { locale: 'zh-cn' } });
    expect(await effective('nginx/conf.d/site.conf', 'listen')).toContain('try_files $uri /index.html;');
    expect(await effective('nginx/nginx.conf', 'server 10')).toBe(
      'http {\n    include /opt/elsewhere/*.conf; # 文件未知\n\n    upstream app {\n        server 10.0.0.1;\n    }\n}',
    );
    const { effective: alone } = await start({
      'nginx/sites-available/a.conf': 'server { listen 80; location / { return 204; } }\n',
    });
    expect(await alone('nginx/sites-available/a.conf', 'return')).toBe(
      '# stands in http; what is set around it is not known\nserver {\n    listen 80;\n\n    location / {\n        return 204;\n    }\n}',
    );
  });

  it('of sysctl files is what every key ends up with', async () => {
    const { effective } = await start({
      'etc/sysctl.d/10-a.conf': 'net.core.somaxconn = 1024\nnet/ipv4/tcp_fin_timeout=30\n',
      'etc/sysctl.d/20-b.conf': '# more\nnet.core.somaxconn = 4096\n',
    });
    expect(await effective('etc/sysctl.d/10-a.conf')).toBe(
      dedent(`
      # from etc/sysctl.d/10-a.conf:2
      net.ipv4.tcp_fin_timeout = 30
      # from etc/sysctl.d/20-b.conf:2, instead of 1024 (etc/sysctl.d/10-a.conf:1)
      net.core.somaxconn = 4096
    `).trimEnd(),
    );
  });

  it('is null for what is no configuration', async () => {
    const { client } = await start(site);
    const ask = (...args: unknown[]) =>
      client.connection.sendRequest('workspace/executeCommand', {
        command: 'keepalint.effectiveConfiguration',
        arguments: args,
      });
    expect(await ask()).toBeNull();
    expect(await ask('file:///w/none.conf', null)).toBeNull();
    expect(await ask(client.uri('nginx/nginx.conf'), { line: 'x' })).not.toBeNull();
  });
});

describe('which location answers', () => {
  const answer = async (options: Options, at: string | null, url: string) => {
    const { run } = await start(site, options);
    const result = await run<{ text: string; at: Location | null; steps: { text: string; at: Location | null }[] } | null>(
      'whichLocation',
      'nginx/conf.d/site.conf',
      at,
      url,
    );
    const place = (l: Location | null) => (l ? `${l.uri.replace('file:///w/nginx/', '')}:${l.range.start.line + 1}` : '');
    return result && { text: result.text, at: place(result.at), steps: result.steps.map((s) => `${s.text} @${place(s.at)}`) };
  };

  it('is told with the reason for each step, and its place', async () => {
    expect(await answer({}, null, 'http://example.com/old/api/%6fpen/x?y')).toMatchInlineSnapshot(`
      {
        "at": "conf.d/site.conf:12",
        "steps": [
          "only server { listen 80; … } listens on 0.0.0.0:80 @conf.d/site.conf:1",
          "there may be other servers in files that are not known (not certain) @",
          "percent-encoding, dots and repeated slashes resolved, nginx looks for /old/api/open/x @",
          "rewrite ^/old/(.*)$ /$1 matches: the path becomes /api/open/x @conf.d/site.conf:5",
          "location /api/ matches and is the longest such prefix (length 5), remembered; shorter: location / @conf.d/site.conf:7",
          "the locations inside location /api/ are looked at next @conf.d/site.conf:7",
          "location /api/open/ matches (length 10), remembered @conf.d/site.conf:12",
          "a file, by alias /srv/api/ @conf.d/site.conf:8",
        ],
        "text": "**location /api/open/ answers /api/open/x; not certain, see the steps that say so**

      1. only server { listen 80; … } listens on 0.0.0.0:80
      2. there may be other servers in files that are not known (not certain)
      3. percent-encoding, dots and repeated slashes resolved, nginx looks for /old/api/open/x
      4. rewrite ^/old/(.\\*)$ /$1 matches: the path becomes /api/open/x
      5. location /api/ matches and is the longest such prefix (length 5), remembered; shorter: location /
      6. the locations inside location /api/ are looked at next
      7. location /api/open/ matches (length 10), remembered
      8. a file, by alias /srv/api/",
      }
    `);
    expect((await answer({}, 'allow all', '/api'))?.at).toBe('conf.d/site.conf:7');
  });

  it('is told in Chinese', async () => {
    expect((await answer({ params: { locale: 'zh-cn' } }, 'listen', '/api/x'))?.text).toMatchInlineSnapshot(`
      "**/api/x 由 location /api/ 响应**

      1. server 是 server { listen 80; … }
      2. rewrite ^/old/(.\\*)$ /$1 不匹配
      3. location /api/ 匹配，且是最长的匹配前缀（长度 5），先记住它；较短的还有 location /
      4. 接下来查找 location /api/ 内部的 location
      5. 没有前缀匹配
      6. 然后执行 proxy\\_pass http://app/"
    `);
  });

  it('is null without a URL or a configuration', async () => {
    const { client } = await start({ 'sysctl.conf': 'net.core.somaxconn = 1\n' });
    const ask = (...args: unknown[]) =>
      client.connection.sendRequest('workspace/executeCommand', { command: 'keepalint.whichLocation', arguments: args });
    expect(await ask(client.uri('sysctl.conf'), null, '/')).toBeNull();
    expect(await ask(client.uri('sysctl.conf'), null)).toBeNull();
  });
});
