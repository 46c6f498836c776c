import { expect, test } from 'vitest';
import { checkNginx, fixNginx, lintFiles } from '../../harness.ts';

const only = { only: ['nginx/proxy-header-dropped'] };

test('none of the inherited headers is repeated', () =>
  checkNginx(
    `
    http {
      server {
        proxy_set_header Host $host;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/proxy-header-dropped: not inherited
        proxy_set_header X-Real-IP $remote_addr;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/proxy-header-dropped: not inherited
        location /a { proxy_pass http://127.0.0.1:3000; }
        location /b {
          proxy_set_header X-Request-ID $request_id;
    #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/proxy-header-dropped: location /b sets proxy_set_header itself, so what server sets is not inherited any more: Host and X-Real-IP
          proxy_pass http://127.0.0.1:3000;
        }
      }
    }
    `,
    { ...only, related: true },
  ));

test('some of them are: the author knows', () =>
  checkNginx(
    `
    http {
      server {
        proxy_set_header Host $host;
        proxy_set_header X-Real-IP $remote_addr;
        location / {
          proxy_set_header Host   $host;
    #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info nginx/proxy-header-dropped: location / sets proxy_set_header itself, so what server sets is not inherited any more: X-Real-IP
          proxy_pass http://127.0.0.1:3000;
        }
      }
    }
    `,
    only,
  ));

test('all of them are, in any case', () =>
  checkNginx(
    `
    http {
      server {
        proxy_set_header Host $host;
        location /a { proxy_set_header HOST example.com; proxy_set_header X-A a; proxy_pass http://127.0.0.1:3000; }
        location /b { proxy_set_header X-A a; return 200; }
      }
    }
    `,
    only,
  ));

test('what is about the connection belongs to other rules', () =>
  checkNginx(
    `
    http {
      proxy_set_header Connection "";
      proxy_set_header Upgrade "";
      server { location / { proxy_set_header Host $host; proxy_pass http://127.0.0.1:3000; } }
    }
    `,
    only,
  ));

test('FastCGI parameters and gRPC headers', () =>
  checkNginx(
    `
    # -- nginx.conf --
    http {
      include params;
      grpc_set_header X-Real-IP $remote_addr;
      server {
        location ~ \\.php$ { fastcgi_param SCRIPT_FILENAME /srv$fastcgi_script_name; fastcgi_pass 127.0.0.1:9000; }
    #                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/proxy-header-dropped: location ~ \\.php$ sets fastcgi_param itself, so what http sets is not inherited any more: QUERY_STRING and REQUEST_METHOD
        location /grpc { grpc_set_header Host $host; grpc_pass 127.0.0.1:9001; }
    #                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/proxy-header-dropped: location /grpc sets grpc_set_header itself, so what http sets is not inherited any more: X-Real-IP
      }
    }
    # -- params --
    fastcgi_param QUERY_STRING $query_string;
    fastcgi_param REQUEST_METHOD $request_method;
    `,
    only,
  ));

test('across files, at what brings the headers in', () =>
  checkNginx(
    `
    # -- nginx.conf --
    http {
      include proxy.conf;
      server {
        location / { include id.inc; proxy_pass http://127.0.0.1:3000; }
    #                ^^^^^^^^^^^^^^ ! warning nginx/proxy-header-dropped: location / sets proxy_set_header itself, so what http sets is not inherited any more: Host
      }
    }
    # -- proxy.conf --
    proxy_set_header Host $host;
    # -- id.inc --
    proxy_set_header X-Request-ID $request_id;
    `,
    only,
  ));

test('an unknown file may repeat them', () =>
  checkNginx(
    `
    http {
      proxy_set_header Host $host;
      server { location / { include /etc/nginx/proxy_params; proxy_set_header X-A a; proxy_pass http://127.0.0.1:3000; } }
    }
    `,
    only,
  ));

test('keepalive that dies with them is another harm, with a fix of its own', () =>
  checkNginx(
    `
    http {
      upstream app { server 127.0.0.1:3000; keepalive 32; }
    #                                       ^^^^^^^^^^^^ ! warning nginx/upstream-keepalive-inert: every request opens a new connection to upstream app despite its keepalive 32: the proxy_set_header lines in location / replace all inherited ones, proxy_set_header Connection "" included, and on every targeted nginx (1.24) the default is Connection: close
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      server { location / { proxy_set_header X-A a; proxy_pass http://app; } }
    #                       ^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/proxy-header-dropped: location / sets proxy_set_header itself, so what http sets is not inherited any more: Host
    }
    `,
    { only: ['nginx/proxy-header-dropped', 'nginx/upstream-keepalive-inert'], target: 'nginx=1.24' },
  ));

test('the fix repeats them', () =>
  fixNginx(
    `
    http {
      server {
        proxy_set_header Host $host;
        proxy_set_header X-Real-IP $remote_addr;
        location / {
          proxy_set_header X-A a;
          proxy_pass http://127.0.0.1:3000;
        }
      }
    }
    `,
    `
    http {
      server {
        proxy_set_header Host $host;
        proxy_set_header X-Real-IP $remote_addr;
        location / {
          proxy_set_header X-A a;
          proxy_set_header Host $host;
          proxy_set_header X-Real-IP $remote_addr;
          proxy_pass http://127.0.0.1:3000;
        }
      }
    }
    `,
    { ...only, safety: ['unsafe'] },
  ));

test('a block that sets headers and parameters drops both', () =>
  checkNginx(
    `
    http {
      proxy_set_header Host $host;
      fastcgi_param APP_ENV production;
      server {
        proxy_set_header X-Real-IP $remote_addr;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/proxy-header-dropped: server sets proxy_set_header itself, so what http sets is not inherited any more: Host
        fastcgi_param SCRIPT_FILENAME /srv/index.php;
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/proxy-header-dropped: server sets fastcgi_param itself, so what http sets is not inherited any more: APP_ENV
        location /a { proxy_pass http://127.0.0.1:3000; }
        location /b { fastcgi_pass 127.0.0.1:9000; }
      }
    }
    `,
    only,
  ));

test('silent where a file of parameters that is not here may repeat them', () =>
  checkNginx(
    `
    http {
      server {
        fastcgi_param HTTPS on;
        location / {
          include fastcgi_params;
          fastcgi_param SCRIPT_FILENAME /srv/index.php;
          fastcgi_pass 127.0.0.1:9000;
        }
      }
    }
    `,
    only,
  ));

test('eight names at most', () =>
  checkNginx(
    `
    http {
      proxy_set_header X-1 1;
      proxy_set_header X-2 2;
      proxy_set_header X-3 3;
      proxy_set_header X-4 4;
      proxy_set_header X-5 5;
      proxy_set_header X-6 6;
      proxy_set_header X-7 7;
      proxy_set_header X-8 8;
      server {
        location /eight { proxy_set_header Host $host; proxy_pass http://app; }
    #                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/proxy-header-dropped: location /eight sets proxy_set_header itself, so what http sets is not inherited any more: X-1, X-2, X-3, X-4, X-5, X-6, X-7 and X-8
      }
      server {
        proxy_set_header X-1 1;
        proxy_set_header X-2 2;
        proxy_set_header X-3 3;
        proxy_set_header X-4 4;
        proxy_set_header X-5 5;
        proxy_set_header X-6 6;
        proxy_set_header X-7 7;
        proxy_set_header X-8 8;
        proxy_set_header X-9 9;
        location /nine { proxy_set_header Host $host; proxy_pass http://app; }
    #                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/proxy-header-dropped: location /nine sets proxy_set_header itself, so what server sets is not inherited any more: X-1, X-2, X-3, X-4, X-5, X-6, X-7, X-8 and …
      }
    }
    `,
    only,
  ));

test('no fix where one of the lines cannot be repeated', () =>
  checkNginx(
    `
    http {
      proxy_set_header X-A a;
      proxy_set_header X-B b
      server {
        location / { proxy_set_header Host $host; proxy_pass http://app; }
    #                ^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning nginx/proxy-header-dropped: location / sets proxy_set_header itself, so what http sets is not inherited any more: X-A and X-B
      }
    }
    `,
    only,
  ));

test('silent about more headers than anybody writes, and no fix copies them', async () => {
  const headers = Array.from({ length: 101 }, (_, i) => `proxy_set_header X-${i} 1;\n`).join('');
  const passes = 'location /a { proxy_pass http://pool; }\nlocation /b { proxy_pass http://127.0.0.1:3000; }\n';
  const other = 'location /c { proxy_set_header Host a; proxy_pass http://127.0.0.1:3000; }\n';
  const upstream = 'upstream pool { server 127.0.0.1; keepalive 2; }\n';
  const text = `events {}\nhttp {\n${upstream}${headers}proxy_set_header Connection close;\nserver {\n${passes}${other}}\n}\n`;
  const { findings } = await lintFiles(new Map([['nginx.conf', text]]));
  expect(findings.map((f) => `${f.rule} ${f.fixes.length}`)).toEqual([
    'nginx/upstream-keepalive-inert 0',
    'nginx/literal-proxy-pass 0',
    'nginx/literal-proxy-pass 1',
  ]);
});
