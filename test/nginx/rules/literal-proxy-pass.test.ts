import { test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const only = { only: ['nginx/literal-proxy-pass'] };

test('an address, before and since 1.29.7', async () => {
  await checkNginx(
    `
    http {
      server { location / { proxy_pass http://127.0.0.1:3000; } }
    #                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info nginx/literal-proxy-pass: every request opens a new connection to 127.0.0.1:3000 and leaves a TIME_WAIT there: only an upstream block keeps connections
    }
    `,
    { ...only, target: 'nginx=1.24' },
  );
  await checkNginx(
    `
    http {
      server { location / { proxy_pass http://127.0.0.1:3000; } }
    #                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info nginx/literal-proxy-pass: every request opens a new connection to 127.0.0.1:3000: on every targeted nginx (1.30) nginx closes it first, so each one holds a local port in TIME_WAIT for 60 s; only an upstream block keeps connections
    }
    `,
    { ...only, target: 'nginx=1.30' },
  );
});

test('upstreams and unix sockets are fine', () =>
  checkNginx(
    `
    http {
      upstream app { server 127.0.0.1:3000; }
      server {
        location /a { proxy_pass http://app; }
        location /b { proxy_pass http://app/b/; }
        location /c { proxy_pass http://unix:/run/app.sock; }
        location /d { proxy_pass http://unix:/run/app.sock:/d/; }
        location /e { set $pool app; proxy_pass http://$pool; }
        location /f { proxy_pass http://$host; }
      }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('a connection for WebSockets alone is never reused', () =>
  checkNginx(
    `
    http {
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      server {
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection Upgrade;
        location /live { proxy_pass http://127.0.0.1:3000; }
        location / { proxy_pass http://127.0.0.1:3000; }
    #                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info nginx/literal-proxy-pass: every request opens a new connection to 127.0.0.1:3000: on every targeted nginx (1.24) nginx closes it first, so each one holds a local port in TIME_WAIT for 60 s; only an upstream block keeps connections
      }
      server {
        location /live { proxy_pass http://127.0.0.1:3001; }
    #                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info nginx/literal-proxy-pass: every request opens a new connection to 127.0.0.1:3001 and leaves a TIME_WAIT there: only an upstream block keeps connections
      }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('a variable that holds an address', () =>
  checkNginx(
    `
    http {
      server { location / { set $backend http://127.0.0.1:3000; proxy_pass $backend; } }
    #                                                           ^^^^^^^^^^^^^^^^^^^ info nginx/literal-proxy-pass: every request opens a new connection to 127.0.0.1:3000: on every targeted nginx (1.30) nginx closes it first, so each one holds a local port in TIME_WAIT for 60 s; only an upstream block keeps connections
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('a name may be an upstream in a part that is not known', () =>
  checkNginx(
    `
    http {
      include /etc/nginx/conf.d/*.conf;
      server {
        location /a { proxy_pass http://app; }
        location /b { proxy_pass http://app:3000; }
    #                 ^^^^^^^^^^^^^^^^^^^^^^^^^^ info nginx/literal-proxy-pass: every request opens a new connection to app:3000: only an upstream block keeps connections
      }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('the fix keeps what the server sees', () =>
  fixNginx(
    `
    http {
      server {
        location / {
          proxy_pass http://127.0.0.1:3000;
        }
      }
    }
    `,
    `
    http {
      upstream backend_127_0_0_1_3000 {
        server 127.0.0.1:3000;
        keepalive 32;
      }
      server {
        location / {
          proxy_http_version 1.1;
          proxy_set_header Host 127.0.0.1:3000;
          proxy_set_header Connection "";
          proxy_redirect http://127.0.0.1:3000/ /;
          proxy_pass http://backend_127_0_0_1_3000;
        }
      }
    }
    `,
    { ...only, target: 'nginx=1.24', safety: ['unsafe'] },
  ));

test('the fix copies inherited headers, names the host for TLS and shares the upstream', () =>
  fixNginx(
    `
    http {
      proxy_set_header X-Real-IP $remote_addr;
      proxy_set_header X-Backend $proxy_host;
      proxy_redirect off;
      server {
        location /a/ {
          proxy_pass https://api.example.com/v1/;
        }
        location /b/ {
          proxy_set_header Host $host;
          proxy_pass https://api.example.com/;
        }
      }
    }
    `,
    `
    http {
      proxy_set_header X-Real-IP $remote_addr;
      proxy_set_header X-Backend $proxy_host;
      proxy_redirect off;
      upstream api_example_com {
        server api.example.com:443;
      }
      server {
        location /a/ {
          proxy_set_header X-Real-IP $remote_addr;
          proxy_set_header X-Backend api.example.com;
          proxy_set_header Host api.example.com;
          proxy_ssl_name api.example.com;
          proxy_pass https://api_example_com/v1/;
        }
        location /b/ {
          proxy_set_header Host $host;
          proxy_ssl_name api.example.com;
          proxy_pass https://api_example_com/;
        }
      }
    }
    `,
    { ...only, target: 'nginx=1.30', safety: ['unsafe'] },
  ));

test('fixes in several servers make one upstream, and none of its name for another address', () =>
  fixNginx(
    `
    # -- nginx.conf --
    http {
      proxy_redirect off;
      proxy_set_header Host $host;
      server {
        location / { proxy_pass http://10.0.0.1:3000; }
      }
      server {
        location /a/ { proxy_pass http://10.0.0.1:3000; }
        location /b/ { proxy_pass http://10-0.0.1:3000; }
      }
      include other.conf;
    }
    # -- other.conf --
    server {
      location / { proxy_pass http://10.0.0.1:3000; }
    }
    `,
    `
    # -- nginx.conf --
    http {
      proxy_redirect off;
      proxy_set_header Host $host;
      upstream backend_10_0_0_1_3000 {
        server 10.0.0.1:3000;
      }
      server {
        location / { proxy_pass http://backend_10_0_0_1_3000; }
      }
      upstream backend_10_0_0_1_3000_2 {
        server 10-0.0.1:3000;
      }
      server {
        location /a/ { proxy_pass http://backend_10_0_0_1_3000; }
        location /b/ { proxy_pass http://backend_10_0_0_1_3000_2; }
      }
      include other.conf;
    }
    # -- other.conf --
    server {
      location / { proxy_pass http://backend_10_0_0_1_3000; }
    }
    `,
    { ...only, target: 'nginx=1.30', safety: ['unsafe'] },
  ));

test('an address with a character that no address has', () =>
  checkNginx(
    `
    http {
      server {
        location / {
          proxy_pass http://10.0.0.1:80；
        }
      }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('other protocols', () =>
  checkNginx(
    `
    http {
      server {
        location /f { fastcgi_pass 127.0.0.1:9000; }
        location /g { grpc_pass grpc://127.0.0.1:50051; }
      }
    }
    stream {
      server { listen 4443; proxy_pass 127.0.0.1:443; }
    }
    `,
    only,
  ));

test('the fix keeps what a path in the address does to redirects', () =>
  fixNginx(
    `
    http {
      server {
        location /shop/ { proxy_pass http://10.0.0.1:3000/api/; }
        location = /a { proxy_pass http://10.0.0.1:3000/b; }
        location ^~ /c/ { proxy_pass http://10.0.0.1:3000/; }
      }
    }
    `,
    `
    http {
      upstream backend_10_0_0_1_3000 {
        server 10.0.0.1:3000;
      }
      server {
        location /shop/ { proxy_set_header Host 10.0.0.1:3000; proxy_redirect http://10.0.0.1:3000/api/ /shop/; proxy_pass http://backend_10_0_0_1_3000/api/; }
        location = /a { proxy_set_header Host 10.0.0.1:3000; proxy_redirect http://10.0.0.1:3000/b /a; proxy_pass http://backend_10_0_0_1_3000/b; }
        location ^~ /c/ { proxy_set_header Host 10.0.0.1:3000; proxy_redirect http://10.0.0.1:3000/ /c/; proxy_pass http://backend_10_0_0_1_3000/; }
      }
    }
    `,
    { ...only, target: 'nginx=1.30', safety: ['unsafe'] },
  ));

test('no fix where HTTP/1.0 is asked for', () =>
  checkNginx(
    `
    http {
      server {
        location /a { proxy_http_version 1.0; proxy_pass http://10.0.0.1; }
    #                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^ info nginx/literal-proxy-pass: every request opens a new connection to 10.0.0.1 and leaves a TIME_WAIT there: only an upstream block keeps connections
        location /b { proxy_http_version 1.1; proxy_pass http://10.0.0.1; }
    #                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info nginx/literal-proxy-pass: every request opens a new connection to 10.0.0.1 and leaves a TIME_WAIT there: only an upstream block keeps connections
      }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('WebSockets below / are not alone', () =>
  checkNginx(
    `
    http {
      server {
        location ^~ / { proxy_set_header Connection upgrade; proxy_pass http://10.0.0.1; }
    #                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^ info nginx/literal-proxy-pass: every request opens a new connection to 10.0.0.1 and leaves a TIME_WAIT there: only an upstream block keeps connections
        location ^~ /ws { proxy_set_header Connection upgrade; proxy_pass http://10.0.0.1; }
      }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

test('one of several targets is an upstream', () =>
  checkNginx(
    `
    http {
      upstream app { server 127.0.0.1:3000; keepalive 8; }
      map $uri $one { /x 10.0.0.1; default app; }
      map $uri $two { default app; /x 10.0.0.1; }
      server {
        location /a { proxy_pass http://$one; }
        location /b { proxy_pass http://$two; }
      }
    }
    `,
    only,
  ));

test('says on which side TIME_WAIT stays by what the location sends', () =>
  Promise.all([
    checkNginx(
      `
      http {
          server {
              location /a { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://10.0.0.1; }
      #                                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info nginx/literal-proxy-pass: every request opens a new connection to 10.0.0.1: on every targeted nginx (1.24) nginx closes it first, so each one holds a local port in TIME_WAIT for 60 s; only an upstream block keeps connections
              location /b { proxy_set_header Connection $http_x; proxy_http_version 1.1; proxy_pass http://10.0.0.2; }
      #                                                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^ info nginx/literal-proxy-pass: every request opens a new connection to 10.0.0.2: only an upstream block keeps connections
          }
      }
      `,
      { target: 'nginx=1.24', only: ['nginx/literal-proxy-pass'] },
    ),
    checkNginx(
      `
      http {
          server {
              location / { proxy_set_header Connection close; proxy_pass http://10.0.0.1; }
      #                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^ info nginx/literal-proxy-pass: every request opens a new connection to 10.0.0.1 and leaves a TIME_WAIT there: only an upstream block keeps connections
          }
      }
      `,
      { target: 'nginx=1.30', only: ['nginx/literal-proxy-pass'] },
    ),
    checkNginx(
      `
      http {
          server {
              location / { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://10.0.0.1; }
      #                                                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info nginx/literal-proxy-pass: every request opens a new connection to 10.0.0.1: on every targeted nginx (1.18.0 and newer) nginx closes it first, so each one holds a local port in TIME_WAIT for 60 s; only an upstream block keeps connections
          }
      }
      `,
      { only: ['nginx/literal-proxy-pass'] },
    ),
  ]));
