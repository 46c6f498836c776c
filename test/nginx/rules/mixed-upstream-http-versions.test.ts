import { test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const only = { only: ['nginx/mixed-upstream-http-versions'] };

test('HTTP/2 and HTTP/1 from one pool', () =>
  checkNginx(
    `
    http {
      upstream app {
        server 127.0.0.1:3000;
        keepalive 32;
    #   ^^^^^^^^^^^^ ! error nginx/mixed-upstream-http-versions: HTTP/2 and HTTP/1 share the connections that keepalive 32 of upstream app keeps: an HTTP/1 request that gets one with HTTP/2 on it ends in 504
      }
      server {
        location / { proxy_http_version 2; proxy_pass http://app; }
    #                                      ^^^^^^^^^^^^^^^^^^^^^ see nginx/mixed-upstream-http-versions: speaks HTTP/2
        location /old { proxy_pass http://app; }
    #                   ^^^^^^^^^^^^^^^^^^^^^ see nginx/mixed-upstream-http-versions: speaks HTTP/1
      }
    }
    `,
    { ...only, related: true, target: 'nginx=1.30' },
  ));

test.each(['1.18', '1.24', '1.18-1.30'])('gRPC is HTTP/2 at every version; %s has no fix for it', (version) =>
  checkNginx(
    `
    http {
      upstream app {
        server 127.0.0.1:3000;
        keepalive 32;
    #   ^^^^^^^^^^^^ error nginx/mixed-upstream-http-versions: HTTP/2 and HTTP/1 share the connections that keepalive 32 of upstream app keeps: an HTTP/1 request that gets one with HTTP/2 on it ends in 504
      }
      server {
        location / { proxy_http_version 1.1; proxy_pass http://app; }
        location /rpc { grpc_pass grpc://app; }
      }
    }
    `,
    { ...only, target: `nginx=${version}` },
  ),
);

test.each(['', 'keepalive 0;', 'keepalive 32 local;'])('fine with a pool for each location, or none: %s', (keepalive) =>
  checkNginx(
    `
    http {
      upstream app { server 127.0.0.1:3000; ${keepalive} }
      server {
        location / { proxy_http_version 2; proxy_pass http://app; }
        location /old { proxy_pass http://app; }
      }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ),
);

test('fine where all speak the same, or another protocol', () =>
  checkNginx(
    `
    http {
      upstream second { server 127.0.0.1:3000; keepalive 32; }
      upstream first { server 127.0.0.1:3001; keepalive 32; }
      upstream cache { server 127.0.0.1:11211; keepalive 32; }
      server {
        location / { proxy_http_version 2; proxy_pass http://second; }
        location /rpc { grpc_pass second; }
        location /1 { proxy_http_version 1.0; proxy_pass http://first; }
        location /2 { proxy_pass http://first; }
        location /3 { memcached_pass cache; }
      }
    }
    `,
    { ...only, target: 'nginx=1.30' },
  ));

test('silent where the version is not known, or there is no such version', async () => {
  const fixture = (line: string) => `
    http {
      upstream app { server 127.0.0.1:3000; keepalive 32; }
      server {
        location / { ${line} proxy_pass http://app; }
        location /old { proxy_http_version 1.1; proxy_pass http://app; }
        location /x { include /somewhere/version.conf; proxy_pass http://app; }
      }
    }
    `;
  await checkNginx(fixture('include /somewhere/version.conf;'), { ...only, target: 'nginx=1.30' });
  await checkNginx(fixture('proxy_http_version 2;'), { ...only, target: 'nginx=1.24' });
});

test('the fix keeps them apart', () =>
  fixNginx(
    `
    http {
      upstream app { server 127.0.0.1:3000; keepalive  16 ; }
      server {
        location / { grpc_pass app; }
        location /old { proxy_pass http://app; }
      }
    }
    `,
    `
    http {
      upstream app { server 127.0.0.1:3000; keepalive  16 local ; }
      server {
        location / { grpc_pass app; }
        location /old { proxy_pass http://app; }
      }
    }
    `,
    { ...only, target: 'nginx=1.30', safety: ['safe', 'unsafe'] },
  ));
