import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/undefined-reference'] };

test('an upstream that nobody uses, and a name that is nearly its', () =>
  checkNginx(
    `
    events {}
    http {
      upstream backend { server 10.0.0.1:80; }
      upstream other { server 10.0.0.2:80; }
      server {
        location / { proxy_pass http://bakend/x; }
    #                                  ^^^^^^ ! warning nginx/undefined-reference: there is no upstream bakend, and nothing uses upstream backend: nginx asks DNS for bakend when it starts
        location /b { proxy_pass http://others; }
    #                                   ^^^^^^ ! warning nginx/undefined-reference: there is no upstream others, and nothing uses upstream other: nginx asks DNS for others when it starts
        location /c { proxy_pass http://mailer; }
        location /d { proxy_pass http://backend.example.com; }
        location /e { proxy_pass http://backens:8080; }
      }
    }
    `,
    only,
  ));

test('a name that is nearly one that is used', () =>
  checkNginx(
    `
    events {}
    http {
      upstream app1 { server 10.0.0.1:80; }
      server {
        location / { proxy_pass http://app1; }
        location /b { proxy_pass http://app2; }
      }
    }
    `,
    only,
  ));

test('zones that nobody makes, or that are made for another use', async () => {
  await checkNginx(
    `
    http {
        limit_req_zone $binary_remote_addr zone=requests:10m rate=1r/s;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/undefined-reference: the first one
        limit_conn_zone $binary_remote_addr zone=connections:10m;
        proxy_cache_path /var/cache/nginx keys_zone=pages:10m;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/undefined-reference: the first one
        server {
            listen 80;
            limit_req zone=request burst=5;
    #                      ^^^^^^^ ! error nginx/undefined-reference: no limit_req_zone makes the zone request: nginx does not start
            limit_conn requests 1;
    #                  ^^^^^^^^ error nginx/undefined-reference: the zone requests is made by limit_req_zone, limit_conn cannot use it: nginx does not start
            limit_conn elsewhere 1;
    #                  ^^^^^^^^^ error nginx/undefined-reference: no limit_conn_zone makes the zone elsewhere: nginx does not start
            proxy_cache pages;
            location / { fastcgi_cache pages; fastcgi_cache_key $uri; }
    #                                  ^^^^^ error nginx/undefined-reference: the zone pages is made by proxy_cache_path, fastcgi_cache cannot use it: nginx does not start
            location /a { proxy_cache off; }
            location /b { proxy_cache $arg_zone; }
        }
    }
    `,
    { ...only, related: true },
  );
});

test('a zone that is made before or after', async () => {
  await checkNginx(
    `
    http {
        limit_conn connections 1;
        limit_conn_zone $binary_remote_addr zone=connections:10m;
        server { listen 80; limit_req zone=requests; }
        limit_req_zone $binary_remote_addr zone=requests:10m rate=1r/s;
    }
    `,
    only,
  );
});

test('zones that are made twice', async () => {
  await checkNginx(
    `
    http {
        limit_req_zone $binary_remote_addr zone=a:10m rate=1r/s;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/undefined-reference: the first one
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/undefined-reference: the first one
        limit_req_zone $binary_remote_addr zone=a:10m rate=1r/s;
    #                                           ^ error nginx/undefined-reference: the zone a is made a second time: nginx does not start
        limit_conn_zone $binary_remote_addr zone=a:10m;
    #                                            ^ error nginx/undefined-reference: the zone a is made by limit_req_zone, limit_conn_zone cannot use it: nginx does not start
        ssl_session_cache shared:tls:10m;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/undefined-reference: the first one
        upstream one { zone app 64k; server 127.0.0.1:3000; }
    #                  ^^^^^^^^^^^^ see nginx/undefined-reference: the first one
        upstream two { zone app 65536; server 127.0.0.1:3000; }
        upstream three { zone app; server 127.0.0.1:3000; }
        upstream four { zone app 128k; server 127.0.0.1:3000; }
    #                        ^^^ error nginx/undefined-reference: the zone app has another size at its first place: nginx does not start
        upstream five { zone five; server 127.0.0.1:3000; }
    #                        ^^^^ error nginx/undefined-reference: the zone five gets its size nowhere: nginx does not start
        server {
            listen 80;
            ssl_session_cache builtin shared:tls:1m;
    #                                        ^^^ error nginx/undefined-reference: the zone tls has another size at its first place: nginx does not start
        }
    }
    `,
    { ...only, related: true },
  );
});

test('formats of logs, in the order of reading and without regard to case', async () => {
  await checkNginx(
    `
    http {
        access_log /var/log/nginx/a.log early;
    #                                   ^^^^^ error nginx/undefined-reference: the log_format early comes only after this line: nginx reads from top to bottom and does not start
        log_format early '$uri';
    #   ^^^^^^^^^^^^^^^^^^^^^^^ see nginx/undefined-reference: defined here
    #   ^^^^^^^^^^^^^^^^^^^^^^^ see nginx/undefined-reference: the first one
        log_format Main '$uri';
        log_format main '$uri';
        log_format early '$uri';
    #              ^^^^^ error nginx/undefined-reference: a second log_format early: nginx does not start
        log_format combined '$uri';
    #              ^^^^^^^^ error nginx/undefined-reference: nginx has the log_format combined of itself and does not start with another one
        access_log /var/log/nginx/b.log MAIN buffer=32k;
        access_log /var/log/nginx/c.log mian;
    #                                   ^^^^ ! error nginx/undefined-reference: no log_format defines mian: nginx does not start
        access_log /var/log/nginx/d.log;
        access_log off;
    }
    `,
    { ...only, related: true },
  );
});

test('upstreams: a port, a second one, an empty one', async () => {
  await checkNginx(
    `
    http {
        upstream app { server 127.0.0.1:3000; }
    #   ^^^^^^^^^^^^ see nginx/undefined-reference: the first one
    #   ^^^^^^^^^^^^ see nginx/undefined-reference: defined here
    #   ^^^^^^^^^^^^ see nginx/undefined-reference: defined here
        upstream App { server 127.0.0.1:3001; }
    #   ^^^^^^^^^^^^ error nginx/undefined-reference: a second upstream App: nginx does not start
        upstream empty { keepalive 8; }
    #   ^^^^^^^^^^^^^^ error nginx/undefined-reference: the upstream empty has no server: nginx does not start
        upstream filled { zone filled 64k; }
        server {
            listen 80;
            location /a { proxy_pass http://APP:8080/x; }
    #                                          ^^^^^ ! error nginx/undefined-reference: APP is an upstream, it has no port: the ports stand at its servers; nginx does not start
            location /b { fastcgi_pass app:9000; }
    #                                     ^^^^^ ! error nginx/undefined-reference: app is an upstream, it has no port: the ports stand at its servers; nginx does not start
            location /c { proxy_pass http://app; }
            location /d { proxy_pass http://other:8080; }
        }
    }
    stream {
        upstream app { server 127.0.0.1:3000; }
    #   ^^^^^^^^^^^^ see nginx/undefined-reference: defined here
        server { listen 5432; proxy_pass app:5432; }
    #                                       ^^^^^ ! error nginx/undefined-reference: app is an upstream, it has no port: the ports stand at its servers; nginx does not start
    }
    `,
    { ...only, related: true },
  );
});

test('an upstream whose servers may come from elsewhere', async () => {
  await checkNginx(
    `
    http {
        upstream redis { nchan_redis_server redis://127.0.0.1:6379; }
        upstream sold { zone sold 64k; state /var/lib/nginx/sold.conf; }
        upstream scripted { balancer_by_lua_block { } }
        upstream included { include /srv/elsewhere/servers; }
        upstream filled { {{ servers }} }
    }
    `,
    only,
  );
});

test('a named location that the server does not have', async () => {
  await checkNginx(
    `
    server {
        listen 80;
        error_page 404 @missing;
    #                  ^^^^^^^^ warning nginx/undefined-reference: this server has no location @missing: nginx starts, but answers with 500 where it should jump there
        error_page 502 503 =200 @down;
        error_page 504 @$name;
        location / { try_files $uri @first @dwon; }
    #                                      ^^^^^ ! warning nginx/undefined-reference: this server has no location @dwon: nginx starts, but answers with 500 where it should jump there
        location @down { return 503; }
    }
    `,
    only,
  );
});

test('pools of threads', async () => {
  await checkNginx(
    `
    thread_pool disk threads=4;
    http {
        aio threads=disk;
        server { listen 80; aio threads=disc; }
    #                           ^^^^^^^^^^^^ error nginx/undefined-reference: no thread_pool defines disc: nginx does not start
        server { listen 81; aio threads; }
        server { listen 82; aio threads=default; }
    }
    `,
    only,
  );
});

test('TLS without a certificate, a certificate without a key', async () => {
  await checkNginx(
    `
    http {
        server { listen 443 ssl; server_name a; }
    #            ^^^^^^^^^^^^^^ error nginx/undefined-reference: the default server of 0.0.0.0:443 speaks TLS without an ssl_certificate: nginx does not start
        server { listen 443 ssl; server_name b; ssl_certificate b.crt; ssl_certificate_key b.key; }
        server { listen 444 ssl; server_name c; ssl_certificate c.crt; ssl_certificate_key c.key; }
        server { listen 444 ssl; server_name d; }
        server { listen 445 ssl; ssl_reject_handshake on; }
        server { listen 446; ssl_certificate e.crt; }
    #                        ^^^^^^^^^^^^^^^^^^^^^ error nginx/undefined-reference: this ssl_certificate has no ssl_certificate_key: nginx does not start
        server { listen 447 ssl; ssl_certificate f.crt; ssl_certificate g.crt; ssl_certificate_key f.key; }
    #                                                   ^^^^^^^^^^^^^^^^^^^^^ error nginx/undefined-reference: this ssl_certificate has no ssl_certificate_key: nginx does not start
    }
    `,
    only,
  );
});

test('TLS that lacks what it verifies with', async () => {
  await checkNginx(
    `
    http {
        proxy_ssl_verify on;
    #   ^^^^^^^^^^^^^^^^^^^ error nginx/undefined-reference: proxy_ssl_verify on needs proxy_ssl_trusted_certificate, too: nginx does not start
        ssl_certificate a.crt;
        ssl_certificate_key a.key;
        server {
            listen 443 ssl;
            ssl_verify_client on;
    #       ^^^^^^^^^^^^^^^^^^^^ error nginx/undefined-reference: ssl_verify_client on needs ssl_client_certificate, too: nginx does not start
            location /a { proxy_pass https://127.0.0.1:1; }
            location /b { proxy_pass https://127.0.0.1:1; proxy_ssl_trusted_certificate ca.crt; }
            location /c { grpc_pass grpcs://127.0.0.1:1; grpc_ssl_certificate c.crt; }
    #                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/undefined-reference: grpc_ssl_certificate c.crt needs grpc_ssl_certificate_key, too: nginx does not start
            location /d { grpc_pass grpc://127.0.0.1:1; grpc_ssl_certificate c.crt; grpc_ssl_verify on; }
            location /e { proxy_pass http://127.0.0.1:1; proxy_ssl_certificate "$ssl_server_name.crt"; }
        }
        server { listen 444 ssl; ssl_verify_client optional_no_ca; }
        server { listen 445 ssl; ssl_verify_client on; ssl_trusted_certificate ca.crt; }
    }
    stream {
        server { listen 1; proxy_pass 127.0.0.1:2; proxy_ssl on; proxy_ssl_verify on; }
    #                                                            ^^^^^^^^^^^^^^^^^^^ error nginx/undefined-reference: proxy_ssl_verify on needs proxy_ssl_trusted_certificate, too: nginx does not start
        server { listen 2; proxy_pass 127.0.0.1:2; proxy_ssl off; proxy_ssl_verify on; }
    }
    `,
    only,
  );
});

test('a cache that gives one answer to all', async () => {
  await checkNginx(
    `
    http {
        fastcgi_cache_path /var/cache/nginx keys_zone=pages:10m;
        server {
            listen 80;
            location /a { fastcgi_cache pages; fastcgi_pass 127.0.0.1:9000; }
    #                     ^^^^^^^^^^^^^^^^^^^ warning nginx/undefined-reference: without fastcgi_cache_key all requests share one entry of the cache: the first answer goes to everybody
            location /b { fastcgi_cache pages; fastcgi_cache_key $request_uri; fastcgi_pass 127.0.0.1:9000; }
        }
    }
    `,
    only,
  );
});

test('nothing is missing where an include may have it', async () => {
  await checkNginx(
    `
    http {
        include /srv/elsewhere/*.conf;
        access_log /var/log/nginx/a.log main;
        server {
            listen 443 ssl;
            limit_req zone=requests;
            include /srv/elsewhere/locations;
            error_page 404 @missing;
        }
    }
    `,
    only,
  );
});

test('one text that is included twice', async () => {
  await checkNginx(
    `
    # -- nginx.conf --
    http {
        include app.conf;
    #   ^^^^^^^^^^^^^^^^ see nginx/undefined-reference: the first one
    #   ^^^^^^^^^^^^^^^^ see nginx/undefined-reference: the first one
        include app.conf;
    #   ^^^^^^^^^^^^^^^^ error nginx/undefined-reference: a second log_format app: nginx does not start
    #   ^^^^^^^^^^^^^^^^ error nginx/undefined-reference: a second upstream app: nginx does not start
    }
    # -- app.conf --
    upstream app { server 127.0.0.1:3000; }
    log_format app '$uri';
    `,
    { ...only, related: true },
  );
});

test('files of one folder may be alternatives', async () => {
  await checkNginx(
    `
    # -- conf.d/a.conf --
    upstream app { server 127.0.0.1:3000; }
    server { listen 80 default_server; }
    # -- conf.d/b.conf --
    upstream app { server 127.0.0.1:3001; }
    server { listen 80 default_server; }
    `,
    { only: ['nginx/undefined-reference', 'nginx/conflicting-default-server', 'nginx/duplicate-server-name'] },
  );
});

test('a host without a port, where none is the default', async () => {
  await checkNginx(
    `
    http {
        upstream php { server 127.0.0.1:9000; }
        server {
            listen 80;
            location /a { fastcgi_pass phpp; }
    #                                  ^^^^ ! error nginx/undefined-reference: there is no upstream phpp, and a host needs a port here: nginx does not start
            location /b { fastcgi_pass php; }
            location /c { uwsgi_pass uwsgi://127.0.0.1; }
            location /d { grpc_pass grpc://backend; }
    #                                      ^^^^^^^ error nginx/undefined-reference: there is no upstream backend, and a host needs a port here: nginx does not start
            location /e { proxy_pass http://backend2; }
            location /f { scgi_pass shared; }
            location /g { scgi_pass shared:4000; }
            location /h { scgi_pass unix:/run/app.sock; }
            location /i { fastcgi_pass $php; }
            location /j { fastcgi_pass twice; }
    #                                  ^^^^^ error nginx/undefined-reference: there is no upstream twice, and a host needs a port here: nginx does not start
            location /k { fastcgi_pass twice; }
    #                                  ^^^^^ error nginx/undefined-reference: there is no upstream twice, and a host needs a port here: nginx does not start
        }
    }
    stream {
        server { listen 5432; proxy_pass postgres; }
    #                                    ^^^^^^^^ error nginx/undefined-reference: there is no upstream postgres, and a host needs a port here: nginx does not start
    }
    `,
    only,
  );
});

test('charsets between which there is no map', async () => {
  await checkNginx(
    `
    http {
        charset utf-8;
        charset_map koi8-r utf-8 { C0 D18E; }
        server { listen 80; source_charset koi8-r; }
        server { listen 81; source_charset UTF-8; }
        server { listen 82; source_charset windows-1251; }
    #                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/undefined-reference: no charset_map leads from windows-1251 to utf-8: nginx does not start
        server { listen 83; source_charset windows-1251; charset off; }
        server { listen 84; source_charset windows-1251; location / { charset $charset; } }
    #                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/undefined-reference: no charset_map leads from windows-1251 to utf-8: nginx does not start
    }
    `,
    only,
  );
});

test('parameters of a log before its format', async () => {
  await checkNginx(
    `
    http {
        access_log /var/log/nginx/a.log buffer=32k flush=1m;
    #                                   ^^^^^^^^^^ + error nginx/undefined-reference: nginx takes buffer=32k for the name of a log_format, which stands before the parameters: it does not start
        access_log /var/log/nginx/b.log if=$arg_log;
    #                                   ^^^^^^^^^^^ + error nginx/undefined-reference: nginx takes if=$arg_log for the name of a log_format, which stands before the parameters: it does not start
        access_log /var/log/nginx/c.log combined gzip;
    }
    stream {
        access_log /var/log/nginx/d.log gzip;
    #                                   ^^^^ error nginx/undefined-reference: nginx takes gzip for the name of a log_format, which stands before the parameters: it does not start
    }
    `,
    only,
  );
});

test('the switch that listen … ssl replaced', async () => {
  await checkNginx(
    `
    http {
        server { listen 443; ssl on; }
    #                        ^^^^^^ error nginx/undefined-reference: ssl on needs an ssl_certificate: nginx does not start
        server { listen 444; ssl on; ssl_certificate a.crt; ssl_certificate_key a.key; }
        server { listen 445; ssl off; }
    }
    `,
    { ...only, target: 'nginx=1.22' },
  );
});

test('a fork with certificates of another kind', async () => {
  await checkNginx(
    `
    http {
        server { listen 443 ssl; enable_ntls on; ssl_sign_certificate a.crt; ssl_sign_certificate_key a.key; }
        server { listen 444 ssl; ssl_certificate a.crt; ssl_keyless on; }
    }
    `,
    only,
  );
});

test('what stands on two sides of a tag may be alternatives', () =>
  checkNginx(
    `
    http {
      {{ if .Json }}
      log_format main '{}';
      upstream app { server 127.0.0.1:3000; }
      limit_req_zone $uri zone=a:1m rate=1r/s;
      {{ else }}
      log_format main '-';
      upstream app { server 127.0.0.1:3001; }
      limit_req_zone $uri zone=a:2m rate=1r/s;
      {{ end }}
    }
    `,
    only,
  ));
