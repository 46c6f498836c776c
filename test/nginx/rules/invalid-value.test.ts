import { test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const only = { only: ['nginx/invalid-value'] };

test('switches, numbers, sizes and times by the setter of the directive', () =>
  checkNginx(
    `
    worker_processes 4.0;
    #                ^^^ + error nginx/invalid-value: worker_processes takes auto or a whole number, not "4.0"
    http {
      sendfile yes;
    #          ^^^ + error nginx/invalid-value: sendfile takes on or off, not "yes"
      gzip On;
      gzip_comp_level 10;
    #                 ^^ error nginx/invalid-value: gzip_comp_level takes a whole number from 1 to 9, not "10"
      client_body_buffer_size 64kb;
    #                         ^^^^ + error nginx/invalid-value: client_body_buffer_size takes a size such as 512, 64k or 1m, not "64kb": k and m are the only units
      client_max_body_size 1g;
      proxy_buffer_size 1g;
    #                   ^^ + error nginx/invalid-value: proxy_buffer_size takes a size such as 512, 64k or 1m, not "1g": k and m are the only units
      proxy_read_timeout 60S;
    #                    ^^^ + error nginx/invalid-value: proxy_read_timeout takes a time such as 30s, 1m30s or 500ms, not "60S": w, d, h, m, s and ms are the only units here, each once and the largest first
      proxy_send_timeout 1M;
    #                    ^^ error nginx/invalid-value: proxy_send_timeout takes a time such as 30s, 1m30s or 500ms, not "1M": w, d, h, m, s and ms are the only units here, each once and the largest first
      open_file_cache_valid 500ms;
    #                       ^^^^^ error nginx/invalid-value: open_file_cache_valid takes a time such as 30s, 1h30m or 1y, not "500ms": y, M (months), w, d, h, m (minutes) and s are the only units here, each once and the largest first
      keepalive_timeout 65s;
      proxy_buffers 1 8k;
    #               ^ error nginx/invalid-value: proxy_buffers takes a whole number from 2 on, not "1"
    }
    `,
    only,
  ));

test('a parameter whose value is another word is not completed without it', () =>
  checkNginx(
    `
    events {}
    http {
      access_log /dev/null combined if $x;
    #                               ^^ error nginx/invalid-value: access_log has no parameter "if" here: it takes buffer=, flush=, gzip, gzip= and if=
    #                                  ^^ error nginx/invalid-value: access_log has no parameter "$x" here: it takes buffer=, flush=, gzip, gzip= and if=
      access_log /dev/null combined flush:1m;
    #                               ^^^^^^^^ error nginx/invalid-value: access_log has no parameter "flush:1m" here: it takes buffer=, flush=, gzip, gzip= and if=
    }
    `,
    only,
  ));

test('the common slips are put right', async () => {
  await fixNginx(
    `
    http {
      client_body_buffer_size "64 KB";
      proxy_buffer_size 1.5m;
      proxy_read_timeout 1.5h;
      proxy_send_timeout "30 seconds";
      proxy_connect_timeout 1y;
      ssl_session_timeout 5min;
    }
    `,
    `
    http {
      client_body_buffer_size "64k";
      proxy_buffer_size 1536k;
      proxy_read_timeout 90m;
      proxy_send_timeout "30s";
      proxy_connect_timeout 365d;
      ssl_session_timeout 5m;
    }
    `,
    only,
  );
});

test('logs, zones, caches', () =>
  checkNginx(
    `
    events { use epool; }
    #            ^^^^^ ! error nginx/invalid-value: use takes epoll, kqueue, eventport, /dev/poll, poll, select or iocp, not "epool"
    http {
      log_format main escape=jsn '$uri';
    #                        ^^^ ! error nginx/invalid-value: log_format escape= takes default, json or none, not "jsn"
      access_log logs/a main buffer=32kb;
    #                               ^^^^ + error nginx/invalid-value: access_log buffer= takes a size such as 512, 64k or 1m, not "32kb": k and m are the only units
      access_log logs/b main flush=5s;
    #                        ^^^^^^^^ error nginx/invalid-value: "flush=5s" of access_log needs buffer=, gzip or gzip= beside it
      access_log syslog:server=10.0.0.1,facility=locl7 main;
    #                                            ^^^^^ ! error nginx/invalid-value: access_log facility= takes kern, user, mail, daemon, auth, intern, lpr, news, uucp, clock, authpriv, ftp, ntp, audit, alert, cron, local0, local1, local2, local3, local4, local5, local6 or local7, not "locl7"
      access_log syslog:server=10.0.0.1,tag=web-1 main gzip;
    #                                       ^^^^^ error nginx/invalid-value: access_log tag= takes up to 32 letters, digits and underscores, not "web-1"
    #                                                  ^^^^ error nginx/invalid-value: access_log has no parameter "gzip" here: it takes if=
      access_log off main;
    #                ^^^^ error nginx/invalid-value: nothing may follow off in access_log, so "main" is refused
      error_log logs/e warning;
    #                  ^^^^^^^ + error nginx/invalid-value: error_log takes emerg, alert, crit, error, warn, notice, info or debug, not "warning"
      limit_req_zone $binary_remote_addr zone=one:10m rate=10/s;
    #                                                      ^^^^ + error nginx/invalid-value: limit_req_zone rate= takes a number of requests per second or minute, such as 10r/s or 30r/m, not "10/s"
      limit_conn_zone $binary_remote_addr zone=two;
    #                                          ^^^ error nginx/invalid-value: limit_conn_zone zone= takes a name and a size with a colon between them, such as one:10m, not "two"
      proxy_cache_path /var/cache levels=1:2:3 keys_zone=c:4k inactive=500ms max_size=10gb use_temp_path=no;
    #                                    ^^^^^ error nginx/invalid-value: proxy_cache_path levels= takes one to three times 1 or 2 with colons between them, such as 1:2, not "1:2:3"
    #                                                      ^^ error nginx/invalid-value: proxy_cache_path keys_zone= has to be at least 8 KiB, and "4k" is less
    #                                                                  ^^^^^ error nginx/invalid-value: proxy_cache_path inactive= takes a time such as 30s, 1h30m or 1y, not "500ms": y, M (months), w, d, h, m (minutes) and s are the only units here, each once and the largest first
    #                                                                                 ^^^^ + error nginx/invalid-value: proxy_cache_path max_size= takes a size such as 512, 64k, 1m or 2g, not "10gb": k, m and g are the only units
    #                                                                                                    ^^ + error nginx/invalid-value: proxy_cache_path use_temp_path= takes on or off, not "no"
      proxy_cache_path /var/cache2 levels=1:2;
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/invalid-value: proxy_cache_path needs keys_zone=
      resolver 10.0.0.1 valid=30 ipv6=yes;
    #                                 ^^^ + error nginx/invalid-value: resolver ipv6= takes on or off, not "yes"
      open_file_cache max=0 inactive=20s;
    #                     ^ error nginx/invalid-value: open_file_cache max= takes a whole number from 1 on, not "0"
      map $uri x { default 0; }
    #          ^ error nginx/invalid-value: map takes the name of a variable with its $, not "x"
      set_real_ip_from 10.0.0.0/33;
    #                  ^^^^^^^^^^^ error nginx/invalid-value: set_real_ip_from takes unix:, or an address or a network such as 192.0.2.1, 10.0.0.0/8 or 2001:db8::/32, not "10.0.0.0/33"
    }
    `,
    only,
  ));

test('sockets and servers', () =>
  checkNginx(
    `
    http {
      upstream app {
        zone app 8k;
    #            ^^ error nginx/invalid-value: zone has to be at least 32 KiB, and "8k" is less
        server 10.0.0.1:8080 weight=0 max_fail=3;
    #                               ^ error nginx/invalid-value: server weight= takes a whole number from 1 on, not "0"
    #                                 ^^^^^^^^^^ ! error nginx/invalid-value: server has no parameter "max_fail=3" here: it takes weight=, max_conns=, max_fails=, fail_timeout=, backup, down, resolve, service=, route= and drain
        server 10.0.0.2:80800;
    #                   ^^^^^ error nginx/invalid-value: "80800" is not a port: server takes one from 1 to 65535
        server http://10.0.0.3;
    #          ^^^^^^^ + error nginx/invalid-value: server takes an address only, without "http://"
        server 10.0.0.4:8080 slow_start=30s;
        server 10.0.0.5:8080,10.0.0.6:8080;
    #                   ^^^^^^^^^^^^^^^^^^ error nginx/invalid-value: "8080,10.0.0.6:8080" is not a port: server takes one from 1 to 65535
      }
      server {
        listen 80800;
    #          ^^^^^ error nginx/invalid-value: "80800" is not a port: listen takes one from 1 to 65535
        listen 10.0.0.1:0;
    #                   ^ error nginx/invalid-value: "0" is not a port: listen takes one from 1 to 65535
        listen 8010-8001;
    #          ^^^^^^^^^ error nginx/invalid-value: the range of ports "8010-8001" of listen ends before it begins
        listen :80;
    #          ^^^ error nginx/invalid-value: there is no host in the address of listen
        listen [::1:80;
    #          ^^^^^^^ error nginx/invalid-value: "[::1:80" is not an IPv6 address in brackets
        listen 300.0.0.1:80;
    #          ^^^^^^^^^ error nginx/invalid-value: "300.0.0.1" is neither an address nor a host name that listen could look up
        listen 443 ssl http2 fastopen=on;
    #                                 ^^ error nginx/invalid-value: listen fastopen= takes a whole number, not "on"
        listen 80 default-server;
    #             ^^^^^^^^^^^^^^ + error nginx/invalid-value: listen has no parameter "default-server" here: it takes default_server, bind, backlog=, rcvbuf=, sndbuf=, ipv6only=, so_keepalive=, ssl, setfib=, fastopen=, accept_filter=, deferred, reuseport, multipath, http2, quic and proxy_protocol
        listen $port;
    #          ^^^^^ error nginx/invalid-value: listen takes no variables: nginx reads "$port" as it stands
        listen unix:;
    #          ^^^^^ error nginx/invalid-value: there is no path of a socket after "unix:"
        listen [::]:80 ipv6only=off deferred reuseport rcvbuf=64k;
        server_name *;
    #               ^ error nginx/invalid-value: "*" is not a server name: *. and . stand before a name, ~ before a pattern
        allow 10.0.0.300;
    #         ^^^^^^^^^^ error nginx/invalid-value: allow takes all or unix:, or an address or a network such as 192.0.2.1, 10.0.0.0/8 or 2001:db8::/32, not "10.0.0.300"
        allow 2001:db8::/32;
        deny all;
      }
    }
    `,
    only,
  ));

test('requests and answers', () =>
  checkNginx(
    `
    http {
      server {
        expires 30days;
    #           ^^^^^^ + error nginx/invalid-value: expires takes epoch, max, off, a time such as 30d or -1, or a time of the day such as @15h30m, not "30days"
        return 1000;
    #          ^^^^ error nginx/invalid-value: return takes a status code up to 999, or a URL that begins with http://, https:// or $scheme, not "1000"
        error_page 200 /x;
    #              ^^^ error nginx/invalid-value: error_page takes status codes from 300 to 599 except 499, not "200"
        error_page 404 = @missing;
        error_page 404 =2oo /x;
    #                  ^^^^ error nginx/invalid-value: error_page takes = or a code after it, such as =200, not "=2oo"
        limit_req zone=one burst=0;
    #                            ^ error nginx/invalid-value: limit_req burst= takes a whole number from 1 on, not "0"
        ssl_session_cache shared:SSL;
    #                            ^^^ error nginx/invalid-value: ssl_session_cache shared: takes a name and a size with a colon between them, such as one:10m, not "SSL"
        ssl_protocols TLSv1.2 TLSV13;
    #                         ^^^^^^ + error nginx/invalid-value: ssl_protocols takes SSLv2, SSLv3, TLSv1, TLSv1.1, TLSv1.2 or TLSv1.3, not "TLSV13"
        client_max_body_size $size;
    #                        ^^^^^ error nginx/invalid-value: client_max_body_size takes no variables: nginx reads "$size" as it stands
        limit_rate $rate;
        location = / { return /other; }
    #                         ^^^^^^ error nginx/invalid-value: return takes a status code up to 999, or a URL that begins with http://, https:// or $scheme, not "/other"
        location =~ /a { proxy_pass app; }
    #            ^^ ! error nginx/invalid-value: location takes =, ^~, ~ or ~* before its path, not "=~"
    #                               ^^^ ! error nginx/invalid-value: proxy_pass takes a URL that begins with http:// or https://, not "app"
        location ~ \\.php$ { fastcgi_pass http://127.0.0.1:9000; fastcgi_split_path_info ^(.+\\.php).*$; }
    #                                    ^^^^^^^ + error nginx/invalid-value: fastcgi_pass takes an address only, without "http://"
    #                                                                                   ^^^^^^^^^^^^^ error nginx/invalid-value: fastcgi_split_path_info takes an expression with two groups that capture, for the script and for the path after it, not "^(.+\\.php).*$"
        location /b { rewrite ^ /c permanant; add_header A b allways; limit_except GIT { deny all; } }
    #                              ^^^^^^^^^ ! error nginx/invalid-value: rewrite takes last, break, redirect or permanent, not "permanant"
    #                                                        ^^^^^^^ ! error nginx/invalid-value: add_header takes always, not "allways"
    #                                                                              ^^^ ! error nginx/invalid-value: limit_except takes GET, HEAD, POST, PUT, DELETE, MKCOL, COPY, MOVE, OPTIONS, PROPFIND, PROPPATCH, LOCK, UNLOCK or PATCH, not "GIT"
        location /d { fastcgi_pass 127.0.0.1; try_files $uri =4o4; root $document_root/x; }
    #                              ^^^^^^^^^ error nginx/invalid-value: the address "127.0.0.1" of fastcgi_pass has no port
    #                                                        ^^^^ error nginx/invalid-value: try_files takes a status code up to 999 after the = of its last argument, not "=4o4"
    #                                                                   ^^^^^^^^^^^^^^^^ error nginx/invalid-value: root cannot hold $document_root or $realpath_root, which it defines itself
        location /e { proxy_cache_valid 200 302; proxy_bind localhost; image_filter rotate 45; }
    #                                                       ^^^^^^^^^ error nginx/invalid-value: proxy_bind takes an address of this machine such as 192.0.2.1 or 192.0.2.1:8080, no name, not "localhost"
    #                                                                                      ^^ error nginx/invalid-value: image_filter takes 90, 180 or 270, not "45"
        location /f { proxy_cookie_path none; disable_symlinks from=/srv; set name value; sub_filter "" x; }
    #                                   ^^^^ + error nginx/invalid-value: proxy_cookie_path takes off, not "none"
    #                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/invalid-value: disable_symlinks needs off, on or if_not_owner
    #                                                                         ^^^^ error nginx/invalid-value: set takes the name of a variable with its $, not "name"
    #                                                                                                ^^ error nginx/invalid-value: sub_filter does not take an empty value
      }
    }
    `,
    only,
  ));

test('processes, stream and mail', () =>
  checkNginx(
    `
    worker_cpu_affinity auto 0011 1100;
    #                             ^^^^ error nginx/invalid-value: nothing may follow 0011 in worker_cpu_affinity, so "1100" is refused
    worker_cpu_affinity 0102;
    #                   ^^^^ error nginx/invalid-value: worker_cpu_affinity takes auto, or a mask of 0 and 1 for each worker, not "0102"
    worker_priority ten;
    #               ^^^ error nginx/invalid-value: worker_priority takes a whole number with or without a sign, not "ten"
    thread_pool io max_queue=10;
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/invalid-value: thread_pool needs threads=
    stream {
      upstream db { server 10.0.0.1; hash $remote_addr consistant; }
    #                      ^^^^^^^^ error nginx/invalid-value: the address "10.0.0.1" of server has no port
    #                                                  ^^^^^^^^^^ ! error nginx/invalid-value: hash takes consistent, not "consistant"
      server { listen 53 udp proxy_protocol; proxy_pass 10.0.0.1; }
    #                        ^^^^^^^^^^^^^^ error nginx/invalid-value: listen does not take "proxy_protocol" together with udp
    #                                                   ^^^^^^^^ error nginx/invalid-value: the address "10.0.0.1" of proxy_pass has no port
      server { listen 54 reuseport fastopen=16; access_log logs/s; proxy_timeout 1y; }
    #                                           ^^^^^^^^^^^^^^^^^ error nginx/invalid-value: access_log needs log_format
    #                                                                            ^^ + error nginx/invalid-value: proxy_timeout takes a time such as 30s, 1m30s or 500ms, not "1y": w, d, h, m, s and ms are the only units here, each once and the largest first
    }
    mail {
      auth_http https://127.0.0.1/auth;
    #           ^^^^^^^^ + error nginx/invalid-value: auth_http takes an address only, without "https://"
      server { listen 143 default_server; protocol imaps; starttls yes; }
    #                     ^^^^^^^^^^^^^^ error nginx/invalid-value: listen has no parameter "default_server" here: it takes bind, backlog=, rcvbuf=, sndbuf=, ipv6only=, so_keepalive=, ssl, multipath and proxy_protocol
    #                                              ^^^^^ ! error nginx/invalid-value: protocol takes imap, pop3 or smtp, not "imaps"
    #                                                              ^^^ + error nginx/invalid-value: starttls takes off, on or only, not "yes"
    }
    `,
    only,
  ));

test('what is around a directive', () =>
  checkNginx(
    `
    http {
      upstream app {
        server 10.0.0.1:80 backup;
        hash $uri;
        server 10.0.0.2:80 backup;
    #                      ^^^^^^ error nginx/invalid-value: hash knows no backup servers: nginx refuses "backup" after it
        server app.example.com resolve;
    #                          ^^^^^^^ error nginx/invalid-value: "resolve" needs a zone in upstream app: addresses that change are kept in shared memory
      }
      upstream shared { zone shared 64k; server app.example.com resolve; }
      server {
        location / {
          proxy_pass http://app/;
          if ($arg_a) { proxy_pass http://app/a; }
    #                                        ^^ error nginx/invalid-value: proxy_pass cannot have the path "/a" in if ($arg_a): nginx would not know what part of the request it replaces
          limit_except GET { proxy_pass http://unix:/run/app.sock:/; }
    #                                                             ^ + error nginx/invalid-value: proxy_pass cannot have the path "/" in limit_except GET: nginx would not know what part of the request it replaces
        }
        location ~ ^/b { proxy_pass http://app/$1; }
        location ~ ^/sock { proxy_pass http://unix:/run/app.sock; }
        location ~* ^/c { proxy_pass http://app?c; }
    #                                          ^^ error nginx/invalid-value: proxy_pass cannot have the path "?c" in location ~* ^/c: nginx would not know what part of the request it replaces
        location @d { proxy_pass http://app/; alias /srv/d; }
    #                                      ^ + error nginx/invalid-value: proxy_pass cannot have the path "/" in location @d: nginx would not know what part of the request it replaces
    #                                         ^^^^^^^^^^^^ error nginx/invalid-value: alias cannot stand in location @d, a location without a path
        location ^~ /e/ { proxy_pass http://app/; proxy_redirect default; }
        location /f/ { proxy_redirect default; proxy_pass http://app/; }
    #                                 ^^^^^^^ error nginx/invalid-value: "proxy_redirect default" is made of the proxy_pass of its block, which has to stand before it
        location /g/ { proxy_pass http://app$uri; proxy_redirect default; }
    #                                                            ^^^^^^^ error nginx/invalid-value: "proxy_redirect default" cannot be made of proxy_pass http://app$uri, whose variables are not known yet
        location /h/ { include h.conf; proxy_redirect default; }
      }
    }
    `,
    only,
  ));

test('values that other directives bound', () =>
  checkNginx(
    `
    http {
      proxy_buffer_size 128k;
    # ^^^^^^^^^^^^^^^^^^^^^^ error nginx/invalid-value: proxy_busy_buffers_size is twice the largest buffer where it is not set, 256 KiB here, and has to be at most 28 KiB: what proxy_buffers has without one of its buffers
      resolver valid=30s;
    # ^^^^^^^^^^^^^^^^^^ error nginx/invalid-value: resolver needs the address of a name server
      server {
        location / { proxy_pass http://app; }
        location /b { proxy_buffers 8 64k; proxy_busy_buffers_size 64k; }
    #                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/invalid-value: proxy_busy_buffers_size is 64 KiB, and has to be at least 128 KiB, as the largest of the buffers
        location /c { fastcgi_buffers 4 8k; fastcgi_busy_buffers_size 32k; }
    #                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/invalid-value: fastcgi_busy_buffers_size is 32 KiB, and has to be at most 24 KiB: what fastcgi_buffers has without one of its buffers
        location /d { fastcgi_buffers 16 16k; fastcgi_buffer_size 32k; }
        location /e { uwsgi_store on; uwsgi_cache python; }
    #                                 ^^^^^^^^^^^^^^^^^^ error nginx/invalid-value: uwsgi_cache and uwsgi_store exclude each other in one block
        location /k { secure_link $arg_a; secure_link_secret word; }
    #                                     ^^^^^^^^^^^^^^^^^^^^^^^ error nginx/invalid-value: secure_link_secret and secure_link exclude each other in one block
        location /f { proxy_buffers 4 256k; proxy_busy_buffers_size 256k; proxy_max_temp_file_size 0; }
        location /g { scgi_temp_file_write_size 1k; }
    #                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/invalid-value: scgi_temp_file_write_size is 1 KiB, and has to be at least 4 KiB, as the largest of the buffers
        location /h { uwsgi_buffers 8 64k; uwsgi_max_temp_file_size 32k; }
    #                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/invalid-value: uwsgi_max_temp_file_size is 32 KiB, and has to be at least 64 KiB, as the largest of the buffers
      }
    }
    `,
    only,
  ));

test('what is mistyped is not missing, too', () =>
  checkNginx(
    `
    http {
      upstream app { server 10.0.0.1:80; sticky cookei id expires=1h; }
    #                                           ^^^^^^ ! error nginx/invalid-value: sticky takes cookie, route or learn, not "cookei"
      server { limit_req zne=one; }
    #                    ^^^^^^^ ! error nginx/invalid-value: limit_req has no parameter "zne=one" here: it takes zone=, burst=, delay= and nodelay
    }
    `,
    only,
  ));

test('stream has no such buffers', () =>
  checkNginx(
    `
    stream {
      proxy_buffer_size 64k;
      server { listen 3306; proxy_pass 10.0.0.1:3306; proxy_buffer_size 16k; }
    }
    `,
    only,
  ));

test('what only newer releases or other builds know is no error', () =>
  checkNginx(
    `
    http {
      upstream app {
        server 10.0.0.1:8080 slow_start=30s;
        server app.example.com:8080 max_fails=3;
        keepalive 0;
        sticky name=route domain=example.com;
      }
      proxy_cache_path /var/cache keys_zone=c:1m purger=on;
      resolver 10.0.0.2 status_zone=dns;
      access_log syslog:user:info:127.0.0.1:514:tag main ratio=0.1;
      server { listen 443 quic reuseport; listen 444 xquic reuseport xudp; limit_req zone=one forbid_action=@busy; }
    }
    `,
    only,
  ));

test('placeholders and variables may stand for anything', () =>
  checkNginx(
    `
    worker_processes {{ workers }};
    http {
      client_max_body_size \${MAX_BODY};
      proxy_read_timeout CACHE_MAX_AGE;
      limit_rate $rate;
      server_tokens {EXPOSE_VERSION};
      proxy_cache_path /var/cache keys_zone=c:CACHE_SIZE;
      upstream app { server @BACKEND@; server %HOST%:80 weight=__WEIGHT__; }
      server { listen {{ port }}; proxy_bind $remote_addr transparent; expires $expires; error_page {{ code }} /x; }
    }
    `,
    only,
  ));

test('a full-width character is one cause', () =>
  checkNginx(
    `
    http {
      upstream app { server 10.10.0.1：8080; }
    #                                ^ + error nginx/full-width-character: "10.10.0.1：8080" is written with ： where nginx needs :
      proxy_read_timeout ６０s;
    #                    ^^ + error nginx/full-width-character: "６０s" is written with ６０ where nginx needs 60
    }
    `,
    { only: ['nginx/invalid-value', 'nginx/full-width-character'] },
  ));

test('in Chinese', () =>
  checkNginx(
    `
    http {
      proxy_read_timeout 60S;
    #                    ^^^ + error nginx/invalid-value: proxy_read_timeout 需要一个时间，例如 30s、1m30s 或 500ms，而不是“60S”：这里的单位只能是 w、d、h、m、s、ms，由大到小，每个一次
    }
    `,
    { ...only, locale: 'zh-CN' },
  ));

test('what became obsolete later had its values', () =>
  checkNginx(
    `
    http {
      http2_push_preload onn;
    #                    ^^^ error nginx/invalid-value: http2_push_preload takes on or off, not "onn"
      http2_max_concurrent_pushes 10s;
    #                             ^^^ error nginx/invalid-value: http2_max_concurrent_pushes takes a whole number, not "10s"
    }
    `,
    { ...only, target: 'nginx=1.22' },
  ));

test('what describes a value is none', () =>
  checkNginx(
    `
    upstream app {
      server <address of the first host>:8000;
      server <first> second;
    #                ^^^^^^ error nginx/invalid-value: server has no parameter "second" here: it takes weight=, max_conns=, max_fails=, fail_timeout=, backup, down, resolve, service=, route= and drain
    }
    server { listen 80; set $scheme_of_app <http or https>; root <first path>; }
    `,
    only,
  ));
