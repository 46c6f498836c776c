import { test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const only = {
  only: [
    'nginx/http2-connection-header',
    'nginx/connection-forwarded',
    'nginx/websocket-map-close',
    'nginx/upstream-keepalive-inert',
  ],
};

test('headers of one connection in HTTP/2', () =>
  checkNginx(
    `
    http {
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        proxy_http_version 2;
        location / {
          proxy_set_header Connection "upgrade";
    #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! error nginx/http2-connection-header: proxy_set_header Connection "upgrade" is sent over HTTP/2, which has no Connection header: a server that keeps to RFC 9113 refuses every such request
          proxy_set_header keep-alive 5;
    #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! error nginx/http2-connection-header: proxy_set_header keep-alive 5 is sent over HTTP/2, which has no keep-alive header: a server that keeps to RFC 9113 refuses every such request
          proxy_set_header TE trailers;
          proxy_pass http://app;
    #     ^^^^^^^^^^^^^^^^^^^^^ see nginx/http2-connection-header: speaks HTTP/2
    #     ^^^^^^^^^^^^^^^^^^^^^ see nginx/http2-connection-header: speaks HTTP/2
        }
      }
    }
    `,
    { ...only, related: true, target: 'nginx=1.30' },
  ));

test.each(['1.24', '1.30'])('gRPC is HTTP/2 at every version, here %s', (version) =>
  checkNginx(
    `
    http {
      server {
        location / {
          grpc_set_header Connection $to_send;
    #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! error nginx/http2-connection-header: grpc_set_header Connection $to_send is sent over HTTP/2, which has no Connection header: a server that keeps to RFC 9113 refuses every such request
          proxy_set_header Connection close;
          grpc_pass 127.0.0.1:3000;
        }
      }
      map $http_upgrade $to_send { default upgrade; '' close; }
    }
    `,
    { ...only, target: `nginx=${version}` },
  ),
);

test('silent where it may be empty, the version is not 2 or not known', async () => {
  await checkNginx(
    `
    http {
      map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
      proxy_http_version 2;
      server {
        location /a { proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade; proxy_pass http://10.0.0.1; }
        location /b { proxy_set_header Connection ""; proxy_pass http://10.0.0.1; }
        location /c { proxy_http_version 1.1; proxy_set_header Connection close; proxy_pass http://10.0.0.1; }
        location /d { include /somewhere/version.conf; proxy_set_header Connection close; proxy_pass http://10.0.0.1; }
        location /e { proxy_set_header Connection $sent_http_x; proxy_pass http://10.0.0.1; }
      }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  );
  await checkNginx(
    `
    http {
      server { location / { proxy_http_version 2; proxy_set_header Connection close; proxy_pass http://10.0.0.1; } }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  );
});

test('no fix for a line that HTTP/1 needs', () =>
  checkNginx(
    `
    http {
      proxy_set_header Connection close;
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/http2-connection-header: proxy_set_header Connection close is sent over HTTP/2, which has no Connection header: a server that keeps to RFC 9113 refuses every such request
      server {
        location / { proxy_http_version 2; proxy_pass http://10.0.0.1; }
        location /old { proxy_pass http://10.0.0.2; }
      }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('the fix sends it empty, which is not sent', () =>
  fixNginx(
    `
    http {
      proxy_http_version 2;
      server {
        location / {
          proxy_set_header Connection $http_connection;
          proxy_set_header Upgrade websocket;
          proxy_pass http://10.0.0.1;
        }
      }
    }
    `,
    `
    http {
      proxy_http_version 2;
      server {
        location / {
          proxy_set_header Connection $http_connection;
          proxy_set_header Upgrade "";
          proxy_pass http://10.0.0.1;
        }
      }
    }
    `,
    { only: ['nginx/http2-connection-header'], target: 'nginx=1.30', safety: ['safe', 'unsafe'] },
  ));
