import { describe, test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const only = { only: ['nginx/upstream-keepalive-inert'] };

describe('what the location sends', () => {
  test('the defaults before 1.29.7', () =>
    checkNginx(
      `
      http {
        upstream app {
          server 127.0.0.1:3000;
          keepalive 32;
      #   ^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: on every targeted nginx (1.24) the default is HTTP/1.0 with Connection: close, and neither proxy_http_version nor proxy_set_header Connection changes it
        }
        server {
          location / {
            proxy_pass http://app;
      #     ^^^^^^^^^^^^^^^^^^^^^ see nginx/upstream-keepalive-inert: proxied from here
          }
        }
      }
      `,
      { ...only, target: 'nginx=1.24', related: true },
    ));

  test('the same since 1.29.7 is fine', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        server { location / { proxy_pass http://app; } }
      }
      `,
      { ...only, target: 'nginx=1.29.7-' },
    ));

  test('any affected version of the range counts, and is named', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
      #                                       ^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: before nginx 1.29.7 the default is HTTP/1.0 with Connection: close, and neither proxy_http_version nor proxy_set_header Connection changes it
        server { location / { proxy_pass http://app; } }
      }
      `,
      { ...only, target: 'nginx=1.22-1.30' },
    ));

  test('all three lines', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        server {
          location / {
            proxy_pass http://app;
            proxy_http_version 1.1;
            proxy_set_header connection "";
          }
        }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('HTTP/1.1 alone', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
      #                                       ^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: on every targeted nginx (1.24) the default is Connection: close, and no proxy_set_header Connection "" changes it
        server { location / { proxy_pass http://app; proxy_http_version 1.1; } }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('an empty Connection alone', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
      #                                       ^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: on every targeted nginx (1.24) the default is HTTP/1.0, and no proxy_http_version 1.1 changes it
        server { location / { proxy_pass http://app; proxy_set_header CONNECTION ''; } }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('HTTP/1.0 with keep-alive is fine', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        server { location / { proxy_pass http://app; proxy_set_header Connection keep-alive; } }
        server { location / { proxy_pass http://app; proxy_http_version 1.0; proxy_set_header Connection Keep-Alive; } }
      }
      `,
      { ...only, target: 'nginx=1.18-1.30' },
    ));

  test('explicit close, at every version', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
      #                                       ^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: proxy_set_header Connection "close" tells the server to close it
        server { location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection "close"; } }
      }
      `,
      { ...only, target: 'nginx=1.30' },
    ));

  test('explicit HTTP/1.0, at every version', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
      #                                       ^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: proxy_http_version 1.0 without a Connection: keep-alive header closes it
        server { location / { proxy_pass http://app; proxy_http_version 1.0; } }
      }
      `,
      { ...only, target: 'nginx=1.30' },
    ));

  test('one of several Connection lines closes', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
      #                                       ^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: proxy_set_header Connection close tells the server to close it
        server {
          location / {
            proxy_pass http://app;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Connection close;
          }
        }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('a Connection that is not close does not hurt HTTP/1.1', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        server {
          location /a { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection upgrade; }
          location /b { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection $http_connection; }
        }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));
});

describe('inheritance', () => {
  test('Connection from the server, version from http', () =>
    checkNginx(
      `
      http {
        proxy_http_version 1.1;
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        server {
          proxy_set_header Connection "";
          location / { proxy_pass http://app; }
          location /api { location /api/v1 { proxy_pass http://app; } }
          location /if { if ($request_method = POST) { proxy_pass http://app; } }
          location /x { limit_except GET { proxy_pass http://app; } }
        }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('lost because the location sets another header', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
      #                                       ^^^^^^^^^^^^ see nginx/upstream-keepalive-inert: connections kept here are not used from there
        proxy_http_version 1.1;
        proxy_set_header Connection "";
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/upstream-keepalive-inert: this header is not inherited any more
        proxy_set_header Host $host;
        server {
          location /ok { proxy_pass http://app; }
          location /lost {
            proxy_set_header X-Real-IP $remote_addr;
      #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: the proxy_set_header lines in location /lost replace all inherited ones, proxy_set_header Connection "" included, and on every targeted nginx (1.24) the default is Connection: close
            proxy_pass http://app;
      #     ^^^^^^^^^^^^^^^^^^^^^ see nginx/upstream-keepalive-inert: proxied from here
          }
        }
      }
      `,
      { ...only, target: 'nginx=1.24', related: true },
    ));

  test('lost in an included file', () =>
    checkNginx(
      `
      # -- nginx.conf --
      http {
        include upstreams/*.conf;
        include proxy.conf;
        server { location / { include headers.inc; proxy_pass http://app; } }
      #                                            ^^^^^^^^^^^^^^^^^^^^^ see nginx/upstream-keepalive-inert: proxied from here
      }
      # -- upstreams/app.conf --
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      #                                     ^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: the proxy_set_header lines in location / replace all inherited ones, proxy_set_header Connection "" included, and on every targeted nginx (1.24) the default is Connection: close

      # -- proxy.conf --
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/upstream-keepalive-inert: this header is not inherited any more

      # -- headers.inc --
      proxy_set_header Host $host;
      #<^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/upstream-keepalive-inert: these headers replace the inherited ones
      `,
      { ...only, target: 'nginx=1.24', related: true },
    ));

  test('set through an included file', () =>
    checkNginx(
      `
      # -- nginx.conf --
      http {
        include upstreams.conf;
        server { location / { include keep.inc; proxy_pass http://app; } }
      }
      # -- upstreams.conf --
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      # -- keep.inc --
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('the whole location in an included file inherits from where it is included', () =>
    checkNginx(
      `
      # -- nginx.conf --
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        server { proxy_http_version 1.1; proxy_set_header Connection ""; include app.inc; }
        server { include app.inc; }
      }
      # -- app.inc --
      location / { proxy_pass http://app; }
      #            ^^^^^^^^^^^^^^^^^^^^^ warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: on every targeted nginx (1.24) the default is HTTP/1.0 with Connection: close, and neither proxy_http_version nor proxy_set_header Connection changes it
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('nothing is said where an unknown file could change it', () =>
    checkNginx(
      `
      http {
        include /etc/nginx/conf.d/*.conf;
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        server { location / { proxy_pass http://app; } }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('an unknown file cannot take back what the location itself says', () =>
    checkNginx(
      `
      http {
        include /etc/nginx/mime.types;
        include /etc/nginx/conf.d/*.conf;
        upstream app { server 127.0.0.1:3000; keepalive 32; }
      #                                       ^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: proxy_set_header Connection close tells the server to close it
        server { location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection close; } }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('a fragment of a server is silent about what it may inherit', () =>
    checkNginx(
      `
      # -- app.inc --
      location / { proxy_pass http://app; }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('a fragment of http stands under a stock main file', () =>
    checkNginx(
      `
      # -- conf.d/app.conf --
      server { location / { proxy_pass http://app; } }
      # -- conf.d/upstream.conf --
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      #                                     ^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: on every targeted nginx (1.24) the default is HTTP/1.0 with Connection: close, and neither proxy_http_version nor proxy_set_header Connection changes it
      `,
      { ...only, target: 'nginx=1.24' },
    ));
});

describe('what leads to the upstream', () => {
  test('a variable that names it', () =>
    checkNginx(
      `
      http {
        upstream App { server 127.0.0.1:3000; keepalive 32; }
      #                                       ^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream App despite its keepalive 32: on every targeted nginx (1.24) the default is HTTP/1.0 with Connection: close, and neither proxy_http_version nor proxy_set_header Connection changes it
        map $host $pool { default app; }
        server {
          location /a { proxy_pass http://$pool; }
      #                 ^^^^^^^^^^^^^^^^^^^^^^^ see nginx/upstream-keepalive-inert: proxied from here
          location /b { set $target app; proxy_pass http://$target$request_uri; }
      #                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/upstream-keepalive-inert: proxied from here
          location /c { set $url http://app/; proxy_pass $url; }
      #                                       ^^^^^^^^^^^^^^^ see nginx/upstream-keepalive-inert: proxied from here
        }
      }
      `,
      { ...only, target: 'nginx=1.24', related: true },
    ));

  test('one of several locations', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
      #                                       ^^^^^^^^^^^^ see nginx/upstream-keepalive-inert: connections kept here are not used from there
        server {
          location /a { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ""; }
          location /b { proxy_pass http://app; }
      #                 ^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: on every targeted nginx (1.24) the default is HTTP/1.0 with Connection: close, and neither proxy_http_version nor proxy_set_header Connection changes it
        }
      }
      `,
      { ...only, target: 'nginx=1.24', related: true },
    ));

  test('one line that spoils several locations is said once', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
      #                                       ^^^^^^^^^^^^ see nginx/upstream-keepalive-inert: connections kept here are not used from there
        proxy_http_version 1.1;
        server {
          proxy_set_header Connection close;
      #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: proxy_set_header Connection close tells the server to close it
          location /a { proxy_pass http://app; }
      #                 ^^^^^^^^^^^^^^^^^^^^^ see nginx/upstream-keepalive-inert: proxied from here
          location /b { proxy_pass http://app; }
      #                 ^^^^^^^^^^^^^^^^^^^^^ see nginx/upstream-keepalive-inert: proxied from here
          location /c { proxy_pass http://app; proxy_set_header Connection ""; }
        }
      }
      `,
      { ...only, target: 'nginx=1.24', related: true },
    ));

  test('different reasons in all locations', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
      #                                       ^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: each of the 2 places that proxy to it has connections closed
        server {
          location /a { proxy_pass http://app; proxy_set_header Connection close; }
      #                 ^^^^^^^^^^^^^^^^^^^^^ see nginx/upstream-keepalive-inert: proxied from here
      #                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/upstream-keepalive-inert: this is what closes the connection
          location /b { proxy_pass http://app; }
      #                 ^^^^^^^^^^^^^^^^^^^^^ see nginx/upstream-keepalive-inert: proxied from here
        }
      }
      `,
      { ...only, target: 'nginx=1.24', related: true },
    ));

  test('gRPC and memcached need neither', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        upstream mem { server 127.0.0.1:11211; keepalive 32; }
        server {
          location /grpc { grpc_pass grpc://app; }
          location /mem { set $memcached_key $uri; memcached_pass mem; }
        }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('a stream of the same name is another upstream', () =>
    checkNginx(
      `
      stream {
        upstream app { server 127.0.0.1:3000; }
        server { listen 3001; proxy_pass app; }
      }
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));
});

describe('values', () => {
  test('a map that always closes', () =>
    checkNginx(
      `
      http {
        map $host $inner { default close; }
        map $uri $conn { default $inner; /a "close"; }
        upstream app { server 127.0.0.1:3000; keepalive 32; }
      #                                       ^^^^^^^^^^^^ warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: proxy_set_header Connection $conn tells the server to close it
        server { location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection $conn; } }
      }
      `,
      { ...only, target: 'nginx=1.30' },
    ));

  test('a map that sometimes does', () =>
    checkNginx(
      `
      http {
        map $uri $conn { default ""; /a close; }
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        server { location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection $conn; } }
      }
      `,
      { ...only, target: 'nginx=1.30' },
    ));

  test('a map that never does, without a default', () =>
    checkNginx(
      `
      http {
        map $http_upgrade $conn { websocket upgrade; }
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        server { location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection $conn; } }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));

  test('a set with a constant', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
      #                                       ^^^^^^^^^^^^ warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: proxy_set_header Connection $c tells the server to close it
        server {
          location / { set $c close; proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection $c; }
        }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));
});

describe('the default pool since 1.29.7', () => {
  test('explicit close and explicit HTTP/1.0', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; }
        server {
          location /a { proxy_pass http://app; proxy_set_header Connection close; }
      #                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: upstream app keeps connections by default on every targeted nginx (1.30), but proxy_set_header Connection close tells the server to close them
          location /b { proxy_pass http://app; proxy_http_version 1.0; }
      #                                        ^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: upstream app keeps connections by default on every targeted nginx (1.30), but proxy_http_version 1.0 without a Connection: keep-alive header closes them
          location /c { proxy_pass http://app; }
        }
      }
      `,
      { ...only, target: 'nginx=1.30' },
    ));

  test('is only mentioned where older versions count, too', () =>
    checkNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; }
        server { location /a { proxy_pass http://app; proxy_set_header Connection close; } }
      #                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info nginx/upstream-keepalive-inert: upstream app keeps connections by default since nginx 1.29.7, but proxy_set_header Connection close tells the server to close them
      }
      `,
      { ...only, target: 'nginx=1.22-1.30' },
    ));
});

describe('the fix', () => {
  const unsafe = { ...only, target: 'nginx=1.24', safety: ['safe', 'unsafe'] as const };

  test('adds what is missing in front of the pass', () =>
    fixNginx(
      `
      http {
        upstream app {
          server 127.0.0.1:3000;
          keepalive 32;
        }
        server {
          location / {
            # to the application
            proxy_pass http://app;
          }
          location /inline { proxy_pass http://app; }
        }
      }
      `,
      `
      http {
        upstream app {
          server 127.0.0.1:3000;
          keepalive 32;
        }
        server {
          location / {
            # to the application
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_pass http://app;
          }
          location /inline { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://app; }
        }
      }
      `,
      unsafe,
    ));

  test('completes the headers where they are set when all below lead to the pool', () =>
    fixNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        proxy_http_version 1.1;
        server {
          proxy_set_header Host $host;
          proxy_set_header X-Real-IP $remote_addr; # the client
          location /a { proxy_pass http://app; }
          location /b { proxy_pass http://app; }
        }
      }
      `,
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        proxy_http_version 1.1;
        server {
          proxy_set_header Host $host;
          proxy_set_header X-Real-IP $remote_addr; # the client
          proxy_set_header Connection "";
          location /a { proxy_pass http://app; }
          location /b { proxy_pass http://app; }
        }
      }
      `,
      unsafe,
    ));

  test('copies the inherited headers where others depend on them', () =>
    fixNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        proxy_http_version 1.1;
        server {
          proxy_set_header Host $host;
          proxy_set_header X-Note "a; b";
          location /a {
            proxy_pass http://app;
          }
          location /b { proxy_pass http://127.0.0.1:4000; }
        }
      }
      `,
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        proxy_http_version 1.1;
        server {
          proxy_set_header Host $host;
          proxy_set_header X-Note "a; b";
          location /a {
            proxy_set_header Host $host;
            proxy_set_header X-Note "a; b";
            proxy_set_header Connection "";
            proxy_pass http://app;
          }
          location /b { proxy_pass http://127.0.0.1:4000; }
        }
      }
      `,
      unsafe,
    ));

  test('stays out of an if, where headers cannot be set', () =>
    fixNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        server {
          location / {
            if ($request_method = POST) {
              proxy_pass http://app;
            }
          }
        }
      }
      `,
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        server {
          location / {
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            if ($request_method = POST) {
              proxy_pass http://app;
            }
          }
        }
      }
      `,
      unsafe,
    ));

  test('edits a shared file only where it is right for all who include it', () =>
    fixNginx(
      `
      # -- nginx.conf --
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        server {
          location /a {
            include pass.inc;
          }
          location /b { proxy_http_version 1.1; proxy_set_header Connection ""; include pass.inc; }
        }
      }
      # -- pass.inc --
      proxy_pass http://app;
      `,
      `
      # -- nginx.conf --
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        server {
          location /a {
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            include pass.inc;
          }
          location /b { proxy_http_version 1.1; proxy_set_header Connection ""; include pass.inc; }
        }
      }
      # -- pass.inc --
      proxy_pass http://app;
      `,
      unsafe,
    ));

  test('edits a shared file where all who include it lack the same', () =>
    fixNginx(
      `
      # -- nginx.conf --
      http {
        upstream a { server 127.0.0.1:3000; keepalive 32; }
        upstream b { server 127.0.0.1:3001; keepalive 32; }
        server {
          location /a { set $pool a; include pass.inc; }
          location /b { set $pool b; include pass.inc; }
        }
      }
      # -- pass.inc --
      proxy_pass http://$pool;
      `,
      `
      # -- nginx.conf --
      http {
        upstream a { server 127.0.0.1:3000; keepalive 32; }
        upstream b { server 127.0.0.1:3001; keepalive 32; }
        server {
          location /a { set $pool a; include pass.inc; }
          location /b { set $pool b; include pass.inc; }
        }
      }
      # -- pass.inc --
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_pass http://$pool;
      `,
      unsafe,
    ));

  test('sets the version once where another rule repairs a location that shares the text', () =>
    fixNginx(
      `
      # -- nginx.conf --
      http {
        map $http_upgrade $connection_upgrade { default upgrade; '' close; }
        upstream a { server 127.0.0.1:3000; keepalive 32; }
        upstream b { server 127.0.0.1:3001; keepalive 32; }
        server {
          location /a {
            set $pool a;
            include pass.inc;
          }
          location /b {
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            set $pool b;
            include pass.inc;
          }
        }
      }
      # -- pass.inc --
      proxy_pass http://$pool;
      `,
      `
      # -- nginx.conf --
      http {
        map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
        upstream a { server 127.0.0.1:3000; keepalive 32; }
        upstream b { server 127.0.0.1:3001; keepalive 32; }
        server {
          location /a {
            set $pool a;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            include pass.inc;
          }
          location /b {
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            set $pool b;
            proxy_http_version 1.1;
            include pass.inc;
          }
        }
      }
      # -- pass.inc --
      proxy_pass http://$pool;
      `,
      { target: 'nginx=1.24', safety: ['unsafe'] },
    ));

  test('leaves the version to those that keep connections with it', () =>
    fixNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        proxy_http_version 1.0;
        server {
          location /kept {
            proxy_set_header Connection keep-alive;
            proxy_pass http://app;
          }
          location /closed {
            proxy_set_header Connection "";
            proxy_pass http://app;
          }
        }
      }
      `,
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        proxy_http_version 1.0;
        server {
          location /kept {
            proxy_set_header Connection keep-alive;
            proxy_pass http://app;
          }
          location /closed {
            proxy_set_header Connection "";
            proxy_http_version 1.1;
            proxy_pass http://app;
          }
        }
      }
      `,
      unsafe,
    ));

  test('adds the lost Connection header and nothing else', () =>
    fixNginx(
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        server {
          location / {
            proxy_set_header X-Real-IP $remote_addr;
            proxy_pass http://app;
          }
        }
      }
      `,
      `
      http {
        upstream app { server 127.0.0.1:3000; keepalive 32; }
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        server {
          location / {
            proxy_set_header X-Real-IP $remote_addr;
            proxy_set_header Connection "";
            proxy_pass http://app;
          }
        }
      }
      `,
      { ...unsafe, only: ['nginx/upstream-keepalive-inert'] },
    ));

  test('keeps the line breaks of the file', () =>
    fixNginx(
      `
      http {\r
        upstream app { server 127.0.0.1:3000; keepalive 32; }\r
        server {\r
          location / {\r
            proxy_pass http://app;\r
          }\r
        }\r
      }\r
      `,
      `
      http {\r
        upstream app { server 127.0.0.1:3000; keepalive 32; }\r
        server {\r
          location / {\r
            proxy_http_version 1.1;\r
            proxy_set_header Connection "";\r
            proxy_pass http://app;\r
          }\r
        }\r
      }\r
      `,
      unsafe,
    ));
});

test('a stream upstream is none of HTTP', () =>
  checkNginx(
    `
    stream {
      upstream app { server 127.0.0.1:3000; keepalive 0; }
      server { listen 4000; proxy_pass app; }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('what the main file beside sites-available sets may apply', () =>
  checkNginx(
    `
    # -- nginx.conf --
    events {}
    http {
        proxy_http_version 1.1;
        include sites-enabled/*;
    }
    # -- sites-available/app.conf --
    upstream app {
        server 127.0.0.1:3000;
        keepalive 32;
    #   ^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: before nginx 1.29.7 the default is Connection: close, and no proxy_set_header Connection "" changes it
    }
    server {
        listen 80;
        location / { proxy_pass http://app; }
    }
    `,
    { only: ['nginx/upstream-keepalive-inert'] },
  ));
