import { describe, expect, test } from 'vitest';
import { checkNginx, fixNginx, lintFiles } from '../../harness.ts';

const only = { only: ['nginx/full-width-character', 'nginx/syntax'] };
const check = (name: string, fixture: string, options = {}) => test(name, () => checkNginx(fixture, { ...only, ...options }));

describe('look-alikes of punctuation', () => {
  check(
    'in addresses, numbers and switches',
    `
    http {
      keepalive_timeout ６５;
    #                   ^^ + error nginx/full-width-character: "６５" is written with ６５ where nginx needs 65
      sendfile ｏｎ;
    #          ^^ + error nginx/full-width-character: "ｏｎ" is written with ｏｎ where nginx needs on
      upstream app { server 10.10.0.1：8080; }
    #                                ^ + error nginx/full-width-character: "10.10.0.1：8080" is written with ： where nginx needs :
      server {
        listen 443， ssl;
    #             ^ + error nginx/full-width-character: "443，" is written with ， where nginx needs ,
        allow 10。0.0.1;
    #           ^ + error nginx/full-width-character: "10。0.0.1" is written with 。 where nginx needs .
        location / { proxy_pass http://10.0.0.1：3000; }
    #                                          ^ + error nginx/full-width-character: "http://10.0.0.1：3000" is written with ： where nginx needs :
      }
    }
    `,
  );
  check(
    'a semicolon',
    `
    http {
      server {
        listen 80；
    #            ^ + error nginx/full-width-character: "80；" is written with ； where nginx needs ;
        root /srv；
    #            ^ + error nginx/full-width-character: "/srv；" is written with ； where nginx needs ;
        server_name example.com；
    #                          ^ + error nginx/full-width-character: "example.com；" is written with ； where nginx needs ;
        index index.html；
    #                   ^ + error nginx/full-width-character: "index.html；" is written with ； where nginx needs ;
      }
    }
    `,
  );
  check(
    'braces',
    `
    server ｛
    #      ^ + error nginx/full-width-character: "｛" is written with ｛ where nginx needs {
      listen 80;
      location / ｛
    #            ^ + error nginx/full-width-character: "｛" is written with ｛ where nginx needs {
        root /srv;
      ｝
    # ^ + error nginx/full-width-character: "｝" is written with ｝ where nginx needs }
    }
    `,
  );
  check(
    'quotes around blanks',
    `
    http {
      add_header X-A “a b”;
    #                ^^^^^ ! error nginx/full-width-character: "“a b”" is written with “ and ” where nginx needs "
      log_format x “$remote_addr - $request”;
    #              ^^^^^^^^^^^^^^^^^^^^^^^^^ ! error nginx/full-width-character: "“$remote_addr - $request”" is written with “ and ” where nginx needs "
      gzip_types “text/css”;
    #            ^^^^^^^^^^ ! error nginx/full-width-character: "“text/css”" is written with “ and ” where nginx needs "
    }
    `,
  );
  check(
    'a comment sign',
    `
    server {
      ＃ 监听端口，默认 80
    # ^ + error nginx/full-width-character: "＃" is written with ＃ where nginx needs #
      listen 80;
    }
    `,
  );
});

describe('blanks that are none', () => {
  check(
    'as indentation and between words',
    `
    server {
    　　listen 80;
    #<^ + error nginx/full-width-character: "\u3000\u3000listen" holds a blank that nginx does not know (U+3000) and takes for a letter
      proxy_set_header\u00a0Host $host;
    #                 ^ + error nginx/full-width-character: "proxy_set_header\u00a0Host" holds a blank that nginx does not know (U+00A0) and takes for a letter
      proxy_set_header X-Real-IP\u00a0$remote_addr;
    #                           ^ + error nginx/full-width-character: "X-Real-IP\u00a0$remote_addr" holds a blank that nginx does not know (U+00A0) and takes for a letter
      location /a\u00a0{ return 204; }
    #            ^ ! error nginx/full-width-character: "/a\u00a0" holds a blank that nginx does not know (U+00A0) and takes for a letter
      location /b {\u00a0
    #              ^ + error nginx/full-width-character: "\u00a0" holds a blank that nginx does not know (U+00A0) and takes for a letter
        return 204;\u00a0
    #              ^ + error nginx/full-width-character: "\u00a0" holds a blank that nginx does not know (U+00A0) and takes for a letter
      }\u200b
    #  ^ + error nginx/full-width-character: "\u200b" holds a blank that nginx does not know (U+200B) and takes for a letter
    }
    `,
  );
  check(
    'before a comment',
    `
    server {
      listen 80;
    \u00a0# 注释，说明
    #<^ + error nginx/full-width-character: "\u00a0#" holds a blank that nginx does not know (U+00A0) and takes for a letter
      root /srv;
    }
    `,
  );
});

describe('text that may hold any character', () => {
  check(
    'stays as it is',
    `
    # 说明：这里的逗号，分号；都没有问题　
    http {
      log_format main '「$remote_addr」，$request；';
      log_format plain $remote_addr，$status；;
      map $uri $title {
        default 首页，欢迎；;
        ~^/（.*） x；;
        "全角：冒号" 1;
      }
      server {
        server_name 例子.测试 例子。测试;
        root /data/资料（新）/ｗｗｗ;
        auth_basic 请登录：;
        sub_filter '，' ',';
        add_header X-Note 你好，世界;
        set $a ，;
        location /搜索（新） { return 200 "你好，世界；再见。"; }
        location ~ ^/（.*）$ { rewrite ^/（.*）$ /$1 last; return 200 你好，世界; }
        if ($arg_q = “引号”) { return 403; }
      }
    }
    `,
  );
});

test('a whole server becomes readable', () =>
  fixNginx(
    `
    http {
      sendfile on;
      server ｛
      　listen 80；
      　location / ｛
      　　proxy_pass http://127.0.0.1：3000；
      　｝
      ｝
    }
    `,
    `
    http {
      sendfile on;
      server {
       listen 80;
       location / {
        proxy_pass http://127.0.0.1:3000;
       }
      }
    }
    `,
    { safety: ['safe'], ...only },
  ));

test('a name that nginx may find', () =>
  checkNginx(
    `
    http {
      upstream app { server ａpp.internal; }
    #                       ^ ! error nginx/full-width-character: "ａpp.internal" is written with ａ where nginx needs a
      server {
        root\u00a0（新）/www;
    #       ^ + error nginx/full-width-character: "root\u00a0（新）/www" holds a blank that nginx does not know (U+00A0) and takes for a letter
        my_module_rate ６５;
      }
    }
    `,
    only,
  ));

test('a semicolon behind an entry', () =>
  checkNginx(
    `
    http {
      map $uri $title {
        default 首页；
    #             ^ ! error nginx/full-width-character: "首页；" is written with ； where nginx needs ;
        /news 新闻；;
      }
    }
    `,
    only,
  ));

test('with so many braces each is told, but not every fix changes all of them', async () => {
  const lines = 'server ｛ listen 80; ｝\n'.repeat(60);
  const { findings } = await lintFiles(new Map([['nginx.conf', `events {}\nhttp {\n${lines}}\n`]]), only);
  expect(findings.length).toBeGreaterThan(100);
  expect(findings.flatMap((f) => f.fixes)).toEqual([]);
});

test('a brace within a line may be text', () =>
  checkNginx(
    `
    server {
      add_header X-Note 括号｛ always;
      listen 80;
    }
    `,
    only,
  ));

test('quotes around the first argument of a text', () =>
  checkNginx(
    `
    server {
      server_name “a.example b.example”;
    #             ^^^^^^^^^^^^^^^^^^^^^ ! error nginx/full-width-character: "“a.example b.example”" is written with “ and ” where nginx needs "
      listen 80;
    }
    `,
    only,
  ));

test('a closing quote that nothing opens', () =>
  checkNginx(
    `
    http {
      add_header X-Note 好”;
    }
    `,
    only,
  ));

test('a quote without its partner is told, and left to its author', () =>
  checkNginx(
    `
    http {
      gzip_types text/css”;
    #                    ^ error nginx/full-width-character: "text/css”" is written with ” where nginx needs "
      gzip_types “text/css”;
    #            ^^^^^^^^^^ ! error nginx/full-width-character: "“text/css”" is written with “ and ” where nginx needs "
    }
    `,
    { only: ['nginx/full-width-character'] },
  ));
