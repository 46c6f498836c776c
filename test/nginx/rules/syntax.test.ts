import { describe, expect, test } from 'vitest';
import { checkNginx, fixNginx, lintFiles } from '../../harness.ts';

const only = { only: ['nginx/syntax'] };
const check = (name: string, fixture: string, options = {}) => test(name, () => checkNginx(fixture, { ...only, ...options }));

describe('a missing semicolon', () => {
  check(
    'before a closing brace',
    `
    server {
      listen 80
    #        ^^ + error nginx/syntax: a semicolon is missing after 80: nginx reads on for more arguments of listen and does not start
    }
    #<^ see nginx/syntax: nginx stops here
    `,
    { related: true },
  );
  check(
    'on one line',
    `
    server { location / { return 200 } }
    #                            ^^^ + error nginx/syntax: a semicolon is missing after 200: nginx reads on for more arguments of return and does not start
    `,
  );
  check(
    'several in a row',
    `
    server {
      location / {
        proxy_set_header Host $host
    #                         ^^^^^ + error nginx/syntax: a semicolon is missing after $host: nginx reads on for more arguments of proxy_set_header and does not start
        proxy_pass http://127.0.0.1:3000
    #              ^^^^^^^^^^^^^^^^^^^^^ + error nginx/syntax: a semicolon is missing after http://127.0.0.1:3000: nginx reads on for more arguments of proxy_pass and does not start
      }
    }
    `,
  );
  check(
    'before a block',
    `
    server {
      root /srv/www
    #      ^^^^^^^^ + error nginx/syntax: a semicolon is missing after /srv/www: nginx reads on for more arguments of root and does not start
      location / { index index.html; }
    }
    `,
  );
  check(
    'at the end of the file',
    `
    worker_processes auto
    #                ^^^^ + error nginx/syntax: a semicolon is missing after auto: nginx reads on for more arguments of worker_processes and does not start
    `,
  );
  check(
    'in the middle, where nginx complains of the number of arguments',
    `
    http {
      server {
        listen 80;
        root /srv/www
    #        ^^^^^^^^ + error nginx/syntax: a semicolon is missing after /srv/www: nginx takes index for an argument of root and does not start
        index index.html index.htm;
    #                             ^ see nginx/syntax: nginx stops here
        location / {
          proxy_pass http://127.0.0.1:3000
    #                ^^^^^^^^^^^^^^^^^^^^^ + error nginx/syntax: a semicolon is missing after http://127.0.0.1:3000: nginx takes proxy_http_version for an argument of proxy_pass and does not start
          proxy_http_version 1.1
    #                        ^^^ + error nginx/syntax: a semicolon is missing after 1.1: nginx takes proxy_set_header for an argument of proxy_http_version and does not start
          proxy_set_header Host $host;
    #                                ^ see nginx/syntax: nginx stops here
    #                                ^ see nginx/syntax: nginx stops here
        }
      }
    }
    `,
    { related: true },
  );
  check(
    'after a directive that refuses arguments it does not know',
    `
    http {
      upstream app {
        server 127.0.0.1:3000
    #          ^^^^^^^^^^^^^^ + error nginx/syntax: a semicolon is missing after 127.0.0.1:3000: nginx takes keepalive for an argument of server and does not start
        keepalive 16;
      }
      server {
        listen 80
    #          ^^ + error nginx/syntax: a semicolon is missing after 80: nginx takes server_name for an argument of listen and does not start
        server_name example.com;
        error_page 404 /404.html
    #                  ^^^^^^^^^ + error nginx/syntax: a semicolon is missing after /404.html: nginx takes root for an argument of error_page and does not start
        root /srv;
        access_log /var/log/a.log combined
    #                             ^^^^^^^^ + error nginx/syntax: a semicolon is missing after combined: nginx takes error_log for an argument of access_log and does not start
        error_log /var/log/b.log;
      }
      server {
        listen 443
          ssl
          http2;
      }
    }
    `,
  );
  check(
    'is not said where nginx accepts the rest as arguments',
    `
    http {
      server {
        server_name example.com
        root /srv/www;
      }
    }
    `,
  );
  check(
    'is not said of arguments over several lines',
    `
    http {
      log_format main '$remote_addr '
                      '$request';
      server {
        server_name a.example
                    b.example
                    index;
        add_header Content-Security-Policy
          "default-src 'self'"
          always;
        if ($host
            = "x") { return 404; }
      }
    }
    `,
  );
  check(
    'before a closing brace after arguments over several lines',
    `
    http {
      server {
        server_name a.example
                    b.example
    #               ^^^^^^^^^ + error nginx/syntax: a semicolon is missing after b.example: nginx reads on for more arguments of server_name and does not start
      }
    }
    `,
  );
});

describe('braces', () => {
  check(
    'a block that another one of its kind follows',
    `
    http {
      server {
    # ^^^^^^^^ + error nginx/syntax: the block server is never closed: a closing brace is missing
        listen 80;
        location / {
          root /srv;
        }
    #   ^ see nginx/syntax: by nesting and indentation it belongs here

      # the second
      server {
        listen 81;
      }
    }
    #<^ see nginx/syntax: nginx stops here
    `,
    { related: true },
  );
  check(
    'a location that is not closed',
    `
    server {
      location /a {
    # ^^^^^^^^^^^^^ + error nginx/syntax: the block location /a is never closed: a closing brace is missing
        root /srv;
      location /b {
        root /srv;
      }
    }
    `,
  );
  check(
    'without indentation the end of the file is not certain',
    `
    server {
    #<^^^^^^^ error nginx/syntax: the block server is never closed: a closing brace is missing
    location /a {
    root /srv;
    location /b {
    root /srv;
    }
    }
    `,
  );
  check(
    'one too many in the middle',
    `
    http {
      server {
        listen 80;
      }
      }
    # ^ + error nginx/syntax: this closing brace has no block to close: one opening brace is missing, or this one is too many
      server {
        listen 81;
      }
    }
    #<^ see nginx/syntax: nginx stops here
    `,
    { related: true },
  );
  check(
    'one too many behind a directive, and behind another one',
    `
    http {
      server {
        location / {
          root /srv; }
    #                ^ error nginx/syntax: this closing brace has no block to close: one opening brace is missing, or this one is too many
        }
        location /a {
          root /srv;
        } }
    #     ^ error nginx/syntax: this closing brace has no block to close: one opening brace is missing, or this one is too many
        location /b { }
      }
    }
    `,
  );
  check(
    'one too many on a line with others',
    `
    server { listen 80; }}
    #                    ^ error nginx/syntax: this closing brace has no block to close: one opening brace is missing, or this one is too many
    `,
  );
  check(
    'a forgotten opening brace',
    `
    server {
      location /api/
    #          ^^^^^ + error nginx/syntax: the opening brace of the block location /api/ is missing: nginx takes what follows for arguments
        proxy_pass http://127.0.0.1:3000;
      }
    }
    `,
  );
});

describe('other mistakes', () => {
  check(
    'semicolons too many',
    `
    server {
      listen 80;;
    #           ^ + error nginx/syntax: this ; has no directive before it, which nginx does not accept
      location / { return 204; };
    #                           ^ + error nginx/syntax: this ; has no directive before it, which nginx does not accept
    }
    `,
  );
  check(
    'with nothing behind it',
    `
    server {
      add_header X ";
    #              ^ error nginx/syntax: this quote is not closed on its line: nginx takes what follows for text
    }
    `,
  );
  check(
    'a quote that is not closed',
    `
    server {
      add_header X-Frame-Options "DENY;
    #                            ^^^^^ + error nginx/syntax: the quote before DENY is not closed on its line: nginx takes what follows for the same text
      add_header X-Content-Type-Options "nosniff";
    #                                    ^ see nginx/syntax: nginx stops here
    }
    `,
    { related: true },
  );
  check(
    'a quote that is not closed before a value with blanks',
    `
    server {
      add_header Strict-Transport-Security "max-age=1 always;
    #                                      ^^^^^^^^^^^^^^^^^ error nginx/syntax: the quote before max-age=1 always is not closed on its line: nginx takes what follows for the same text
      add_header X-Content-Type-Options "nosniff";
    }
    `,
  );
  check(
    'a quoted text over several lines is fine',
    `
    server {
      add_header Content-Security-Policy "default-src 'self';
        script-src 'self';
      ";
    }
    `,
  );
  check(
    'text after a quote',
    `
    server { return 200 "a"b; }
    #                      ^ error nginx/syntax: the text ends at the quote before b, where nginx needs a blank or a semicolon; a quote inside a text needs a backslash
    `,
  );
  check(
    'a quantifier without quotes',
    `
    server {
      location ~ ^/\\d{3}$ { return 404; }
    #            ^^^^^^^^ + error nginx/syntax: ^/\\d{3}$ needs quotes: nginx takes {3} for the start of a block
      if ($uri ~ ^/([a-z]{2,})) { return 404; }
    #            ^^^^^^^^^^^^^^ + error nginx/syntax: ^/([a-z]{2,})) needs quotes: nginx takes {2,} for the start of a block
      location ~ "^/\\d{4}$" { return 404; }
    }
    `,
  );
  check(
    'a block among values',
    `
    map $uri $a { default 0; x { y 1; } }
    #                          ^ error nginx/syntax: a block cannot stand in map, whose lines are values
    `,
  );
  check(
    'Lua that does not end',
    `
    server {
      location / {
        content_by_lua_block {
    #   ^^^^^^^^^^^^^^^^^^^^^^ error nginx/syntax: the Lua code of content_by_lua_block never ends: a closing brace, quote or long bracket is missing
          if x then y({ 1, 2 )
        }
      }
    }
    `,
  );
  check(
    'Lua with braces where nginx does not count them',
    `
    server {
      location / {
        content_by_lua_block {
          -- }
          local a = "}" .. '{' .. [[ } ]] --[==[ } ]==]
        }
      }
    }
    `,
  );
});

describe('templates are not called broken', () => {
  check(
    'Jinja',
    `
    server {
      listen {{ port }}{% if ssl %} ssl{% endif %};
      {% for name in names %}
      server_name {{ name }};
      {% endfor %}
      {% if ssl %}
      location / {
      {% else %}
      location /plain {
      {% endif %}
        root /srv;
      }
    }
    `,
  );
  check(
    'ERB, placeholders of build scripts and envsubst',
    `
    server {
      <% if @ssl %>
      listen <%= @port["x"] %>;
      <% end %>
      @@EXTRA@@
      listen 80;
      \${LOCATIONS}
      root /srv/{app}/www;
      server_name {domain};
      __INCLUDES__
    }
    `,
  );
});

test('one finding for one cause: a brace too many, a brace in a word, a brace among values', () =>
  checkNginx(
    `
    events {}
    http {
      map $uri $kind { default a{b; }
    #                           ^ error nginx/syntax: a block cannot stand in map, whose lines are values
      server {
        { listen 80;
    #   ^ error nginx/syntax: this { has no directive before it, which nginx does not accept
        listen 80{81;
    #   ^^^^^^^^^^ error nginx/syntax: the block listen 80 is never closed: a closing brace is missing
      }
    }
    `,
    only,
  ));

test('one finding for one cause: a quote that swallows the end of its block', () =>
  checkNginx(
    `
    events {}
    http {
      server { listen 80; add_header X "one; }
    #                                  ^^^^^^^ error nginx/syntax: the quote before one; } is not closed on its line: nginx takes what follows for the same text
    }
    `,
    only,
  ));

test('a full-width brace is what was meant to open the block', () =>
  fixNginx('events {}\nhttp {\n  server ｛ listen 80; }\n}\n', 'events {}\nhttp {\n  server { listen 80; }\n}\n', only));

test('several lines without a semicolon behind a hundred other mistakes', async () => {
  const lines = 'server {\n  root /srv\n  index a.html\n}\n';
  const { findings } = await lintFiles(new Map([['nginx.conf', `events {}\nhttp {\n${';\n'.repeat(100)}${lines}}\n`]]));
  expect(findings.map((f) => f.message)).toEqual([...Array(100).fill('terminator'), 'swallowed']);
});

test('tabs are as wide as the author saw them', () =>
  checkNginx(
    `
    http {
    	server {
    		location /a {
    # ^^^^^^^^^^^^^ + error nginx/syntax: the block location /a is never closed: a closing brace is missing
    			root /a;
    #         ^ see nginx/syntax: by nesting and indentation it belongs here
    		location /b {
    			root /b;
    		}
    	}
    }
    #<^ see nginx/syntax: nginx stops here
    `,
    { ...only, related: true },
  ));
