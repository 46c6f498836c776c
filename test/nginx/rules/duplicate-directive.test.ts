import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/duplicate-directive'] };

test('a value that is set twice in one block', async () => {
  await checkNginx(
    `
    http {
        server {
            root /srv/a;
            location / {
                root /srv/b;
                root /srv/c;
    #           ^^^^^^^^^^^ ! error nginx/duplicate-directive: root /srv/c is the second root at this level, and nginx takes one: it does not start
            }
            gzip on;
            index index.html;
            gzip on;  # again
    #       ^^^^^^^ + error nginx/duplicate-directive: gzip on is there already at this level, and nginx takes it once: it does not start
        }
        server { root /srv/a; }
    }
    `,
    only,
  );
});

test('the places of both', async () => {
  await checkNginx(
    `
    http {
        sendfile on;
    #   ^^^^^^^^^^^ see nginx/duplicate-directive: the first one
        sendfile off;
    #   ^^^^^^^^^^^^ ! error nginx/duplicate-directive: sendfile off is the second sendfile at this level, and nginx takes one: it does not start
    }
    `,
    { ...only, related: true },
  );
});

test('the first map fixes the sizes of the tables of all maps', async () => {
  await checkNginx(
    `
    http {
        map_hash_max_size 4096;
        map $uri $a { default 0; }
    #   ^^^^^^^^^^^ see nginx/duplicate-directive: the first map
        map $host $b { default 0; }
        map_hash_bucket_size 128;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/duplicate-directive: map_hash_bucket_size 128 has to stand before the first map, which fixes its value: nginx calls it a duplicate and does not start
        variables_hash_max_size 2048;
    }
    stream {
        map_hash_bucket_size 128;
        map $remote_addr $c { default 0; }
    }
    `,
    { ...only, related: true },
  );
});

test('names that fill the same', async () => {
  await checkNginx(
    `
    http {
        server {
            location /a/ {
                root /srv/a;
                alias /srv/b/;
    #           ^^^^^^^^^^^^^ ! error nginx/duplicate-directive: alias /srv/b/ cannot stand beside root /srv/a, a level takes one of them: nginx does not start
                content_by_lua_file a.lua;
                content_by_lua_block { ngx.say(1) }
    #           ^^^^^^^^^^^^^^^^^^^^ error nginx/duplicate-directive: content_by_lua_block cannot stand beside content_by_lua_file a.lua, a level takes one of them: nginx does not start
            }
        }
    }
    `,
    only,
  );
});

test('what may be repeated', async () => {
  await checkNginx(
    `
    http {
        add_header A 1;
        add_header A 1;
        gzip_types text/css;
        gzip_types text/css text/plain;
        map $uri $a { /a 1; /b 2; }
        upstream u { server 127.0.0.1:1; server 127.0.0.1:1; }
        limit_req_zone $uri zone=a:1m rate=1r/s;
        limit_req_zone $uri zone=b:1m rate=1r/s;
        server {
            listen 80; listen 81;
            server_name a; server_name b;
            limit_req zone=a;
            limit_req zone=b;
            location / { set $x 1; set $x 2; proxy_redirect default; proxy_redirect / /b; }
            if ($uri) { gzip on; }
            if ($uri) { gzip on; }
        }
    }
    `,
    only,
  );
});

test('a limit is set once for each zone', async () => {
  await checkNginx(
    `
    limit_req zone=a;
    limit_conn b 1;
    limit_conn c 1;
    location / {
        limit_req zone=a;
        limit_conn b 1;
        limit_conn b 2;
    #   ^^^^^^^^^^^^^^ ! error nginx/duplicate-directive: limit_conn b 2 is the second limit_conn b at this level, and nginx takes one: it does not start
        limit_req zone=a burst=5;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^ ! error nginx/duplicate-directive: limit_req zone=a burst=5 is the second limit_req zone=a at this level, and nginx takes one: it does not start
    }
    `,
    only,
  );
});

test('a list cannot be off as well, since 1.19.3', async () => {
  const text = `
    location / {
        proxy_redirect off;
        proxy_redirect / /a;
    #   ^^^^^^^^^^^^^^^^^^^ ! error nginx/duplicate-directive: proxy_redirect / /a is the second proxy_redirect at this level, and nginx takes one: it does not start
    }
    `;
  await checkNginx(text, only);
  await checkNginx(text.replace(/^ *#.*\n/m, ''), { ...only, target: 'nginx=1.18' });
});

test('what has a name', async () => {
  await checkNginx(
    `
    load_module modules/a.so;
    load_module modules/b.so;
    load_module modules/a.so;
    #<^^^^^^^^^^^^^^^^^^^^^^^ + error nginx/duplicate-directive: load_module modules/a.so is there already at this level, and nginx takes it once: it does not start
    thread_pool a threads=4;
    thread_pool b threads=4;
    thread_pool a threads=8;
    #<^^^^^^^^^^^^^^^^^^^^^^ ! error nginx/duplicate-directive: thread_pool a threads=8 is the second thread_pool a at this level, and nginx takes one: it does not start
    events {}
    http {
        charset_map koi8-r utf-8 { 80 E282AC; }
        charset_map windows-1251 utf-8 { 80 D082; }
        charset_map UTF-8 koi8-r { 80 41; }
    #   ^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/duplicate-directive: charset_map UTF-8 koi8-r is the second charset_map koi8-r utf-8 at this level, and nginx takes one: it does not start
    }
    `,
    only,
  );
});

test('blocks of which there is one', async () => {
  await checkNginx(
    `
    events {}
    http {}
    http { server { listen 80; } }
    #<^^^ error nginx/duplicate-directive: http is the second http at this level, and nginx takes one: it does not start
    `,
    only,
  );
});

test('across includes', async () => {
  await checkNginx(
    `
    # -- nginx.conf --
    http {
        include common.conf;
        tcp_nopush on;
        server_tokens off;
        server {
            include twice.conf;
            include twice.conf;
    #       ^^^^^^^^^^^^^^^^^^ error nginx/duplicate-directive: include twice.conf brings in root /srv for the second time at this level: nginx does not start
        }
        server {
            root /a;
            include twice.conf;
        }
    }
    # -- common.conf --
    gzip on;
    server_tokens on;
    # -- twice.conf --
    root /srv;
    #<^^^^^^^^ error nginx/duplicate-directive: root /srv is the second root at this level, and nginx takes one: it does not start
    autoindex on;
    `.replace(
      'server_tokens off;',
      'server_tokens off;\n    #   ^^^^^^^^^^^^^^^^^ ! error nginx/duplicate-directive: server_tokens off is the second server_tokens at this level, and nginx takes one: it does not start',
    ),
    only,
  );
});

test('what cannot be known', async () => {
  await checkNginx(
    `
    # -- a.conf --
    client_max_body_size 1m;
    server { listen 80; }
    # -- b.conf --
    client_max_body_size 1m;
    server { listen 81; }
    # -- c.conf --
    my_own on;
    my_own on;
    server { gzip on off; gzip on; listen 82; }
    `,
    only,
  );
  await checkNginx(
    `
    {% if a %}
    server_tokens on;
    {% else %}
    server_tokens off;
    {% endif %}
    server { listen 80; }
    `,
    only,
  );
});

test('in Chinese', async () => {
  await checkNginx(
    `
    location /a/ {
        root /srv/a;
        root /srv/b;
    #   ^^^^^^^^^^^ ! error nginx/duplicate-directive: root /srv/b 是同一层级里的第二个 root，nginx 只接受一个：无法启动
        alias /srv/c/;
    #   ^^^^^^^^^^^^^ ! error nginx/duplicate-directive: alias /srv/c/ 不能与 root /srv/a 并存，同一层级只能有其中一个：nginx 无法启动
    }
    `,
    { ...only, locale: 'zh-CN' },
  );
});
