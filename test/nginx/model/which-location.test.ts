import { describe, expect, test } from 'vitest';
import { renderer } from '../../../server/src/core/render.ts';
import type { Locale } from '../../../server/src/core/rule.ts';
import { linesOf } from '../../../server/src/core/text.ts';
import { whichLocation } from '../../../server/src/nginx/model/which-location.ts';
import { dedent } from '../../harness.ts';
import { modelOf } from './model.ts';

/** The verdict and the steps, `?` before those that assume something. */
async function told(text: string, url: string, locale: Locale = 'en'): Promise<string> {
  const nginx = await modelOf(dedent(text));
  const words = renderer(
    new Map(),
    locale,
    ({ file, start }) => `${linesOf(nginx.files.get(file)!.source).position(start).line + 1}`,
  );
  const { verdict, steps, certain, by } = whichLocation(nginx, url);
  const mark = certain ? '' : '? ';
  return [
    `${mark}${words.statement(verdict)}${by ? ` @${linesOf(by.file.source).position(by.node.name.start).line + 1}` : ''}`,
    ...steps.map(({ statement, doubtful }) => `${doubtful ? '?' : '-'} ${words.statement(statement)}`),
  ].join('\n');
}

const http = (text: string) => `events {}\nhttp {\n${dedent(text)}}\n`;

describe('the location', () => {
  const site = http(`
    server {
      server_name example.com;
      root /srv;
      index index.php;
      location / { try_files $uri $uri/ /index.php?$args; }
      location ^~ /static/ { expires 1d; }
      location = /exact { return 204; }
      location /app/ {
        proxy_pass http://127.0.0.1:8080;
        location ~ \\.js$ { expires 1h; }
      }
      location ~* \\.(?:jpg|png)$ { expires 1m; }
      location ~ \\.php$ { fastcgi_pass 127.0.0.1:9000; }
      location ~ ^/(.)\\1 { return 403; }
      location @named { return 404; }
    }
  `);

  test.each([
    ['/exact', 'location = /exact answers /exact @9'],
    ['/exact/', '? location / answers /exact/; not certain, see the steps that say so @7'],
    ['/static/a.php', 'location ^~ /static/ answers /static/a.php @8'],
    ['/a.PNG', 'location ~* \\.(?:jpg|png)$ answers /a.PNG @14'],
    ['/app', 'location /app/ answers /app @10'],
    ['/app/x.js', 'location ~ \\.js$ answers /app/x.js @12'],
    ['/app/x.php', 'location ~ \\.php$ answers /app/x.php @15'],
    ['/%61pp/../app/./x.jpg?y', 'location ~* \\.(?:jpg|png)$ answers /app/x.jpg @14'],
    ['/%E4%B8%AD.php', 'location ~ \\.php$ answers /中.php @15'],
    ['/..', 'nginx answers /.. with 400: it is no valid path'],
    ['example.org/a.php', 'location ~ \\.php$ answers /a.php @15'],
    ['https://example.com/', 'no known server listens on port 443 there'],
    ['ftp://example.com/', 'ftp://example.com/ is neither a URL nor a path that begins with /'],
  ])('of %s', async (url, verdict) => {
    expect((await told(site, url)).split('\n')[0]).toBe(verdict);
  });

  test('with the reasons', async () => {
    expect(await told(site, 'http://example.com/app/logo.gif')).toMatchInlineSnapshot(`
      "? location /app/ answers /app/logo.gif; not certain, see the steps that say so @10
      - only server { server_name example.com; … } listens on 0.0.0.0:80
      - location /app/ matches and is the longest such prefix (length 5), remembered; shorter: location /
      - it has no ^~: the expressions beside it are still to be tried, in their order
      - the locations inside location /app/ are looked at next
      - location ~ \\.js$ does not match
      - location ~* \\.(?:jpg|png)$ does not match
      - location ~ \\.php$ does not match
      ? whether location ~ ^/(.)\\1 matches cannot be known here: taken for one that does not
      - no expression matches: the remembered location /app/ answers
      - then proxy_pass http://127.0.0.1:8080"
    `);
    expect(await told(site, '/static/', 'zh-CN')).toMatchInlineSnapshot(`
      "/static/ 由 location ^~ /static/ 响应 @8
      - server 是 server { server_name example.com; … }
      - location ^~ /static/ 匹配，且是最长的匹配前缀（长度 8），先记住它；较短的还有 location /
      - location ^~ /static/ 带有 ^~：不再尝试与它同级的正则表达式
      - 返回文件，依据 root /srv
      - 目录对应的文件依据 index index.php：以其路径重新开始查找
      - 这时 /static/index.php 由 location ^~ /static/ 响应"
    `);
  });

  test('and what is next in it', async () => {
    const small = site.replace(/.*\\1.*/, '');
    expect(await told(small, '/page')).toMatchInlineSnapshot(`
      "location / answers /page @7
      - the server is server { server_name example.com; … }
      - location / matches (length 1), remembered
      - it has no ^~: the expressions beside it are still to be tried, in their order
      - location ~* \\.(?:jpg|png)$ does not match
      - location ~ \\.php$ does not match
      - no expression matches: the remembered location / answers
      - try_files $uri $uri/ /index.php?$args: the first file that is there, else the search begins again with /index.php?$args
      - a file, by root /srv
      - in that case location ~ \\.php$ answers /index.php"
    `);
    expect(await told(small.replace(/try_files.*;/, ''), '/dir/')).toMatchInlineSnapshot(`
      "location / answers /dir/ @7
      - the server is server { server_name example.com; … }
      - location / matches (length 1), remembered
      - it has no ^~: the expressions beside it are still to be tried, in their order
      - location ~* \\.(?:jpg|png)$ does not match
      - location ~ \\.php$ does not match
      - no expression matches: the remembered location / answers
      - a file, by root /srv
      - for the folder a file by index index.php: the search begins again with its path
      - in that case location ~ \\.php$ answers /dir/index.php"
    `);
  });
});

describe('before the location', () => {
  test('a server may answer, or rewrite', async () => {
    const text = http(`
      server {
        server_name old.example.com;
        return 301 https://example.com$request_uri;
        location / { return 204; }
      }
      server {
        listen 80 default_server;
        server_name example.com;
        rewrite ^/user/(\\w+)$ /show?user=$1 last;
        if ($http_user_agent ~ bot) { return 403; }
        if ($host = www.example.com) { rewrite ^ https://example.com$request_uri? permanent; }
        location / { return 204; }
        location /show { rewrite ^ /deeper/$arg_user; }
        location /deeper/ { internal; return 204; }
        location /loop { rewrite ^ /loop last; }
        location /time { rewrite ^ /$time_iso8601 last; }
      }
    `);
    expect(await told(text, 'http://old.example.com/x')).toMatchInlineSnapshot(`
      "return 301 https://example.com$request_uri of the server answers before any location is looked for @5
      - of the servers on 0.0.0.0:80, server { server_name old.example.com; … } has the name old.example.com
      - return 301 https://example.com$request_uri ends the request"
    `);
    expect(await told(text, 'http://www.example.com/x')).toMatchInlineSnapshot(`
      "? rewrite ^ https://example.com$request_uri? permanent of the server answers before any location is looked for; not certain, see the steps that say so @13
      - no server on 0.0.0.0:80 has a name that fits www.example.com: the default_server takes it, server { server_name example.com; … }
      - rewrite ^/user/(\\w+)$ /show?user=$1 last does not match
      ? whether if ($http_user_agent ~ bot) applies depends on the request: taken for one that does not
      - if ($host = www.example.com) holds
      - rewrite ^ https://example.com$request_uri? permanent matches: the client is sent to another address"
    `);
    expect(await told(text, 'http://example.com/user/me')).toMatchInlineSnapshot(`
      "location /deeper/ answers /deeper/me @16
      - of the servers on 0.0.0.0:80, server { server_name example.com; … } has the name example.com
      - rewrite ^/user/(\\w+)$ /show?user=$1 last matches: the path becomes /show
      - location /show matches and is the longest such prefix (length 5), remembered; shorter: location /
      - rewrite ^ /deeper/$arg_user matches: the path becomes /deeper/me
      - the search begins again with /deeper/me
      - location /deeper/ matches and is the longest such prefix (length 8), remembered; shorter: location /
      - return 204 ends the request"
    `);
    expect(await told(text, 'http://example.com/deeper/')).toContain('it is internal: a client that asks for it gets 404');
    expect(await told(text, 'http://example.com/loop')).toContain('rewritten more than 10 times');
    expect(await told(text, 'http://example.com/time')).toMatch(/^\? it cannot be known/);
    expect(await told(text, '/x')).toContain('a path alone does not tell which server it is for');
  });
});

describe('the server', () => {
  const text = http(`
    server { listen 80; listen 10.0.0.1:8080; server_name first; location / { return 201; } }
    server { listen 80; server_name .example.com; location / { return 202; } }
    server { listen 80; server_name www.example.*; location / { return 203; } }
    server { listen 80; server_name ~^(?<sub>[a-z]+)\\d+\\.test$; location / { return 204; } }
    server { listen 8080 default_server; server_name other; location / { return 205; } }
    server { listen [::]:8080; server_name six; merge_slashes off; location // { return 206; } location / { return 207; } }
  `);
  test.each([
    ['http://www.example.com/', '@4', 'the longest wildcard at the beginning'],
    ['http://example.com./', '@4', 'the longest wildcard at the beginning'],
    ['http://www.example.org/', '@5', 'the longest wildcard at the end'],
    ['http://abc12.test/', '@6', 'the first expression that matches abc12.test'],
    ['http://none/', '@3', 'the first one takes it'],
    ['http://10.0.0.1:8080/', '@3', 'only server { server_name first; … } listens on 10.0.0.1:8080'],
    ['http://[::1]:8080//', '@8', 'only server { server_name six; … } listens on [::]:8080'],
    ['http://host:8080/', '@7', 'not every address leads to the same server (10.0.0.1:8080, 0.0.0.0:8080 and [::]:8080)'],
  ])('of %s', async (url, at, why) => {
    const said = await told(text, url);
    expect(said.split('\n')[0]).toContain(at);
    expect(said).toContain(why);
  });
});

test('paths inside an expression are never found', async () => {
  const text = http(
    'server { location ~ /a { location = /a/e { return 204; } location /a/b/ { proxy_pass http://127.0.0.1:9; } location ~ c$ { return 204; } } }\n',
  );
  expect(await told(text, '/a/e')).toContain('location ~ /a answers /a/e @3');
  expect(await told(text, '/a/b')).toContain('location ~ /a answers /a/b @3');
  expect(await told(text, '/a/b/c')).toContain('location ~ c$ answers /a/b/c @3');
});

test('a name that is taken takes all of a wildcard with it', async () => {
  const text = http(`
    server { server_name first; }
    server { server_name b.example; }
    server { server_name .b.example; }
  `);
  expect(await told(text, 'http://x.b.example/')).toContain('the first one takes it');
});

test('what is not known is said', async () => {
  const open = http(
    `server { include elsewhere/*.conf; include /opt/x.conf; location / { return 204; } location \${PREFIX}/a { return 204; } }\n`,
  );
  expect(await told(open, '/a')).toMatchInlineSnapshot(`
    "? location / answers /a; not certain, see the steps that say so @3
    - the server is server { … }
    ? server includes files that are not known: they may hold a better location
    ? location \${PREFIX}/a is not known to the end: taken for one that does not match
    - location / matches (length 1), remembered
    - return 204 ends the request"
  `);
  expect(await told(open, '/a', 'zh-CN')).toMatchInlineSnapshot(`
    "? /a 由 location / 响应；但并不确定，见下面标出的步骤 @3
    - server 是 server { … }
    ? server 引入了未知的文件：其中可能有更匹配的 location
    ? location \${PREFIX}/a 的内容无法完全确定：按不匹配处理
    - location / 匹配（长度 1），先记住它
    - return 204 结束请求"
  `);
});
